"""What a trial of that size would have found: the model's 95 % predictive interval for a published number.

A published number differs from the model's for three reasons, whose variances add:

sampling
    The trial had so many people. Means and differences: the virtual people's own spread, with the error of the ratings,
    over the root of n (half of n in each arm of a difference). Shares: binomial. Where n was not printed, the standard
    error that was.
between trials
    Trials of one treatment differ by more than that: in clinics, raters, people, and where the model is wrong. Its
    standard deviation is a share of the SD between people, so that one number serves points and shares (moved on the
    probit scale); `between_trials.json` holds it by level, for arms and for differences between arms, as
    `calibration/between_trials.py` found it from the residuals of `fit` rows alone. A mean over several trials has
    it over the root of their number.
simulation
    The virtual people are not infinitely many (they are spread evenly, so this is an upper bound).

Uncertainty of the parameters is not added: what it does to `fit` rows is part of their residuals. Shares are taken on
the arcsine scale, on which a share's variance is 1/(4 n) whatever the share (Anscombe 1948,
doi:10.1093/biomet/35.3-4.246).
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np

from regrowth.evidence.experiment import Experiment, Point
from regrowth.evidence.measuring import Course, individuals, measure
from regrowth.evidence.ratings import rating_error
from regrowth.evidence.scoring import INSIDE, Score, score_numbers, standard_error

#: what a virtual person has is an expectation, not a count that he or she could show: people differ by more than it
EXPECTED = frozenset({"outcomes.use_days", "outcomes.heavy_use_days"})


@dataclass(frozen=True, slots=True)
class Interval:
    """The 95 % predictive interval of one number, in the experiment's unit, and the standard deviations it is made of.

    ``sampling`` and ``between`` are on the scale on which the interval was made: the unit itself, or radians (arcsine)
    for shares.
    """

    low: float
    high: float
    sampling: float
    between: float

    def covers(self, number: float) -> bool:
        """Whether a published number lies inside."""
        return self.low <= number <= self.high

    @property
    def width(self) -> float:
        return self.high - self.low


@cache
def between_trials() -> dict[str, dict[str, float]]:
    """The standard deviation between trials by level, in SDs between people: of `arm` and of `difference`."""
    text = files("regrowth.evidence").joinpath("between_trials.json").read_text(encoding="utf-8")
    return json.loads(text)["levels"]


def predictive_interval(
    experiment: Experiment, point: Point, course: Course, control: Course, between: dict[str, float] | None = None
) -> Interval | None:
    """The interval for one point of a value.

    None where the level has no SD between trials (`between` sets one), where the number is not a mean, a share or a
    difference, where people's spread is not simulated (`EXPECTED`), and where neither n nor a standard error was
    printed.
    """
    between = between_trials().get(experiment.level) if between is None else between
    strays = straying(experiment, point, course, control)
    if between is None or strays is None:
        return None
    number = measure(experiment, point, course, control)
    shift = between[strays.kind] / math.sqrt(experiment.trials) * strays.people
    reach = INSIDE * math.hypot(strays.sampling, strays.simulation, shift)
    low, high = (strays.scale.back(strays.scale.there(number) + side) for side in (-reach, reach))
    return Interval(low, high, strays.sampling, shift)


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale on which a number strays evenly: itself, or the arcsine of the root for shares (of a `whole`)."""

    whole: float | None = None

    def there(self, number: float) -> float:
        if self.whole is None:
            return number
        return math.asin(math.sqrt(min(1.0, max(0.0, number / self.whole))))

    def back(self, value: float) -> float:
        if self.whole is None:
            return value
        return self.whole * math.sin(min(math.pi / 2, max(0.0, value))) ** 2


@dataclass(frozen=True, slots=True)
class Straying:
    """How far a trial's number strays from the model's, as SDs; `people` is what one SD between people is worth."""

    scale: Scale
    kind: str  # "arm" or "difference"
    sampling: float
    simulation: float
    people: float


def straying(experiment: Experiment, point: Point, course: Course, control: Course) -> Straying | None:
    """The parts of a predictive interval, without the SD between trials."""
    if experiment.kind != "value" or EXPECTED & set(experiment.observe.over):
        return None
    found = individuals(experiment, point, course, control)
    if found is None:
        return None
    arms, whole = found
    how = experiment.measure
    share = experiment.unit == "%" and how.reduction == "value" and not how.comparison.startswith("relative")
    n = point.n / len(arms) if point.n else 0.0  # in each arm
    printed = 0.0 if n else _printed_error(experiment, point)
    simulated = len(arms[0])
    if not (n or printed) or (simulated < 2 and not share):
        return None
    kind = "arm" if len(arms) == 1 else "difference"
    contrast = arms[0] if len(arms) == 1 else arms[0] - arms[1]  # of the same people in both arms
    simulation = float(np.std(contrast)) / math.sqrt(simulated)
    if share:
        rates = [min(1 - 1e-6, max(1e-6, float(np.mean(arm)) / whole)) for arm in arms]
        people = whole * sum(_probit_density(p) for p in rates) / len(rates)
        sampling = whole * math.sqrt(sum(p * (1 - p) for p in rates) / n) if n else printed
        if kind == "difference":
            return Straying(Scale(), kind, sampling, simulation, people)
        steep = 1 / (2 * math.sqrt(rates[0] * (1 - rates[0]))) / whole  # of the arcsine scale
        return Straying(Scale(whole), kind, sampling * steep, simulation * steep, people * steep)
    ratings = 2 if how.comparison.endswith("from rest") else 1
    error = rating_error(experiment.observe.names[0]) * whole * math.sqrt(ratings)
    variances = [float(np.var(arm, ddof=1)) + error**2 for arm in arms]
    sampling = math.sqrt(sum(variances) / n) if n else printed
    return Straying(Scale(), kind, sampling, simulation, math.sqrt(sum(variances) / len(variances)))


def score_value(experiment: Experiment, course: Course, control: Course) -> tuple[list[float], Score]:
    """What is predicted at each point of a value or curve, and its score by the rule of the experiment's role."""
    numbers = [measure(experiment, point, course, control) for point in experiment.points]
    score = score_numbers(experiment, numbers)
    point = experiment.points[0]
    found = predictive_interval(experiment, point, course, control)
    if found is None:
        return numbers, score
    covered = found.covers(point.number)
    passed = covered if experiment.role == "check" else score.passed
    return numbers, replace(score, passed=passed, low=found.low, high=found.high, covered=covered)


def _printed_error(experiment: Experiment, point: Point) -> float:
    """The standard error that was printed, as far as one was."""
    if experiment.spread not in ("sem", "ci95"):
        return 0.0
    return (standard_error(experiment, point, True) + standard_error(experiment, point, False)) / 2


def _probit_density(p: float) -> float:
    from scipy.special import ndtri

    return math.exp(-0.5 * float(ndtri(p)) ** 2) / math.sqrt(2 * math.pi)
