"""The ceiling: how many values any model could put inside their published intervals.

A model without knobs for single rows gives rows of one design the same number: the same kind of people, the same drug,
dose and days, against the same control, read by the same scale at the same time. Where the published intervals of such
rows have no number in common, no model puts all of them inside. So the most that can be inside is, in each group of
one design, the largest number of intervals that share a number.

Designs are compared twice. `bound`: rows that this package simulates alike to the last covariate and input, which is a
bound on it. `published`: rows alike in people, treatment and reading, whatever else is set for them (baselines,
blinding, practice); a model may tell these apart, so it says how far trials of one treatment agree, not what can't be
reached. Neither knows which numbers go together in any other way, so the truth lies below both.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from regrowth.evidence.experiment import Experiment
from regrowth.evidence.persons import parse_people
from regrowth.evidence.scoring import ALLOWED_FOLD, INSIDE, standard_error


@dataclass(frozen=True, slots=True)
class Group:
    """Values of one design: their ids, how many can be inside at once, and a number with which they are."""

    ids: tuple[str, ...]
    reachable: int
    best: float


def bound(e: Experiment) -> Hashable:
    """All that decides what is simulated and read."""
    return (e.people, e.give, e.on, e.control, e.perturb, e.instead, e.context, *_reading(e))


def published(e: Experiment) -> Hashable:
    """People, treatment and reading, without what else is set for a row."""
    return (parse_people(e.people).preset, e.give, e.on, e.control, *_reading(e))


def ceiling(experiments: Iterable[Experiment], design: Callable[[Experiment], Hashable] = bound) -> list[Group]:
    """The groups of one design among the values; `sum(g.reachable for g in groups)` is the ceiling."""
    groups: dict[Hashable, list[Experiment]] = {}
    for e in experiments:
        if e.kind == "value":
            groups.setdefault(design(e), []).append(e)
    return [_group(rows) for rows in groups.values()]


def shared(intervals: Sequence[tuple[float, float]]) -> tuple[int, float]:
    """The most intervals that have a number in common, and such a number: the middle of what they share."""
    found = {low: [b for a, b in intervals if a <= low <= b] for low, _ in sorted(intervals)}  # sets begin at a low
    best = max(found, key=lambda low: len(found[low]))
    return len(found[best]), (best + min(found[best])) / 2


def interval(e: Experiment) -> tuple[float, float]:
    """Where a prediction counts as inside."""
    point = e.points[0]
    if e.spread in ("", "fold"):
        fold = point.high if e.spread and point.high else ALLOWED_FOLD
        low, high = sorted((point.number / fold, point.number * fold))
        return low, high
    below, above = (INSIDE * standard_error(e, point, side) for side in (False, True))
    return point.number - below, point.number + above


def _reading(e: Experiment) -> tuple[Hashable, ...]:
    return (e.observe, e.measure, e.points[0].start, e.points[0].stop, e.unit)


def _group(rows: Sequence[Experiment]) -> Group:
    return Group(tuple(e.id for e in rows), *shared([interval(e) for e in rows]))
