"""Experiments that are curves, drawn: the published points and what the model says at each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from regrowth.drawing.style import COLOURS, INK, WIDTH, look
from regrowth.report.words import unit

if TYPE_CHECKING:
    from regrowth.evidence.scoreboard import Result

_BESIDE = 3  # panels in a row


def curves_figure(results: Sequence[Result]) -> Figure | None:
    """A panel for each curve; None where there is none. Dots (hollow: never fitted) with their bounds, line: model."""
    curves = [r for r in results if r.experiment.kind == "curve" and isinstance(r.predicted, list)]
    if not curves:
        return None
    rows = math.ceil(len(curves) / _BESIDE)
    with look():
        figure = Figure(figsize=(WIDTH, 2.5 * rows + 0.2), layout="constrained")
        axes = figure.subplots(rows, _BESIDE, squeeze=False).ravel()
        for axis, result in zip(axes, curves, strict=False):
            e = result.experiment
            hours = np.array([point.stop for point in e.points])
            days = hours[-1] > 72
            at = hours / 24 if days else hours
            colour = COLOURS[0] if e.role == "fit" else COLOURS[1]
            for x, point in zip(at, e.points, strict=True):
                if point.low is not None and point.high is not None and e.spread != "fold":
                    axis.plot([x, x], [point.low, point.high], color=colour, linewidth=1.1)
            axis.plot(at, np.array(result.predicted, float), color=INK, linewidth=1.5)
            axis.plot(at, [point.number for point in e.points], "o", markersize=4.5, color=colour,
                      markerfacecolor=colour if e.role == "fit" else "white")  # fmt: skip
            axis.set_title(e.id, fontsize=8.5)
            axis.set_ylabel(unit(e.unit))
            axis.set_xlabel("days" if days else "hours")
            axis.set_xlim(left=min(0.0, float(at[0])))
            axis.set_ylim(bottom=min(0.0, axis.get_ylim()[0]))
        for axis in axes[len(curves) :]:
            axis.axis("off")
    return figure
