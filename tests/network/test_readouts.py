"""Read-outs refuse what wasn't grown; graph measures agree with what was built in."""

from __future__ import annotations

import numpy as np
import pytest

from regrowth.errors import RegrowthError
from regrowth.network import sheet
from regrowth.network.graph import measures
from regrowth.network.growth import grow
from regrowth.network.readouts import survival, turnover
from regrowth.network.subject import person
from regrowth.protocol import reads


def test_graph_measures(the_trial):
    grown = grow(the_trial(3).drives["nothing"], 10_000, 1, read_every=None, settling_days=5)
    found = measures(grown, communities=True)
    assert found.within_old > found.within_new > 1.5  # the negative path is the stronger one in depression
    assert 0 < found.modularity <= found.communities + 0.02
    assert 0 < found.efficiency <= 1
    now = grown.counts["young"][-1].sum() + grown.counts["stable"][-1].sum()
    assert found.mean_degree == pytest.approx(2 * now / grown.sheet.neurons)
    assert measures(grown, hour=float(grown.hours[-1])).edges == found.edges


def test_times_outside_what_was_grown(the_grown):
    with pytest.raises(RegrowthError, match="Hour 5000 is outside what was grown"):
        survival(the_grown("dose"), (0, 48), [5000])


def test_lives_that_were_not_kept(the_trial):
    grown = grow(the_trial(3).drives["nothing"], 5_000, 1, read_every=None, settling_days=1, keep_lives=False)
    with pytest.raises(RegrowthError, match="without the lives"):
        turnover(grown, [0, 24])


def test_too_large_a_network_says_how_much_it_needs(the_trial):
    with pytest.raises(RegrowthError, match=r"need.* about [\d.]+ GiB of memory; .* synapses would fit"):
        grow(the_trial(3).drives["nothing"], 500_000_000)
    with pytest.raises(RegrowthError, match="a network has 2,000 to"):
        grow(the_trial(3).drives["nothing"], 10)


def test_memory_is_estimated_within_reason(the_trial):
    grown = grow(the_trial(3).drives["nothing"], 50_000, 1, read_every=None, settling_days=1)
    arrays = [*vars(grown.synapses).values(), *(v for v in vars(grown.lives).values() if isinstance(v, np.ndarray))]
    assert sum(a.nbytes for a in arrays) < sheet.memory_needed(50_000, 3)


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"days": 0.2}, "0.2 days: a network is grown for 1 to"),
        ({"index": 2}, "no person 2"),
        ({"arms": []}, "no arm"),
    ],
)
def test_a_person_that_cannot_be(wanted, message):
    plan = reads("title: One\npeople: trd_adults\narms:\n  a:\n    - give: saline IV over 40 min\n")
    with pytest.raises(RegrowthError, match=message):
        person(plan, **wanted)


def test_animals_have_networks_too():
    plan = reads("title: Mouse\npeople: mouse\narms:\n  k:\n    - give: 10 mg/kg racemic ketamine IP\n")
    grown = grow(person(plan, days=3).drives["k"], 5_000, 1, read_every=None, settling_days=5)
    assert np.abs(grown.pool("young") / grown.cohort["mood_transient"] - 1).max() < 0.15
