"""The sources: one BibTeX file, read by key.

Only the part of BibTeX that the file uses is understood: entries `@type{key, field = {text}, …}` with braces or
quotes around the text, and `%` comments outside entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from regrowth.errors import RegrowthError, nearest

_ENTRY = re.compile(r"@(\w+)\s*\{\s*([^,\s]+)\s*,")
_FIELD = re.compile(r"\s*(\w+)\s*=\s*")


class BibliographyError(RegrowthError):
    """The bibliography can't be read, or a key isn't in it."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One source. `fields` holds what the entry says: author, title, journal, year, volume, pages, doi, note."""

    key: str
    kind: str
    fields: dict[str, str]

    @property
    def authors(self) -> str:
        """`Li`, `Abbott & Popescu`, `Li et al.`: family names as a citation shows them."""
        names = [_family(name) for name in self.fields.get("author", "").split(" and ") if name.strip()]
        if not names:
            return self.fields.get("title", self.key)
        if len(names) == 1:
            return names[0]
        if len(names) == 2 and names[1] != "others":
            return f"{names[0]} & {names[1]}"
        return f"{names[0]} et al."

    @property
    def title(self) -> str:
        """The title without a full stop; empty if it isn't known."""
        return self.fields.get("title", "").rstrip(".")

    @property
    def place(self) -> str:
        """`Science 329:959`: journal or publisher, volume, first page (left out where the volume isn't known)."""
        name = self.fields.get("journal") or self.fields.get("publisher") or self.fields.get("school") or ""
        volume, page = self.fields.get("volume"), self.fields.get("pages", "").split("--")[0]
        return f"{name} {volume}" + (f":{page}" if page else "") if volume else name

    def __str__(self) -> str:
        doi = self.fields.get("doi")
        parts = [f"{self.authors} {self.fields.get('year', '')}".strip(), self.place, f"doi:{doi}" if doi else ""]
        return ", ".join(part for part in parts if part)


@cache
def bibliography() -> dict[str, Reference]:
    """Every source in `bibliography.bib`, by key."""
    return parse(files("regrowth").joinpath("bibliography.bib").read_text(encoding="utf-8"))


def cite(key: str) -> str:
    """A source as a line of text.

    >>> cite("li2010")
    'Li et al. 2010, Science 329:959, doi:10.1126/science.1190287'
    """
    return str(find(key))


def find(key: str) -> Reference:
    """The reference with this key; an unknown key is an error that names the nearest ones."""
    known = bibliography()
    if key not in known:
        raise BibliographyError(f"No source {key!r} in the bibliography. {nearest(key, known)}".strip())
    return known[key]


def keys_of(sources: Iterable[str]) -> list[str]:
    """The bibliography keys among parameters' sources, sorted; `fitted: …` and `assumed: …` name none.

    >>> keys_of(["li2010, autry2011", "assumed: half of it", "li2010"])
    ['autry2011', 'li2010']
    """
    cited = (source for source in sources if not source.startswith(("fitted:", "assumed:")))
    return sorted({key.strip() for source in cited for key in source.split(",")})


def kind_of_source(source: str) -> str:
    """How a number came into the model: `fitted`, `assumed`, `measured` (by keys of the bibliography) or `unlisted`.

    Unlisted is what cites something else: a reference in a file of somebody's own.

    >>> [kind_of_source(said) for said in ("li2010", "assumed: half of it", "our study of 2026")]
    ['measured', 'assumed', 'unlisted']
    """
    head = source.partition(":")[0].strip().lower()
    if head in ("fitted", "assumed"):
        return head
    return "measured" if all(key in bibliography() for key in keys_of([source])) else "unlisted"


def parse(text: str) -> dict[str, Reference]:
    """Read BibTeX text into references by key."""
    references: dict[str, Reference] = {}
    place = 0
    while entry := _ENTRY.search(text, place):
        kind, key = entry[1].lower(), entry[2]
        if key in references:
            raise BibliographyError(f"bibliography, line {_line(text, entry.start())}: {key} stands there twice.")
        fields, place = _fields(text, entry.end(), key)
        references[key] = Reference(key, kind, fields)
    return references


def _fields(text: str, place: int, key: str) -> tuple[dict[str, str], int]:
    fields: dict[str, str] = {}
    while True:
        while place < len(text) and text[place] in " \t\r\n,":
            place += 1
        if place < len(text) and text[place] == "}":
            return fields, place + 1
        name = _FIELD.match(text, place)
        if not name:
            raise BibliographyError(
                f"bibliography, line {_line(text, place)}: in {key} I expected `field = {{text}}` or a closing brace."
            )
        value, place = _value(text, name.end(), key)
        fields[name[1].lower()] = " ".join(value.split())


def _value(text: str, place: int, key: str) -> tuple[str, int]:
    opening = text[place : place + 1]
    if opening == '"':
        end = text.find('"', place + 1)
        if end > 0:
            return text[place + 1 : end], end + 1
    elif opening == "{":
        depth = 0
        for end in range(place, len(text)):
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            if depth == 0:
                return text[place + 1 : end].replace("{", "").replace("}", ""), end + 1
    elif number := re.match(r"\d+", text[place:]):
        return number[0], place + number.end()
    raise BibliographyError(f"bibliography, line {_line(text, place)}: a field of {key} isn't closed.")


def _family(name: str) -> str:
    name = name.strip()
    return name.split(",")[0].strip() if "," in name else name


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
