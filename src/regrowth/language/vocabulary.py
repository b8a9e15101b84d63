"""The words mechanisms use with one another, collected from ``mechanisms/<level>/vocabulary.py``."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from regrowth.language.declare import LEVELS, Word
from regrowth.language.errors import MechanismError

_LISTS = ("PORTS", "INPUTS", "TARGETS", "COVARIATES")


@cache
def vocabulary() -> dict[str, Word]:
    """Every port, input, target and covariate by name.

    Raises
    ------
    MechanismError
        If two levels declare the same word.
    """
    words: dict[str, Word] = {}
    for level in LEVELS:
        module_name = f"regrowth.mechanisms.{level}.vocabulary"
        if find_spec(f"regrowth.mechanisms.{level}") is None or find_spec(module_name) is None:
            continue
        module = import_module(module_name)
        for word in (w for part in _LISTS for w in getattr(module, part, ())):
            if word.name in words:
                raise MechanismError(
                    f"the word {word.name!r} stands in the vocabulary of both {words[word.name].level} and {level}"
                )
            words[word.name] = replace(word, level=level)
    return words
