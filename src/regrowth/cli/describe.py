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
    fits = _fits(mechanism) if mechanism and not latex else ""
    if fits:
        typer.echo(f"\nFitted to  (what was found, what the model says)\n{fits}")
    sources = _sources(mechanism) if mechanism and not latex else ""
    if sources:
        typer.echo(f"\nSources\n{sources}")


def _fits(mechanism: str) -> str:
    """The experiments that the card's parameters were fitted to, with what is left between them and the model."""
    from regrowth.language import load
    from regrowth.report.scores import shipped_scores
    from regrowth.report.words import number

    parameters = load(mechanism).mechanism.parameters
    names = dict.fromkeys(
        name.strip()
        for own in parameters
        for p in (own, *own.species.values())
        if p.source.startswith("fitted:")
        for name in p.source.removeprefix("fitted:").split(",")
    )
    scores = {row["id"]: row for row in (shipped_scores() or {"experiments": []})["experiments"]}
    wide = max(map(len, names), default=0) + 2
    lines = []
    for name in names:
        row = scores.get(name)
        if row is None:
            left = "not in the shipped scores"
        elif row["kind"] == "curve":
            left = f"{len(row['observed'])} points, median error {100 * row['error']:.1f} %"
        elif row["kind"] == "value":
            unit = "" if row["unit"] == "1" else f" {row['unit']}"
            left = f"{number(row['observed'])}{unit}, {number(row['predicted'])}"
        else:
            left = f"{row['observed']}, {row['predicted']}"
        lines.append(f"    {name:<{wide}}{left}")
    return "\n".join(lines)


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
