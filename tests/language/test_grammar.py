"""The equation grammar: what it reads, how tightly operators bind, and that nothing but its own error comes out."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from regrowth.language import MechanismError
from regrowth.language.grammar import (
    FUNCTIONS,
    Call,
    Expression,
    Name,
    Negative,
    Number,
    Operation,
    at_rest_names,
    instant_names,
    names_in,
    parse_equations,
    parse_expression,
)

VALUES = {"a": 1.75, "b": 0.3, "x_1": 2.5, "Kd": 0.9}


def evaluated(e: Expression) -> float:
    """A plain evaluator of the tree, independent of the engine."""
    match e:
        case Number(value=v):
            return v
        case Name(id=name):
            return VALUES[name]
        case Negative(operand=x):
            return -evaluated(x)
        case Operation(operator=op, left=a, right=b):
            x, y = evaluated(a), evaluated(b)
            return {"+": x + y, "-": x - y, "*": x * y}[op] if op in "+-*" else x / y if op == "/" else x**y
        case Call(function=f, arguments=args):
            x = [evaluated(a) for a in args]
            return {"exp": math.exp, "log": math.log, "sqrt": math.sqrt, "min": min, "max": max}[f](*x)
    raise AssertionError(e)


# texts, made so that Python reads them the same once ^ is **
numbers = st.sampled_from(["1", "2", "3.5", ".25", "1e-1", "2.", "1.5E+1"])
atoms = st.one_of(numbers, st.sampled_from(sorted(VALUES)))
small = st.sampled_from(["2", "-1", "3", "-2", "2^2", "1"])


def composed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, inner)
    space = st.sampled_from(["", " ", "  "])
    binary = st.builds(lambda p, op, s: f"{p[0]}{s}{op}{s}{p[1]}", pair, st.sampled_from("+-*/"), space)
    return st.one_of(
        binary,
        inner.map(lambda t: f"({t})"),
        inner.map(lambda t: f"-{t}"),
        inner.map(lambda t: f"+ {t}"),
        st.builds(lambda t, n: f"({t})^{n}", inner, small),
        st.builds(lambda t, n: f"{t}^{n}", atoms, small),
        pair.map(lambda p: f"max({p[0]}, {p[1]})"),
        pair.map(lambda p: f"min( {p[0]},{p[1]} )"),
    )


texts = st.recursive(atoms, composed, max_leaves=12)


@settings(max_examples=600, deadline=None)
@given(texts)
@example("-a^2")
@example("2^-a")
@example("2^3^2")
@example("a - b - 2")
@example("a/b/2*3")
@example("-a*-b")
@example("--a^2^0.5")
def test_binds_as_python_does(text):
    try:
        expected = eval(text.replace("^", "**"), {"__builtins__": {}}, {**VALUES, "max": max, "min": min})
    except (ZeroDivisionError, OverflowError):
        assume(False)
    assume(not isinstance(expected, complex) and math.isfinite(expected))
    found = evaluated(parse_expression(text))
    assert found == expected or math.isclose(found, expected, rel_tol=1e-14)


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=60))
@example("d x/dt = 1")
@example("x = 1e999")
@example("x = ٣")
@example("x = a²")
@example("\x00")
@example("d x/dt == 1")
def test_any_text_is_equations_or_a_mechanism_error(text):
    try:
        equations = parse_equations(text)
    except MechanismError:
        return
    for e in equations:
        assert e.kind in ("rate", "value", "add")
        assert all(math.isfinite(v) for v in numbers_in(e.expression))


tokens = st.sampled_from(
    ["x", "d x/dt", "=", "+=", "**", "^", "+", "-", "*", "/", "(", ")", ",", "1", "2.5", "1e400", "hill", "exp(",
     "at_rest(", "max(", "__import__", "lambda", "[", "]", "'", ".", ":", ";", "\n", "#", "if", "0"]
)  # fmt: skip


@settings(max_examples=800, deadline=None)
@given(st.lists(tokens, max_size=25).map(" ".join))
def test_any_heap_of_tokens_is_equations_or_a_mechanism_error(text):
    try:
        equations = parse_equations(text)
    except MechanismError:
        return
    for e in equations:
        names_in(e.expression), instant_names(e.expression), at_rest_names(e.expression)


def numbers_in(e: Expression) -> list[float]:
    match e:
        case Number(value=v):
            return [v]
        case Negative(operand=x):
            return numbers_in(x)
        case Operation(left=a, right=b):
            return numbers_in(a) + numbers_in(b)
        case Call(arguments=args):
            return [v for a in args for v in numbers_in(a)]
    return []


@pytest.mark.parametrize(
    "text",
    ["(" * 500 + "a" + ")" * 500, "a^" * 500 + "a", "-(" * 300 + "a" + ")" * 300, "+".join(["a"] * 20_000),
     "*".join(["a"] * 20_000), "max(a, " * 300 + "a" + ")" * 300],
)  # fmt: skip
def test_monstrous_expressions_are_refused(text):
    with pytest.raises(MechanismError, match="give parts of it names of their own"):
        parse_expression(text)


def test_a_long_but_human_expression_is_read():
    e = parse_expression(" + ".join(f"k{i}*x{i}" for i in range(60)))
    assert len(names_in(e)) == 120


@pytest.mark.parametrize(
    "text, words",
    [
        ("x = ", "empty"),
        ("x = 1 +", "ends where"),
        ("x = (a", "ends where"),
        ("x = a)", "unexpected ')'"),
        ("x = a b", "unexpected 'b' after a complete expression"),
        ("x = 2 $ 3", "unexpected '$ 3'"),
        ("x = sin(a)", "unknown function 'sin'"),
        ("x = hill(a, b)", "hill takes 3 argument(s), not 2"),
        ("x = at_rest(a + b)", "at_rest takes the name"),
        ("x == 1", "can't read the line"),
        ("x", "can't read the line"),
        ("dx/dt = 1", "can't read the line"),
        ("x = 1e999", "1e999"),
        ("x = a.__class__", "unexpected '.__class__'"),
        ("x = a if b else c", "unexpected 'if'"),
    ],
)
def test_says_what_it_can_not_read(text, words):
    with pytest.raises(MechanismError) as caught:
        parse_equations(text)
    assert words in str(caught.value)
    assert text.strip().split(" ")[0] in str(caught.value)  # the line is named


def test_kinds_comments_and_continued_lines():
    rate, value, add = parse_equations(
        """
        # a comment alone
        d block/dt = k_on*(c*(1 - block)   # binding
                     - kd*block)           # and unbinding
        nmda = 1 -
            block
        ampa_gain += max(0,
            potentiation)
        """
    )
    assert (rate.kind, rate.target, rate.note) == ("rate", "block", "binding and unbinding")
    assert names_in(rate.expression) == {"k_on", "c", "block", "kd"}
    assert (value.kind, value.target, value.text) == ("value", "nmda", "nmda = 1 - block")
    assert (add.kind, add.target) == ("add", "ampa_gain")


def test_names_of_this_moment_and_of_rest():
    e = parse_expression("x*at_rest(y) + hill(z, at_rest(x), 2)")
    assert names_in(e) == {"x", "y", "z"}
    assert instant_names(e) == {"x", "z"}
    assert at_rest_names(e) == {"x", "y"}


def test_every_function_is_read():
    for name, count in FUNCTIONS.items():
        arguments = ", ".join("abc"[:count])
        assert parse_expression(f"{name}({arguments})") == Call(name, tuple(Name(c) for c in "abc"[:count]))
