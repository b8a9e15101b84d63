"""The page "findings": every experiment of a check in words, what was published and what the model says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.figure import Figure

from regrowth.drawing.page import headed, linked, page
from regrowth.drawing.style import COLOURS, INK, WIDTH, look
from regrowth.drawing.svg import svg_of
from regrowth.report.curves import curves_figure
from regrowth.report.papers import cited
from regrowth.report.scores import counted, how_far, levels_table, value_text
from regrowth.report.words import breakable, clock, number, words
from regrowth.result import NOTICE

if TYPE_CHECKING:
    from regrowth.evidence import Scoreboard
    from regrowth.evidence.experiment import Experiment, Point
    from regrowth.evidence.scoreboard import Missed, Result

_FAR = 8.0  # z at which dots are held at the edge
_DIAGNOSES = re.compile(r"\b(trd|mdd|ptsd|aud|cud|oud)(?=_adults)")
_ROLES = {"fit": "fitted to", "check": "never fitted"}


def write_findings(board: Scoreboard, path: str | Path) -> Path:
    """Write the page of any scoreboard."""
    path = Path(path)
    path.write_text(findings_html(board), "utf-8")
    return path


def findings_html(board: Scoreboard) -> str:
    """The page as text; it needs nothing else."""
    sections = [(anchor, title, headed(title, anchor, html)) for anchor, title, html in _sections(board)]
    return page(
        "Findings · regrowth",
        '<header class="cover"><div class="kicker">From dose to synapse to symptom</div>'
        "<h1>What was published, and what the model says</h1>"
        f'<p class="lead">{counted(board.summary()) if board.results else "No experiment could be scored."}</p>'
        f'<p class="notice"><b>{escape(NOTICE)}</b> A value is right within its published 95 % interval (an outcome '
        "that was never fitted: if a trial of that size could have found it), a curve within 25 % (median), a sign "
        "when it points the right way, a verdict when its class is exactly right.</p>"
        "</header>",
        linked(sections, long={anchor for anchor, _, _ in sections}),
        f"<footer>{escape(NOTICE)}</footer>",
    )


def _sections(board: Scoreboard) -> Iterator[tuple[str, str, str]]:
    by_level: dict[str, list[Result]] = {}
    for r in sorted(board.results, key=lambda r: board.order(r.experiment.level)):
        by_level.setdefault(r.experiment.level, []).append(r)
    if by_level:
        far = {level: _distances(own) for level, own in by_level.items()}
        drawn = ""
        if any(map(len, far.values())):
            drawn = (
                f"<figure>{svg_of(distance_figure(far), 'distances')}<figcaption>Each number that was published with "
                "its spread: how many standard errors the model lies above it (right) or below. Filled: used in "
                f"fitting; hollow: never fitted. Grey: within 1.96. Beyond {_FAR:g} dots stand at the edge."
                "</figcaption></figure>"
            )
        yield "scores", "Right and wrong", levels_table(board.summary()) + drawn
    for level, own in by_level.items():
        yield level, words(level), _level(own) + _curves(level, own)
    lost = (*board.not_bindable, *board.failed)
    if lost:
        yield "lost", "Without a score", _lost(lost)


def _level(own: list[Result]) -> str:
    missed = sorted((r for r in own if not r.score.passed), key=lambda r: how_far(r.to_dict()), reverse=True)
    right = [r for r in own if r.score.passed]
    parts = [f"<h3>Wrong: {len(missed)} of {len(own)}, the farthest first</h3>{_table(missed)}"] if missed else []
    if right:
        opened = "" if missed else " open"
        parts.append(f"<details{opened}><summary>Right: {len(right)}</summary>{_table(right)}</details>")
    return "".join(parts)


def _curves(level: str, own: Sequence[Result]) -> str:
    figure = curves_figure(own)
    if figure is None:
        return ""
    return (
        f"<h3>Curves</h3><figure>{svg_of(figure, f'{level}-curves')}<figcaption>Dots: published, filled where used in "
        "fitting, with their bounds as published; line: the model, through what it says at each of them."
        "</figcaption></figure>"
    )


def _table(rows: Sequence[Result]) -> str:
    body = "".join(_row(r.experiment, r.to_dict()) for r in rows)
    return (
        '<div class="scroll"><table class="findings"><tr><th>finding</th><th class=n>published</th>'
        f"<th class=n>model</th><th>role</th><th>source</th></tr>{body}</table></div>"
    )


def _row(e: Experiment, scored: dict[str, Any]) -> str:
    note = f"<br><small>{escape(e.note)}</small>" if e.note else ""
    return (
        f"<tr><td>{escape(sentence(e))}{note}<br><small><code>{breakable(e.id)}</code></small></td>"
        f"<td class=n>{value_text(scored, 'observed')}{_spread(e)}</td>"
        f"<td class='n{'' if scored['pass'] else ' miss'}'>{value_text(scored, 'predicted')}</td>"
        f"<td><small>{_ROLES.get(e.role, e.role)}</small></td><td>{cited(e.source)}</td></tr>"
    )


def _spread(e: Experiment) -> str:
    point = e.points[0]
    if e.kind != "value" or point.low is None or point.high is None:
        return ""
    return f"<br><small>{number(point.low)} to {number(point.high)}{f' ({e.spread})' if e.spread else ''}</small>"


def sentence(e: Experiment) -> str:
    """An experiment read aloud: who, what was done to them, what was measured when.

    >>> from regrowth.evidence import shipped
    >>> sentence(next(e for e in shipped() if e.id == "li2010-rapa-spine"))
    'Rat, 10 mg/kg racemic ketamine IP, with rapamycin (brain): spine density at 24 h'
    """
    times = f" {len(e.on)} times" if len(e.on) > 1 else ""  # of doses that bring no times of their own
    done = "; ".join(f"{dose}{'' if ' on ' in dose else times}" for dose in e.give) or "nothing given"
    for word, more in (("with", e.perturb), ("or instead", e.instead), ("against", e.control)):
        done += f", {word} {'; '.join(more)}" if more else ""
    around = Counter(words(text.split(" = ")[0].split(" from ")[0]).lower() for text in e.context)
    if around:
        done += f" ({', '.join(name if n == 1 else f'{name}, {n} times' for name, n in around.items())})"
    sides = [side for side in (e.observe.over, e.observe.under) if side]
    seen = " over ".join(" + ".join(_small(name.partition(".")[2]) for name in side) for side in sides)
    measure = str(e.measure).removeprefix("value").strip().replace("auc", "AUC")
    who = _DIAGNOSES.sub(lambda found: found[0].upper(), e.people)
    said = f"{who}, {done}".replace("_", " ") + f": {seen}{f', {measure}' if measure else ''}"
    return f"{said[:1].upper()}{said[1:]} {_when(e.points)}"


def _small(name: str) -> str:
    """An observable's name within a sentence."""
    text = words(name)
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _when(points: Sequence[Point]) -> str:
    first, last = points[0], points[-1]
    if len(points) > 1:
        return f"at {len(points)} times to {clock(last.stop)}"
    if first.visits:
        return f"at {len(first.visits)} visits to {clock(first.stop)}"
    if first.is_window:
        return f"from {_hours(first.start)} to {_hours(first.stop)}"
    return f"at {_hours(first.start)}"


def _hours(time: float) -> str:
    return f"{number(time)} h" if time <= 0 else clock(time)


def _distances(own: Sequence[Result]) -> list[tuple[float, str]]:
    return [(r.score.z, r.experiment.role) for r in own if isinstance(r.score.z, float) and np.isfinite(r.score.z)]


def distance_figure(far: dict[str, list[tuple[float, str]]]) -> Figure:
    """A row of dots for each level that has numbers: standard errors between model and publication."""
    levels = [level for level, dots in far.items() if dots]
    with look():
        height = 0.55 * len(levels) + 0.75
        figure = Figure(figsize=(WIDTH, height))
        axis = figure.add_axes((0.14, 0.5 / height, 0.84, 1 - 0.6 / height))
        axis.axvspan(-1.96, 1.96, color="#EEF0F2", linewidth=0, zorder=0)
        axis.axvline(0, color="#B8BFC8", linewidth=0.8)
        for place, level in enumerate(reversed(levels)):
            z = np.clip([z for z, _ in far[level]], -_FAR, _FAR)
            heights = place + _stacked(z)
            for role, colour, filled in (("fit", COLOURS[0], True), ("check", COLOURS[1], False)):
                mine = np.array([of == role for _, of in far[level]])
                axis.plot(z[mine], heights[mine], "o", markersize=3.8, color=colour, linestyle="none",
                          markerfacecolor=colour if filled else "white", markeredgewidth=0.9)  # fmt: skip
        axis.set_yticks(range(len(levels)), [words(level) for level in reversed(levels)], fontsize=9, color=INK)
        axis.set_ylim(-0.5, len(levels) - 0.5)
        axis.set_xlim(-_FAR - 0.3, _FAR + 0.3)
        axis.grid(False)
        axis.set_xlabel("standard errors from what was published")
    return figure


def _stacked(z: np.ndarray) -> np.ndarray:
    """How far up or down each dot is moved so that neighbours do not hide one another."""
    bins = np.round(z / 0.18).astype(int)
    seen: Counter[int] = Counter()
    up = np.zeros(len(z))
    for i in np.argsort(np.abs(z)):
        k = seen[int(bins[i])]
        seen[int(bins[i])] += 1
        up[i] = (k + 1) // 2 * (-1) ** k
    most = float(np.abs(up).max(initial=0))
    return up * min(0.09, 0.42 / most if most else 1.0)


def _lost(lost: Sequence[Missed]) -> str:
    rows = "".join(
        f"<tr><td><code>{breakable(m.experiment.id)}</code></td><td>{escape(m.reason)}</td></tr>" for m in lost
    )
    return f'<div class="scroll"><table><tr><th>experiment</th><th>why</th></tr>{rows}</table></div>'
