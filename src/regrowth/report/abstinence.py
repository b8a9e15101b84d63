"""Trials of addiction: craving and days of use over visits, and how long people stay abstinent."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from regrowth.drawing.style import arm_colours, look
from regrowth.report.doses import counted_from
from regrowth.report.trial_curves import LEAST, curve, name_arms, survival_curves
from regrowth.visits import ABSTINENCE, Survival, first_use, mean_interval, visit_times

if TYPE_CHECKING:
    from regrowth.result import Run

_MEANS = (("outcomes.craving", "Craving, points"), ("outcomes.use_days", "Days of use per week"))


def has_abstinence(run: Run) -> bool:
    """Whether a run can be read as a trial of abstinence: several people who try, asked after their quit day."""
    asked = any(m["observable"] == ABSTINENCE for m in run.attrs["measures"])
    several = run.people_count >= LEAST and ABSTINENCE in run
    return bool(asked and several and any(first_use(run, arm) for arm in run.arms))


def abstinence_html(run: Run, svg) -> str:
    """The figure and its table; `svg` turns a figure into text."""
    curves = {arm: found for arm in run.arms if (found := first_use(run, arm)) is not None}
    means = "Means with their 95 % intervals. Right: " if any(_asked_often(run, name) for name, _ in _MEANS) else ""
    caption = (
        f"{run.people_count} virtual people per arm. {means}Kaplan-Meier curve of people who try to abstain, from "
        "their quit day to the first use found at a visit; dots mark the last visit. "
        "Nobody drops out; a trial that counts dropouts as users finds fewer abstinent."
    )
    figure = abstinence_figure(run, curves)
    return f"<figure>{svg(figure, 'trial-abstinence')}<figcaption>{caption}</figcaption></figure>{_table(run, curves)}"


def abstinence_figure(run: Run, curves: dict[str, Survival]) -> Figure:
    """Means over visits of what the protocol measures, and the curve of abstinence."""
    colours = arm_colours(run.arms)
    shown = [(name, title) for name, title in _MEANS if _asked_often(run, name)]
    with look():
        figure = Figure(figsize=(10.4, 3.5))
        axes = np.atleast_1d(figure.subplots(1, len(shown) + 1))
        figure.subplots_adjust(left=0.06, right=0.99, top=0.84, bottom=0.15, wspace=0.24)
        for axis, (name, title) in zip(axes, shown, strict=False):
            hours = visit_times(run, name)
            for row, values in enumerate(run.at(name, list(hours)).values):
                curve(axis, hours / 24, *mean_interval(values), colours[run.arms[row]], row)
            axis.set_ylim(bottom=0)
            axis.set_title(title)
            axis.set_xlabel(f"days since {counted_from(run)}")
        survival_curves(axes[-1], curves, colours)
        axes[-1].set_title("Still abstinent, %")
        axes[-1].set_xlabel("days since the quit day")
        name_arms(figure, colours)
    return figure


def _asked_often(run: Run, name: str) -> bool:
    return name in run and any(m["observable"] == name and len(m["times"]) > 1 for m in run.attrs["measures"])


def _table(run: Run, curves: dict[str, Survival]) -> str:
    colours = arm_colours(run.arms)
    rows = []
    for arm, found in curves.items():
        median = found.days_until(0.5)
        last = f"{found.share[-1]:.0%} <small>({found.low[-1]:.0%} to {found.high[-1]:.0%})</small>"
        half = f"{median:.0f}" if np.isfinite(median) else f"not reached in {found.days[-1]:.0f}"
        cells = "".join(f"<td class=n>{cell}</td>" for cell in (str(found.followed), last, half))
        rows.append(f'<tr><td style="color:{colours[arm]}">{escape(arm)}</td>{cells}</tr>')
    return (
        '<div class="scroll"><table><tr><th>arm</th><th class=n>people who try</th>'
        "<th class=n>abstinent at the last visit</th><th class=n>median days to first use</th></tr>"
        f"{''.join(rows)}</table></div>"
    )
