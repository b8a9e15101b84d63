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
    sources = _sources(mechanism) if mechanism and not latex else ""
    if sources:
        typer.echo(f"\nSources\n{sources}")


def _sources(mechanism: str) -> str:
    """The papers that the card's keys stand for, each with its title."""
    from textwrap import fill

    from regrowth.evidence.bibliography import find, keys_of
    from regrowth.language import load

    parameters = load(mechanism).mechanism.parameters
    keys = keys_of(p.source for own in parameters for p in (own, *own.species.values()))
    wide = max(map(len, keys), default=0) + 2
    lines = []
    for key in keys:
        paper = find(key)
        text = f"{paper.title}. {paper}" if paper.title else str(paper)
        lines.append(fill(text, 120, initial_indent=f"    {key:<{wide}}", subsequent_indent=" " * (wide + 4),
                          break_on_hyphens=False, break_long_words=False))  # fmt: skip
    return "\n".join(lines)
