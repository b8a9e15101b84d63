"""The equation grammar: text in the field's notation → a small syntax tree.

    d block/dt = k_on*(c*(1 - block) - kd*block)     a rate of change
    nmda       = 1 - block                           a port or an auxiliary
    ampa_gain += potentiation                        a contribution to an additive port

Arithmetic ``+ - * / ^``, parentheses, and the functions of :data:`FUNCTIONS`. Nothing is evaluated as Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regrowth.language.errors import MechanismError

#: name → number of arguments
FUNCTIONS = {
    "exp": 1,
    "log": 1,
    "sqrt": 1,
    "min": 2,
    "max": 2,
    "positive": 1,
    "hill": 3,
    "smooth_step": 3,
    "at_rest": 1,
}


@dataclass(frozen=True)
class Number:
    value: float


@dataclass(frozen=True)
class Name:
    id: str


@dataclass(frozen=True)
class Operation:
    operator: str  # one of + - * / ^
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Negative:
    operand: Expression


@dataclass(frozen=True)
class Call:
    function: str
    arguments: tuple[Expression, ...]


Expression = Number | Name | Operation | Negative | Call


@dataclass(frozen=True)
class Equation:
    """One line: ``kind`` is ``rate`` (d x/dt =), ``value`` (x =) or ``add`` (x +=)."""

    kind: str
    target: str
    expression: Expression
    text: str
    note: str = ""


_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z_0-9]*)|(?P<op>\*\*|[-+*/^(),]))",
    re.ASCII,
)
_KINDS = {
    "rate": re.compile(r"d\s+([A-Za-z_]\w*)\s*/\s*dt\s*=(?!=)(.*)", re.S),
    "add": re.compile(r"([A-Za-z_]\w*)\s*\+=(.*)", re.S),
    "value": re.compile(r"([A-Za-z_]\w*)\s*=(?!=)(.*)", re.S),
}
_OPERATORS = ("+", "-", "*", "/", "^")
_DEPTH_LIMIT = 60
_LENGTH_LIMIT = 600  # tokens: a tree of this many is still walked by plain recursion


def walk(expression: Expression, into_rest: bool = True) -> Iterator[Expression]:
    """An expression and all its parts; what stands inside ``at_rest`` only if ``into_rest``."""
    yield expression
    match expression:
        case Negative(operand=x):
            yield from walk(x, into_rest)
        case Operation(left=a, right=b):
            yield from walk(a, into_rest)
            yield from walk(b, into_rest)
        case Call(function=f, arguments=arguments) if into_rest or f != "at_rest":
            for argument in arguments:
                yield from walk(argument, into_rest)


def names_in(expression: Expression) -> set[str]:
    """Every name that an expression reads, those inside ``at_rest`` included."""
    return {x.id for x in walk(expression) if isinstance(x, Name)}


def instant_names(expression: Expression) -> set[str]:
    """The names whose value at this moment is needed (``at_rest`` arguments left out)."""
    return {x.id for x in walk(expression, into_rest=False) if isinstance(x, Name)}


def at_rest_names(expression: Expression) -> set[str]:
    """The names that stand inside ``at_rest(...)``."""
    calls = (x for x in walk(expression) if isinstance(x, Call) and x.function == "at_rest")
    return set().union(*(names_in(call) for call in calls))


def parse_expression(text: str) -> Expression:
    """Parse one right-hand side.

    Raises
    ------
    MechanismError
        If the text is not an expression of the grammar; the message shows where.
    """
    return _Parser(text).parse()


def parse_equations(text: str) -> tuple[Equation, ...]:
    """Parse a block of equations; a line goes on while a parenthesis is open or at an operator."""
    equations = []
    for line, note in _logical_lines(text):
        matches = [(kind, found) for kind, pattern in _KINDS.items() if (found := pattern.fullmatch(line))]
        if not matches:
            raise MechanismError(
                f"I can't read the line {line!r} as an equation. An equation is `d x/dt = …`, `x = …` or `port += …`."
            )
        kind, found = matches[0]
        target, right = found.group(1), found.group(2).strip()
        try:
            expression = parse_expression(right)
        except MechanismError as error:
            raise MechanismError(f"in `{line}`: {error}") from None
        equations.append(Equation(kind, target, expression, line, note))
    return tuple(equations)


def _logical_lines(text: str) -> list[tuple[str, str]]:
    """(code, comment) of each equation, its continuation lines joined."""
    lines: list[tuple[str, str]] = []
    open_end = False
    for raw in text.splitlines():
        code, _, note = (part.strip() for part in raw.partition("#"))
        if not code:
            continue
        if lines and (open_end or code.startswith(_OPERATORS)):
            before, notes = lines.pop()
            code, note = f"{before} {code}", f"{notes} {note}".strip()
        lines.append((code, note))
        open_end = code.count("(") > code.count(")") or code.endswith((*_OPERATORS, "(", ",", "="))
    return lines


class _Parser:
    """Recursive descent; ``^`` binds tightest and to the right, then unary minus, ``* /``, ``+ -``."""

    def __init__(self, text: str):
        self.text = text
        self.tokens: list[tuple[str, str]] = []
        self.depth = 0
        at = 0
        stripped = text.rstrip()
        while at < len(stripped):
            found = _TOKEN.match(stripped, at)
            if not found:
                raise MechanismError(f"unexpected {stripped[at:].strip()[:12]!r}")
            kind = str(found.lastgroup)
            self.tokens.append((kind, found.group(kind)))
            at = found.end()
        self.at = 0
        if len(self.tokens) > _LENGTH_LIMIT:
            raise MechanismError(f"longer than {_LENGTH_LIMIT} symbols; give parts of it names of their own")

    def parse(self) -> Expression:
        if not self.tokens:
            raise MechanismError("the right-hand side is empty")
        result = self.sum()
        if self.at < len(self.tokens):
            raise MechanismError(f"unexpected {self.tokens[self.at][1]!r} after a complete expression")
        return result

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, expected: str | None = None) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise MechanismError(f"the expression ends where {expected or 'a value'!r} should stand")
        token = self.tokens[self.at]
        if expected is not None and token[1] != expected:
            raise MechanismError(f"expected {expected!r}, found {token[1]!r}")
        self.at += 1
        return token

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > _DEPTH_LIMIT:
            raise MechanismError(f"nested more than {_DEPTH_LIMIT} deep; give parts of it names of their own")

    def sum(self) -> Expression:
        self.deeper()
        left = self.product()
        while self.peek() in ("+", "-"):
            operator = self.take()[1]
            left = Operation(operator, left, self.product())
        self.depth -= 1
        return left

    def product(self) -> Expression:
        left = self.signed()
        while self.peek() in ("*", "/"):
            operator = self.take()[1]
            left = Operation(operator, left, self.signed())
        return left

    def signed(self) -> Expression:
        signs = 0
        while self.peek() in ("+", "-"):
            signs += self.take()[1] == "-"
        value = self.power()
        return Negative(value) if signs % 2 else value

    def power(self) -> Expression:
        base = self.atom()
        if self.peek() in ("^", "**"):
            self.take()
            self.deeper()
            base = Operation("^", base, self.signed())
            self.depth -= 1
        return base

    def atom(self) -> Expression:
        kind, value = self.take()
        if kind == "number":
            if float(value) == float("inf"):
                raise MechanismError(f"the number {value} is too large")
            return Number(float(value))
        if kind == "name":
            return self.call(value) if self.peek() == "(" else Name(value)
        if value == "(":
            inner = self.sum()
            self.take(")")
            return inner
        raise MechanismError(f"unexpected {value!r}")

    def call(self, function: str) -> Expression:
        if function not in FUNCTIONS:
            raise MechanismError(f"unknown function {function!r}; there are {', '.join(sorted(FUNCTIONS))}")
        self.take("(")
        arguments = [self.sum()]
        while self.peek() == ",":
            self.take()
            arguments.append(self.sum())
        self.take(")")
        if len(arguments) != FUNCTIONS[function]:
            raise MechanismError(f"{function} takes {FUNCTIONS[function]} argument(s), not {len(arguments)}")
        if function == "at_rest" and not isinstance(arguments[0], Name):
            raise MechanismError("at_rest takes the name of a state, port or auxiliary")
        return Call(function, tuple(arguments))
