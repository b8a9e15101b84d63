"""What a caller of the engine can get wrong, and what is said about it."""

from __future__ import annotations

import numpy as np
import pytest

from regrowth.engine import Schedule, simulator
from regrowth.errors import RegrowthError


@pytest.fixture(scope="module")
def sim(tiny):
    return simulator(
        tiny("d x/dt = drive - k*x*weight/heavy", parameters={"k": 0.5, "heavy": (70.0, "kg")}, reads=("drive", "weight"))
    )


def solve(sim, **more):
    ask = {"times": [0.0, 1.0], "observe": ["circuit.x"], "n_people": 3} | more
    return sim.solve(**ask)


K, HEAVY = "circuit/tiny.k", "circuit/tiny.heavy"

CASES = {
    "an unknown parameter": (dict(parameters={"circuit/tiny.kk": 1.0}), "'circuit/tiny.kk'. Did you mean circuit/tiny.k"),
    "a parameter that is NaN for one": (dict(parameters={K: np.array([1.0, 2.0, np.nan])}), f"{K} of person 2 is nan"),
    "an infinite covariate": (dict(parameters={"weight": np.array([1.0, np.inf, 1.0])}), "weight of person 1 is inf"),
    "a NaN for everyone": (dict(parameters={K: float("nan")}), f"{K} of person 0 is nan"),
    "a parameter of the wrong length": (dict(parameters={K: np.ones(4)}), "how many people?"),
    "a parameter of the wrong shape": (dict(parameters={K: np.ones((3, 2))}), rf"{K} has shape \(3, 2\)"),
    "an array of the wrong width": (dict(parameters=np.ones((3, 7))), r"the parameter array is \(3, 7\).*need \(3, 3\)"),
    "an array of the wrong height": (dict(parameters=np.ones((2, 3))), "how many people?.*n_people has 3"),
    "a flat array": (dict(parameters=np.ones(3)), r"the parameter array is \(3,\)"),
    "NaN in the whole array": (dict(parameters=np.array([[1.0, 1, 70], [1, np.nan, 70], [1, 1, 70]])), f"{HEAVY} of person 1 is nan"),
    "words for numbers": (dict(parameters={K: "fast"}), f"{K}.*'fast'"),
    "a schedule for others": (dict(schedule=Schedule.empty(2)), "how many people?"),
    "times for others": (dict(times=[np.array([0.0, 1.0])] * 2), "how many people?"),
    "nobody": (dict(n_people=0), "at least one person"),
    "no times": (dict(times=[]), "no output times"),
    "times that run backwards": (dict(times=[1.0, 0.0]), "ascending"),
    "times that are NaN": (dict(times=[0.0, float("nan")]), "finite"),
    "a person without times": (dict(times=[np.array([0.0]), np.array([]), np.array([0.0])]), "no output times are asked for of person 1"),
    "an unknown observable": (dict(observe=["circuit.y"]), "no observable 'circuit.y'. Did you mean circuit.x"),
    "nothing observed": (dict(observe=[]), "nothing to observe"),
    "a tolerance of nothing": (dict(rtol=0.0), "rtol is 0; it must lie between"),
    "a tolerance too loose": (dict(rtol=0.5), "rtol is 0.5; it must lie between"),
    "a tolerance that is NaN": (dict(rtol=float("nan")), "rtol is nan; it must lie between"),
    "no threads": (dict(threads=-1), "threads"),
    "a wrong word for errors": (dict(errors="ignore"), "errors is 'ignore'"),
}  # fmt: skip


@pytest.mark.parametrize("ask, words", CASES.values(), ids=CASES)
def test_bad_input_is_named(sim, ask, words):
    with pytest.raises(RegrowthError, match=words):
        solve(sim, **ask)


def test_an_unknown_precision_or_method_is_named(tiny):
    model = tiny("d x/dt = -k*x", parameters={"k": 1.0})
    with pytest.raises(RegrowthError, match="unknown method 'Euler'; there are Rodas4, Rodas5P"):
        simulator(model, method="Euler")
    with pytest.raises(RegrowthError, match=r"precision is 'float16'\. It takes 'float64' or 'float32'"):
        simulator(model, "float16")  # type: ignore[arg-type]


def test_more_memory_than_there_is_says_how_much(sim):
    with pytest.raises(RegrowthError, match=r"100,000,000 people, 1 observables and 100,000 times need 80,00\d\.\d GB of memory"):
        sim.solve(times=np.arange(100_000.0), observe=["circuit.x"], n_people=100_000_000)


def test_defaults_scalars_arrays_and_whole_rows_agree(sim):
    plain = solve(sim).values["circuit.x"]
    for parameters in ({K: 0.5}, {K: np.full(3, 0.5)}, {K: 0.5, "weight": 70}, np.tile([0.5, 70.0, 70.0], (3, 1)), {K: [0.5, 0.5, 0.5]}):
        assert np.array_equal(solve(sim, parameters=parameters).values["circuit.x"], plain)
