"""A figure for each level: an acute lens in hours beside the whole course, and on top what is done."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from regrowth.conversion import conversion, molar_mass
from regrowth.drawing.style import LINES, MUTED, WIDTH, arm_colours, look
from regrowth.report.doses import cascade_doses, counted_from, main_doses
from regrowth.report.evidence import Dot
from regrowth.report.panel_curves import Curve, decades_below, draw_panel, limits_of, wide_bands
from regrowth.report.panels import Panel, page_of, panels
from regrowth.report.words import clock, number, unit, words

if TYPE_CHECKING:
    from regrowth.result import Run

_ROW, _ARM_ROW = 1.42, 0.2  # inches
_MARKS = MaxNLocator(4, steps=[1, 2, 2.5, 5, 10], min_n_ticks=3)


def level_figure(run: Run, level: str, dots: Sequence[Dot] = ()) -> Figure | None:
    """One level: a row per panel; on the left the hours after the first dose (of ketamine, where some is given), on the
    right the whole course; `None` if nothing moves."""
    rows, _ = panels(run, level)
    if not rows:
        return None
    starts = [float(event["start"]) for event in run.attrs["events"]]
    starts = [start for start in starts if math.isfinite(start)]  # what holds throughout has none
    dose = min((float(given["start"]) for given in cascade_doses(run)), default=0.0)
    last, lens = float(run.times[-1]), page_of(level).lens
    both = last > 1.6 * lens
    colours = arm_colours(run.arms)
    strip = _ARM_ROW * len(run.arms) + 0.1
    heights = [strip, *[_ROW if len(rows) > 3 else 1.3 * _ROW] * len(rows)]
    with look():
        figure = Figure(figsize=(WIDTH, sum(heights) + 0.75))
        grid = figure.add_gridspec(
            len(heights),
            2 if both else 1,
            height_ratios=heights,
            width_ratios=[1, 1.45] if both else None,
            hspace=0.42,
            wspace=0.1,
            left=0.085,
            right=0.955 if level == "pharmacokinetics" else 0.985,  # room for marks of logarithmic axes
            top=1 - 0.12 / figure.get_figheight(),
            bottom=0.5 / figure.get_figheight(),
        )
        first = min([0.0, *starts])
        if both:
            opens = min([dose, *(start for start in starts if start >= dose - lens)])
            windows = [(opens - 0.04 * lens, dose + 1.04 * lens), (first - 0.012 * last, 1.004 * last)]
        else:
            windows, dose = [(first - 0.04 * lens, last)], 0.0
        for column, window in enumerate(windows):
            _draw_strip(figure.add_subplot(grid[0, column]), run, window, colours, named=column == 0)
        for row, panel in enumerate(rows):
            axes = [figure.add_subplot(grid[row + 1, column]) for column in range(len(windows))]
            courses = {name: run.course(f"{level}.{name}", panel.unit) for name in panel.observables}
            of_these = [dot for dot in dots if dot.observable in {f"{level}.{n}" for n in courses}]
            seen = [_in_unit(dot, run, panel.unit) for dot in of_these]
            curves = {name: [Curve.of(values) for values in course.values] for name, course in courses.items()}
            limits = limits_of([curve for several in curves.values() for curve in several], seen, wide_bands(run))
            marks = np.asarray(_MARKS.tick_values(*limits))
            marks = marks[(marks >= limits[0]) & (marks <= limits[1])]
            for column, (axis, window) in enumerate(zip(axes, windows, strict=True)):
                decades = column == 1 and level == "pharmacokinetics" and _is_concentration(courses)
                draw_panel(axis, run, curves, window, colours, seen, decades)
                axis.set_ylim(*limits)
                if decades:
                    decades_below(axis, limits[1])
                elif column == 0:
                    axis.yaxis.set_major_locator(FixedLocator(list(marks)))
                    axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, 4)))
                else:  # plain lines are much faster than ticks without labels
                    axis.yaxis.set_major_locator(NullLocator())
                    axis.hlines(marks, *window, color="#ECEEF1", linewidth=0.8, zorder=0.5)
                axis.xaxis.set_minor_locator(NullLocator())
                if row < len(rows) - 1:
                    axis.xaxis.set_major_locator(NullLocator())
                else:
                    _time_axis(axis, window, counted_from(run), 0.0 if column else dose)
            _title(axes, run, level, panel)
    return figure


def _in_unit(dot: Dot, run: Run, wanted: str) -> Dot:
    """A dot in the unit that its panel is drawn in."""
    if not wanted:
        return dot
    factor = conversion(dot.observable, run[dot.observable].attrs["unit"], wanted)
    return replace(dot, value=factor * dot.value, low=factor * dot.low, high=factor * dot.high)


def _is_concentration(courses: Mapping[str, Any]) -> bool:
    """Whether all are levels of a compound, which fall over decades."""
    return all(molar_mass(name) for name in courses)


def _draw_strip(
    axis: Axes, run: Run, window: tuple[float, float], colours: dict[str, str], named: bool
) -> None:
    """What is done in each arm: doses as marks, low for tablets beside others; the rest as bars. Also the legend."""
    span = window[1] - window[0]
    for row, arm in enumerate(run.arms):
        height = len(run.arms) - row
        axis.plot(window, [height, height], color="#ECEEF1", linewidth=5, solid_capstyle="butt", zorder=0)
        main = main_doses(run, arm)
        for event in run.attrs["events"]:
            if event["arm"] != arm or float(event["stop"]) < window[0] or float(event["start"]) > window[1]:
                continue
            start, stop = max(float(event["start"]), window[0]), min(float(event["stop"]), window[1])
            dose = event["kind"] == "dose"
            wide = max(stop - start, 0.006 * span)
            tall = 0.62 if event in main else 0.2 if dose else 0.4
            axis.barh(height, wide, left=start, height=tall, color=colours[arm],
                      alpha=1 if dose else 0.38, hatch=None if dose or event["kind"] == "context" else "////",
                      edgecolor="white" if dose else colours[arm], linewidth=0.5)  # fmt: skip
        if named:
            axis.text(window[1], height + 0.02, f" {arm} ", ha="right", va="center", color=colours[arm],
                      fontweight="bold", fontsize=9.5,
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2})  # fmt: skip
    axis.set_xlim(*window)
    axis.set_ylim(0.4, len(run.arms) + 0.6)
    axis.axis("off")


def _title(axes: Sequence[Axes], run: Run, level: str, panel: Panel) -> None:
    told = unit(panel.unit or run[f"{level}.{panel.observables[0]}"].attrs["unit"])
    axes[0].set_title(f"{panel.title}{f', {told}' if told else ''}")
    if len(panel.observables) > 1:
        from matplotlib.lines import Line2D

        handles = [
            Line2D([], [], color=MUTED, linestyle=LINES[i % len(LINES)], linewidth=1.4, label=label or words(name))
            for i, (name, label) in enumerate(zip(panel.observables, panel.labels, strict=True))
        ]
        axes[-1].legend(handles=handles, loc="lower right", bbox_to_anchor=(1, 0.98), frameon=False, fontsize=8,
                    labelcolor=MUTED, ncols=4, handlelength=2.2, borderaxespad=0, columnspacing=1.2)  # fmt: skip


def _time_axis(axis: Axes, window: tuple[float, float], since: str, dose: float) -> None:
    """Hours after a dose, or days since whatever times count from."""
    end = window[1] - dose
    if end <= 100:
        step = next(s for s in (0.25, 0.5, 1, 2, 4, 6, 12, 24) if end / s <= 8.5 or s == 24)
        axis.xaxis.set_major_locator(FixedLocator(list(dose + np.arange(0, end + step / 2, step))))
        axis.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value - dose, 3)))
        text = f"hours since {f'the dose at {clock(dose)}' if dose else since}"
    else:
        days = end / 24
        step = next(s for s in (1, 7, 14, 28, 56) if days / s <= 15 or s == 56)
        axis.xaxis.set_major_locator(FixedLocator(list(24 * np.arange(0, days + 0.01, step))))
        axis.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value / 24, 3)))
        text = f"days since {since}"
    axis.set_xlabel(text)
