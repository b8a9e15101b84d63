"""The figure of a grown garden: which new synapses stayed, how the paths fared, and whether the equations agree."""

from __future__ import annotations

from typing import Any

import numpy as np

from regrowth.drawing.style import INK, MUTED, look
from regrowth.network.garden import Garden
from regrowth.network.growth import Grown
from regrowth.network.readouts import headline, survival
from regrowth.result import NOTICE

OLD, NONE, NEW = "#7B5EA7", "#5B9BB5", "#D98E04"
COLOURS = {0: NONE, 1: OLD, 2: NEW}
BRIGHT = {1: "#B69CFF", 2: "#FFCF5C"}
PLAIN, PRACTISED = "#7A828C", "#B3541E"
MOST_LINES = 1000
HYPOTHESIS = "That practice decides which new synapses stay is a hypothesis of the model."


def figure(made: Garden) -> Any:
    """Six panels on one page, as a matplotlib figure."""
    with look():
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        drawn = Figure(figsize=(12.6, 9.6))
        FigureCanvasAgg(drawn)
        beds = drawn.add_gridspec(1, 2, left=0.055, right=0.98, top=0.885, bottom=0.56, wspace=0.025)
        grid = drawn.add_gridspec(2, 2, left=0.055, right=0.98, top=0.5, bottom=0.08, hspace=0.5, wspace=0.16)
        day = _telling_day(made)
        for column, (name, grown) in enumerate(made.both):
            _flowers(drawn.add_subplot(beds[0, column]), made, grown, name, day)
        _path(drawn.add_subplot(grid[0, 0]), made)
        _headline(drawn.add_subplot(grid[0, 1]), made)
        _agreement(drawn.add_subplot(grid[1, 0]), made)
        _survival(drawn.add_subplot(grid[1, 1]), made)
        drawn.text(0.065, 0.965, made.title, fontsize=14, color=INK, weight="bold")
        added = " (added for the comparison; the trial had none)" if made.added else ""
        words = f"{made.preset.title}. One virtual brain, arm “{made.arm}”, with and without {made.practice}{added}."
        drawn.text(0.065, 0.94, words, fontsize=9.5, color=MUTED)
        drawn.text(0.065, 0.018, f"{NOTICE} {HYPOTHESIS}", fontsize=8.5, color=MUTED)
    return drawn


def _telling_day(made: Garden) -> float:
    """The day after the last session, or a week after the first dose: when there is something to see."""
    ends = [stop for _, stop, _ in made.with_practice.sessions if stop > 0]
    return float(min(np.ceil(max(ends) / 24) if ends else 7, made.without.hours[-1] // 24))


def _flowers(axes: Any, made: Garden, grown: Grown, name: str, day: float) -> None:
    """The neurons of both paths as two round beds; the synapses within each, born since the dose and still there."""
    from matplotlib.collections import LineCollection

    sheet, lives, hour = grown.sheet, grown.lives, 24 * day
    place = np.zeros((sheet.neurons, 2))
    for code, x in ((1, -1.15), (2, 1.15)):
        mine = np.flatnonzero(sheet.label == code)
        turn, far = np.arange(len(mine)) * np.pi * (3 - np.sqrt(5)), np.sqrt((np.arange(len(mine)) + 0.5) / len(mine))
        place[mine] = np.stack([x + far * np.cos(turn), far * np.sin(turn)], axis=1)
    inside = (sheet.label[lives.source] == lives.tag) & (lives.tag > 0) & lives.alive(hour) & (lives.born > 0)
    most = max(_kept(one, tag, hour) for _, one in made.both for tag in (1, 2))
    every = max(1, -(-most // MOST_LINES))
    shown = np.flatnonzero(inside & (lives.site % every == 0))
    axes.set_facecolor("#0E1626")
    for settled, alpha, width in ((False, 0.2, 0.4), (True, 0.6, 0.6)):
        for tag in (1, 2):
            mine = shown[(lives.tag[shown] == tag) & ((lives.matured[shown] <= hour) == settled)]
            ends = zip(lives.source[mine], lives.target[mine], strict=True)
            lines = [_arc(place[a], place[b], 1.15 * (2 * tag - 3)) for a, b in ends]
            axes.add_collection(LineCollection(lines, colors=BRIGHT[tag], alpha=alpha, linewidths=width))
    for code in (1, 2):
        axes.scatter(*place[sheet.label == code].T, s=7, c=BRIGHT[code], lw=0, zorder=3)
        words = f"{(made.preset.old, made.preset.new)[code - 1]}: {_kept(grown, code, hour):,}"
        axes.text(1.15 * (2 * code - 3), -1.27, words, color=BRIGHT[code], ha="center", va="center", fontsize=10)
    axes.set(xlim=(-2.3, 2.3), ylim=(-1.42, 1.15), xticks=[], yticks=[], aspect="equal")
    axes.grid(False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    part = "" if every == 1 else f" (1 in {every} drawn)"
    axes.set_title(f"{name.capitalize()}: born since the dose and there on day {day:g}{part}", fontsize=10.5)


def _kept(grown: Grown, tag: int, hour: float) -> int:
    """Synapses of a path that were born since the dose and are still there."""
    return int(((grown.lives.tag == tag) & grown.lives.alive(hour) & (grown.lives.born > 0)).sum())


def _arc(a: np.ndarray, b: np.ndarray, centre: float) -> np.ndarray:
    """A curve from a to b, drawn towards the middle of its bed."""
    middle = 0.5 * (a + b) + 0.35 * (np.array([centre, 0.0]) - 0.5 * (a + b))
    u = np.linspace(0, 1, 11)[:, None]
    return (1 - u) ** 2 * a + 2 * u * (1 - u) * middle + u**2 * b


def _marks(axes: Any, made: Garden) -> None:
    for time, _ in made.doses:
        axes.axvline(time / 24, color="#C0392B", lw=0.9, alpha=0.7, zorder=0)
    for start, _, _ in made.with_practice.sessions:
        foot = axes.get_xaxis_transform()
        axes.plot([start / 24], [0.02], marker="|", ms=7, mew=1.6, color="#2E8B57", transform=foot, clip_on=False)
    axes.set_xlabel("days after the first dose")
    axes.set_xlim(min(-0.7, made.without.hours[0] / 24), made.without.hours[-1] / 24)


def _path(axes: Any, made: Garden) -> None:
    for (_, grown), dash in zip(made.both, ("--", "-"), strict=True):
        counts = grown.counts["young"] + grown.counts["stable"]
        start = counts[np.searchsorted(grown.hours, 0)]
        for tag in (1, 2):
            axes.plot(grown.hours / 24, counts[:, tag] / start[tag], dash, color=COLOURS[tag], lw=1.7)
    axes.set_title("Synapses within each path, relative to the hour of the dose")
    new, old = made.preset.new, made.preset.old
    _legend(axes, [(NEW, "-", f"{new}, practised"), (NEW, "--", "not practised"), (OLD, "-", old)])
    _marks(axes, made)


def _headline(axes: Any, made: Garden) -> None:
    for (_, grown), dash, colour in zip(made.both, ("--", "-"), (PLAIN, PRACTISED), strict=True):
        times, values = headline(grown)
        axes.plot(times / 24, values, dash, color=colour, marker="o", ms=2.6)
        if made.preset.contexts:
            times, values = headline(grown, "elsewhere")
            axes.plot(times / 24, values, ":", color=colour, lw=1.4)
    axes.set_title(made.preset.headline_words[0].upper() + made.preset.headline_words[1:])
    axes.set_ylim((-1.05, 1.05) if made.preset.headline == "value" else (0, 1))
    rows = [(PRACTISED, "-", "with practice"), (PLAIN, "--", "without")]
    _legend(axes, [*rows, (PRACTISED, ":", "in another place")] if made.preset.contexts else rows)
    _marks(axes, made)


def _agreement(axes: Any, made: Garden) -> None:
    known = made.preset.practice == "practice_mood"
    for (_, grown), dash in zip(made.both, ("--", "-"), strict=True):
        for which, theirs, colour in zip(("young", "stable"), made.preset.pools, ("#009E73", "#0072B2"), strict=True):
            if known:
                axes.plot(grown.hours / 24, grown.cohort[theirs], color="#C9CED6", lw=4.5, solid_capstyle="butt")
            axes.plot(grown.hours / 24, grown.pool(which), dash, color=colour, lw=1.2)
    axes.set_title("All synapses: the network" + (" on its equations (grey)" if known else ""))
    axes.set_ylabel("healthy total = 1")
    axes.set_ylim(0, None)
    _legend(axes, [("#0072B2", "-", "stable"), ("#009E73", "-", "young"), (MUTED, "--", "without practice")])
    _marks(axes, made)


def _survival(axes: Any, made: Garden) -> None:
    """Fates of the synapses that are new when two days of practice are over."""
    begins = min((start for start, _, _ in made.with_practice.sessions if start > 0), default=24.0)
    last = float(min(np.ceil((begins + 48) / 24) * 24, made.without.hours[-1] // 24 * 24 - 24))
    first = max(0.0, last - 72)
    at = np.arange(last, made.without.hours[-1] + 1, 12)
    for grown, tag, dash, colour, width in (  # narrower on wider where they coincide
        (made.with_practice, "untagged", "-", NONE, 4.5),
        (made.with_practice, "old", "-", OLD, 2.6),
        (made.without, "new", "--", NEW, 1.4),
        (made.with_practice, "new", "-", NEW, 1.7),
    ):
        still = survival(grown, (first, last), list(at), tag)
        axes.plot((at - last) / 24, 100 * still, dash, color=colour, lw=width)
    axes.set_title(f"Of the synapses new on day {last / 24:g}: still there, %")
    axes.set_ylim(0, 102)
    axes.set_xlabel(f"days after day {last / 24:g}")
    rows = [(NEW, "-", f"{made.preset.new}, practised"), (NEW, "--", "not practised"), (OLD, "-", made.preset.old)]
    _legend(axes, [*rows, (NONE, "-", "all others")])


def _legend(axes: Any, rows: list[tuple[str, str, str]]) -> None:
    from matplotlib.lines import Line2D

    handles = [Line2D([], [], color=colour, ls=dash, lw=1.7) for colour, dash, _ in rows]
    axes.legend(handles, [words for *_, words in rows], frameon=False, fontsize=8, loc="best", labelcolor=MUTED)


__all__ = ["figure"]
