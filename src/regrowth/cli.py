"""The command line: one command per verb, thin.

Heavy libraries are imported inside the commands, so that `--help` and errors answer at once.
Exit codes: 0 done, 2 something in the input (one message, no traceback), 1 a fault in regrowth itself.
"""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
import typer.core

from regrowth import NOTICE
from regrowth.errors import RegrowthError

if TYPE_CHECKING:
    from rich.console import Console

    from regrowth.result import Run

REPORT_BUG = "This is a fault in regrowth, not in your input. --debug shows where it happened; please report it."


class Commands(typer.core.TyperGroup):
    """Turns what goes wrong into one message and an exit code; `--debug` lets the traceback through."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            known = isinstance(error, BrokenPipeError) or type(error).__module__.startswith(("typer", "click"))
            if debugging() or known:  # click knows what to do, also with a reader who has left
                raise
            if isinstance(error, RegrowthError):
                _say_error(str(error))
                raise typer.Exit(2) from error
            _say_error(f"{type(error).__name__}: {error}\n{REPORT_BUG}")
            raise typer.Exit(1) from error
        except KeyboardInterrupt as stop:
            _say_error("Interrupted. Nothing half-written was left behind.")
            raise typer.Exit(130) from stop


app = typer.Typer(
    cls=Commands,
    name="regrowth",
    help=f"Ketamine from dose to synapse to symptom. {NOTICE}",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)

With = Annotated[
    list[str] | None, typer.Option("--with", metavar="M", help="Add a mechanism, e.g. signalling/extrasynaptic_glun2b.")
]
Without = Annotated[list[str] | None, typer.Option("--without", metavar="M", help="Leave a mechanism out.")]
Force = Annotated[bool, typer.Option("--force", help="Replace what an earlier run wrote there.")]
_debug = False


def _set_debug(value: bool) -> bool:
    global _debug
    _debug = _debug or value
    return value


def debugging() -> bool:
    return _debug


Debug = Annotated[
    bool, typer.Option("--debug", callback=_set_debug, help="Show the traceback when something goes wrong.")
]


def _version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        typer.echo(f"regrowth {version('regrowth')}")
        raise typer.Exit


@app.callback()
def start(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")] = False,
) -> None:
    global _debug
    _debug = False


@app.command()
def run(
    protocol: Annotated[Path, typer.Argument(metavar="PROTOCOL.yaml", help="What is done, to whom, what is measured.")],
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where to write. Default: out/<protocol>.")] = None,
    with_: With = None,
    without: Without = None,
    people: Annotated[int | None, typer.Option(min=1, metavar="N", help="Virtual people per arm.")] = None,
    seed: Annotated[int | None, typer.Option(metavar="S", help="Seed of the virtual people.")] = None,
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Simulate a protocol: writes [bold]run.zarr[/], [bold]endpoints.parquet[/] and [bold]report.html[/]."""
    from regrowth.protocol import read
    from regrowth.writing import refuse_existing, written_whole

    with _notes():
        plan = read(protocol)
        out = out or Path("out") / protocol.stem
        refuse_existing(out, force=force, ours=_is_output)

        from regrowth.engine import assemble

        model = assemble(plan.species, tuple(with_ or ()), tuple(without or ()))  # errors before the heavy imports

        import regrowth

        with written_whole(out, force=force, ours=_is_output) as folder:
            folder.mkdir()
            with _progress("Simulating") as step:
                result = regrowth.simulate(plan, model=model, people=people, seed=seed, progress=step)
            with _progress("Drawing the report"):
                from regrowth.report import write_report

                result.write_zarr(folder / "run.zarr")
                result.write_endpoints(folder / "endpoints.parquet")
                write_report(result, folder / "report.html")
    _show_summary(result, out)


@app.command()
def check(
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILES or LEVELS]...", help="Experiment files, levels, or roles; default: all."),
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write every score there.")] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="Draw the pharmacology behind the scores there.")
    ] = None,
    with_: With = None,
    without: Without = None,
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Score the model on published experiments, beside null models. Shows what fails."""
    from regrowth.evidence import check as score
    from regrowth.writing import refuse_existing, written_whole

    with _notes():
        if json_file:
            refuse_existing(json_file, force=force)
        if report:
            refuse_existing(report, force=force)
        with _progress("Scoring") as step:
            scores = score(what, with_=tuple(with_ or ()), without=tuple(without or ()), progress=step)
        if json_file:
            with written_whole(json_file, force=force) as temporary:
                temporary.write_text(scores.to_json(), "utf-8")
        if report:
            from regrowth.report.pharmacology import write_pharmacology

            with _progress("Drawing the pharmacology"), written_whole(report, force=force) as temporary:
                write_pharmacology(scores, temporary)
    _console().print(scores.table())


@app.command()
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
    from regrowth.evidence.comparison import compare as scored
    from regrowth.writing import refuse_existing, written_whole

    with _notes():
        for path in (json_file, report, figure):
            if path:
                refuse_existing(path, force=force)
        if figure and figure.suffix.lower() not in _PICTURES:
            raise RegrowthError(f"I can't draw {figure}: give a name that ends in {', '.join(_PICTURES)}.")
        with _progress("Comparing") as step:
            found = scored(
                what, hypothesis=tuple(hypothesis or ()), about=about,
                with_=tuple(with_ or ()), without=tuple(without or ()), progress=step,
            )  # fmt: skip
        if json_file:
            with written_whole(json_file, force=force) as temporary:
                temporary.write_text(found.to_json(), "utf-8")
        if report:
            from regrowth.report.mechanisms import write_mechanisms

            with _progress("Drawing the page"), written_whole(report, force=force) as temporary:
                write_mechanisms(found, temporary)
        if figure:
            from regrowth.report.battery import battery_figure

            with written_whole(figure, force=force) as temporary:
                battery_figure(found).savefig(temporary, dpi=130)
    console = _console()
    console.print(found.table())
    console.print(f"\n{NOTICE}", style="dim")
    for path in (json_file, report, figure):
        if path:
            console.print(str(path), style="bold", soft_wrap=True)


_PICTURES = (".png", ".svg", ".pdf")


@app.command()
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


@app.command()
def grow(
    protocol: Annotated[Path, typer.Argument(metavar="PROTOCOL.yaml", help="What is done, and to whom.")],
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Default: out/<protocol>-garden.")] = None,
    preset: Annotated[str, typer.Option(metavar="ENGRAM", help="mood, fear or craving.")] = "mood",
    arm: Annotated[str | None, typer.Option(metavar="NAME", help="Default: ketamine, with practice.")] = None,
    synapses: Annotated[int, typer.Option(metavar="N", help="About how many a healthy network holds.")] = 100_000,
    days: Annotated[float | None, typer.Option(metavar="D", help="Default: the protocol's, at least 28.")] = None,
    person: Annotated[int, typer.Option(metavar="I", help="Which of the virtual people, from 0 on.")] = 0,
    people: Annotated[int | None, typer.Option(min=1, metavar="N", help="Of how many virtual people.")] = None,
    seed: Annotated[int, typer.Option(metavar="S", help="Seed of the network.")] = 0,
    with_: With = None,
    without: Without = None,
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Grow one person's synapses, with practice and without: [bold]garden.html[/], figures and tables."""
    from regrowth.network.presets import preset as engram
    from regrowth.protocol import read
    from regrowth.writing import refuse_existing, written_whole

    with _notes():
        engram(preset)
        plan = read(protocol)
        out = out or Path("out") / f"{protocol.stem}-garden"

        from regrowth.network import garden as gardens

        refuse_existing(out, force=force, ours=gardens.is_output)
        with _progress("Growing") as step:
            made = gardens.garden(
                plan, preset, arm=arm, synapses=synapses, seed=seed, days=days, index=person, people=people,
                with_=tuple(with_ or ()), without=tuple(without or ()), progress=step,
            )  # fmt: skip
        with _progress("Drawing"), written_whole(out, force=force, ours=gardens.is_output) as folder:
            folder.mkdir()
            gardens.write(made, folder)
    _show_garden(made, out)


@app.command()
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

    with _notes():
        plan = read(protocol)
        out = out or Path("out") / f"{protocol.stem}-brain"
        refuse_existing(out, force=force, ours=ours)

        from regrowth.brain import scan

        with _progress("Looking at the brain") as step:
            scans = scan(
                plan, at, arm=arm, minutes=minutes, seed=seed, with_=tuple(with_ or ()), without=tuple(without or ()),
                progress=step,
            )  # fmt: skip
        with _progress("Drawing"), written_whole(out, force=force, ours=ours) as folder:
            from regrowth.brain.page import write

            folder.mkdir()
            write(scans, folder)
    console = _console()
    console.print(f"\n[bold]{scans.title}[/]\n[dim]{scans.arm}, one virtual person[/]")
    console.print(_brain_table(scans))
    console.print(f"\n{NOTICE}", style="dim")
    console.print(f"[bold]{out / 'brain.html'}[/]\n{out / 'measures.csv'}", soft_wrap=True)


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


@app.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE.xml", help="The SBML file to write.")],
    protocol: Annotated[
        Path | None, typer.Option(metavar="PROTOCOL.yaml", help="Write its doses as events. Default: none.")
    ] = None,
    arm: Annotated[str | None, typer.Option(metavar="NAME", help="Which arm; the first if not said.")] = None,
    with_: With = None,
    without: Without = None,
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Write the assembled model as SBML Level 3, a protocol's doses as its events."""
    from regrowth.protocol import read
    from regrowth.writing import refuse_existing, written_whole

    with _notes():
        refuse_existing(file, force=force)
        plan = read(protocol) if protocol else None
        chosen = _arm(plan, arm) if plan else None

        from regrowth.engine import assemble
        from regrowth.interchange import export_sbml

        species = plan.people.species if plan else "human"
        model = assemble(species=species, with_=tuple(with_ or ()), without=tuple(without or ()))
        with written_whole(file, force=force) as temporary:
            export_sbml(model, chosen, temporary, person=_typical(plan, model) if plan else None)
    typer.echo(f"{file}  SBML of {len(model.states)} states{f', arm {chosen.name!r}' if chosen else ''}. {NOTICE}")


@app.command()
def bench(
    json_file: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write every number there.")] = None,
    plot: Annotated[Path | None, typer.Option(metavar="FILE.png", help="Error against speed, drawn.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="Interleaved rounds of which medians are taken.")] = 5,
    people: Annotated[int, typer.Option(min=8, metavar="N", help="Virtual people that regrowth solves per run.")] = 256,
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Measure speed and accuracy beside the installed libRoadRunner and COPASI; takes minutes."""
    from regrowth.writing import refuse_existing, written_whole

    with _notes():
        for path in (json_file, plot):
            if path:
                refuse_existing(path, force=force)
        if plot and plot.suffix.lower() not in _PICTURES:
            raise RegrowthError(f"I can't draw {plot}: give a name that ends in {', '.join(_PICTURES)}.")
        from regrowth import bench as benches

        with _progress("Measuring") as step:
            found = benches.bench(rounds=rounds, people=people, tell=lambda text: step(0, None, text))
        if json_file:
            with written_whole(json_file, force=force) as temporary:
                temporary.write_text(found.to_json(), "utf-8")
        if plot:
            from regrowth.bench.plot import plot as draw

            with written_whole(plot, force=force) as temporary:
                draw(found.series, temporary, benches.ERROR)
    console = _console()
    for table in found.tables():
        console.print(table)


def _typical(plan: Any, model: Any) -> dict[str, float]:
    """The typical person of a protocol: what differs from the model's own numbers."""
    from regrowth.people import sample
    from regrowth.simulation import _usual_people as usual

    one = sample(model, plan.people.preset or usual(plan.species), 1, overrides=plan.people.settings)
    return {name: float(value[0]) for name, value in {**one.covariates, **one.parameters}.items()}


def _arm(plan: Any, name: str | None) -> Any:
    from regrowth.errors import nearest

    arms = {arm.name: arm for arm in plan.arms}
    if name is None:
        return next(iter(arms.values()))
    if name not in arms:
        hint = nearest(name, arms) or f"it has {', '.join(arms)}."
        raise RegrowthError(f"The protocol has no arm {name!r}; {hint}")
    return arms[name]


def _is_output(folder: Path) -> bool:
    """Whether a folder holds only what `regrowth run` wrote, so that --force may replace it."""
    from regrowth.result import is_run

    names = {entry.name for entry in folder.iterdir()}
    return names <= {"run.zarr", "endpoints.parquet", "report.html"} and is_run(folder / "run.zarr")


def _show_summary(result: Run, out: Path) -> None:
    from rich.table import Table

    from regrowth.report.summary import measured

    several = result.people_count > 1
    console = _console()
    who = f"{result.people_count} people per arm: mean (middle 95 %)" if several else "one virtual person per arm"
    console.print(f"\n[bold]{result.title}[/]\n[dim]{who}[/]")
    for table in measured(result):
        shown = Table(box=None, header_style="", padding=(0, 2, 0, 0))
        shown.add_column(table.heading, style="dim")
        for column in table.columns:
            shown.add_column(f"[bold]{column}[/]", justify="right")
        for time, cells in table.rows:
            texts = []
            for cell in cells:
                people = f" [dim]{cell.people.replace(' to ', '..')}[/]" if cell.people else ""
                rates = cell.rates.replace("responders", "resp").replace("remitters", "rem")
                texts.append(f"{cell.mean}{people}" + (f"\n[dim]{rates}[/]" if rates else ""))
            shown.add_row(time, *texts)
        console.print(shown)
    failures = result.attrs["failures"]
    if len(failures):
        console.print(f"[yellow]{len(failures)} people could not be simulated; the report names them.[/]")
    assumed, total = len(result.assumed), len(result.attrs["parameters"])
    console.print(f"\n{assumed} of {total} parameters are assumptions. {NOTICE}", style="dim")
    console.print(f"[bold]{out / 'report.html'}[/]\n{out / 'run.zarr'}\n{out / 'endpoints.parquet'}", soft_wrap=True)


def _show_garden(made: Any, out: Path) -> None:
    from rich.table import Table

    from regrowth.network.readouts import headline, tally

    console = _console()
    grown = made.without
    console.print(
        f"\n[bold]{made.title}[/]\n[dim]{made.preset.title}; arm {made.arm!r}; {grown.sheet.neurons:,} neurons, "
        f"{round(grown.sheet.healthy):,} synapses in health; with and without {made.practice}"
        f"{' (added; the protocol has none)' if made.added else ''}[/]"
    )
    for name, one in made.both:
        shown = Table(box=None, header_style="", padding=(0, 2, 0, 0))
        for column in ("born since the dose", "born", "matured", "there", "pruned"):
            shown.add_column(f"{name}: {column}" if column.startswith("born s") else column, justify="right")
        shown.columns[0].justify = "left"
        for row in tally(one).to_dict("records"):
            shown.add_row(row["tag"], *(f"{row[key]:,}" for key in ("born", "matured", "kept", "pruned")))
        console.print(shown)
        first, last = headline(one)[1][[0, -1]]
        console.print(f"{made.preset.headline_words}: {first:.2f} at the start, {last:.2f} at the end", style="dim")
    console.print(f"\n{NOTICE}", style="dim")
    console.print(f"[bold]{out / 'garden.html'}[/]\n{out / 'garden.png'}\n{out / 'synapses.csv'}", soft_wrap=True)


def _console(stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)


def _say_error(message: str) -> None:
    from rich.text import Text

    _console(stderr=True).print(Text.assemble(("Error: ", "bold red"), message), soft_wrap=True)


@contextmanager
def _notes() -> Iterator[None]:
    """Warnings as one line each on stderr, without file and line."""
    with warnings.catch_warnings():
        said: set[str] = set()

        def show(message: Warning | str, *rest: Any, **more: Any) -> None:
            if (text := str(message)) not in said:
                said.add(text)
                from rich.text import Text

                _console(stderr=True).print(Text.assemble(("Note: ", "bold yellow"), text), soft_wrap=True)

        warnings.showwarning = show
        yield


@contextmanager
def _progress(what: str) -> Iterator[Callable[..., None]]:
    """A bar on stderr, only where somebody watches. The step is called as `step(done, total, what)`."""
    console = _console(stderr=True)
    if not console.is_terminal or os.environ.get("NO_PROGRESS"):
        yield lambda done=0, total=None, text=None: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    text = TextColumn("{task.description}")
    columns = (SpinnerColumn(), text, BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)

        def step(done: float = 0, total: float | None = None, text: str | None = None) -> None:
            bar.update(task, completed=done, total=total, description=text or what)

        yield step


def main() -> None:
    """The `regrowth` command."""

    def stop(*_: object) -> None:  # a plain `kill` cleans up like an interrupt
        raise KeyboardInterrupt

    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, stop)
    try:
        app()
    except BrokenPipeError:  # `regrowth describe --all | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
