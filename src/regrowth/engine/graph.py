"""Equations as a graph of shared operations: every value is made once, and derivatives are taken on it.

Nodes are hash-consed, so common sub-expressions are one node. Each node carries a *tier*: what it depends on.
Constants are folded; nodes of the parameter and input tiers are hoisted out of the time loop by the emitter.

The sparse Jacobian is accumulated by the chain rule: reverse mode inside one equation, forward along the
auxiliaries (Griewank & Walther 2008, Evaluating Derivatives, 2nd ed., SIAM, ch. 10).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from regrowth.language.grammar import Call, Expression, Name, Negative, Number, Operation

CONSTANT, PARAMETER, INPUT, STATE = range(4)

#: constant powers that are written out as products, whatever the sign of the base; all others need a base >= 0
WHOLE_POWERS = range(-32, 33)

#: operations whose result is a pure function of their arguments, with the number of arguments
OPERATIONS = {
    "add": 2, "sub": 2, "mul": 2, "div": 2, "neg": 1,
    "exp": 1, "log": 1, "sqrt": 1, "pow": 2, "min": 2, "max": 2, "step": 2,
}  # fmt: skip
# step(a, b) is 1 where a > b, else 0: the derivative of max

#: the first argument of min and max counts as active only this far beyond the kink: a state that rests on a kink
#: would otherwise have a slope that flips with rounding
_KINK = 1e-10

#: leaves and their tiers; the tangents are derivatives of states and rest values along a parameter
LEAVES = {
    "state": STATE, "input": INPUT, "parameter": PARAMETER, "rest": PARAMETER,
    "state_tangent": STATE, "rest_tangent": PARAMETER,
}  # fmt: skip


@dataclass(frozen=True)
class Node:
    operation: str  # an OPERATIONS key, "constant", or a leaf (see LEAVES)
    arguments: tuple[int, ...] = ()
    value: float = 0.0
    index: int = 0


class Graph:
    """Grows by :meth:`operation` and :meth:`leaf`; node numbers are in topological order."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.tiers: list[int] = []
        self._known: dict[Node, int] = {}
        self.zero = self.constant(0.0)
        self.one = self.constant(1.0)

    def _add(self, node: Node, tier: int) -> int:
        found = self._known.get(node)
        if found is None:
            found = self._known[node] = len(self.nodes)
            self.nodes.append(node)
            self.tiers.append(tier)
        return found

    def constant(self, value: float) -> int:
        return self._add(Node("constant", value=float(value) + 0.0), CONSTANT)

    def leaf(self, kind: str, index: int) -> int:
        return self._add(Node(kind, index=index), LEAVES[kind])

    def constant_value(self, i: int) -> float | None:
        return self.nodes[i].value if self.nodes[i].operation == "constant" else None

    def operation(self, name: str, *args: int) -> int:
        """The node of an operation, simplified where a constant 0 or 1 makes it trivial."""
        values = [self.constant_value(a) for a in args]
        if all(v is not None for v in values):
            return self.constant(_fold(name, [float(v) for v in values if v is not None]))
        if simple := self._simplified(name, args, values):
            return simple - 1
        if name in ("add", "mul", "min", "max"):
            args = tuple(sorted(args))
        return self._add(Node(name, args), max(self.tiers[a] for a in args))

    def _simplified(self, name: str, args: tuple[int, ...], values: list[float | None]) -> int:
        """Node number + 1 of a simpler equivalent, or 0 (so that node 0 can be returned)."""
        if name == "neg":
            inner = self.nodes[args[0]]
            return inner.arguments[0] + 1 if inner.operation == "neg" else 0
        if len(args) != 2:
            return 0
        (a, b), (va, vb) = args, values
        if name == "add":
            if va == 0:
                return b + 1
            if vb == 0:
                return a + 1
            if self.nodes[b].operation == "neg":
                return self.operation("sub", a, self.nodes[b].arguments[0]) + 1
            if self.nodes[a].operation == "neg":
                return self.operation("sub", b, self.nodes[a].arguments[0]) + 1
        if name == "sub":
            if vb == 0:
                return a + 1
            if va == 0:
                return self.operation("neg", b) + 1
            if a == b:
                return self.zero + 1
            if self.nodes[b].operation == "neg":
                return self.operation("add", a, self.nodes[b].arguments[0]) + 1
        if name == "mul":
            if va == 0 or vb == 0:
                return self.zero + 1
            if va == 1:
                return b + 1
            if vb == 1:
                return a + 1
            if va == -1:
                return self.operation("neg", b) + 1
            if vb == -1:
                return self.operation("neg", a) + 1
        if name == "div":
            if va == 0:
                return self.zero + 1
            if vb == 1:
                return a + 1
            if self.tiers[b] < STATE and self.tiers[b] < self.tiers[a]:
                # division by a hoisted value becomes multiplication by its hoisted reciprocal
                return self.operation("mul", a, self.operation("div", self.one, b)) + 1
        if name == "pow" and vb is not None:
            return self._whole_power(a, vb)
        return 0

    def _whole_power(self, a: int, n: float) -> int:
        if n == 0:
            return self.one + 1
        if n == 1:
            return a + 1
        if n == 0.5:
            return self.operation("sqrt", self.operation("max", a, self.zero)) + 1
        if n in WHOLE_POWERS and n < 0:
            return self.operation("div", self.one, self.operation("pow", a, self.constant(-n))) + 1
        if n in WHOLE_POWERS:
            half = self.operation("pow", a, self.constant(int(n) // 2))
            square = self.operation("mul", half, half)
            return (self.operation("mul", square, a) if int(n) % 2 else square) + 1
        return 0

    # -- building from the syntax tree ------------------------------------------------------------

    def build(self, expression: Expression, names: dict[str, int], rest: dict[str, int]) -> int:
        """The node of an expression; ``names`` and ``rest`` give the nodes of names and of at_rest(names)."""
        match expression:
            case Number(value=v):
                return self.constant(v)
            case Name(id=name):
                return names[name]
            case Negative(operand=x):
                return self.operation("neg", self.build(x, names, rest))
            case Call(function="at_rest", arguments=(Name(id=name),)):
                return rest[name]
            case Operation(operator="^", left=x, right=n):
                return self._power(self.build(x, names, rest), self.build(n, names, rest))
            case Operation(operator=op, left=x, right=y):
                kind = {"+": "add", "-": "sub", "*": "mul", "/": "div"}[op]
                return self.operation(kind, self.build(x, names, rest), self.build(y, names, rest))
            case Call(function=function, arguments=arguments):
                return self._call(function, [self.build(a, names, rest) for a in arguments])
        raise AssertionError(expression)

    def _power(self, base: int, exponent: int) -> int:
        value = self.constant_value(exponent)
        if value is not None and value in WHOLE_POWERS:
            return self.operation("pow", base, exponent)
        # a real power is defined for x >= 0 only: a solver's tiny negative value counts as 0
        return self.operation("pow", self.operation("max", base, self.zero), exponent)

    def _call(self, function: str, x: list[int]) -> int:
        op = self.operation
        match function:
            case "positive":
                return op("max", x[0], self.zero)
            case "sqrt":
                return op("sqrt", op("max", x[0], self.zero))
            case "hill":  # x^n/(k^n + x^n) as 1/(1 + (k/x)^n) would divide by zero: keep the first form
                a, k, n = x
                top, half = self._power(a, n), self._power(k, n)
                return op("div", top, op("add", half, top))
            case "smooth_step":
                z = op("div", op("sub", x[0], x[1]), x[2])
                return op("div", self.one, op("add", self.one, op("exp", op("neg", z))))
        return op(function, *x)

    # -- derivatives --------------------------------------------------------------------------------

    def partials(self, i: int) -> list[int]:
        """∂node/∂argument for each argument of node ``i``."""
        node, op = self.nodes[i], self.operation
        a = node.arguments
        match node.operation:
            case "add":
                return [self.one, self.one]
            case "sub":
                return [self.one, self.constant(-1)]
            case "mul":
                return [a[1], a[0]]
            case "div":
                inverse = op("div", self.one, a[1])
                return [inverse, op("neg", op("mul", i, inverse))]
            case "neg":
                return [self.constant(-1)]
            case "exp":
                return [i]
            case "log":
                return [op("div", self.one, a[0])]
            case "sqrt":  # bounded at 0, where the true slope is infinite
                return [op("div", self.constant(0.5), op("max", i, self.constant(1e-12)))]
            case "pow":
                x, n = a
                # a floor under the base keeps slopes finite at 0, where max() above switches them off
                lower = op("pow", op("max", x, self.constant(1e-30)), op("sub", n, self.one))
                log = op("log", op("max", x, self.constant(1e-30)))
                dn = op("mul", i, log) if self.tiers[n] > CONSTANT else self.zero
                return [op("mul", n, lower), dn]
            case "max":
                first = op("step", a[0], op("add", a[1], self.constant(_KINK)))
                return [first, op("sub", self.one, first)]
            case "min":
                first = op("step", a[1], op("add", a[0], self.constant(_KINK)))
                return [first, op("sub", self.one, first)]
            case "step":
                return [self.zero, self.zero]
        raise AssertionError(node)

    def gradient(self, root: int, stops: set[int]) -> dict[int, int]:
        """Reverse-mode ∂root/∂stop for the ``stops`` (states and named auxiliaries) that ``root`` reads."""
        order = self._reachable(root, stops)
        adjoint: dict[int, int] = {root: self.one}
        result: dict[int, int] = {}
        for i in reversed(order):
            bar = adjoint.pop(i, self.zero)
            if bar == self.zero:
                continue
            if i in stops and i != root:
                result[i] = bar
                continue
            if self.nodes[i].operation == "state":
                result[i] = bar
                continue
            node = self.nodes[i]
            if not node.arguments:
                continue
            for argument, partial in zip(node.arguments, self.partials(i), strict=True):
                if self.tiers[argument] < STATE or partial == self.zero:
                    continue
                term = self.operation("mul", bar, partial)
                adjoint[argument] = self.operation("add", adjoint.get(argument, self.zero), term)
        return result

    def _reachable(self, root: int, stops: set[int]) -> list[int]:
        seen: set[int] = set()
        stack = [root]
        while stack:
            i = stack.pop()
            if i in seen or self.tiers[i] < STATE:
                continue
            seen.add(i)
            if i == root or i not in stops:
                stack.extend(self.nodes[i].arguments)
        return sorted(seen)

    def tangents(self, roots: list[int], seeds: dict[int, int]) -> list[int]:
        """Forward-mode derivatives of the roots along a direction: ``seeds`` gives the leaves' tangents."""
        known = dict(seeds)
        for i in self.needed_for(roots):
            if i in known or not any(known.get(a, self.zero) != self.zero for a in self.nodes[i].arguments):
                continue
            total = self.zero
            for argument, partial in zip(self.nodes[i].arguments, self.partials(i), strict=True):
                term = self.operation("mul", partial, known.get(argument, self.zero))
                total = self.operation("add", total, term)
            known[i] = total
        return [known.get(r, self.zero) for r in roots]

    def jacobian(self, rates: list[int], named: Iterable[int], states: list[int]) -> dict[tuple[int, int], int]:
        """Sparse ∂rate_i/∂state_j as nodes, given the nodes of named auxiliaries in dependency order."""
        column = {node: j for j, node in enumerate(states)}
        stops = {n for n in named if self.tiers[n] == STATE}
        along: dict[int, dict[int, int]] = {}
        for auxiliary in sorted(stops):
            if auxiliary not in column:
                along[auxiliary] = self._chain(self.gradient(auxiliary, stops - {auxiliary}), along, column)
        entries: dict[tuple[int, int], int] = {}
        for i, rate in enumerate(rates):
            row = along.get(rate)
            if row is None:
                row = {column[rate]: self.one} if rate in column else None
            if row is None:
                row = self._chain(self.gradient(rate, stops), along, column)
            entries |= {(i, j): v for j, v in row.items() if v != self.zero}
        return entries

    def _chain(
        self, gradient: dict[int, int], along: dict[int, dict[int, int]], column: dict[int, int]
    ) -> dict[int, int]:
        row: dict[int, int] = {}
        for node, partial in gradient.items():
            inner = {column[node]: self.one} if node in column else along[node]
            for j, d in inner.items():
                row[j] = self.operation("add", row.get(j, self.zero), self.operation("mul", partial, d))
        return row

    def needed_for(self, roots: Iterable[int]) -> list[int]:
        """All nodes that the roots depend on, in order."""
        seen: set[int] = set()
        stack = list(roots)
        while stack:
            i = stack.pop()
            if i not in seen:
                seen.add(i)
                stack.extend(self.nodes[i].arguments)
        return sorted(seen)


def _fold(name: str, x: list[float]) -> float:
    match name:
        case "add":
            return x[0] + x[1]
        case "sub":
            return x[0] - x[1]
        case "mul":
            return x[0] * x[1]
        case "div":
            return x[0] / x[1] if x[1] else math.copysign(math.inf, x[0]) if x[0] else math.nan
        case "neg":
            return -x[0]
        case "exp":
            return math.exp(min(x[0], 709.0))
        case "log":
            return math.log(x[0]) if x[0] > 0 else -math.inf
        case "sqrt":
            return math.sqrt(max(x[0], 0.0))
        case "pow":
            base = x[0] if x[1] in WHOLE_POWERS else max(x[0], 0.0)
            try:
                return base ** x[1] if base or x[1] >= 0 else math.inf
            except OverflowError:
                return math.inf
        case "min":
            return min(x)
        case "max":
            return max(x)
        case "step":
            return 1.0 if x[0] > x[1] else 0.0
    raise AssertionError(name)
