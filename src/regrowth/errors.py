"""What can go wrong by the user's hand, told in one message that also says the way out."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence


class RegrowthError(ValueError):
    """Something the user can put right: a file, a name, a number. The text says what and how.

    Commands print the text alone and end with exit code 2.
    """


class NoRestingState(RegrowthError):
    """What was asked for does not last: the model at hand would leave that state by itself."""


def nearest(word: str, known: Iterable[str], count: int = 3) -> str:
    """`Did you mean …?` for an unknown name, or an empty text when nothing is near.

    >>> nearest("outcomes.madr", ["outcomes.madrs", "synapses.spine_density"])
    'Did you mean outcomes.madrs?'
    >>> nearest("mtroc1", ["signalling/mtorc1", "signalling/bdnf"])
    'Did you mean signalling/mtorc1?'
    """
    names, said, start = list(known), word.lower(), ""
    level = re.match(r"\w+[./]", said)  # `outcomes.` of an observable, `synapses/` of a mechanism
    if level and (within := [name for name in names if name.lower().startswith(level[0])]):
        names, start = within, level[0]
    folded = {name.lower().removeprefix(start): name for name in names}
    near = [folded[hit] for hit in difflib.get_close_matches(said.removeprefix(start), folded, n=count, cutoff=0.6)]
    if not near:  # a short name one letter off has too little in common by share: the whole name may still be near
        alike = [name for name in names if start and len(name) == len(said)]
        near = [name for name in alike if _letters_off(name.lower(), said) == 1][:count]
    if not near and not start:  # a misspelt name without its level
        tails = {re.split(r"[./]", name.lower())[-1]: name for name in names}
        near = [tails[hit] for hit in difflib.get_close_matches(said, tails, n=count, cutoff=0.75)]
    if not near:
        tail = re.split(r"[./]", said)[-1]
        near = [name for name in names if len(tail) > 2 and tail in name.lower()][:count]
    return f"Did you mean {' or '.join(filter(None, (', '.join(near[:-1]), near[-1])))}?" if near else ""


def listed(names: Sequence[str]) -> tuple[str, ...]:
    """Names as given; one name alone is a list of one, not of its letters.

    >>> listed("signalling/bdnf")
    ('signalling/bdnf',)
    """
    return (names,) if isinstance(names, str) else tuple(names)


def _letters_off(one: str, other: str) -> int:
    """How many places of two texts of equal length differ."""
    return sum(a != b for a, b in zip(one, other, strict=True))
