"""Emit forward sensitivities: the variational equation s' = J(y(t)) s + ∂f/∂p, solved beside each step.

After each step of the states their tangents take the same step, by collocation at the three Radau points (Radau IIA:
order 5, L-stable, stiffly accurate; Hairer & Wanner 1996, Solving Ordinary Differential Equations II, 2nd ed., section
IV.5); between the ends of the step the states come from their dense output. This is the staggered direct method
(Caracotsios & Stewart 1985, doi:10.1016/0098-1354(85)85014-6). The equation is linear, so the three points make one
sparse system, factored once for all directions:

    Σ_b D_ab S_b + D_a0 s = h (J(y(t_a)) S_a + ∂f/∂p(t_a)),   s(t + h) = S_3,

where D differentiates the polynomial through s, S_1, S_2 and S_3. A direction carries only the states downstream of it.
"""

from __future__ import annotations

import math

from regrowth.engine.emit_lu import factor_lines, solve_source
from regrowth.engine.graph import STATE
from regrowth.engine.lower import System, Tangents
from regrowth.engine.lu import Elimination, eliminate
from regrowth.engine.write_c import Writer

#: where the polynomial's values stand in a step: its beginning and the three Radau points
_NODES = (0.0, (4 - math.sqrt(6)) / 10, (4 + math.sqrt(6)) / 10, 1.0)
_POINTS = range(3)


def derivative(a: int, b: int) -> float:
    """Slope, at node ``a``, of the polynomial that is 1 at node ``b`` and 0 at the other nodes."""
    x = _NODES
    if a == b:
        return sum(1 / (x[b] - x[k]) for k in range(4) if k != b)
    others = [k for k in range(4) if k not in (a, b)]
    return math.prod((x[a] - x[k]) / (x[b] - x[k]) for k in others) / (x[b] - x[a])


def tangent_source(writer: Writer, system: System, t: Tangents) -> str:
    """C of ``take_tangents`` and what it needs."""
    reached = sorted({i for reach in t.reaches for i in reach.states})
    jacobian = {p: node for p, node in system.jacobian.items() if p[1] in reached}  # then p[0] is, too
    lu = _collocation(reached, set(jacobian))
    parts = _Parts(writer, [*jacobian.values(), *t.rates.values()])
    return "\n".join(
        [
            f"#define N_PART {max(1, len(parts.nodes))}",
            f"#define N_SIDE {max(1, len(parts.sides))}",
            f"#define N_COLLOCATION {len(lu.entries)}",
            *parts.source(),
            _factor(lu, jacobian, parts),
            *(_solve(k, lu, t) for k in range(len(t.reaches)) if _solver(k, t) == k),
            *(_direction(k, t, parts) for k in range(len(t.reaches))),
            _take(t),
        ]
    )


class _Parts:
    """Names of values at a Radau point: those that change with the states are made once per point.

    On which side of a kink they are is asked once per step, within it: a step ends at a kink, and its last point may
    lie beyond by rounding.
    """

    def __init__(self, writer: Writer, nodes: list[int]):
        self._writer, graph = writer, writer.graph
        self.nodes = [n for n in dict.fromkeys(nodes) if graph.tiers[n] == STATE]
        self._slot = {n: e for e, n in enumerate(self.nodes)}
        needed = graph.needed_for(self.nodes)
        self.sides = [n for n in needed if graph.nodes[n].operation == "step" and graph.tiers[n] == STATE]

    def source(self) -> list[str]:
        """C of ``tangent_sides`` and ``tangent_parts``."""
        function = self._writer.function
        sides = function(
            "tangent_sides", "const V *y, const V *q, V *side", list(enumerate(self.sides)), "side[{}] = {};"
        )
        self._writer.given = {n: f"side[{e}]" for e, n in enumerate(self.sides)}
        arguments = "const V *y, const V *q, const V *side, V *part"
        parts = function("tangent_parts", arguments, list(enumerate(self.nodes)), "part[{}] = {};")
        self._writer.given = {}
        return [sides, parts]

    def name(self, node: int, point: int) -> str:
        return f"part[{point}][{self._slot[node]}]" if node in self._slot else self._writer.name(node)


def _unknown(point: int, state: int) -> int:
    return 3 * state + point


def _collocation(states: list[int], jacobian: set[tuple[int, int]]) -> Elimination:
    """LU of the system of all three points; the unknowns of states outside are left alone."""
    pattern = {(_unknown(a, i), _unknown(a, j)) for i, j in jacobian if i != j for a in _POINTS}
    pattern |= {(_unknown(a, i), _unknown(b, i)) for i in states for a in _POINTS for b in _POINTS if a != b}
    return eliminate([_unknown(a, i) for i in states for a in _POINTS], pattern)


def _factor(lu: Elimination, jacobian: dict[tuple[int, int], int], parts: _Parts) -> str:
    lines = []
    for (row, column), slot in lu.entries.items():
        (i, a), (j, b) = divmod(row, 3), divmod(column, 3)
        terms = f"K({derivative(a + 1, b + 1)!r}) * per_h" if i == j else ""
        if a == b and (i, j) in jacobian:
            terms += f" - {parts.name(jacobian[i, j], a)}"
        lines.append(f"    V m{slot} = {terms or 'K(0)'};")
    head = "LOCAL void factor_collocation(V (*part)[N_PART], const V *q, V per_h, V *m) {\n"
    return head + "\n".join([*lines, *factor_lines(lu)]) + "\n}\n"


def _solver(k: int, t: Tangents) -> int:
    """The first direction with the same reach."""
    return next(other for other in range(k + 1) if t.reaches[other].states == t.reaches[k].states)


def _solve(k: int, lu: Elimination, t: Tangents) -> str:
    states = t.reaches[k].states
    place = {_unknown(a, i): a * len(states) + e for e, i in enumerate(states) for a in _POINTS}
    return solve_source(lu, f"solve_{k}", place)


def _direction(k: int, t: Tangents, parts: _Parts) -> str:
    """The step of one direction: right-hand sides, the solution, and the polynomial between the ends."""
    states = t.reaches[k].states
    n, place = len(states), {i: e for e, i in enumerate(states)}
    lines = [f"    V b[{3 * n}];"]
    for a in _POINTS:
        lines.append(f"    for (int e = 0; e < {n}; e++) b[{a * n} + e] = K({-derivative(a + 1, 0)!r}) * per_h * s[e];")
        lines += [
            f"    b[{a * n + place[i]}] += {parts.name(node, a)};" for (kk, i), node in t.rates.items() if kk == k
        ]
    lines += [
        "    VI moved = (VI)(0);",
        f"    for (int e = 0; e < {3 * n}; e++) moved |= b[e] != K(0);",
        f"    if (ANY(moved)) solve_{_solver(k, t)}(m, b); /* else nothing pulls, and all stays at zero */",
        f"    for (int e = 0; e < {n}; e++) {{",
        f"        s_next[e] = b[{2 * n} + e];",
    ]
    for a, x in enumerate(_NODES[1:3]):  # what is left of S at a point after the straight line, over x (1 - x)
        line = f"K({1 - x!r}) * s[e] - K({x!r}) * s_next[e]"
        lines.append(f"        V g{a} = (b[{a * n} + e] - {line}) * K({1 / (x * (1 - x))!r});")
    first, second = _NODES[1:3]
    lines += [
        f"        dense[1][e] = (g1 - g0) * K({1 / (second - first)!r});",
        f"        dense[0][e] = g0 - K({first!r}) * dense[1][e];",
        "        for (int r = 2; r < DENSE_ROWS; r++) dense[r][e] = K(0);",
        "    }",
    ]
    head = (
        f"LOCAL void direction_{k}(const V *s, const V *q, V (*part)[N_PART], const V *m, V per_h, V *s_next,\n"
        "                        V (*dense)[ROWS]) {\n"
    )
    return head + "\n".join(lines) + "\n}\n"


def _take(t: Tangents) -> str:
    """The step of all directions, given that of the states and its dense output."""
    lines = ["    V side[N_SIDE], part[3][N_PART], m[N_COLLOCATION], at[N_STATE];"]
    for a, x in ((1, _NODES[2]), (0, _NODES[1])):
        lines += [
            f"    between(y, next, dense, K({x!r}), N_STATE, at);",
            *(["    tangent_sides(at, q, side);"] if a == 1 else []),
            f"    tangent_parts(at, q, side, part[{a}]);",
        ]
    lines += ["    tangent_parts(next, q, side, part[2]);", "    factor_collocation(part, q, per_h, m);"]
    for k, row in enumerate(t.offsets[:-1]):
        rows = f"N_STATE + {row}"
        lines.append(
            f"    direction_{k}(y + {rows}, q, part, m, per_h, next + {rows}, (V (*)[ROWS])(dense[0] + {rows}));"
        )
    head = "LOCAL void take_tangents(const V *y, const V *q, V per_h, V *next, V (*dense)[ROWS]) {\n"
    return head + "\n".join(lines) + "\n}\n"
