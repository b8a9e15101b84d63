"""`regrowth run`: simulate a protocol."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from regrowth import NOTICE
from regrowth.cli.app import Debug, Force, With, Without
from regrowth.cli.console import console, notes, progress
from regrowth.errors import RegrowthError

if TYPE_CHECKING:
    from rich.table import Table

    from regrowth.engine import Model
    from regrowth.protocol import Protocol
    from regrowth.report.exposures import Exposures
    from regrowth.report.summary import Cell, Measured
    from regrowth.result import Run

STEERING = "context/steering"
OUTPUT = ("report.html", "summary.csv", "exposures.csv", "endpoints.parquet", "run.zarr")


def run(
    protocol: Annotated[Path, typer.Argument(metavar="PROTOCOL.yaml", help="What is done, to whom, what is measured.")],
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where to write. Default: out/<protocol>.")] = None,
    with_: With = None,
    without: Without = None,
    people: Annotated[int | None, typer.Option(min=1, metavar="N", help="Virtual people per arm.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, metavar="S", help="Seed of the virtual people.")] = None,
    brain: Annotated[
        str | None, typer.Option(metavar="TIMES", help="Whole-brain pictures at these times, e.g. '40 min, 24 h'.")
    ] = None,
    endpoints: Annotated[
        bool, typer.Option("--endpoints", help="Only what is measured, no curves and no report: for very many people.")
    ] = False,
    individuals: Annotated[bool, typer.Option("--individuals", help="Draw single people's ratings too.")] = False,
    gpu: Annotated[bool, typer.Option("--gpu", help="Simulate on an NVIDIA GPU (extra: gpu).")] = False,
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Simulate a protocol: writes [bold]report.html[/], [bold]summary.csv[/], endpoints.parquet and run.zarr."""
    from regrowth.protocol import read
    from regrowth.writing import refuse_existing, written_whole

    with notes():
        plan = read(protocol)
        out = out or Path("out") / protocol.stem
        refuse_existing(out, force=force, ours=_is_output)
        unfinished = out.parent / f".{out.name}.unfinished"  # what an interrupt leaves, for the next time

        from regrowth.engine import assemble

        model = assemble(plan.species, tuple(with_ or ()), tuple(without or ()))  # errors before the heavy imports

        import regrowth
        from regrowth.hours import visits

        if endpoints:
            if brain is not None or individuals:
                raise RegrowthError("--endpoints writes no report: leave out --brain and --individuals.")
            if not plan.measures:
                raise RegrowthError("--endpoints keeps only what is measured, and this protocol has no `measure:`.")
            with written_whole(out, force=force, ours=_is_output) as folder, progress("Simulating") as step:
                folder.mkdir()
                result = regrowth.simulate(
                    plan, model=model, people=people, seed=seed, observe=[], times=visits(plan), gpu=gpu, progress=step,
                    keep=unfinished / "whole",
                )  # fmt: skip
                _write_tables(result, folder)
            _finish(result, out, unfinished)
            return

        more = []
        if brain is not None:
            with progress("Looking at the brain"):
                from regrowth.brain.page import section
                from regrowth.brain.scanning import scan

                scans = scan(plan, brain, minutes=0, with_=tuple(with_ or ()), without=tuple(without or ()))
                more.append(section(scans))

        with written_whole(out, force=force, ours=_is_output) as folder:
            folder.mkdir()
            with progress("Simulating") as step:
                how: dict[str, Any] = dict(people=people, seed=seed, gpu=gpu, progress=step)
                result = regrowth.simulate(plan, model=model, keep=unfinished / "whole", **how)
                rival = _without_steering(plan, model, with_, without, keep=unfinished / "without-steering", **how)
            with progress("Drawing the report"):
                from regrowth.report import write_report
                from regrowth.report.exposures import exposures_of

                found = exposures_of(result)
                _write_tables(result, folder)
                if found and found.measured:
                    found.table.to_csv(folder / "exposures.csv", index=False, float_format="%.6g")
                write_report(
                    result, folder / "report.html", more=more, without_steering=rival, individuals=individuals,
                    exposures=found,
                )  # fmt: skip
    _finish(result, out, unfinished, found)


def _write_tables(result: Run, folder: Path) -> None:
    result.write_zarr(folder / "run.zarr")
    result.write_endpoints(folder / "endpoints.parquet")
    if result.attrs["measures"]:
        result.summary().to_csv(folder / "summary.csv", index=False, float_format="%.6g")


def _finish(result: Run, out: Path, unfinished: Path, exposures: Exposures | None = None) -> None:
    shutil.rmtree(unfinished, ignore_errors=True)
    _show_summary(result, out, exposures)


def _without_steering(
    plan: Protocol, model: Model, with_: With, without: Without, *, people: int | None, **how: Any
) -> Run | None:
    """The same protocol without the steering hypothesis, where practice makes that a question for several people."""
    import regrowth

    practised = any(event.kind in ("practise", "session") for arm in plan.arms for event in arm.events)
    if not practised or STEERING not in {m.name for m in model.mechanisms} or (people or plan.people.n) < 2:
        return None
    left = (*(without or ()), STEERING)
    return regrowth.simulate(plan, with_=tuple(with_ or ()), without=left, people=people, **how)


def _is_output(folder: Path) -> bool:
    """Whether a folder holds only what `regrowth run` wrote, so that --force may replace it."""
    from regrowth.saving import is_run

    names = {entry.name for entry in folder.iterdir()}
    return names <= set(OUTPUT) and is_run(folder / "run.zarr")


def _show_summary(result: Run, out: Path, exposures: Exposures | None) -> None:
    from rich.measure import Measurement

    from regrowth.bibliography import kind_of_source
    from regrowth.report.entry import entry_text
    from regrowth.report.summary import measured

    several = result.people_count > 1
    screen = console()
    several_people = f"{result.people_count:,} people per arm: mean (middle 95 %)"
    who = several_people if several else f"one virtual {result.subject} per arm"
    screen.print(f"\n[bold]{result.title}[/]\n[dim]{who}[/]")
    if text := entry_text(result):
        screen.print(text, highlight=False)
    for table in measured(result):
        beside = _arms_beside(table)
        wide = Measurement.get(screen, screen.options.update(width=10_000), beside).maximum
        screen.print(_arms_below(table) if wide > screen.width and len(result.arms) > 1 else beside)
    if exposures and exposures.measured:
        for table in _exposures(exposures, several):
            screen.print(table)
    failures = result.attrs["failures"]
    if len(failures):
        screen.print(f"[yellow]{len(failures)} people could not be simulated; the report names them.[/]")
    assumed, total = len(result.assumed), len(result.attrs["parameters"])
    unlisted = sum(kind_of_source(row["source"]) == "unlisted" for row in result.attrs["parameters"])
    elsewhere = f" {unlisted} cite a source outside the bibliography." if unlisted else ""
    screen.print(f"\n{assumed} of {total} parameters are assumptions.{elsewhere} {NOTICE}", style="dim")
    for name in OUTPUT:
        if (out / name).exists():
            screen.print(str(out / name), style="bold" if name == "report.html" else None, soft_wrap=True)


def _exposures(found: Exposures, several: bool) -> Iterator[Table | str]:
    """What exposures come to over people: a table for each level."""
    from regrowth.report.exposures import HEADINGS

    yield f"\n[bold]Exposure, first dose[/][dim]{': geometric mean (CV), tmax median (range)' if several else ''}[/]"
    by_level: dict[str, list[tuple[str, list[str]]]] = {}
    for arm, level, cells in found.rows:
        by_level.setdefault(level, []).append((arm, cells))
    for level, rows in by_level.items():
        yield f"[dim]{level}[/]"
        shown = _empty_table("")
        for heading in HEADINGS:
            shown.add_column(f"[bold]{heading}[/]", justify="right")
        for arm, cells in rows:
            shown.add_row(f"[bold]{arm}[/]", *cells)
        yield shown


def _empty_table(*headings: str) -> Table:
    from rich.table import Table

    return Table(*headings, box=None, header_style="", padding=(0, 2, 0, 0))


def _arms_beside(table: Measured) -> Table:
    """A row for each time, a column for each arm."""
    shown = _empty_table()
    shown.add_column(table.heading, style="dim")
    for column in table.columns:
        shown.add_column(f"[bold]{column}[/]", justify="right")
    for time, cells in table.rows:
        texts = []
        for cell in cells:
            people, rates = _short(cell)
            texts.append(f"{cell.mean} [dim]{people}[/]".rstrip() + (f"\n[dim]{rates}[/]" if rates else ""))
        shown.add_row(time, *texts)
    return shown


def _arms_below(table: Measured) -> Table:
    """A row for each time and arm: for more arms than a screen is wide."""
    shown = _empty_table(f"[dim]{table.heading}[/]", "")
    shown.add_column("", justify="right")
    shown.add_column("", style="dim")
    shown.add_column("", style="dim")
    for time, cells in table.rows:
        for place, (arm, cell) in enumerate(zip(table.columns, cells, strict=True)):
            shown.add_row("" if place else f"[dim]{time}[/]", f"[bold]{arm}[/]", cell.mean, *_short(cell))
    return shown


def _short(cell: Cell) -> tuple[str, str]:
    """Where the middle 95 % lie, and the rates, as a screen has room for them."""
    rates = cell.rates.replace("responders", "resp").replace("remitters", "rem")
    return cell.people.replace(" to ", ".."), rates
