"""Amounts as masses: a level in µmol/L is one in ng/mL, by the compound that the observable is named after."""

from __future__ import annotations

from regrowth.errors import RegrowthError
from regrowth.language.units import unit
from regrowth.protocol.drugs import DRUGS, HYDROXYNORKETAMINE

_MOLAR_MASS = {drug.compounds[0][0]: drug.molar_mass for drug in DRUGS if len(drug.compounds) == 1} | {
    "memantine": 179.30,
    **dict.fromkeys(("hnk", "s_hnk", "r_hnk"), HYDROXYNORKETAMINE),
    **dict.fromkeys(("dhnk", "s_dhnk", "r_dhnk"), 221.68),
}


class UnitProblem(RegrowthError):
    """The observed quantity can't be expressed in the unit that is asked for."""


def conversion(name: str, declared: str, wanted: str | None, per_time: bool = False) -> float:
    """What a declared value is multiplied with to be in the wanted unit; through molar mass where one is a mass.

    With `per_time` the value is an integral over hours (an area under a curve).

    Raises
    ------
    UnitProblem
        If the two don't convert; UnitProblem and MechanismError (an unknown unit) are RegrowthErrors.
    """
    if wanted is None:
        return 1.0
    have, want = unit(declared), unit(wanted)
    factor, dimension = have.factor, have.dimension
    if per_time:
        hour = unit("h")
        factor *= hour.factor
        dimension = tuple(a + b for a, b in zip(dimension, hour.dimension, strict=True))
    if dimension == want.dimension:
        return factor / want.factor
    mass = molar_mass(name)
    step = tuple(b - a for a, b in zip(dimension, want.dimension, strict=True))
    per_amount = tuple(b - a for a, b in zip(unit("umol").dimension, unit("kg").dimension, strict=True))
    if mass is not None and step == per_amount:
        return factor * mass * 1e-9 / want.factor  # g/mol is 1e-9 kg/umol
    hint = "" if mass is not None else f" I know no molar mass for {name}."
    raise UnitProblem(f"{name} is in {declared}, which can't be expressed in {wanted!r}.{hint}")


def molar_mass(name: str) -> float | None:
    """The molar mass (g/mol) of the compound that an observable (`…s_ketamine_venous`), or a sum's first, is about."""
    word = name.split(".")[-1]
    known = [compound for compound in _MOLAR_MASS if word == compound or word.startswith(compound + "_")]
    return _MOLAR_MASS[max(known, key=len)] if known else None
