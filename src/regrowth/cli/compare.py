"""`regrowth compare`: rival hypotheses side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from regrowth import NOTICE
from regrowth.cli.app import Debug, Force, With, Without
from regrowth.cli.console import console, notes, progress, refuse


def compare(
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILES or LEVELS]...", help="Default: interventions; signalling to behaviour."),
    ] = None,
    hypothesis: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this one, by name or letter; may be repeated.")
    ] = None,
    about: Annotated[str, typer.Option(metavar="WORD", help="Only experiments that say this, e.g. rapamycin.")] = "",
    report: Annotated[Path | None, typer.Option(metavar="FILE.html", help="The page on mechanisms.")] = None,
    figure: Annotated[Path | None, typer.Option(metavar="FILE.png", help="The matrix, as png, svg or pdf.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write every answer there.")] = None,
    with_: With = None,
    without: Without = None,
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Score rival hypotheses side by side: each alone, the default without each, null models.

    With [bold]--with[/] or [bold]--without[/], one more set of your own.
    """
    from regrowth.evidence import compare as scored
    from regrowth.evidence.comparison_tables import comparison_tables
    from regrowth.writing import written_whole

    with notes():
        refuse(json_file, page=report, picture=figure, force=force)
        with progress("Comparing") as step:
            found = scored(
                what, hypothesis=tuple(hypothesis or ()), about=about,
                with_=tuple(with_ or ()), without=tuple(without or ()), progress=step,
            )  # fmt: skip
        if json_file:
            with written_whole(json_file, force=force) as temporary:
                temporary.write_text(found.to_json(), "utf-8")
        if report:
            from regrowth.report.mechanisms import write_mechanisms

            with progress("Drawing the page"), written_whole(report, force=force) as temporary:
                write_mechanisms(found, temporary)
        if figure:
            from regrowth.report.battery import battery_figure

            with written_whole(figure, force=force) as temporary:
                battery_figure(found).savefig(temporary, dpi=130)
    screen = console()
    screen.print(comparison_tables(found))
    screen.print(f"\n{NOTICE}", style="dim")
    for path in (json_file, report, figure):
        if path:
            screen.print(str(path), style="bold", soft_wrap=True)
