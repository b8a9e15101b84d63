"""Measures of whole courses, or of all people together: peaks, shares, spreads and relapse.

Each takes times (hours, the first of them at rest), values as (people, times), the point that is asked for, and how far
one reading or rating of what is observed scatters (SD, in its unit; 0 where nothing is known). What is of all people
together also takes how much each of them counts (mean 1): who goes on after a visit counts by the chance to
(`regrowth.evidence.measuring.who_enters`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import sub, truediv

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from regrowth.errors import RegrowthError
from regrowth.evidence.point import Point
from regrowth.evidence.readings import READING_SD, expected_highest, reading_times

Array = NDArray[np.float64]

PEAK_WITHIN = 24.0  # h after the first dose
VISITS = 84.0  # h: twice a week, as after most courses whose relapse was followed
DAILY, WEEKLY = 24.0, 168.0


def share_of_peak(times: Array, series: Array, point: Point, scatter: float) -> Array:
    """How much of the largest rise over rest within a day is there at the moment asked for."""
    rest = series[:, :1]
    most = np.max(np.where(times <= PEAK_WITHIN, series, -np.inf), axis=1) - rest[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        return (_at(times, series, point.start) - rest[:, 0]) / most


def halved(times: Array, series: Array, point: Point, scatter: float) -> Array:
    """Who is at or below half of his or her rest: response, if ratings had no error."""
    return (_at(times, series, point.start) <= 0.5 * series[:, 0]).astype(np.float64)


def sd_of_value(times: Array, series: Array, point: Point, scatter: float, who: Array) -> float:
    """How widely people differ in what they are rated."""
    return float(np.hypot(spread(_at(times, series, point.start), who), scatter))


def sd_of_change(times: Array, series: Array, point: Point, scatter: float, who: Array) -> float:
    """How widely people differ in their rated change from rest; both ratings stray."""
    return float(np.hypot(spread(_at(times, series, point.start) - series[:, 0], who), np.sqrt(2) * scatter))


def spread(values: Array, who: Array) -> float:
    """The SD between people who count so much each."""
    n = len(values)
    return float(np.sqrt(np.mean(who * (values - np.mean(who * values)) ** 2) * n / (n - 1))) if n > 1 else 0.0


def seen_every(hours: float, point: Point) -> list[float]:
    """When people are seen from the start of the window to its end."""
    return np.arange(point.start, point.stop + 1.0, hours).tolist()


def daily(point: Point) -> list[float]:
    """When people are rated who are seen every day of the window."""
    return seen_every(DAILY, point)


def listed(point: Point) -> list[float]:
    """When people are rated whose visits are listed."""
    return list(point.visits)


def chance_of(ratings: int, when: Callable[[Point], list[float]]) -> Callable[[Array, Array, Point, float], Array]:
    """Each person's chance to be found so at that many or more of the ratings, from the chance at each of them."""

    def each(times: Array, series: Array, point: Point, scatter: float) -> Array:
        found = np.zeros((ratings + 1, len(series)))  # by number of ratings, the last: that many or more
        found[0] = 1.0
        for rating in when(point):
            chance = _at(times, series, rating)
            one_more = found[:-1] * chance
            found[:-1] -= one_more
            found[1:] += one_more
        return found[-1]

    return each


def highest_reading(times: Array, series: Array, point: Point, scatter: float) -> Array:
    """The largest of each one's scattered readings."""
    if not scatter:
        raise RegrowthError(
            "how far one reading of this scatters is not known, so there is no highest reading; "
            f"it is known of {', '.join(READING_SD)}"
        )
    at = [int(np.argmin(np.abs(times - t))) for t in reading_times(point.start, point.stop)]
    return expected_highest(series[:, at], scatter)


def visits(point: Point, every: float = VISITS) -> list[float]:
    """When people are seen who may relapse: a day after the last dose (the start), then every so many hours."""
    return np.arange(point.start + 24.0, point.stop, every).tolist()


def relapse(quantile: float, every: float = VISITS) -> Callable[[Array, Array, Point, float, Array], float]:
    """Hours from the start of the window until this share of those who were well has relapsed.

    The series is each person's chance of being rated well. A relapse is not to be at two visits in a row, of those
    after the first, and dates from the first of them. People's visits fall on different
    days, so on average a loss is found half an interval after the moment that is read off between visits. Where fewer
    have relapsed by the end of the window, they are taken to go on at the mean rate until then; infinite if nobody has.
    """

    def hours(times: Array, series: Array, point: Point, scatter: float, who: Array) -> float:
        seen = np.array(visits(point, every))
        chances = np.stack([_at(times, series, visit) for visit in seen], axis=1)
        still = never_in_a_row(1 - chances[:, 1:], 2)  # a loss at one visit is known at the next
        kept = who @ still / len(who)
        since = seen[:-1] - point.start + np.where(seen[:-1] > seen[0], every / 2, 0.0)
        if kept[-1] > 1 - quantile:
            return float(since[-1] * np.log(1 - quantile) / np.log(kept[-1])) if kept[-1] < 1 else float("inf")
        return float(np.interp(1 - quantile, kept[::-1], since[::-1]))

    return hours


def never_in_a_row(chances: Array, length: int) -> Array:
    """The chance that something has not yet happened at so many visits in a row, after each visit.

    From its chance at each visit, (people, visits), errors of different visits being independent.
    """
    runs, never = np.zeros((length, len(chances))), np.ones_like(chances)  # by how often it has just happened
    runs[0] = 1.0
    for visit, chance in enumerate(chances.T):
        ended = runs.sum(axis=0) * (1 - chance)
        runs[1:] = runs[:-1] * chance
        runs[0] = ended
        never[:, visit] = runs.sum(axis=0)
    return never


@dataclass(frozen=True, slots=True)
class Relapses:
    """Who has relapsed by the end of a window, of people who were well at its start.

    They are seen every so many hours (`every`; none: at the end alone) and have relapsed once they are found so at
    `in_a_row` visits. Of a chance (of response, of remission), relapsed is not to be rated so. Of a score, relapsed is
    to have so many `points` or more, or that share `of_rest`.
    """

    every: float | None = VISITS
    in_a_row: int = 2
    points: float = 0.0
    of_rest: float = 0.0

    def visits(self, point: Point) -> list[float]:
        """When people are seen, the start of the window among them."""
        if self.every is None:
            return [point.start, point.stop]
        return seen_every(self.every, point)

    def each(self, times: Array, series: Array, point: Point, scatter: float) -> Array:
        """Each person's chance to have relapsed."""
        seen = np.stack([_at(times, series, visit) for visit in self.visits(point)[1:]], axis=1)
        lost = 1 - seen
        if self.points or self.of_rest:
            limit = self.points + self.of_rest * series[:, :1]
            lost = _rated(seen - limit, np.hypot(1.0, self.of_rest) * scatter)  # the rest is rated too
        return 1 - never_in_a_row(lost, self.in_a_row)[:, -1]

    def hazard(self, times: Array, series: Array, point: Point, scatter: float, who: Array) -> float:
        """The hazard of relapse summed over the window: minus the logarithm of the share still well at its end."""
        return float(-np.log1p(-np.mean(who * self.each(times, series, point, scatter))))


def _rated(above: Array, error: float) -> Array:
    """The chance that what lies so far above a limit is rated above it."""
    return ndtr(above / error) if error else (above >= 0).astype(np.float64)


@dataclass(frozen=True, slots=True)
class CourseMeasure:
    """A measure, the unit of its result (empty: that of what is observed), and the hours at which it must look.

    `each` is each person's number, where the measure is their mean. `window`: it is taken over a window, not at a
    moment. `of_the_well`: of people who were well, so that it must be said who they are. `against`: what is reported
    is its ratio to the control arm's, or the difference. `of_visits`: it is found at any of the visits that are listed.
    """

    reduce: Callable[[Array, Array, Point, float, Array], float]
    unit: str = "1"
    moments: Callable[[Point], list[float]] = lambda point: [point.start]
    each: Callable[[Array, Array, Point, float], Array] | None = None
    window: bool = False
    of_the_well: bool = False
    against: Callable[[float, float], float] | None = None
    of_visits: bool = False


def _mean(each: Callable[[Array, Array, Point, float], Array]) -> Callable[[Array, Array, Point, float, Array], float]:
    return lambda times, series, point, scatter, who: float(np.mean(who * each(times, series, point, scatter)))


def _found_at(ratings: int, when: Callable[[Point], list[float]]) -> CourseMeasure:
    each = chance_of(ratings, when)
    return CourseMeasure(_mean(each), "", when, each, window=when is daily, of_visits=when is listed)


def _share_of(found: Relapses) -> CourseMeasure:
    return CourseMeasure(_mean(found.each), moments=found.visits, each=found.each, window=True, of_the_well=True)


def _hazard_of(found: Relapses) -> CourseMeasure:
    return CourseMeasure(found.hazard, moments=found.visits, window=True, of_the_well=True, against=truediv)


def _time_to_relapse(quantile: float, every: float = VISITS) -> CourseMeasure:
    return CourseMeasure(
        relapse(quantile, every), "h", lambda point: visits(point, every), window=True, of_the_well=True
    )


def _after_a_dose(point: Point) -> list[float]:
    return [point.start, *(PEAK_WITHIN * np.linspace(0, 1, 60) ** 3).tolist()]


def _readings(point: Point) -> list[float]:
    return reading_times(point.start, point.stop).tolist()


def _highest(against: Callable[[float, float], float] | None = None) -> CourseMeasure:
    return CourseMeasure(_mean(highest_reading), unit="", moments=_readings, window=True, against=against)


COURSE_MEASURES: dict[str, CourseMeasure] = {
    "of the rise at its peak": CourseMeasure(_mean(share_of_peak), moments=_after_a_dose),
    "highest reading": _highest(),
    "highest reading difference from control": _highest(against=sub),
    "share halved from rest": CourseMeasure(_mean(halved)),
    "at one or more daily ratings": _found_at(1, daily),
    "at two or more daily ratings": _found_at(2, daily),
    "at one or more of the visits": _found_at(1, listed),
    "sd of value": CourseMeasure(sd_of_value, unit=""),
    "sd of change from rest": CourseMeasure(sd_of_change, unit=""),
    "relapse of 25 %": _time_to_relapse(0.25),
    "relapse of 50 %": _time_to_relapse(0.50),
    "relapse of 75 %": _time_to_relapse(0.75),
    "relapse of 50 % at weekly visits": _time_to_relapse(0.50, WEEKLY),
    "share relapsed": _share_of(Relapses()),
    "share relapsed at weekly visits": _share_of(Relapses(WEEKLY)),
    "share relapsed at the end": _share_of(Relapses(None, 1)),
    "share relapsed to 22 points": _share_of(Relapses(in_a_row=1, points=22.0)),
    "share relapsed to 22 points at two weekly visits": _share_of(Relapses(WEEKLY, points=22.0)),
    "hazard ratio of relapse to 22 points at two weekly visits": _hazard_of(Relapses(WEEKLY, points=22.0)),
    "share relapsed to three quarters of rest, daily": _share_of(Relapses(DAILY, of_rest=0.75)),
}


def _at(times: Array, series: Array, hours: float) -> Array:
    return series[:, int(np.argmin(np.abs(times - hours)))]
