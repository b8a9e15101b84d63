"""A run as visits would find it: scores with a rater's error, response, remission, relapse and its Kaplan-Meier curve.

The model simulates severity; a trial sees ratings. Each rating strays by the error of one rater's score
(`outcomes/rating`), keyed by the run's seed, arm, person and visit, so that the same run is always rated alike.

response    the rating is at most half of the rating before treatment
remission   the rating is at most 10 points of MADRS
relapse     a responder at the last dose is below response at two visits in a row, the first of which is its time;
            people who never are have been followed to their last visit (censored)

Kaplan-Meier curves and their intervals are those of `scipy.stats.ecdf` (log-log intervals).
"""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from regrowth.errors import RegrowthError
from regrowth.evidence.ratings import rating_error

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from regrowth.result import Run

    Array = NDArray[np.float64]

SCALE = "outcomes.madrs"
RESPONSE = 0.5
REMISSION = {"outcomes.madrs": 10.0}  # points


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
        return self.ratings <= RESPONSE * self.ratings[..., :1]

    @property
    def remits(self) -> NDArray[np.bool_]:
        """Who is in remission, at each visit."""
        return self.ratings <= REMISSION[self.scale]

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


def visits(run: Run, times: Array | list[float] | None = None, scale: str = SCALE) -> Visits:
    """Rate everybody at the given hours (by default the protocol's measuring times of that scale).

    Raises
    ------
    RegrowthError
        If the run has no such scale, or nothing says when to visit.
    """
    if scale not in run:
        raise RegrowthError(f"this run has no {scale}, so there is nothing to rate")
    if times is None:
        times = sorted({t for m in run.attrs["measures"] if m["observable"] == scale for t in m["times"]})
    hours = np.unique([min([0.0, *times]), *times])
    if len(hours) < 2:
        raise RegrowthError(f"visits need times: measure {scale} in the protocol, or name hours")
    severity = run.at(scale, list(hours)).values
    error = rating_error(scale) * np.stack([_errors(run, arm, severity.shape[1:]) for arm in run.arms])
    return Visits(tuple(run.arms), hours, np.clip(severity + error, 0.0, None), scale)


def relapse(found: Visits, arm: str, last_dose: float) -> Survival | None:
    """How long this arm's responders stay well after the last dose (hours); None without responders or visits."""
    from scipy.stats import CensoredData, ecdf

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
    when = np.where(fell, days[np.argmax(twice, axis=1)], days[-1])
    if not fell.any():
        return Survival(np.array([0.0, days[-1]]), np.ones(2), np.ones(2), np.ones(2), len(responders), 0)
    curve = ecdf(CensoredData(uncensored=when[fell], right=when[~fell])).sf
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The confidence interval is undefined")  # where all are well or all relapsed
        interval = curve.confidence_interval(method="log-log")
    at = np.concatenate([[0.0], curve.quantiles])
    share = np.concatenate([[1.0], curve.probabilities])
    low = np.concatenate([[1.0], np.nan_to_num(interval.low.probabilities, nan=0.0)])
    high = np.concatenate([[1.0], np.nan_to_num(interval.high.probabilities, nan=1.0)])
    return Survival(at, share, low, high, len(responders), int(fell.sum()))


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
    return p, middle - half, middle + half


def _errors(run: Run, arm: str, shape: tuple[int, ...]) -> Array:
    """Standard normal errors of (person, visit) in one arm, the same for the same run."""
    key = f"regrowth visits 1|{run.attrs['seed'] or 0}|{arm}".encode()
    seed = int.from_bytes(hashlib.sha256(key).digest()[:8], "little")
    return np.random.Generator(np.random.Philox(seed)).standard_normal(shape)
