"""Symbolic sparse LU with a static ordering, written out as straight-line steps.

The matrix is c·I − J, whose diagonal is always structurally there. The ordering is Markowitz's with pivots on the
diagonal: at each step the state whose elimination can create least fill (Markowitz 1957, doi:10.1287/mnsc.3.3.255).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Elimination:
    """Where entries live and in which order the arithmetic runs.

    ``entries``     position (row, column) → slot; the Jacobian's entries and the fill
    ``factor``      steps ("invert", slot) · ("scale", slot, pivot) · ("update", slot, left, right)
    ``forward``     (row, slot, column): b[row] −= L[slot]·b[column]
    ``backward``    (row, pivot slot, [(slot, column), …]): b[row] = (b[row] − Σ U[slot]·b[column])·pivot
    """

    entries: dict[tuple[int, int], int]
    factor: list[tuple]
    forward: list[tuple[int, int, int]]
    backward: list[tuple[int, int, list[tuple[int, int]]]]


def eliminate(unknowns: Iterable[int], pattern: set[tuple[int, int]]) -> Elimination:
    """Order and write out the LU of the square matrix of some unknowns with the given off-diagonal pattern."""
    left = set(unknowns)
    rows: dict[int, set[int]] = {i: {i} for i in left}
    columns: dict[int, set[int]] = {i: {i} for i in left}
    for i, j in pattern:
        rows[i].add(j)
        columns[j].add(i)
    entries = {p: k for k, p in enumerate(sorted(pattern | {(i, i) for i in left}))}
    factor: list[tuple] = []
    forward: list[tuple[int, int, int]] = []
    upper: list[tuple[int, int, list[tuple[int, int]]]] = []
    while left:
        pivot = min(left, key=lambda k: ((len(rows[k]) - 1) * (len(columns[k]) - 1), k))
        left.remove(pivot)
        factor.append(("invert", entries[pivot, pivot]))
        below = sorted(columns[pivot] - {pivot})
        right = sorted(rows[pivot] - {pivot})
        for i in below:
            factor.append(("scale", entries[i, pivot], entries[pivot, pivot]))
            forward.append((i, entries[i, pivot], pivot))
            for j in right:
                if (i, j) not in entries:
                    entries[i, j] = len(entries)
                    rows[i].add(j)
                    columns[j].add(i)
                factor.append(("update", entries[i, j], entries[i, pivot], entries[pivot, j]))
            rows[i].discard(pivot)
        for j in right:
            columns[j].discard(pivot)
        upper.append((pivot, entries[pivot, pivot], [(entries[pivot, j], j) for j in right]))
    return Elimination(entries, factor, forward, upper[::-1])
