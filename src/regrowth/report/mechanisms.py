"""The page "mechanisms": rival hypotheses on the battery, what separates them, one dose in each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from regrowth.bibliography import bibliography
from regrowth.drawing.page import headed, linked, page
from regrowth.drawing.svg import svg_of
from regrowth.evidence.comparison import GROUPS
from regrowth.evidence.comparison_tables import published, told
from regrowth.report.battery import battery_figure
from regrowth.report.findings_page import sentence
from regrowth.report.mechanism_figures import DOSE, courses, pools_figure, signalling_figure
from regrowth.report.papers import cited
from regrowth.report.words import breakable
from regrowth.result import NOTICE

if TYPE_CHECKING:
    from regrowth.evidence.answers import ModelSet, Row
    from regrowth.evidence.comparison import Comparison
    from regrowth.evidence.hypotheses import Hypothesis
    from regrowth.evidence.separating import Separation

_TITLES = {"battery": "The battery of interventions", "signs": "Directions of change", "numbers": "Numbers"}
_CAPTIONS = {
    "battery": "One verdict a row: what an intervention does to the drug's effect, or does instead of the drug. Grey: "
    "in that set the drug alone moves nothing, so that there is nothing to block.",
    "signs": "Up, down or no change, against the control arm.",
    "numbers": "✓ within the 95 % interval of the published mean, or within 1.25-fold where no spread was published.",
}
_COLUMNS = {
    "battery fit": "fitted to", "battery check": "never fitted", "battery both": "battery, all",
    "signs both": "directions", "numbers both": "numbers",
}  # fmt: skip
_STYLE = """
table.apart { table-layout: fixed; min-width: 900px; }
table.apart td, table.apart th { padding: 5px 6px; font-size: .74rem; }
table.apart td { border: 1px solid #eef0f2; overflow-wrap: anywhere; }
table.apart td.none { background: #f6f7f8; border: 0; }
.yes { color: #0b6e69; font-weight: 650; } .no { color: #a33b00; }
.hypotheses { display: grid; grid-template-columns: repeat(auto-fit, minmax(330px, 1fr)); gap: 14px; }
.hypotheses article { border: 1px solid var(--faint); border-radius: 10px; padding: 12px 16px; font-size: .9rem; }
.hypotheses h3 { margin: 0 0 .3em; } .hypotheses p { margin: .35em 0; } tr.block td { border-top: 2px solid #aab2bc; }
table.apart th { vertical-align: top; } h2 + .hypotheses { margin-top: 14px; }
"""


def write_mechanisms(comparison: Comparison, path: str | Path) -> Path:
    """Write the page of a comparison: one file that needs nothing else."""
    path = Path(path)
    path.write_text(mechanisms_html(comparison), "utf-8")
    return path


def mechanisms_html(comparison: Comparison) -> str:
    """The page as text."""
    sections = [(anchor, title, headed(title, level, html)) for anchor, title, level, html in _sections(comparison)]
    simulated = len(comparison.simulated)
    return page(
        "Mechanisms · regrowth",
        '<header class="cover"><div class="kicker">From dose to synapse to symptom</div>'
        "<h1>Which mechanism explains ketamine?</h1>"
        f'<p class="lead">{simulated} model sets on the same {len(comparison.rows)} published experiments: the default '
        f"model, {len(comparison.hypotheses)} hypotheses alone, the default with each taken out or put in, and null "
        "models beside them.</p>"
        f'<p class="notice"><b>{escape(NOTICE)}</b> Every set has the default\'s numbers; no rival was fitted anew. A '
        "set that fails here may do better with numbers of its own.</p>"
        "</header>",
        linked(sections, long={anchor for anchor, _, _ in sections}),
        f"<footer>{escape(NOTICE)} Made with regrowth {escape(version('regrowth'))}.</footer>",
        style=_STYLE,
    )


def _sections(comparison: Comparison) -> Iterator[tuple[str, str, str, str]]:
    yield "scores", "Who gets how much right", "outcomes", _scores(comparison)
    if comparison.rows:
        yield "matrix", "Experiment by experiment", "signalling", _matrices(comparison)
    if comparison.separations:
        yield "apart", "What tells them apart", "receptors", _apart(comparison)
    if comparison.pairs:
        yield "pairs", "Where laboratories contradict each other", "context", _pairs(comparison)
    if comparison.hypotheses:
        yield "hypotheses", "The hypotheses", "circuit", _hypotheses(comparison)
    found = courses(comparison)
    caption = f"A chronically stressed mouse, {escape(DOSE)} at hour 0. Lines that lie on rest show no change."
    yield "cascade", "One dose in each: signalling in hours", "signalling", _figure(
        svg_of(signalling_figure(comparison, found), "cascade"),
        f"{caption} 1 = rest of an unstressed animal for mTORC1, p-p70S6K and synaptic protein, own "
        "rest for the others.")  # fmt: skip
    yield "pools", "One dose in each: spine pools in days", "synapses", _figure(
        svg_of(pools_figure(comparison, found), "pools"), f"{caption} Young spines either mature into stable ones or "
        "are lost within days.")  # fmt: skip
    yield "made", "How it was made", "", _made(comparison)


def _figure(svg: str, caption: str) -> str:
    return f"<figure>{svg}<figcaption>{caption}</figcaption></figure>"


def _scores(comparison: Comparison) -> str:
    totals = comparison.totals()
    shown = {name: head for name, head in _COLUMNS.items() if any(name in counted for counted in totals.values())}
    body = []
    previous = ""
    for one in comparison.sets:
        counted = totals.get(one.name, {})
        both = counted.get("battery both")
        width = 100 * both["passed"] / both["of"] if both else 0.0
        cells = "".join(f"<td class=n>{_share(counted.get(name))}</td>" for name in shown)
        block = one.kind if one.kind != "with" else "without"
        body.append(
            f"<tr{' class=block' if previous not in ('', block) else ''}><td>{_bold(one)}</td>"
            f'<td class=track><div><span class="mark model" style="width:{width:.0f}%"></span></div></td>{cells}</tr>'
        )
        previous = block
    heads = "".join(f"<th class=n>{head}</th>" for head in shown.values())
    return (
        f'<div class="scroll"><table class="scores"><tr><th>set</th><th class=track>battery</th>{heads}</tr>'
        f"{''.join(body)}</table></div>"
        '<p class="quiet"><small>Exactly right. A contradictory pair counts as one finding. The default\'s numbers '
        "were set on the findings called <i>fitted to</i>, so only the others are a fair comparison.</small></p>"
    )


def _bold(one: ModelSet) -> str:
    return f"<b>{escape(one.name)}</b>" if one.kind in ("default", "yours") else escape(one.name)


def _share(counted: dict[str, int] | None) -> str:
    return f"{counted['passed']} / {counted['of']} <b>{counted['passed'] / counted['of']:.0%}</b>" if counted else ""


def _matrices(comparison: Comparison) -> str:
    """The battery in the open, the other groups folded, unless there is no battery."""
    groups = [group for group in GROUPS if any(row.group == group for row in comparison.rows)]
    parts = ['<p class="says">Each row is one published finding; the rows that split the sets most stand first.</p>']
    for place, group in enumerate(groups):
        shown = _figure(svg_of(battery_figure(comparison, group), group), _CAPTIONS[group])
        if place:
            shown = f"<details><summary>{_TITLES[group]}</summary>{shown}</details>"
        parts.append(shown)
    said = "".join(
        f"<tr><td><code>{breakable(row.experiment.id)}</code></td><td>{escape(sentence(row.experiment))}</td>"
        f"<td>{escape(published(row))}</td><td>{cited(row.experiment.source)}</td></tr>"
        for row in comparison.rows
    )
    heads = "<tr><th>name</th><th>experiment</th><th>published</th><th>source</th></tr>"
    parts.append(
        "<details><summary>What was done in each, and who published it</summary>"
        f'<div class="scroll"><table>{heads}{said}</table></div></details>'
    )
    return "".join(parts)


def _apart(comparison: Comparison) -> str:
    names = comparison.hypotheses
    by_pair = {(s.a.name, s.b.name): s for s in comparison.separations}
    heads = "".join(f"<th>{escape(h.name)}</th>" for h in names[1:])
    body = []
    for i, a in enumerate(names[:-1]):
        cells = "".join(
            f"<td>{_cell(by_pair[a.name, b.name])}</td>" if j > i else '<td class="none"></td>'
            for j, b in enumerate(names)
            if j
        )
        body.append(f"<tr><th>{escape(a.name)}</th>{cells}</tr>")
    return (
        '<p class="says">For each pair the experiment that tells them apart best: both sets, each with one hypothesis '
        "alone, say something, and one of them is right.</p>"
        f'<div class="scroll"><table class="apart"><tr><th></th>{heads}</tr>{"".join(body)}</table></div>'
        f"{_lists(comparison)}"
    )


def _cell(s: Separation) -> str:
    if not s.rows:
        return "nothing here separates them"
    best = s.rows[0]
    lines = "".join(
        f'<br><span class="{"yes" if answer.passed else "no"}">{escape(_which(h, s))}: {escape(told(answer))}</span>'
        for h, answer in zip((s.a, s.b), s.answers(best), strict=True)
    )
    more = f"<br><small>and {len(s.rows) - 1} more</small>" if len(s.rows) > 1 else ""
    return f"<b>{escape(best.experiment.id)}</b>{' ⇄' if best.experiment.pair else ''}{lines}{more}"


def _which(h: Hypothesis, s: Separation) -> str:
    if s.contrast == "alone":
        return h.name
    return f"without {h.name}" if h.in_default else f"with {h.name}"


def _lists(comparison: Comparison) -> str:
    rows = "".join(
        f"<tr><td>{escape(s.a.name)}<br>{escape(s.b.name)}</td>"
        f"<td>{escape(', '.join(r.experiment.id for r in s.rows))}</td></tr>"
        for s in comparison.separations
    )
    return (
        "<details><summary>All experiments that separate each pair, best first</summary>"
        f'<div class="scroll"><table>{rows}</table></div></details>'
    )


def _pairs(comparison: Comparison) -> str:
    body = []
    for name, rows in comparison.pairs.items():
        sides = "".join(f"<td>{_side(row)}</td>" for row in rows[:2])
        body.append(f"<tr><td>{escape(name)}</td>{sides}</tr>")
    return (
        '<p class="says">The default takes a side; being right about one of the two counts as right.</p>'
        '<div class="scroll"><table><tr><th>question</th><th>one laboratory</th><th>another</th></tr>'
        f"{''.join(body)}</table></div>"
    )


def _side(row: Row) -> str:
    mark = ' <span class="yes">the default\'s side</span>' if row.answers["default"].passed else ""
    name = f"<small><code>{escape(row.experiment.id)}</code>{mark}</small>"
    return f"{escape(published(row))}: {cited(row.experiment.source)}<br>{name}"


def _hypotheses(comparison: Comparison) -> str:
    totals = comparison.totals()
    parts = []
    for h in comparison.hypotheses:
        alone = totals.get(f"{h.name} alone", {}).get("battery both")
        name = f"{'without' if h.in_default else 'with'} {h.name}"
        changed = totals.get(name, {}).get("battery both")
        default = totals["default"].get("battery both")
        scored = ""
        if alone and changed and default:
            scored = (
                f"<p>Alone {alone['passed']} of {alone['of']} verdicts; the default {name} {changed['passed']} instead "
                f"of {default['passed']}.</p>"
            )
        parts.append(
            f"<article><h3>{escape(h.title)}</h3><p><small><code>{escape(', '.join(h.mechanisms))}</code>"
            f"{'' if h.in_default else ', off by default'}</small></p><p><b>Claims.</b> {_with_links(h.claims)}</p>"
            f"<p><b>Cannot explain.</b> {_with_links(h.cannot_explain)}</p>{scored}</article>"
        )
    return f'<div class="hypotheses">{"".join(parts)}</div>'


def _with_links(text: str) -> str:
    """A text with bibliography keys in parentheses, as citations."""

    def linked_keys(found: re.Match[str]) -> str:
        keys = [key.strip() for key in found[1].split(",")]
        if not all(key in bibliography() for key in keys):
            return found[0]
        return f"({', '.join(cited(key) for key in keys)})"

    return re.sub(r"\(([a-z0-9, ]+)\)", linked_keys, escape(text))


def _made(comparison: Comparison) -> str:
    rows = "".join(
        f"<tr><td>{escape(one.name)}</td><td><code>{escape(' '.join(one.with_)) or '–'}</code></td>"
        f"<td><code>{escape(' '.join(one.without)) or '–'}</code></td></tr>"
        for one in comparison.sets
        if one.simulated
    )
    lost = "".join(f"<li>{escape(e.id)}: {escape(reason)}</li>" for e, reason in comparison.not_bindable)
    return (
        "<p>Where a set lacks the mechanism that a perturbation acts on, the perturbation does nothing there: a model "
        "without HNK says that slowing its formation leaves the effect as it was.</p>"
        '<div class="scroll"><table><tr><th>set</th><th>added to the default</th><th>left out of it</th></tr>'
        f"{rows}</table></div>{f'<h3>Not bindable</h3><ul>{lost}</ul>' if lost else ''}"
    )
