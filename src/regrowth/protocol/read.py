"""From a YAML file to a Protocol, with file and line in every error."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from regrowth.errors import nearest
from regrowth.protocol.study import Protocol
from regrowth.protocol.words import ProtocolError, ProtocolWarning

LARGEST_FILE = 256 * 1024  # bytes


def read(path: str | os.PathLike[str]) -> Protocol:
    """Read a protocol file. What is unusual but possible is warned about and kept in `protocol.warnings`."""
    path = Path(path)
    protocol = replace(reads(_text(path), path.name), file=str(path))
    for warning in protocol.warnings:
        warnings.warn(f"{path.name}: {warning}", ProtocolWarning, stacklevel=2)
    return protocol


def reads(text: str, name: str = "protocol") -> Protocol:
    """Read a protocol from text; `name` stands for the file in errors."""
    if len(text) > LARGEST_FILE:
        raise ProtocolError(f"{name} holds {len(text)} characters; a protocol has at most {LARGEST_FILE}.")
    from regrowth.protocol.build import build

    return build(_load(text, name), name, text)


def from_mapping(mapping: Mapping[str, object], name: str = "") -> Protocol:
    """A protocol from the mapping that its YAML would give."""
    from regrowth.protocol.build import build

    return build(mapping, name)


def _text(path: Path) -> str:
    try:
        if path.is_dir():
            raise ProtocolError(f"{path} is a folder. Name the protocol file in it, e.g. {path / 'murrough2013.yaml'}.")
        if not path.exists():
            siblings = [file.name for file in path.parent.glob("*.y*ml")] if path.parent.is_dir() else []
            raise ProtocolError(f"there is no file {path}. {nearest(path.name, siblings)}".rstrip())
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
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ProtocolError(
            "this isn't UTF-8 text. Save the protocol as plain text in UTF-8.", path.name, line
        ) from error


def _load(text: str, name: str) -> object:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    for place, line in enumerate(text.splitlines(), 1):
        if re.match(r" *\t", line) and line.strip():
            raise ProtocolError("this line is indented with a tab. YAML wants spaces.", name, place)
    try:
        return YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise ProtocolError(_in_words(error, text), name, mark.line + 1 if mark else None) from error
    except YAMLError as error:
        raise ProtocolError(f"this isn't YAML: {str(error).splitlines()[0]}.", name) from error
    except RecursionError as error:
        raise ProtocolError("this is nested too deeply to be a protocol.", name) from error
    except Exception as error:  # the loader trips over some broken scalars with bare Python errors
        raise ProtocolError(f"this isn't YAML that can be read ({type(error).__name__}: {error}).", name) from error


def _in_words(error, text: str) -> str:
    kind, problem = type(error).__name__, str(error.problem or error.context or "")
    if kind == "DuplicateKeyError":
        key = re.search(r'found duplicate key "(.*?)"', problem)
        return f'"{key[1] if key else "a key"}" stands here a second time. Give each arm and each key its own name.'
    if "expected a single document" in f"{error.context} {problem}":
        return 'a second document starts here ("---"). Put one protocol into one file.'
    if "mapping values are not allowed" in problem:
        return 'this isn\'t YAML: a ":" where none can be. Check the indentation, or put the text into quotes.'
    return f"this isn't YAML: {problem}. Check indentation, brackets and quotes."
