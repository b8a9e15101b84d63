"""Null models: what somebody who knows nothing of the biology would have predicted.

no drug effect
    Everybody stays as they were before the first dose, placebo or not.
placebo only
    The drug does nothing beyond what the control arm shows: its placebo, its visits, its course of illness.
everything kept
    No perturbation touches the drug's effect.
majority verdict
    The commonest answer among the experiments of the same kind (sign or verdict) that may be fitted to.
majority by question
    The same, told which question is asked: with a perturbation beside the drug, or something instead of it.

A null is scored by the same rule as the model, on the experiments it can answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from regrowth.evidence.experiment import WITH_DRUG, Experiment
from regrowth.evidence.measuring import Course, measure, rest_course
from regrowth.evidence.scoring import score_numbers

NO_DRUG, PLACEBO, KEPT = "no drug effect", "placebo only", "everything kept"
MAJORITY, BY_QUESTION = "majority verdict", "majority by question"
NULLS = (NO_DRUG, PLACEBO, KEPT, MAJORITY, BY_QUESTION)


def majority_answers(experiments: Iterable[Experiment]) -> dict[str, str]:
    """The commonest expected answer of each kind (sign, verdict) and of each question within verdicts."""
    experiments = list(experiments)
    counted: dict[str, Counter[str]] = {}
    for e in [e for e in experiments if e.role == "fit"] or experiments:
        if e.kind in ("sign", "verdict"):
            for asked in {e.kind, question(e)}:
                counted.setdefault(asked, Counter())[str(e.points[0].expect)] += 1
    return {asked: max(sorted(answers), key=answers.__getitem__) for asked, answers in counted.items()}


def question(experiment: Experiment) -> str:
    """What an experiment asks."""
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
    else:
        found[KEPT] = expect == "kept"
    for null, asked in ((MAJORITY, experiment.kind), (BY_QUESTION, question(experiment))):
        if asked in majority and (null == MAJORITY or experiment.kind == "verdict"):
            found[null] = expect == majority[asked]
    return found


def _right(experiment: Experiment, course: Course, control: Course) -> bool:
    numbers = [measure(experiment, point, course, control) for point in experiment.points]
    return score_numbers(experiment, numbers).passed
