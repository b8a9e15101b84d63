"""The package is a house of rooms, folders and files at its top; what they import from each other runs one way."""

from __future__ import annotations

import ast
import importlib
import inspect
from graphlib import TopologicalSorter
from pathlib import Path

import regrowth

HOUSE = Path(regrowth.__file__).parent
ROOMS = {path.stem for path in HOUSE.iterdir()} - {"__init__", "__pycache__"}


def imported(file: Path) -> set[str]:
    """The rooms that a file imports from, in functions, too; not those that it needs for type hints only."""
    tree = ast.parse(file.read_text("utf-8"))
    hints = [node for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    left_out = {id(node) for block in hints for node in ast.walk(block)}
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and id(node) not in left_out:
            package, _, room = node.module.partition(".")
            if package == "regrowth":
                found |= {room.split(".")[0]} if room else {alias.name for alias in node.names}
    return found & ROOMS


def test_no_room_needs_a_room_that_needs_it():
    needs: dict[str, set[str]] = {}
    for file in HOUSE.rglob("*.py"):
        room = file.relative_to(HOUSE).parts[0].removesuffix(".py")
        needs.setdefault(room, set()).update(imported(file) - {room})
    assert needs["cli"] and needs["report"]
    TopologicalSorter(needs).prepare()  # CycleError names the circle


def test_editors_see_the_faces_that_load_lazily():
    for face in (HOUSE, HOUSE / "brain", HOUSE / "network"):
        (hints,) = (node for node in ast.parse((face / "__init__.py").read_text("utf-8")).body if isinstance(node, ast.If))
        seen = {(alias.name, node.module) for node in hints.body if isinstance(node, ast.ImportFrom) for alias in node.names}
        package = importlib.import_module(".".join(("regrowth", *face.relative_to(HOUSE).parts)))
        assert {name for name, _ in seen} == set(package.__all__)
        assert all(getattr(importlib.import_module(str(home)), name) is getattr(package, name) for name, home in seen)


def test_a_public_name_is_the_same_whatever_was_imported_before():
    """A file of the same name that is imported later would take its place."""
    for face in HOUSE.rglob("__init__.py"):
        package = importlib.import_module(".".join(("regrowth", *face.parent.relative_to(HOUSE).parts)))
        for name in getattr(package, "__all__", ()):
            if (face.parent / f"{name}.py").exists():
                importlib.import_module(f"{package.__name__}.{name}")
                assert not inspect.ismodule(getattr(package, name)), f"{package.__name__}.{name}"
