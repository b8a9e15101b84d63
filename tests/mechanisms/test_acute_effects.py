"""Dissociation, anxiety, blood pressure and sedation: follow the effect site, gone when it is empty."""

from functools import cache

import numpy as np
import pytest

from regrowth.engine import Schedule, assemble_mechanisms, default_set, simulator
from regrowth.language import load

OBSERVED = [
    "outcomes.dissociation",
    "outcomes.cadss",
    "outcomes.systolic_rise",
    "outcomes.diastolic_rise",
    "outcomes.acute_anxiety",
    "outcomes.dissociated",
    "outcomes.unconscious",
    "pharmacokinetics.s_ketamine_effect",
]
MOLAR_MASS = 237.73  # g/mol


@cache
def model():
    return with_tolerance(["outcomes/dissociation_tolerance"])


def with_tolerance(tolerance):
    own = [f"outcomes/{name}" for name in ("dissociation", "blood_pressure", "acute_anxiety", "sedation")]
    own.append("context/setting_intention")
    drug = [name for name in default_set("human") if name.startswith("pharmacokinetics/")]
    return simulator(assemble_mechanisms([load(name) for name in (*drug, *own, *tolerance)], "human"))


def infusion(mg_per_kg, hours, times, compounds=("s", "r"), setting=0.0):
    """An IV infusion to a 70 kg adult; returns (times,) by short name."""
    rate = mg_per_kg * 70 * 1000 / MOLAR_MASS / hours / len(compounds)
    rows = [(0, f"{c}_ketamine_iv", 0.0, hours, rate) for c in compounds] + [(0, "setting", -1.0, 3.0, setting)]
    solution = model().solve(schedule=Schedule.from_rows(1, rows), times=np.asarray(times, float), observe=OBSERVED)
    assert not solution.failures
    return {name.split(".")[1]: np.asarray(solution.values[name])[0] for name in OBSERVED}


TIMES = np.arange(0, 241) / 60


@pytest.fixture(scope="module")
def clinical():
    return infusion(0.5, 2 / 3, TIMES)


def test_dissociation_peaks_with_the_effect_site_and_is_gone_by_two_hours(clinical):
    peak = int(clinical["cadss"].argmax())
    assert peak == int(clinical["s_ketamine_effect"].argmax())
    assert 38 <= peak <= 45
    assert clinical["cadss"][120] < 0.1 * clinical["cadss"][peak]


def test_pressure_peaks_at_the_end_of_the_infusion_and_systolic_rises_more(clinical):
    for pressure in ("systolic_rise", "diastolic_rise"):
        assert 30 <= int(clinical[pressure].argmax()) <= 45
    assert clinical["systolic_rise"].max() > clinical["diastolic_rise"].max() > 0


def test_nothing_without_drug(clinical):
    assert all(values[0] < 1e-12 for values in clinical.values())


def test_r_ketamine_alone_neither_dissociates_nor_raises_pressure():
    found = infusion(0.5, 2 / 3, TIMES, compounds=("r",))
    assert found["cadss"].max() < 1e-12
    assert found["systolic_rise"].max() < 1e-12


def test_slow_delivery_gives_exposure_with_little_dissociation(clinical):
    slow = infusion(0.5, 8, np.arange(0, 24, 0.25))
    exposure = np.trapezoid(slow["s_ketamine_effect"], np.arange(0, 24, 0.25))
    assert exposure > np.trapezoid(clinical["s_ketamine_effect"], TIMES)
    assert slow["cadss"].max() < 0.3 * clinical["cadss"].max()


def test_ratings_are_near_linear_over_the_range_of_bowdle():
    """Racemic plasma 50-200 ng/mL is S-ketamine 0.105-0.42 µmol/L; published R 0.93-0.99."""
    parameters = {p.name: p.value for p in load("outcomes/dissociation").mechanism.parameters}
    c = np.array([0.0, 50, 100, 150, 200]) / 2 / MOLAR_MASS
    rating = c ** parameters["slope"] / (c ** parameters["slope"] + parameters["c50"] ** parameters["slope"])
    assert np.corrcoef(c, rating)[0, 1] > 0.93


def test_a_supportive_setting_calms_and_lowers_systolic_pressure_alone(clinical):
    calm = infusion(0.5, 2 / 3, TIMES, setting=1.0)
    assert calm["acute_anxiety"].max() < 0.5 * clinical["acute_anxiety"].max()
    assert 0.75 * clinical["systolic_rise"].max() < calm["systolic_rise"].max() < clinical["systolic_rise"].max()
    for same in ("diastolic_rise", "cadss"):
        np.testing.assert_allclose(calm[same], clinical[same], rtol=1e-5)  # the two runs choose steps of their own


def test_the_share_who_dissociate_is_that_of_lognormal_ratings(clinical):
    mean = clinical["cadss"].max()
    width = np.sqrt(np.log1p(1.19**2))
    ratings = np.exp(np.random.default_rng(1).normal(np.log(mean) - width**2 / 2, width, 200_000))
    assert ratings.mean() == pytest.approx(mean, rel=0.02)
    assert clinical["dissociated"].max() == pytest.approx((ratings > 4).mean(), abs=0.02)


def test_anaesthetic_doses_take_consciousness_and_clinical_ones_do_not(clinical):
    assert clinical["unconscious"].max() < 0.01
    assert infusion(2, 1 / 60, TIMES)["unconscious"].max() > 0.5
    assert infusion(5, 1 / 60, TIMES)["unconscious"].max() > 0.95


def test_bounded_at_any_dose():
    found = infusion(100, 0.02, TIMES)
    assert found["dissociation"].max() <= 1
    assert found["cadss"].max() <= 92
    assert found["systolic_rise"].max() < 120


def infusions(days):
    """The highest rating and rise of systolic pressure of each of several 0.5 mg/kg infusions."""
    rate = 0.5 * 70 * 1000 / MOLAR_MASS / (2 / 3) / 2
    rows = [(0, f"{c}_ketamine_iv", 24 * day, 24 * day + 2 / 3, rate) for day in days for c in ("s", "r")]
    times = np.concatenate([24 * day + np.arange(0, 121, 2) / 60 for day in days])
    found = model().solve(schedule=Schedule.from_rows(1, rows), times=times, observe=OBSERVED)
    assert not found.failures
    return [
        np.asarray(found.values[f"outcomes.{name}"])[0].reshape(len(days), -1).max(axis=1) for name in ("cadss", "systolic_rise")
    ]


def test_each_dose_is_felt_less_than_the_one_before_it_and_pressure_rises_as_ever():
    felt, pressure = infusions(range(0, 24, 3))
    assert np.all(np.diff(felt) < 0)
    np.testing.assert_allclose(pressure, pressure[0], rtol=0.03)  # a little drug is left from the dose before


def test_doses_far_apart_are_felt_alike_and_doses_close_together_less():
    (daily, _), (weekly, _), (yearly, _) = (infusions([0, gap]) for gap in (1, 7, 365))
    assert daily[1] < weekly[1] < yearly[1]
    assert yearly[1] == pytest.approx(yearly[0], rel=1e-3)


def test_within_one_session_tolerance_takes_a_small_part_and_shows_most_when_the_level_falls(clinical):
    rate = 0.5 * 70 * 1000 / MOLAR_MASS / (2 / 3) / 2
    rows = [(0, f"{c}_ketamine_iv", 0.0, 2 / 3, rate) for c in ("s", "r")]
    plain = with_tolerance([]).solve(schedule=Schedule.from_rows(1, rows), times=TIMES, observe=["outcomes.cadss"])
    left = clinical["cadss"] / np.maximum(np.asarray(plain.values["outcomes.cadss"])[0], 1e-9)
    peak = int(clinical["cadss"].argmax())
    assert 0.7 < left[peak] < 1
    assert left[10] > left[peak] > left[peak + 40]
