"""From a YAML file to a Protocol, with file and line in every error."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from regrowth.border import checked
from regrowth.errors import nearest
from regrowth.protocol.study import Protocol
from regrowth.protocol.words import ProtocolError, ProtocolWarning
from regrowth.reading import Unreadable, decoded, parsed

LARGEST_FILE = 256 * 1024  # bytes


@checked
def read(path: str | Path) -> Protocol:
    """Read a protocol file. What is unusual but possible is warned about and kept in `protocol.warnings`.

    Raises
    ------
    ProtocolError
        Names the file, the line, what was read, and the way out.
    """
    path = Path(path)
    protocol = replace(reads(_text(path), path.name), file=str(path))
    for warning in protocol.warnings:
        warnings.warn(f"{path.name}: {warning}", ProtocolWarning, stacklevel=3)
    return protocol


@checked
def reads(text: str, name: str = "protocol") -> Protocol:
    """Read a protocol from text; `name` stands for the file in errors.

    Raises
    ------
    ProtocolError
        As in `read`.
    """
    if len(text) > LARGEST_FILE:
        raise ProtocolError(f"{name} holds {len(text)} characters; a protocol has at most {LARGEST_FILE}.")
    from regrowth.protocol.build import build

    with _named(name):
        tree = parsed(text)
    return build(tree, name, text)


def from_mapping(mapping: Mapping[str, object], name: str = "") -> Protocol:
    """A protocol from the mapping that its YAML would give."""
    from regrowth.protocol.build import build

    return build(mapping, name)


def _text(path: Path) -> str:
    try:
        if path.is_dir():
            raise ProtocolError(f"{path} is a folder. Name the protocol file in it, e.g. {path / 'murrough2013.yaml'}.")
        if not path.exists():
            siblings = {file.stem: file.name for file in path.parent.glob("*.y*ml")} if path.parent.is_dir() else {}
            hint = nearest(path.name, [siblings[stem] for stem in get_close_matches(path.stem, siblings)])
            raise ProtocolError(f"there is no file {path}. {hint}".rstrip())
        if not path.is_file():
            raise ProtocolError(f"{path} isn't an ordinary file.")
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise ProtocolError(
                f"{path.name} is {size / 1024:,.0f} kB. A protocol has at most {LARGEST_FILE // 1024} kB; "
                "is it the right file?"
            )
        raw = path.read_bytes()
    except OSError as error:
        raise ProtocolError(f"can't open {path}: {error.strerror or error}.") from error
    with _named(path.name):
        return decoded(raw)


@contextmanager
def _named(name: str) -> Iterator[None]:
    """A reader's complaint gets the name of the file."""
    try:
        yield
    except Unreadable as error:
        raise ProtocolError(str(error), name, error.line) from error
