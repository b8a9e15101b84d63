"""The words that mechanisms share.

Those of the shipped model stand in ``mechanisms/<level>/vocabulary.py``; a mechanism may bring more. Nothing is
registered: the words of a model are those of the package and of the mechanisms it is made of.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib import import_module

from regrowth.language.declare import LEVELS, Mechanism, Word
from regrowth.language.errors import MechanismError
from regrowth.language.find import catalogue, declared, place
from regrowth.language.grammar import FUNCTIONS
from regrowth.language.units import unit

_LISTS = ("PORTS", "INPUTS", "TARGETS", "COVARIATES")


@cache
def vocabulary() -> dict[str, Word]:
    """Every port, input, target and covariate of the package by name.

    Raises
    ------
    MechanismError
        If two levels or mechanisms declare the same word.
    """
    words: dict[str, Word] = {}
    for level in LEVELS:
        module = import_module(f"regrowth.mechanisms.{level}.vocabulary")
        for word in (w for part in _LISTS for w in getattr(module, part, ())):
            if word.name in words:
                raise MechanismError(
                    f"the word {word.name!r} stands in the vocabulary of both {words[word.name].level} and {level}"
                )
            words[word.name] = replace(word, level=level)
    return with_brought(words, [declared(name) for name in catalogue()])


def with_brought(words: dict[str, Word], mechanisms: Iterable[Mechanism]) -> dict[str, Word]:
    """A vocabulary with the words that these mechanisms bring; two may declare one word if they say the same of it.

    Raises
    ------
    MechanismError
        Naming file and line, if a word is taken, is declared in two ways, or can't be used as declared.
    """
    found, bringers = dict(words), {}
    for m in mechanisms:
        for word in m.words:
            try:
                _check_word(word)
                known = found.setdefault(word.name, word)
                if known != word:
                    raise MechanismError(_taken(word, known, bringers.get(word.name)))
            except MechanismError as error:
                raise type(error)(f"{place(m, f'{word.name!r}')}: {error}") from None
            bringers.setdefault(word.name, m)
    return found


def _taken(word: Word, known: Word, bringer: Mechanism | None) -> str:
    if bringer is None:
        return (
            f"brings the {word.kind} {word.name!r}, but the package has a word of this name: the {known.kind} "
            f"{known.level}.{known.name}, {known.meaning} [{known.unit}]. Use it by its name alone, or choose another."
        )
    differs = [key for key in ("kind", "level", "unit", "meaning", "default", "species", "bounds", "source")
               if getattr(word, key) != getattr(known, key)]  # fmt: skip
    return (
        f"brings the {word.kind} {word.name!r}, which {place(bringer, f'{word.name!r}')} declares with another "
        f"{' and '.join(differs)}. Declare it once, and use it by its name elsewhere."
    )


def _check_word(word: Word) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", word.name, re.ASCII):
        raise MechanismError(f"a word to share is written in small letters, digits and _, unlike {word.name!r}")
    if word.name in FUNCTIONS:
        raise MechanismError(f"{word.name!r} is the name of a function")
    unit(word.unit)
    low, high = word.bounds
    for value in (word.default, *word.species.values()):
        if value is None:
            continue
        if not math.isfinite(value) or (low is not None and value < low) or (high is not None and value > high):
            raise MechanismError(f"the {word.kind} {word.name!r} = {value:g} is no number within its bounds")
    if word.kind == "covariate" and word.source.strip() in ("", "fitted:", "assumed:"):
        raise MechanismError(f"the covariate {word.name!r} has no source; `assumed: why` is one")
