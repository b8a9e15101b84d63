"""What can be wrong with a mechanism or a model, said in words."""

from __future__ import annotations

from regrowth.errors import RegrowthError


class MechanismError(RegrowthError):
    """A mechanism's declaration or equations cannot be used as written."""


class UnitError(MechanismError):
    """The two sides of an equation have different dimensions."""
