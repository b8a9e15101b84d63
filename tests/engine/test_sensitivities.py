"""Forward sensitivities against central differences of tight solutions, across schedule edges."""

from __future__ import annotations

import numpy as np
import pytest

from regrowth.engine import Schedule, assemble, sensitivities, simulator
from regrowth.errors import RegrowthError

EVERYTHING = ["pharmacokinetics.depot", "pharmacokinetics.body", "pharmacokinetics.conc", "circuit.slow", "circuit.gate"]
TIMES = np.arange(-1.0, 97.0, 1.0)


def differences(sim, name, point, step, **solve):
    high, low = (
        sim.solve(parameters={name: point + sign * step}, rtol=1e-12, **solve).values for sign in (1, -1)
    )
    return {o: (high[o] - low[o]) / (2 * step) for o in high}


@pytest.mark.parametrize("kind", ["as it is", "an enzyme knocked down from before the start"])
def test_toy_agrees_with_central_differences(toy, kind):
    model = toy
    sim = simulator(model)
    rows = [(0, "dose", 24.0 * day, 24.0 * day + 0.5, 8.0) for day in range(3)]
    if kind != "as it is":
        rows += [(0, "enzyme", -np.inf, np.inf, 0.6), (0, "enzyme", 30.0, 40.0, 0.5)]
    solve = {"times": TIMES, "observe": EVERYTHING, "schedule": Schedule.from_rows(1, rows)}
    names = [p.name for p in model.parameters]
    found = sensitivities(model, names, rtol=1e-9, **solve)
    for k, p in enumerate(model.parameters):
        expected = differences(sim, p.name, p.value, 1e-4 * p.value, **solve)
        for name in EVERYTHING:
            largest = np.abs(expected[name]).max()
            floor = 1e-7 * np.abs(found.values[name]).max() / p.value  # noise of the differences
            assert np.abs(found.jacobian[name][0, k] - expected[name][0]).max() < 1e-5 * largest + floor, (p.name, name)


def test_values_are_those_of_a_plain_solve(toy):
    model = toy
    solve = {
        "times": TIMES,
        "observe": EVERYTHING,
        "schedule": Schedule.from_rows(1, [(0, "dose", 0.0, 1.0, 5.0)]),
        "rtol": 1e-8,
    }
    plain = simulator(model).solve(**solve)
    found = sensitivities(model, ["circuit/slow.tau"], **solve)
    for name in EVERYTHING:
        assert np.allclose(found.values[name], plain.values[name], rtol=1e-12, atol=1e-14)


@pytest.mark.slow
def test_default_model_agrees_with_central_differences():
    model = assemble("human")
    names = ["pharmacokinetics/norketamine.cl_s", "receptors/channel_block.k_off", "pharmacokinetics/body_size.standard_weight"]
    observe = ["pharmacokinetics.s_ketamine_arterial", "circuit.e_rate", "outcomes.madrs"]
    rows = [(0, channel, 0.0, 2 / 3, 110.0) for channel in ("s_ketamine_iv", "r_ketamine_iv")]
    solve = {"times": np.arange(0.0, 72.0, 1.0), "observe": observe, "schedule": Schedule.from_rows(1, rows)}
    found = sensitivities(model, names, rtol=1e-9, **solve)
    for k, name in enumerate(names):
        point = next(p.value for p in model.parameters if p.name == name)
        expected = differences(simulator(model), name, point, 1e-4 * point, **solve)
        for o in observe:
            largest = np.abs(expected[o]).max()
            floor = 1e-6 * np.abs(found.values[o]).max() / point
            assert np.abs(found.jacobian[o][0, k] - expected[o][0]).max() < 1e-4 * largest + floor, (name, o)


def test_an_unknown_parameter_is_named_with_the_nearest(toy):
    with pytest.raises(RegrowthError, match=r"circuit/slow\.tau"):
        sensitivities(toy, ["circuit/slow.tua"], times=TIMES, observe=EVERYTHING)
