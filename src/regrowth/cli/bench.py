"""`regrowth bench`: speed and accuracy beside other simulators."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from regrowth.cli.app import Debug, Force
from regrowth.cli.console import console, notes, progress, refuse


def bench(
    json_file: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write every number there.")] = None,
    plot: Annotated[Path | None, typer.Option(metavar="FILE.png", help="Error against speed, drawn.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="Interleaved rounds of which medians are taken.")] = 5,
    people: Annotated[int, typer.Option(min=8, metavar="N", help="Virtual people that regrowth solves per run.")] = 256,
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Measure speed and accuracy beside the installed libRoadRunner and COPASI; takes minutes."""
    from regrowth.writing import written_whole

    with notes():
        refuse(json_file, picture=plot, force=force)
        from regrowth import bench as benches

        with progress("Measuring") as step:
            found = benches.bench(rounds=rounds, people=people, tell=lambda text: step(0, None, text))
        if json_file:
            with written_whole(json_file, force=force) as temporary:
                temporary.write_text(found.to_json(), "utf-8")
        if plot:
            from regrowth.bench.plot import plot as draw

            with written_whole(plot, force=force) as temporary:
                draw(found.series, temporary, benches.ERROR)
    screen = console()
    for table in found.tables():
        screen.print(table)
