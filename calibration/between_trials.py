"""How far trials differ from each other, and from the model, beyond their sampling error.

    uv run python calibration/between_trials.py      two minutes; writes between_trials.json into the package

What is simulated next is seldom a design that was fitted: what is looked at are residuals of `fit` rows as a fit
without the paper and without any trial of the same design would leave them (`new_design` in the results of
`fitting.fit`), so the error of fitted numbers, and that of carrying them to other people, routes and courses, is in
them. In SDs between people, they vary by

model
    what the model gets wrong about a design, common to all its trials: no number of trials averages it out;
trials
    how trials of one design differ, over the root of how many a number is pooled from.

Differences between arms have a share of both, since whatever moves a whole trial drops out. Within a design, errors of
the model go together with one correlation, and so do those of a paper's rows, so that neither counts as much more than
one witness however many rows it has. These are set by maximum likelihood. Some designs stray far, so tails of a
Student t are tried, with the 4 degrees of freedom that the fit itself has (Lange, Little & Taylor 1989,
doi:10.1080/01621459.1989.10478852; free, they run towards 2, where a score that is bounded would have no variance),
and so is a model without error of its own. What predicts designs best that were left out of the fit and of this
estimate is kept, by the interval score, a proper score that rewards narrow intervals and punishes misses (Gneiting &
Raftery 2007, doi:10.1198/016214506000001437). Depression, symptoms of trauma, and how soon people use again are estimated apart:
none should widen or narrow the intervals of another. To be run again after every fit of
outcomes.
"""

from __future__ import annotations

import json
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from designs import design_of, trial_of
from outcomes import TAILS
from scipy.optimize import minimize
from scipy.special import chdtri, logsumexp, ndtr

import regrowth.evidence
from regrowth.evidence.ceiling import published
from regrowth.evidence.checking import courses_of
from regrowth.evidence.experiment import Experiment
from regrowth.evidence.heterogeneity import cochran_q
from regrowth.evidence.measuring import Course, measure
from regrowth.evidence.predictive import Between, Straying, kind_read, straying
from regrowth.evidence.scoring import INSIDE

HERE = Path(__file__).parent
FITS = ("outcomes.json", "fear_craving.json")
OUT = Path(regrowth.evidence.__file__).parent / "between_trials.json"
LEVEL = "outcomes"
#: what is tried: degrees of freedom, and whether the model has an error of its own that does not average out
TRIED = {
    "normal": (np.inf, False),
    "normal, model": (np.inf, True),
    "heavy tails": (float(TAILS), False),
    "heavy tails, model": (float(TAILS), True),
}
ALPHA = 0.05
_SMALL = 1e-3


@dataclass(frozen=True)
class Row:
    """One published number: how far off it is, and its sampling variance, both in SDs between people."""

    experiment: Experiment
    strays: Straying
    predicted: float  # without the paper and the design
    off: float
    sampling: float


def without_own_design() -> dict[str, float]:
    """By experiment, how far the prediction moves when its paper and its design are left out of the fit."""
    rows = [row for name in FITS for row in json.loads((HERE / name).read_text())["residuals"]]
    return {row["experiment"]: row["new_design"] - row["predicted"] for row in rows}


def rows_of(experiments: list[Experiment], courses: dict[str, dict[str, Course]]) -> list[Row]:
    """The rows whose sampling error is known."""
    moved, found = without_own_design(), []
    for e in experiments:
        if e.id not in courses:
            continue
        point, drug, control = e.points[0], courses[e.id]["drug"], courses[e.id]["control"]
        strays = straying(e, point, drug, control)
        if strays is None or strays.people <= 0:
            continue
        predicted = measure(e, point, drug, control) + moved.get(e.id, 0.0)
        off = (strays.scale.seen(point.number) - strays.scale.there(predicted)) / strays.people
        found.append(Row(e, strays, predicted, off, (strays.sampling**2 + strays.simulation**2) / strays.people**2))
    return found


def by_design(rows: list[Row]) -> dict[str, list[Row]]:
    """Rows by what is left out together."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(design_of(row.experiment), []).append(row)
    return found


def log_likelihood(groups: list[list[Row]], between: Between, correlation: float) -> float:
    """Of designs, each with a multiple of the variances of its own; see `Between.multiples`."""
    total, multiples = 0.0, between.multiples[:, None, None]
    for rows in groups:
        off = np.array([row.off for row in rows])
        share = np.array([between.difference if row.strays.kind == "difference" else 1.0 for row in rows])
        alone = between.trials / np.sqrt([row.experiment.trials for row in rows])
        kinds, paper = (np.array(of) for of in zip(*((r.strays.kind, trial_of(r.experiment)) for r in rows), strict=True))
        together = np.where(kinds[:, None] == kinds, correlation, 0.0)
        np.fill_diagonal(together, 1.0)
        strays = between.model**2 + np.where(paper[:, None] == paper, np.outer(alone, alone), 0.0)
        shape = np.diag([row.sampling for row in rows]) + multiples * together * strays * np.outer(share, share)
        distance = np.einsum("i,kij,j->k", off, np.linalg.inv(shape), off)
        logs = -0.5 * (len(rows) * np.log(2 * np.pi) + np.linalg.slogdet(shape)[1] + distance)
        total += logsumexp(logs) - np.log(len(logs))
    return float(total)


def estimate(
    groups: list[list[Row]], freedom: float, model: bool, first: np.ndarray | None = None
) -> tuple[Between, float, float, np.ndarray]:
    """The most likely spreads, the correlation of rows, the logarithm of their likelihood, and where to begin."""

    def read(x: np.ndarray) -> tuple[Between, float]:
        trials, share, own = np.exp(x[0]), np.exp(x[1]), np.exp(x[3]) if model else 0.0
        return Between(float(trials), float(own), float(share), freedom), float(1 / (1 + np.exp(-x[2])))

    bounds = [(np.log(_SMALL), 1.0), (np.log(_SMALL), 0.7), (-6.0, 6.0), *([(np.log(_SMALL), 1.0)] if model else [])]
    owns = [(np.log(0.2),), (np.log(0.03),)] if model else [()]
    starts = [first] if first is not None else [np.array([np.log(0.3), np.log(0.5), 0.0, *own]) for own in owns]
    found = [minimize(lambda x: -log_likelihood(groups, *read(x)), x, method="L-BFGS-B", bounds=bounds) for x in starts]
    best = min(found, key=lambda f: f.fun)
    return *read(best.x), -float(best.fun), best.x


def intervals(rows: list[Row], between: Between) -> list[tuple[bool, float]]:
    """Whether each row's interval covers what was published, and its interval score, in SDs between people."""
    found = []
    for row in rows:
        strays = between.spread(row.strays.kind, row.experiment.trials)
        reach = between.reach(row.sampling**0.5, strays)
        missed = max(0.0, abs(row.off) - reach)
        found.append((missed == 0, 2 * reach + 2 * missed / ALPHA))
    return found


def left_out(groups: dict[str, list[Row]], freedom: float, model: bool, at: np.ndarray) -> dict[str, float]:
    """Coverage and mean interval score of designs that the estimate does without, each design counting once."""
    made, scores = [], []
    for design, own in groups.items():
        others = [rows for other, rows in groups.items() if other != design]
        found = intervals(own, estimate(others, freedom, model, at)[0])
        made += found
        scores.append(np.mean([score for _, score in found]))
    return {"rows": len(made), "covered": sum(covers for covers, _ in made), "score": round(float(np.mean(scores)), 3)}


def alike(rows: list[Row]) -> list[list[Row]]:
    """Rows that differ in little but the trial: one a trial, no pools, alike in people, treatment and reading."""
    found: dict[Hashable, dict[str, Row]] = {}
    for row in rows:
        if row.experiment.trials == 1:
            found.setdefault(published(row.experiment), {}).setdefault(trial_of(row.experiment), row)
    return [list(group.values()) for group in found.values() if len(group) > 1]


def fair_ceiling(rows: list[Row]) -> dict[str, float]:
    """How many rows a model without any error would put inside their published intervals.

    Alike trials stray from each other, whatever the model says: the variance by which they do so beyond sampling, from
    moments (DerSimonian & Laird 1986, doi:10.1016/0197-2456(86)90046-2) pooled over the groups, is in no published
    interval. Bounds are those of a chi-square for the sum of all groups' Q. A pool of trials has the variance over their number.
    """
    excess, freedom, weight = 0.0, 0, 0.0
    for group in (groups := alike(rows)):
        off = np.array([r.strays.scale.seen(r.experiment.points[0].number) / r.strays.people for r in group])
        sampling = np.array([row.sampling for row in group])
        weights = 1 / sampling
        excess += cochran_q(off, sampling)
        freedom += len(group) - 1
        weight += float(weights.sum() - (weights @ weights) / weights.sum())
    sampling = np.array([row.sampling for row in rows])
    trials = np.array([row.experiment.trials for row in rows])

    def inside(variance: float) -> float:
        return float(np.sum(2 * ndtr(INSIDE * np.sqrt(sampling / (sampling + variance / trials))) - 1))

    beyond = {q: max(0.0, (excess * freedom / chdtri(freedom, 1 - q) - freedom) / weight) for q in (0.025, 0.975)}
    middle = max(0.0, (excess - freedom) / weight)
    return {
        "groups": len(groups),
        "trials": sum(map(len, groups)),
        "sd": round(middle**0.5, 3),
        "sd_low": round(beyond[0.975] ** 0.5, 3),
        "sd_high": round(beyond[0.025] ** 0.5, 3),
        "rows": len(rows),
        "inside": round(inside(middle), 1),
        "inside_low": round(inside(beyond[0.025]), 1),
        "inside_high": round(inside(beyond[0.975]), 1),
    }


def spreads(rows: list[Row]) -> dict:
    """What is kept of one kind of rows, with what was tried."""
    groups = by_design(rows)
    found = {name: estimate(list(groups.values()), *parts) for name, parts in TRIED.items()}
    tried = {name: left_out(groups, *TRIED[name], at) for name, (*_, at) in found.items()}
    best = min(tried, key=lambda name: tried[name]["score"])
    between, correlation, *_ = found[best]
    return {
        "between": between.to_dict(),
        "correlation": round(correlation, 3),
        "chosen": best,
        "left_out": tried[best],
        "tried": {name: {"log_likelihood": round(found[name][2], 2), **tried[name]} for name in TRIED},
        "rows": {kind: sum(r.strays.kind == kind for r in rows) for kind in ("arm", "difference")},
        "designs": len(groups),
        "papers": len({trial_of(row.experiment) for row in rows}),
        "fair_ceiling": fair_ceiling(rows),
    }


def main() -> None:
    shipped = regrowth.evidence.shipped()
    experiments = [e for e in shipped if e.level == LEVEL and e.role == "fit" and e.kind == "value"]
    kinds: dict[str, list[Row]] = {}
    for row in rows_of(experiments, courses_of(experiments)):
        kinds.setdefault(kind_read(row.experiment), []).append(row)
    content = {"script": "calibration/between_trials.py", "kinds": {kind: spreads(rows) for kind, rows in kinds.items()}}
    OUT.write_text(json.dumps(content, indent=1) + "\n")
    print(json.dumps(content, indent=1))


if __name__ == "__main__":
    main()
