"""The battery as a matrix: rows experiments, columns model sets; what each set answers, and whether it is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from regrowth.drawing.style import INK, MUTED, WIDTH, look
from regrowth.evidence.comparison_tables import letter, published

if TYPE_CHECKING:
    from regrowth.evidence.answers import ModelSet, Row
    from regrowth.evidence.comparison import Comparison

RIGHT, WRONG, MUTE = "#3A8F8A", "#F7DDC6", "#EEF0F2"
WRONG_INK, MUTE_INK = "#8A3B00", "#9AA3AE"
PAIR = "#B8860B"
_KINDS = (("default", "yours"), ("alone",), ("without", "with"), ("null",))
_TITLES = {"alone": "one hypothesis alone", "without": "default, one out or in", "with": "default, one out or in",
           "null": "null models"}  # fmt: skip
_CELL, _GAP = 0.192, 1.5
_LEFT, _RIGHT, _TOP = 2.95, 0.75, 1.6  # inches around the matrix
_LETTERS = "B blocked · R reduced · K kept · E enhanced · V reversed\nM mimicked · P partial · N no effect"
_SIGNS = "U up · D down · C no change"


def battery_figure(comparison: Comparison, group: str = "battery") -> Figure:
    """A matrix of one group of experiments ("battery", "signs" or "numbers"), rows that split the sets first."""
    rows = [row for row in comparison.rows if row.group == group]
    columns, titles = _columns(comparison, rows)
    apart = sum(comparison.disagree(row) for row in rows)
    places = [i + (_GAP if i >= apart else 0.0) for i in range(len(rows))]
    tall = places[-1] + 1.3 if places else 1.3
    with look():
        figure = Figure(figsize=(WIDTH, _TOP + _CELL * (tall + 4) + 0.1))
        height = figure.get_figheight()
        axis = figure.add_axes(
            (_LEFT / WIDTH, 0.1 / height, 1 - (_LEFT + _RIGHT) / WIDTH, 1 - (_TOP + 0.1) / height)
        )
        axis.set_xlim(-0.1, columns[-1][0] + 1.05)
        axis.set_ylim(tall, -4)
        axis.axis("off")
        _heads(axis, columns, titles, comparison, group)
        _key(figure, group)
        for place, row in zip(places, rows, strict=True):
            _row(axis, place, row, columns)
        beside = {"ha": "right", "va": "center", "color": MUTED, "fontsize": 8, "style": "italic", "clip_on": False}
        if apart:
            axis.text(_x(axis, -1.05), -0.38, f"the sets disagree: {apart}", **beside)
        if apart < len(rows):
            axis.text(_x(axis, -1.05), places[apart] - 0.5, f"they all agree: {len(rows) - apart}", **beside)
        _pairs(axis, places, rows)
    return figure


def _columns(
    comparison: Comparison, rows: list[Row]
) -> tuple[list[tuple[float, ModelSet]], list[tuple[float, float, str]]]:
    """Where each set's column stands, and the titles over blocks of columns."""
    able = [one for one in comparison.sets if any(one.name in row.answers for row in rows)]
    columns: list[tuple[float, ModelSet]] = []
    titles: list[tuple[float, float, str]] = []
    x = 0.0
    for kinds in _KINDS:
        block = [one for one in able if one.kind in kinds]
        if not block:
            continue
        start = x
        for one in block:
            columns.append((x, one))
            x += 1.0
        if block[0].kind in _TITLES:
            titles.append((start, x, _TITLES[block[0].kind]))
        x += 0.4
    return columns, titles


def _heads(
    axis: Axes,
    columns: list[tuple[float, ModelSet]],
    titles: list[tuple[float, float, str]],
    comparison: Comparison,
    group: str,
) -> None:
    totals = comparison.totals()
    for x, one in columns:
        bold = "bold" if one.kind in ("default", "yours") else "normal"
        axis.text(x + 0.5, -4.1, short(one), rotation=55, ha="left", va="bottom", rotation_mode="anchor", color=INK,
                  fontsize=8.5, fontweight=bold, clip_on=False)  # fmt: skip
        for line, role in enumerate(("fit", "check")):
            if counted := totals.get(one.name, {}).get(f"{group} {role}"):
                share = 100 * counted["passed"] / counted["of"]
                axis.text(x + 0.5, -2.3 + 0.9 * line, f"{share:.0f}", ha="center", va="center", color=INK, fontsize=8,
                          fontweight=bold)  # fmt: skip
    for line, text in enumerate(("% right, fitted to", "% right, never fitted")):
        axis.text(-0.3, -2.3 + 0.9 * line, text, ha="right", va="center", color=MUTED, fontsize=8, clip_on=False)
    for start, stop, title in titles:
        axis.plot([start + 0.08, stop - 0.08], [-2.85, -2.85], color="#C9CED5", linewidth=1)
        axis.text((start + stop) / 2, -3.35, title, ha="center", va="center", color=MUTED, fontsize=8)


def _key(figure: Figure, group: str) -> None:
    """What colours, letters and marks mean, in the empty corner."""
    height = figure.get_figheight()

    def at(inches: float, down: float) -> tuple[float, float]:
        return inches / WIDTH, 1 - down / height

    boxes = ((RIGHT, "right"), (WRONG, "wrong"), (MUTE, "the drug does nothing there, or no answer"))
    for i, (colour, text) in enumerate(boxes):
        x, y = at(0.08, 0.24 + 0.19 * i)
        figure.add_artist(Rectangle((x, y), 0.17 / WIDTH, 0.13 / height, facecolor=colour, linewidth=0))
        figure.text(*at(0.32, 0.18 + 0.19 * i), text, va="center", color=INK, fontsize=8)
    if group != "numbers":
        figure.text(*at(0.08, 0.76), _LETTERS if group == "battery" else _SIGNS, va="top", color=MUTED, fontsize=7.2,
                    linespacing=1.5)  # fmt: skip
    figure.text(*at(0.08, 1.09), "● fitted to · ○ never fitted", va="top", color=MUTED, fontsize=7.6)
    figure.text(*at(0.08, 1.26), "[", va="top", color=PAIR, fontsize=9, fontweight="bold")
    figure.text(*at(0.2, 1.27), "two laboratories contradict each other", va="top", color=MUTED, fontsize=7.6)


def short(one: ModelSet) -> str:
    """A column's head."""
    return one.name.removesuffix(" alone")


def _row(axis: Axes, place: float, row: Row, columns: list[tuple[float, ModelSet]]) -> None:
    e = row.experiment
    middle = place + 0.5
    axis.text(_x(axis, -1.22), middle, e.id, ha="right", va="center", color=INK, fontsize=7.6, clip_on=False)
    face = MUTED if e.role == "fit" else "white"
    axis.plot(_x(axis, -1.12), middle, "o", markersize=4, color=MUTED, markerfacecolor=face, clip_on=False)
    axis.text(_x(axis, -0.06), middle, published(row), ha="right", va="center", color=MUTED, fontsize=8, clip_on=False)
    for x, one in columns:
        answer = row.answers.get(one.name)
        if answer is None:
            continue
        mute = not answer.answered or answer.told == "silent"
        colour, ink = (RIGHT, "white") if answer.passed else (MUTE, MUTE_INK) if mute else (WRONG, WRONG_INK)
        axis.add_patch(Rectangle((x + 0.04, place + 0.05), 0.92, 0.9, facecolor=colour, linewidth=0))
        axis.text(x + 0.5, middle, letter(answer), ha="center", va="center_baseline", color=ink, fontsize=7.5,
                  fontweight="bold" if answer.passed else "normal")  # fmt: skip


def _pairs(axis: Axes, places: list[float], rows: list[Row]) -> None:
    """A bracket beside each contradictory pair."""
    spans: dict[str, list[float]] = {}
    for place, row in zip(places, rows, strict=True):
        if row.experiment.pair:
            spans.setdefault(row.experiment.pair, []).append(place)
    for found in spans.values():
        if len(found) > 1:
            x = _x(axis, -2.85)
            axis.plot([x + 0.2, x, x, x + 0.2], [min(found) + 0.3] * 2 + [max(found) + 0.7] * 2, color=PAIR,
                      linewidth=1.4, clip_on=False)  # fmt: skip


def _x(axis: Axes, inches: float) -> float:
    """So many inches from the left edge of the matrix, in the axis's own unit."""
    first, last = axis.get_xlim()
    return first + inches / (WIDTH - _LEFT - _RIGHT) * (last - first)
