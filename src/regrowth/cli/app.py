"""The command line's frame: errors become one message and an exit code; the options that commands share."""

from __future__ import annotations

import re
from typing import Annotated, Any

import typer
import typer.core

from regrowth import NOTICE
from regrowth.cli.console import say_error
from regrowth.errors import RegrowthError

DEBUG = "regrowth.debug"
REPORT_BUG = "This is a fault in regrowth, not in your input. --debug shows where it happened; please report it."


class Commands(typer.core.TyperGroup):
    """Turns what goes wrong into one message and an exit code; `--debug` lets the traceback through."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            known = isinstance(error, BrokenPipeError) or type(error).__module__.startswith(("typer", "click"))
            if ctx.meta.get(DEBUG) or known:  # click knows what to do, also with a reader who has left
                raise
            if isinstance(error, RegrowthError):
                say_error(in_options(str(error)))
                raise typer.Exit(2) from error
            say_error(f"{type(error).__name__}: {error}\n{REPORT_BUG}")
            raise typer.Exit(1) from error
        except KeyboardInterrupt as stop:
            say_error(f"Interrupted. {stop}" if str(stop) else "Interrupted. Nothing half-written was left behind.")
            raise typer.Exit(130) from stop


def in_options(text: str) -> str:
    """A message in the words of the command line: what is an argument in Python is an option here.

    >>> in_options("Choose another place, or replace it: force=True.")
    'Choose another place, or replace it: --force.'
    """
    return re.sub(r"\b(force|people)=(?:True|…)", r"--\1", text)


app = typer.Typer(
    cls=Commands,
    name="regrowth",
    help=f"Ketamine from dose to synapse to symptom. {NOTICE}",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)

With = Annotated[
    list[str] | None, typer.Option("--with", metavar="M", help="Add a mechanism, e.g. signalling/extrasynaptic_glun2b.")
]
Without = Annotated[list[str] | None, typer.Option("--without", metavar="M", help="Leave a mechanism out.")]
Force = Annotated[bool, typer.Option("--force", help="Replace what an earlier run wrote there.")]


def _set_debug(ctx: typer.Context, value: bool) -> None:
    ctx.meta[DEBUG] = value  # shared by a command and the group above it


Debug = Annotated[
    bool, typer.Option("--debug", callback=_set_debug, help="Show the traceback when something goes wrong.")
]


def _version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        typer.echo(f"regrowth {version('regrowth')}")
        raise typer.Exit


@app.callback()
def start(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")] = False,
) -> None:
    pass
