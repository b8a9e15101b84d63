"""The network as a level of evidence: sessions are counted synapse by synapse."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regrowth.engine import assemble
from regrowth.evidence import check_experiments, imaging, select
from regrowth.evidence.batch import simulate
from regrowth.evidence.binding import Names, NotBindable, arms
from regrowth.evidence.experiment import Experiment, Measure, Observe, Point


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


def courses(finding, model):
    below = imaging.underlying(finding, model)
    bound = {finding.id: arms(below, Names.of(model))}
    found, broken = simulate(model, [below], bound, {"compile": 0.0, "solve": 0.0})
    assert not broken
    return {name: imaging.course(finding, found[arm], model) for name, arm in bound[finding.id].items()}


def test_a_dose_makes_new_spines_and_their_survival_falls_from_all(finding, model):
    seen = courses(finding, model)
    drug, control = seen["drug"], seen["control"]
    assert list(drug.times) == [-25, 120]
    assert drug.values["network.new_spines"][0, 1] > 1.15 * control.values["network.new_spines"][0, 1]
    assert 10 < drug.values["network.new_spine_survival"][0, 1] < 60
    assert drug.values["network.density"][0, 0] == 1
    assert control.values["network.density"][0, 1] == pytest.approx(1, abs=0.03)


def test_the_network_counts_what_the_equations_count():
    """Every finding about spines stands at both levels, as a pair, and gets nearly the same number from both."""
    shipped = {e.id: e for e in select(["network", "synapses"])}
    twins = {e.pair: (e, shipped[e.pair]) for e in shipped.values() if e.level == "network"}
    assert len(twins) >= 15
    assert all(a.role == b.role and a.pair == b.pair and a.points == b.points for a, b in twins.values())
    board = check_experiments([e for pair in twins.values() for e in pair])
    found = {r.experiment.id: r.predicted for r in board.results}
    assert len(found) == 2 * len(twins)
    for name, (mine, theirs) in twins.items():
        if mine.kind == "value":
            assert found[mine.id] == pytest.approx(found[theirs.id], rel=0.1), name
        else:
            assert found[mine.id] == found[theirs.id], name
    assert board.summary()["all levels"]["both"]["of"] == len(twins)


def test_what_cannot_be_bound_says_why(finding, model):
    with pytest.raises(NotBindable, match=r"Did you mean network\.new_spines"):
        imaging.underlying(replace(finding, observe=Observe(("network.new_spine",))), model)
    with pytest.raises(NotBindable, match="two sessions"):
        imaging.underlying(replace(finding, context=()), model)
