"""How far numbers stray from each other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regrowth.evidence.heterogeneity import cochran_q

number, variance = st.floats(-100, 100), st.floats(0.01, 100)


@given(number, number, variance, variance)
def test_of_two_it_is_their_squared_difference_over_the_sum_of_variances(a, b, of_a, of_b):
    found = cochran_q(np.array([a, b]), np.array([of_a, of_b]))
    assert found == pytest.approx((a - b) ** 2 / (of_a + of_b), rel=1e-6, abs=1e-9)


def test_of_numbers_that_differ_by_sampling_alone_it_is_a_chi_square():
    draw = np.random.default_rng(1)
    variances = np.array([0.5, 1.0, 2.0, 4.0, 8.0])
    found = [cochran_q(draw.normal(3.0, variances**0.5), variances) for _ in range(4000)]
    assert np.mean(found) == pytest.approx(4, rel=0.05)
    assert np.var(found) == pytest.approx(8, rel=0.1)
