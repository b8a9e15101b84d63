"""How far trials differ from each other, and from the model, beyond their sampling error.

    uv run python calibration/between_trials.py      ten seconds; writes between_trials.json into the package

The residuals of `fit` rows alone (published minus predicted), in SDs between people, by kind (an arm's number, a
difference between arms). A model lies nearer to what it was fitted to than to the next trial: the expected square of a
residual is its variance times one minus its leverage, by which it is therefore divided (MacKinnon & White 1985,
J Econometrics 29:305). The SD between trials is the one that makes the weighted mean square of the residuals one
(Paule & Mandel 1982, J Res Natl Bur Stand 87:377, doi:10.6028/jres.087.022), each source counting once however many
rows it has; it includes what the model gets wrong, so the model's predictive intervals are as wide as its own misses
on the rows that it was fitted to. Pooled numbers are left out: over many trials the spread averages out and only the
model's error is left. To be run again after every fit of outcomes.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.optimize import brentq

import regrowth.evidence
from regrowth.evidence.checking import courses_of
from regrowth.evidence.experiment import Experiment
from regrowth.evidence.measuring import Course, measure
from regrowth.evidence.predictive import straying

HERE = Path(__file__).parent
FITS = ("outcomes.json", "fear_craving.json")
OUT = Path(regrowth.evidence.__file__).parent / "between_trials.json"
LEVEL = "outcomes"


def leverages() -> dict[str, float]:
    """By experiment, the share of its own observation in the fitted value; see `fitting.fit`."""
    rows = [row for name in FITS for row in json.loads((HERE / name).read_text())["residuals"]]
    return {row["experiment"]: row["leverage"] for row in rows}


def residuals(
    experiments: list[Experiment], courses: dict[str, dict[str, Course]]
) -> dict[str, list[tuple[Experiment, float, float]]]:
    """By kind: the experiment, its residual and its sampling variance, both in SDs between people."""
    found: dict[str, list[tuple[Experiment, float, float]]] = {}
    leverage = leverages()
    for e in experiments:
        if e.id not in courses:
            continue
        point, drug, control = e.points[0], courses[e.id]["drug"], courses[e.id]["control"]
        strays = straying(e, point, drug, control)
        if strays is None or strays.people <= 0:
            continue
        off = strays.scale.there(point.number) - strays.scale.there(measure(e, point, drug, control))
        off /= (1 - leverage.get(e.id, 0.0)) ** 0.5
        variance = strays.sampling**2 + strays.simulation**2
        found.setdefault(strays.kind, []).append((e, off / strays.people, variance / strays.people**2))
    return found


def between(rows: list[tuple[Experiment, float, float]]) -> float:
    """The SD between trials."""
    sizes = Counter(e.source for e, _, _ in rows)
    weights = np.array([1 / sizes[e.source] for e, _, _ in rows])
    off = np.array([r for _, r, _ in rows])
    sampling = np.array([v for _, _, v in rows])

    def excess(tau: float) -> float:
        return float(np.sum(weights * off**2 / (sampling + tau**2)) / weights.sum() - 1)

    return 0.0 if excess(0.0) <= 0 else float(brentq(excess, 0.0, 20.0))


def main() -> None:
    shipped = regrowth.evidence.shipped()
    experiments = [e for e in shipped if e.level == LEVEL and e.role == "fit" and e.kind == "value" and e.trials == 1]
    found = residuals(experiments, courses_of(experiments))
    spread = {kind: round(between(rows), 3) for kind, rows in sorted(found.items())}
    content = {
        "script": "calibration/between_trials.py",
        "levels": {LEVEL: spread},
        "rows": {kind: len(rows) for kind, rows in sorted(found.items())},
        "sources": {kind: len({e.source for e, _, _ in rows}) for kind, rows in sorted(found.items())},
    }
    OUT.write_text(json.dumps(content, indent=1) + "\n")
    print(OUT, spread)


if __name__ == "__main__":
    main()
