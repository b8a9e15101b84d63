"""Measures of whole courses, or of all people together: peaks, shares, spreads and relapse.

Each takes times (hours, the first of them at rest), values as (people, times), and the point that is asked for.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from regrowth.evidence.experiment import Point
from regrowth.evidence.readings import reading_times

Array = NDArray[np.float64]

PEAK_WITHIN = 24.0  # h after the first dose
VISITS = 84.0  # h: twice a week, as after the courses whose relapse was followed


def needed_moments(name: str, point: Point) -> list[float]:
    """The times at which a course must be looked at for a measure of this name."""
    if name == "of the rise at its peak":
        return [point.start, *(PEAK_WITHIN * np.linspace(0, 1, 60) ** 3).tolist()]
    if name.startswith("relapse"):
        return [point.start, *np.arange(point.start + 24.0, point.stop, VISITS).tolist()]
    if name == "highest reading":
        return reading_times(point.start, point.stop).tolist()
    return [point.start]


def share_of_peak(times: Array, series: Array, point: Point) -> float:
    """How much of the largest rise over rest within a day is there at the moment asked for."""
    rest = series[:, :1]
    most = np.max(np.where(times <= PEAK_WITHIN, series, -np.inf), axis=1) - rest[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(np.mean((_at(times, series, point.start) - rest[:, 0]) / most))


def share_halved(times: Array, series: Array, point: Point) -> float:
    """The share of people at or below half of their rest: response, if ratings had no error."""
    return float(np.mean(_at(times, series, point.start) <= 0.5 * series[:, 0]))


def sd_of_change(times: Array, series: Array, point: Point) -> float:
    """How widely people differ in their change from rest."""
    change = _at(times, series, point.start) - series[:, 0]
    return float(np.std(change, ddof=1)) if len(change) > 1 else 0.0


def relapse(quantile: float) -> Callable[[Array, Array, Point], float]:
    """Hours from the start of the window until this share of the responders has relapsed.

    The series is each person's chance of being rated a responder; a relapse is no response at two visits in a row.
    """

    def hours(times: Array, series: Array, point: Point) -> float:
        visits = np.array(needed_moments("relapse", point))
        chances = np.stack([_at(times, series, visit) for visit in visits], axis=1)
        lost = (1 - chances[:, 1:-1]) * (1 - chances[:, 2:])
        still = np.column_stack([np.ones(len(chances)), np.cumprod(1 - lost, axis=1)])
        kept = chances[:, 0] @ still / max(chances[:, 0].sum(), 1e-12)
        since = visits[:-1] - point.start
        if kept[-1] > 1 - quantile:
            return float("inf")
        return float(np.interp(1 - quantile, kept[::-1], since[::-1]))

    return hours


COURSE_MEASURES: dict[str, Callable[[Array, Array, Point], float]] = {
    "of the rise at its peak": share_of_peak,
    "share halved from rest": share_halved,
    "sd of change from rest": sd_of_change,
    "relapse of 25 %": relapse(0.25),
    "relapse of 50 %": relapse(0.50),
    "relapse of 75 %": relapse(0.75),
}


def _at(times: Array, series: Array, hours: float) -> Array:
    return series[:, int(np.argmin(np.abs(times - hours)))]
