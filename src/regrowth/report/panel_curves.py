"""The curves of one panel: means over people with their bands, published dots on them, and the room that all need."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from regrowth.drawing.style import INK, LINES
from regrowth.report.evidence import Dot
from regrowth.report.words import number

if TYPE_CHECKING:
    from regrowth.result import Run

_SHAPES = ("o", "D", "s", "^")  # of dots, in a panel of several observables
_BAND_POINTS = 300
_ALIKE, _LONG = 0.008, 0.1  # arms closer than this share of the panel, for this share of its points, hide each other
_LINE, _RIM = 1.9, 1.7  # line width, and how much wider an arm is drawn for each that covers it
_MOST_RIMS = 3
_FLOOR = 1e-4  # of the top, where a logarithmic axis begins


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


def draw_panel(
    axis: Axes,
    run: Run,
    curves: dict[str, list[Curve]],
    window: tuple[float, float],
    colours: dict[str, str],
    dots: Sequence[Dot],
    decades: bool = False,
) -> None:
    """Draw the arms' curves by observable, those that coincide around one another, and what was published."""
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


def limits_of(curves: Sequence[Curve], dots: Sequence[Dot], wide: bool) -> tuple[float, float]:
    """From where to where an axis runs that shows all curves and dots, with some room."""
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


def decades_below(axis: Axes, top: float) -> None:
    """A logarithmic axis, its marks on the right, down to a small share of the top."""
    axis.set_yscale("log", nonpositive="clip")
    axis.set_ylim(_FLOOR * top, 1.4 * top)
    axis.yaxis.set_minor_locator(NullLocator())
    axis.yaxis.set_major_locator(LogLocator(numticks=5))
    axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}" if value >= 1e-4 else number(value, 1)))
    axis.yaxis.tick_right()
