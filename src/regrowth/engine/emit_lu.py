"""Emit a sparse LU as straight-line C: what factors a matrix, and what solves with it."""

from __future__ import annotations

from collections.abc import Mapping

from regrowth.engine.lu import Elimination


def factor_source(lu: Elimination) -> str:
    """C of ``factor``: m = LU of j + diagonal·I."""
    lines = []
    for (i, j), slot in sorted(lu.entries.items(), key=lambda item: item[1]):
        lines.append(f"    V m{slot} = j[{slot}]{' + diagonal' if i == j else ''};")
    lines += factor_lines(lu)
    return "LOCAL void factor(const V *j, V diagonal, V *m) {\n" + "\n".join(lines) + "\n}\n"


def factor_lines(lu: Elimination) -> list[str]:
    """Factor entries that stand in variables ``m0 …`` and store them in ``m``."""
    lines = []
    for step in lu.factor:
        match step:
            case ("invert", slot):
                lines.append(f"    m{slot} = K(1) / m{slot};")
            case ("scale", slot, pivot):
                lines.append(f"    m{slot} *= m{pivot};")
            case ("update", slot, left, right):
                lines.append(f"    m{slot} -= m{left} * m{right};")
    return lines + [f"    m[{slot}] = m{slot};" for slot in lu.entries.values()]


def solve_source(lu: Elimination, name: str = "solve_factored", place: Mapping[int, int] | None = None) -> str:
    """C of a function that solves in place.

    ``place`` says where in ``b`` an unknown stands; unknowns without a place are zero and are left out, which is
    right where no equation with a place on the right-hand side can move them.
    """
    place = place if place is not None else {row: row for row, _, _ in lu.backward}
    lines = [f"    V b{i} = b[{at}];" for i, at in place.items()]
    lines += [f"    b{row} -= m[{slot}] * b{column};" for row, slot, column in lu.forward if column in place]
    for row, pivot, upper in lu.backward:
        if row in place:
            terms = "".join(f" - m[{slot}] * b{column}" for slot, column in upper if column in place)
            lines.append(f"    b{row} = (b{row}{terms}) * m[{pivot}];")
    lines += [f"    b[{at}] = b{i};" for i, at in place.items()]
    return f"LOCAL void {name}(const V *m, V *b) {{\n" + "\n".join(lines) + "\n}\n"
