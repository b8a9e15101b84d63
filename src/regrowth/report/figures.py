"""The figures: one per level with an acute lens in hours beside the whole course, and the cascade on one clock."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, MaxNLocator, NullLocator

from regrowth.conversion import conversion, molar_mass
from regrowth.drawing.style import INK, LEVEL_COLOURS, LINES, MUTED, arm_colours, look
from regrowth.report.doses import counted_from, main_doses
from regrowth.report.evidence import Dot
from regrowth.report.panels import CASCADE, MOST, Panel, applies, levels_of, page_of
from regrowth.report.words import clock, heading, number, unit, words

if TYPE_CHECKING:
    from regrowth.result import Run

WIDTH = 10.4  # inches
_ROW, _ARM_ROW = 1.42, 0.2
_SHAPES = ("o", "D", "s", "^")  # of dots, in a panel of several observables
_BAND_POINTS = 300
_ALIKE, _LONG = 0.008, 0.1  # arms closer than this share of the panel, for this share of its points, hide each other
_LINE, _RIM = 1.9, 1.7  # line width, and how much wider an arm is drawn for each that covers it
_MOST_RIMS = 3
_FLOOR = 1e-4  # of the top, where a logarithmic axis begins
_MARKS = MaxNLocator(4, steps=[1, 2, 2.5, 5, 10], min_n_ticks=3)
_CASCADE_FROM = 2 / 60  # hours after the first dose


@dataclass(frozen=True)
class Curve:
    """One observable in one arm: the mean over people and, with several, where their middle 50 % and 95 % lie."""

    mean: np.ndarray
    low: np.ndarray | None = None
    q1: np.ndarray | None = None
    q3: np.ndarray | None = None
    high: np.ndarray | None = None

    @classmethod
    def of(cls, people: np.ndarray) -> Curve:
        """From values of (person, time); who could not be simulated is left out, who leaves is missed from then on."""
        whole = people[np.isfinite(people[:, 0])]
        if len(whole) == 0:
            return cls(np.full(people.shape[1], np.nan))
        if len(whole) == 1:
            return cls(whole[0])
        if np.isfinite(whole).all():
            return cls(whole.mean(axis=0), *np.quantile(whole, [0.025, 0.25, 0.75, 0.975], axis=0))
        return cls(np.nanmean(whole, axis=0), *np.nanquantile(whole, [0.025, 0.25, 0.75, 0.975], axis=0))


def panels(run: Run, level: str) -> tuple[list[Panel], list[str]]:
    """What a level's figure shows, and the names of what is left out because it never moves."""
    held = set(run[level].data_vars)
    drawn = {n for panel in page_of(level).panels for n in panel.observables}
    asked = {m["observable"].partition(".")[2]: m.get("unit", "") for m in run.attrs["measures"]
             if m["observable"].startswith(f"{level}.")}  # fmt: skip
    chosen = [Panel(heading(n), (n,), ("",)) for n in asked if n not in drawn]  # sums, and what no panel has
    for panel in (p for p in page_of(level).panels if applies(p.condition, run)):
        pairs = [(n, lab) for n, lab in zip(panel.observables, panel.labels, strict=True) if n in held]
        if pairs:
            chosen.append(Panel(panel.title, tuple(n for n, _ in pairs), tuple(lab for _, lab in pairs)))
    chosen = [replace(p, unit=next((asked[n] for n in p.observables if asked.get(n)), "")) for p in chosen]
    named = {name for panel in chosen for name in panel.observables}
    if len(chosen) < 2:
        given = [name for m in run.attrs["mechanisms"] for name in m["gives"]]
        more = [n for n in given if n in held] or sorted(held)
        chosen += [Panel(words(n), (n,), ("",)) for n in more if n not in named]
    moving = [p for p in chosen if any(_moves(run[f"{level}.{n}"].values) for n in p.observables)]
    still = [n for p in chosen if p not in moving for n in p.observables]
    return moving[:MOST], still


def _moves(values: np.ndarray) -> bool:
    if not np.isfinite(values).any():
        return False
    middle = np.nanmax(np.abs(values))
    spread = np.nanmax(np.nanmax(values, axis=-1) - np.nanmin(values, axis=-1))
    return bool(spread > 1e-4 * max(middle, 1e-12))


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
            limits = _limits([curve for several in curves.values() for curve in several], seen, wide_bands(run))
            marks = np.asarray(_MARKS.tick_values(*limits))
            marks = marks[(marks >= limits[0]) & (marks <= limits[1])]
            for column, (axis, window) in enumerate(zip(axes, windows, strict=True)):
                decades = column == 1 and level == "pharmacokinetics" and _is_concentration(courses)
                _draw_panel(axis, run, curves, window, colours, seen, decades)
                axis.set_ylim(*limits)
                if decades:
                    _decades(axis, limits[1])
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


def cascade_figure(run: Run) -> Figure | None:
    """The order of events on one logarithmic clock: each step's change, as a share of its own largest change."""
    given = cascade_doses(run)
    if not given:
        return None
    arm, start = given[0]["arm"], min(float(e["start"]) for e in given)
    end = float(run.times[-1]) - start
    hours = np.union1d(np.geomspace(_CASCADE_FROM, max(end, 1.0), 600), run.times - start)
    hours = hours[(hours >= _CASCADE_FROM) & (hours <= end)]
    steps = []
    for step, label, condition in CASCADE:
        names = step.split(" + ")
        held = all(one in run and one.split(".")[0] in levels_of(run) for one in names)
        if not held or not applies(condition, run):
            continue
        values = sum(run[one].sel(arm=arm).mean("person").values for one in names)
        rest = float(np.interp(start, run.times, values))
        change = np.interp(start + hours, run.times, values) - rest
        peak = float(change[np.nanargmax(np.abs(change))])
        if abs(peak) > 1e-4 * max(abs(rest), 1e-9):
            steps.append((names[0], label, change / abs(peak), rest, peak))
    if len(steps) < 3:
        return None
    with look():
        figure = Figure(figsize=(WIDTH, 0.52 * len(steps) + 1.0))
        height = figure.get_figheight()
        axis = figure.add_axes((0.235, 0.55 / height, 0.63, 1 - 0.8 / height))
        axis.set_xscale("log")
        stop = min(float(e["stop"]) for e in given) - start
        if stop > 2 * _CASCADE_FROM:
            axis.axvspan(_CASCADE_FROM, stop, color="#F1F3F5", linewidth=0, zorder=0)
            axis.text(math.sqrt(_CASCADE_FROM * stop), len(steps) + 1.08, "dose", ha="center", va="center",
                      color=MUTED, fontsize=8.5)  # fmt: skip
        later = sorted({float(e["start"]) - start for e in given if stop + start < float(e["start"]) < end + start})
        axis.vlines(later, 0.9, len(steps) + 1.02, color="#E3E6EA", linewidth=0.8, zorder=0)
        axis.plot(later, [len(steps) + 1.08] * len(later), "v", color=MUTED, markersize=4, zorder=0)
        beside = axis.get_yaxis_transform()
        for row, (name, label, share, rest, peak) in enumerate(steps):
            colour = LEVEL_COLOURS.get(name.split(".")[0], INK)
            base = len(steps) - row
            ridge = base + 0.94 * np.clip(share * np.sign(peak), 0, 1)
            order = 3 * row + 2
            axis.fill_between(hours, base, ridge, color="white", linewidth=0, zorder=order, alpha=0.55)
            axis.fill_between(hours, base, ridge, color=colour, alpha=0.30, linewidth=0, zorder=order + 1)
            axis.plot(hours, ridge, color=colour, linewidth=1.6, zorder=order + 2)
            axis.text(-0.015, base + 0.3, label, transform=beside, ha="right", va="center", color=INK, fontsize=9.5)
            change = f"{'↑' if peak > 0 else '↓'} {_change(rest, peak, run[name].attrs['unit'])}"
            axis.text(1.012, base + 0.3, change, transform=beside, ha="left", va="center", color=colour,
                      fontsize=9, fontweight="bold")  # fmt: skip
        axis.set_ylim(0.9, len(steps) + 1.2)
        axis.set_xlim(_CASCADE_FROM, hours[-1])
        _log_clock(axis, hours[-1])
        axis.set_yticks([])
        axis.grid(False)
        axis.grid(True, axis="x", color="#ECEEF1")
        axis.spines["left"].set_visible(False)
        axis.set_xlabel("time since the first dose, logarithmic")
    return figure


def _change(rest: float, peak: float, told: str) -> str:
    if abs(rest) > 1e-9 and told != "point":
        return f"{number(abs(100 * peak / rest), 2)} %"
    return f"{number(abs(peak), 2)} {unit(told)}".strip()


def cascade_doses(run: Run) -> list[dict[str, Any]]:
    """The doses whose cascade is drawn: of ketamine, if any is given, in the first arm that is given some."""
    doses = [e for e in run.attrs["events"] if e["kind"] == "dose"]
    chosen = [e for e in doses if "ketamine" in e["label"].lower()] or doses
    return [e for e in chosen if e["arm"] == chosen[0]["arm"]]


def _in_unit(dot: Dot, run: Run, wanted: str) -> Dot:
    """A dot in the unit that its panel is drawn in."""
    if not wanted:
        return dot
    factor = conversion(dot.observable, run[dot.observable].attrs["unit"], wanted)
    return replace(dot, value=factor * dot.value, low=factor * dot.low, high=factor * dot.high)


def _is_concentration(courses: Mapping[str, Any]) -> bool:
    """Whether all are levels of a compound, which fall over decades."""
    return all(molar_mass(name) for name in courses)


def _decades(axis: Axes, top: float) -> None:
    """A logarithmic axis, its marks on the right, down to a small share of the top."""
    axis.set_yscale("log", nonpositive="clip")
    axis.set_ylim(_FLOOR * top, 1.4 * top)
    axis.yaxis.set_minor_locator(NullLocator())
    axis.yaxis.set_major_locator(LogLocator(numticks=5))
    axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}" if value >= 1e-4 else number(value, 1)))
    axis.yaxis.tick_right()


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


def _draw_panel(
    axis: Axes,
    run: Run,
    curves: dict[str, list[Curve]],
    window: tuple[float, float],
    colours: dict[str, str],
    dots: Sequence[Dot],
    decades: bool = False,
) -> None:
    keep = (run.times >= window[0] - 1) & (run.times <= window[1] + 1)
    hours = run.times[keep]
    for event in run.attrs["events"]:
        start, stop = float(event["start"]), float(event["stop"])
        if event["kind"] == "dose" and stop - start > 0.01 * (window[1] - window[0]) and start <= window[1]:
            axis.axvspan(start, stop, color="#F3F4F6", zorder=0, linewidth=0)
    rest = float(next(iter(curves.values()))[0].mean[0])
    if len(curves) == 1 and abs(rest) > 0 and not decades:
        axis.axhline(rest, color="#B8BFC8", linewidth=0.8, linestyle=(0, (2, 2)), zorder=1)
    highest = max(float(np.nanmax(curve.mean)) for arms in curves.values() for curve in arms)

    def height(curve: Curve) -> np.ndarray:
        return np.log10(np.maximum(curve.mean[keep], _FLOOR * highest)) if decades else curve.mean[keep]

    widest = float(np.ptp([height(curve) for arms in curves.values() for curve in arms]))
    for line, arms in zip(LINES, curves.values(), strict=False):
        for order, (arm, curve) in enumerate(zip(run.arms, arms, strict=True)):
            colour = colours[arm]
            if curve.low is not None and curve.high is not None and wide_bands(run):
                band = _thinned(hours, curve.low[keep], curve.high[keep])
                axis.fill_between(*band, color=colour, alpha=0.08, linewidth=0)
            if curve.q1 is not None and curve.q3 is not None:
                band = _thinned(hours, curve.q1[keep], curve.q3[keep])
                axis.fill_between(*band, color=colour, alpha=0.14, linewidth=0)
            axis.plot(hours, curve.mean[keep], color=colour, linestyle=line, zorder=12 - order)
            for rim, there in _rims([height(above) for above in arms[: order + 1]], widest):
                mean = np.where(there, curve.mean[keep], np.nan)
                # dash lengths go with the width of a line: kept as long as those on top
                dashes = line if isinstance(line, str) else (0, tuple(_LINE / rim * part for part in line[1]))
                axis.plot(hours, mean, color=colour, linewidth=rim, linestyle=dashes, solid_capstyle="butt",
                          zorder=12 - order)  # fmt: skip
    for dot in dots:
        if window[0] <= dot.time <= window[1]:
            colour = colours.get(dot.arm, INK)
            bars = None if math.isnan(dot.low) else [[dot.value - dot.low], [dot.high - dot.value]]
            shape = _SHAPES[list(curves).index(dot.observable.partition(".")[2]) % len(_SHAPES)]
            axis.errorbar(dot.time, dot.value, yerr=bars, fmt=shape, markersize=5.5, color=colour,
                          markerfacecolor="white" if dot.held_out else colour,
                          markeredgecolor=colour if dot.held_out else "white",
                          markeredgewidth=1.3 if dot.held_out else 0.8,
                          elinewidth=1.2, capsize=0, zorder=20)  # fmt: skip
    axis.set_xlim(*window)


def _rims(arms: Sequence[np.ndarray], widest: float) -> Iterator[tuple[float, np.ndarray]]:
    """Where the last of these arms lies under others: line widths that show around them, and where that is.

    Under more than `_MOST_RIMS` it is hidden: a wider line would look like a level of its own.
    """
    mean = arms[-1]
    near = np.array([np.abs(mean - above) <= _ALIKE * widest for above in arms[:-1]])
    if not near.any():
        return
    covering = near[near.mean(axis=1) > _LONG].sum(axis=0)  # lines that only cross cover nothing
    for count in range(1, min(int(covering.max(initial=0)), _MOST_RIMS) + 1):
        yield _LINE + _RIM * count, covering == count


def _thinned(hours: np.ndarray, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A band with no more points than can be seen: the widest extent within each of some hundred stretches."""
    if len(hours) <= _BAND_POINTS:
        return hours, low, high
    stretch = (_BAND_POINTS * (hours - hours[0]) / (hours[-1] - hours[0])).astype(int)
    starts = np.flatnonzero(np.diff(stretch, prepend=-1))
    return hours[starts], np.minimum.reduceat(low, starts), np.maximum.reduceat(high, starts)


def wide_bands(run: Run) -> bool:
    """Whether the band of 95 % of people is drawn: with many arms the bands would cover one another."""
    return len(run.arms) <= 2


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


def _limits(curves: Sequence[Curve], dots: Sequence[Dot], wide: bool) -> tuple[float, float]:
    lows = [np.nanmin(_first(curve.low if wide else curve.q1, curve.mean)) for curve in curves]
    highs = [np.nanmax(_first(curve.high if wide else curve.q3, curve.mean)) for curve in curves]
    for dot in dots:
        lows.append(dot.value if math.isnan(dot.low) else dot.low)
        highs.append(dot.value if math.isnan(dot.high) else dot.high)
    low, high = float(min(lows)), float(max(highs))
    least = 0.04 * max(abs(low), abs(high))  # so that a change nobody could measure doesn't fill the panel
    if high - low < least:
        middle = (low + high) / 2
        low, high = middle - least / 2, middle + least / 2
    room = 0.08 * (high - low)
    return (0.0 if -0.01 * high <= low < 0.25 * high else low - room), high + room


def _first(band: np.ndarray | None, mean: np.ndarray) -> np.ndarray:
    """The edge of a band, or the mean where that lies outside it or there is no band."""
    return mean if band is None else np.concatenate([band, mean])


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


def _log_clock(axis: Axes, end: float) -> None:
    marks = {2 / 60: "2 min", 10 / 60: "10 min", 40 / 60: "40 min", 2.0: "2 h", 6.0: "6 h", 24.0: "1 d", 72.0: "3 d",
             168.0: "7 d", 336.0: "14 d", 672.0: "28 d", 2016.0: "84 d",
             8760.0: "365 d"}  # fmt: skip
    shown = {hours: text for hours, text in marks.items() if hours <= end * 1.001}
    axis.xaxis.set_major_locator(FixedLocator(list(shown)))
    axis.xaxis.set_major_formatter(FuncFormatter(lambda value, _: shown.get(_near(value, shown), "")))
    axis.xaxis.set_minor_locator(NullLocator())


def _near(value: float, marks: dict[float, Any]) -> float:
    return min(marks, key=lambda mark: abs(math.log(mark / value)))
