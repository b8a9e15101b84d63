"""Null models: what somebody who knows nothing of the biology would have predicted.

no drug effect
    Everybody stays as they were before the first dose, placebo or not.
placebo only
    The drug does nothing beyond what the control arm shows: its placebo, its visits, its course of illness.
no context
    The drug works, but nobody hopes, is cared for, practises or is under stress: the same doses without their context.
everything kept
    No perturbation touches the drug's effect.
majority verdict
    The commonest answer among the experiments of the same kind (sign or verdict) that may be fitted to.
majority by question
    The same, told which question is asked: with a perturbation beside the drug, or something instead of it.

A null is scored by the same rule as the model, on the experiments it can answer: where only those who respond go on,
one in which nobody does has no answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from regrowth.evidence.experiment import WITH_DRUG, Experiment
from regrowth.evidence.measuring import Course, NobodyEnters, refuse_nobody, rest_course
from regrowth.evidence.predictive import score_value

NO_DRUG, PLACEBO, NO_CONTEXT, KEPT = "no drug effect", "placebo only", "no context", "everything kept"
MAJORITY, BY_QUESTION = "majority verdict", "majority by question"
NULLS = (NO_DRUG, PLACEBO, NO_CONTEXT, KEPT, MAJORITY, BY_QUESTION)


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


def null_predictions(experiment: Experiment, courses: dict[str, Course]) -> dict[str, tuple[list[float], bool]]:
    """For a value or curve: what each null that can answer would have predicted, and whether that is right."""
    drug, control = courses["drug"], courses["control"]
    worlds = {NO_DRUG: (rest_course(drug), rest_course(control))}
    if experiment.level == "outcomes":
        worlds[PLACEBO] = control, control
    if "bare" in courses:
        worlds[NO_CONTEXT] = courses["bare"], courses["bare control"]
    found = {}
    for null, arms in worlds.items():
        try:
            refuse_nobody(experiment, *arms)
        except NobodyEnters:
            continue
        numbers, score = score_value(experiment, *arms)
        found[null] = numbers, score.passed
    return found


def null_scores(experiment: Experiment, courses: dict[str, Course], majority: dict[str, str]) -> dict[str, bool]:
    """Which nulls would have got this experiment right; nulls that can't answer it are left out."""
    if experiment.kind in ("value", "curve"):
        return {null: right for null, (_, right) in null_predictions(experiment, courses).items()}
    expect = experiment.points[0].expect
    found: dict[str, bool] = {}
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
