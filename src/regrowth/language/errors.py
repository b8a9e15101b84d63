"""What can be wrong with a mechanism or a model, said in words."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from regrowth.errors import RegrowthError


class MechanismError(RegrowthError):
    """A mechanism's declaration or equations cannot be used as written."""


class UnitError(MechanismError):
    """The two sides of an equation have different dimensions."""


def nearest(word: str, known: Iterable[str]) -> str:
    """``' Nearest: a, b.'`` for an unknown word, or an empty string when nothing is near."""
    matches = get_close_matches(word, list(known), n=3, cutoff=0.5)
    return f" Nearest: {', '.join(matches)}." if matches else ""
