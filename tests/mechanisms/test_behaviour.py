"""Behaviour: a fast phase without synapses, a slow phase that rests on them."""

import numpy as np
import pytest

from .given import courses, ketamine

IMMOBILITY = "behaviour.immobility"


def effects(species, times, *rows, dose=10, covariates=None):
    """Effect of ketamine alone, and under the rows (against the rows alone), at the times."""
    drug = ketamine(species, dose)
    found = courses(species, [[], drug, list(rows), [*drug, *rows]], [IMMOBILITY], times, covariates=covariates)[
        "immobility"
    ]
    return found[1] - found[0], found[3] - found[2]


def test_rest_is_one_and_the_effect_lasts_days_and_ends():
    found = courses("mouse", [ketamine("mouse", 10)], [IMMOBILITY], [-1, 0.5, 24, 168, 24 * 60])["immobility"][0]
    assert found[0] == pytest.approx(1)
    assert (found[1:4] < 0.95).all()
    assert found[4] == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(
    "rows",
    [(("mtorc1", -0.5, 24.0, 0.05),), (("spine_removal", 0.2, 90.0, 1.0),), (("serotonin", -72.0, 200.0, 0.1),)],
    ids=["rapamycin", "spine removal", "serotonin depletion"],
)
def test_early_effect_is_kept_and_late_effect_lost(rows):
    """Autry 2011, Koike 2011, Moda-Sava 2019, Gigliucci 2013."""
    times = [0.5, 1, 3, 72] if rows[0][0] == "spine_removal" else [0.5, 1, 3, 24]
    alone, under = effects("mouse", times, *rows)
    ratio = under / alone
    assert (ratio[:3] > 0.75).all()
    assert ratio[3] < 0.25


@pytest.mark.parametrize(
    ("channel", "left"), [("ampa_receptors", 0.05), ("trkb", 0.05), ("eef2_kinase", 0.0), ("protein_synthesis", 0.05)]
)
def test_early_effect_needs_ampa_trkb_eef2_kinase_and_translation(channel, left):
    alone, under = effects("mouse", [0.5], (channel, -np.inf, np.inf, left))
    assert alone[0] < -0.05
    assert abs(under[0]) < 0.25 * abs(alone[0])


def test_ampa_block_before_a_late_test_takes_part_of_the_effect():
    alone, under = effects("mouse", [72], ("ampa_receptors", 71.5, 74.0, 0.05), dose=30)
    assert 0.25 < under[0] / alone[0] < 0.75


def test_habenula_counts_under_stress_only():
    local = [("nmda_habenula_local", 0.0, 2.0, 0.2)]
    calm = courses("rat", [local], [IMMOBILITY], [1])["immobility"][0, 0]
    stressed = courses("rat", [local], [IMMOBILITY], [1], covariates={"stress_load": 1})["immobility"][0, 0]
    assert calm == pytest.approx(1, abs=1e-6)
    assert stressed < 0.9


def test_anaesthetic_dose_is_lost_by_the_next_day():
    """Chowdhury 2017: 30 mg/kg active at 24 h, 80 mg/kg not."""
    found = courses("rat", [ketamine("rat", d) for d in (30, 80)], [IMMOBILITY], [24])["immobility"][:, 0]
    assert found[0] < 0.9
    assert found[1] > 0.93


def test_immobility_stays_between_nothing_and_a_bounded_rise():
    arms = [ketamine("mouse", 30), [("stress", 0.0, 5000.0, 2.0)]]
    found = courses("mouse", arms, [IMMOBILITY], np.linspace(0, 4000, 60))["immobility"]
    assert (found > 0).all()
    assert (found < 10).all()
