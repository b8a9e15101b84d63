"""The coherent units (hour, µmol, litre, kilogram, …) as SBML unit definitions."""

from __future__ import annotations

import re
from typing import Any

from regrowth.language.units import BASES, Dimension, name_of, unit

#: base unit → (SBML unit kind, multiplier, scale). Points have no SI unit; an age is a time.
_KINDS = {
    "h": ("UNIT_KIND_SECOND", 3600.0, 0),
    "umol": ("UNIT_KIND_MOLE", 1.0, -6),
    "L": ("UNIT_KIND_LITRE", 1.0, 0),
    "kg": ("UNIT_KIND_KILOGRAM", 1.0, 0),
    "point": ("UNIT_KIND_DIMENSIONLESS", 1.0, 0),
    "mmHg": ("UNIT_KIND_PASCAL", 133.322387415, 0),
    "mV": ("UNIT_KIND_VOLT", 1.0, -3),
    "year": ("UNIT_KIND_SECOND", 31557600.0, 0),
}


class UnitWriter:
    """Adds a unit definition to the model when a unit is first needed."""

    def __init__(self, libsbml: Any, model: Any):
        self.sbml, self.model = libsbml, model
        self.made: set[str] = set()

    def id_of(self, text: str) -> str:
        """The id of the coherent unit of the same dimension as ``text``."""
        return self.of_dimension(unit(text).dimension)

    def of_dimension(self, dimension: Dimension) -> str:
        if not any(dimension):
            return "dimensionless"
        text = name_of(dimension)
        identifier = "unit_" + re.sub(r"\W", "_", text.replace("/", "_per_").replace("1_per", "per"))
        if identifier in self.made:
            return identifier
        self.made.add(identifier)
        definition = self.model.createUnitDefinition()
        definition.setId(identifier)
        definition.setName(text)
        for base, exponent in zip(BASES, dimension, strict=True):
            if exponent:
                kind, multiplier, scale = _KINDS[base]
                part = definition.createUnit()
                part.setKind(getattr(self.sbml, kind))
                part.setExponent(float(exponent))
                part.setMultiplier(multiplier)
                part.setScale(scale)
        return identifier
