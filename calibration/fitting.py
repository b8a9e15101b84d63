"""Bounded least squares for a few parameters of a model, with intervals and residuals kept.

Used by the scripts beside it. Parameters are fitted on a logarithmic scale; a literature value may pull on its
parameter as one more residual. Intervals are 95 %, from the curvature at the optimum (Bates & Watts 1988,
Nonlinear Regression Analysis, Wiley, ch. 2) and cut at the bounds; where a bound is hit, that is reported.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.optimize import least_squares, lsq_linear
from scipy.stats import norm
from scipy.stats import t as student

HERE = Path(__file__).parent
STEP = 0.02  # of a logarithm, to see how predictions follow parameters
FACTORS = (0.5, 1.0, 2.0, 4.0)  # on the pulls


@dataclass(frozen=True)
class Free:
    """A parameter to fit: full name, start, bounds, what it is fitted to, and how far from `start` it may lightly go.

    `pull` is the standard deviation of log(value/start), None for no pull towards the start.
    """

    name: str
    start: float
    low: float
    high: float
    experiments: tuple[str, ...]
    pull: float | None = None
    species: str = ""
    note: str | None = None

    @property
    def key(self) -> str:
        """Its name among fitted values: `name@species` where it is one species' own."""
        return _key(self.name, self.species)


@dataclass(frozen=True)
class Residual:
    """One observation: `error` is (predicted - observed) on the scale where 1 is one standard deviation.

    Rows of one `trial` (the experiment itself, where none is named) are left out together, and so are those of one
    `design`, where there are designs; see `fit`.
    """

    experiment: str
    observed: float
    predicted: float
    error: float
    at: str = ""
    trial: str = ""
    design: str = ""


def fit(
    free: list[Free],
    predict: Callable[[dict[str, float]], list[Residual]],
    *,
    seed: int = 1,
    starts: int = 1,
    spread: float = 0.3,
    first: dict[str, float] | None = None,
    tolerance: float = 1e-8,
    factors: Sequence[float] = FACTORS,
) -> dict:
    """Fit; returns the content of a results file.

    `predict` gets values by name (species values under `name@species`). Further starts are drawn around the first;
    the best optimum is kept and the others' costs are reported. `first` are values to begin from instead of the
    starts (those of an earlier fit, to save time); the pulls stay with the starts. `tolerance` is the relative
    change of the cost at which the search ends.

    Every residual carries `left_out`: what a fit without any row of its trial would have predicted, by one step of
    Gauss and Newton from the optimum (the block form of Cook & Weisberg 1982, Residuals and Influence in Regression).
    Where rows have designs, `new_design` is what a fit without its trial and without any trial of its design would have.
    `correlation` (its lower triangle) is that of the logarithms of all parameters, from the same curvature.
    `left_out_error_by_pull` is the mean squared error of trials left out so, under each of `factors` on all pulls, and
    `left_out_noise_by_pull` the standard error, over trials, of how much worse that is than the best.
    """
    keys = [f.key for f in free]
    low, high = np.log([f.low for f in free]), np.log([f.high for f in free])
    begin = np.log([f.start for f in free])

    def values(x: np.ndarray) -> dict[str, float]:
        return dict(zip(keys, np.exp(x).tolist(), strict=True))

    def errors(x: np.ndarray) -> np.ndarray:
        pulls = [(xi - b) / f.pull for xi, b, f in zip(x, begin, free, strict=True) if f.pull]
        return np.array([r.error for r in predict(values(x))] + pulls)

    near = np.log([(first or {}).get(key, f.start) for key, f in zip(keys, free, strict=True)])
    random = np.random.default_rng(seed)
    found = []
    for i in range(starts):
        jitter = 0 if i == 0 else random.normal(0, spread, len(free))
        x0 = np.clip(near + jitter, low + 1e-6, high - 1e-6)
        step = 1e-4 if tolerance < 1e-6 else 1e-3
        # scipy steps by a share of the variable: shifted, so that no start lies at log(1) = 0
        result = least_squares(
            lambda y: errors(y + begin - 1), x0 - begin + 1, bounds=(low - begin + 1, high - begin + 1), x_scale=0.1,
            diff_step=step, ftol=tolerance,
        )  # fmt: skip
        result.x = result.x + begin - 1
        found.append(result)
    best = min(found, key=lambda r: r.cost)
    rounded = np.array([float(format(v, ".4g")) for v in np.exp(best.x)])
    residuals = predict(values(np.log(rounded)))
    freedom = max(1, len(best.fun) - len(free))  # a pull counts as an observation
    information = best.jac.T @ best.jac
    variance = 2 * best.cost / freedom  # 1 if the stated standard deviations are right
    reach = student.ppf(0.975, freedom) * np.sqrt(variance) if variance > 1 else norm.ppf(0.975)
    covariance = np.linalg.pinv(information)
    own = np.sqrt(np.diag(covariance))
    half = reach * own
    trials = np.array([r.trial or r.experiment for r in residuals])
    pulls = np.array([f.pull or np.inf for f in free])
    slope = _slope(best, residuals, lambda x: predict(values(x)), high)
    without = _without(best, residuals, slope, [trials == trial for trial in trials], low, high)
    designs = np.array([r.design for r in residuals])
    kin = [(trials == t) | ((designs == d) & (d != "")) for t, d in zip(trials, designs, strict=True)]
    new = _without(best, residuals, slope, kin, low, high)
    return {
        "parameters": [
            {
                "name": f.name,
                **({"species": f.species} if f.species else {}),
                "value": float(value),
                "interval": [float(format(max(f.low, min(f.high, v)), ".4g")) for v in (np.exp(x - h), np.exp(x + h))],
                "start": f.start,
                "bounds": [f.low, f.high],
                "at_bound": bool(min(x - lo, hi - x) < 1e-3),
                "experiments": list(f.experiments),
                **({"note": f.note} if f.note is not None else {}),
            }
            for f, value, x, h, lo, hi in zip(free, rounded, best.x, half, low, high, strict=True)
        ],
        "correlation": _triangle(covariance / np.outer(own, own)),
        "cost": float(format(best.cost, ".6g")),
        "costs_of_all_starts": [float(format(r.cost, ".6g")) for r in found],
        "seed": seed,
        **_left_out_error(best, trials, begin, pulls, low, high, factors),
        "residuals": [
            {
                "experiment": r.experiment,
                **({"at": r.at} if r.at else {}),
                "observed": float(format(r.observed, ".5g")),
                "predicted": float(format(r.predicted, ".5g")),
                "error": float(format(r.error, ".4g")),
                "left_out": float(format(number, ".5g")),
                **({"new_design": float(format(alone, ".5g"))} if r.design else {}),
            }
            for r, number, alone in zip(residuals, without, new, strict=True)
        ],
    }


def _triangle(matrix: np.ndarray) -> list[str]:
    """A symmetric matrix as text, a row of its lower triangle a line."""
    return [" ".join(f"{round(value, 3) + 0.0:g}" for value in row[: i + 1]) for i, row in enumerate(matrix)]


def _slope(
    best, residuals: list[Residual], predict: Callable[[np.ndarray], list[Residual]], high: np.ndarray
) -> np.ndarray:
    """How predictions follow each parameter that is not at a bound, at the optimum."""
    here = np.array([r.predicted for r in residuals])
    slope = np.zeros((len(here), len(best.x)))
    for i in np.flatnonzero(best.active_mask == 0):
        there = best.x.copy()
        there[i] += STEP if there[i] + STEP < high[i] else -STEP
        slope[:, i] = (np.array([r.predicted for r in predict(there)]) - here) / (there[i] - best.x[i])
    return slope


def _without(
    best, residuals: list[Residual], slope: np.ndarray, kin: Sequence[np.ndarray], low: np.ndarray, high: np.ndarray
) -> np.ndarray:
    """The number that a fit without the rows' kin (a mask for each row) would have predicted, row by row."""
    free = np.flatnonzero(best.active_mask == 0)
    jac, errors = best.jac[:, free], best.fun
    whole = jac.T @ jac
    found = np.array([r.predicted for r in residuals])
    for own, row in enumerate(kin):
        left = np.flatnonzero(row)
        move = np.linalg.pinv(whole - jac[left].T @ jac[left]) @ jac[left].T @ errors[left]
        at = np.clip(best.x[free] + move, low[free], high[free])
        found[own] += slope[own, free] @ (at - best.x[free])
    return found


def _left_out_error(
    best,
    trials: np.ndarray,
    begin: np.ndarray,
    pulls: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    factors: Sequence[float],
) -> dict[str, dict[str, float]]:
    """Mean squared error of trials left out one at a time, by factor on all pulls; linear about the optimum."""
    jac, errors = best.jac[: len(trials)], best.fun[: len(trials)]
    room = np.minimum(low - best.x, -1e-9), np.maximum(high - best.x, 1e-9)
    off = []
    for factor in factors:
        off.append([])
        for trial in np.unique(trials):
            kept = trials != trial
            rows = np.vstack([jac[kept], np.diag(1 / (factor * pulls))])
            goal = -np.concatenate([errors[kept], (best.x - begin) / (factor * pulls)])
            off[-1].append(float(np.mean((errors[~kept] + jac[~kept] @ lsq_linear(rows, goal, bounds=room).x) ** 2)))
    means = np.mean(off, axis=1)
    worse = np.array(off) - off[int(means.argmin())]
    noise = worse.std(axis=1, ddof=1) / np.sqrt(worse.shape[1]) if worse.shape[1] > 1 else np.zeros(len(worse))
    numbers = {"left_out_error_by_pull": means, "left_out_noise_by_pull": noise}
    return {
        name: {f"{factor:g}": float(format(number, ".4g")) for factor, number in zip(factors, values, strict=True)}
        for name, values in numbers.items()
    }


def fit_pulled(
    free: list[Free], predict: Callable[[dict[str, float]], list[Residual]], factor: float = 1.0, **more
) -> dict:
    """`fit` with all pulls times a factor, chosen by how well trials left out are predicted; it begins with `factor`.

    Of the factors that are no worse than the best by more than the noise of that comparison (one standard error, as in
    Breiman et al. 1984, Classification and Regression Trees, ch. 3), the one nearest to the pulls as stated is taken.
    The results hold it as `pull_factor`, beside the errors by factor of the fit that chose it.
    """

    def pulled(by: float, **changed) -> dict:
        ratios = [f / by for f in FACTORS]
        return fit([replace(f, pull=f.pull and by * f.pull) for f in free], predict, **{**more, **changed}, factors=ratios)

    found = pulled(factor)
    shown = {
        name: dict(zip(FACTORS, found[name].values(), strict=True))
        for name in ("left_out_error_by_pull", "left_out_noise_by_pull")
    }
    errors, noise = shown.values()
    as_good = [of for of in FACTORS if errors[of] - noise[of] <= min(errors.values())]
    best = min(as_good, key=lambda of: abs(np.log(of)))
    if best != factor:
        found = pulled(best, first=_values(found))
    named = {name: {f"{of:g}": number for of, number in numbers.items()} for name, numbers in shown.items()}
    return {**found, "pull_factor": best, **named}


def save(name: str, content: dict) -> Path:
    """Write a results file beside the scripts."""
    import scipy

    content = {"script": f"calibration/{name}.py", **content}
    content["versions"] = {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__}
    path = HERE / f"{name}.json"
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    return path


def _values(found: dict) -> dict[str, float]:
    return {_key(e["name"], e.get("species", "")): e["value"] for e in found["parameters"]}


def _key(name: str, species: str) -> str:
    return f"{name}@{species}" if species else name


def last_fit(name: str, also: str, part: str = "") -> dict:
    """Where the last fit ended, for `fit_pulled`: values of its parameters and of the list ``also``, its factor.

    Zeros have no logarithm to begin from. A results file of several fits holds the factor by `part`.
    """
    found = json.loads((HERE / f"{name}.json").read_text())
    values = {entry["name"]: entry["value"] for entry in (*found["parameters"], *found[also]) if entry["value"] > 0}
    return {"first": values, "factor": found["pull_factor"][part] if part else found["pull_factor"]}


class Bench:
    """Experiments bound once to a small model, to be predicted again and again with other parameter values."""

    def __init__(self, experiments: list, mechanisms: list[str], species: str):
        from regrowth.engine import assemble_mechanisms, simulator
        from regrowth.evidence.batch import Batch
        from regrowth.evidence.binding import Names, arms
        from regrowth.evidence.measuring import moments
        from regrowth.language import load

        model = assemble_mechanisms([load(name) for name in mechanisms], species)
        self.experiments = experiments
        self.model = model
        self._simulator = simulator(model)
        self._arms = {e.id: arms(e, Names.of(model)) for e in experiments}
        asked: dict = {}
        for e in experiments:
            for arm in self._arms[e.id].values():
                asked.setdefault(arm, set()).update(moments(e, arm.edges))
        self._batch = Batch(model)
        for arm, at in asked.items():
            self._batch.add(arm, np.array(sorted({min(0.0, *arm.edges, 0.0), *at})))
        self.persons = self._batch.persons
        self.numbers = self._batch.numbers()
        self._usual = {p.name: p.value for p in model.parameters}
        self._schedule = self._batch.schedule()
        self._observe = sorted({name for e in experiments for name in e.reads})
        self._units = {name: model.observable(name).unit for name in self._observe}

    def predict(self, values: dict[str, float], rtol: float = 1e-6) -> dict[str, list[float]]:
        """The number at each point of each experiment, in the experiment's unit."""
        from regrowth.evidence.measuring import Course, measure

        solution = self._simulator.solve(
            parameters=self.numbers | {key.partition("@")[0]: self._scaled(key, value) for key, value in values.items()},
            schedule=self._schedule,
            times=self._batch.times,
            observe=self._observe,
            rtol=rtol,
        )
        courses = {}
        for arm, persons in self._batch.persons.items():
            at = self._batch.times[persons[0]]
            found = {name: np.stack([solution.values[name][i][: len(at)] for i in persons]) for name in self._observe}
            courses[arm] = Course(at, found, self._units)
        return {
            e.id: [
                measure(e, point, courses[self._arms[e.id]["drug"]], courses[self._arms[e.id]["control"]])
                for point in e.points
            ]
            for e in self.experiments
        }

    def _scaled(self, key: str, value: float) -> float | np.ndarray:
        """A value for everybody or, where people differ in it, for their median: each keeps his or her own ratio."""
        name = key.partition("@")[0]
        own = self.numbers.get(name)
        return value if own is None else own * (value / self._usual[name])

    def residuals(self, values: dict[str, float], log_sd: Callable[[str], float]) -> list[Residual]:
        """Errors of log(predicted/observed) in standard deviations, `log_sd` by experiment."""
        found = self.predict(values)
        return [
            Residual(
                e.id,
                float(point.expect),
                number,
                float(np.log(max(number, 1e-12) / point.expect) / log_sd(e.id)),
                f"{point.start:.4g} h" if len(e.points) > 1 else "",
            )
            for e in self.experiments
            for point, number in zip(e.points, found[e.id], strict=True)
        ]


def chosen(level: str, species: str, role: str = "fit", extra: list[Path] | None = None) -> list:
    """The shipped experiments of one level, species and role, and those in further files."""
    from regrowth.evidence import read, shipped
    from regrowth.evidence.persons import species_of

    found = {e.id: e for e in [e for path in extra or [] for e in read(path)] + shipped()}
    return [e for e in found.values() if e.level == level and e.role == role and species_of(e.people) == species]
