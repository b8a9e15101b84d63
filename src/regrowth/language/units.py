"""Units: everything is declared in the unit people use and computed in one coherent system.

Inside: hour, µmol, litre, kilogram. Rating-scale points, mmHg, mV and years of age are base dimensions of their
own, since nothing converts between them and the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from regrowth.language.errors import MechanismError

if TYPE_CHECKING:
    from pint import UnitRegistry

BASES = ("h", "umol", "L", "kg", "point", "mmHg", "mV", "year")
_DEFINITIONS = (
    "h = [time] = _ = hour = hours",
    "umol = [substance]",
    "L = [volume] = _ = l",
    "kg = [mass]",
    "point = [score] = _ = points",
    "mmHg = [pressure]",
    "mV = [potential]",
    "year = [age]",
    "min = h / 60",
    "s = h / 3600",
    "ms = h / 3600000",
    "d = 24 * h = _ = day",
    "wk = 168 * h = _ = week",
    "Hz = 1 / s",
    "nmol = umol / 1000",
    "mmol = 1000 * umol",
    "uM = umol / L",
    "nM = nmol / L",
    "mM = mmol / L",
    "mL = L / 1000 = _ = ml",
    "g = kg / 1000",
    "mg = kg / 1000000",
    "ug = kg / 1000000000",
    "ng = kg / 1000000000000",
    "percent = 1 / 100",
)

_POWER = r"(?:\^-?\d+(?:\.\d+)?)?"
_PRODUCT = re.compile(rf"(?:1|[A-Za-z]+{_POWER})(?:[*/][A-Za-z]+{_POWER})*", re.ASCII)

Dimension = tuple[float, ...]
DIMENSIONLESS: Dimension = (0.0,) * len(BASES)
TIME: Dimension = (1.0,) + (0.0,) * (len(BASES) - 1)


@dataclass(frozen=True)
class Unit:
    """A unit as read: its text, the factor to the coherent system, and its dimension."""

    text: str
    factor: float
    dimension: Dimension


@cache
def _registry() -> UnitRegistry:
    from pint import UnitRegistry

    registry: Any = UnitRegistry(cast(Any, None))
    for definition in _DEFINITIONS:
        registry.define(definition)
    return registry


@cache
def unit(text: str) -> Unit:
    """Read a unit such as ``"L/umol/s"``, ``"1"`` or ``"%"``.

    Raises
    ------
    MechanismError
        If the text is not made of the units this package knows.
    """
    spelled = text.replace("%", "percent").replace("µ", "u").replace("μ", "u").replace("·", "*").strip()
    if spelled in ("", "1"):
        return Unit(text, 1.0, DIMENSIONLESS)
    quantity: Any = None
    if _PRODUCT.fullmatch(spelled):
        try:
            read: Any = _registry().parse_expression(spelled)
            quantity = read.to_base_units() if hasattr(read, "to_base_units") else None
        except Exception:
            quantity = None
    if quantity is None:
        raise MechanismError(
            f"unknown unit {text!r}; units are made of {', '.join(d.split(' ')[0] for d in _DEFINITIONS)}, %"
        )
    exponents = dict(quantity.units._units.items())
    return Unit(text, float(quantity.magnitude), tuple(float(exponents.get(b, 0)) for b in BASES))


def convert(value: float, from_text: str, to_text: str) -> float:
    """Convert a value between two units of one dimension; raises MechanismError otherwise."""
    source, to = unit(from_text), unit(to_text)
    if source.dimension != to.dimension:
        raise MechanismError(f"{from_text!r} is not a unit of the same kind as {to_text!r}")
    return value * source.factor / to.factor


def printed(text: str) -> str:
    """A unit as readers know it: ``umol/L`` is µmol/L, ``ng*h/mL`` is ng·h/mL."""
    return re.sub(r"\bu(?=mol|[gM]\b)", "µ", text).replace("*", "·")


def name_of(dimension: Dimension) -> str:
    """The coherent unit of a dimension, as text: ``umol/L/h``."""
    up = [_power(b, e) for b, e in zip(BASES, dimension, strict=True) if e > 0]
    down = [_power(b, -e) for b, e in zip(BASES, dimension, strict=True) if e < 0]
    return "/".join(["*".join(up) or "1", *down])


def _power(base: str, exponent: float) -> str:
    return base if exponent == 1 else f"{base}^{exponent:g}"
