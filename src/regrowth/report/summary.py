"""The summary arranged for reading: per measure a row for each time, a cell for each arm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from regrowth.report.words import clock, fixed, places, unit

if TYPE_CHECKING:
    from regrowth.result import Run


@dataclass(frozen=True)
class Cell:
    """One arm at one time, as texts. `people` and `rates` are empty for a single person."""

    mean: str
    change: str
    people: str
    rates: str


@dataclass(frozen=True)
class Measured:
    """One measure: rows of (time as text, a cell per arm)."""

    name: str
    unit: str
    rows: list[tuple[str, list[Cell]]]


def measured(run: Run) -> Iterator[Measured]:
    """What the protocol measures, one table per measure."""
    records: list[dict[str, Any]] = run.summary().to_dict("records")  # pyright: ignore[reportAssignmentType]
    for name in dict.fromkeys(row["measure"] for row in records):
        own = [row for row in records if row["measure"] == name]
        decimals = places(row["mean"] for row in own)
        rows = [
            (clock(hours), [_cell(row, decimals) for row in own if row["time"] == hours])
            for hours in dict.fromkeys(row["time"] for row in own)
        ]
        yield Measured(name, unit(own[0]["unit"]), rows)


def _cell(row: dict[str, Any], decimals: int) -> Cell:
    change = f"{'+' if row['change'] > 0 else ''}{fixed(row['change'], decimals)}" if row["time"] > 0 else ""
    people = f"{fixed(row['low'], decimals)} to {fixed(row['high'], decimals)}" if "low" in row else ""
    rates = ""
    if row["time"] > 0 and row.get("response", float("nan")) == row.get("response", 0.0):
        rates = f"responders {row['response']:.0%}, remitters {row['remission']:.0%}"
    return Cell(fixed(row["mean"], decimals), change, people, rates)
