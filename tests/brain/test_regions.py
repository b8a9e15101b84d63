"""The regions and the connectome: order, judgement, measured data."""

import numpy as np
import pytest

from regrowth.brain.connectome import DATASETS, connectome
from regrowth.brain.regions import nmda_density, regions
from regrowth.errors import RegrowthError

UPPER = np.triu_indices(80, 1)


def test_eighty_regions_left_and_right_in_turn():
    here = regions()
    assert len(here) == 80 == len(set(here.names))
    assert all(a[:-2] == b[:-2] and a.endswith("_L") and b.endswith("_R") for a, b in zip(here.names[::2], here.names[1::2], strict=True))
    assert (here.centres[::2, 0] < 0).all() and (here.centres[1::2, 0] > 0).all()


def test_every_row_states_its_judgement():
    here = regions()
    assert all(here.judgements)
    assert {area for areas in here.nmda_areas for area in areas.split()} <= nmda_density().keys()
    assert here.prefrontal.sum() == 26
    assert here.nmda[here.prefrontal].mean() == pytest.approx(1)
    densest, sparsest = here.names[int(np.argmax(here.nmda))], here.names[int(np.argmin(here.nmda))]
    assert densest.startswith("Calcarine") and sparsest.startswith("Precentral")


def test_order_is_that_of_the_data():
    """Homotopic regions, next to each other in this order, are among the best correlated pairs of the brain."""
    z = connectome().functional
    twins = z[np.arange(0, 80, 2), np.arange(1, 80, 2)]
    assert twins.mean() > z[UPPER].mean() + z[UPPER].std()


def test_unknown_region_names_the_nearest():
    with pytest.raises(RegrowthError, match="Insula"):
        regions().of("Insul")


@pytest.mark.parametrize("dataset", DATASETS)
def test_connectome(dataset):
    found = connectome(dataset)
    assert found.weights.shape == found.functional.shape == (80, 80)
    assert np.array_equal(found.weights, found.weights.T)
    assert not np.diag(found.weights).any() and found.weights.min() >= 0 and found.weights.max() <= 1
    assert 0.2 < found.functional[UPPER].mean() < 0.5


def test_unknown_data_set():
    with pytest.raises(RegrowthError, match="hcp, gw"):
        connectome("abc")
