"""The frame of every page: one style, a row of links, sections. A page needs nothing beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from html import escape
from importlib.resources import files

from regrowth.drawing.style import LEVEL_COLOURS, MUTED

Section = tuple[str, str, str]
"""A section of a page: its anchor, its name in the row of links, its HTML."""


def page(title: str, *body: str, style: str = "") -> str:
    """A whole page; `style` is added to that of all pages."""
    common = files("regrowth.drawing").joinpath("page.css").read_text("utf-8")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{common}{style}</style></head>\n<body><main>"
        f"{''.join(body)}</main></body></html>\n"
    )


def linked(sections: Iterable[Section], long: Collection[str] = ()) -> str:
    """A row of links, then the sections; those with `long` anchors may break over printed pages."""
    sections = list(sections)
    links = "".join(f'<a href="#{anchor}">{escape(name)}</a>' for anchor, name, _ in sections)
    parts = "\n".join(
        f'<section id="{anchor}"{" class=long" if anchor in long else ""}>{html}</section>'
        for anchor, _, html in sections
    )
    return f"<nav>{links}</nav>{parts}"


def headed(name: str, level: str, html: str) -> str:
    """A section's HTML under its name, with a bar in the colour of its level."""
    colour = LEVEL_COLOURS.get(level, MUTED)
    return f'<span class="bar" style="background:{colour}"></span><h2>{escape(name)}</h2>{html}'
