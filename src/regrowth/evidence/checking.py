"""`check`: simulate experiments and score the model on them.

All arms of all experiments of one species go into one solve, each arm once, as one or more persons with a schedule
and output times of their own.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from regrowth.border import checked
from regrowth.conversion import UnitProblem
from regrowth.errors import NoRestingState, RegrowthError, listed, nearest
from regrowth.evidence.batch import Progress, simulate
from regrowth.evidence.binding import Arm, Names, NotBindable, arms, bare_arms
from regrowth.evidence.derived import as_observed, underlying
from regrowth.evidence.experiment import Experiment
from regrowth.evidence.measuring import Course, NobodyEnters, level, refuse_nobody
from regrowth.evidence.nulls import majority_answers, null_predictions, null_scores
from regrowth.evidence.persons import draw, species_of
from regrowth.evidence.predictive import group_spread, score_value
from regrowth.evidence.reading import read, shipped
from regrowth.evidence.scoreboard import ALL_LEVELS, Missed, Result, Scoreboard
from regrowth.evidence.scoring import score_sign, score_verdict
from regrowth.language import SPECIES, declared
from regrowth.protocol.study import ROLES


class SelectionWarning(UserWarning):
    """Rows of a file that were left out because levels or roles were named beside it."""


@checked
def check(
    files_or_levels: Iterable[str | Path] | str | Path | None = None,
    with_: Sequence[str] = (),
    without: Sequence[str] = (),
    *,
    rtol: float = 1e-6,
    progress: Progress | None = None,
) -> Scoreboard:
    """Score the model on experiments: all that are shipped, those of some levels or roles, or those in files.

    `progress` is called with (people done, people in all) while a species is simulated.

    Examples
    --------
    >>> check(["pharmacokinetics", "check"])  # doctest: +SKIP
    >>> check("my_experiments.yaml", without=["circuit/habenula"])  # doctest: +SKIP
    """
    return check_experiments(select(files_or_levels), with_, without, rtol=rtol, progress=progress)


def select(files_or_levels: Iterable[str | Path] | str | Path | None = None) -> list[Experiment]:
    """The experiments that file names, level names and role names ask for; nothing asks for all shipped.

    Levels and roles beside files choose among the rows of those files.
    """
    asked = [files_or_levels] if isinstance(files_or_levels, str | Path) else list(files_or_levels or ())
    levels = {str(word) for word in asked if str(word) in ALL_LEVELS}
    roles = {str(word) for word in asked if str(word) in ROLES}
    paths = [word for word in asked if str(word) not in levels | roles]
    for word in paths:
        if not str(word).endswith((".csv", ".yaml", ".yml")):
            near = nearest(str(word), (*ALL_LEVELS, *ROLES)) or f"Levels are {', '.join(ALL_LEVELS)}."
            raise RegrowthError(f'"{word}" is neither a file of experiments (.csv, .yaml) nor a level. {near}')
    found = [e for path in paths for e in read(path)] if paths else shipped()
    chosen = [e for e in found if (not levels or e.level in levels) and (not roles or e.role in roles)]
    if paths and len(chosen) < len(found):
        asked_for = " and ".join(" or ".join(sorted(words)) for words in (levels, roles) if words)
        left = f"{len(chosen)} of {len(found)} experiments in {', '.join(map(str, paths))} are of {asked_for}"
        warnings.warn(f"{left}; the others are left out.", SelectionWarning, stacklevel=2)
    return chosen


def check_experiments(
    experiments: Sequence[Experiment],
    with_: Sequence[str] = (),
    without: Sequence[str] = (),
    *,
    rtol: float = 1e-6,
    progress: Progress | None = None,
) -> Scoreboard:
    """Simulate and score a list of experiments."""
    from regrowth.engine import assemble

    with_, without = listed(with_), listed(without)
    known(with_, without)
    majority = majority_answers(experiments)
    results: list[Result] = []
    not_bindable: list[Missed] = []
    failed: list[Missed] = []
    seconds: dict[str, float] = {"compile": 0.0, "solve": 0.0}
    for species, group in by_species(experiments).items():
        model = assemble(species, *for_species(species, with_, without))
        bound: dict[str, dict[str, Arm]] = {}
        simulated: list[Experiment] = []
        names = Names.of(model)
        for e in group:
            with placed(e):
                draw(e.people, model)
            try:
                below = underlying(e, names, model)
                bound[e.id] = arms(below, names) | bare_arms(below, names)
                simulated.append(below)
            except NotBindable as reason:
                not_bindable.append(Missed(e, str(reason)))
        here = [e for e in group if e.id in bound]
        if not here:
            continue
        courses, broken = simulate(model, simulated, bound, seconds, rtol, progress)
        for e in here:
            problem = next((broken[arm] for arm in bound[e.id].values() if arm in broken), None)
            if problem:
                failed.append(Missed(e, problem))
                continue
            try:
                seen = as_observed(e, {name: courses[arm] for name, arm in bound[e.id].items()}, model)
                results.append(judge(e, seen, majority))
            except UnitProblem as reason:
                not_bindable.append(Missed(e, str(reason)))
            except (NoRestingState, NobodyEnters) as reason:
                failed.append(Missed(e, str(reason)))
    place = {e.id: i for i, e in enumerate(experiments)}
    results.sort(key=lambda r: place[r.experiment.id])
    return Scoreboard(tuple(results), tuple(not_bindable), tuple(failed), seconds)


def courses_of(experiments: Sequence[Experiment]) -> dict[str, dict[str, Course]]:
    """The simulated arms of experiments by id, for scripts that need more of them than a score; no derived levels."""
    from regrowth.engine import assemble

    found: dict[str, dict[str, Course]] = {}
    for species, group in by_species(experiments).items():
        model = assemble(species)
        names = Names.of(model)
        bound = {e.id: arms(e, names) for e in group}
        courses, _ = simulate(model, group, bound, {"compile": 0.0, "solve": 0.0})
        found |= {name: {arm: courses[a] for arm, a in own.items()} for name, own in bound.items()}
    return found


def for_species(species: str, with_: Sequence[str], without: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is added and left out, as far as it concerns this species."""
    from regrowth.engine import default_set

    added = tuple(name for name in with_ if species in declared(name).species)
    return added, tuple(name for name in without if name in default_set(species) or name in added)


def known(with_: Sequence[str], without: Sequence[str]) -> None:
    """Refuse to leave out what no species has; the error is the assembly's own."""
    from regrowth.engine import assemble

    left = {name for species in SPECIES for name in for_species(species, with_, without)[1]}
    for name in without:
        if name not in left:
            assemble("human", tuple(with_), (name,))


def by_species(experiments: Iterable[Experiment]) -> dict[str, list[Experiment]]:
    """Experiments by the species of their people."""
    found: dict[str, list[Experiment]] = {}
    for e in experiments:
        with placed(e):
            found.setdefault(species_of(e.people), []).append(e)
    return found


def judge(experiment: Experiment, courses: dict[str, Course], majority: dict[str, str]) -> Result:
    """Score one experiment from the courses of its arms."""
    if experiment.kind in ("value", "curve"):
        refuse_nobody(experiment, courses["drug"], courses["control"])
        numbers, score = score_value(experiment, courses["drug"], courses["control"])
        told = null_predictions(experiment, courses)
        return Result(
            experiment,
            numbers if experiment.kind == "curve" else numbers[0],
            score,
            {null: right for null, (_, right) in told.items()},
            {null: numbers[0] for null, (numbers, _) in told.items() if experiment.kind == "value"},
        )
    nulls = null_scores(experiment, courses, majority)
    at = {name: float(np.mean(level(experiment, experiment.points[0], c))) for name, c in courses.items()}
    if experiment.kind == "sign":
        spread = courses["control"].spread.get(str(experiment.observe)) or group_spread(experiment, courses)
        score = score_sign(experiment, at["drug"], at["control"], spread)
    else:
        other = at["both"] - at["alone"] if "both" in at else at["instead"] - at["control"]
        score = score_verdict(experiment, at["drug"] - at["control"], other, at["control"])
    return Result(experiment, score.answer or "", score, nulls)


@contextmanager
def placed(experiment: Experiment) -> Iterator[None]:
    """Complaints about the people say in which row they stand."""
    try:
        yield
    except RegrowthError as error:
        raise RegrowthError(f"{experiment.where}, people: {error}") from error
