"""The cascade: the order of events from dose to symptom on one logarithmic clock."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from regrowth.drawing.style import INK, LEVEL_COLOURS, MUTED, WIDTH, look
from regrowth.report.doses import cascade_doses
from regrowth.report.panels import applies, levels_of
from regrowth.report.words import number, unit

if TYPE_CHECKING:
    from regrowth.result import Run

_FROM = 2 / 60  # hours after the first dose
#: the order of events: per step an observable or a sum, how it is called, and the condition it needs, if any
_STEPS = (
    ("pharmacokinetics.s_ketamine_brain_free + pharmacokinetics.r_ketamine_brain_free", "Ketamine in the brain", ""),
    ("receptors.nmda_pv", "NMDA current, PV cells", ""),
    ("circuit.glutamate_release", "Glutamate release", ""),
    ("signalling.bdnf_released", "BDNF released", ""),
    ("signalling.mtorc1_active", "mTORC1 active", ""),
    ("signalling.synaptic_protein", "Synaptic protein", ""),
    ("synapses.mood_transient", "Young synapses", ""),
    ("synapses.mood_stable", "Stable synapses", ""),
    ("behaviour.immobility", "Immobility", ""),
    ("outcomes.dissociation", "Dissociation", ""),
    ("outcomes.madrs", "MADRS", ""),
    ("outcomes.caps_5", "CAPS-5", "trauma_load"),
    ("outcomes.craving", "Craving", "use_disorder"),
)


def cascade_figure(run: Run) -> Figure | None:
    """The order of events on one logarithmic clock: each step's change, as a share of its own largest change."""
    given = cascade_doses(run)
    if not given:
        return None
    arm, start = given[0]["arm"], min(float(e["start"]) for e in given)
    end = float(run.times[-1]) - start
    hours = np.union1d(np.geomspace(_FROM, max(end, 1.0), 600), run.times - start)
    hours = hours[(hours >= _FROM) & (hours <= end)]
    steps = []
    for step, label, condition in _STEPS:
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
        if stop > 2 * _FROM:
            axis.axvspan(_FROM, stop, color="#F1F3F5", linewidth=0, zorder=0)
            axis.text(math.sqrt(_FROM * stop), len(steps) + 1.08, "dose", ha="center", va="center",
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
        axis.set_xlim(_FROM, hours[-1])
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
