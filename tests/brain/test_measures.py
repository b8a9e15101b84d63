"""What is read from connectivity."""

import numpy as np
import pytest

from regrowth.brain.condition import HEALTHY, Condition
from regrowth.brain.linear import without_global_signal
from regrowth.brain.measures import MEANINGS, dynamics_of_connectivity, in_band, read_covariance, reading


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
    excited = reading(Condition(0.93, 0.75, 0.73, 1.14)).values["gbc"]
    assert excited > reading(HEALTHY).values["gbc"] > reading(Condition(0.93, 0.75, 0.73, 0.95)).values["gbc"]
