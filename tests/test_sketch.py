"""Quantiles of a stream: within their accuracy of the sample's own, whatever the groups the values come in."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from regrowth.sketch import ACCURACY, Sketch

numbers = st.floats(-1e12, 1e12) | st.floats(-1e-9, 1e-9) | st.just(0.0)


@given(arrays(float, st.tuples(st.integers(1, 40), st.integers(1, 3)), elements=numbers), st.floats(0, 1), st.integers(1, 40))
def test_quantiles_are_the_samples_own(values, q, group):
    sketch, whole = Sketch(), Sketch()
    whole.add(values)
    for start in range(0, len(values), group):
        sketch.add(values[start : start + group])
    found = sketch.quantile(q)
    assert np.array_equal(found, whole.quantile(q))
    largest = np.abs(np.quantile(values, [q, q], axis=0, method="lower")).max(axis=0)
    largest = np.maximum(largest, np.abs(np.quantile(values, q, axis=0, method="higher")))
    assert (np.abs(found - np.quantile(values, q, axis=0)) <= 1.01 * ACCURACY * largest + 1e-300).all()


def test_cells_keep_their_shape_and_apart():
    values = np.random.default_rng(1).lognormal(1.0, 2.0, (5000, 2, 3)) * np.array([1, 10, -100])
    sketch = Sketch()
    for part in np.array_split(values, 7):
        sketch.add(part)
    for q in (0.025, 0.5, 0.975):
        np.testing.assert_allclose(sketch.quantile(q), np.quantile(values, q, axis=0), rtol=ACCURACY)
