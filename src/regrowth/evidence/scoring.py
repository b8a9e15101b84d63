"""From a predicted number to a score: how far off, and whether that counts as right.

value
    `z`, the distance in standard errors of the published mean: SD or IQR over the root of n, SEM and 95 % interval as
    they stand, a range as an interval. Right within the 95 % interval. A value without a published spread is judged
    by its ratio to the prediction: right within 1.25-fold (or the factor that the row states). Where a level knows
    how far trials differ (`regrowth.evidence.predictive`), a `check` value is right if the model's 95 % predictive
    interval for a trial of that size covers the published number.
curve
    The median absolute prediction error over its points. Right up to 25 %.
sign
    Up or down if the arms differ by at least 5 % of the control (of the unit, where the control is at zero), else
    no change. Where it is known how far people differ in what was measured (connectivity, ratings of virtual
    people), they must differ by 1.96 standard errors in a study of the paper's size instead: what is smaller, the
    paper would not have seen.
verdict
    The drug's effect alone is A, with the perturbation B (each against the same without the drug), and of what is
    done instead C. Blocked: B/A below 0.25; reduced: to 0.75; kept: to 1.25; enhanced above. Mimicked: C at least
    half of A, in its direction; no effect: C below a quarter of A. `reversed` and `partial` fill the gaps, `silent`
    says that the drug alone moves nothing by 1 % in the model, so that there is nothing to compare with.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median

from regrowth.evidence.experiment import SIGNS, WITH_DRUG, Experiment, Point

ALLOWED_FOLD = 1.25
ALLOWED_ERROR = 0.25
DETECTABLE = 0.05
SILENT = 0.01
INSIDE = 1.96
_WORST = 99.0
_WORDS = {sign: word for word, sign in SIGNS.items()}


@dataclass(frozen=True, slots=True)
class Score:
    """How a prediction compares with what was found.

    `z` for values and curves (a curve's is the median over its points), `fold` their ratio, `error` a curve's median
    absolute prediction error, `answer` the predicted sign or verdict. `inside` is the plain rule for values, the
    published interval; `low` and `high` are the predictive interval, where there is one, and `covered` says whether
    the published number lies in it.
    """

    passed: bool
    z: float | None = None
    fold: float | None = None
    error: float | None = None
    answer: str | None = None
    inside: bool | None = None
    low: float | None = None
    high: float | None = None
    covered: bool | None = None


def score_numbers(experiment: Experiment, predicted: list[float]) -> Score:
    """Score a value or a curve."""
    pairs = list(zip(experiment.points, predicted, strict=True))
    deviations = [deviation(experiment, point, number) for point, number in pairs]
    if experiment.kind == "curve":
        error = median(abs(number - point.number) / abs(point.number) for point, number in pairs if point.number)
        return Score(error <= ALLOWED_ERROR, z=median(abs(z) for z in deviations), error=error)
    expect = experiment.points[0].number
    fold = predicted[0] / expect if expect else None
    inside = abs(deviations[0]) <= INSIDE
    return Score(inside, z=deviations[0], fold=fold, inside=inside)


def deviation(experiment: Experiment, point: Point, predicted: float) -> float:
    """How many standard errors the prediction lies from what was found."""
    off = predicted - point.number
    if experiment.spread in ("", "fold"):
        allowed = point.high if experiment.spread and point.high else ALLOWED_FOLD
        ratio = predicted / point.number if point.number else 0.0
        if not ratio <= 0:
            return INSIDE * math.log(ratio) / math.log(allowed)
        error = 0.0
    else:
        error = standard_error(experiment, point, above=off >= 0)
    if error == 0:
        return 0.0 if off == 0 else math.copysign(_WORST, off)
    return max(-_WORST, min(_WORST, off / error))


def standard_error(experiment: Experiment, point: Point, above: bool) -> float:
    """The standard error of the published mean, on the side where the prediction lies."""
    bound = point.high if above else point.low
    reach = abs(bound - point.number) if bound is not None else 0.0
    people = math.sqrt(point.n) if point.n and point.n > 1 else 1.0
    match experiment.spread:
        case "sd":
            return reach / people
        case "iqr":
            return reach / 0.6745 / people
        case "sem":
            return reach
        case _:
            return reach / INSIDE


def score_sign(experiment: Experiment, drug: float, control: float, spread: float | None = None) -> Score:
    """Score the direction of the difference between two arms; `spread` is its SD between people, where known."""
    people = experiment.points[0].n
    noticed = INSIDE * spread / math.sqrt(people) if spread and people else None
    found = _WORDS[sign_of(drug, control, noticed)]
    return Score(found == experiment.points[0].expect, answer=found)


def sign_of(drug: float, control: float, noticed: float | None = None) -> int:
    """1, 0 or -1: whether a difference would be noticed, and its direction."""
    if abs(drug - control) < (DETECTABLE * (abs(control) or 1.0) if noticed is None else noticed):
        return 0
    return 1 if drug > control else -1


def score_verdict(experiment: Experiment, alone: float, other: float, control: float) -> Score:
    """Score a verdict from the drug's effect A (`alone`) and B or C (`other`); `control` is the undrugged level."""
    answer = verdict(alone, other, control, with_drug=experiment.points[0].expect in WITH_DRUG)
    return Score(answer == experiment.points[0].expect, answer=answer)


def verdict(alone: float, other: float, control: float, *, with_drug: bool) -> str:
    """The verdict that the two effects amount to."""
    if abs(alone) <= max(SILENT * abs(control), 1e-9):
        return "silent"
    ratio = other / alone
    if with_drug:
        if ratio <= -0.25:
            return "reversed"
        return "blocked" if ratio < 0.25 else "reduced" if ratio < 0.75 else "kept" if ratio <= 1.25 else "enhanced"
    return "mimicked" if ratio >= 0.5 else "no_effect" if abs(ratio) < 0.25 else "partial"
