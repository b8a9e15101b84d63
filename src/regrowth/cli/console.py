"""What commands say: results on stdout; errors, notes and progress on stderr."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

_PICTURES = (".png", ".svg", ".pdf")


def console(stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)


def say_error(message: str) -> None:
    from rich.text import Text

    console(stderr=True).print(Text.assemble(("Error: ", "bold red"), message), soft_wrap=True)


def refuse(*files: Path | None, page: Path | None = None, picture: Path | None = None, force: bool) -> None:
    """Before long work: stop at files that are there already, and at a page or picture of a kind that can't be made."""
    from regrowth.errors import RegrowthError
    from regrowth.writing import refuse_existing

    for path in (*files, page, picture):
        if path:
            refuse_existing(path, force=force)
    if page and page.suffix.lower() not in (".html", ".htm"):
        raise RegrowthError(f"A report is a page for a browser, not {page}: give a name that ends in .html.")
    if picture and picture.suffix.lower() not in _PICTURES:
        raise RegrowthError(f"I can't draw {picture}: give a name that ends in {', '.join(_PICTURES)}.")


@contextmanager
def notes() -> Iterator[None]:
    """Warnings as one line each on stderr, without file and line."""
    with warnings.catch_warnings():
        said: set[str] = set()

        def show(message: Warning | str, *rest: Any, **more: Any) -> None:
            if (text := str(message)) not in said:
                said.add(text)
                from rich.text import Text

                console(stderr=True).print(Text.assemble(("Note: ", "bold yellow"), text), soft_wrap=True)

        warnings.showwarning = show
        yield


@contextmanager
def progress(what: str) -> Iterator[Callable[..., None]]:
    """A bar on stderr, only where somebody watches. The step is called as `step(done, total, what)`."""
    screen = console(stderr=True)
    if not screen.is_terminal or os.environ.get("NO_PROGRESS"):
        yield lambda done=0, total=None, text=None: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    text = TextColumn("{task.description}")
    columns = (SpinnerColumn(), text, BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task(what, total=None)

        def step(done: float = 0, total: float | None = None, text: str | None = None) -> None:
            bar.update(task, completed=done, total=total, description=text or what)

        yield step
