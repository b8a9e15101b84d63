"""A source as readers know it, with a link."""

from __future__ import annotations

from html import escape

from regrowth.bibliography import bibliography


def cited(key: str) -> str:
    """`Li et al. 2010` as HTML, linked to its DOI; a key that isn't in the bibliography as it stands."""
    source = bibliography().get(key)
    if source is None:
        return escape(key)
    text = escape(f"{source.authors} {source.fields.get('year', '')}".strip())
    doi = source.fields.get("doi")
    return f'<a href="https://doi.org/{escape(doi)}">{text}</a>' if doi else text
