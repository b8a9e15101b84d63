"""The dynamics: working point, linear theory and simulation hold each other to account."""

import json
from pathlib import Path

import numpy as np
import pytest

from regrowth.brain.condition import HEALTHY, Condition
from regrowth.brain.connectome import connectome
from regrowth.brain.dynamics import _balloon, _haemodynamics, simulate
from regrowth.brain.linear import bold_response, connectivity
from regrowth.brain.measures import in_band
from regrowth.brain.parameters import PARAMETERS, numbers
from regrowth.brain.wiring import wiring
from regrowth.brain.working_point import WorkingPoint, rate, working_point
from regrowth.errors import NoRestingState

UPPER = np.triu_indices(80, 1)
INFUSION = Condition(0.927, 0.746, 0.732, 1.146, 1.0)
DEPRESSED = Condition(synapses=0.784)


def flow(point: WorkingPoint, state: np.ndarray) -> np.ndarray:
    """The equations of Deco 2014 as printed, in seconds."""
    k, n = numbers(), 80
    e, i = state[:n], state[n:]
    arriving = point.network @ e
    input_e = k["background"] + point.local * e + point.excitation * arriving - point.inhibition * i
    excited_i = point.onto_inhibitory * e + point.far_onto_inhibitory * arriving
    input_i = k["background_i"] * k["background"] + excited_i - i
    return np.concatenate(
        [
            -e / k["time_nmda"] + (1 - e) * k["opening"] * rate(input_e, "e"),
            -i / k["time_gaba"] + rate(input_i, "i"),
        ]
    )


@pytest.mark.parametrize("condition", [HEALTHY, INFUSION, DEPRESSED])
def test_working_point_is_at_rest_with_the_right_jacobian(condition):
    point = working_point(condition)
    state = np.concatenate([point.gating_e, point.gating_i])
    assert np.abs(flow(point, state)).max() < 1e-10
    step = 1e-6
    for column in (0, 37, 79, 80, 121):
        nudge = np.zeros(160)
        nudge[column] = step
        numeric = (flow(point, state + nudge) - flow(point, state - nudge)) / (2 * step)
        np.testing.assert_allclose(point.jacobian[:, column], numeric, atol=1e-4)
    assert point.slowest < 0


def test_feedback_inhibition_holds_three_hertz():
    point = working_point(HEALTHY)
    np.testing.assert_allclose(point.rate_e, numbers()["rest_rate"])
    np.testing.assert_allclose(working_point(DEPRESSED).rate_e, numbers()["rest_rate"])


def test_surplus_synapses_dilute_what_is_wired_and_keep_its_strength():
    usual, grown = working_point(HEALTHY), working_point(Condition(synapses=1.2))
    np.testing.assert_allclose(grown.network.sum(axis=1), usual.network.sum(axis=1))
    np.testing.assert_allclose(grown.excitation, 1.0)
    strongest = usual.network.argmax(axis=1)
    assert (grown.network[np.arange(80), strongest] < usual.network[np.arange(80), strongest]).all()
    np.testing.assert_allclose(working_point(DEPRESSED).network, usual.network)


def test_firing_follows_the_circuit_level():
    point = working_point(INFUSION)
    from regrowth.brain.regions import regions

    front = regions().prefrontal
    assert point.rate_e[front].mean() / numbers()["rest_rate"] == pytest.approx(INFUSION.firing)


def agreement(condition: Condition, seconds: float) -> tuple[float, float, float]:
    """Likeness of simulated and expected correlations, the difference of their means, and how firing kept its place."""
    point = working_point(condition)
    series = simulate(point, seconds, seed=3)
    seen = np.corrcoef(in_band(series.bold, series.spacing, 0.01, 0.1))[UPPER]
    expected = connectivity(point)[UPPER]
    return np.corrcoef(seen, expected)[0, 1], seen.mean() - expected.mean(), series.rate.mean() / point.rate_e.mean()


def test_the_simulation_agrees_with_the_linear_theory():
    r, apart, kept = agreement(INFUSION, 600.0)
    assert r > 0.9 and abs(apart) < 0.1 and kept == pytest.approx(1, abs=0.02)


@pytest.mark.slow
@pytest.mark.parametrize("condition", [HEALTHY, INFUSION, DEPRESSED])
def test_the_longer_the_closer(condition):
    r, apart, kept = agreement(condition, 3600.0)
    assert r > 0.95 and abs(apart) < 0.06 and kept == pytest.approx(1, abs=0.02)


def test_balloon_follows_its_linear_response():
    k = numbers()
    spacing, frequency, mean, swing = 0.01, 0.05, 0.16, 1e-3
    times = np.arange(0, 200, spacing)
    activity = (mean + swing * np.sin(2 * np.pi * frequency * times))[:, None]
    start = np.array([mean])
    signal = _balloon(np.repeat(activity, 1, axis=1), spacing, 10, *_haemodynamics(), start)[:, 0]
    late = signal[1000:]
    late_times = (np.arange(len(signal)) * 10 + 9)[1000:] * spacing + spacing
    turn = np.exp(-2j * np.pi * frequency * late_times)
    found = 2 * np.mean((late - late.mean()) * turn) * 1j / swing
    assert found == pytest.approx(bold_response(frequency, mean), rel=0.05)
    assert k["repetition"] == pytest.approx(0.72)


def test_a_seed_gives_the_same_brain():
    point = working_point(HEALTHY)
    one, two, other = (simulate(point, 20.0, seed) for seed in (1, 1, 2))
    assert np.array_equal(one.gating, two.gating) and np.array_equal(one.bold, two.bold)
    assert not np.array_equal(one.gating, other.gating)
    assert one.seconds == pytest.approx(20.0, abs=0.5)


def test_a_state_that_does_not_last_is_refused():
    with pytest.raises(NoRestingState, match="by itself"):
        connectivity(working_point(HEALTHY, wires=wiring(coupling=1.5, feedforward=0.0)))


def test_wiring_is_what_the_script_found_and_beats_the_structure():
    found = json.loads((Path(__file__).parents[2] / "calibration" / "brain_wiring.json").read_text())
    assert {name: numbers()[name] for name in found["values"]} == found["values"]
    apart = {name: tried["distance on the other group, mean of both ways"] for name, tried in found["tried"].items()}
    assert apart[found["chosen"]] == min(apart.values())
    human = connectome()
    modelled = connectivity(working_point(HEALTHY))[UPPER]
    measured = human.functional[UPPER]
    r = np.corrcoef(modelled, measured)[0, 1]
    assert r == pytest.approx(found["fitted to"]["r"], abs=1e-3)
    assert r > np.corrcoef(human.weights[UPPER], measured)[0, 1] + 0.2


def test_every_number_has_a_source():
    from regrowth.bibliography import bibliography

    assert len({p.name for p in PARAMETERS}) == len(PARAMETERS)
    for p in PARAMETERS:
        if not p.source.startswith(("assumed: ", "fitted: ")):
            assert {key.strip() for key in p.source.split(",")} <= bibliography().keys(), p.name
