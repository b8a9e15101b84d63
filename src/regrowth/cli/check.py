"""`regrowth check`: score the model on published experiments."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regrowth import NOTICE
from regrowth.cli.app import Debug, Force, With, Without
from regrowth.cli.console import console, notes, progress, refuse

if TYPE_CHECKING:
    from regrowth.evidence import Scoreboard


def check(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILES or LEVELS]...",
            help="Experiment files, levels, or roles; default: all. Levels and roles choose rows within files.",
        ),
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write every score there.")] = None,
    report: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.html",
            help="Draw a page: every finding; of outcomes alone the trials, of the drug's levels the pharmacology.",
        ),
    ] = None,
    with_: With = None,
    without: Without = None,
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Score the model on published experiments, beside null models. Shows what fails."""
    from regrowth.evidence import check as score
    from regrowth.evidence.tables import scoreboard_tables
    from regrowth.writing import written_whole

    with notes():
        refuse(json_file, page=report, force=force)
        with progress("Scoring") as step:
            scores = score(what, with_=tuple(with_ or ()), without=tuple(without or ()), progress=step)
        if json_file:
            with written_whole(json_file, force=force) as temporary:
                temporary.write_text(scores.to_json(), "utf-8")
        if report:
            write = _page_of(scores)
            with progress("Drawing the page"), written_whole(report, force=force) as temporary:
                write(scores, temporary)
    screen = console()
    screen.print(scoreboard_tables(scores))
    screen.print(f"\n{NOTICE}", style="dim")
    for path in (json_file, report):
        if path:
            screen.print(str(path), style="bold", soft_wrap=True)
    if not scores.results and (scores.not_bindable or scores.failed):
        raise typer.Exit(2)


def _page_of(scores: Scoreboard) -> Callable[[Scoreboard, Path], Path]:
    """The page that suits these levels: trials, the pharmacology, else (and of files) every finding in words."""
    from regrowth.evidence import shipped
    from regrowth.report.findings_page import write_findings
    from regrowth.report.outcomes import write_outcomes
    from regrowth.report.pharmacology import LEVELS, write_pharmacology

    levels = {r.experiment.level for r in scores.results}
    if not {r.experiment.id for r in scores.results} <= {e.id for e in shipped()}:
        return write_findings
    if levels == {"outcomes"}:
        return write_outcomes
    return write_pharmacology if levels and levels <= set(LEVELS) else write_findings
