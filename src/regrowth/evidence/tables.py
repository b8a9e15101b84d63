"""The scoreboard as tables for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from regrowth.evidence.scoreboard import Missed, Result, Scoreboard

_YES, _NO = Text("yes", style="green"), Text("no", style="red")


def scoreboard_tables(board: Scoreboard, details: bool) -> Group:
    """One row per experiment (if asked), the summary by level and role, and what has no score."""
    parts: list[RenderableType] = []
    if details:
        parts.append(_experiments(board.results))
    parts.append(_summary(board))
    for title, missed in (("Not bindable to this model", board.not_bindable), ("Failed", board.failed)):
        if missed:
            parts.append(_missed(title, missed))
    return Group(*parts)


def _experiments(results: tuple[Result, ...]) -> Table:
    table = Table(title="Experiments", title_justify="left", box=None, header_style="bold", row_styles=["", "dim"])
    for name, justify in (
        ("experiment", "left"), ("level", "left"), ("role", "left"), ("observed", "right"), ("predicted", "right"),
        ("unit", "left"), ("score", "right"), ("right", "left"), ("source", "left"),
    ):  # fmt: skip
        table.add_column(name, justify=justify, no_wrap=name in ("experiment", "role", "right"))
    for r in results:
        e = r.experiment
        words = e.kind in ("sign", "verdict")
        table.add_row(
            e.id, e.level, e.role, _short(r.observed), _short(r.predicted), "" if words else e.unit,
            _score(r), _YES if r.score.passed else _NO, e.source,
        )  # fmt: skip
    return table


def _summary(board: Scoreboard) -> Table:
    from regrowth.evidence.nulls import NULLS

    table = Table(title="Right, beside null models on the experiments each can answer", title_justify="left")
    for name in ("level", "role", "right", "of", ""):
        table.add_column(name, justify="right" if name in ("right", "of", "") else "left")
    for null in NULLS:
        table.add_column(f"{null}\n(model on the same)", justify="right")
    for name, roles in board.summary().items():
        for role, counted in roles.items():
            if role == "both" and len(roles) == 2:
                continue
            table.add_row(
                name, role, str(counted["passed"]), str(counted["of"]), f"{100 * counted['share']:.0f} %",
                *(_null(counted["nulls"].get(null)) for null in NULLS),
                end_section=role == "both" or len(roles) == 2,
            )  # fmt: skip
    return table


def _missed(title: str, missed: tuple[Missed, ...]) -> Table:
    table = Table(title=f"{title} ({len(missed)})", title_justify="left", box=None, header_style="bold")
    table.add_column("experiment", no_wrap=True)
    table.add_column("reason")
    for m in missed:
        table.add_row(m.experiment.id, m.reason)
    return table


def _null(counted: dict[str, int] | None) -> str:
    if not counted:
        return ""
    return f"{counted['passed']}/{counted['of']} ({counted['model']})"


def _score(r: Result) -> str:
    s = r.score
    if s.error is not None:
        return f"error {100 * s.error:.0f} %"
    if s.z is None:
        return ""
    if r.experiment.spread in ("", "fold") and s.fold is not None and s.fold > 0:
        return f"x {s.fold:.2f}"
    return f"z {s.z:+.1f}"


def _short(value: float | list[float] | str) -> str:
    if isinstance(value, list):
        return f"{len(value)} points"
    return value if isinstance(value, str) else f"{value:.4g}"
