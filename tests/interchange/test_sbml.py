"""What the SBML file says, read back by libSBML."""

from __future__ import annotations

import sys

import libsbml
import numpy as np
import pytest

from regrowth.engine import Schedule, assemble, simulator
from regrowth.errors import RegrowthError
from regrowth.interchange import export_sbml
from regrowth.language import unit
from regrowth.protocol import arm, read


def exported(tmp_path, model, given=None, **more):
    export_sbml(model, given, tmp_path / "model.xml", **more)
    document = libsbml.readSBMLFromFile(str(tmp_path / "model.xml"))
    return document, document.getModel()


def severities(document) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for i in range(document.getNumErrors()):
        e = document.getError(i)
        found.setdefault(e.getSeverityAsString(), set()).add(e.getErrorId())
    return found


@pytest.mark.parametrize("species", ["human", "rat", "mouse"])
def test_valid_by_libsbml_units_included(species, tmp_path):
    """No error, and no unit that disagrees: what is left are notes on bare zeros, which fit any unit."""
    document, _ = exported(tmp_path, assemble(species), read("protocols/murrough2013b.yaml").arms[0] if species == "human" else None)
    assert document.getLevel() == 3 and document.getVersion() == 2
    document.checkConsistency()
    assert severities(document).keys() <= {"Warning"}
    assert severities(document).get("Warning", set()) <= {99505}


def test_says_every_name_once_with_unit_meaning_and_source(tmp_path):
    model = assemble("human")
    _, sbml = exported(tmp_path, model)
    ids = {p.getId(): p for p in sbml.getListOfParameters()}
    k = ids["receptors__channel_block__k_off"]
    assert k.getConstant() and k.getMetaId() == "meta_receptors__channel_block__k_off"
    declared = next(p for p in model.parameters if p.name == "receptors/channel_block.k_off")
    assert k.getValue() == pytest.approx(declared.value * unit(declared.unit).factor)
    assert k.getName() == declared.name  # unique, so that COPASI shows it as it is
    assert declared.source in k.getNotesString() and declared.meaning in k.getNotesString()
    assert {v.target for v in model.values} == {
        r.getVariable() for r in sbml.getListOfRules() if r.isAssignment()
    }
    assert [s.name for s in model.states] == [r.getVariable() for r in sbml.getListOfRules() if r.isRate()]
    assert "not medical advice" in sbml.getNotesString()


def test_initial_values_are_the_persons_rest(tmp_path):
    model = assemble("human")
    sim = simulator(model)
    person = {"weight": 91.0, "receptors/channel_block.k_off": 0.2}
    _, sbml = exported(tmp_path, model, person=person)
    rest = sim.rest(sim.people(person, 1), Schedule.empty(1).events(model).held)
    for s, value in zip(model.states, rest.states[0], strict=True):
        assert sbml.getParameter(s.name).getValue() == pytest.approx(value, rel=1e-12, abs=1e-300)
    assert sbml.getParameter("weight").getValue() == 91.0


def test_events_are_the_arms_edges(tmp_path):
    model = assemble("rat")
    given = arm("10 mg/kg racemic ketamine IP", perturb="mTORC1 -95 % from -30 min for 24 h (rapamycin)", species="rat")
    _, sbml = exported(tmp_path, model, given, weight=0.25)
    assert sbml.getParameter("protocol_time_at_start").getValue() == -0.5
    edges = {}
    for event in sbml.getListOfEvents():
        assert not event.getTrigger().getInitialValue()
        at = sbml.getParameter(f"{event.getId()}__time").getValue() - 0.5
        edges[round(at, 9)] = {
            a.getVariable(): sbml.getParameter(a.getMath().getName()).getValue()
            for a in event.getListOfEventAssignments()
        }
    assert sorted(edges) == pytest.approx([-0.5, 0.0, 1 / 60, 23.5])
    assert edges[-0.5] == {"mtorc1": pytest.approx(0.05)}
    assert edges[23.5] == {"mtorc1": 1.0}
    dose = 10e3 * 0.25 / 237.73  # µmol: 10 mg/kg of the base, 0.25 kg
    rate = edges[0.0]["s_ketamine_ip"] + edges[0.0]["r_ketamine_ip"]
    assert rate / 60 == pytest.approx(dose, rel=0.2)  # the salt counts for up to 15 %
    assert edges[0.0]["s_ketamine_ip"] == edges[0.0]["r_ketamine_ip"]


def test_what_holds_before_the_start_is_the_inputs_initial_value(tmp_path):
    model = assemble("rat")
    events = Schedule.from_rows(1, [(0, "mtorc1", -np.inf, 5.0, 0.5)]).events(model)
    _, sbml = exported(tmp_path, model, events)
    assert sbml.getParameter("mtorc1").getValue() == 0.5
    assert sbml.getNumEvents() == 1


def test_one_file_holds_one_person(tmp_path):
    model = assemble("rat")
    with pytest.raises(RegrowthError, match="one person"):
        export_sbml(model, Schedule.empty(2).events(model), tmp_path / "model.xml")


def test_without_libsbml_the_way_out_is_said(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "libsbml", None)
    with pytest.raises(RegrowthError, match=r"pip install '\.\[interchange\]'"):
        export_sbml(assemble("rat"), None, tmp_path / "model.xml")
    assert not (tmp_path / "model.xml").exists()


def test_an_unknown_name_of_the_person_is_refused(tmp_path):
    with pytest.raises(RegrowthError, match="wieght"):
        export_sbml(assemble("rat"), None, tmp_path / "model.xml", person={"wieght": 0.3})
