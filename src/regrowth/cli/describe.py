"""`regrowth describe`: the wiring, or a mechanism's card."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from regrowth.cli.app import Debug, With


def describe(
    mechanism: Annotated[
        str | None,
        typer.Argument(help="A mechanism, e.g. receptors/channel_block; a level; an observable; the wiring if none."),
    ] = None,
    whole: Annotated[bool, typer.Option("--all", help="The whole model flat on one page.")] = False,
    names: Annotated[
        bool, typer.Option("--names", help="What a protocol can measure, perturb and set, of a level or of all.")
    ] = False,
    latex: Annotated[bool, typer.Option("--latex", help="Equations as LaTeX, for documents.")] = False,
    with_: With = None,
    debug: Debug = False,
) -> None:
    """Print the model's wiring, a level's, or one mechanism's card: equations, parameters, sources."""
    from regrowth.description import describe as card
    from regrowth.description import names as usable

    if names:
        typer.echo(usable(mechanism, with_ or ()))
        return
    typer.echo(card(mechanism, all=whole, latex=latex, with_=with_ or ()))
    if not mechanism or "/" not in mechanism or latex:
        return
    fits = _fits(mechanism)
    if fits:
        typer.echo(f"\nFitted to  (what was found, what the model says)\n{fits}")
    sources = _sources(mechanism)
    if sources:
        typer.echo(f"\nSources\n{sources}")


def _fits(mechanism: str) -> str:
    """The experiments that the card's parameters were fitted to, with what is left between them and the model."""
    import json
    from importlib.resources import files

    from regrowth.language import declared

    names = dict.fromkeys(
        name.strip()
        for own in declared(mechanism).parameters
        for p in (own, *own.species.values())
        if p.source.startswith("fitted:")
        for name in p.source.removeprefix("fitted:").split(",")
    )
    board = json.loads(files("regrowth").joinpath("report", "scoreboard.json").read_text("utf-8"))
    rows = {row["id"]: row for row in board["experiments"]}
    wide = max(map(len, names), default=0) + 2
    return "\n".join(f"    {name:<{wide}}{_left(rows.get(name))}" for name in names)


def _left(row: dict[str, Any] | None) -> str:
    """What was found and what the model says, in words; of a curve its median error."""
    if row is None:
        return "not among the shipped scores"
    if row["kind"] == "curve":
        return f"{len(row['observed'])} points, median error {100 * row['error']:.1f} %"
    if row["kind"] == "value":
        from regrowth.language.units import printed

        unit = "" if row["unit"] == "1" else f" {printed(row['unit'])}"
        return f"{row['observed']:.4g}{unit}, {row['predicted']:.4g}"
    return f"{row['observed']}, {row['predicted']}"


def _sources(mechanism: str) -> str:
    """The papers that the card's keys stand for, each with its title."""
    from textwrap import fill

    from regrowth.bibliography import bibliography, find, keys_of
    from regrowth.language import declared

    parameters = declared(mechanism).parameters
    keys = keys_of(p.source for own in parameters for p in (own, *own.species.values()))
    wide = max(map(len, keys), default=0) + 2
    lines = []
    for key in keys:
        if key not in bibliography():
            lines.append(f"    {key:<{wide}}not in regrowth's bibliography")
            continue
        paper = find(key)
        text = f"{paper.title}. {paper}" if paper.title else str(paper)
        lines.append(fill(text, 120, initial_indent=f"    {key:<{wide}}", subsequent_indent=" " * (wide + 4),
                          break_on_hyphens=False, break_long_words=False))  # fmt: skip
    return "\n".join(lines)
