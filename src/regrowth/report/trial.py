"""The report's page of outcomes: the run as a trial's visits would find it, several people per arm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.figure import Figure

from regrowth.report.style import INK, MUTED, arm_colours, look
from regrowth.report.words import number
from regrowth.result import kind_of_source
from regrowth.visits import SCALE, Survival, Visits, mean_interval, relapse, share_interval, visits

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from regrowth.result import Run

LEAST = 8  # people per arm, below which rates and curves say nothing
_MOST_LINES = 60
_TITLES = ("MADRS, change from baseline", "Responders, %", "Still well after the last dose, %")
_KINDS = ("identifiable", "only as a product", "assumption")


def has_trial(run: Run) -> bool:
    """Whether a run can be read as a trial: several people, and visits that rate mood."""
    asked = [m for m in run.attrs["measures"] if m["observable"] == SCALE and len(m["times"]) > 1]
    return bool(run.people_count >= LEAST and SCALE in run and asked)


def trial_html(run: Run, svg, without_steering: Run | None = None, individuals: bool = False) -> str:
    """The section; `svg` turns a figure into text. `without_steering` is the same protocol without that hypothesis."""
    found = visits(run)
    rival = visits(without_steering) if without_steering is not None else None
    survivals = {arm: relapse(found, arm, _last_dose(run, arm)) for arm in run.arms}
    figure = trial_figure(run, found, survivals, rival, individuals)
    caption = (
        f"{found.people} virtual people per arm, rated with a rater's error. Left: mean change with its 95 % interval. "
        "Middle: share at half of baseline or less, with 95 % interval (Wilson)."
    )
    if any(survivals.values()):
        caption += (
            " Right: Kaplan-Meier curve of responders at the last dose; relapse is no response at two visits in a row, "
            "dots mark the last visit."
        )
    if rival is not None:
        caption += " Dashed: the same arms without the steering hypothesis (<code>--without context/steering</code>)."
    return (
        "<h2>Outcomes, as visits would find them</h2>"
        '<p class="says">What a trial of these people would report. A distribution, not a prediction for anybody.</p>'
        f"<figure>{svg(figure, 'trial')}<figcaption>{caption}</figcaption></figure>"
        f"{_table(run, found, survivals, rival)}{_moderators()}{_kinds(run)}"
    )


def trial_figure(
    run: Run,
    found: Visits,
    survivals: Mapping[str, Survival | None],
    rival: Visits | None = None,
    individuals: bool = False,
) -> Figure:
    """Mean change, response and, where responders are followed, relapse."""
    colours = arm_colours(run.arms)
    curves = {arm: s for arm, s in survivals.items() if s is not None}
    with look():
        figure = Figure(figsize=(10.4, 3.5))
        axes = figure.subplots(1, 3 if curves else 2)
        figure.subplots_adjust(left=0.06, right=0.99, top=0.84, bottom=0.15, wspace=0.24)
        days = found.times / 24
        for row, arm in enumerate(run.arms):
            colour = colours[arm]
            if individuals:
                lines = found.change[row, :_MOST_LINES]
                axes[0].plot(days, lines.T, color=colour, linewidth=0.4, alpha=0.25, zorder=1)
            mean, low, high = mean_interval(found.change[row])
            _curve(axes[0], days, mean, low, high, colour, row)
            share, low, high = share_interval(found.responds[row])
            _curve(axes[1], days[1:], 100 * share[1:], 100 * low[1:], 100 * high[1:], colour, row)
            if rival is not None:
                axes[0].plot(days, rival.change[row].mean(axis=0), color=colour, linestyle=(0, (4, 2)), linewidth=1.2)
                shares = 100 * rival.responds[row].mean(axis=0)[1:]
                axes[1].plot(days[1:], shares, color=colour, linestyle=(0, (4, 2)), linewidth=1.2)
        for axis, title in zip(axes, _TITLES, strict=False):
            axis.set_title(title)
            axis.set_xlabel("days since the first dose")
        axes[1].set_ylim(0, 100)
        axes[0].axhline(0, color="#B8BFC8", linewidth=0.8)
        if curves:
            _survival(axes[2], curves, colours)
        width = 0.06
        for arm in run.arms:
            text = figure.text(width, 0.95, arm, color=colours[arm], fontweight="bold", fontsize=9)
            width += 0.0088 * len(arm) + 0.03
            text.set_zorder(3)
    return figure


def _curve(axis: Axes, days, mean, low, high, colour: str, row: int) -> None:
    shift = 0.004 * row * float(days[-1])
    axis.errorbar(days + shift, mean, yerr=[np.maximum(mean - low, 0), np.maximum(high - mean, 0)], color=colour,
                  marker="o", markersize=3.2, linewidth=1.6, elinewidth=1.0, capsize=0, zorder=5)  # fmt: skip


def _survival(axis: Axes, curves: Mapping[str, Survival], colours: Mapping[str, str]) -> None:
    for arm, curve in curves.items():
        colour = colours[arm]
        axis.step(curve.days, 100 * curve.share, where="post", color=colour)
        axis.fill_between(curve.days, 100 * curve.low, 100 * curve.high, step="post", color=colour, alpha=0.13,
                          linewidth=0)  # fmt: skip
        axis.plot(curve.days[-1], 100 * curve.share[-1], "o", markersize=3.5, color=colour)
    axis.set_ylim(0, 103)
    axis.set_xlabel("days since the last dose")
    axis.axhline(50, color="#B8BFC8", linewidth=0.8, linestyle=(0, (2, 2)))


def _table(run: Run, found: Visits, survivals: Mapping[str, Survival | None], rival: Visits | None) -> str:
    colours = arm_colours(run.arms)
    rows = []
    for row, arm in enumerate(run.arms):
        rows.append(_row(arm, colours[arm], found, row, survivals[arm]))
        if rival is not None:
            rows.append(_row(f"{arm}, without steering", MUTED, rival, row, None))
    day = number(float(found.times[-1]) / 24, 3)
    return (
        '<div class="scroll"><table><tr><th>arm</th><th class=n>people</th>'
        f"<th class=n>MADRS change, day {day}</th><th class=n>SD</th><th class=n>responders</th>"
        "<th class=n>remitters</th><th class=n>responders at the last dose</th><th class=n>median days to relapse</th>"
        f"</tr>{''.join(rows)}</table></div>"
    )


def _row(name: str, colour: str, found: Visits, row: int, survival: Survival | None) -> str:
    mean, low, high = (float(x[-1]) for x in mean_interval(found.change[row]))
    cells = [str(found.people), f"{mean:.1f} <small>({low:.1f} to {high:.1f})</small>"]
    cells.append(f"{float(np.nanstd(found.change[row, :, -1], ddof=1)):.1f}")
    for yes in (found.responds, found.remits):
        share, low, high = (float(x[-1]) for x in share_interval(yes[row]))
        cells.append(f"{share:.0%} <small>({low:.0%} to {high:.0%})</small>")
    if survival is None:
        cells += ["", ""]
    else:
        median = survival.days_until(0.5)
        cells.append(str(survival.followed))
        cells.append(f"{median:.0f}" if np.isfinite(median) else f"not reached in {survival.days[-1]:.0f}")
    shown = "".join(f"<td class=n>{cell}</td>" for cell in cells)
    return f'<tr><td style="color:{colour if colour else INK}">{escape(name)}</td>{shown}</tr>'


def _moderators() -> str:
    return (
        '<p class="notice">Who gains most can hardly be told beforehand: of 33 moderators that pooled trials tested, '
        "few mattered and weakly (Price et al. 2022), and women and men did not differ in the effect (Jones et al. "
        "2022). Differences between virtual people here are mostly an unexplained spread, fitted to that of trials. "
        "<b>Nothing on this page says what one person should do or expect.</b></p>"
    )


def _kinds(run: Run) -> str:
    """What trials can tell, what only as a product, and what is assumed, for context and outcomes."""
    own = [r for r in run.attrs["parameters"] if r["name"].split("/")[0] in ("outcomes", "context")]
    kinds: dict[str, list[Mapping[str, Any]]] = {kind: [] for kind in _KINDS}
    for row in own:
        kinds[known_as(row)].append(row)
    parts = [
        f"<tr><td><b>{escape(kind)}</b></td><td class=n>{len(rows)}</td><td><small>{_names(rows)}</small></td></tr>"
        for kind, rows in kinds.items()
    ]
    return (
        "<details><summary>What trials can tell about these numbers, and what they can't</summary>"
        '<div class="scroll"><table><tr><th>kind</th><th class=n>parameters</th><th>which</th></tr>'
        f"{''.join(parts)}</table></div></details>"
    )


def known_as(row: Mapping[str, Any]) -> str:
    """`identifiable`, `only as a product` (its note says with what) or `assumption`."""
    if kind_of_source(str(row["source"])) == "assumed":
        return "assumption"
    return "only as a product" if str(row.get("note") or "").startswith("only as a product") else "identifiable"


def _names(rows: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(escape(str(row["name"]).split("/", 1)[1]) for row in rows)


def _last_dose(run: Run, arm: str) -> float:
    return max((float(e["start"]) for e in run.attrs["events"] if e["arm"] == arm and e["kind"] == "dose"), default=0.0)
