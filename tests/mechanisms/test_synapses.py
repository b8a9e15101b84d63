"""Synapses: set point, stress and recovery, saturation, one rest, and spines as imaging counts them."""

import numpy as np
import pytest

from regrowth.engine import Schedule, assemble, simulator

from .given import courses, ketamine

TOTAL = "synapses.mood_synapses"
DAY = 24.0


def interval(start: float, stop: float):
    return [("imaging_interval", start, stop, 1.0)]


@pytest.mark.parametrize("species", ["human", "rat", "mouse"])
def test_the_healthy_total_is_one_and_does_not_drift(species):
    found = courses(species, [[]], [TOTAL], [0, 365 * DAY], covariates={"stress_load": 0})["mood_synapses"][0]
    np.testing.assert_allclose(found, 1, rtol=1e-5)


def test_chronic_stress_takes_a_fifth_and_recovery_gives_it_back():
    """Radley 2006 found 16 % fewer spines after 21 d; recovery of structure within some ten days of rest."""
    times = [0, 21 * DAY, 31 * DAY, 60 * DAY, 120 * DAY]
    found = courses("rat", [[("stress", 0, 21 * DAY, 1.0)]], [TOTAL], times)["mood_synapses"][0]
    assert 0.75 < found[1] < 0.9
    assert found[2] - found[1] > 0.5 * (1 - found[1])
    assert found[-1] == pytest.approx(1, abs=0.01)


def test_a_stressed_person_rests_lower():
    found = courses("human", [[]], [TOTAL], [0], covariates={"stress_load": 1})["mood_synapses"]
    assert 0.65 < found[0, 0] < 0.9


def test_repeated_doses_saturate_and_fade():
    days = 60
    doses = [row for k in range(days) for row in ketamine("mouse", 10, k * DAY)]
    found = courses("mouse", [doses], [TOTAL], [DAY, 7 * DAY, 30 * DAY, 60 * DAY, 160 * DAY])["mood_synapses"][0]
    first, week, month, end, after = found - 1
    assert first < week < month
    assert abs(end - month) < 0.1 * month
    assert end < 0.4
    assert abs(after) < 0.02


@pytest.mark.parametrize("species", ["mouse", "human"])
def test_everybody_returns_to_the_one_rest_after_a_dose(species):
    """All parameters of the three levels drawn at once (CV 50 %, within their bounds)."""
    model = assemble(species=species)
    random = np.random.default_rng(5)
    people = 200
    drawn = {}
    for p in model.parameters:
        if p.name.split("/")[0] in ("signalling", "synapses", "behaviour"):
            x = p.value * np.exp(random.normal(0, np.sqrt(np.log(1.25)), people))
            low, high = p.bounds
            drawn[p.name] = np.clip(x, low if low is not None else -np.inf, high if high is not None else np.inf)
    dose = ketamine(species, 0.5 if species == "human" else 10)
    solved = simulator(model).solve(
        parameters=drawn,
        schedule=Schedule.from_rows(people, [(i, *row) for i in range(people) for row in dose]),
        times=np.array([0, DAY, 730 * DAY]),
        observe=[TOTAL],
    )
    assert not solved.failures
    total = solved.values[TOTAL]
    assert (total > 0).all()
    np.testing.assert_allclose(total[:, 2], total[:, 0], rtol=0.01)


def test_imaging_counts_agree_with_the_rates_at_rest():
    observe = ["synapses.new_spines", "synapses.lost_spines", "synapses.spine_formation", "synapses.spine_elimination"]
    found = courses("mouse", [interval(24, 72)], observe, [72])
    new, lost, formation, elimination = (found[o.split(".")[1]][0, 0] for o in observe)
    assert new == pytest.approx(lost, rel=1e-3)
    assert formation == pytest.approx(new, rel=0.01)
    assert elimination == pytest.approx(lost, rel=0.1)


def test_marking_spines_changes_none_of_them():
    arms = [ketamine("mouse", 10), [*ketamine("mouse", 10), *interval(-24, 24)]]
    found = courses("mouse", arms, [TOTAL, "behaviour.immobility"], [1, 24, 240])
    for course in found.values():
        np.testing.assert_allclose(course[1], course[0], rtol=1e-6)


# Phoumthipphavong 2016: (arm, interval, observable, day, found, standard error)
IMAGED = [
    ("before", (-72, -24), "new_spines", -1, 17.62, 1.39),
    ("ketamine", (-24, 24), "new_spines", 1, 24.78, 2.70),
    ("ketamine", (24, 72), "new_spines", 3, 24.84, 3.10),
    ("ketamine", (72, 120), "new_spines", 5, 23.87, 2.66),
    ("ketamine", (-24, 24), "new_spine_survival", 5, 31.8, 4.9),
    ("ketamine", (-24, 24), "new_spine_survival", 10, 27.9, 4.4),
    ("ketamine", (-24, 24), "new_spine_survival", 15, 21.2, 4.5),
    ("gap", None, "spine_density", 1, 7.0, 4.34),
    ("gap", None, "spine_density", 5, 18.9, 8.1),
    ("gap", None, "spine_density", 15, 13.3, 7.9),
]


def test_four_in_five_imaging_findings_lie_within_one_and_a_half_errors():
    inside = []
    for arm, marked, name, day, found, error in IMAGED:
        rows = [*(ketamine("mouse", 10) if arm != "before" else []), *(interval(*marked) if marked else [])]
        predicted = courses("mouse", [rows], [f"synapses.{name}"], [day * DAY])[name][0, 0]
        predicted = 100 * (predicted - 1) if arm == "gap" else predicted
        inside.append(abs(predicted - found) <= 1.5 * error)
    assert np.mean(inside) >= 0.8


def test_ketamine_adds_births_not_losses():
    arms = [interval(-24, 24), [*interval(-24, 24), *ketamine("mouse", 10)]]
    found = courses("mouse", arms, ["synapses.new_spines", "synapses.lost_spines"], [24])
    saline, drug = found["new_spines"][:, 0]
    assert drug - saline == pytest.approx(7.4, abs=1.5 * 2.7)
    assert found["lost_spines"][1, 0] == pytest.approx(found["lost_spines"][0, 0], rel=0.1)


def test_spines_wait_for_half_a_day():
    found = courses("mouse", [ketamine("mouse", 10)], ["synapses.spine_density"], [3, 24])["spine_density"][0]
    assert found[0] - 1 < 0.05 * (found[1] - 1)


def test_removal_takes_the_new_spines_and_no_others():
    removal = [("spine_removal", 24.0, 72.0, 1.0)]
    arms = [[], removal, ketamine("mouse", 10), [*ketamine("mouse", 10), *removal]]
    control, alone, drug, both = courses("mouse", arms, [TOTAL], [72])["mood_synapses"][:, 0]
    assert alone == pytest.approx(control, rel=1e-6)
    assert both - control < 0.4 * (drug - control)


@pytest.mark.parametrize("channel", ["rac1", "dopamine_d1"])
def test_birth_needs_rac1_and_d1(channel):
    arms = [[], ketamine("mouse", 10), [(channel, -1, 100, 0.1), *ketamine("mouse", 10)]]
    rest, drug, both = courses("mouse", arms, [TOTAL], [48])["mood_synapses"][:, 0]
    assert both - rest < 0.35 * (drug - rest)


def test_currents_are_more_frequent_and_smaller_a_day_later():
    """Miller 2014: frequency up, mean amplitude down at 24 h."""
    found = courses("mouse", [ketamine("mouse", 10)], ["synapses.mepsc_frequency", "synapses.mepsc_amplitude"], [24])
    assert found["mepsc_frequency"][0, 0] > 1.02
    assert found["mepsc_amplitude"][0, 0] < 1
