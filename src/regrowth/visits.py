"""A run as visits would find it: scores with a rater's error, response, remission, relapse and its Kaplan-Meier curve.

The model simulates severity; a trial sees ratings. Each rating strays by the error of one rater's score
(`regrowth.scales`), keyed by the run's seed, arm, person and visit, so that the same run is always rated alike.
Up to the visit that says who goes on (`enter` of a protocol), a person who is in several arms is rated alike in all.

entry       who goes on was found so, or not so, at each visit that the protocol names; the others leave, and nothing is
            known of them afterwards. What is found from a rating is found from the same as is reported, anything else
            by its chance
relapse     a responder at the last dose, or at entry where only some go on, is below response at two visits in a row,
            the first of which is its time; people who never are have been followed to their last visit (censored)
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
from scipy.special import ndtri

from regrowth.errors import RegrowthError
from regrowth.scales import FOUND_BY, SCALE, SCALES, rating_error

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from regrowth.result import Run

    Array = NDArray[np.float64]

ABSTINENCE = "outcomes.abstinence"


@dataclass(frozen=True)
class Visits:
    """Ratings of (arm, person, visit); the first visit is the one before treatment. Times in hours."""

    arms: tuple[str, ...]
    times: Array
    ratings: Array
    scale: str = SCALE
    entry: float | None = None  # hours, of the visit that says who goes on

    @property
    def people(self) -> int:
        return self.ratings.shape[1]

    @property
    def seen(self) -> NDArray[np.bool_]:
        """Who is there to be rated, at each visit."""
        return np.isfinite(self.ratings)

    @property
    def responds(self) -> NDArray[np.bool_]:
        """Who has responded, at each visit."""
        return FOUND_BY[SCALES[self.scale].responders].met(self.ratings, self.ratings[..., :1])

    @property
    def remits(self) -> NDArray[np.bool_]:
        """Who is in remission, at each visit."""
        return FOUND_BY[SCALES[self.scale].remitters].met(self.ratings, self.ratings[..., :1])

    @property
    def change(self) -> Array:
        """Change since the first visit."""
        return self.ratings - self.ratings[..., :1]


@dataclass(frozen=True)
class Survival:
    """A Kaplan-Meier curve: days, the share still well, and its 95 % interval; how many were followed and relapsed.

    `until` are the days to which each of those who were followed was seen well.
    """

    days: Array
    share: Array
    low: Array
    high: Array
    followed: int
    relapsed: int
    until: Array

    def at_risk(self, day: float) -> int:
        """How many were still followed and well just before a day."""
        return int((self.until >= day - 1e-9).sum())

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
        times = sorted({*times, run.entry}) if times and run.entry is not None else times
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
    return Visits(tuple(run.arms), hours, ratings(run, scale, hours), scale, run.entry)


def ratings(run: Run, scale: str, hours: Array) -> Array:
    """Ratings (arm, person, visit) at these hours."""
    severity = run.at(scale, list(hours)).values
    if not (error := rating_error(scale)):
        return severity
    draws = [[_draws(run, arm, f"{scale} {hour:.6g} h", hour) for hour in hours] for arm in run.arms]
    return np.clip(severity + error * ndtri(np.moveaxis(np.array(draws), 1, 2)), 0.0, None)


def entrants(run: Run) -> NDArray[np.bool_]:
    """Who went on, as (arm, person): those who passed every gate of the protocol; all, where it has none."""
    passed = np.ones((len(run.arms), run.people_count), dtype=bool)
    for gate in run.attrs.get("enter", ()):
        name, hours = gate["observable"], np.array([0.0, *gate["times"]])
        if rule := FOUND_BY.get(name):
            rated = ratings(run, rule.scale, hours)
            met, known = rule.met(rated[..., 1:], rated[..., :1]), np.isfinite(rated[..., 1:])
        else:
            chance = run.at(name, list(gate["times"])).values
            draws = [[_draws(run, arm, f"{name} {hour:.6g} h", hour) for hour in hours[1:]] for arm in run.arms]
            met, known = np.moveaxis(np.array(draws), 1, 2) < chance, np.isfinite(chance)
        passed &= (known & (met == gate["found"])).all(axis=-1)
    return passed


def relapse(found: Visits, arm: str, last_dose: float) -> Survival | None:
    """How long this arm's responders stay well after the last dose (hours), or after entry where only some go on.

    None without responders or visits.
    """
    row = found.arms.index(arm)
    since, until = (last_dose, last_dose + 24.0) if found.entry is None else (found.entry, found.entry)
    before = int(np.flatnonzero(found.times <= until + 1e-9)[-1])
    after = np.flatnonzero(found.times >= since - 1e-9)
    after = after[after > before]
    well = found.responds[row]
    responders = np.flatnonzero(well[:, before] & found.seen[row].all(axis=1))
    if len(after) < 2 or len(responders) == 0:
        return None
    days = (found.times[after] - since) / 24
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
    there = np.isfinite(still).all(axis=1)
    if not there.any():
        return None
    still = still[there]
    used = still / 100 < _draws(run, arm, "use", -np.inf)[there, None]  # as lucky in one arm as in another
    fell = used.any(axis=1)
    days = (hours - quit_) / 24
    return _survival(np.where(fell, days[np.argmax(used, axis=1)], days[-1]), fell, float(days[-1]))


def _survival(when: Array, fell: NDArray[np.bool_], last: float) -> Survival:
    """The curve of people who fell, or were followed without, at these days."""
    from scipy.stats import CensoredData, ecdf

    if not fell.any():
        return Survival(np.array([0.0, last]), np.ones(2), np.ones(2), np.ones(2), len(when), 0, when)
    curve = ecdf(CensoredData(uncensored=when[fell], right=when[~fell])).sf
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The confidence interval is undefined")  # where all are well or all relapsed
        interval = curve.confidence_interval(method="log-log")
    at = np.concatenate([[0.0], curve.quantiles])
    share = np.concatenate([[1.0], curve.probabilities])
    low = np.concatenate([[1.0], np.nan_to_num(interval.low.probabilities, nan=0.0)])
    high = np.concatenate([[1.0], np.nan_to_num(interval.high.probabilities, nan=1.0)])
    return Survival(at, share, low, high, len(when), int(fell.sum()), when)


def mean_interval(values: Array) -> tuple[Array, Array, Array]:
    """Mean over people (first axis) who are there and its 95 % interval, Student's t."""
    from scipy.stats import t

    n = np.isfinite(values).sum(axis=0)
    mean = np.where(n > 0, np.nansum(values, axis=0) / np.maximum(n, 1), np.nan)
    half = t.ppf(0.975, np.maximum(n - 1, 1)) * spread(values) / np.sqrt(np.maximum(n, 1))
    return mean, mean - half, mean + half


def spread(values: Array) -> Array:
    """The SD between people (first axis) who are there; NaN of fewer than two."""
    n = np.isfinite(values).sum(axis=0)
    mean = np.nansum(values, axis=0) / np.maximum(n, 1)
    squares = np.nansum((values - mean) ** 2, axis=0)
    return np.where(n > 1, np.sqrt(squares / np.maximum(n - 1, 1)), np.nan)


def share_interval(yes: NDArray[np.bool_], seen: NDArray[np.bool_] | None = None) -> tuple[Array, Array, Array]:
    """Share of people (first axis), of those `seen`, and its 95 % interval.

    After Wilson 1927, doi:10.1080/01621459.1927.10502953.
    """
    z = 1.959964
    n = np.full(yes.shape[1:], yes.shape[0]) if seen is None else np.maximum(seen.sum(axis=0), 1)
    p = yes.sum(axis=0) / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return p, np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)  # rounding leads a hair beyond


def _own_people(run: Run) -> bool:
    """Whether every arm has people of its own; else a person is as lucky in one arm as in another."""
    group = run.tree.children.get("people")
    return group is not None and any("arm" in values.dims for values in group.data_vars.values())


def _draws(run: Run, arm: str, what: str, hour: float) -> Array:
    """A number between 0 and 1 of each person of an arm, for one thing at one visit; the same for the same run.

    A person's is the same whoever else is in the run, and up to entry in every arm that he or she is in.
    """
    shared = not _own_people(run) and hour <= (-np.inf if run.entry is None else run.entry)
    key = f"regrowth visits 2|{run.attrs['seed'] or 0}|{'' if shared else arm}|{what}".encode()
    seed = int.from_bytes(hashlib.sha256(key).digest()[:8], "little")
    people = run.tree.coords["person"].values
    return np.random.Generator(np.random.Philox(seed)).random(int(people[-1]) + 1)[people]
