"""Fits of a model that is linear in the logarithms, where everything is known in closed form."""

import numpy as np
import pytest

from .scripts import from_folder

fitting = from_folder("fitting")

SLOPES = np.array([[1.0, 0.2], [0.5, -1.0], [0.3, 0.8], [-0.7, 0.4], [1.1, 1.3]])
SEEN = np.array([0.9, -0.4, 0.6, -0.2, 1.9])


def fitted(rows, pull=0.0, highest=(100.0, 100.0), trials=("",) * 5, designs=("",) * 5):
    def predict(values):
        told = SLOPES[rows] @ np.log([values["a/x"], values["a/y"]])
        return [
            fitting.Residual(str(row), float(SEEN[row]), float(t), float(t - SEEN[row]), trial=trials[row], design=designs[row])
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
@pytest.mark.parametrize("trials", [("a", "b", "c", "d", "e"), ("a", "a", "b", "c", "b")])
def test_left_out_is_what_a_fit_without_the_trial_predicts(pull, trials):
    whole = fitted(range(5), pull, trials=trials)["residuals"]
    for trial in set(trials):
        kept = [row for row in range(5) if trials[row] != trial]
        x = np.log([p["value"] for p in fitted(kept, pull)["parameters"]])
        for row in set(range(5)) - set(kept):
            assert whole[row]["left_out"] == pytest.approx(SLOPES[row] @ x, abs=5e-3)


def test_a_new_design_is_what_a_fit_without_trial_and_design_predicts():
    trials, designs = ("a", "a", "b", "c", "d"), ("x", "y", "y", "z", "z")
    whole = fitted(range(5), 0.5, trials=trials, designs=designs)["residuals"]
    for row in range(5):
        kept = [other for other in range(5) if trials[other] != trials[row] and designs[other] != designs[row]]
        x = np.log([p["value"] for p in fitted(kept, 0.5)["parameters"]])
        assert whole[row]["new_design"] == pytest.approx(SLOPES[row] @ x, abs=1e-2)  # few are kept


def test_the_error_of_left_out_trials_is_that_of_fits_without_them():
    scores = fitted(range(5), 0.5)["left_out_error_by_pull"]
    for factor in (0.5, 1.0, 2.0):
        off = []
        for left in range(5):
            kept = [row for row in range(5) if row != left]
            x = np.log([p["value"] for p in fitted(kept, 0.5 * factor)["parameters"]])
            off.append((SLOPES[left] @ x - SEEN[left]) ** 2)
        assert scores[f"{factor:g}"] == pytest.approx(np.mean(off), rel=0.02)


def test_a_parameter_at_its_bound_stays_there_whatever_is_left_out():
    bounded = fitted(range(5), highest=(1.5, 100.0))
    assert [p["at_bound"] for p in bounded["parameters"]] == [True, False]
    for row, found in enumerate(bounded["residuals"]):
        kept = [other for other in range(5) if other != row]
        x = np.log([p["value"] for p in fitted(kept, highest=(1.5, 100.0))["parameters"]])
        assert found["left_out"] == pytest.approx(SLOPES[row] @ x, abs=5e-3)
