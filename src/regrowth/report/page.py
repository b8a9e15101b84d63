"""The report: one HTML file that needs nothing else, pictures first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regrowth.drawing.page import Section, linked, page
from regrowth.drawing.style import LEVEL_COLOURS, arm_colours
from regrowth.drawing.svg import svg_of
from regrowth.report.entry import entry_html
from regrowth.report.evidence import Dot, dots, findings
from regrowth.report.exposures import Exposures, exposures_html, exposures_of
from regrowth.report.panels import levels_of, page_of
from regrowth.report.provenance import made_html, numbers_html, sources_html
from regrowth.report.scores import scores_html, shipped_scores
from regrowth.report.summary import measured
from regrowth.report.trial import has_trial, trial_html
from regrowth.report.wiring import wiring_svg
from regrowth.report.words import clock, heading, number, unit, words
from regrowth.result import LEVELS, NOTICE
from regrowth.scales import SCALES, rating_error

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from regrowth.result import Run


def write_report(
    run: Run,
    path: str | Path,
    *,
    evidence: Sequence[Dot] | None = None,
    scores: Mapping[str, Any] | None = None,
    more: Sequence[Section] = (),
    without_steering: Run | None = None,
    individuals: bool = False,
    exposures: Exposures | None = None,
) -> Path:
    """Write the report of a run.

    `evidence`  published observations to draw on the curves; by default those that the protocol names
    `scores`    what `regrowth check --json` gives, to say where the model is wrong today; by default the score of
                the default model that is shipped with this version
    `more`      sections of somebody else's to add after the levels, such as `regrowth.brain.page.section`
    `without_steering`  the same protocol without the steering hypothesis, to be drawn beside it
    `individuals`       whether single people's ratings are drawn too
    `exposures`         what `exposures_of` gave, where that is known already
    """
    path = Path(path)
    html = report_html(
        run, evidence=evidence, scores=scores, more=more, without_steering=without_steering, individuals=individuals,
        exposures=exposures,
    )  # fmt: skip
    path.write_text(html, "utf-8")
    return path


def report_html(
    run: Run,
    *,
    evidence: Sequence[Dot] | None = None,
    scores: Mapping[str, Any] | None = None,
    more: Sequence[Section] = (),
    without_steering: Run | None = None,
    individuals: bool = False,
    exposures: Exposures | None = None,
) -> str:
    """The report as one HTML text; see `write_report`."""
    from regrowth.report.cascade import cascade_figure
    from regrowth.report.level_figures import level_figure

    evidence = dots(run) if evidence is None else evidence
    sections: list[Section] = []
    cascade = cascade_figure(run)
    if cascade is not None:
        sections.append(("cascade", "Cascade", _cascade(run, cascade)))
    if has_trial(run):
        sections.append(("trial", "As a trial", trial_html(run, svg_of, without_steering, individuals)))
    if table := _summary(run):
        sections.append(("summary", "Summary", table))
    still = []
    for level in levels_of(run):
        figure = level_figure(run, level, evidence)
        if figure is None:
            still.append(page_of(level).title)
        else:
            sections.append((level, page_of(level).title, _level(run, level, figure, evidence, exposures)))
    sections += more
    if still:
        sections.append(("still", "Unmoved", _still(still)))
    sections.append(("wrong", "Where it is wrong", _scores(run, scores)))
    if run.attrs["mechanisms"]:
        sections.append(("wiring", "Wiring", _wiring(run)))
    if run.attrs["parameters"]:
        sections.append(("numbers", "Assumptions", numbers_html(run)))
    sections.append(("sources", "Sources", sources_html(run)))
    sections.append(("made", "How it was made", made_html(run)))
    return page(
        f"{run.title} · regrowth",
        _cover(run),
        linked(sections, long={"numbers", "sources", "made", "wrong"}),
        f"<footer>{escape(NOTICE)} Made with regrowth {escape(str(run.attrs['regrowth_version']))}.</footer>",
    )


def _cover(run: Run) -> str:
    attrs = run.attrs
    people = run.people_count
    facts = [
        ("arms", len(run.arms)),
        ("people per arm" if people > 1 else f"{run.subject} per arm", people),
        ("days", number(float(run.times[-1]) / 24, 3)),
        ("species", attrs["species"]),
        *([("seed", attrs["seed"])] if attrs["seed"] is not None else []),
        ("model", str(attrs["model_fingerprint"])[:10] or "unknown"),
        ("made", str(attrs["created"])[:10]),
    ]
    chips = "".join(f"<li>{escape(name)} <b>{escape(str(value))}</b></li>" for name, value in facts)
    colours = arm_colours(run.arms)
    arms = " against ".join(f'<b style="color:{colours[arm]}">{escape(arm)}</b>' for arm in run.arms)
    said = (re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text[:1].upper() + text[1:])) for text in attrs["warnings"])
    notes = "".join(f'<p class="notice">{text}</p>' for text in said)
    if own := [f"<b>{escape(arm)}</b>: {escape(who)}" for arm, who in attrs.get("arm_people", {}).items()]:
        notes += f"<p>The same people in every arm, but for {'; '.join(own)}.</p>"
    failed = attrs["failures"]
    if failed:
        first = failed[0]
        notes += (
            f'<p class="notice">{len(failed)} of {people * len(run.arms)} people could not be simulated and are left '
            f"out of every mean. The first: arm {escape(str(first['arm']))}, person {first['person']}, at "
            f"{number(float(first['time']))} h: {escape(str(first['reason']))}</p>"
        )
    return (
        '<header class="cover"><div class="kicker">From dose to synapse to symptom</div>'
        f'<h1>{escape(run.title)}</h1><p class="lead">{arms}</p><ul class="facts">{chips}</ul>'
        f'<p class="notice"><b>{escape(NOTICE)}</b> Curves are what the model says, not what a person will feel. '
        f"{len(run.assumed)} of its {len(attrs['parameters'])} parameters are assumptions, listed below.</p>"
        f"{notes}</header>"
    )


def _cascade(run: Run, figure: Figure) -> str:
    from regrowth.report.doses import cascade_doses

    given = cascade_doses(run)
    times = {e["start"] for e in given}
    later = (
        f" Of {len(times)} doses the first is seen in full; the hours of the others, ▾, are narrow on this clock."
        if len(times) > 1
        else ""
    )
    who = ": mean over people" if run.people_count > 1 else ""
    return (
        "<h2>From dose to symptom on one clock</h2>"
        '<p class="says">Each step rises to its own largest change, written on the right, and fades at its own pace: '
        "the drug in hours, proteins in days, synapses and symptoms in weeks.</p>"
        f"<figure>{svg_of(figure, 'cascade')}<figcaption>Arm {escape(given[0]['arm'])}{who}.{later} "
        "The arrow says whether the quantity rises or falls; per cent are of the undosed rest.</figcaption></figure>"
    )


def _summary(run: Run) -> str:
    tables = list(measured(run))
    if not tables:
        return _beside(run)
    several = run.people_count > 1
    colours = arm_colours(run.arms)
    who = (
        "Mean of virtual people, below it where 95 % of them lie."
        if several
        else f"One virtual {run.subject}, the typical one, in each arm; not a prediction for anybody."
    )
    changes = any(cell.change for table in tables for _, cells in table.rows for cell in cells)
    grey = " In grey, the change since before the first dose." if changes else ""
    parts = [
        "<h2>What the protocol measures</h2>"
        f'<p class="says">{who}{grey}</p>',
        entry_html(run),
    ]
    for table in tables:
        heads = "".join(
            f'<th class=n style="color:{colours.get(column, "inherit")}">{escape(column)}</th>'
            for column in table.columns
        )
        title = f"<h3>{escape(table.heading)}</h3>" if table.heading else ""
        wide = 8 + 17 * len(table.columns)  # so that few columns stay near their times
        table_tag = f'<table class="measured" style="max-width:{wide}em">'
        parts.append(f'{title}<div class="scroll">{table_tag}<tr><th>time</th>{heads}</tr>')
        moves = any(cell.change for _, cells in table.rows for cell in cells)
        for time, cells in table.rows:
            shown = []
            for cell in cells:
                below = "".join(f"<br><small>{text}</small>" for text in (cell.people, cell.rates) if text)
                change = f'<small class="change">{cell.change}</small>' if moves else ""
                shown.append(f'<td class=n><b>{cell.mean}</b>{change}{below}</td>')
            parts.append(f"<tr><td class=when>{time}</td>{''.join(shown)}</tr>")
        parts.append("</table></div>")
    if any(cell.rates for table in tables for _, cells in table.rows for cell in cells):
        parts.append(
            f'<p class="quiet"><small>{_rates_told(run)} Distributions of virtual people, not a prediction for '
            "anybody.</small></p>"
        )
    parts.append(_beside(run))
    return "".join(parts)


def _rates_told(run: Run) -> str:
    """What responders and remitters are, by scale; a rater's error is none of it."""
    asked = dict.fromkeys(m["observable"] for m in run.attrs["measures"] if m["observable"] in SCALES)
    told = [
        f"{SCALES[name].name}: responders at {1 - SCALES[name].response:.0%} of baseline or less, remitters at "
        f"{SCALES[name].remission:g} or less."
        for name in asked
    ]
    if has_trial(run) and any(rating_error(name) for name in asked):
        told.append("Here without the rater's error that visits add.")
    return " ".join(told)


def _beside(run: Run) -> str:
    rows = []
    for f in findings(run):
        told = unit(f.written or f.unit)
        numbers = (f.published, f.low, f.high, f.model)
        published, low, high, model = (f.as_written(value) if f.written else value for value in numbers)
        bars = f" <small>({number(low)} to {number(high)})</small>" if low == low else ""
        what = heading(f.observable) + (", change" if f.change else "")
        when = clock(f.time) if f.until is None else f"mean, {clock(f.time) if f.time else '0 h'} to {clock(f.until)}"
        sds = f"<br><small>{escape(f.effect_size)}</small>" if f.effect_size else ""
        who = f"{escape(f.arm)} minus {escape(f.against)}" if f.against else escape(f.arm)
        rows.append(
            f"<tr><td>{escape(what)}</td><td>{who}</td><td>{when}</td>"
            f"<td class=n>{number(published)} {escape(told)}{bars}{sds}</td><td class=n>{number(model)}</td>"
            f"<td>{escape(_cited(run, f.source))}</td></tr>"
        )
    if not rows:
        return ""
    table = (
        '<div class="scroll"><table><tr><th>what</th><th>arm</th><th>time</th>'
        "<th class=n>published (95 % interval)</th><th class=n>model</th><th>source</th></tr>"
        f"{''.join(rows)}</table></div>"
    )
    if len(rows) > 10:
        return f"<details><summary>{len(rows)} published values, beside the model</summary>{table}</details>"
    return f"<h3>Published, beside the model</h3>{table}"


def _cited(run: Run, key: str) -> str:
    """A source as readers know it: `Murrough et al. 2013`."""
    return next((str(row["text"]).partition(",")[0] for row in run.attrs["citations"] if row["key"] == key), key)


def _still(titles: Sequence[str]) -> str:
    return (
        f"<h2>Unmoved in this protocol</h2><p>{escape(', '.join(titles))}: nothing that a report draws at "
        f"{'this level' if len(titles) == 1 else 'these levels'} changes in any arm.</p>"
    )


def _level(run: Run, level: str, figure: Figure, evidence: Sequence[Dot], exposures: Exposures | None) -> str:
    from regrowth.report.panel_curves import wide_bands
    from regrowth.report.panels import panels

    page = page_of(level)
    drawn, still = panels(run, level)
    parts = [
        f'<span class="bar" style="background:{LEVEL_COLOURS.get(level, "#5A6472")}"></span>'
        f'<h2>{escape(page.title)}</h2><p class="says">{escape(page.says)}</p>'
    ]
    caption = []
    if run.people_count > 1:
        light = "; light band: middle 95 %" if wide_bands(run) else ""
        caption.append(f"Line: mean of people; band: their middle 50 %{light}.")
    dots = [dot for dot in evidence if dot.observable.startswith(f"{level}.")]
    if dots:
        sources = "; ".join(sorted({_cited(run, dot.source) for dot in dots if dot.source}))
        caption.append(
            '<span class="dot"></span>published, used in fitting; <span class="dot hollow"></span>published, '
            f"never fitted; bars: 95 % interval, where known.{f' {escape(sources)}.' if sources else ''}"
        )
        second = {f"{level}.{panel.observables[1]}" for panel in drawn if len(panel.observables) > 1}
        if any(dot.observable in second for dot in dots):
            caption.append("Diamonds belong to the dashed line of their panel.")
    if level == "pharmacokinetics":
        caption.append("Marks on top: doses solid; perturbations and sessions pale.")
        caption.append("On the right levels are on a logarithmic axis.")
        if len(run.arms) > 1:
            caption.append("Arms that coincide are drawn around one another.")
    parts.append(f"<figure>{svg_of(figure, level)}<figcaption>{' '.join(caption)}</figcaption></figure>")
    if level == "pharmacokinetics" and (found := exposures or exposures_of(run)):
        parts.append(exposures_html(run, found))
    if still:
        names = ", ".join(words(name) for name in still)
        parts.append(f'<p class="quiet"><small>Unmoved and not drawn: {escape(names)}.</small></p>')
    return "".join(parts)


def _scores(run: Run, scores: Mapping[str, Any] | None) -> str:
    scores = shipped_scores() if scores is None else scores
    return scores_html(scores, other_model=not run.attrs.get("default_model", True))


def _wiring(run: Run) -> str:
    mechanisms = run.attrs["mechanisms"]
    loops = sorted({f"{port} → {m['name']}" for m in mechanisms for port in m["feedback"]})
    told = f" Feedback loops, dashed: {escape('; '.join(loops))}." if loops else ""
    return (
        "<h2>Wiring of the model</h2>"
        '<p class="says">Each box is one mechanism, one idea. An arrow runs from the mechanism that gives a quantity '
        "to one that reads it.</p>"
        f"<figure>{wiring_svg(mechanisms, LEVELS)}<figcaption>{len(mechanisms)} mechanisms.{told}</figcaption></figure>"
    )
