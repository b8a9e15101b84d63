"""The scoreboard as tables for a terminal."""

from __future__ import annotations

from itertools import groupby
from textwrap import fill

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from regrowth.evidence.nulls import NULLS
from regrowth.evidence.scoreboard import Missed, Result, Scoreboard
from regrowth.language.units import printed

_YES, _NO = Text("✓", style="green"), Text("✗", style="red")


def scoreboard_tables(board: Scoreboard, details: bool = True) -> Group:
    """One row per experiment (if asked), then the summary by level and role, then what has no score."""
    parts: list[RenderableType] = []
    if not board.results:
        parts.append(Text("No experiment could be scored."))
    if details:
        by_level = sorted(board.results, key=lambda r: board.order(r.experiment.level))
        parts += [_level(level, list(group)) for level, group in groupby(by_level, lambda r: r.experiment.level)]
    if board.results:
        parts.append(_summary(board))
        parts.append(_intervals(board))
    for title, missed in (("Not bindable to this model", board.not_bindable), ("Not integrated", board.failed)):
        if missed:
            parts.append(_missed(title, missed))
    return Group(*parts)


def _level(level: str, results: list[Result]) -> Table:
    table = Table(title=f"\n{level}", title_justify="left", title_style="bold", box=None, header_style="dim")
    table.add_column("experiment", overflow="fold")
    table.add_column("role", no_wrap=True)
    likely = any(r.score.low is not None for r in results)
    for name in ("observed", "predicted", *(["95 % predictive"] * likely), "score"):
        table.add_column(name, justify="right", no_wrap=name in ("score", "95 % predictive"), overflow="fold")
    table.add_column("")
    for r in results:
        e = r.experiment
        unit = "" if e.kind in ("sign", "verdict") or e.unit == "1" else f" {printed(e.unit)}"
        mark = _YES if r.score.passed else _NO
        interval = [_likely(r)] if likely else []
        table.add_row(e.id, e.role, _short(r.observed) + unit, _short(r.predicted), *interval, _score(r), mark)
    return table


def _summary(board: Scoreboard) -> Table:
    summary = board.summary()
    shown = [n for n in NULLS if any(n in counted["nulls"] for roles in summary.values() for counted in roles.values())]
    caption = (
        "Under each null model: of the findings that it has an answer to, "
        "how many per cent it gets right | how many the model gets right."
    )
    table = Table(
        title="\nRight", caption=caption, box=SIMPLE_HEAD, pad_edge=False, padding=0,
        title_justify="left", title_style="bold", caption_justify="left",
    )  # fmt: skip
    table.add_column("", no_wrap=True, width=16)
    table.add_column("model", justify="right", no_wrap=True, width=12)
    for null in shown:
        table.add_column(_narrow(null), justify="right", no_wrap=True, width=7)  # 80 columns in all
    for level, roles in summary.items():
        table.add_row(Text(level, "bold"))
        for place, (role, counted) in enumerate(roles.items()):
            if role == "both" and len(roles) == 2:
                continue
            right = f"{counted['passed']}/{counted['of']} {100 * counted['share']:3.0f}%"
            nulls = (_null(counted["nulls"].get(null)) for null in shown)
            last = place == len(roles) - 1 or (len(roles) == 2 and place == 0)
            table.add_row(f"  {role}", right, *nulls, end_section=last)
    return table


def _narrow(null: str) -> str:
    """A null's name in lines of seven letters."""
    for long, parts in (("everything", "every- thing"), ("majority", "major- ity"), ("question", "quest- ion")):
        null = null.replace(long, parts)
    return fill(null, 7)


def _intervals(board: Scoreboard) -> RenderableType:
    """Values by the plain rule, by predictive intervals with their width, and how many points off, beside the nulls."""
    lines = []
    for level, roles in board.summary().items():
        for role, counted in roles.items():
            if role == "both" or not counted["predictive"] or level == "all levels":
                continue
            inside, made, off = counted["inside"], dict(counted["predictive"]), counted["points_off"]
            of, covered = int(made.pop("of")), int(made.pop("covered"))
            widths = ", ".join(f"{width:.3g} {name.removeprefix('width, ')}" for name, width in made.items())
            lines.append(
                f"{level}, {role}: {inside['passed']}/{inside['of']} values inside the published 95 % interval; "
                f"predictive intervals cover {covered}/{of} (median width {widths})"
            )
            if off:
                others = ", ".join(f"{name} {off[name]:.2f}" for name in NULLS if name in off)
                lines.append(f"  mean absolute error {off['model']:.2f} points over {off['of']} rows; {others}")
    return Text("\n".join(lines))


def _missed(title: str, missed: tuple[Missed, ...]) -> Table:
    table = Table(title=f"\n{title}: {len(missed)}", title_justify="left", title_style="bold", box=None)
    table.add_column("experiment", overflow="fold", header_style="dim")
    table.add_column("reason", header_style="dim")
    for m in missed:
        table.add_row(m.experiment.id, m.reason)
    return table


def _null(counted: dict[str, int] | None) -> str:
    if not counted:
        return ""
    return f"{100 * counted['passed'] / counted['of']:.0f}|{100 * counted['model'] / counted['of']:.0f}"


def _score(r: Result) -> str:
    s = r.score
    if s.error is not None:
        return f"error {100 * s.error:.0f} %"
    if s.z is None:
        return ""
    if r.experiment.spread in ("", "fold") and s.fold is not None and s.fold > 0:
        return f"× {s.fold:.2f}"
    return f"z {s.z:+.1f}"


def _likely(r: Result) -> str:
    s = r.score
    return "" if s.low is None or s.high is None else f"{s.low:.3g} .. {s.high:.3g}"


def _short(value: float | list[float] | str) -> str:
    if isinstance(value, list):
        return f"{len(value)} points"
    return value if isinstance(value, str) else f"{value:.4g}"
