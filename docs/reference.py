"""The page "Reference": every command and every public name in Python, from their own help and docstrings.

Written by `docs/build.py`.
"""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from types import ModuleType

#: whose public names are listed by one sentence each, in reading order
ROOMS = (
    "protocol", "people", "population", "noncompartmental", "assay", "scales", "visits", "report", "evidence",
    "language", "engine", "network", "brain",
)  # fmt: skip


def reference_page() -> str:
    """The whole page as Markdown."""
    import regrowth

    parts = [
        "# Reference",
        "Made by `docs/build.py` from the program itself. Mechanisms, with every equation and number, stand on "
        "[a page of their own](model.md). **A research model, not medical advice.**",
        "## Commands",
        *_commands(),
        "## Python: `regrowth`",
        *(part for name in regrowth.__all__ for part in _in_full(f"regrowth.{name}", getattr(regrowth, name))),
        "## Python: rooms",
        "What stands behind it, for those who build on it; `help(regrowth.population.curves)` tells the rest.",
        *(part for room in ROOMS for part in _room(import_module(f"regrowth.{room}"))),
    ]
    return "\n\n".join(parts) + "\n"


def _table(about: str, rows: list[tuple[str, str]]) -> str:
    """Names beside what they are."""
    cells = [[" ".join(_plain(text).split()).replace("|", "\\|") for text in row] for row in rows]
    return "\n".join([f"| {about} | what it is |", "|---|---|", *(f"| `{name}` | {text} |" for name, text in cells)])


def _commands() -> list[str]:
    from typer.main import get_command

    from regrowth.cli import app

    parts = []
    for name, command in get_command(app).commands.items():  # pyright: ignore[reportAttributeAccessIssue]
        rows, called = [], ["regrowth", name]
        for p in command.params:
            value = "" if getattr(p, "is_flag", False) else p.metavar or p.name.upper()
            if p.param_type_name == "argument":
                called.append(value if p.required else f"[{value}]")
                rows.append((value, p.help or ""))
            else:
                rows.append((f"{', '.join(p.opts)} {value}".strip(), p.help or ""))
        parts += [f"### `{' '.join(called)}`", _plain(inspect.cleandoc(command.help or "")), _table("argument", rows)]
    return parts


def _in_full(name: str, thing: object) -> list[str]:
    """A name of the package's face: its signature, its docstring, and a class's own methods."""
    parts = [f"### `{name}`", f"```python\n{_called(name, thing)}\n```", f"```text\n{inspect.getdoc(thing)}\n```"]
    if inspect.isclass(thing):
        rows = []
        for own, value in vars(thing).items():
            made = value.__func__ if isinstance(value, classmethod) else value
            if not own.startswith("_") and (inspect.isfunction(made) or isinstance(value, property)):
                rows.append((f".{own}" if isinstance(value, property) else f".{_short(own, made)}", _first(value)))
        parts += [_table(f"of `{name}`", rows)] if rows else []
    return parts


def _room(module: ModuleType) -> list[str]:
    """What a module says of itself, and each of its public names but constants, which say nothing of themselves."""
    made_here = [name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__]
    names = getattr(module, "__all__", None) or [name for name in made_here if not name.startswith("_")]
    things = [(name, getattr(module, name)) for name in names]
    rows = [(_short(name, thing), _first(thing)) for name, thing in things if callable(thing)]
    return [_first(module), _table(f"in `{module.__name__}`", rows)]


def _called(name: str, thing: object) -> str:
    """Its signature, a parameter on each line where they don't fit on one."""
    try:
        signature = inspect.signature(thing)  # pyright: ignore[reportArgumentType]
    except ValueError:  # an exception has none of its own
        return name
    parameters = list(signature.parameters.values())
    shown, kinds = [_parameter(p) for p in parameters], [p.kind for p in parameters]
    if inspect.Parameter.KEYWORD_ONLY in kinds:
        shown.insert(kinds.index(inspect.Parameter.KEYWORD_ONLY), "*")
    back = signature.return_annotation
    tail = f" -> {back}" if back is not signature.empty and not inspect.isclass(thing) else ""
    line = f"{name}({', '.join(shown)}){tail}"
    return line if len(line) < 100 else f"{name}(\n" + "".join(f"    {p},\n" for p in shown) + f"){tail}"


def _parameter(p: inspect.Parameter) -> str:
    annotation = "" if p.annotation is p.empty else f": {p.annotation}"
    return f"{p.name}{annotation}" + ("" if p.default is p.empty else f" = {p.default!r}")


def _short(name: str, thing: object) -> str:
    """A function's name with the names of its parameters; the name of anything else."""
    if not inspect.isfunction(thing):
        return name
    return f"{name}({', '.join(p for p in inspect.signature(thing).parameters if p not in ('self', 'cls'))})"


def _first(thing: object) -> str:
    """The first sentence of what it says of itself."""
    text = " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())
    return re.split(r"(?<=\.) (?=[A-Z`])", text, maxsplit=1)[0]


def _plain(text: str) -> str:
    """Without the marks by which the terminal shows bold."""
    return re.sub(r"\[/?(bold)?\]", "", text)
