"""Steps end where max and min change sides: values and tangents against a closed form, and which kinks count."""

from __future__ import annotations

import numpy as np
import pytest

from regrowth.engine import Schedule, assemble, sensitivities, simulator
from regrowth.engine.kinks import kinks
from regrowth.engine.lower import lower

TIMES = np.linspace(0.0, 8.0, 161)
PUSHED = Schedule.from_rows(1, [(0, "drive", 0.0, 100.0, 1.0)])
W, LEVEL = 0.7, 0.6


@pytest.fixture(scope="module")
def bent(tiny):
    """x rises to 1 as 1 - exp(-w t); y gathers what is above the level."""
    return tiny(
        "d x/dt = w*(drive/unit - x)\nd y/dt = w*positive(x - level) - leak*y",
        ("x", "y"),
        {"w": W, "unit": 1.0, "level": (LEVEL, "1"), "leak": 0.3},
        reads=("drive",),
    )


def gathered(t, leak=0.3):
    """y(t), and its derivative along the level."""
    met = -np.log(1 - LEVEL) / W
    since = np.maximum(t - met, 0)
    constant = W * (1 - LEVEL) / leak * (1 - np.exp(-leak * since))
    fading = W * (1 - LEVEL) * (np.exp(-W * since) - np.exp(-leak * since)) / (leak - W)
    return constant - fading, -W / leak * (1 - np.exp(-leak * since))


@pytest.mark.parametrize("method", ["Rodas4", "Rodas5P"])
@pytest.mark.parametrize("rtol", [1e-4, 1e-6, 1e-8])
def test_a_kink_costs_no_accuracy(bent, method, rtol):
    s = simulator(bent, method=method).solve(times=TIMES, observe=["circuit.y"], schedule=PUSHED, rtol=rtol)
    assert np.abs(s.values["circuit.y"][0] - gathered(TIMES)[0]).max() < 5 * rtol
    assert s.rejected[0] <= 1  # the step that meets the kink is kept as far as it, not taken again


def test_tangents_cross_a_kink(bent):
    found = sensitivities(bent, ["circuit/tiny.level"], times=TIMES, observe=["circuit.y"], schedule=PUSHED, rtol=1e-9)
    expected = gathered(TIMES)[1]
    assert np.abs(found.jacobian["circuit.y"][0, 0] - expected).max() < 1e-5 * np.abs(expected).max()


@pytest.mark.parametrize("rtol", [1e-4, 1e-6])
def test_a_running_maximum_stays_where_it_was(tiny, rtol):
    """y follows x up, fast, and keeps its highest value when x falls: the inner points of a step must not see x below."""
    model = tiny(
        "d x/dt = w*(drive/unit - x)\nd y/dt = fast*positive(x - y)",
        ("x", "y"),
        {"w": 1.0, "fast": 200.0, "unit": 1.0},
        reads=("drive",),
    )
    schedule = Schedule.from_rows(1, [(0, "drive", 0.0, 1.0, 1.0), (0, "drive", 6.0, 7.5, 1.0)])
    ask = {"times": TIMES, "observe": ["circuit.y"], "schedule": schedule}
    coarse, fine = (simulator(model).solve(rtol=r, **ask).values["circuit.y"][0] for r in (rtol, 1e-11))
    assert np.abs(coarse - fine).max() < 10 * rtol


@pytest.mark.parametrize("height", [1.01, 1.1])
def test_a_rise_that_begins_and_ends_within_a_step_is_seen(tiny, height):
    """x rises and falls smoothly, over the level for a short while; both ends of a long step lie below."""
    model = tiny(
        "d x/dt = w*(drive/unit - x)\nd v/dt = w*(x - v)\nd y/dt = w*positive(v - level) - leak*y",
        ("x", "v", "y"),
        {"w": 1.0, "unit": 1.0, "level": (0.0, "1"), "leak": 0.01},
        reads=("drive",),
    )
    schedule = Schedule.from_rows(1, [(0, "drive", 0.0, 0.5, 1.0)])
    ask = {"times": TIMES, "observe": ["circuit.v", "circuit.y"], "schedule": schedule, "n_people": 1}
    top = simulator(model).solve(rtol=1e-10, **ask).values["circuit.v"][0].max()
    level = {"circuit/tiny.level": top / height}
    coarse, fine = (simulator(model).solve(rtol=r, parameters=level, **ask).values["circuit.y"][0] for r in (1e-4, 1e-10))
    assert fine.max() > 0
    assert np.abs(coarse - fine).max() < 1e-4 * top


def kinks_of(model):
    return kinks(lower(model, resting=False), model.scales)


def test_kinks_are_differences_and_no_bare_guards(bent, tiny):
    assert len(kinks_of(bent)) == 1
    guarded = tiny("d x/dt = w*(level^p - x^p)", ("x",), {"w": 1.0, "level": (0.5, "1"), "p": (1.5, "1")})
    assert kinks_of(guarded) == []
    assert len(kinks_of(assemble("human"))) > 10


def test_states_that_fade_away_together_are_no_kink(tiny):
    """x overtakes y for as long as they last; at 1e-40 of their scales the side is of no matter."""
    fading = tiny(
        "d x/dt = fast*(drive/unit - x)\nd y/dt = w*(x - y)\nd z/dt = w*positive(x - y) - w*z",
        ("x", "y", "z"),
        {"w": 4.0, "fast": 40.0, "unit": 1.0},
        reads=("drive",),
    )
    schedule = Schedule.from_rows(1, [(0, "drive", 0.0, 0.5, 1.0)])
    s = simulator(fading).solve(times=np.array([0.0, 1000.0]), observe=["circuit.z"], schedule=schedule, longest_step=1.0)
    assert s.rejected[0] < 10
