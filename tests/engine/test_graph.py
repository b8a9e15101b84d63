"""The graph of operations: values and derivatives of random expressions, beside sympy and plain arithmetic."""

from __future__ import annotations

import math

import numpy as np
import pytest
import sympy
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from regrowth.engine.graph import STATE, Graph
from regrowth.language.grammar import Call, Expression, Name, Negative, Number, Operation, parse_expression

STATES = ("x", "y", "z")
PARAMETERS = ("k", "n")


def nodes_at(graph: Graph, values: dict[str, list[float]]) -> list[float]:
    """Every node's value, by plain arithmetic; ``values`` by kind of leaf."""
    found: list[float] = []
    for node in graph.nodes:
        a = [found[i] for i in node.arguments]
        match node.operation:
            case "constant":
                v = node.value
            case "state" | "parameter" | "input" | "rest":
                v = values[node.operation][node.index]
            case "add":
                v = a[0] + a[1]
            case "sub":
                v = a[0] - a[1]
            case "mul":
                v = a[0] * a[1]
            case "div":
                v = a[0] / a[1] if a[1] else math.nan
            case "neg":
                v = -a[0]
            case "exp":
                v = math.exp(min(a[0], 700))
            case "log":
                v = math.log(a[0]) if a[0] > 0 else math.nan
            case "sqrt":
                v = math.sqrt(a[0]) if a[0] >= 0 else math.nan
            case "pow":
                v = a[0] ** a[1] if a[0] > 0 else (0.0 if a[0] == 0 and a[1] > 0 else math.nan)
            case "min":
                v = min(a)
            case "max":
                v = max(a)
            case "step":
                v = float(a[0] > a[1])
            case other:
                raise AssertionError(other)
        found.append(v)
    return found


def built(*texts: str) -> tuple[Graph, dict[str, int], list[int]]:
    graph = Graph()
    names = {s: graph.leaf("state", i) for i, s in enumerate(STATES)}
    names |= {p: graph.leaf("parameter", i) for i, p in enumerate(PARAMETERS)}
    rest = {s: graph.leaf("rest", i) for i, s in enumerate(STATES)}
    return graph, names, [graph.build(parse_expression(t), names, rest) for t in texts]


def plain(e: Expression, v: dict[str, float]) -> float:
    """The meaning of an expression as the grammar's documentation says it."""
    match e:
        case Number(value=x):
            return x
        case Name(id=name):
            return v[name]
        case Negative(operand=x):
            return -plain(x, v)
        case Operation(operator="^", left=a, right=b):
            base, power = plain(a, v), plain(b, v)
            whole = isinstance(b, Number) or (isinstance(b, Negative) and isinstance(b.operand, Number))
            return base**power if whole and power == int(power) else max(base, 0.0) ** power
        case Operation(operator=op, left=a, right=b):
            x, y = plain(a, v), plain(b, v)
            return x + y if op == "+" else x - y if op == "-" else x * y if op == "*" else x / y
        case Call(function="hill", arguments=(a, b, c)):
            x, half, n = (plain(q, v) for q in (a, b, c))
            return max(x, 0.0) ** n / (max(half, 0.0) ** n + max(x, 0.0) ** n)
        case Call(function=f, arguments=arguments):
            x = [plain(a, v) for a in arguments]
            match f:
                case "positive":
                    return max(x[0], 0.0)
                case "sqrt":
                    return math.sqrt(max(x[0], 0.0))
                case "smooth_step":
                    return 1 / (1 + math.exp(-(x[0] - x[1]) / x[2]))
                case "min" | "max":
                    return min(x) if f == "min" else max(x)
            return {"exp": math.exp, "log": math.log}[f](*x)
    raise AssertionError(e)


leaves = st.sampled_from([*STATES, *PARAMETERS, "1", "2", "0", "0.5", "3"])


def smooth(inner):
    """Smooth operations, safe from poles for arguments in (0.3, 3)."""
    two = st.tuples(inner, inner)
    return st.one_of(
        two.map(lambda p: f"({p[0]} + {p[1]})"),
        two.map(lambda p: f"({p[0]} - {p[1]})"),
        two.map(lambda p: f"({p[0]})*({p[1]})"),
        two.map(lambda p: f"({p[0]})/(1 + ({p[1]})^2)"),
        inner.map(lambda t: f"-({t})"),
        inner.map(lambda t: f"exp(-({t})^2)"),
        inner.map(lambda t: f"log(1 + ({t})^2)"),
        inner.map(lambda t: f"sqrt(1 + ({t})^2)"),
        inner.map(lambda t: f"({t})^3"),
        inner.map(lambda t: f"(1 + ({t})^2)^(n/3)"),
        inner.map(lambda t: f"(2 + ({t})^2)^-1.5"),
        two.map(lambda p: f"hill(({p[0]})^2 + 0.1, 1 + k, 1 + n)"),
        two.map(lambda p: f"hill(({p[0]})^2, k, 2)"),
        two.map(lambda p: f"smooth_step({p[0]}, {p[1]}, k)"),
        two.map(lambda p: f"(1 + ({p[0]})^2)^(({p[1]})/(1 + ({p[1]})^2))"),
    )


def kinked(inner):
    two = st.tuples(inner, inner)
    return st.one_of(
        smooth(inner),
        two.map(lambda p: f"max({p[0]}, {p[1]})"),
        two.map(lambda p: f"min({p[0]}, {p[1]})"),
        inner.map(lambda t: f"positive({t})"),
        inner.map(lambda t: f"({t})^1.5"),
    )


point = st.lists(st.floats(0.3, 3.0), min_size=5, max_size=5)


@settings(max_examples=400, deadline=None)
@given(st.recursive(leaves, kinked, max_leaves=8), point)
@example("x*0 + 0*y - (0 - z)", [1.0, 2.0, 3.0, 1.0, 1.0])
@example("-(-x) - -(y)", [1.0, 2.0, 3.0, 1.0, 1.0])
@example("(x - y)^1.5 + (x - y)^-2", [1.0, 2.0, 3.0, 1.0, 1.0])
@example("x/k/k/n", [1.0, 2.0, 3.0, 1.5, 1.7])
@example("x^-5", [1.3, 2.0, 3.0, 1.5, 1.7])
@example("x^9 + y^8 - z^7", [1.3, 2.0, 3.0, 1.5, 1.7])
def test_simplification_keeps_the_value(text, at):
    graph, _, (root,) = built(text)
    try:
        expected = plain(parse_expression(text), dict(zip((*STATES, *PARAMETERS), at, strict=True)))
    except (ZeroDivisionError, OverflowError):
        assume(False)
    assume(abs(expected) < 1e100)
    found = nodes_at(graph, {"state": at[:3], "parameter": at[3:], "rest": [0, 0, 0]})[root]
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


def symbolic(e: Expression) -> sympy.Expr:
    match e:
        case Number(value=x):
            return sympy.Float(x) if x != int(x) else sympy.Integer(int(x))
        case Name(id=name):
            return sympy.Symbol(name, positive=True)
        case Negative(operand=x):
            return -symbolic(x)
        case Operation(operator=op, left=a, right=b):
            x, y = symbolic(a), symbolic(b)
            return {"+": x + y, "-": x - y, "*": x * y}[op] if op in "+-*" else x / y if op == "/" else x**y
        case Call(function="hill", arguments=(a, b, c)):
            x, half, n = symbolic(a), symbolic(b), symbolic(c)
            return x**n / (half**n + x**n)
        case Call(function="smooth_step", arguments=(a, b, c)):
            return 1 / (1 + sympy.exp(-(symbolic(a) - symbolic(b)) / symbolic(c)))
        case Call(function=f, arguments=(a,)):
            return {"exp": sympy.exp, "log": sympy.log, "sqrt": sympy.sqrt}[f](symbolic(a))
    raise AssertionError(e)


@settings(max_examples=150, deadline=None)
@given(st.recursive(leaves, smooth, max_leaves=5), point)
def test_derivatives_are_sympys(text, at):
    graph, names, (root,) = built(text)
    gradient = graph.gradient(root, set())
    value = nodes_at(graph, {"state": at[:3], "parameter": at[3:], "rest": [0, 0, 0]})
    expression = symbolic(parse_expression(text))
    where = {sympy.Symbol(s, positive=True): v for s, v in zip((*STATES, *PARAMETERS), at, strict=True)}
    for s in STATES:
        slope = complex(expression.diff(sympy.Symbol(s, positive=True)).evalf(30, subs=where))
        assume(abs(slope) < 1e100)
        found = value[gradient[names[s]]] if names[s] in gradient else 0.0
        size = max(1.0, abs(slope), abs(value[root]))
        assert abs(found - slope) < 1e-8 * size, (text, s, found, slope)


@settings(max_examples=150, deadline=None)
@given(st.recursive(leaves, kinked, max_leaves=8), point)
def test_derivatives_are_differences_away_from_kinks(text, at):
    graph, names, (root,) = built(text)
    gradient = graph.gradient(root, set())

    def f(states) -> float:
        return nodes_at(graph, {"state": states, "parameter": at[3:], "rest": [0, 0, 0]})[root]

    value = nodes_at(graph, {"state": at[:3], "parameter": at[3:], "rest": [0, 0, 0]})
    assume(math.isfinite(value[root]) and abs(value[root]) < 1e6)
    for i, s in enumerate(STATES):
        h = 1e-5
        up, down = list(at[:3]), list(at[:3])
        up[i] += h
        down[i] -= h
        above, below = (f(up) - value[root]) / h, (value[root] - f(down)) / h
        assume(math.isfinite(above) and math.isfinite(below) and abs(above) < 1e5)
        assume(abs(above - below) < 1e-3 * max(1.0, abs(above)))  # else a kink is near
        found = value[gradient[names[s]]] if names[s] in gradient else 0.0
        assert found == pytest.approx((above + below) / 2, rel=1e-3, abs=1e-3 * max(1.0, abs(value[root]))), (text, s)


def test_jacobian_chains_along_auxiliaries():
    """d rate/d state through named values is the same as without names."""
    graph, names, _ = built("x")
    rest: dict[str, int] = {}
    texts = {"u": "x*y + k", "v": "hill(u, 1, n) + u^2", "w": "exp(-v/10)*z + v", "same": "x"}
    for name, text in texts.items():
        names[name] = graph.build(parse_expression(text), names, rest)
    rates = [graph.build(parse_expression(t), names, rest) for t in ("w - x", "v*same", "w*u - z^2", "v", "x")]
    entries = graph.jacobian(rates, [names[n] for n in texts], [names[s] for s in STATES])
    at, parameters = [0.7, 1.3, 0.4], [0.9, 2.3]

    def f(states):
        value = nodes_at(graph, {"state": states, "parameter": parameters, "rest": [0, 0, 0]})
        return np.array([value[r] for r in rates])

    value = nodes_at(graph, {"state": at, "parameter": parameters, "rest": [0, 0, 0]})
    dense = np.zeros((5, 3))
    for (i, j), node in entries.items():
        dense[i, j] = value[node]
    for j in range(3):
        step = np.zeros(3)
        step[j] = 1e-6
        np.testing.assert_allclose(dense[:, j], (f(at + step) - f(at - step)) / 2e-6, rtol=1e-6, atol=1e-8)
    assert (4, 1) not in entries and (0, 2) in entries


@pytest.mark.parametrize("text", ["x^1.5", "x^n", "sqrt(x)", "hill(x, k, n)", "hill(x, k, 1.5)", "x^0.3"])
@pytest.mark.parametrize("x", [0.0, -1e-12, -1e-3])
def test_powers_of_nothing_and_of_tiny_negatives_are_zero_with_finite_slope(text, x):
    graph, names, (root,) = built(text)
    gradient = graph.gradient(root, set())
    value = nodes_at(graph, {"state": [x, 1.0, 1.0], "parameter": [0.5, 1.7], "rest": [0, 0, 0]})
    assert value[root] == pytest.approx(0.0, abs=1e-12)
    assert math.isfinite(value[gradient[names["x"]]] if names["x"] in gradient else 0.0)


def test_constants_that_overflow_fold_to_infinity():
    graph, _, (a, b) = built("2^2000", "1/0")
    assert [graph.nodes[i].value for i in (a, b)] == [math.inf, math.inf]


def test_equal_operations_are_one_node_and_parameters_are_hoisted():
    graph, _, (a, b, c) = built("k*n*x", "x*(k*n)", "x/k")
    assert a == b  # shared, whatever the order
    assert graph.tiers[c] == STATE
    node = graph.nodes[c]
    assert node.operation == "mul"  # x times a reciprocal that is made once
    assert {graph.tiers[i] for i in node.arguments} == {1, STATE}


def test_at_rest_is_a_leaf_of_its_own():
    graph, _, (root,) = built("x/at_rest(x)")
    assert nodes_at(graph, {"state": [3.0, 0, 0], "parameter": [1, 1], "rest": [2.0, 0, 0]})[root] == 1.5
