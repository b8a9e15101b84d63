"""Rows of the schedule: everything that is done, as piecewise-constant inputs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

ALWAYS = float("-inf"), float("inf")


class Row(NamedTuple):
    """One input held at `value` from `start` to `stop` (hours after the first dose).

    Doses are in µmol/h, per kg of body weight if `per_kg`. On a target the value is a factor (1 = intact).
    A row that holds throughout runs from minus to plus infinity: the person's rest is found under it.
    """

    channel: str
    start: float
    stop: float
    value: float
    per_kg: bool = False


def for_weight(
    rows: Iterable[Row], weight: float | None, until: float | None = None, since: float = ALWAYS[0]
) -> list[tuple[str, float, float, float]]:
    """Rows as (channel, start, stop, value) for a body of `weight` kg, cut to the hours `since` … `until`."""
    table = []
    for row in rows:
        stop = row.stop if until is None else min(row.stop, until)
        if row.per_kg and weight is None:
            raise ValueError(f"{row.channel} is given per kg: a weight is needed")
        start = max(row.start, since)
        if stop > start:
            value = row.value * weight if row.per_kg and weight is not None else row.value
            table.append((row.channel, start, stop, value))
    return table
