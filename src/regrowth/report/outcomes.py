"""The page "outcomes": every trial's number beside the model's predictive interval for a trial of that size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from regrowth.drawing.page import headed, linked, page
from regrowth.drawing.style import COLOURS, INK, MUTED, WIDTH, look
from regrowth.drawing.svg import svg_of
from regrowth.evidence.ceiling import bound, ceiling, published
from regrowth.evidence.persons import parse_people
from regrowth.report.words import number
from regrowth.report.words import unit as unit_text
from regrowth.result import NOTICE

if TYPE_CHECKING:
    from regrowth.evidence import Scoreboard
    from regrowth.evidence.scoreboard import Counts, Result

_UNITS = {"point": "Points of a rating scale", "%": "Shares of people, %"}
_ROLES = {"fit": "Used in fitting", "check": "Never fitted"}
_MODEL, _HIT, _MISS = COLOURS[0], INK, COLOURS[1]
#: what the people of a row have, by their preset; a row of others is read by what it is about
_CONDITIONS = {
    "Depression": ("trd_adults", "mdd_adults"),
    "PTSD": ("ptsd_adults",),
    "Addiction": ("aud_adults", "aud_outpatients", "cud_adults", "oud_adults"),
}
_OTHERS = "Others"


def write_outcomes(board: Scoreboard, path: str | Path) -> Path:
    """Write the page from a scoreboard of (at least) the level outcomes."""
    path = Path(path)
    path.write_text(outcomes_html(board), "utf-8")
    return path


def outcomes_html(board: Scoreboard) -> str:
    """The page as text; it needs nothing else."""
    rows = [r for r in board.results if r.experiment.level == "outcomes" and r.score.low is not None]
    counted = board.summary().get("outcomes", {})
    sections = [
        ("conditions", "By condition", _by_condition(board.results)),
        *_sections(rows),
        ("ceiling", "What any model could reach", _ceiling(board.results)),
    ]
    told = "".join(f"<li>{_told(role, counted[role])}</li>" for role in ("fit", "check") if role in counted)
    return page(
        "Outcomes · regrowth",
        '<header class="cover"><div class="kicker">From dose to synapse to symptom</div><h1>Outcomes</h1>'
        f'<p class="lead">{len(rows)} published numbers of trials in people, beside what a trial of that size would '
        f"find if the model were right.</p><ul>{told}</ul>"
        f'<p class="notice"><b>{escape(NOTICE)}</b> Trials, not persons: nothing here says what one person should '
        "expect.</p></header>",
        linked((anchor, title, headed(title, "outcomes", html)) for anchor, title, html in sections),
        f"<footer>{escape(NOTICE)}</footer>",
    )


def _told(role: str, counted: Counts) -> str:
    inside, made, off = counted["inside"], counted["predictive"], counted["points_off"]
    parts = []
    if inside:
        parts.append(f"{inside['passed']} of {inside['of']} values lie inside the published 95 % interval")
    if made:
        wide = {key.removeprefix("width, "): width for key, width in made.items() if key.startswith("width, ")}
        sharp = ", ".join(f"{number(width)} {unit_text(unit)}" for unit, width in wide.items())
        parts.append(
            f"the predictive intervals cover {made['covered']:.0f} of {made['of']:.0f}, half of them being narrower "
            f"than {sharp}"
        )
    if off:
        others = ", ".join(f"{escape(k)} {number(v)}" for k, v in off.items() if k not in ("of", "model"))
        parts.append(f"mean error {number(off['model'])} points over {off['of']:.0f} rows ({others})")
    return f"<b>{_ROLES[role]}</b>: {'; '.join(parts)}."


def condition_of(result: Result) -> str:
    """What the people of a finding have: `Depression`, `PTSD`, `Addiction` or `Others`."""
    people = parse_people(result.experiment.people).preset
    return next((name for name, presets in _CONDITIONS.items() if people in presets), _OTHERS)


def _by_condition(results: Sequence[Result]) -> str:
    """How far each condition is right, apart for what was fitted and what never was."""
    rows = []
    for condition in (*_CONDITIONS, _OTHERS):
        for role in ("fit", "check"):
            own = [r for r in results if r.experiment.level == "outcomes" and r.experiment.role == role
                   and condition_of(r) == condition]  # fmt: skip
            inside, covered = ([r for r in own if getattr(r.score, name) is not None] for name in ("inside", "covered"))
            if own:
                counts = (
                    _of(r.score.passed for r in own),
                    _of(r.score.inside for r in inside),
                    _of(r.score.covered for r in covered),
                )
                shown = "".join(f"<td class=n>{count}</td>" for count in counts)
                rows.append(f"<tr><td>{condition}</td><td>{_ROLES[role]}</td>{shown}</tr>")
    return (
        '<p class="says">A finding is right inside the published interval if it was used in fitting, and if the '
        "predictive interval covers it if it never was; signs are right or wrong.</p>"
        '<div class="scroll"><table><tr><th>condition</th><th>role</th><th class=n>right</th>'
        "<th class=n>inside the published interval</th><th class=n>covered by the predictive interval</th></tr>"
        f"{''.join(rows)}</table></div>"
    )


def _of(right: Iterable[bool | None]) -> str:
    listed = list(right)
    return f"{sum(map(bool, listed))} of {len(listed)}" if listed else "–"


def _sections(rows: Sequence[Result]) -> Iterator[tuple[str, str, str]]:
    for unit, title in _UNITS.items():
        for role, said in (("check", "never fitted"), ("fit", "used in fitting")):
            own = [r for r in rows if r.experiment.unit == unit and r.experiment.role == role]
            if own:
                caption = (
                    "Bar and tick: the model's 95 % predictive interval and mean; dot and line: what was published, "
                    "with its 95 % interval where known; orange: outside the predictive interval."
                )
                figure = forest_figure(own)
                html = f"<figure>{svg_of(figure, f'forest-{unit}-{role}')}<figcaption>{caption}</figcaption></figure>"
                yield f"{role}-{'points' if unit == 'point' else 'shares'}", f"{title}: {said}", html


def _ceiling(results: Sequence[Result]) -> str:
    """How many values any model could put inside, and which trials of one design exclude each other."""
    values = [r.experiment for r in results if r.experiment.level == "outcomes" and r.experiment.kind == "value"]
    said, rows = [], []
    for role in ("fit", "check"):
        own = [e for e in values if e.role == role]
        counts = []
        for design in (bound, published):
            groups = ceiling(own, design)
            counts.append(f"{sum(g.reachable for g in groups)} of {len(own)}")
            if design is published:
                rows += [
                    f"<tr><td>{_ROLES[role]}</td><td>{', '.join(f'<code>{escape(i)}</code>' for i in g.ids)}</td>"
                    f"<td class=n>{g.reachable} of {len(g.ids)}</td></tr>"
                    for g in groups
                    if g.reachable < len(g.ids)
                ]
        alone = f"{counts[1]} if people, treatment and reading alone make a design"
        said.append(f"<b>{_ROLES[role]}</b>: {counts[0]}; {alone}")
    table = (
        '<div class="scroll"><table><tr><th>role</th><th>rows of one design</th><th class=n>at once</th></tr>'
        f"{''.join(rows)}</table></div>"
        if rows
        else ""
    )
    return (
        '<p class="says">Rows of one design get one number from any model without knobs for single rows. Where their '
        "published intervals share none, not all can be inside. An upper bound: it knows no other way in which "
        f"numbers go together.</p><p>{'. '.join(said)}.</p>{table}"
    )


def forest_figure(rows: Sequence[Result]) -> Figure:
    """One line per finding, by condition and sorted by its source."""
    from regrowth.evidence.scoring import INSIDE, standard_error

    groups = [[r for r in rows if condition_of(r) == name] for name in (*_CONDITIONS, _OTHERS)]
    listed: list[Result | str] = []  # from below
    for group in reversed([group for group in groups if group]):
        listed += sorted(group, key=lambda r: (r.experiment.source, r.experiment.id), reverse=True)
        listed.append(condition_of(group[0]))
    with look():
        height = 0.17 * len(listed) + 0.7
        figure = Figure(figsize=(WIDTH, height))
        axis = figure.add_axes((0.36, 0.45 / height, 0.62, 1 - 0.6 / height))
        for place, r in enumerate(listed):
            if isinstance(r, str):
                axis.text(-0.008, place, r, transform=axis.get_yaxis_transform(), ha="right", va="center",
                          fontweight="bold", fontsize=8)  # fmt: skip
                continue
            point, score = r.experiment.points[0], r.score
            low, high = float(score.low or 0.0), float(score.high or 0.0)
            axis.barh(place, high - low, left=low, height=0.62, color=_MODEL, alpha=0.22, linewidth=0)
            predicted = float(str(r.predicted))
            axis.plot([predicted] * 2, [place - 0.31, place + 0.31], color=_MODEL, linewidth=1.4)
            colour = _HIT if score.covered else _MISS
            if r.experiment.spread not in ("", "fold"):
                reach = [INSIDE * standard_error(r.experiment, point, above) for above in (False, True)]
                axis.plot([point.number - reach[0], point.number + reach[1]], [place] * 2, color=colour, linewidth=0.9)
            axis.plot(point.number, place, "o", color=colour, markersize=3.6)
        axis.set_ylim(-0.7, len(listed) - 0.3)
        named = {place: r.experiment.id for place, r in enumerate(listed) if not isinstance(r, str)}
        axis.set_yticks(list(named), list(named.values()), fontsize=6.8, color=MUTED)
        axis.grid(True, axis="x")
        axis.grid(False, axis="y")
        if rows[0].experiment.unit == "%":
            axis.set_xlim(-2, 102)
            axis.set_xlabel("% of people")
        else:
            axis.use_sticky_edges = False  # else no margin where a bar begins
            axis.margins(x=0.03)
            axis.set_xlabel("points: a score, a change or a difference between arms, as published")
            axis.axvline(0, color="#B8BFC8", linewidth=0.8)
    return figure
