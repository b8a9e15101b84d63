"""The written-out sparse LU beside numpy's dense one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regrowth.engine import assemble
from regrowth.engine.lower import lower
from regrowth.engine.lu import Elimination, eliminate


def solved(lu: Elimination, matrix: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Runs the steps as the generated C does."""
    m = np.zeros(len(lu.entries))
    for (i, j), slot in lu.entries.items():
        m[slot] = matrix[i, j]
    for step in lu.factor:
        match step:
            case ("invert", slot):
                m[slot] = 1 / m[slot]
            case ("scale", slot, pivot):
                m[slot] *= m[pivot]
            case ("update", slot, left, upper):
                m[slot] -= m[left] * m[upper]
    b = right.copy()
    for row, slot, column in lu.forward:
        b[row] -= m[slot] * b[column]
    for row, pivot, upper in lu.backward:
        b[row] = (b[row] - sum(m[slot] * b[column] for slot, column in upper)) * m[pivot]
    return b


@settings(max_examples=150, deadline=None)
@given(n=st.integers(1, 25), density=st.floats(0, 0.5), seed=st.integers(0, 10**6))
def test_solves_what_numpy_solves(n, density, seed):
    rng = np.random.default_rng(seed)
    pattern = {(i, j) for i in range(n) for j in range(n) if i != j and rng.random() < density}
    matrix = np.zeros((n, n))
    for i, j in pattern:
        matrix[i, j] = rng.normal()
    matrix += np.diag(np.abs(matrix).sum(1) + rng.uniform(0.1, 2, n))  # no pivoting: 1/(hγ) makes it so in a step
    right = rng.normal(size=n)
    lu = eliminate(range(n), pattern)
    np.testing.assert_allclose(solved(lu, matrix, right), np.linalg.solve(matrix, right), rtol=1e-9, atol=1e-10)
    assert len(lu.forward) + sum(len(u) for *_, u in lu.backward) + n == len(lu.entries)


def test_an_arrow_has_no_fill_whatever_its_numbering():
    """The hub must be eliminated last: in the order of numbering, all would fill in."""
    n = 30
    lu = eliminate(range(n), {(0, i) for i in range(1, n)} | {(i, 0) for i in range(1, n)})
    assert len(lu.entries) == 3 * n - 2
    assert lu.backward[0][0] in (0, n - 1)


@pytest.mark.parametrize("species", ["human", "rat", "mouse"])
def test_the_models_matrix_stays_sparse(species):
    system = lower(assemble(species), resting=False)
    n = len(system.states)
    lu = eliminate(range(n), {(i, j) for i, j in system.jacobian if i != j})
    updates = sum(step[0] == "update" for step in lu.factor)
    assert len(lu.entries) < 1.2 * len(system.jacobian.keys() | {(i, i) for i in range(n)})
    assert updates < 2 * n
