"""How many went on, where only people whom a visit found so do."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from regrowth.report.trial_curves import LEAST
from regrowth.visits import entrants

if TYPE_CHECKING:
    from regrowth.result import Run


def entry_text(run: Run) -> str:
    """How many went on, by arm, and what of; empty where all do."""
    if run.entry is None:
        return ""
    counts = entrants(run).sum(axis=1)
    asked = " and ".join(gate["label"] for gate in run.attrs["enter"])
    many = ", ".join(f"{count:,} in {arm}" for arm, count in zip(run.arms, counts, strict=True))
    few = " So few that rates and curves say little." if counts.min() < LEAST else ""
    return (
        f"Of {run.people_count:,} people per arm some went on ({asked}): {many}. "
        f"What is measured after day {run.entry / 24:g} is of them.{few}"
    )


def entry_html(run: Run) -> str:
    """The same for a page."""
    text = entry_text(run)
    return f'<p class="says">{escape(text)}</p>' if text else ""
