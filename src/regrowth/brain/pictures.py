"""Pictures of scans: change on the cortex, connectivity matrices, and the course over hours and days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from regrowth.brain.connectome import fisher
from regrowth.brain.regions import regions
from regrowth.brain.scanning import Scans
from regrowth.brain.spread import of_change
from regrowth.drawing.style import COLOURS, INK, MUTED

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_NETWORKS = ("visual", "somatomotor", "auditory", "salience", "executive", "default mode", "limbic", "temporal")
GROUP = 20
"""People in a usual scanning study; the course shows what so many could not tell from no change."""
_TICKS = {1 / 6: "10 min", 2 / 3: "40 min", 2: "2 h", 6: "6 h", 24: "1 d", 72: "3 d", 240: "10 d", 672: "28 d"}


def cortex(scans: Scans) -> Figure:
    """Global connectivity before, and its change at each moment, on the cortical surface."""
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize, TwoSlopeNorm
    from matplotlib.figure import Figure

    from regrowth.brain.surface import VIEWS, paint

    changes = [scan.reading.gbc - scans.before.reading.gbc for scan in scans.after]
    most = max(1e-6, *(float(np.abs(change).max()) for change in changes))
    first = scans.before.reading.gbc
    rows = [
        ("before", first, _colours("viridis"), Normalize(first.min(), first.max())),
        *(
            (scan.label, change, _colours("RdBu_r"), TwoSlopeNorm(0, -most, most))
            for scan, change in zip(scans.after, changes, strict=True)
        ),
    ]
    figure = Figure(figsize=(9.6, 1.72 * len(rows) + 0.5))
    grid = figure.add_gridspec(
        len(rows), 6, width_ratios=(0.62, 1, 1, 1, 1, 0.07), left=0.015, right=0.915, top=0.97, bottom=0.01,
        wspace=0.03, hspace=0.06,
    )  # fmt: skip
    for r, (label, values, colours, norm) in enumerate(rows):
        words = figure.add_subplot(grid[r, 0])
        words.set_axis_off()
        words.text(0.0, 0.56, label, fontsize=12.5, color=INK, weight="bold", va="center")
        told = f"mean {values.mean():.2f}" if r == 0 else f"mean {values.mean():+.3f}"
        words.text(0.0, 0.36, told, fontsize=8.5, color=MUTED, va="center")
        for c, (hemisphere, side) in enumerate(VIEWS):
            axes = figure.add_subplot(grid[r, c + 1])
            paint(axes, values, colours, norm, hemisphere, side)
            if r == 0:
                axes.set_title(f"{hemisphere}, {side}", fontsize=9, color=MUTED, loc="center")
        if r > 1:
            continue  # all changes share one scale
        place = grid[0, 5] if r == 0 else grid[1 : min(3, len(rows)), 5]
        bar = figure.colorbar(ScalarMappable(norm, colours), cax=figure.add_subplot(place))
        bar.outline.set_visible(False)  # type: ignore[operator]
        bar.ax.tick_params(labelsize=7.5, colors=MUTED, length=2)
        bar.set_label("connectivity (z)" if r == 0 else "change (z), all rows", fontsize=7.5, color=MUTED)
        bar.ax.yaxis.set_label_coords(3.9, 0.5)
        bar.locator = _few_ticks()
        bar.update_ticks()
    return figure


def matrices(scans: Scans) -> Figure:
    """Connectivity before and its change at each moment, regions sorted by network."""
    from matplotlib.figure import Figure

    here = regions()
    order = np.concatenate([here.of(name) for name in _NETWORKS])
    sizes = [len(here.of(name)) for name in _NETWORKS]
    edges = np.cumsum([0, *sizes])
    before = fisher(scans.before.reading.correlation)
    shown = [("before", before), *((s.label, fisher(s.reading.correlation) - before) for s in scans.after)]
    most = max(1e-6, *(float(np.abs(change).max()) for _, change in shown[1:]))
    lines = -(-len(shown) // 4)
    columns = -(-len(shown) // lines)
    figure = Figure(figsize=(2.75 * columns + 1.0, 2.55 * lines), layout="constrained")
    for i, (label, values) in enumerate(shown):
        axes = figure.add_subplot(lines, columns, i + 1)
        limits = (0.0, float(before.max())) if i == 0 else (-most, most)
        image = axes.imshow(
            values[np.ix_(order, order)], cmap="magma" if i == 0 else "RdBu_r", vmin=limits[0], vmax=limits[1],
            interpolation="nearest",
        )  # fmt: skip
        axes.set_title(label if i == 0 else f"{label}, change", fontsize=10, color=INK, loc="left")
        middles = (edges[:-1] + edges[1:] - 1) / 2
        axes.set_yticks(middles, _NETWORKS if i % columns == 0 else [""] * len(sizes), fontsize=7.5, color=MUTED)
        axes.set_xticks([])
        axes.tick_params(length=0)
        axes.grid(False)
        for edge in edges[1:-1]:
            for line in (axes.axhline, axes.axvline):
                line(edge - 0.5, color="white" if i == 0 else "#888", linewidth=0.4)
        for spine in axes.spines.values():
            spine.set_visible(False)
        bar = figure.colorbar(image, ax=axes, shrink=0.72, aspect=22, pad=0.02)
        bar.outline.set_visible(False)  # type: ignore[operator]
        bar.ax.tick_params(labelsize=7, colors=MUTED, length=2)
    return figure


def course(scans: Scans) -> Figure:
    """Global connectivity of prefrontal regions, and two pairs of networks, from minutes to days."""
    from matplotlib.figure import Figure

    shown = (
        ("gbc_prefrontal", "prefrontal, with the whole cortex"),
        ("insula_default_mode", "insula with default mode"),
        ("posterior_medial_prefrontal", "posterior cingulate with medial prefrontal"),
    )
    figure = Figure(figsize=(9.6, 2.75), layout="constrained")
    after = scans.course_hours > 0
    hours = scans.course_hours[after]
    ticks = {h: text for h, text in _TICKS.items() if hours[0] <= h <= hours[-1] * 1.001}
    for i, (name, title) in enumerate(shown):
        axes = figure.add_subplot(1, 3, i + 1)
        healthy, before = scans.healthy.values[name], scans.before.reading.values[name]
        unseen = 1.96 * of_change(name) / GROUP**0.5
        axes.axhspan(max(0.0, before - unseen), before + unseen, color=MUTED, alpha=0.12, linewidth=0)
        axes.axhline(before, color=MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
        axes.axhline(healthy, color=COLOURS[2], linewidth=1.1, linestyle=(0, (1, 1.4)))
        axes.plot(hours, scans.course[name][after], color=COLOURS[0])
        looked = [s.reading.values[name] for s in scans.after]
        axes.plot([s.hours for s in scans.after], looked, "o", color=COLOURS[1], ms=5)
        axes.set_xscale("log")
        axes.set_xticks(list(ticks), list(ticks.values()), fontsize=8)
        axes.set_xticks([], minor=True)
        axes.set_title(title)
        axes.set_ylim(0, 1.15 * max(healthy, float(scans.course[name].max())))
        if i == 0:
            axes.set_ylabel("mean correlation (z)")
        where = {"xy": (1.0, healthy), "xycoords": ("axes fraction", "data"), "textcoords": "offset points"}
        axes.annotate("healthy", **where, xytext=(-2, 3), ha="right", fontsize=7.5, color=COLOURS[2])  # type: ignore[arg-type]
        where["xy"] = (1.0, before)
        axes.annotate("before", **where, xytext=(-2, -9), ha="right", fontsize=7.5, color=MUTED)  # type: ignore[arg-type]
    return figure


def _colours(name: str):
    import matplotlib

    return matplotlib.colormaps[name]


def _few_ticks():
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(4)
