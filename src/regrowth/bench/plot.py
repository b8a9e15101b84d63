"""Error against speed, both in logs: up and to the right is better bought, down is more exact."""

from __future__ import annotations

from pathlib import Path

from regrowth.bench.measure import Series

_COLOURS = {
    "regrowth float64": "#0b5a7a",
    "regrowth float32": "#4aa3c4",
    "libRoadRunner": "#b4682a",
    "COPASI": "#8a8a8a",
}


def plot(series: list[Series], path: Path, error: float) -> None:
    """Write the figure."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.2, 4.6), layout="constrained")
    axes = figure.subplots()
    for s in series:
        points = [(s.median(r), s.errors[r], r) for r in sorted(s.errors)]
        x, y, _ = zip(*points, strict=True)
        colour = _COLOURS.get(s.name, "#444444")
        axes.plot(x, y, "o-", color=colour, lw=1.6, ms=4.5)
        beside = s.name.endswith("float32")
        axes.annotate(
            s.name,
            points[-1][:2],  # the loosest tolerance, where the lines are farthest apart
            xytext=(8, -3) if beside else (0, 8),
            textcoords="offset points",
            color=colour,
            ha="left" if beside else "center",
        )
    axes.axhline(error, color="#bbbbbb", lw=0.8, ls=(0, (4, 3)), zorder=0)
    axes.set(
        xscale="log",
        yscale="log",
        xlabel="people per CPU-second",
        ylabel="largest error in any state, parts of its peak",
    )
    axes.margins(x=0.2, y=0.14)
    axes.grid(True, which="major", color="#eeeeee")
    axes.set_title("28 days, six infusions, hourly: what accuracy costs", loc="left", fontsize=11)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.savefig(path, dpi=160)
