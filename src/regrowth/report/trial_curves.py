"""What figures of trials share: means with intervals over visits, curves of survival, the arms' names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.figure import Figure

from regrowth.visits import Survival

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEAST = 8  # people per arm, below which rates and curves say nothing
MOST_LINES = 60  # of single people in an arm; more would be a blot
DASHED: dict[str, Any] = {"linestyle": (0, (4, 2)), "linewidth": 1.2}
UNSTEERED = "Dashed: the same arms without the steering hypothesis (<code>--without context/steering</code>)."


def curve(axis: Axes, days, mean, low, high, colour: str, row: int) -> None:
    """An arm's means over visits with their intervals, drawn a little beside the other arms' (``row``)."""
    shift = 0.004 * row * float(days[-1])
    axis.errorbar(days + shift, mean, yerr=[np.maximum(mean - low, 0), np.maximum(high - mean, 0)], color=colour,
                  marker="o", markersize=3.2, linewidth=1.6, elinewidth=1.0, capsize=0, zorder=5)  # fmt: skip


def single_people(axis: Axes, days, values, colour: str) -> None:
    """Single people's courses (person, visit), pale behind the means."""
    axis.plot(days, values[:MOST_LINES].T, color=colour, linewidth=0.4, alpha=0.25, zorder=1)


def survival_panel(
    axis: Axes,
    curves: Mapping[str, Survival],
    rival: Mapping[str, Survival | None],
    colours: Mapping[str, str],
) -> None:
    """Kaplan-Meier curves by arm, dashed beside them those without the steering hypothesis, below numbers at risk."""
    _survival_curves(axis, curves, colours)
    _without_bands(axis, rival, colours)
    _at_risk(axis, curves, colours)


def _survival_curves(axis: Axes, curves: Mapping[str, Survival], colours: Mapping[str, str]) -> None:
    """Kaplan-Meier curves in per cent by arm, with their bands; a dot marks the last visit, a line one half."""
    for arm, found in curves.items():
        colour = colours[arm]
        axis.step(found.days, 100 * found.share, where="post", color=colour)
        axis.fill_between(found.days, 100 * found.low, 100 * found.high, step="post", color=colour, alpha=0.13,
                          linewidth=0)  # fmt: skip
        axis.plot(found.days[-1], 100 * found.share[-1], "o", markersize=3.5, color=colour)
    axis.set_ylim(0, 103)
    axis.axhline(50, color="#B8BFC8", linewidth=0.8, linestyle=(0, (2, 2)))


def _without_bands(axis: Axes, curves: Mapping[str, Survival | None], colours: Mapping[str, str]) -> None:
    """The same curves in a model without the steering hypothesis, dashed."""
    for arm, found in curves.items():
        if found is not None:
            axis.step(found.days, 100 * found.share, where="post", color=colours[arm], **DASHED)


def room_at_risk(curves: Mapping[str, Survival]) -> float:
    """The inches that the numbers at risk take below an axis."""
    return 0.14 * len(curves) + 0.06 if curves else 0.0


def _at_risk(axis: Axes, curves: Mapping[str, Survival], colours: Mapping[str, str]) -> None:
    """Below the axis, how many of each arm are still followed without the event, at its ticks."""
    first, last = axis.get_xlim()
    days = [day for day in axis.get_xticks() if max(first, 0) <= day <= last]
    axis.set_xticks(days)  # the numbers stand where the ticks do
    for row, (arm, found) in enumerate(curves.items()):
        for day in days:
            axis.annotate(str(found.at_risk(day)), (day, 0), (0, -34 - 10 * row), xycoords=("data", "axes fraction"),
                          textcoords="offset points", ha="center", va="top", color=colours[arm], fontsize=7.5,
                          annotation_clip=False)  # fmt: skip


def name_arms(figure: Figure, colours: Mapping[str, str]) -> None:
    """The arms' names in their colours, above the axes."""
    width = 0.06
    for arm, colour in colours.items():
        text = figure.text(width, 0.95, arm, color=colour, fontweight="bold", fontsize=9)
        width += 0.0088 * len(arm) + 0.03
        text.set_zorder(3)
