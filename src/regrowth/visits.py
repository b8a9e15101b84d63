"""A run as visits would find it: scores with a rater's error, response, remission, relapse and its Kaplan-Meier curve.

The model simulates severity; a trial sees ratings. Each rating strays by the error of one rater's score
(`outcomes/rating`), keyed by the run's seed, arm, person and visit, so that the same run is always rated alike.

response    the rating has fallen by the share that trials of the scale ask for: half of MADRS, 30 % of CAPS-5
remission   the rating is at most 10 points of MADRS, 22.5 of CAPS-5, where an interviewer no longer diagnoses PTSD
relapse     a responder at the last dose is below response at two visits in a row, the first of which is its time;
            people who never are have been followed to their last visit (censored)
first use   of people who try to abstain, each draws a first use from the chance to be abstinent still; it is found at
            the next visit

Kaplan-Meier curves and their intervals are those of `scipy.stats.ecdf` (log-log intervals).
"""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from regrowth.errors import RegrowthError
from regrowth.language import load

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from regrowth.result import Run

    Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scale:
    """What trials make of a scale: its name, the fall that is response (share), the points that are remission."""

    name: str
    response: float
    remission: float


SCALE = "outcomes.madrs"
SCALES = {SCALE: Scale("MADRS", 0.5, 10.0), "outcomes.caps_5": Scale("CAPS-5", 0.3, 22.5)}
ABSTINENCE = "outcomes.abstinence"
#: what is rated, and the parameter of outcomes/rating that says how many points of MADRS one of its points is worth
_RATED = {
    "outcomes.madrs": "",
    "outcomes.hamd": "madrs_per_hamd",
    "outcomes.qids_sr": "madrs_per_qids",
    "outcomes.phq_9": "madrs_per_phq",
}


def rating_error(observable: str) -> float:
    """The SD of one rating's error, in points; 0 for what is measured and not rated."""
    if observable not in _RATED:
        return 0.0
    values = {p.name: p.value for p in load("outcomes/rating").mechanism.parameters}
    return values["rating_error"] / values.get(_RATED[observable], 1.0)


@dataclass(frozen=True)
class Visits:
    """Ratings of (arm, person, visit); the first visit is the one before treatment. Times in hours."""

    arms: tuple[str, ...]
    times: Array
    ratings: Array
    scale: str = SCALE

    @property
    def people(self) -> int:
        return self.ratings.shape[1]

    @property
    def responds(self) -> NDArray[np.bool_]:
        """Who has responded, at each visit."""
        return self.ratings <= (1 - SCALES[self.scale].response) * self.ratings[..., :1]

    @property
    def remits(self) -> NDArray[np.bool_]:
        """Who is in remission, at each visit."""
        return self.ratings <= SCALES[self.scale].remission

    @property
    def change(self) -> Array:
        """Change since the first visit."""
        return self.ratings - self.ratings[..., :1]


@dataclass(frozen=True)
class Survival:
    """A Kaplan-Meier curve: days, the share still well, and its 95 % interval; how many were followed and relapsed."""

    days: Array
    share: Array
    low: Array
    high: Array
    followed: int
    relapsed: int

    def days_until(self, lost: float) -> float:
        """Days until this share has relapsed; infinite if fewer ever did."""
        reached = self.share <= 1 - lost + 1e-12
        return float(self.days[int(np.argmax(reached))]) if reached.any() else float("inf")


def visit_times(run: Run, observable: str, times: Array | list[float] | None = None) -> Array:
    """The hours of visits, from before treatment on: those named, or when the protocol measures the observable.

    Raises
    ------
    RegrowthError
        If the run has no such observable, or nothing says when to visit.
    """
    if observable not in run:
        raise RegrowthError(f"this run has no {observable}, so there is nothing to rate")
    if times is None:
        times = sorted({t for m in run.attrs["measures"] if m["observable"] == observable for t in m["times"]})
    hours = np.unique([min([0.0, *times]), *times])
    if len(hours) < 2:
        raise RegrowthError(f"visits need times: measure {observable} in the protocol, or name hours")
    return hours


def visits(run: Run, times: Array | list[float] | None = None, scale: str = SCALE) -> Visits:
    """Rate everybody at the given hours (by default the protocol's measuring times of that scale).

    Raises
    ------
    RegrowthError
        If the run has no such scale, or nothing says when to visit.
    """
    hours = visit_times(run, scale, times)
    severity = run.at(scale, list(hours)).values
    error = rating_error(scale) * np.stack([_draws(run, arm).standard_normal(severity.shape[1:]) for arm in run.arms])
    return Visits(tuple(run.arms), hours, np.clip(severity + error, 0.0, None), scale)


def relapse(found: Visits, arm: str, last_dose: float) -> Survival | None:
    """How long this arm's responders stay well after the last dose (hours); None without responders or visits."""
    row = found.arms.index(arm)
    after = np.flatnonzero(found.times >= last_dose - 1e-9)
    before = int(np.flatnonzero(found.times <= last_dose + 24.0)[-1])
    after = after[after > before]
    well = found.responds[row]
    responders = np.flatnonzero(well[:, before] & np.isfinite(found.ratings[row]).all(axis=1))
    if len(after) < 2 or len(responders) == 0:
        return None
    days = (found.times[after] - last_dose) / 24
    lost = ~well[np.ix_(responders, after)]
    twice = lost[:, :-1] & lost[:, 1:]
    fell = twice.any(axis=1)
    return _survival(np.where(fell, days[np.argmax(twice, axis=1)], days[-1]), fell, float(days[-1]))


def first_use(run: Run, arm: str, times: Array | list[float] | None = None) -> Survival | None:
    """How long this arm's people stay abstinent from their quit day on; None if nobody tries, or no visit follows."""
    tries = [e for e in run.attrs["events"] if e["arm"] == arm and e.get("key") == "abstain"]
    if not tries:
        return None
    quit_ = max(float(e["start"]) for e in tries)
    hours = visit_times(run, ABSTINENCE, times)
    hours = hours[hours > quit_ + 1e-9]
    if not len(hours):
        return None
    still = run.at(ABSTINENCE, list(hours)).values[run.arms.index(arm)]
    own = arm if _own_people(run) else ""
    used = still / 100 < _draws(run, f"{own}|use").random((still.shape[0], 1))
    fell = used.any(axis=1)
    days = (hours - quit_) / 24
    return _survival(np.where(fell, days[np.argmax(used, axis=1)], days[-1]), fell, float(days[-1]))


def _survival(when: Array, fell: NDArray[np.bool_], last: float) -> Survival:
    """The curve of people who fell, or were followed without, at these days."""
    from scipy.stats import CensoredData, ecdf

    if not fell.any():
        return Survival(np.array([0.0, last]), np.ones(2), np.ones(2), np.ones(2), len(when), 0)
    curve = ecdf(CensoredData(uncensored=when[fell], right=when[~fell])).sf
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The confidence interval is undefined")  # where all are well or all relapsed
        interval = curve.confidence_interval(method="log-log")
    at = np.concatenate([[0.0], curve.quantiles])
    share = np.concatenate([[1.0], curve.probabilities])
    low = np.concatenate([[1.0], np.nan_to_num(interval.low.probabilities, nan=0.0)])
    high = np.concatenate([[1.0], np.nan_to_num(interval.high.probabilities, nan=1.0)])
    return Survival(at, share, low, high, len(when), int(fell.sum()))


def mean_interval(values: Array) -> tuple[Array, Array, Array]:
    """Mean over people (first axis) and its 95 % interval, Student's t."""
    from scipy.stats import t

    n = np.isfinite(values).sum(axis=0)
    mean = np.nanmean(values, axis=0)
    half = t.ppf(0.975, np.maximum(n - 1, 1)) * np.nanstd(values, axis=0, ddof=1) / np.sqrt(n)
    return mean, mean - half, mean + half


def share_interval(yes: NDArray[np.bool_]) -> tuple[Array, Array, Array]:
    """Share of people (first axis) and its 95 % interval (Wilson 1927, doi:10.1080/01621459.1927.10502953)."""
    n, z = yes.shape[0], 1.959964
    p = yes.mean(axis=0)
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return p, np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)  # rounding leads a hair beyond


def _own_people(run: Run) -> bool:
    """Whether every arm has people of its own; else a person is as lucky in one arm as in another."""
    group = run.tree.children.get("people")
    return group is not None and any("arm" in values.dims for values in group.data_vars.values())


def _draws(run: Run, arm: str) -> np.random.Generator:
    """Random numbers of one arm, the same for the same run."""
    key = f"regrowth visits 1|{run.attrs['seed'] or 0}|{arm}".encode()
    seed = int.from_bytes(hashlib.sha256(key).digest()[:8], "little")
    return np.random.Generator(np.random.Philox(seed))
