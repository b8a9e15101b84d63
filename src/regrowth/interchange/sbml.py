"""An assembled model with a protocol arm's schedule as SBML Level 3 Version 2 Core.

    states            parameters with rate rules, from the person's undosed steady state
    auxiliaries       parameters with assignment rules
    parameters        constants; so are the values of at_rest(...)
    inputs, targets   parameters that events set at the edges of the schedule (``edge_0`` …)

All numbers are in the model's coherent units (hour, µmol, litre, kilogram), which stand as unit definitions. SBML time
starts at 0; where a protocol begins earlier, the parameter ``protocol_time_at_start`` says at which hour.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import numpy as np

from regrowth import NOTICE
from regrowth.border import checked
from regrowth.errors import RegrowthError
from regrowth.interchange.sbml_math import FUNCTIONS, MathWriter
from regrowth.interchange.sbml_units import UnitWriter
from regrowth.language.units import TIME, unit

if TYPE_CHECKING:
    from regrowth.engine import Events, Model
    from regrowth.language import State
    from regrowth.protocol import Arm

LEVEL, VERSION = 3, 2
START = "protocol_time_at_start"


@checked
def export_sbml(
    model: Model,
    arm: Arm | Events | None,
    path: str | Path,
    weight: float | None = None,
    *,
    person: Mapping[str, float] | None = None,
) -> None:
    """Write a model, and what is done in one arm, as an SBML file.

    Parameters
    ----------
    arm
        An arm of a protocol, the events of one person, or None for a model to which nothing is done.
    weight
        Body weight (kg) of the person, for doses per kg; the species' usual one if not given.
    person
        Covariates and parameters of the person that differ from the model's, in declared units.

    Raises
    ------
    RegrowthError
        If libSBML is not installed, the person has no undosed steady state, or the file would not be valid.
    """
    libsbml = _libsbml()
    document = _Document(libsbml, model, arm, dict(person or {}) | ({} if weight is None else {"weight": weight}))
    text = libsbml.writeSBMLToString(document.made())
    _check(libsbml, document.document)
    Path(path).write_text(text, encoding="utf-8")


def sbml_id(name: str) -> str:
    """The SBML id of a name: ``receptors/channel_block.k_on`` → ``receptors__channel_block__k_on``."""
    return re.sub(r"[/.]", "__", name)


def resting(value: float, state: State) -> float:
    """An initial value, 0 for next to nothing: COPASI takes 1e-50 for a size whose digits it must keep."""
    return 0.0 if abs(value) < 1e-15 * state.scale * unit(state.unit).factor else float(value)


def rest_id(name: str) -> str:
    return f"at_rest__{name}"


def _libsbml() -> Any:
    try:
        import libsbml
    except ImportError:
        raise RegrowthError(
            "SBML needs libSBML, which is not installed: in the clone, `uv pip install '.[interchange]'`."
        ) from None
    return libsbml


def _check(libsbml: Any, document: Any) -> None:
    """Refuse to write what libSBML's own consistency check calls an error."""
    document.checkConsistency()
    if document.getNumErrors(libsbml.LIBSBML_SEV_ERROR) + document.getNumErrors(libsbml.LIBSBML_SEV_FATAL):
        raise AssertionError("the exported SBML is not valid:\n" + document.getErrorLog().toString())


class _Document:
    def __init__(self, libsbml: Any, model: Model, arm: Arm | Events | None, person: dict[str, float]):
        from regrowth.engine import simulator

        self.sbml, self.model = libsbml, model
        self.simulator = simulator(model)
        self.row = self.simulator.people(person, 1)
        self.events = self._events(arm)
        self.rest = self.simulator.rest(self.row, self.events.held)
        if self.rest.status[0]:
            name = model.states[self.rest.worst[0]].name
            raise RegrowthError(f"this person has no undosed steady state: {name} does not come to rest")
        self.start = min(0.0, *self.events.times) if len(self.events.times) else 0.0
        self.title = getattr(arm, "name", "")
        self.document = libsbml.SBMLDocument(LEVEL, VERSION)
        self.to = self.document.createModel()
        self.units = UnitWriter(libsbml, self.to)
        self.math = MathWriter(libsbml, sbml_id, rest_id)

    def _events(self, arm: Arm | Events | None) -> Events:
        from regrowth.engine import Events, Schedule

        if arm is None:
            return Schedule.empty(1).events(self.model)
        if isinstance(arm, Events):
            if arm.n_people != 1:
                raise RegrowthError(f"an SBML file holds one person; these are the events of {arm.n_people}")
            return arm
        from regrowth.matching import arm_rows

        rows = arm_rows(arm, self.model)
        index = self.model.parameter_index
        if "weight" not in index and any(row[4] for row in rows):
            raise RegrowthError("doses per kg need a model that knows body weight; no mechanism in this one reads it")
        weight = self.row[0, index["weight"]] if "weight" in index else 1.0
        return Events.for_arm(self.model, rows, np.array([weight]))

    def made(self) -> Any:
        self._head()
        self._functions()
        self._constants()
        self._inputs()
        self._states()
        self._auxiliaries()
        self._schedule()
        return self.document

    def _head(self) -> None:
        model, to = self.model, self.to
        to.setId(f"regrowth_{model.species}_{model.fingerprint}")
        to.setName(f"regrowth, {model.species}" + (f", {self.title}" if self.title else ""))
        hour = self.units.of_dimension(TIME)
        to.setTimeUnits(hour)
        to.setSubstanceUnits(self.units.id_of("umol"))
        to.setExtentUnits(self.units.id_of("umol"))
        to.setVolumeUnits("litre")
        mechanisms = "".join(f"<li>{escape(m.name)}: {escape(m.title)}</li>" for m in model.mechanisms)
        _note(
            to,
            f"<p>{NOTICE} {len(model.states)} states, {len(model.parameters)} parameters. Units are coherent: hour, "
            "µmol, litre, kilogram, point of a rating scale (dimensionless here). Initial values are the person's "
            f"undosed steady state. SBML time 0 is {self.start:.12g} h of the protocol, whose time 0 is the first "
            f"dose.</p><p>Mechanisms:</p><ul>{mechanisms}</ul>",
        )

    def _functions(self) -> None:
        for name, (arguments, formula) in FUNCTIONS.items():
            function = self.to.createFunctionDefinition()
            function.setId(name)
            function.setMath(self._parsed(f"lambda({arguments}, {formula})"))

    def _parsed(self, formula: str) -> Any:
        settings = self.sbml.L3ParserSettings()
        settings.setParseL3v2Functions(True)
        tree = self.sbml.parseL3FormulaWithSettings(formula, settings)
        assert tree is not None, self.sbml.getLastParseL3Error()
        return tree

    def _constants(self) -> None:
        values = dict(zip(self.model.parameter_index, self.row[0], strict=True))
        for p in self.model.parameters:
            note = f"{p.meaning}; declared in {p.unit}; source: {p.source}" + (f"; {p.note}" if p.note else "")
            self._parameter(p.name, p.unit, values[p.name], note)
        for c in self.model.covariates:
            self._parameter(c.name, c.unit, values[c.name], f"{c.meaning}; covariate, in {c.unit}")
        observables = {o.symbol: o for o in self.model.observables}
        for name, value in zip(self.model.rest_names, self.rest.values[0], strict=True):
            o = observables[name]
            note = f"{o.meaning}; value in this person's undosed steady state"
            self._parameter(f"{name} at rest", o.unit, value, note, identifier=rest_id(name))
        self._parameter(START, "h", self.start, "hour of the protocol at SBML time 0")

    def _inputs(self) -> None:
        for w, value in zip(self.model.inputs, self.events.held[0], strict=True):
            note = f"{w.meaning}; {w.kind} of the schedule, in {w.unit}"
            self._parameter(w.name, w.unit, value, note, constant=False)

    def _states(self) -> None:
        for s, value, rate in zip(self.model.states, self.rest.states[0], self.model.rates, strict=True):
            note = f"{s.meaning}; state of {rate.mechanism}, declared in {s.unit}"
            self._parameter(s.name, s.unit, resting(value, s), note, constant=False)
            rule = self.to.createRateRule()
            rule.setVariable(s.name)
            rule.setMath(self.math.write(rate.expression))

    def _auxiliaries(self) -> None:
        observables = {o.symbol: o for o in self.model.observables}
        for v in self.model.values:
            o = observables[v.target]
            note = f"{o.meaning}; of {v.mechanism or 'the vocabulary'}, declared in {o.unit}"
            self._parameter(v.target, o.unit, None, note, constant=False)
            rule = self.to.createAssignmentRule()
            rule.setVariable(v.target)
            rule.setMath(self.math.write(v.expression))

    def _schedule(self) -> None:
        """One event per edge. Its hour and the values it sets are parameters, so that other doses need no new file."""
        inputs = self.model.inputs
        times, channels, values = self.events.times, self.events.channels, self.events.values
        for number, t in enumerate(np.unique(times)):
            at = f"edge_{number}__time"
            self._parameter(at, "h", t - self.start, f"{t:.12g} h of the protocol")
            event = self.to.createEvent()
            event.setId(f"edge_{number}")
            event.setUseValuesFromTriggerTime(True)
            trigger = event.createTrigger()
            trigger.setInitialValue(False)  # so that an edge at time 0 happens, too
            trigger.setPersistent(True)
            trigger.setMath(self._parsed(f"time >= {at}"))
            for k in np.flatnonzero(times == t):
                word = inputs[channels[k]]
                identifier = f"edge_{number}__{word.name}"
                self._parameter(identifier, word.unit, values[k], f"{word.meaning}, from edge {number} on")
                assignment = event.createEventAssignment()
                assignment.setVariable(word.name)
                assignment.setMath(self.math.name(identifier))

    def _parameter(
        self, name: str, text: str, value: float | None, note: str, *, constant: bool = True, identifier: str = ""
    ) -> None:
        identifier = identifier or sbml_id(name)
        parameter = self.to.createParameter()
        parameter.setId(identifier)
        parameter.setMetaId(f"meta_{identifier}")
        parameter.setName(name)
        parameter.setUnits(self.units.of_dimension(unit(text).dimension))
        parameter.setConstant(constant)
        if value is not None:
            parameter.setValue(float(value))
        if note:
            _note(parameter, f"<p>{escape(note)}</p>")


def _note(element: Any, xhtml: str) -> None:
    code = element.setNotes(f'<body xmlns="http://www.w3.org/1999/xhtml">{xhtml}</body>')
    assert code == 0, (code, xhtml)
