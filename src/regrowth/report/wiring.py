"""The model's wiring as a drawing: mechanisms in columns by level, an arrow where one reads what another gives."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from html import escape
from typing import Any

from regrowth.drawing.style import LEVEL_COLOURS
from regrowth.report.words import words

_COLUMN, _BOX, _GAP, _TOP, _LINE = 168, 118, 7, 40, 11.5


def wiring_svg(mechanisms: Sequence[dict[str, Any]], levels: Sequence[str]) -> str:
    """An inline SVG that scales with the page."""
    columns = [level for level in levels if any(_level(m) == level for m in mechanisms)]
    place: dict[str, tuple[float, float, float]] = {}  # x, y, height of each box
    lines: dict[str, list[str]] = {}
    tallest = 0.0
    for number, level in enumerate(columns):
        y = float(_TOP)
        for m in (m for m in mechanisms if _level(m) == level):
            lines[m["name"]] = textwrap.wrap(words(m["name"].split("/")[-1]), 21)
            height = 9.0 + _LINE * len(lines[m["name"]])
            place[m["name"]] = (number * _COLUMN + 4, y, height)
            y += height + _GAP
        tallest = max(tallest, y)
    for level in columns:  # centre the shorter columns
        own = [m["name"] for m in mechanisms if _level(m) == level]
        bottom = max(place[name][1] + place[name][2] for name in own)
        shift = (tallest - _GAP - bottom) / 2
        for name in own:
            x, y, height = place[name]
            place[name] = (x, y + shift, height)

    giver: dict[str, list[str]] = {}
    for m in mechanisms:
        for port in m["gives"]:
            giver.setdefault(port, []).append(m["name"])
    arrows: dict[tuple[str, str, bool], list[str]] = {}
    for m in mechanisms:
        for port in dict.fromkeys([*m["reads"], *m["feedback"]]):
            for source in giver.get(port, []):
                if source != m["name"]:
                    back = port in m["feedback"]
                    arrows.setdefault((source, m["name"], back), []).append(port)

    width, height = len(columns) * _COLUMN - (_COLUMN - _BOX) + 26, tallest + 34  # room for the last bows
    out = [
        f'<svg class="wiring" viewBox="0 0 {width} {height:.0f}" role="img" aria-label="Wiring of the model">',
        '<defs><marker id="tip" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="5" markerHeight="5" orient="auto">'
        '<path d="M0 0 6 3 0 6z" fill="#8b95a1"/></marker>'
        '<marker id="tip-back" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="5" markerHeight="5" orient="auto">'
        '<path d="M0 0 6 3 0 6z" fill="#D55E00"/></marker></defs>',
    ]
    for number, level in enumerate(columns):
        x = number * _COLUMN + 4 + _BOX / 2
        colour = LEVEL_COLOURS.get(level, "#5A6472")
        out.append(f'<text x="{x}" y="18" class="level" fill="{colour}">{escape(level)}</text>')
    for (source, target, back), ports in arrows.items():
        path = _back(place[source], place[target], height) if back else _ahead(place[source], place[target])
        kind = "back" if back else "ahead"
        own = " own" if _level_of(source) == _level_of(target) else ""
        tip = "tip-back" if back else "tip"
        out.append(
            f'<path class="{kind}{own}" d="{path}" marker-end="url(#{tip})">'
            f"<title>{escape(source)} → {escape(target)}: {escape(', '.join(ports))}</title></path>"
        )
    for m in mechanisms:
        x, y, box = place[m["name"]]
        colour = LEVEL_COLOURS.get(_level(m), "#5A6472")
        title = m["title"].rstrip(".")
        gives = f" Gives {', '.join(m['gives'])}." if m["gives"] else ""
        out.append(
            f'<g><title>{escape(title)}.{escape(gives)}</title>'
            f'<rect x="{x}" y="{y:.1f}" width="{_BOX}" height="{box:.1f}" rx="6" fill="white" stroke="{colour}"/>'
        )
        for row, line in enumerate(lines[m["name"]]):
            out.append(f'<text x="{x + _BOX / 2}" y="{y + 13.5 + _LINE * row:.1f}">{escape(line)}</text>')
        out.append("</g>")
    out.append("</svg>")
    return "\n".join(out)


def _level(mechanism: dict[str, Any]) -> str:
    return _level_of(mechanism["name"])


def _level_of(name: str) -> str:
    return name.split("/")[0]


def _ahead(a: tuple[float, float, float], b: tuple[float, float, float]) -> str:
    if a[0] == b[0]:  # within one level: a short bow on the right
        x, y1, y2 = a[0] + _BOX, a[1] + a[2] / 2, b[1] + b[2] / 2
        return f"M{x} {y1:.1f}C{x + 22} {y1:.1f} {x + 22} {y2:.1f} {x + 1} {y2:.1f}"
    x1, y1, x2, y2 = a[0] + _BOX, a[1] + a[2] / 2, b[0], b[1] + b[2] / 2
    bend = max(20.0, min(70.0, (x2 - x1) / 2))
    return f"M{x1} {y1:.1f}C{x1 + bend} {y1:.1f} {x2 - bend} {y2:.1f} {x2 - 1} {y2:.1f}"


def _back(a: tuple[float, float, float], b: tuple[float, float, float], floor: float) -> str:
    x1, y1, x2, y2 = a[0] + _BOX / 2, a[1] + a[2], b[0] + _BOX / 2, b[1] + b[2]
    depth = min(floor - 4, max(y1, y2) + 40)
    return f"M{x1} {y1:.1f}C{x1} {depth:.1f} {x2} {depth:.1f} {x2} {y2 + 1:.1f}"
