"""What a report rests on: every number and its source, the papers, and how the run was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from regrowth.bibliography import kind_of_source
from regrowth.report.words import breakable, number, unit, words

if TYPE_CHECKING:
    from regrowth.result import Run


def numbers_html(run: Run) -> str:
    """Parameters by where they come from: assumed, unlisted, fitted, measured."""
    rows: dict[str, list[dict[str, Any]]] = {"measured": [], "fitted": [], "unlisted": [], "assumed": []}
    for row in run.attrs["parameters"]:
        rows[kind_of_source(row["source"])].append(row)
    rows = {kind: some for kind, some in rows.items() if some or kind != "unlisted"}
    total = sum(map(len, rows.values()))
    bar = "".join(
        f'<span class="{kind}" style="width:{100 * len(some) / total:.2f}%" title="{len(some)} {kind}"></span>'
        for kind, some in rows.items()
    )
    counts = ", ".join(f'{len(some)} <span class="badge {kind}">{kind}</span>' for kind, some in rows.items())
    parts = [
        f"<h2>Measured, fitted, assumed</h2><p>Of {total} parameters: {counts}.</p>"
        f'<div class="share">{bar}</div>'
        "<h3>Assumed: no measurement stands behind these</h3>",
        _parameter_table(rows["assumed"], "assumed"),
    ]
    if "unlisted" in rows:
        heading = "<h3>Unlisted: cited, but not in the bibliography</h3>"
        parts += [heading, _parameter_table(rows["unlisted"], "unlisted")]
    if rows["fitted"]:
        parts += ["<h3>Fitted by a script to published experiments</h3>", _parameter_table(rows["fitted"], "fitted")]
    parts.append(
        f"<details><summary>All {len(rows['measured'])} parameters with a published source</summary>"
        f"{_parameter_table(rows['measured'], 'measured')}</details>"
    )
    return "".join(parts)


def _parameter_table(rows: Sequence[Mapping[str, Any]], kind: str) -> str:
    if not rows:
        return '<p class="quiet">None.</p>'
    body = []
    level = ""
    for row in rows:
        if row["name"].split("/")[0] != level:
            level = row["name"].split("/")[0]
            body.append(f'<tr class="group"><td colspan="5">{escape(words(level))}</td></tr>')
        source = row["source"].partition(":")[2].strip() if kind in ("assumed", "fitted") else row["source"]
        note = f"<br><small>{escape(row['note'])}</small>" if row.get("note") else ""
        body.append(
            f"<tr><td>{escape(row['meaning'])}<br><small><code>{breakable(row['name'])}</code></small></td>"
            f"<td class=n>{number(float(row['value']))} {escape(unit(row['unit']))}</td>"
            f"<td><small>{escape(str(row.get('spread') or ''))}</small></td>"
            f'<td><span class="badge {kind}">{kind}</span></td><td>{escape(source)}{note}</td></tr>'
        )
    because = {"assumed": "why", "fitted": "to what"}.get(kind, "source")
    return (
        f'<div class="scroll"><table class="{kind}"><tr><th>parameter</th><th class=n>value</th><th>between people</th>'
        f"<th></th><th>{because}</th></tr>{''.join(body)}</table></div>"
    )


def sources_html(run: Run) -> str:
    """Each source: its title, then who, when and where, with a link."""
    items = []
    for row in run.attrs["citations"]:
        doi, title = row.get("doi"), row.get("title")
        text = escape(str(row["text"]).removesuffix(f"doi:{doi}").removesuffix(", "))
        if doi:
            text += f', <a href="https://doi.org/{escape(doi)}">doi:{escape(doi)}</a>'
        named = f"{escape(title)}<br><small>{text}</small>" if title else text
        items.append(f'<tr><td><code>{escape(row["key"])}</code></td><td>{named}</td></tr>')
    listed = f'<div class="scroll"><table class=sources>{"".join(items)}</table></div>' if items else "<p>None.</p>"
    return f"<h2>Sources used in this run</h2>{listed}"


def made_html(run: Run) -> str:
    """Versions, seed, the protocol's text and everything that was done."""
    attrs = run.attrs
    rows = [
        ("regrowth", attrs["regrowth_version"]),
        ("model fingerprint", attrs["model_fingerprint"]),
        ("seed", attrs["seed"]),
        ("made", attrs["created"]),
        ("libraries", ", ".join(f"{name} {version}" for name, version in attrs["libraries"].items())),
    ]
    table = "".join(f"<tr><td>{name}</td><td><code>{escape(str(value))}</code></td></tr>" for name, value in rows)
    done = "".join(
        f"<tr><td>{escape(str(e['arm']))}</td><td>{escape(str(e['kind']))}</td><td>{escape(str(e['label']))}</td>"
        f"<td class=n>{number(float(e['start']), 4)} h</td><td class=n>{number(float(e['stop']), 4)} h</td></tr>"
        for e in attrs["events"]
    )
    return (
        f'<h2>How it was made</h2><div class="scroll"><table>{table}</table></div>'
        f"<details><summary>The protocol file</summary><pre>{escape(attrs['protocol'])}</pre></details>"
        "<details><summary>Everything that was done, hour by hour</summary>"
        '<div class="scroll"><table><tr><th>arm</th><th>kind</th><th>what</th><th class=n>from</th>'
        f"<th class=n>to</th></tr>{done}</table></div></details>"
    )
