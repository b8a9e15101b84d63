"""Where mechanisms are found: those of the package by name, others by the path of their file."""

from __future__ import annotations

import importlib.util
import pkgutil
import re
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from traceback import extract_tb
from types import ModuleType

from regrowth.errors import nearest
from regrowth.language.declare import LEVELS, Mechanism
from regrowth.language.errors import MechanismError

_QUOTED = re.compile(r"`([^`]+)`|'([^']+)'|\b(?:parameter|state|used:|gives) (\w+)")


@cache
def catalogue() -> tuple[str, ...]:
    """Names of all shipped mechanisms, ``level/name``, in level order."""
    names = []
    for level in LEVELS:
        package = import_module(f"regrowth.mechanisms.{level}")
        names += [
            f"{level}/{module.name}"
            for module in pkgutil.iter_modules(package.__path__)
            if module.name != "vocabulary" and not module.name.startswith("_")
        ]
    return tuple(names)


def declared(name: str) -> Mechanism:
    """A mechanism as its file declares it, unchecked, by name (``receptors/channel_block``) or by path (``….py``).

    A file of your own takes its level from the folder it stands in.

    Raises
    ------
    MechanismError
        If there is no such mechanism or file, or the file can't be run.
    """
    if not name.endswith(".py"):
        return _shipped(name)
    path = Path(name).resolve()
    if not path.is_file():
        raise MechanismError(f"there is no mechanism file {name}")
    if path.parent.name not in LEVELS:
        raise MechanismError(
            f"{name}: a mechanism file stands in a folder named after its level: {', '.join(LEVELS)}"
        )
    return replace(_declared(_module_from(path, name), f"{path.parent.name}/{path.stem}"), file=name)


def place(mechanism: Mechanism, complaint: str) -> str:
    """Where a complaint about a mechanism belongs: file and line of what it quotes; a shipped one goes by its name."""
    if not mechanism.file:
        return mechanism.name
    lines = Path(mechanism.file).read_text("utf-8").splitlines()
    for quoted in (next(filter(None, found)) for found in _QUOTED.findall(complaint)):
        for number, line in enumerate(lines, 1):
            code = line.partition("#")[0].strip()
            if re.search(rf"[\"']{re.escape(quoted)}[\"']", code) or ("=" in code and quoted.startswith(code)):
                return f"{mechanism.file}, line {number}"
    return mechanism.file


@cache
def _shipped(name: str) -> Mechanism:
    if name not in catalogue():
        hint = nearest(name, catalogue()) or "`regrowth describe` lists them."
        raise MechanismError(f"there is no mechanism {name!r}. {hint}")
    return _declared(import_module(f"regrowth.mechanisms.{name.replace('/', '.')}"), name)


def _declared(module: ModuleType, full_name: str) -> Mechanism:
    found = getattr(module, "MECHANISM", None)
    if not isinstance(found, Mechanism):
        raise MechanismError(f"{full_name}: the file must set MECHANISM = mechanism(…)")
    level = full_name.partition("/")[0]
    words = tuple(replace(word, level=level) for word in found.words)
    return replace(found, name=full_name, level=level, doc=module.__doc__ or "", words=words)


def _module_from(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"regrowth_user_{path.stem}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        lines = [f.lineno for f in extract_tb(error.__traceback__) if f.filename == str(path)]
        where = f"{name}, line {lines[-1]}" if lines else name
        why = str(error) if isinstance(error, MechanismError) else f"can't be run: {type(error).__name__}: {error}"
        raise MechanismError(f"{where}: {why}") from error
    return module
