"""Non-compartmental summaries against courses whose areas and half-lives are known in closed form."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from regrowth.errors import RegrowthError
from regrowth.noncompartmental import exposures, noncompartmental


def test_a_bolus_into_one_compartment_is_exact_at_any_spacing():
    t = np.array([0.0, 0.25, 0.5, 1, 2, 4, 6, 8, 12])
    found = noncompartmental(t, 20 * np.exp(-0.4 * t))
    assert found.peak == 20 and found.time_of_peak == 0
    assert found.auc_infinite == pytest.approx(20 / 0.4, rel=1e-12)
    assert found.half_life == pytest.approx(math.log(2) / 0.4, rel=1e-12)
    assert found.auc_last == pytest.approx(20 / 0.4 * (1 - math.exp(-4.8)), rel=1e-12)
    assert found.extrapolated == pytest.approx(math.exp(-4.8), rel=1e-9)


def test_absorption_and_elimination():
    ka, k = 1.8, 0.25
    t = np.linspace(0, 30, 601)
    found = noncompartmental(t, ka / (ka - k) * (np.exp(-k * t) - np.exp(-ka * t)))
    assert found.time_of_peak == pytest.approx(math.log(ka / k) / (ka - k), abs=0.05)
    assert found.auc_infinite == pytest.approx(1 / k, rel=1e-3)
    assert found.half_life == pytest.approx(math.log(2) / k, rel=1e-2)


def test_an_infusion_counts_time_from_its_own_start():
    rate, k, lasts, start = 3.0, 0.7, 2.0, 5.0
    t = np.linspace(0, 25, 2001)
    since = np.clip(t - start, 0, None)
    y = np.where(since <= lasts, rate / k * (1 - np.exp(-k * since)),
                 rate / k * (1 - math.exp(-k * lasts)) * np.exp(-k * (since - lasts)))  # fmt: skip
    found = noncompartmental(t, y, start=start)
    assert found.time_of_peak == pytest.approx(lasts, abs=0.02)
    assert found.auc_infinite == pytest.approx(rate * lasts / k, rel=1e-4)


def test_two_phases_give_the_terminal_half_life():
    t = np.concatenate([np.linspace(0, 2, 30), np.linspace(2.5, 48, 60)])
    found = noncompartmental(t, 90 * np.exp(-2 * t) + 10 * np.exp(-0.1 * t))
    assert found.half_life == pytest.approx(math.log(2) / 0.1, rel=0.02)
    assert found.auc_infinite == pytest.approx(90 / 2 + 10 / 0.1, rel=0.02)


@given(
    a=some.floats(0.1, 100), b=some.floats(0.1, 100), fast=some.floats(1, 5), slow=some.floats(0.05, 0.5)
)
@settings(max_examples=60, deadline=None)
def test_area_of_two_exponentials(a, b, fast, slow):
    t = np.concatenate([[0], np.geomspace(0.01, 20 / slow, 400)])
    found = noncompartmental(t, a * np.exp(-fast * t) + b * np.exp(-slow * t), limit=0)
    assert found.auc_infinite == pytest.approx(a / fast + b / slow, rel=0.005)
    assert found.half_life == pytest.approx(math.log(2) / slow, rel=0.02)


def test_the_limit_of_quantification_ends_the_course():
    t = np.linspace(0, 24, 25)
    found = noncompartmental(t, 100 * np.exp(-0.5 * t), limit=1.0)
    assert found.last == 9.0  # 100 e^-4.5 = 1.1; an hour later 0.67
    assert found.auc_infinite == pytest.approx(200, rel=1e-9)


def test_what_cannot_be_told_is_not_a_number():
    t = np.linspace(0, 4, 9)
    assert math.isnan(noncompartmental(t, np.zeros(9)).peak)
    rising = noncompartmental(t, t)
    assert rising.peak == 4 and math.isnan(rising.half_life) and math.isnan(rising.auc_infinite)
    assert rising.auc_last == pytest.approx(8)


@pytest.mark.parametrize(
    ("times", "levels", "says"),
    [([0, 1, 1], [1, 2, 3], "must rise"), ([0, 1], [1, 2, 3], "one length"), ([[0, 1]], [[1, 2]], "two rows")],
)
def test_bad_courses_are_named(times, levels, says):
    with pytest.raises(RegrowthError, match=says):
        noncompartmental(times, levels)


def test_exposures_of_a_run(make_run):
    run = make_run(people=3)
    table = exposures(run, "pharmacokinetics.s_ketamine_arterial")
    assert len(table) == 3 * len(run.arms)
    assert set(table["unit"]) == {run["pharmacokinetics.s_ketamine_arterial"].attrs["unit"]}
    assert np.nanmax(np.asarray(table["peak"])) > 0
