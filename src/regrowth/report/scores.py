"""Where the model is wrong: the shipped scoreboard of the default model, read and put into words.

`scoreboard.json` is what `regrowth check --json` wrote for this version; `docs/build.py` renews it and a test
holds it against a fresh check.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from regrowth.report.papers import cited
from regrowth.report.words import number, unit, words

_SHOWN = 12
_LEAST_SHARE = 0.4  # of a level's experiments that a null must be able to answer to stand beside the model


def shipped_scores() -> dict[str, Any] | None:
    """The scoreboard of the default model, as `regrowth check --json` gives it; `None` if there is none."""
    file = files("regrowth.report").joinpath("scoreboard.json")
    return json.loads(file.read_text("utf-8")) if file.is_file() else None


def scores_html(scores: Mapping[str, Any] | None, other_model: bool) -> str:
    """The report's section on what the model gets right and wrong."""
    head = "<h2>Where the model is wrong today</h2>"
    if not scores or not scores["experiments"]:
        return head + "<p>No score stands beside this run. <code>regrowth check</code> makes one.</p>"
    rows = scores["experiments"]
    missed = sorted((row for row in rows if not row["pass"]), key=how_far, reverse=True)
    levels = scores["summary"]["levels"]
    parts = [
        head,
        f"<p>{counted(levels)}</p>",
        '<p class="notice">This run uses another set of mechanisms than the default model that was scored.</p>'
        if other_model
        else "",
        levels_table(levels),
        f"<h3>The {min(_SHOWN, len(missed))} farthest misses</h3>{misses_table(missed[:_SHOWN])}" if missed else "",
    ]
    if len(missed) > _SHOWN:
        rest = misses_table(missed[_SHOWN:])
        parts.append(f"<details><summary>The other {len(missed) - _SHOWN} misses</summary>{rest}</details>")
    return "".join(parts)


def counted(levels: Mapping[str, Any]) -> str:
    """How many findings are right in all. Two papers that contradict each other, or two levels, count as one."""
    roles = levels.get("all levels") or next(iter(levels.values()))
    both, unfitted = roles["both"], roles.get("check")
    text = f"Of {both['of']} published findings the model has {both['passed']} right ({both['share']:.0%})"
    if unfitted:
        text += f"; of the {unfitted['of']} that were never fitted, {unfitted['passed']} ({unfitted['share']:.0%})"
    return f"{text}. Two papers that contradict each other, or one finding read at two levels, count as one."


def levels_table(levels: Mapping[str, Any]) -> str:
    body = []
    for name, roles in levels.items():
        if name == "all levels":
            continue
        both, null = roles["both"], toughest_null(roles["both"])
        beside = f"{null['passed'] / null['of']:.0%}" if null else ""
        who = f"<small>{escape(null['name'])}</small>" if null else ""
        bar = f'<span class="mark model" style="width:{100 * both["share"]:.0f}%"></span>'
        if null:
            bar += f'<span class="mark null" style="left:{100 * null["passed"] / null["of"]:.1f}%"></span>'
        cells = "".join(
            f"<td class=n>{roles[role]['passed']} / {roles[role]['of']}</td>" if role in roles else "<td class=n>–</td>"
            for role in ("fit", "check")
        )
        body.append(
            f"<tr><td>{escape(words(name))}</td><td class=track><div>{bar}</div></td>"
            f"<td class=n><b>{both['share']:.0%}</b></td>{cells}<td class=n>{beside}</td><td>{who}</td></tr>"
        )
    return (
        '<div class="scroll"><table class="scores"><tr><th>level</th><th class=track></th><th class=n>right</th>'
        "<th class=n>fitted to</th><th class=n>never fitted</th><th class=n>null model</th><th>which</th></tr>"
        f"{''.join(body)}</table></div>"
        '<p class="quiet"><small>Bar: share right. Tick: the null model that comes closest, on the findings it can '
        "answer.</small></p>"
    )


def toughest_null(counts: Mapping[str, Any]) -> dict[str, Any] | None:
    """The null model with the highest share right among those that can answer enough of the level."""
    able = [
        {"name": name, **null} for name, null in counts["nulls"].items() if null["of"] >= _LEAST_SHARE * counts["of"]
    ]
    return max(able, key=lambda null: null["passed"] / null["of"], default=None)


def misses_table(rows: Sequence[Mapping[str, Any]]) -> str:
    body = "".join(
        f"<tr><td><code>{escape(str(row['id']))}</code></td><td>{escape(words(str(row['level'])))}</td>"
        f"<td class=n>{value_text(row, 'observed')}</td><td class='n miss'>{value_text(row, 'predicted')}</td>"
        f"<td>{cited(str(row['source']))}</td></tr>"
        for row in rows
    )
    return (
        '<div class="scroll"><table><tr><th>finding</th><th>level</th><th class=n>published</th>'
        f"<th class=n>model</th><th>source</th></tr>{body}</table></div>"
    )


def how_far(row: Mapping[str, Any]) -> float:
    """Misses in order: those nothing was fitted to first, then by distance."""
    distance = row.get("z")
    if isinstance(distance, list):
        distance = max((abs(z) for z in distance if z is not None), default=0.0)
    return (1000.0 if row["role"] == "check" else 0.0) + min(abs(distance or 3.0), 999.0)


def value_text(row: Mapping[str, Any], which: str) -> str:
    value = row.get(which)
    told = unit(str(row.get("unit") or ""))
    if isinstance(value, list):
        error = row.get("error")
        if which == "predicted" and isinstance(error, int | float):
            return f"off by {error:.0%}"
        return f"{len(value)} points"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{number(float(value))} {escape(told)}".strip()
    return escape(str(value)) if value else "no effect of the drug"
