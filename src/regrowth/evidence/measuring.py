"""From courses in time to the number that a paper reports: reductions, comparisons, units."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from regrowth.conversion import conversion
from regrowth.errors import RegrowthError
from regrowth.evidence.course_measures import COURSE_MEASURES, spread
from regrowth.evidence.experiment import Experiment, Observe, Point
from regrowth.evidence.readings import READING_SD
from regrowth.language.units import unit
from regrowth.scales import rating_error

Array = NDArray[np.float64]

_POINTS_A_STRETCH = 40
NOBODY = 1e-6  # a mean chance to go on below which nobody does


class NobodyEnters(RegrowthError):
    """No virtual person is found to be what an experiment asks of those who go on."""


@dataclass(frozen=True, slots=True)
class Course:
    """What happened in one arm: times in hours, first of them at rest; each observable as (people, times).

    `spread` holds, where it is known, the SD between people of a difference from this arm, measurement included.
    """

    times: Array
    values: Mapping[str, Array]
    units: Mapping[str, str]
    spread: Mapping[str, float] = field(default_factory=dict)


def moments(experiment: Experiment, edges: list[float]) -> list[float]:
    """The times at which an arm must be looked at: the moments, or a grid over each window.

    A grid is dense after every edge (the start or end of a dose or perturbation), where things change fast.
    """
    asked = [time for gate in experiment.enter for time in gate.at]
    for point in experiment.points:
        if experiment.measure.of_courses:
            asked.extend(COURSE_MEASURES[experiment.measure.comparison].moments(point))
            continue
        if not point.is_window:
            asked.append(point.start)
            continue
        stops = [point.start, *(edge for edge in edges if point.start < edge < point.stop), point.stop]
        count = max(6, min(_POINTS_A_STRETCH, 600 // len(stops)))
        grid = np.linspace(0.0, 1.0, count) ** 2
        for start, stop in pairwise(stops):
            asked.extend((start + (stop - start) * grid).tolist())
    return asked


def chance_to_enter(experiment: Experiment, course: Course) -> Array:
    """Each person's chance to be among those who go on, as visits would find it; errors of visits are independent."""
    chance = np.ones(next(iter(course.values.values())).shape[0])
    for gate in experiment.enter:
        for time in gate.at:
            found = course.values[gate.who][:, int(np.argmin(np.abs(course.times - time)))]
            chance = chance * (found if gate.found else 1 - found)
    return chance


def refuse_nobody(experiment: Experiment, course: Course, control: Course) -> None:
    """Say so where nobody in an arm that is measured would go on, so that there is nothing to measure."""
    how = experiment.measure
    both = bool(COURSE_MEASURES[how.comparison].against) if how.of_courses else how.comparison.endswith("control")
    for arm in (course, control) if both else (course,):
        if float(np.mean(chance_to_enter(experiment, arm))) < NOBODY:
            asked = "; ".join(map(str, experiment.enter))
            raise NobodyEnters(f"nobody would go on ({asked}): nothing is left to measure")


def who_enters(experiment: Experiment, course: Course) -> Array:
    """How much each person counts, mean 1: in proportion to the chance to go on. All count alike where all do."""
    chance = chance_to_enter(experiment, course)
    return chance / max(float(np.mean(chance)), NOBODY / 100)


def measure(experiment: Experiment, point: Point, course: Course, control: Course | None = None) -> float:
    """The number that the experiment reports at one point, in its unit: each person's, then the mean or the share."""
    how, wanted, who = experiment.measure, experiment.unit, who_enters(experiment, course)
    if how.of_courses:
        name, found = experiment.observe.over[0], COURSE_MEASURES[how.comparison]
        scatter = READING_SD.get(name) or rating_error(name)

        def reduced(arm: Course) -> float:
            series = _sum(experiment.observe.over, arm, None, False)
            return found.reduce(arm.times, series, point, scatter, who_enters(experiment, arm))

        try:
            number = reduced(course)
            if found.against:
                assert control is not None
                number = found.against(number, max(reduced(control), NOBODY))
        except RegrowthError as error:
            raise RegrowthError(f"{experiment.where}, {experiment.id}: {error}") from error
        return number * conversion(name, found.unit or course.units[name], wanted, False)
    relative = how.comparison.startswith(("ratio", "relative"))
    inner = None if relative else wanted
    found = _reduced(experiment.observe, how.reduction, point, course, inner)
    if not how.comparison:
        return float(np.mean(who * found))
    rest = how.comparison.endswith("rest")
    other = rest_course(course) if rest else control
    assert other is not None
    against = (who if rest else who_enters(experiment, other)) * _reduced(
        experiment.observe, how.reduction, point, other, inner
    )
    if not relative:
        return float(np.mean(who * found) - np.mean(against))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.mean(who * found) / np.mean(against)
    return float((ratio - how.comparison.startswith("relative")) / unit(wanted).factor)


@dataclass(frozen=True, slots=True)
class Group:
    """Each person's number in an arm, and how much each counts (mean 1)."""

    numbers: Array
    who: Array

    @property
    def mean(self) -> float:
        return float(np.mean(self.who * self.numbers))

    @property
    def variance(self) -> float:
        """Between people."""
        return spread(self.numbers, self.who) ** 2

    @property
    def pulls(self) -> Array:
        """Numbers with the same mean that scatter by what each person pulls it: where all count alike, their own."""
        return self.mean + self.who * (self.numbers - self.mean)


def individuals(
    experiment: Experiment, point: Point, course: Course, control: Course
) -> tuple[tuple[Group, ...], float] | None:
    """Each person's number, for what is a mean over people: in the arm, or in both arms of a difference.

    In the experiment's unit, beside what one declared unit is worth in it (1 for times and quotients). None for what
    is no such mean: ratios of means, whole courses.
    """
    how, who = experiment.measure, who_enters(experiment, course)
    if how.of_courses:
        name, each = experiment.observe.over[0], COURSE_MEASURES[how.comparison].each
        if each is None:
            return None
        whole = conversion(name, COURSE_MEASURES[how.comparison].unit or course.units[name], experiment.unit, False)
        scatter = READING_SD.get(name) or rating_error(name)
        return (Group(each(course.times, course.values[name], point, scatter) * whole, who),), whole
    if how.comparison.startswith("ratio") or how.comparison == "relative difference from control":
        return None
    relative = how.comparison.startswith("relative")
    found = _reduced(experiment.observe, how.reduction, point, course, None if relative else experiment.unit)
    name = experiment.observe.over[0]
    timed = how.reduction in ("time of peak", "half-life") or bool(experiment.observe.under)
    whole = 1.0 if relative or timed else conversion(name, course.units[name], experiment.unit, how.reduction == "auc")
    if how.comparison == "difference from control":
        other = _reduced(experiment.observe, how.reduction, point, control, experiment.unit)
        return (Group(found, who), Group(other, who_enters(experiment, control))), whole
    if not how.comparison:
        return (Group(found, who),), whole
    wanted = None if relative else experiment.unit
    rest = _reduced(experiment.observe, how.reduction, point, rest_course(course), wanted)
    if not relative:
        return (Group(found - rest, who),), whole
    whole = 1 / float(np.mean(who * rest)) / unit(experiment.unit).factor
    return (Group((found - rest) * whole, who),), whole


def level(experiment: Experiment, point: Point, course: Course) -> Array:
    """Each person's plain measured level, in declared units (what signs, verdicts and shares compare)."""
    return _reduced(experiment.observe, experiment.measure.reduction, point, course, None)


def rest_course(course: Course) -> Course:
    """The same arm with nothing done: everything stays where it started."""
    held = {name: np.repeat(values[:, :1], values.shape[1], axis=1) for name, values in course.values.items()}
    return Course(course.times, held, course.units)


def _reduced(observe: Observe, reduction: str, point: Point, course: Course, wanted: str | None) -> Array:
    reduce = _REDUCTIONS[reduction]
    if reduction in ("time of peak", "half-life"):
        found = reduce(*_inside(course.times, _sum(observe.over, course, None, False), point))
        return found if wanted is None else found * unit("h").factor / unit(wanted).factor

    def side(names: tuple[str, ...], to: str | None) -> Array:
        return reduce(*_inside(course.times, _sum(names, course, to, reduction == "auc"), point))

    if not observe.under:
        return side(observe.over, wanted)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = side(observe.over, None) / side(observe.under, None)
    return ratio if wanted is None else ratio / unit(wanted).factor


def _sum(names: tuple[str, ...], course: Course, wanted: str | None, per_time: bool) -> Array:
    parts = [course.values[name] * conversion(name, course.units[name], wanted, per_time) for name in names]
    return np.sum(parts, axis=0)


def _inside(times: Array, series: Array, point: Point) -> tuple[Array, Array]:
    if not point.is_window:
        at = int(np.argmin(np.abs(times - point.start)))
        return times[at : at + 1], series[:, at : at + 1]
    inside = (times >= point.start - 1e-9) & (times <= point.stop + 1e-9)
    return times[inside], series[:, inside]


def _half_life(times: Array, series: Array) -> Array:
    centred = times - times.mean()
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(series)
        slope = (logs - logs.mean(axis=1, keepdims=True)) @ centred / (centred @ centred)
    return np.where(slope < 0, -np.log(2) / np.where(slope < 0, slope, -1.0), np.inf)


def _auc(times: Array, series: Array) -> Array:
    return np.asarray(np.trapezoid(series, times, axis=1), dtype=np.float64)


def _time_of_peak(times: Array, series: Array) -> Array:
    """The top of the parabola through the highest point and its neighbours; a peak at an end is that end."""
    top = np.argmax(series, axis=1)
    if len(times) < 3:
        return times[top]
    middle = np.clip(top, 1, len(times) - 2)
    rows = np.arange(len(series))
    before, after = times[middle] - times[middle - 1], times[middle + 1] - times[middle]
    rise = (series[rows, middle] - series[rows, middle - 1]) / before
    fall = (series[rows, middle + 1] - series[rows, middle]) / after
    bend = np.where(rise > fall, rise - fall, 1.0)
    shift = (rise * after + fall * before) / (2 * bend)
    inside = (top == middle) & (rise > fall)
    return np.where(inside, times[middle] + np.clip(shift, -before / 2, after / 2), times[top])


_REDUCTIONS: dict[str, Callable[[Array, Array], Array]] = {
    "value": lambda t, y: y[:, 0],
    "peak": lambda t, y: np.max(y, axis=1),
    "trough": lambda t, y: np.min(y, axis=1),
    "mean": lambda t, y: _auc(t, y) / (t[-1] - t[0]),
    "auc": lambda t, y: _auc(t, y),
    "time of peak": lambda t, y: _time_of_peak(t, y),
    "half-life": _half_life,
}
