"""`regrowth describe`: the wiring, or a mechanism's card."""

from __future__ import annotations

from typing import Annotated

import typer

from regrowth.cli.app import Debug


def describe(
    mechanism: Annotated[
        str | None, typer.Argument(help="A mechanism, e.g. receptors/nmda_block; the model's wiring if none.")
    ] = None,
    whole: Annotated[bool, typer.Option("--all", help="The whole model flat on one page.")] = False,
    latex: Annotated[bool, typer.Option("--latex", help="Equations as LaTeX, for documents.")] = False,
    debug: Debug = False,
) -> None:
    """Print the model's wiring, or one mechanism's card: equations, parameters, sources."""
    from regrowth.language.card import describe as card

    typer.echo(card(mechanism, all=whole, latex=latex))
