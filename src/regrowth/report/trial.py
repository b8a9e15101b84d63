"""The report's page of outcomes: the run as a trial's visits would find it, several people per arm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.figure import Figure

from regrowth.drawing.style import INK, MUTED, WIDTH, arm_colours, look
from regrowth.language.declare import known_as
from regrowth.report.doses import counted_from, main_doses
from regrowth.report.entry import entry_html
from regrowth.report.other_measures import has_others, others_html
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
from regrowth.scales import SCALES, rating_error
from regrowth.visits import Survival, Visits, mean_interval, relapse, share_interval, spread, visits

if TYPE_CHECKING:
    from regrowth.result import Run

_TITLES = ("{}, change from baseline", "Responders, %", "Still well after {}, %")
_KINDS = ("identifiable", "only as a product", "assumption")


def rated(run: Run) -> list[str]:
    """The scales on which a run can be read as a trial, as the protocol names them: several people, rated at visits."""
    asked = dict.fromkeys(m["observable"] for m in run.attrs["measures"] if len(m["times"]) > 1)
    return [scale for scale in asked if scale in SCALES and scale in run and run.people_count >= LEAST]


def has_trial(run: Run) -> bool:
    """Whether a run can be read as a trial: several people, and visits that rate them or ask for their use."""
    return bool(rated(run)) or has_others(run)


def trial_html(run: Run, svg, without_steering: Run | None = None, individuals: bool = False) -> str:
    """The section; `svg` turns a figure into text. `without_steering` is the same protocol without that hypothesis."""
    scales = rated(run)
    parts = [_scale_html(run, scale, svg, without_steering, individuals) for scale in scales]
    if has_others(run):
        parts.append(others_html(run, svg, without_steering, individuals))
    return (
        "<h2>Outcomes, as visits would find them</h2>"
        '<p class="says">What a trial of these people would report. A distribution, not a prediction for anybody.</p>'
        f"{entry_html(run)}{''.join(parts)}{_moderators()}{_kinds(run)}"
    )


def _scale_html(run: Run, scale: str, svg, without_steering: Run | None, individuals: bool) -> str:
    found = visits(run, scale=scale)
    rival = visits(without_steering, scale=scale) if without_steering is not None else None
    survivals = {arm: relapse(found, arm, _last_dose(run, arm)) for arm in run.arms}
    others = {arm: relapse(rival, arm, _last_dose(run, arm)) for arm in run.arms} if rival is not None else {}
    figure = trial_figure(run, found, survivals, rival, others, individuals)
    fallen = "at half of baseline or less" if SCALES[scale].response == 0.5 else (
        f"{SCALES[scale].response:.0%} or more below baseline"
    )  # fmt: skip
    followed = any(survivals.values())
    error = rating_error(scale)
    rated_so = f"rated with a rater's error of {error:.3g} points (SD)" if error else "read without a rater's error"
    caption = (
        f"{found.people} virtual people per arm, {rated_so}. Left: mean change with its 95 % interval. "
        f"{'Middle' if followed else 'Right'}: share {fallen}, with 95 % interval (Wilson)."
    )
    if found.entry is not None:
        caption += f" Before the dotted line, day {found.entry / 24:g}, of everybody; after it of those who went on."
    if followed:
        caption += (
            f" Right: Kaplan-Meier curve of responders at {'entry' if found.entry is not None else 'the last dose'}; "
            "relapse is no response at two visits in a row, dots mark the last visit, numbers below are still followed "
            "and well."
        )
        if found.entry is None and any(_tablets_go_on(run, arm) for arm in run.arms):
            caption += " Tablets that go on are not counted as doses there."
    if rival is not None:
        caption += f" {UNSTEERED}"
    caption += f" Remitters: {SCALES[scale].name} at most {SCALES[scale].remission:g}."
    name = f"trial-{scale.rpartition('.')[2]}"
    return (
        f"<figure>{svg(figure, name)}<figcaption>{caption}</figcaption></figure>"
        f"{_table(run, found, survivals, rival, others)}"
    )


def trial_figure(
    run: Run,
    found: Visits,
    survivals: Mapping[str, Survival | None],
    rival: Visits | None = None,
    others: Mapping[str, Survival | None] | None = None,
    individuals: bool = False,
) -> Figure:
    """Mean change, response and, where responders are followed, relapse; `rival` and `others` without steering."""
    colours = arm_colours(run.arms)
    curves = {arm: s for arm, s in survivals.items() if s is not None}
    with look():
        below = room_at_risk(curves)
        inches = 3.5 + below
        figure = Figure(figsize=(WIDTH, inches))
        axes = figure.subplots(1, 3 if curves else 2)
        top, bottom = 1 - 0.56 / inches, (0.53 + below) / inches
        figure.subplots_adjust(left=0.06, right=0.99, top=top, bottom=bottom, wspace=0.24)
        days = found.times / 24
        for row, arm in enumerate(run.arms):
            colour = colours[arm]
            if individuals:
                single_people(axes[0], days, found.change[row], colour)
            for who, when in _phases(found, row):
                curve(axes[0], days[when], *mean_interval(found.change[row][who][:, when]), colour, row)
                when = when[when > 0]
                share, low, high = share_interval(found.responds[row][who][:, when], found.seen[row][who][:, when])
                curve(axes[1], days[when], 100 * share, 100 * low, 100 * high, colour, row)
            if rival is not None:
                mean = np.nanmean(rival.change[row], axis=0)
                axes[0].plot(days, mean, color=colour, **DASHED)
                shares = 100 * rival.responds[row].sum(axis=0) / np.maximum(rival.seen[row].sum(axis=0), 1)
                axes[1].plot(days[1:], shares[1:], color=colour, **DASHED)
        since = "the last dose" if found.entry is None else "entry"
        for axis, title in zip(axes, _TITLES, strict=False):
            axis.set_title(title.format(SCALES[found.scale].name if axis is axes[0] else since))
            axis.set_xlabel(f"days since {counted_from(run)}")
        axes[1].set_xlim(axes[0].get_xlim())  # a single visit, too, stands at its day
        axes[1].set_ylim(0, 100)
        axes[0].axhline(0, color="#B8BFC8", linewidth=0.8)
        if found.entry is not None:
            for axis in axes[:2]:
                axis.axvline(found.entry / 24, color=MUTED, linewidth=0.8, linestyle=(0, (1, 2)), zorder=0)
        if curves:
            survival_panel(axes[2], curves, others or {}, colours)
            axes[2].set_xlabel(f"days since {since}")
        name_arms(figure, colours)
    return figure


def _phases(found: Visits, row: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Who is seen and at which visits: everybody and, from entry on where only some go on, those."""
    everybody, visits = np.arange(found.people), np.arange(len(found.times))
    if found.entry is None:
        return [(everybody, visits)]
    entry = int(np.searchsorted(found.times, found.entry - 1e-9))
    return [(everybody, visits[: entry + 1]), (np.flatnonzero(found.seen[row].all(axis=1)), visits[entry:])]


def _table(
    run: Run,
    found: Visits,
    survivals: Mapping[str, Survival | None],
    rival: Visits | None,
    others: Mapping[str, Survival | None],
) -> str:
    colours = arm_colours(run.arms)
    followed = any(survivals.values())
    rows = []
    for row, arm in enumerate(run.arms):
        rows.append(_row(arm, colours[arm], found, row, followed, survivals[arm]))
        if rival is not None:
            rows.append(_row(f"{arm}, without steering", MUTED, rival, row, followed, others[arm]))
    well = "responders at the last dose" if found.entry is None else "followed, well at entry"
    relapses = f"<th class=n>{well}</th><th class=n>median days to relapse</th>" if followed else ""
    day = number(float(found.times[-1]) / 24, 3)
    return (
        '<div class="scroll"><table><tr><th>arm</th><th class=n>people</th>'
        f"<th class=n>{SCALES[found.scale].name} change, day {day}</th><th class=n>SD</th><th class=n>responders</th>"
        f"<th class=n>remitters</th>{relapses}</tr>{''.join(rows)}</table></div>"
    )


def _row(name: str, colour: str, found: Visits, row: int, followed: bool, survival: Survival | None) -> str:
    mean, low, high = (float(x[-1]) for x in mean_interval(found.change[row]))
    there = int(found.seen[row, :, -1].sum())
    people = str(found.people) if found.entry is None else f"{there} of {found.people}"
    cells = [people, f"{fixed(mean, 1)} <small>({fixed(low, 1)} to {fixed(high, 1)})</small>"]
    cells.append(f"{float(spread(found.change[row, :, -1])):.1f}")
    for yes in (found.responds, found.remits):
        share, low, high = (float(x[-1]) for x in share_interval(yes[row], found.seen[row]))
        cells.append(f"{share:.0%} <small>({low:.0%} to {high:.0%})</small>")
    if survival is None:
        cells += ["", ""] if followed else []
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
        kinds[known_as(str(row["source"]), str(row.get("note") or ""))].append(row)
    parts = [
        f"<tr><td><b>{escape(kind)}</b></td><td class=n>{len(rows)}</td><td><small>{_names(rows)}</small></td></tr>"
        for kind, rows in kinds.items()
    ]
    return (
        "<details><summary>What trials can tell about these numbers, and what they can't</summary>"
        '<div class="scroll"><table><tr><th>kind</th><th class=n>parameters</th><th>which</th></tr>'
        f"{''.join(parts)}</table></div></details>"
    )


def _names(rows: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(escape(str(row["name"]).split("/", 1)[1]) for row in rows)


def _last_dose(run: Run, arm: str) -> float:
    return max((float(dose["start"]) for dose in main_doses(run, arm)), default=0.0)


def _tablets_go_on(run: Run, arm: str) -> bool:
    last = _last_dose(run, arm)
    return any(e["arm"] == arm and e["kind"] == "dose" and e["start"] > last for e in run.attrs["events"])
