"""Prefrontal rates: one quiet rest, disinhibition at low and quiet at high block, no runaway."""

import numpy as np
import pytest

from regrowth.language import load
from regrowth.language.declare import parse_spread

from .bench import bench_simulator, hold

RATES = ["circuit.e_rate", "circuit.pv_rate", "circuit.sst_rate"]
RATIO_CV = 0.2  # for shares and ratios, where CV 50 % would leave what is biologically possible


def drawn(n, cv, seed=1):
    """Every receptor and circuit parameter drawn at once: rates, strength and kinetics with CV ``cv``, ratios at 20 %."""
    random = np.random.default_rng(seed)
    values = {}
    for p in bench_simulator().model.parameters:
        if not p.spread or p.name.endswith("_held"):
            continue
        share = any(word in p.name for word in ("share", "part", "e_to_", "to_pv", "balance"))
        sigma = np.sqrt(np.log1p((RATIO_CV if share else cv) ** 2))
        low, high = p.bounds
        x = p.value * np.exp(sigma * random.standard_normal(n))
        values[p.name] = np.clip(x, low if low is not None else -np.inf, high if high is not None else np.inf)
    return values


def test_published_rates_hold_undrugged_for_a_year():
    found = hold([0.0], [0, 24, 24 * 365], [*RATES, "circuit.glutamate_cycling", "circuit.gamma_power"])
    wanted = {p.name: p.value for p in load("circuit/prefrontal_rates").mechanism.parameters}
    for cell in ("e", "pv", "sst"):
        np.testing.assert_allclose(found[f"{cell}_rate"][0], wanted[f"{cell}_healthy"], rtol=1e-6)
    np.testing.assert_allclose(found["glutamate_cycling"][0], 1, rtol=1e-6)
    np.testing.assert_allclose(found["gamma_power"][0], 1, rtol=1e-6)


def test_everyone_has_a_stable_rest_at_the_rates_of_his_own_parameters():
    values = drawn(200, 0.5)
    found = hold([0.0] * 200, [0, 100], RATES, parameters=values)
    for cell in ("e", "pv", "sst"):
        np.testing.assert_allclose(
            found[f"{cell}_rate"][:, 1], values[f"circuit/prefrontal_rates.{cell}_healthy"], rtol=1e-3
        )


def test_the_rest_is_found_again_after_a_push():
    """A second stable state would hold some people after strong drive has ended."""
    values = drawn(200, 0.5, seed=2)
    push = (("gaba_a_receptors", 1.0, 2.0, 0.2),)
    found = hold([0.0] * 200, [0, 1.9, 3], RATES, parameters=values, targets=push)
    assert np.median(found["e_rate"][:, 1] / found["e_rate"][:, 0]) > 1.5
    np.testing.assert_allclose(found["e_rate"][:, 2], found["e_rate"][:, 0], rtol=1e-3)


def test_equal_block_of_all_cells_lowers_pyramidal_firing():
    for left in (0.95, 0.8, 0.5, 0.2, 0.0):
        found = hold([0.0], [0, 2], RATES, targets=(("nmda_receptors", 1.0, 99.0, left),))
        assert found["e_rate"][0, 1] < found["e_rate"][0, 0]


def test_block_of_interneurons_alone_raises_pyramidal_firing():
    for taken in ("glun1_pv", "glun2b_sst"):
        found = hold([0.0], [0, 2], RATES, targets=((taken, 1.0, 99.0, 0.3),))
        assert found["e_rate"][0, 1] > found["e_rate"][0, 0]


def test_without_selectivity_ketamine_hardly_disinhibits():
    own, flat = (
        hold([0.4], [0, 2], ["circuit.glutamate_release"], parameters=p)["glutamate_release"][0, 1]
        for p in (None, {"receptors/channel_block.interneuron_selectivity": 1})
    )
    assert own > 1.05 > flat


def test_glutamate_rises_at_low_and_falls_at_high_concentration():
    c = [0.01, 0.1, 0.4, 1, 3, 10, 30, 100, 1000]
    release = hold(c, [0, 3], ["circuit.glutamate_release"])["glutamate_release"][:, 1]
    assert (release[:4] > 1).all() and release[-2] < 0.9
    peak = int(release.argmax())
    assert 0 < peak < len(c) - 1
    assert (np.diff(release[: peak + 1]) > 0).all() and (np.diff(release[peak:]) < 0).all()


@pytest.mark.parametrize("c", [0.004, 0.04, 0.4, 4.0, 40.0])
def test_no_runaway_over_doses_and_people(c):
    n = 150
    found = hold([c] * n, [0, 0.02, 0.1, 1, 3], RATES, until=2, parameters=drawn(n, 0.5, seed=3))
    own = found["e_rate"] / found["e_rate"][:, :1]
    assert own.max() < 8 and found["e_rate"].max() < 60
    assert min(values.min() for values in found.values()) >= 0
    assert (np.abs(own[:, -1] - 1) < 0.5).all()


def test_fewer_mood_synapses_mean_a_little_less_firing():
    rates = [
        hold([0.0], [0, 1], RATES, parameters={"synapses/bench.synapses_held": x})["e_rate"][0, 1]
        for x in (0.5, 0.8, 1.0, 1.2)
    ]
    assert np.all(np.diff(rates) > 0)
    assert rates[0] > 0.9 * rates[2]


def test_cycling_follows_release_late():
    found = hold([1.0], [0, 0.05, 1], ["circuit.glutamate_release", "circuit.glutamate_cycling"])
    assert found["glutamate_release"][0, 1] > found["glutamate_cycling"][0, 1] > 1
    assert found["glutamate_cycling"][0, 2] == pytest.approx(found["glutamate_release"][0, 2], rel=0.01)


def test_gamma_power_rises_with_disinhibition_and_falls_with_deep_block():
    power = hold([0.4, 1.0, 50.0], [0, 1], ["circuit.gamma_power"])["gamma_power"][:, 1]
    assert power[1] > power[0] > 1.2 and power[2] < 0.8


def test_gamma_power_is_that_of_the_chain_of_filters_written_as_a_matrix():
    """Seven first-order filters shaken at the pyramidal membrane; the resolvent of their matrix is the spectrum."""
    p = {q.name: q.value for q in load("circuit/gamma").mechanism.parameters}
    gains = ("self_excitation", "self_inhibition", "loop_gain")
    found = hold([1.0], [0, 1], ["circuit.e_rate", "circuit.gamma_power", *(f"circuit.{g}" for g in gains)])

    def power(at):
        excited, inhibited, loop = (found[g][0, at] for g in gains)
        ms = [p[n] for n in ("membrane_e", "ampa_decay", "latency", "membrane_pv", "gaba_decay", "latency")]
        feeds = np.zeros((6, 6))  # e, its AMPA current and the delayed one; pv, its GABA current and the delayed one
        feeds[1, 0] = feeds[2, 1] = feeds[4, 3] = feeds[5, 4] = feeds[3, 2] = 1
        feeds[0, 2], feeds[0, 5], feeds[3, 5] = excited, -loop, -inhibited
        total = 0
        for hertz in np.linspace(p["lowest"], p["highest"], 6):
            matrix = np.diag(1 + 2j * np.pi * hertz * np.array(ms) / 1000) - feeds
            total += abs(np.linalg.inv(matrix)[0, 0]) ** 2
        return found["e_rate"][0, at] * total

    assert found["gamma_power"][0, 1] == pytest.approx(power(1) / power(0), rel=0.05)  # the blur is in one alone


def test_pools_stand_still_while_the_flux_rises():
    found = hold([1.0], [0, 1], ["circuit.glutamate_cycling", "circuit.glutamate_pool", "circuit.glx_pool"])
    assert found["glutamate_cycling"][0, 1] > 1.1
    assert 0.93 < found["glutamate_pool"][0, 1] < 1
    np.testing.assert_allclose(found["glx_pool"][0], 1, rtol=1e-9)


def test_habenula_bursting_falls_with_block_and_rises_with_stress():
    found = hold([0.0, 1.0, 10.0], [0, 0.5], ["circuit.habenula_bursting"])["habenula_bursting"]
    assert found[0, 1] == pytest.approx(1) and found[0, 1] > found[1, 1] > found[2, 1] > 0
    stressed = hold([0.0], [0, 1], ["circuit.habenula_bursting"], parameters={"context/bench.stress_held": 1})
    assert stressed["habenula_bursting"][0, 1] > 2


def test_every_spread_can_be_read():
    for name in (
        "receptors/channel_block",
        "circuit/prefrontal_rates",
        "circuit/habenula",
        "circuit/glutamate_cycling",
    ):
        for p in load(name).mechanism.parameters:
            parse_spread(p.spread)
