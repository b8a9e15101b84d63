"""Null models: what somebody who knows nothing of the biology would have predicted.

no drug effect
    Everybody stays as they were before the first dose, placebo or not.
placebo only
    The drug does nothing beyond what the control arm shows: its placebo, its visits, its course of illness.
everything kept
    No perturbation touches the drug's effect.
majority verdict
    The commonest answer among the experiments of the same kind that may be fitted to.

A null is scored by the same rule as the model, on the experiments it can answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from regrowth.evidence.experiment import INSTEAD, WITH_DRUG, Experiment
from regrowth.evidence.measuring import Course, measure, rest_course
from regrowth.evidence.scoring import score_numbers

NO_DRUG, PLACEBO, KEPT, MAJORITY = "no drug effect", "placebo only", "everything kept", "majority verdict"
NULLS = (NO_DRUG, PLACEBO, KEPT, MAJORITY)


def majority_answers(experiments: Iterable[Experiment]) -> dict[str, str]:
    """The commonest expected answer of each question (sign, verdict with the drug, verdict instead of it)."""
    experiments = list(experiments)
    counted: dict[str, Counter[str]] = {}
    for e in [e for e in experiments if e.role == "fit"] or experiments:
        if e.kind in ("sign", "verdict"):
            counted.setdefault(question(e), Counter())[str(e.points[0].expect)] += 1
    return {asked: max(sorted(answers), key=answers.__getitem__) for asked, answers in counted.items()}


def question(experiment: Experiment) -> str:
    """What an experiment asks: nulls answer each question in one way."""
    if experiment.kind != "verdict":
        return experiment.kind
    return "with the drug" if experiment.points[0].expect in WITH_DRUG else "instead of the drug"


def null_scores(experiment: Experiment, courses: dict[str, Course], majority: dict[str, str]) -> dict[str, bool]:
    """Which nulls would have got this experiment right; nulls that can't answer it are left out."""
    expect = experiment.points[0].expect
    found: dict[str, bool] = {}
    if experiment.kind in ("value", "curve"):
        control = courses["control"]
        still = rest_course(courses["drug"])
        found[NO_DRUG] = _right(experiment, still, rest_course(control))
        if experiment.level == "outcomes":
            found[PLACEBO] = _right(experiment, control, control)
        return found
    if experiment.kind == "sign":
        found[NO_DRUG] = expect == "no change"
        if experiment.level == "outcomes":
            found[PLACEBO] = expect == "no change"
    elif expect in WITH_DRUG or expect in INSTEAD:
        found[KEPT] = expect == "kept"
    asked = question(experiment)
    if asked in majority:
        found[MAJORITY] = expect == majority[asked]
    return found


def _right(experiment: Experiment, course: Course, control: Course) -> bool:
    numbers = [measure(experiment, point, course, control) for point in experiment.points]
    return score_numbers(experiment, numbers).passed
