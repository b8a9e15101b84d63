"""The network as a level of evidence: sessions are counted synapse by synapse."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regrowth.engine import assemble
from regrowth.evidence.batch import simulate
from regrowth.evidence.binding import Names, NotBindable, arms
from regrowth.evidence.experiment import Experiment, Measure, Observe, Point
from regrowth.network import imaging


@pytest.fixture(scope="module")
def model():
    return assemble("mouse")


@pytest.fixture
def finding():
    return Experiment(
        "survival", "value", "check", "mouse", Observe(("network.new_spine_survival",)), Measure(),
        (Point(120, 120, 30.0, 25.0, 35.0),), "phoumthipphavong2016", give=("10 mg/kg racemic ketamine IP",),
        context=("imaging interval = 1 from -24 h for 48 h",), unit="%",
    )  # fmt: skip


def courses(finding, model, monkeypatch):
    monkeypatch.setattr(imaging, "SYNAPSES", 20_000)
    below = imaging.underlying(finding, model)
    bound = {finding.id: arms(below, Names.of(model))}
    found, broken = simulate(model, [below], bound, {"compile": 0.0, "solve": 0.0})
    assert not broken
    return {name: imaging.course(finding, found[arm], model) for name, arm in bound[finding.id].items()}


def test_a_dose_makes_new_spines_and_their_survival_falls_from_all(finding, model, monkeypatch):
    seen = courses(finding, model, monkeypatch)
    drug, control = seen["drug"], seen["control"]
    assert list(drug.times) == [-25, 120]
    assert drug.values["network.new_spines"][0, 1] > 1.15 * control.values["network.new_spines"][0, 1]
    assert 10 < drug.values["network.new_spine_survival"][0, 1] < 60
    assert drug.values["network.density"][0, 0] == 1
    assert control.values["network.density"][0, 1] == pytest.approx(1, abs=0.03)


def test_the_network_counts_what_the_equations_count(finding, model, monkeypatch):
    """`network.new_spines` and `synapses.new_spines` are the same quantity, seen in two resolutions."""
    from regrowth.evidence.measuring import measure

    seen = courses(finding, model, monkeypatch)
    equations = replace(finding, observe=Observe(("synapses.new_spines",)), points=(Point(24, 24, 20.0),))
    bound = {finding.id: arms(equations, Names.of(model))}
    found, _ = simulate(model, [equations], bound, {"compile": 0.0, "solve": 0.0})
    drug, control = (found[bound[finding.id][name]] for name in ("drug", "control"))
    theirs = measure(equations, equations.points[0], drug, control)
    assert seen["drug"].values["network.new_spines"][0, 1] == pytest.approx(theirs, rel=0.12)


def test_what_cannot_be_bound_says_why(finding, model):
    with pytest.raises(NotBindable, match=r"did you mean network\.new_spines"):
        imaging.underlying(replace(finding, observe=Observe(("network.new_spine",))), model)
    with pytest.raises(NotBindable, match="two sessions"):
        imaging.underlying(replace(finding, context=()), model)
