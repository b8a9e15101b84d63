"""Dimensional check of every equation, when a mechanism is loaded."""

from __future__ import annotations

from regrowth.language.errors import UnitError
from regrowth.language.grammar import Call, Expression, Name, Negative, Number, Operation
from regrowth.language.units import DIMENSIONLESS, Dimension, name_of

#: the dimension of a bare 0, which fits any unit
ANY = None


class DimensionClash(Exception):
    """Two dimensions that should agree do not; carries a sentence for the user."""


def dimension_of(expression: Expression, known: dict[str, Dimension | None]) -> Dimension | None:
    """The dimension of an expression given those of the names in it; ``None`` for a bare zero.

    Raises
    ------
    DimensionClash
        With a sentence that says which parts disagree.
    """
    match expression:
        case Number(value=value):
            return ANY if value == 0 else DIMENSIONLESS
        case Name(id=name):
            return known[name]
        case Negative(operand=x):
            return dimension_of(x, known)
        case Operation(operator=("+" | "-") as op, left=a, right=b):
            word = "adds" if op == "+" else "subtracts"
            return _same(dimension_of(a, known), dimension_of(b, known), word)
        case Operation(operator="*", left=a, right=b):
            return _product(dimension_of(a, known), dimension_of(b, known), 1)
        case Operation(operator="/", left=a, right=b):
            return _product(dimension_of(a, known), dimension_of(b, known), -1)
        case Operation(operator="^", left=a, right=b):
            return _power(dimension_of(a, known), b, known)
        case Call(function="at_rest" | "positive", arguments=(x,)):
            return dimension_of(x, known)
        case Call(function="sqrt", arguments=(x,)):
            inner = dimension_of(x, known)
            return inner and tuple(e / 2 for e in inner)
        case Call(function=("min" | "max") as f, arguments=(a, b)):
            return _same(dimension_of(a, known), dimension_of(b, known), f"takes the {f} of")
        case Call(function=("exp" | "log") as f, arguments=(x,)):
            _need_plain(dimension_of(x, known), f"the argument of {f}")
            return DIMENSIONLESS
        case Call(function="hill", arguments=(x, k, n)):
            _same(dimension_of(x, known), dimension_of(k, known), "compares in hill")
            _need_plain(dimension_of(n, known), "the Hill exponent")
            return DIMENSIONLESS
        case Call(function="smooth_step", arguments=(x, x0, width)):
            first = _same(dimension_of(x, known), dimension_of(x0, known), "compares in smooth_step")
            _same(first, dimension_of(width, known), "compares in smooth_step")
            return DIMENSIONLESS
    raise AssertionError(expression)


def require_same(found: Dimension | None, wanted: Dimension, where: str) -> None:
    """Raise UnitError, naming both units, unless ``found`` fits ``wanted``."""
    if found is not None and not _close(found, wanted):
        raise UnitError(f"{where}: the left side is in {name_of(wanted)}, the right side in {name_of(found)}")


def _same(a: Dimension | None, b: Dimension | None, word: str) -> Dimension | None:
    if a is None:
        return b
    if b is None or _close(a, b):
        return a
    raise DimensionClash(f"it {word} {name_of(a)} and {name_of(b)}")


def _product(a: Dimension | None, b: Dimension | None, sign: int) -> Dimension | None:
    if a is None or b is None:
        return ANY
    return tuple(x + sign * y for x, y in zip(a, b, strict=True))


def _power(base: Dimension | None, exponent: Expression, known: dict[str, Dimension | None]) -> Dimension | None:
    _need_plain(dimension_of(exponent, known), "an exponent")
    if base is None or _close(base, DIMENSIONLESS):
        return DIMENSIONLESS
    match exponent:
        case Number(value=n):
            return tuple(e * n for e in base)
        case Negative(operand=Number(value=n)):
            return tuple(-e * n for e in base)
    raise DimensionClash(f"{name_of(base)} is raised to a power that is not a plain number")


def _need_plain(dimension: Dimension | None, what: str) -> None:
    if dimension is not None and not _close(dimension, DIMENSIONLESS):
        raise DimensionClash(f"{what} is in {name_of(dimension)}, but must be a pure number")


def _close(a: Dimension, b: Dimension) -> bool:
    return all(abs(x - y) < 1e-9 for x, y in zip(a, b, strict=True))
