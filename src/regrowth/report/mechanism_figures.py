"""One dose in every hypothesis alone: the signalling cascade in hours, spine pools in days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from regrowth.drawing.style import COLOURS, INK, MUTED, WIDTH, look
from regrowth.report.words import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from regrowth.evidence.comparison import Comparison
    from regrowth.evidence.measuring import Course

PEOPLE, DOSE = "mouse_stressed", "10 mg/kg racemic ketamine IP"
CASCADE = (
    ("signalling.ampa_throughput", "AMPA transmission"),
    ("signalling.eef2_brake", "p-eEF2, the brake"),
    ("signalling.surface_ampa", "Surface AMPA receptors"),
    ("signalling.bdnf_released", "BDNF released"),
    ("signalling.trkb_active", "TrkB active"),
    ("signalling.erk_active", "p-ERK"),
    ("signalling.mtorc1_active", "mTORC1 active"),
    ("signalling.p70s6k_active", "p-p70S6K"),
    ("signalling.synaptic_protein", "Synaptic protein"),
)
POOLS = (
    ("synapses.mood_transient", "Young spines (share of healthy total)"),
    ("synapses.mood_stable", "Stable spines (share of healthy total)"),
    ("synapses.spine_density", "Spine density (1 = own rest)"),
    ("behaviour.immobility", "Immobility (1 = own rest)"),
)
_HOURS, _DAYS = 12.0, 15.0


def courses(comparison: Comparison) -> dict[str, Course]:
    """The dose in the default model and in each hypothesis alone."""
    from regrowth.engine import assemble, simulator
    from regrowth.evidence.batch import Batch
    from regrowth.evidence.binding import Arm
    from regrowth.evidence.checking import for_species
    from regrowth.evidence.measuring import Course
    from regrowth.evidence.persons import species_of
    from regrowth.protocol.dose import parse_dose

    arm = Arm(PEOPLE, tuple(parse_dose(DOSE).rows(0.0)))
    times = np.union1d(np.linspace(-1, _HOURS, 261), np.linspace(0, 24 * _DAYS, 241))
    species = species_of(PEOPLE)
    found: dict[str, Course] = {}
    for one in comparison.sets:
        if one.kind not in ("default", "yours", "alone"):
            continue
        model = assemble(species, *for_species(species, one.with_, one.without))
        known = {o.name: o.unit for o in model.observables}
        names = [name for name, _ in (*CASCADE, *POOLS) if name in known]
        batch = Batch(model)
        batch.add(arm, times)
        solution = simulator(model).solve(
            parameters=batch.numbers(), schedule=batch.schedule(), times=batch.times, observe=names
        )
        values = {name: np.atleast_2d(solution.values[name])[:1] for name in names}
        found[one.name] = Course(times, values, known)
    return found


def signalling_figure(comparison: Comparison, found: Mapping[str, Course]) -> Figure:
    """The cascade over hours."""
    return _panels(comparison, found, CASCADE, 3, 1.0, _HOURS, "hours since the dose", (0, 2, 4, 6, 8, 10, 12))


def pools_figure(comparison: Comparison, found: Mapping[str, Course]) -> Figure:
    """Spines and behaviour over days."""
    return _panels(comparison, found, POOLS, 2, 24.0, _DAYS, "days since the dose", (0, 1, 3, 5, 7, 10, 15))


def _panels(
    comparison: Comparison,
    found: Mapping[str, Course],
    panels: Sequence[tuple[str, str]],
    across: int,
    clock: float,
    last: float,
    label: str,
    ticks: Sequence[float],
) -> Figure:
    down = -(-len(panels) // across)
    styles = {name: _style(comparison, name) for name in found}
    with look():
        figure = Figure(figsize=(WIDTH, 1.75 * down + 1.15))
        height = figure.get_figheight()
        grid = figure.add_gridspec(down, across, hspace=0.42, wspace=0.2, left=0.05, right=0.985,
                                   top=1 - 0.86 / height, bottom=0.5 / height)  # fmt: skip
        for place, (name, title) in enumerate(panels):
            axis = figure.add_subplot(grid[place // across, place % across])
            _panel(axis, found, name, styles, clock, last)
            axis.set_title(title)
            axis.set_xticks(ticks)
            if place // across == down - 1:
                axis.set_xlabel(label)
            else:
                axis.set_xticklabels([])
        handles = [Line2D([], [], color=colour, linewidth=width, label=name, linestyle=line)
                   for name, (colour, width, line) in styles.items()]  # fmt: skip
        figure.legend(handles=handles, loc="upper left", bbox_to_anchor=(0.04, 1 - 0.02 / height), ncols=4,
                      frameon=False, fontsize=8.5, labelcolor=INK, columnspacing=1.6, handlelength=1.8)  # fmt: skip
    return figure


def _panel(
    axis: Axes,
    found: Mapping[str, Course],
    name: str,
    styles: Mapping[str, tuple[str, float, Any]],
    clock: float,
    last: float,
) -> None:
    for order, (one, course) in enumerate(found.items()):
        if name in course.values:
            keep = course.times <= last * clock
            colour, width, line = styles[one]
            axis.plot(course.times[keep] / clock, course.values[name][0][keep], color=colour, linewidth=width,
                      linestyle=line, zorder=3 if order else 2)  # fmt: skip
    axis.set_xlim(-0.03 * last, last)
    low, high = axis.get_ylim()
    least = 0.04 * max(abs(low), abs(high))
    if high - low < least:
        middle = (low + high) / 2
        axis.set_ylim(middle - least / 2, middle + least / 2)
    axis.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, 4)))


def _style(comparison: Comparison, name: str) -> tuple[str, float, Any]:
    if name == "default":
        return INK, 3.4, "-"
    if name == "yours":
        return MUTED, 2.2, (0, (4, 1.6))
    letters = [h.name for h in comparison.hypotheses]
    one = comparison.set(name).hypothesis
    return COLOURS[letters.index(one.name) % len(COLOURS)] if one else MUTED, 1.5, "-"
