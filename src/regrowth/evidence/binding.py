"""From experiments to arms: who gets what when, in the words of the model.

An experiment needs up to four arms. The control arm is the same people in the same context without drug and
perturbation (or with what `control` says). A verdict with a perturbation also needs the perturbation alone; one with
something instead of the drug needs that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from regrowth.errors import RegrowthError, nearest
from regrowth.evidence.experiment import WITH_DRUG, Experiment
from regrowth.protocol.agents import in_full
from regrowth.protocol.arms import is_felt, sessions
from regrowth.protocol.dose import Dose, check_dose, parse_dose
from regrowth.protocol.perturbation import parse_perturbation
from regrowth.protocol.schedule import Row
from regrowth.protocol.times import parse_times
from regrowth.protocol.words import ProtocolError, resolve

if TYPE_CHECKING:
    from regrowth.engine import Model

T = TypeVar("T")
_DOSE = re.compile(r"[\d.]+ ?(ng|µg|ug|mg|g|nmol|µmol|umol)\b|(saline|placebo|vehicle|sham) ", re.IGNORECASE)


class NotBindable(RegrowthError):
    """The model at hand has no such observable, channel, target or people: the text is the reason."""


@dataclass(frozen=True)
class Names:
    """What a model offers to bind to: its observables with their units, its input channels and targets."""

    species: str
    observables: Mapping[str, str]
    inputs: tuple[str, ...]

    @classmethod
    def of(cls, model: Model) -> Names:
        return cls(model.species, {o.name: o.unit for o in model.observables}, tuple(w.name for w in model.inputs))


@dataclass(frozen=True)
class Arm:
    """One group of an experiment: people, and everything done to them. Equal arms are simulated once."""

    people: str
    rows: tuple[Row, ...]

    @property
    def edges(self) -> list[float]:
        """When something starts or stops, in rising order."""
        finite = {t for row in self.rows for t in (row.start, row.stop) if abs(t) != float("inf")}
        return sorted(finite)


def arms(experiment: Experiment, model: Names) -> dict[str, Arm]:
    """The experiment's arms by name: `drug`, `control`, and for verdicts `both` and `alone`, or `instead`.

    Raises
    ------
    NotBindable
        When the model lacks something the experiment needs.
    """
    _observables_exist(experiment, model)
    given = _doses(experiment, experiment.give, model.species)
    control = _doses(experiment, experiment.control, model.species)
    context = _changes(experiment, experiment.context, model)
    context += _sessions(experiment, context, model)
    changes = _changes(experiment, experiment.perturb, model)

    def arm(*parts: list[Row]) -> Arm:
        rows = tuple(row for part in (context, *parts) for row in part)
        for row in rows:
            _channel_exists(row.channel, model)
        return Arm(experiment.people, rows)

    if experiment.kind != "verdict":
        return {"drug": arm(given, changes), "control": arm(control)}
    named = {"drug": arm(given), "control": arm(control)}
    if experiment.points[0].expect in WITH_DRUG:
        return named | {"both": arm(given, changes), "alone": arm(control, changes)}
    doses = tuple(text for text in experiment.instead if _DOSE.match(text))
    done = tuple(text for text in experiment.instead if not _DOSE.match(text))
    other = _doses(experiment, doses, model.species)
    return named | {"instead": arm(other, _changes(experiment, done, model), changes)}


def bare_arms(experiment: Experiment, model: Names) -> dict[str, Arm]:
    """For the null "no context": the arms of a value in people's outcomes, without the context they were seen in."""
    if experiment.kind != "value" or experiment.level != "outcomes" or not experiment.context:
        return {}
    bare = arms(replace(experiment, context=()), model)
    return {"bare": bare["drug"], "bare control": bare["control"]}


def _observables_exist(experiment: Experiment, model: Names) -> None:
    for name in experiment.reads:
        if name not in model.observables:
            hint = nearest(name, model.observables)
            raise NotBindable(f"the {model.species} model has no observable {name}. {hint}".rstrip())
    for gate in experiment.enter:
        if model.observables[gate.who] != "1":
            raise RegrowthError(
                f"{experiment.where}, enter: {gate.who} is no yes-or-no measure. Write one, such as outcomes.response."
            )


def _channel_exists(channel: str, model: Names) -> None:
    if channel not in model.inputs:
        hint = nearest(channel, model.inputs)
        raise NotBindable(f"nothing in the {model.species} model takes {channel}. {hint}".rstrip())


def _doses(experiment: Experiment, sentences: tuple[str, ...], species: str) -> list[Row]:
    rows: list[Row] = []
    for text in sentences:
        sentence, on = times_given(experiment, text)
        dose = _read(experiment, sentence, _dose)
        check_dose(dose, species)
        rows += [row for start in on for row in dose.rows(start)]
    return rows


def times_given(experiment: Experiment, text: str) -> tuple[str, tuple[float, ...]]:
    """A dose sentence and its times: its own (`10 mg escitalopram oral on every 1 day for 27 d`), or the row's."""
    sentence, _, own = text.partition(" on ")
    if not own:
        return text, experiment.on
    try:
        return sentence, parse_times(own)
    except ValueError as error:
        raise RegrowthError(f"{experiment.where}, {experiment.id}: {error}") from error


def _sessions(experiment: Experiment, context: list[Row], model: Names) -> list[Row]:
    """In a trial, every dose that might be felt is given in a session, in both arms alike."""
    if "treatment_session" not in model.inputs or not any(row.channel == "in_trial" for row in context):
        return []
    felt: list[float] = []
    for text in (*experiment.give, *experiment.control):
        sentence, on = times_given(experiment, text)
        if is_felt(_read(experiment, sentence, _dose)):
            felt += on
    return sessions(felt)


def _changes(experiment: Experiment, sentences: tuple[str, ...], model: Names) -> list[Row]:
    rows: list[Row] = []
    for text in sentences:
        for sentence in in_full(text):
            change = _read(experiment, sentence, parse_perturbation)
            try:
                channel = resolve(change.target, model.inputs)
            except ProtocolError as error:
                raise NotBindable(error.problem) from error
            rows += [row._replace(channel=channel) for row in change.rows()]
    last = max(point.stop for point in experiment.points)
    if rows and min(row.start for row in rows) > last:
        raise RegrowthError(
            f"{experiment.where}, {experiment.id}: {'; '.join(sentences)!r} starts after the last observation, at "
            f"{last:g} h, and can change nothing"
        )
    return rows


@cache
def _dose(text: str) -> Dose:
    return parse_dose(text)


def _read(experiment: Experiment, text: str, reader: Callable[[str], T]) -> T:
    try:
        return reader(text)
    except ProtocolError as error:
        raise RegrowthError(f"{experiment.where}, {experiment.id}: {error.problem}") from error
