"""What `regrowth describe` says: the wiring, a mechanism's card, a name of a protocol, a preset of people."""

from __future__ import annotations

from collections.abc import Sequence

from regrowth import NOTICE
from regrowth.border import checked
from regrowth.errors import RegrowthError, listed, nearest
from regrowth.language.card import Book, card
from regrowth.language.declare import LEVELS
from regrowth.language.find import catalogue
from regrowth.language.load import load_all
from regrowth.people.card import described


@checked
def describe(
    name: str | None = None, *, all: bool = False, latex: bool = False, with_: Sequence[str] = ()
) -> str:
    """The model's wiring, or that of one level; the card of a mechanism, an observable or a preset of people, or all
    presets (``people``); with ``all``, every card of a mechanism.

    ``with_`` are files of your own that are shown among the mechanisms, and whose words a file may use.

    Raises
    ------
    RegrowthError
        If there is no such mechanism, observable or preset; names the nearest.
    """
    if name and all:
        raise RegrowthError("describe one mechanism, or --all of them")
    if name and "/" in name:
        return card(load_all([*listed(with_), name])[-1], latex=latex)
    book = Book(with_)
    if name in LEVELS:
        return "\n".join([*book.level(name), "", NOTICE])
    if name and (word := book.words.get(name.rpartition(".")[2].lower())):
        return book.word_card(word)
    if name and (told := described(name)):
        return f"{told}\n\n{NOTICE}"
    if name:
        near = nearest(name, [*book.words, *catalogue()]) or "`regrowth describe --names` lists names."
        raise RegrowthError(f"there is no mechanism, level or name {name!r}. {near}")
    if all:
        return book.cards(latex=latex)
    return book.wiring()


def names(level: str | None = None, with_: Sequence[str] = ()) -> str:
    """The names that a protocol can use, of one level or of all, with unit and meaning.

    Raises
    ------
    RegrowthError
        If there is no such level; names the nearest.
    """
    if level and level not in LEVELS:
        raise RegrowthError(f"there is no level {level!r}. {nearest(level, LEVELS)}")
    return Book(with_).names((level,) if level else LEVELS)
