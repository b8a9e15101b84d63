"""Errors, names and numbers: what every sentence of a protocol is read with."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import permutations

from regrowth.errors import RegrowthError, nearest

LONGEST_SENTENCE = 400
MOST_LISTED = 150  # names in an error; of more, `regrowth describe` tells


class ProtocolError(RegrowthError):
    """A protocol can't be read. The text names file and line (where there are any), what was read and the way out."""

    def __init__(self, problem: str, file: str = "", line: int | None = None):
        self.problem, self.file, self.line = problem, file, line
        self.key = ""  # the key whose value is at fault, where it is known
        place = ", ".join(part for part in (file, f"line {line}" if line else "") if part)
        super().__init__(f"{place}: {problem}" if place else problem)

    def at(self, file: str, line: int | None) -> ProtocolError:
        """The same error with its place, unless it has one already."""
        placed = ProtocolError(self.problem, self.file or file, self.line or line)
        placed.key = self.key
        return placed


@contextmanager
def about(key: str) -> Iterator[None]:
    """Errors raised within are about the value of `key`."""
    try:
        yield
    except ProtocolError as error:
        error.key = error.key or key
        raise


class ProtocolWarning(UserWarning):
    """A protocol can be read but asks for something unusual, such as a dose above the published human range."""


GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa", "μ": "u", "µ": "u"}
NUMBER = r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"


def name_of(text: str) -> str:
    """The model's name for a word of the protocol.

    >>> name_of("AMPA receptors"), name_of("PV-cell GluN2B"), name_of("GSK3β")
    ('ampa_receptors', 'pv_cell_glun2b', 'gsk3beta')
    """
    text = "".join(GREEK.get(letter, letter) for letter in text.lower())
    return re.sub(r"[^a-z0-9]+", "_", text).strip("_")


_FILLERS = frozenset("a an the of on in at to cell cells neuron neurons receptor receptors activity".split())


def resolve(word: str, names: list[str] | tuple[str, ...]) -> str:
    """The one of the model's `names` that `word` means: exactly, or by the same words in any order.

    >>> resolve("GluN2B on SST cells", ["glun2b_sst", "glun2b_pv"]), resolve("HAM-D response", ["response_hamd"])
    ('glun2b_sst', 'response_hamd')
    """
    exact = name_of(word)
    if exact in names:
        return exact
    letters = exact.replace("_", "")
    if len(joined := [name for name in names if name.replace("_", "") == letters]) == 1:
        return joined[0]  # HAM-D is hamd, CAPS5 is caps_5
    if len(turned := [name for name in names if _spells(name, letters)]) == 1:
        return turned[0]  # HAM-D response is response_hamd
    words = set(exact.split("_")) - _FILLERS
    same = [name for name in names if words and set(name_of(name).split("_")) - _FILLERS == words]
    if len(same) == 1:
        return same[0]
    hint = nearest(exact, names)
    if not hint and (akin := [name for name in names if words & set(name.split("_"))][:3]):
        hint = f"Did you mean {' or '.join(akin)}?"  # cocaine choice: drug_choice
    if hint:
        raise ProtocolError(f'the model has nothing called "{word}". {hint}')
    few = 0 < len(names) <= MOST_LISTED
    known = f"Known: {', '.join(sorted(names))}." if few else "`regrowth describe --names` lists what it has."
    raise ProtocolError(f'the model has nothing called "{word}". {known}')


def _spells(name: str, letters: str) -> bool:
    """Whether the words of a name, in some order, make up these letters."""
    if sorted(name.replace("_", "")) != sorted(letters):
        return False
    return any("".join(words) == letters for words in permutations(name.split("_")))


def sentence(text: object, kind: str, example: str) -> str:
    """The text of a sentence, tidied: one kind of minus sign, single spaces. Anything but a short text is refused."""
    if isinstance(text, bool) or not isinstance(text, (str, int, float)):
        kinds = {Mapping: "keys with values", Sequence: "a list", date: "a date", type(None): "nothing"}
        shown = next((f", not {said}" for of, said in kinds.items() if isinstance(text, of)), "")
        raise ProtocolError(f"{kind} must be one sentence{shown}. For example: {example!r}.")
    text = str(text)
    if len(text) > LONGEST_SENTENCE:
        raise ProtocolError(f"{kind} is {len(text)} characters long. Write it in one line. For example: {example!r}.")
    return re.sub(r"\s+", " ", text.replace("−", "-").replace("–", "-").replace("\N{MICRO SIGN}", "μ")).strip()


def number(text: str) -> float:
    """A finite number from text that matched NUMBER (with an optional sign)."""
    value = float(text)
    if not math.isfinite(value):
        raise ProtocolError(f"{text} is too large a number.")
    return value


def plain(value: float) -> str:
    """The shortest text that reads back as the same number.

    >>> plain(40.0), plain(0.045), plain(1e-7)
    ('40', '0.045', '1e-07')
    """
    text = repr(float(value))
    return text[:-2] if text.endswith(".0") else text


def quoted_list(words: list[str] | tuple[str, ...]) -> str:
    """`a, b or c` for an error text."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
