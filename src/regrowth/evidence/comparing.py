"""`compare`: rival sets of mechanisms, scored on the same experiments.

The sets are the default model, each hypothesis alone (the default without the other hypotheses), the default without
each hypothesis it holds or with each it does not, and null models. Parameters are the default's: nobody was refitted.

Every set answers the same experiments. Where a set lacks the mechanism that a perturbation acts on, the perturbation
does nothing there: a model without HNK says that slowing its formation leaves the effect as it was. Where it lacks
what is observed, it has no answer, and that counts as wrong.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING

from regrowth.border import checked
from regrowth.conversion import UnitProblem
from regrowth.errors import RegrowthError, listed, nearest
from regrowth.evidence.answers import Answer, ModelSet, Row
from regrowth.evidence.batch import simulate
from regrowth.evidence.binding import Arm, Names, NotBindable, arms
from regrowth.evidence.checking import by_species, for_species, judge, known, placed, select
from regrowth.evidence.comparison import GROUPS, Comparison
from regrowth.evidence.experiment import Experiment
from regrowth.evidence.hypotheses import Hypothesis, hypotheses
from regrowth.evidence.measuring import Course
from regrowth.evidence.nulls import BY_QUESTION, KEPT, MAJORITY, NO_DRUG, majority_answers, question
from regrowth.evidence.persons import draw
from regrowth.evidence.reading import shipped
from regrowth.evidence.scoreboard import Result

if TYPE_CHECKING:
    from regrowth.engine import Model

Progress = Callable[[int, int, str], None]
NULL_SETS = (KEPT, MAJORITY, BY_QUESTION, NO_DRUG)
LEVELS_COMPARED = ("signalling", "synapses", "behaviour")


@checked
def compare(
    files_or_levels: Iterable[str | Path] | str | Path | None = None,
    *,
    hypothesis: Sequence[str] = (),
    about: str = "",
    with_: Sequence[str] = (),
    without: Sequence[str] = (),
    rtol: float = 1e-6,
    progress: Progress | None = None,
) -> Comparison:
    """Score rival model sets on the battery and on what is known of signalling, synapses and behaviour.

    `hypothesis`      only these, by name or letter
    `about`           only experiments whose sentence says this (an agent, a drug, a source)
    `with_/without`   one more set of your own: the default with these added and left out

    Examples
    --------
    >>> compare(about="rapamycin").totals()["default"]["battery both"]  # doctest: +SKIP
    {'of': 8, 'passed': 6}
    """
    with_, without = listed(with_), listed(without)
    sets = model_sets(hypotheses(hypothesis), with_, without)
    known(with_, without)
    experiments = chosen(files_or_levels, about)
    return _compared(experiments, sets, rtol, progress or (lambda *_: None))


def model_sets(
    rivals: Sequence[Hypothesis], with_: tuple[str, ...] = (), without: tuple[str, ...] = ()
) -> tuple[ModelSet, ...]:
    """The columns of a comparison. What is left out of a hypothesis "alone" are all others, compared here or not."""
    everyone = hypotheses()
    alone, less = [], []
    for h in rivals:
        rest = (m for o in everyone if o is not h and o.in_default for m in o.mechanisms)
        others = tuple(m for m in rest if m not in h.mechanisms)
        added = () if h.in_default else h.mechanisms
        alone.append(ModelSet(f"{h.name} alone", "alone", h.letter, h, added, others))
        if h.in_default:
            less.append(ModelSet(f"without {h.name}", "without", f"−{h.letter}", h, (), h.mechanisms))
        else:
            less.append(ModelSet(f"with {h.name}", "with", f"+{h.letter}", h, h.mechanisms, ()))
    nulls = [ModelSet(name, "null", label) for name, label in zip(NULL_SETS, "kmqn", strict=True)]
    own = [ModelSet("yours", "yours", "Y", None, with_, without)] if with_ or without else []
    return (ModelSet("default", "default", "d"), *own, *alone, *less, *nulls)


def chosen(files_or_levels: Iterable[str | Path] | str | Path | None = None, about: str = "") -> list[Experiment]:
    """The experiments to compare on: all verdicts and what the rivals act on, or what was asked for."""
    if files_or_levels:
        found = select(files_or_levels)
    else:
        found = [e for e in shipped() if e.kind == "verdict" or e.level in LEVELS_COMPARED]
    if not about:
        return found
    named = [e for e in found if about.lower() in _sentence(e).lower()]
    if not named:
        words = {word for e in found for word in _sentence(e).replace(",", " ").split()}
        raise RegrowthError(f"No experiment says {about!r}. {nearest(about, words)}".strip())
    return named


def _compared(
    experiments: Sequence[Experiment], sets: Sequence[ModelSet], rtol: float, progress: Progress
) -> Comparison:
    from regrowth.engine import assemble

    simulated = [s for s in sets if s.simulated]
    rivals = {m for s in simulated for m in s.with_}
    majority = majority_answers(shipped())
    answers: dict[str, dict[str, Answer]] = {e.id: {} for e in experiments}
    not_bindable: list[tuple[Experiment, str]] = []
    seconds = {"compile": 0.0, "solve": 0.0}
    groups = by_species(experiments)
    models = {
        (species, s.name): assemble(species, *for_species(species, s.with_, s.without))
        for species in groups
        for s in simulated
    }
    _compile(list(dict.fromkeys(models.values())), seconds, progress)
    done = 0
    for species, group in groups.items():
        widest = assemble(species, *for_species(species, tuple(sorted(rivals)), ()))
        names = Names.of(widest)
        bound: dict[str, dict[str, Arm]] = {}
        for e in group:
            with placed(e):
                draw(e.people, widest)
            try:
                bound[e.id] = arms(e, names)
            except NotBindable as reason:
                not_bindable.append((e, str(reason)))
        here = [e for e in group if e.id in bound]
        scored: dict[Model, dict[str, Answer]] = {}
        for s in simulated:
            model = models[species, s.name]
            if model not in scored:
                results = _scores(model, here, bound, majority, seconds, rtol)
                scored[model] = {name: _answer(r) for name, r in results.items()}
                if s.kind == "default":
                    for e in here:
                        answers[e.id] |= _null_answers(e, results[e.id], majority)
            for e in here:
                answers[e.id][s.name] = scored[model][e.id]
            done += 1
            progress(done, len(groups) * len(simulated), "Simulating")
    gone = {e.id for e, _ in not_bindable}
    rows = _in_order([Row(e, answers[e.id]) for e in experiments if e.id not in gone], [s.name for s in simulated])
    answering = {name for row in rows for name in row.answers}
    kept = tuple(s for s in sets if s.name in answering)
    return Comparison(kept, tuple(rows), tuple(not_bindable), seconds)


def _compile(models: Sequence[Model], seconds: dict[str, float], progress: Progress) -> None:
    """Compile every model once, several at a time: the compiler runs in processes of its own."""
    from regrowth.engine import simulator

    started = time.perf_counter()
    with ThreadPoolExecutor(max_workers=max(1, min(os.cpu_count() or 1, 8))) as workers:
        waiting = [workers.submit(simulator, model) for model in models]
        try:
            for done, finished in enumerate(as_completed(waiting), 1):
                finished.result()
                progress(done, len(models), "Compiling model sets")
        except BaseException:
            workers.shutdown(wait=False, cancel_futures=True)
            raise
    seconds["compile"] += time.perf_counter() - started


def _scores(
    model: Model,
    experiments: Sequence[Experiment],
    bound: dict[str, dict[str, Arm]],
    majority: dict[str, str],
    seconds: dict[str, float],
    rtol: float,
) -> dict[str, Result | str]:
    """Each experiment's result in one model, or why there is none."""
    own = Names.of(model)
    felt = {
        name: {arm: Arm(a.people, tuple(r for r in a.rows if r.channel in own.inputs)) for arm, a in several.items()}
        for name, several in bound.items()
    }
    able = [e for e in experiments if all(name in own.observables for name in e.reads)]
    found: dict[str, Result | str] = {e.id: f"this set has no {e.observe}" for e in experiments}
    if not able:
        return found
    courses, broken = simulate(model, able, felt, seconds, rtol)
    for e in able:
        problem = next((broken[arm] for arm in felt[e.id].values() if arm in broken), None)
        if problem:
            found[e.id] = problem
            continue
        mine: dict[str, Course] = {name: courses[arm] for name, arm in felt[e.id].items()}
        try:
            found[e.id] = judge(e, mine, majority)
        except UnitProblem as reason:
            found[e.id] = str(reason)
    return found


def _answer(result: Result | str) -> Answer:
    if isinstance(result, str):
        return Answer(result, False, answered=False)
    return Answer(_finite(result.predicted), result.score.passed, z=result.score.z)


def _null_answers(experiment: Experiment, result: Result | str, majority: dict[str, str]) -> dict[str, Answer]:
    if isinstance(result, str):
        return {}
    told = {
        KEPT: "kept",
        MAJORITY: majority.get(experiment.kind, ""),
        BY_QUESTION: majority.get(question(experiment), ""),
        NO_DRUG: "no change" if experiment.kind == "sign" else "as before the dose",
    }
    return {name: Answer(told[name], passed) for name, passed in result.nulls.items() if name in told}


def _in_order(rows: Sequence[Row], sets: Sequence[str]) -> list[Row]:
    """Battery, signs, numbers; in each the rows that split the sets most first, contradictory pairs together."""
    split: dict[str, tuple[int, int]] = {}
    first: dict[str, int] = {}
    for place, row in enumerate(rows):
        unit = row.experiment.pair or row.experiment.id
        split[unit] = max(split.get(unit, (0, 0)), row.disagreement(sets))
        first.setdefault(unit, place)

    def key(row: Row) -> tuple[int, int, int, int]:
        unit = row.experiment.pair or row.experiment.id
        evenly, variety = split[unit]
        return GROUPS.index(row.group), -evenly, -variety, first[unit]

    return sorted(rows, key=key)


def _sentence(e: Experiment) -> str:
    parts = (e.id, e.people, *e.give, *e.perturb, *e.instead, *e.context, str(e.observe), e.source, e.note)
    return " ".join(parts)


def _finite(told: str | float | list[float]) -> str | float | list[float]:
    """A number that JSON can hold."""
    if isinstance(told, str):
        return told or "silent"
    if isinstance(told, list):
        return [float(f"{v:.6g}") for v in told]
    return float(f"{told:.6g}")
