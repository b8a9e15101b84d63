"""`regrowth brain`: one person's whole brain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from regrowth import NOTICE
from regrowth.cli.app import Debug, Force, With, Without
from regrowth.cli.console import console, notes, progress


def brain(
    protocol: Annotated[Path, typer.Argument(metavar="PROTOCOL.yaml", help="What is done, to whom, what is measured.")],
    at: Annotated[str, typer.Option(metavar="TIMES", help="When to look, e.g. '40 min, 24 h, 10 d'.")],
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Default: out/<protocol>-brain.")] = None,
    arm: Annotated[str | None, typer.Option(metavar="NAME", help="Which arm; the first if not said.")] = None,
    minutes: Annotated[float, typer.Option(metavar="M", help="Length of each simulated scan; 0 for none.")] = 6.0,
    seed: Annotated[int, typer.Option(min=0, metavar="S", help="Seed of the simulated scans.")] = 0,
    with_: With = None,
    without: Without = None,
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Look at one person's whole brain at some moments: writes pictures, tables and [bold]brain.html[/]."""
    from regrowth.protocol import read
    from regrowth.writing import refuse_existing, written_whole

    def ours(folder: Path) -> bool:
        from regrowth.brain.page import FILES

        return {entry.name for entry in folder.iterdir()} <= {*FILES}

    with notes():
        plan = read(protocol)
        out = out or Path("out") / f"{protocol.stem}-brain"
        refuse_existing(out, force=force, ours=ours)

        from regrowth.brain import scan

        with progress("Looking at the brain") as step:
            scans = scan(
                plan, at, arm=arm, minutes=minutes, seed=seed, with_=tuple(with_ or ()), without=tuple(without or ()),
                progress=step,
            )  # fmt: skip
        with progress("Drawing"), written_whole(out, force=force, ours=ours) as folder:
            from regrowth.brain.page import write

            folder.mkdir()
            write(scans, folder)
    screen = console()
    screen.print(f"\n[bold]{scans.title}[/]\n[dim]{scans.arm}, one virtual person[/]")
    screen.print(_brain_table(scans))
    screen.print(f"\n{NOTICE}", style="dim")
    screen.print(f"[bold]{out / 'brain.html'}[/]\n{out / 'measures.csv'}", soft_wrap=True)


def _brain_table(scans: Any) -> Any:
    from rich.table import Table

    table = Table(box=None, header_style="", padding=(0, 2, 0, 0))
    table.add_column("[bold]correlation (z)[/]", style="dim")
    for name in ("healthy", *(scan.label for scan in scans.all)):
        table.add_column(f"[bold]{name}[/]", justify="right")
    for name in ("gbc", "gbc_prefrontal", "gbcr_prefrontal", "default_mode", "salience", "insula_default_mode"):
        values = (scans.healthy.values[name], *(scan.reading.values[name] for scan in scans.all))
        table.add_row(name.replace("_", " "), *(f"{value:.3f}" for value in values))
    return table
