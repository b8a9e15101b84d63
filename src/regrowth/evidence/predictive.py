"""What a trial of that size would have found: the model's 95 % predictive interval for a published number.

A published number differs from the model's for three reasons, whose variances add:

sampling
    The trial had so many people. Means and differences: the virtual people's own spread, with the error of the ratings,
    over the root of n (half of n in each arm of a difference). Shares: binomial. Where n was not printed, the standard
    error that was.
between trials
    Trials of one treatment differ by more than that: in clinics, raters, people. And the model is wrong about some
    treatments. Both have standard deviations in SDs between people, so that one number serves points and shares (moved
    on the probit scale). A mean over several trials has the former over the root of their number, the latter whole.
    `between_trials.json` holds them, with the weight of the tails, for depression, for symptoms of trauma and for
    how soon people use again apart, as `calibration/between_trials.py` found them from `fit` rows alone, each as a fit
    without its paper predicts it.
simulation
    The virtual people are not infinitely many (they are spread evenly, so this is an upper bound).

Uncertainty of the parameters is not added apart: rows left out of their fit have it in their residuals. Shares are
taken on the arcsine scale, on which the variance of a share of n is 1/(4 n + 2) whatever the share, when 3/8 is added
to the count and 3/4 to n (Anscombe 1948, doi:10.1093/biomet/35.3-4.246), so that none of 28 people is no marvel.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from regrowth.evidence.experiment import Experiment, Point
from regrowth.evidence.measuring import Course, individuals, level, measure, rest_course
from regrowth.evidence.scoring import Score, score_numbers, standard_error
from regrowth.scales import rating_error

DRAWS = 32  # of the variance between trials, where it is not the same for all
#: what is read in outcomes, where trials stray differently than in depression
APART = {
    "use again": frozenset(
        f"outcomes.{n}{seen}" for n in ("abstinence", "abstinent_now", "no_heavy_use") for seen in ("", "_seen")
    ),
    "trauma": frozenset(
        f"outcomes.{n}"
        for n in ("caps_5", "pcl_5", "ies_r", "trauma_response", "trauma_remission", "ptsd_diagnosis_lost")
    ),
}
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


@dataclass(frozen=True, slots=True)
class Between:
    """How trials stray beyond sampling, in SDs between people.

    `trials` is the scale of one trial beside another, `model` that of the model's own error; a difference between arms
    has `difference` of both. `freedom` are the degrees of freedom of a Student t that papers are drawn from, infinite
    for a normal distribution; sampling is normal whatever they are.
    """

    trials: float
    model: float = 0.0
    difference: float = 1.0
    freedom: float = math.inf

    def spread(self, kind: str, trials: int = 1) -> float:
        """The scale for a number pooled from so many trials."""
        share = self.difference if kind == "difference" else 1.0
        return share * math.hypot(self.model, self.trials / math.sqrt(trials))

    @property
    def multiples(self) -> NDArray[np.float64]:
        """Of the variance between trials, equally likely ones: a Student t is normal with such a variance."""
        from scipy.special import chdtri

        if math.isinf(self.freedom):
            return np.ones(1)
        return self.freedom / chdtri(self.freedom, (np.arange(DRAWS) + 0.5) / DRAWS)

    def reach(self, sampling: float, shift: float) -> float:
        """Within how far of the model 95 % of trials lie, from the scales of sampling and of what trials stray by."""
        from scipy.optimize import root_scalar
        from scipy.special import ndtr

        scales = np.hypot(sampling, np.sqrt(self.multiples) * shift)
        if not scales.max() > 0:
            return 0.0
        farthest = 3 * float(scales.max())
        return root_scalar(lambda x: float(np.mean(ndtr(x / scales))) - 0.975, bracket=(0.0, farthest)).root

    def to_dict(self) -> dict[str, float | None]:
        return {
            "trials": round(self.trials, 3),
            "model": round(self.model, 3),
            "difference": round(self.difference, 3),
            "freedom": None if math.isinf(self.freedom) else round(self.freedom, 2),
        }


@cache
def _estimated() -> dict:
    return json.loads(files("regrowth.evidence").joinpath("between_trials.json").read_text(encoding="utf-8"))


def left_out_coverage() -> tuple[int, int]:
    """Of `fit` rows whose paper was left out of the fit and of the estimate: how many intervals cover, of how many."""
    found = [kind["left_out"] for kind in _estimated()["kinds"].values()]
    return sum(kind["covered"] for kind in found), sum(kind["rows"] for kind in found)


def fair_ceiling() -> dict[str, dict[str, float]]:
    """How many `fit` rows a model without error would put inside, by kind, as `calibration/between_trials.py` found."""
    return {name: kind["fair_ceiling"] for name, kind in _estimated()["kinds"].items()}


@cache
def between_trials() -> dict[str, Between]:
    """How trials stray, by the kind of what is read; see `kind_read`."""
    found = {name: kind["between"] for name, kind in _estimated()["kinds"].items()}
    return {name: Between(**{**parts, "freedom": parts["freedom"] or math.inf}) for name, parts in found.items()}


def kind_read(experiment: Experiment) -> str:
    """In what trials stray alike: a level or, within outcomes, one of those set apart."""
    return next((kind for kind, names in APART.items() if names & set(experiment.observe.over)), experiment.level)


def predictive_interval(
    experiment: Experiment, point: Point, course: Course, control: Course, between: Between | None = None
) -> Interval | None:
    """The interval for one point of a value.

    None where its kind has no SD between trials (`between` sets one), where the number is not a mean, a share or a
    difference, where people's spread is not simulated (`EXPECTED`), and where neither n nor a standard error was
    printed.
    """
    between = between_trials().get(kind_read(experiment)) if between is None else between
    strays = straying(experiment, point, course, control)
    if between is None or strays is None:
        return None
    return strays.interval(measure(experiment, point, course, control), between, experiment.trials)


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale on which a number strays evenly: itself, or the arcsine of the root for shares (of a `whole`).

    A share that was `seen` in n people is a count over n, and is moved a little towards the middle before.
    """

    whole: float | None = None
    n: float = math.inf

    def there(self, number: float) -> float:
        """Where what is predicted lies on it."""
        if self.whole is None:
            return number
        return math.asin(math.sqrt(min(1.0, max(0.0, number / self.whole))))

    def seen(self, number: float) -> float:
        """Where what was published lies on it."""
        if self.whole is None or math.isinf(self.n):
            return self.there(number)
        return self.there(self.whole * (number / self.whole * self.n + 3 / 8) / (self.n + 3 / 4))

    def back(self, value: float, more: float = 0.0) -> float:
        """What would be published of a value on it, of a count with so many people more."""
        if self.whole is None:
            return value
        share = math.sin(min(math.pi / 2, max(0.0, value))) ** 2
        if not math.isinf(self.n):
            share = min(1.0, max(0.0, (share * (self.n + 3 / 4) - 3 / 8 + more) / self.n))
        return self.whole * share


@dataclass(frozen=True, slots=True)
class Straying:
    """How far a trial's number strays from the model's, as SDs; `people` is what one SD between people is worth."""

    scale: Scale
    kind: str  # "arm" or "difference"
    sampling: float
    simulation: float
    people: float

    def interval(self, number: float, between: Between, trials: int = 1) -> Interval:
        """The interval about a predicted number, pooled from so many trials."""
        shift = between.spread(self.kind, trials) * self.people
        reach = between.reach(math.hypot(self.sampling, self.simulation), shift)
        middle = self.scale.there(number)
        low, high = self.scale.back(middle - reach, -0.5), self.scale.back(middle + reach, 0.5)  # counts are whole
        return Interval(low, high, self.sampling, shift)


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
    simulated = len(arms[0].numbers)
    if not (n or printed) or (simulated < 2 and not share):
        return None
    kind = "arm" if len(arms) == 1 else "difference"
    contrast = arms[0].pulls if len(arms) == 1 else arms[0].pulls - arms[1].pulls  # of the same people in both arms
    simulation = float(np.std(contrast)) / math.sqrt(simulated)
    if share:
        whole = 100.0
        rates = [min(1 - 1e-6, max(1e-6, arm.mean / whole)) for arm in arms]
        people = whole * sum(_probit_density(p) for p in rates) / len(rates)
        sampling = whole * math.sqrt(sum(p * (1 - p) for p in rates) / n) if n else printed
        if kind == "difference":
            return Straying(Scale(), kind, sampling, simulation, people)
        steep = 1 / (2 * math.sqrt(rates[0] * (1 - rates[0]))) / whole  # of the arcsine scale
        sampling = 1 / math.sqrt(4 * n + 2) if n else printed * steep
        return Straying(Scale(whole, n or math.inf), kind, sampling, simulation * steep, people * steep)
    ratings = 2 if how.comparison.endswith("from rest") else 1
    error = rating_error(experiment.observe.names[0]) * whole * math.sqrt(ratings)
    variances = [arm.variance + error**2 for arm in arms]
    sampling = math.sqrt(sum(variances) / n) if n else printed
    return Straying(Scale(), kind, sampling, simulation, math.sqrt(sum(variances) / len(variances)))


def group_spread(experiment: Experiment, courses: Mapping[str, Course]) -> float | None:
    """For a sign: the SD whose share of the root of n is the error of a difference between two halves of n people.

    People are compared by their changes, as trials do, so that it does not matter how widely they differ at the start.
    None where a level has no SD between trials, and so no spread of its own, and where people's spread isn't simulated.
    """
    if experiment.level not in between_trials() or EXPECTED & set(experiment.observe.over):
        return None
    both, point = [courses[name] for name in ("drug", "control")], experiment.points[0]
    arms = [level(experiment, point, arm) - level(experiment, point, rest_course(arm)) for arm in both]
    if len(arms[0]) < 2:
        return None
    error = math.sqrt(2) * rating_error(experiment.observe.names[0])
    return math.sqrt(sum(2 * (float(np.var(arm, ddof=1)) + error**2) for arm in arms))


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
