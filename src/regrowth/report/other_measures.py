"""What a trial reports beside response: means of other scales and of use, how long people stay abstinent."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from regrowth.drawing.style import MUTED, WIDTH, arm_colours, look
from regrowth.report.doses import counted_from
from regrowth.report.trial_curves import (
    DASHED,
    LEAST,
    UNSTEERED,
    curve,
    name_arms,
    room_at_risk,
    single_people,
    survival_panel,
)
from regrowth.report.words import fixed, number
from regrowth.visits import ABSTINENCE, Survival, first_use, mean_interval, ratings, visit_times

if TYPE_CHECKING:
    from regrowth.result import Run

_MEANS = {
    "outcomes.hamd": "HAM-D, points",
    "outcomes.qids_sr": "QIDS-SR, points",
    "outcomes.phq_9": "PHQ-9, points",
    "outcomes.pcl_5": "PCL-5, points",
    "outcomes.ies_r": "IES-R, points",
    "outcomes.craving": "Craving, points",
    "outcomes.motivation": "Motivation to quit, points",
    "outcomes.use_days": "Days of use per week",
    "outcomes.heavy_use_days": "Heavy days per week",
}
_ABREAST = 4


def has_others(run: Run) -> bool:
    """Whether several people are asked again and again for one of these, or whether they are abstinent still."""
    return run.people_count >= LEAST and bool(_asked(run) or _curves(run))


def others_html(run: Run, svg, without_steering: Run | None = None, individuals: bool = False) -> str:
    """The figure and its table; `svg` turns a figure into text, the others are those of :func:`trial_html`."""
    curves = _curves(run)
    rival = _curves(without_steering) if without_steering is not None else {}
    said = [f"{run.people_count} virtual people per arm."]
    if _asked(run):
        said.append("Means with their 95 % intervals.")
    if curves:
        said.append(
            f"{'Last' if _asked(run) else 'Above'}: Kaplan-Meier curve of people who try to abstain, from their quit "
            "day to the first use found at a visit; dots mark the last visit, numbers below are still followed and "
            "abstinent. Nobody drops out; a trial that counts dropouts as users finds fewer abstinent."
        )
    if without_steering is not None:
        said.append(UNSTEERED)
    figure = others_figure(run, curves, without_steering, individuals)
    return (
        f"<figure>{svg(figure, 'trial-others')}<figcaption>{' '.join(said)}</figcaption></figure>"
        f"{_table(run, curves, without_steering, rival)}"
    )


def others_figure(
    run: Run, curves: Mapping[str, Survival], without_steering: Run | None = None, individuals: bool = False
) -> Figure:
    """Means over visits of what the protocol measures, and the curve of abstinence."""
    colours = arm_colours(run.arms)
    asked = _asked(run)
    count = len(asked) + bool(curves)
    columns, rows = min(max(count, 2), _ABREAST), -(-count // _ABREAST)
    with look():
        below = room_at_risk(curves)  # the curve stands last, in the lowest row
        inches = 0.35 + 3.15 * rows + below
        figure = Figure(figsize=(WIDTH, inches))
        axes = list(figure.subplots(rows, columns, squeeze=False).flat)
        figure.subplots_adjust(left=0.06, right=0.99, top=1 - 0.56 / inches, bottom=(0.53 + below) / inches,
                               wspace=0.24, hspace=0.42)  # fmt: skip
        for axis in axes[count:]:
            axis.set_visible(False)
        for axis, name in zip(axes, asked, strict=False):
            hours = visit_times(run, name)
            for row, values in enumerate(ratings(run, name, hours)):
                colour = colours[run.arms[row]]
                if individuals:
                    single_people(axis, hours / 24, values, colour)
                curve(axis, hours / 24, *mean_interval(values), colour, row)
            if without_steering is not None:
                for row, values in enumerate(ratings(without_steering, name, hours)):
                    axis.plot(hours / 24, mean_interval(values)[0], color=colours[run.arms[row]], **DASHED)
            axis.set_ylim(bottom=0)
            axis.set_title(_MEANS[name])
            axis.set_xlabel(f"days since {counted_from(run)}")
        if curves:
            rival = _curves(without_steering) if without_steering else {}
            survival_panel(axes[len(asked)], curves, rival, colours)
            axes[len(asked)].set_title("Still abstinent, %")
            axes[len(asked)].set_xlabel("days since the quit day")
        name_arms(figure, colours)
    return figure


def _asked(run: Run) -> list[str]:
    """The measures of which means are drawn, in the order of the protocol."""
    often = dict.fromkeys(m["observable"] for m in run.attrs["measures"] if len(m["times"]) > 1)
    return [name for name in often if name in _MEANS and name in run]


def _curves(run: Run) -> dict[str, Survival]:
    """Abstinence of the arms in which people try, where the protocol asks for it."""
    if ABSTINENCE not in run or all(m["observable"] != ABSTINENCE for m in run.attrs["measures"]):
        return {}
    return {arm: found for arm in run.arms if (found := first_use(run, arm)) is not None}


def _table(run: Run, curves: Mapping[str, Survival], other: Run | None, rival: Mapping[str, Survival]) -> str:
    colours = arm_colours(run.arms)
    asked = _asked(run)
    rows = []
    for arm in run.arms:
        rows.append(_row(arm, colours[arm], _changes(run, arm, asked) + _abstinent(curves, arm)))
        if other is not None:
            name = f"{arm}, without steering"
            rows.append(_row(name, MUTED, _changes(other, arm, asked) + _abstinent(rival, arm)))
    heads = [f"{_MEANS[name].partition(',')[0]}, change by day {_last_day(run, name)}" for name in asked]
    heads += ["people who try", "abstinent at the last visit", "median days to first use"] if curves else []
    return (
        f'<div class="scroll"><table><tr><th>arm</th>{"".join(f"<th class=n>{head}</th>" for head in heads)}</tr>'
        f"{''.join(rows)}</table></div>"
    )


def _last_day(run: Run, name: str) -> str:
    return number(float(visit_times(run, name)[-1]) / 24, 3)


def _changes(run: Run, arm: str, asked: list[str]) -> list[str]:
    """Mean changes from before treatment to the last visit, with their intervals."""
    cells = []
    for name in asked:
        values = ratings(run, name, visit_times(run, name)[[0, -1]])[run.arms.index(arm)]
        mean, low, high = (float(x) for x in mean_interval(values[:, 1] - values[:, 0]))
        cells.append(f"{fixed(mean, 1)} <small>({fixed(low, 1)} to {fixed(high, 1)})</small>")
    return cells


def _abstinent(curves: Mapping[str, Survival], arm: str) -> list[str]:
    """How many try, how many are abstinent at the end, and when half no longer are; empty for an arm without a try."""
    if arm not in curves:
        return ["", "", ""] if curves else []
    found = curves[arm]
    median = found.days_until(0.5)
    return [
        str(found.followed),
        f"{found.share[-1]:.0%} <small>({found.low[-1]:.0%} to {found.high[-1]:.0%})</small>",
        f"{median:.0f}" if np.isfinite(median) else f"not reached in {found.days[-1]:.0f}",
    ]


def _row(name: str, colour: str, cells: list[str]) -> str:
    shown = "".join(f"<td class=n>{cell}</td>" for cell in cells)
    return f'<tr><td style="color:{colour}">{escape(name)}</td>{shown}</tr>'
