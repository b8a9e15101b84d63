"""Fits of a model that is linear in the logarithms, where everything is known in closed form."""

import numpy as np
import pytest

from .scripts import from_folder

fitting = from_folder("fitting")

SLOPES = np.array([[1.0, 0.2], [0.5, -1.0], [0.3, 0.8], [-0.7, 0.4], [1.1, 1.3]])
SEEN = np.array([0.9, -0.4, 0.6, -0.2, 1.9])


def fitted(rows, pull=0.0, highest=(100.0, 100.0)):
    def predict(values):
        told = SLOPES[rows] @ np.log([values["a/x"], values["a/y"]])
        return [
            fitting.Residual(str(row), float(SEEN[row]), float(t), float(t - SEEN[row]))
            for row, t in zip(rows, told, strict=True)
        ]

    names = zip(("a/x", "a/y"), highest, strict=True)
    free = [fitting.Free(name, 1.0, 0.01, high, ("0",), pull=pull) for name, high in names]
    return fitting.fit(free, predict)


def test_the_optimum_is_that_of_least_squares():
    expected = np.linalg.lstsq(SLOPES, SEEN, rcond=None)[0]
    found = [np.log(p["value"]) for p in fitted(range(5))["parameters"]]
    np.testing.assert_allclose(found, expected, atol=1e-3)  # values are kept to four digits


@pytest.mark.parametrize("pull", [0.0, 0.5])
def test_leverage_says_what_a_fit_without_the_row_leaves(pull):
    whole = fitted(range(5), pull)["residuals"]
    for left in range(5):
        kept = [row for row in range(5) if row != left]
        x = np.log([p["value"] for p in fitted(kept, pull)["parameters"]])
        without = SLOPES[left] @ x - SEEN[left]
        assert whole[left]["error"] / (1 - whole[left]["leverage"]) == pytest.approx(without, abs=5e-3)


def test_leverages_count_the_parameters_that_move():
    assert sum(r["leverage"] for r in fitted(range(5))["residuals"]) == pytest.approx(2, abs=0.005)
    bounded = fitted(range(5), highest=(1.5, 100.0))
    assert sum(p["at_bound"] for p in bounded["parameters"]) == 1
    assert sum(r["leverage"] for r in bounded["residuals"]) == pytest.approx(1, abs=0.005)
