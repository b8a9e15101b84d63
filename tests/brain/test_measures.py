"""What is read from connectivity."""

from dataclasses import replace

import numpy as np
import pytest

from regrowth.brain.condition import HEALTHY, Condition
from regrowth.brain.linear import without_global_signal
from regrowth.brain.measures import MEANINGS, dynamics_of_connectivity, in_band, read_covariance, reading
from regrowth.brain.spread import between_people, of_change, of_difference


def test_unconnected_regions():
    found = read_covariance(np.eye(80)).values
    assert found["gbc"] == 0 and found["entropy"] == pytest.approx(1)
    assert found.keys() == MEANINGS.keys()


def test_one_shared_signal():
    found = read_covariance(0.5 * np.ones((80, 80)) + 0.5 * np.eye(80)).values
    assert found["gbc"] == pytest.approx(np.arctanh(0.5))
    assert found["segregation"] == pytest.approx(0, abs=1e-12)
    assert 0 < found["entropy"] < 1
    assert found["gbcr"] == pytest.approx(np.arctanh(-1 / 79))


def test_regressing_out_the_global_signal_leaves_none():
    rng = np.random.default_rng(1)
    root = rng.normal(size=(80, 200))
    left = without_global_signal(root @ root.T)
    assert np.abs(left.sum(axis=1)).max() < 1e-9


def test_distances_are_from_the_healthy_brain():
    assert reading(HEALTHY).values["gbcr_distance"] == 0
    assert reading(Condition(synapses=0.8)).values["gbcr_distance"] > 0


def test_windows_of_the_same_pattern_are_alike():
    rng = np.random.default_rng(2)
    mixing = rng.normal(size=(12, 3))
    series = mixing @ rng.normal(size=(3, 3000)) + 0.3 * rng.normal(size=(12, 3000))
    alike = dynamics_of_connectivity(series, 300, 100)
    assert alike.shape == (28, 28) and np.median(alike) > 0.9
    assert np.median(dynamics_of_connectivity(rng.normal(size=(12, 3000)), 300, 100)[np.triu_indices(28, 4)]) < 0.2


def test_band():
    times = np.arange(0, 500, 0.5)
    slow, fast = np.sin(2 * np.pi * 0.05 * times), np.sin(2 * np.pi * 0.3 * times)
    kept = in_band((slow + fast + 4.0)[None], 0.5, 0.01, 0.1)[0]
    assert np.abs(kept - slow).max() < 1e-6


def test_synapses_lost_and_won_back():
    """What follows from the model, not from papers: connectivity rises with prefrontal synapses and with firing."""
    values = [reading(Condition(synapses=s)).values["gbc_prefrontal"] for s in (0.8, 0.9, 1.0)]
    assert values == sorted(values)
    block = Condition(0.93, 0.75, 0.73, 1.0)
    rising = [reading(replace(block, firing=f)).values["gbc"] for f in (0.9, 1.0, 1.14)]
    assert rising == sorted(rising) and rising[1] > reading(HEALTHY).values["gbc"]


def test_the_same_growth_moves_health_and_depression_in_opposite_directions():
    """Between the anterior cingulate and dorsomedial cortex; the depressed brain comes nearer to the healthy one."""
    seen = {s: reading(Condition(synapses=s)).values["cingulate_dorsomedial"] for s in (0.8, 0.88, 1.0, 1.08)}
    assert seen[0.8] < seen[0.88] < seen[1.0] > seen[1.08]


def test_people_differ():
    """By about a third in global connectivity, a scan to the next by a little more; distances as what they are of."""
    spread = between_people()
    assert spread.keys() == MEANINGS.keys() and min(spread.values()) > 0
    assert 0.2 < spread["gbc"] / reading(HEALTHY).values["gbc"] < 0.5
    assert spread["insula_default_mode_distance"] == spread["insula_default_mode"]
    assert spread["gbc"] < of_change("gbc") < of_difference("gbc")
