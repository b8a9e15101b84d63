"""`regrowth grow`: one person's synapses."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from regrowth import NOTICE
from regrowth.cli.app import Debug, Force, With, Without
from regrowth.cli.console import console, notes, progress

#: synapses below which a path of a network is all or nothing, so that its basin reads as 0 or 1
ENOUGH = 20_000


def grow(
    protocol: Annotated[Path, typer.Argument(metavar="PROTOCOL.yaml", help="What is done, and to whom.")],
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Default: out/<protocol>-garden.")] = None,
    preset: Annotated[str, typer.Option(metavar="ENGRAM", help="mood, fear or craving.")] = "mood",
    arm: Annotated[str | None, typer.Option(metavar="NAME", help="Default: ketamine, with practice.")] = None,
    synapses: Annotated[int, typer.Option(metavar="N", help="About how many a healthy network holds.")] = 100_000,
    days: Annotated[float | None, typer.Option(metavar="D", help="Default: the protocol's, at least 28.")] = None,
    person: Annotated[int, typer.Option(metavar="I", help="Which of the virtual people, from 0 on.")] = 0,
    people: Annotated[int | None, typer.Option(min=1, metavar="N", help="Of how many virtual people.")] = None,
    seed: Annotated[int, typer.Option(min=0, metavar="S", help="Seed of the network.")] = 0,
    with_: With = None,
    without: Without = None,
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Grow one person's synapses, with practice and without: [bold]garden.html[/], figures and tables."""
    from regrowth.network.presets import preset as engram
    from regrowth.protocol import read
    from regrowth.writing import refuse_existing, written_whole

    with notes():
        engram(preset)
        plan = read(protocol)
        out = out or Path("out") / f"{protocol.stem}-garden"

        from regrowth.network import output
        from regrowth.network.garden import garden

        refuse_existing(out, force=force, ours=output.is_output)
        with progress("Growing") as step:
            made = garden(
                plan, preset, arm=arm, synapses=synapses, seed=seed, days=days, index=person, people=people,
                with_=tuple(with_ or ()), without=tuple(without or ()), progress=step,
            )  # fmt: skip
        with progress("Drawing"), written_whole(out, force=force, ours=output.is_output) as folder:
            folder.mkdir()
            output.write(made, folder)
    _show_garden(made, out)


def _show_garden(made: Any, out: Path) -> None:
    from rich.table import Table

    from regrowth.network.readouts import headline, tally

    screen = console()
    grown = made.without
    screen.print(
        f"\n[bold]{made.title}[/]\n[dim]{made.preset.title}; arm {made.arm!r}; {grown.sheet.neurons:,} neurons, "
        f"{round(grown.sheet.healthy):,} synapses in health; to day {grown.hours[-1] / 24:g}, "
        f"with and without {made.practice}"
        f"{' (added; the protocol has none)' if made.added else ''}[/]"
    )
    for name, one in made.both:
        shown = Table(box=None, header_style="", padding=(0, 2, 0, 0))
        for column in ("born since the dose", "born", "matured", "kept", "pruned"):
            shown.add_column(f"{name}: {column}" if column.startswith("born s") else column, justify="right")
        shown.columns[0].justify = "left"
        for row in tally(one).to_dict("records"):
            shown.add_row(row["tag"], *(f"{row[key]:,}" for key in ("born", "matured", "kept", "pruned")))
        screen.print(shown)
        first, last = headline(one)[1][[0, -1]]
        screen.print(f"{made.preset.headline_words}: {first:.2f} at the start, {last:.2f} at the end", style="dim")
    if made.without.sheet.healthy < ENOUGH:
        few = f"With fewer than {ENOUGH:,} synapses the chance of the old path reads as 0 or 1: take more --synapses."
        screen.print(f"[bold yellow]Note:[/] {few}")
    screen.print(f"\n{NOTICE}", style="dim")
    screen.print(f"[bold]{out / 'garden.html'}[/]\n{out / 'garden.png'}\n{out / 'synapses.csv'}", soft_wrap=True)
