"""`check`: simulate experiments and score the model on them.

All arms of all experiments of one species go into one solve, each arm once, as one or more persons with a schedule
and output times of their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np

from regrowth.errors import NoRestingState, RegrowthError, nearest
from regrowth.evidence.batch import Progress, simulate
from regrowth.evidence.binding import Arm, Names, NotBindable, arms, bare_arms
from regrowth.evidence.derived import as_observed, underlying
from regrowth.evidence.experiment import ROLES, Experiment
from regrowth.evidence.measuring import Course, UnitProblem, level
from regrowth.evidence.nulls import NULLS, majority_answers, null_predictions, null_scores
from regrowth.evidence.persons import draw, species_of
from regrowth.evidence.predictive import score_value
from regrowth.evidence.reading import read, shipped
from regrowth.evidence.scoring import Score, score_sign, score_verdict
from regrowth.language import LEVELS, SPECIES, load

if TYPE_CHECKING:
    from rich.console import Group


ALL_LEVELS = (*LEVELS, "network", "brain")
Number = float | list[float]


class Counts(TypedDict):
    """How many experiments are right; for each null how many it can answer, how many right, and how many the model.

    `inside` counts values by the plain rule alone, the published 95 % interval. `predictive` counts those that have a
    predictive interval and those it covers, with its median width by unit. `points_off` is the mean absolute error of
    values in points of a rating scale: the model's and the nulls', on the rows that every one of them answers.
    """

    of: int
    passed: int
    share: float
    nulls: dict[str, dict[str, int]]
    inside: dict[str, int]
    predictive: dict[str, float]
    points_off: dict[str, float]


@dataclass(frozen=True, slots=True)
class Result:
    """One experiment's score, beside what was observed and what the null models would have scored."""

    experiment: Experiment
    predicted: Number | str
    score: Score
    nulls: dict[str, bool] = field(default_factory=dict)
    null_numbers: dict[str, float] = field(default_factory=dict)  # what nulls predict, for values

    @property
    def observed(self) -> Number | str:
        points = self.experiment.points
        return [p.number for p in points] if self.experiment.kind == "curve" else points[0].expect

    def to_dict(self) -> dict[str, object]:
        """The experiment's entry in `--json`."""
        e, s = self.experiment, self.score
        if e.kind in ("sign", "verdict"):
            scored: dict[str, object] = {"verdict": s.answer}
        else:
            scored = {"z": _plain(s.z)}
        if s.error is not None:
            scored["error"] = _plain(s.error)
        if s.fold is not None:
            scored["fold"] = _plain(s.fold)
        return {
            "id": e.id,
            "level": e.level,
            "kind": e.kind,
            "role": e.role,
            "observe": str(e.observe),
            "unit": e.unit,
            "observed": self.observed,
            "predicted": _plain(self.predicted),
            **scored,
            "pass": s.passed,
            **_interval(s),
            "nulls": self.nulls,
            "pair": e.pair or None,
            "source": e.source,
        }


@dataclass(frozen=True, slots=True)
class Missed:
    """An experiment without a score, and why."""

    experiment: Experiment
    reason: str


@dataclass(frozen=True)
class Scoreboard:
    """All scores of one check, what could not be bound, and how long it took."""

    results: tuple[Result, ...]
    not_bindable: tuple[Missed, ...]
    failed: tuple[Missed, ...]
    seconds: dict[str, float] = field(default_factory=dict)

    @staticmethod
    def order(level: str) -> int:
        """Where a level stands, from dose to symptom; levels of somebody's own come last."""
        return ALL_LEVELS.index(level) if level in ALL_LEVELS else len(ALL_LEVELS)

    def summary(self) -> dict[str, dict[str, Counts]]:
        """Counts by level and role (and over all levels), the nulls' beside it. A pair counts once, see `_right`."""
        found: dict[str, dict[str, Counts]] = {}
        for name in (*ALL_LEVELS, "all levels"):
            at_level = [r for r in self.results if name in (r.experiment.level, "all levels")]
            if at_level:
                roles = {role: [r for r in at_level if r.experiment.role == role] for role in ROLES}
                found[name] = {role: _counted(group) for role, group in (*roles.items(), ("both", at_level)) if group}
        return found

    def to_dict(self) -> dict[str, object]:
        """What `regrowth check --json` writes, as plain numbers, words, lists and dictionaries."""
        return {
            "experiments": [r.to_dict() for r in self.results],
            "not_bindable": [
                {"id": m.experiment.id, "level": m.experiment.level, "reason": m.reason} for m in self.not_bindable
            ],
            "failed": [{"id": m.experiment.id, "level": m.experiment.level, "reason": m.reason} for m in self.failed],
            "summary": {
                "levels": self.summary(),
                "scored": len(self.results),
                "not_bindable": len(self.not_bindable),
                "failed": len(self.failed),
                "seconds": {name: round(s, 3) for name, s in self.seconds.items()},
            },
        }

    def to_json(self) -> str:
        """`to_dict` as text."""
        return json.dumps(self.to_dict(), indent=1, ensure_ascii=False, allow_nan=False)

    def table(self, details: bool = True) -> Group:
        """The scoreboard for a terminal: one row per experiment, then the summary, then what could not be scored."""
        from regrowth.evidence.tables import scoreboard_tables

        return scoreboard_tables(self, details)


def check(
    files_or_levels: Iterable[str | Path] | str | None = None,
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
    >>> check("my_experiments.yaml", without=["receptors/nmda_block"])  # doctest: +SKIP
    """
    return check_experiments(select(files_or_levels), with_, without, rtol=rtol, progress=progress)


def select(files_or_levels: Iterable[str | Path] | str | None = None) -> list[Experiment]:
    """The experiments that file names, level names and role names ask for; nothing asks for all shipped."""
    asked = [files_or_levels] if isinstance(files_or_levels, str | Path) else list(files_or_levels or ())
    levels = {str(word) for word in asked if str(word) in ALL_LEVELS}
    roles = {str(word) for word in asked if str(word) in ROLES}
    paths = [word for word in asked if str(word) not in levels | roles]
    for word in paths:
        if not str(word).endswith((".csv", ".yaml", ".yml")):
            near = nearest(str(word), (*ALL_LEVELS, *ROLES))
            raise RegrowthError(f"{word} is neither a file of experiments (.csv, .yaml) nor a level. {near}".strip())
    found = [e for path in paths for e in read(path)] if paths else shipped()
    return [e for e in found if (not levels or e.level in levels) and (not roles or e.role in roles)]


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
            except NoRestingState as reason:
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

    added = tuple(name for name in with_ if species in load(name).mechanism.species)
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
        spread = courses["control"].spread.get(str(experiment.observe))
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


def _counted(group: list[Result]) -> Counts:
    units: dict[str, list[Result]] = {}
    for r in group:
        units.setdefault(r.experiment.pair or r.experiment.id, []).append(r)
    passed = sum(_right(unit) for unit in units.values())
    nulls: dict[str, dict[str, int]] = {}
    for null in NULLS:
        answered = [u for u in units.values() if any(null in r.nulls for r in u)]
        if answered:
            nulls[null] = {
                "of": len(answered),
                "passed": sum(any(r.nulls.get(null, False) for r in u) for u in answered),
                "model": sum(_right(u) for u in answered),
            }
    return {
        "of": len(units),
        "passed": passed,
        "share": round(passed / len(units), 4),
        "nulls": nulls,
        "inside": _inside(group),
        "predictive": _predictive(group),
        "points_off": _points_off(group),
    }


def _inside(group: list[Result]) -> dict[str, int]:
    judged = [r for r in group if r.score.inside is not None]
    return {"of": len(judged), "passed": sum(bool(r.score.inside) for r in judged)} if judged else {}


def _predictive(group: list[Result]) -> dict[str, float]:
    made = [r for r in group if r.score.low is not None and r.score.high is not None]
    if not made:
        return {}
    widths: dict[str, list[float]] = {}
    for r in made:
        widths.setdefault(r.experiment.unit, []).append(float(r.score.high or 0.0) - float(r.score.low or 0.0))
    medians = {f"width, {unit}": round(float(np.median(found)), 3) for unit, found in widths.items() if len(found) > 2}
    return {"of": len(made), "covered": sum(bool(r.score.covered) for r in made), **medians}


def _points_off(group: list[Result]) -> dict[str, float]:
    rated = [r for r in group if r.experiment.kind == "value" and r.experiment.unit == "point" and r.null_numbers]
    names = sorted({null for r in rated for null in r.null_numbers}, key=NULLS.index)
    rated = [r for r in rated if len(r.null_numbers) == len(names)]
    if not rated:
        return {}

    published = np.array([r.experiment.points[0].number for r in rated])

    def off(numbers: list[Any]) -> float:
        return round(float(np.mean(np.abs(np.array(numbers, float) - published))), 3)

    found = {null: off([r.null_numbers[null] for r in rated]) for null in names}
    return {"of": len(rated), "model": off([r.predicted for r in rated]), **found}


def _interval(score: Score) -> dict[str, object]:
    """The plain rule and the predictive interval, for `--json`."""
    if score.inside is None:
        return {}
    plain: dict[str, object] = {"inside_published": score.inside}
    if score.low is not None:
        plain["predictive"] = {"low": _plain(score.low), "high": _plain(score.high), "covers": score.covered}
    return plain


def _right(unit: list[Result]) -> bool:
    """Whether a pair is right: of papers that contradict each other one side, of one finding at two levels both."""
    right = [r.score.passed for r in unit]
    return any(right) if len({str(r.observed) for r in unit}) > 1 else all(right)


def _plain(value: object) -> object:
    if isinstance(value, float):
        return float(f"{value:.6g}") if np.isfinite(value) else None
    return [_plain(v) for v in value] if isinstance(value, list) else value
