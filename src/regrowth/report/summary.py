"""The summary arranged for reading: per measure a row for each time, a cell for each arm."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from regrowth.report.words import clock, fixed, heading, number, places, signed, unit
from regrowth.scales import FOUND_BY

if TYPE_CHECKING:
    from regrowth.result import Run


_DECADES = 100.0
_NOTHING = 1e-6  # of the largest: less is written as nothing


@dataclass(frozen=True)
class Cell:
    """One arm at one time, as texts. `people` and `rates` are empty for a single person."""

    mean: str
    change: str
    people: str
    rates: str


@dataclass(frozen=True)
class Measured:
    """A measure with a cell per arm, or, in a run of one arm, measures side by side: rows of (time, cells)."""

    heading: str
    columns: list[str]
    rows: list[tuple[str, list[Cell]]]


def measured(run: Run) -> list[Measured]:
    """What the protocol measures, as tables."""
    tables = list(_by_measure(run))
    if len(run.arms) > 1:
        return tables
    side_by_side: dict[tuple[str, ...], Measured] = {}
    for table in tables:
        times = tuple(time for time, _ in table.rows)
        beside = side_by_side.setdefault(times, Measured("", [], [(time, []) for time in times]))
        beside.columns.append(table.heading)
        for (_, cells), (_, more) in zip(beside.rows, table.rows, strict=True):
            cells += more
    return list(side_by_side.values())


def _by_measure(run: Run) -> Iterator[Measured]:
    records: list[dict[str, Any]] = run.summary().to_dict("records")  # pyright: ignore[reportAssignmentType]
    chances = {m.get("label") or m["observable"] for m in run.attrs["measures"] if m["observable"] in FOUND_BY}
    for name in dict.fromkeys(row["measure"] for row in records):
        own = [row for row in records if row["measure"] == name]
        if name in chances:
            yield Measured(f"{heading(name)}, %", list(run.arms), _rows(own, _share))
            continue
        means = [row["mean"] for row in own]
        largest = max((abs(mean) for mean in means if math.isfinite(mean)), default=0.0)
        decimals = _decimals(means, largest, own[0]["unit"])
        told = unit(own[0]["unit"])
        cells = _rows(own, partial(_cell, decimals=decimals, largest=largest))
        yield Measured(f"{heading(name)}{f', {told}' if told else ''}", list(run.arms), cells)


def _rows(own: list[dict[str, Any]], cell: Callable[[dict[str, Any]], Cell]) -> list[tuple[str, list[Cell]]]:
    return [
        (clock(hours), [cell(row) for row in own if row["time"] == hours])
        for hours in dict.fromkeys(row["time"] for row in own)
    ]


def _share(row: dict[str, Any]) -> Cell:
    """A chance: over people it is a share of them; how it differs between persons is no spread that a trial sees."""
    return Cell(fixed(100 * row["mean"], 0), "", "", "")


def _decimals(means: list[float], largest: float, told: str) -> int | None:
    """So many for numbers of one size, so that they stand under one another; none for levels that fall by decades.

    Points of a scale are not read finer when they are few.
    """
    least = min((abs(mean) for mean in means if _NOTHING * largest < abs(mean) <= largest), default=largest)
    decades = largest > _DECADES * least and min(means) >= 0 and told != "point"
    return None if decades else places(means)


def _written(value: float, decimals: int | None, largest: float) -> str:
    if decimals is None:
        return number(0.0 if abs(value) <= _NOTHING * largest else value)
    return fixed(value, decimals)


def _cell(row: dict[str, Any], decimals: int | None, largest: float) -> Cell:
    from_zero = row["change"] == row["mean"]  # the change says nothing that the value doesn't
    change = "" if row["time"] <= 0 or from_zero or decimals is None else signed(row["change"], decimals)
    low, mean, high = (_written(row[key], decimals, largest) if key in row else "" for key in ("low", "mean", "high"))
    people = f"{low} to {high}" if "low" in row else ""
    rates = ""
    if row["time"] > 0 and row.get("response", float("nan")) == row.get("response", 0.0):
        rates = f"responders {row['response']:.0%}, remitters {row['remission']:.0%}"
    return Cell(mean, change, people, rates)
