"""A protocol's words matched to a model: what is done, what is measured, who goes on, what is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from regrowth.conversion import conversion
from regrowth.engine import Model, Observable
from regrowth.errors import RegrowthError, listed, nearest
from regrowth.protocol import Arm, Gate, Measure, Protocol, ProtocolError, Row, resolve
from regrowth.scales import SCALES, needed_by

EVERYTHING_UP_TO = 20  # people: of more only ports and measures are kept

Measured = tuple[Measure, tuple[Observable, ...]]  # the observables of a sum
Gated = tuple[Gate, Observable]


def arm_rows(arm: Arm, model: Model, file: str = "") -> list[Row]:
    """An arm's schedule with the protocol's words matched to the model's inputs.

    Inputs that are known but that no mechanism of this model reads act on nothing.

    Raises
    ------
    ProtocolError
        If there is nothing of that name; names file, line and the nearest.
    """
    known = {w.name for w in model.words.values() if w.kind == "input"}
    return arm.bound_rows([w.name for w in model.inputs], known, file)


def measures_of(plan: Protocol, model: Model) -> tuple[Measured, ...]:
    """What a protocol measures; what it observes and compares with must be there, too."""
    for name in plan.observe:
        _named(name, "observe", None, plan, model)
    for dot in plan.evidence:
        _summed(dot.what, "evidence", None, plan, model)
    return tuple((m, _summed(m.what, "measure", m.line, plan, model, m.unit)) for m in plan.measures)


def gates_of(plan: Protocol, model: Model) -> tuple[Gated, ...]:
    """Who goes on, each with the yes-or-no measure of the outcomes that says so."""
    found = []
    for gate in plan.enter:
        name = gate.who
        if words := re.fullmatch(r"(?:(.+) )?(responders|remitters)", gate.who, re.IGNORECASE):
            scale = SCALES[_rated_scale(words[1], gate, plan, model)]
            name = scale.responders if words[2].lower() == "responders" else scale.remitters
        measure = _named(name, "enter", gate.line, plan, model)
        if measure.level != "outcomes" or measure.unit != "1":
            says = (
                f"{gate.who} is no yes-or-no measure of people's outcomes. Write responders, remitters, or one such as "
                "response, remission_12 or trauma_response."
            )
            raise _fault("enter", says, gate.line, plan)
        found.append((gate, measure))
    return tuple(found)


def read_at_visits(measures: Iterable[Measured], gates: Iterable[Gated]) -> set[str]:
    """The observables that visits need: for what is measured, and to find who goes on."""
    return {o.name for _, own in measures for o in own} | needed_by(o.name for _, o in gates)


def kept_of(
    plan: Protocol,
    model: Model,
    people: int,
    observe: Sequence[str] | None,
    measures: Iterable[Measured],
    gates: Iterable[Gated],
) -> tuple[Observable, ...]:
    """What a run keeps: what is asked for, or by default what so many people allow, and all that visits need."""
    if observe is not None:
        wanted = {model.observable(name).name for name in listed(observe)}
    elif people <= EVERYTHING_UP_TO:
        wanted = {o.name for o in model.observables}
    else:
        wanted = {o.name for o in model.observables if o.symbol in model.words}
    wanted |= {_named(name, "observe", None, plan, model).name for name in plan.observe}
    wanted |= read_at_visits(measures, gates)
    return tuple(o for o in model.observables if o.name in wanted)


def _rated_scale(said: str | None, gate: Gate, plan: Protocol, model: Model) -> str:
    """The scale by which people are responders: the one that is said or, of several, the one that is measured."""
    asked = [said] if said else [measure.what for measure in plan.measures]
    meant = {_named(what, "enter", gate.line, plan, model).name for what in asked if "+" not in what} & SCALES.keys()
    if len(meant) != 1:
        names = " and ".join(scale.name for scale in SCALES.values())
        which = " or ".join(f"{scale.name} responders ({scale.responders[9:]})" for scale in SCALES.values())
        says = f"{gate.who} by which scale? Measure one of {names}, or write {which}, or another yes-or-no measure."
        raise _fault("enter", says, gate.line, plan)
    return meant.pop()


def _summed(
    what: str, key: str, line: int | None, plan: Protocol, model: Model, wanted: str = ""
) -> tuple[Observable, ...]:
    """The observables that a word, or a sum of words, means; all of one level and of units that convert."""
    found = tuple(_named(part.strip(), key, line, plan, model) for part in what.split("+"))
    try:
        if len({o.level for o in found}) > 1:
            raise RegrowthError(f"{what} is a sum over levels: add what is of one level.")
        for o in found:
            conversion(o.name, o.unit, wanted or found[0].unit)
    except RegrowthError as error:
        raise _fault(key, error, line, plan) from None
    return found


def _named(what: str, key: str, line: int | None, plan: Protocol, model: Model) -> Observable:
    """The observable that a word of the protocol means; the error names file, line and the nearest."""
    try:
        if "." not in what:
            by_symbol = {o.symbol: o for o in model.observables}
            return by_symbol[resolve(what, list(by_symbol))]
        by_name = {o.name: o for o in model.observables}
        if what not in by_name:
            hint = nearest(what, by_name) or "`regrowth describe --names` lists what it has."
            raise ProtocolError(f'the model has no observable "{what}". {hint}')
        return by_name[what]
    except ProtocolError as error:
        raise _fault(key, error.problem, line, plan) from None


def _fault(key: str, says: object, line: int | None, plan: Protocol) -> ProtocolError:
    return ProtocolError(f"{key}: {says}", Path(plan.file).name, line)
