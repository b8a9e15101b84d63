"""The schedule: everything done to each person, as piecewise-constant inputs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from regrowth.language import MechanismError, Word, unit

if TYPE_CHECKING:
    from regrowth.engine.assemble import Model

Row = tuple[int, str, float, float, float]


@dataclass(frozen=True)
class Schedule:
    """Rows (person, channel, start h, stop h, value), each channel in its declared unit.

    Overlapping rows of an input add; those of a target multiply. A row that starts at minus infinity holds before
    the run, too: the person's rest is found under it.
    """

    n_people: int
    rows: tuple[Row, ...]

    @classmethod
    def from_rows(cls, n_people: int, rows: Iterable[Row]) -> Schedule:
        """Check and keep rows.

        Raises
        ------
        MechanismError
            A person who does not exist, a row that stops before it starts, a value that is no number.
        """
        kept = tuple((int(p), c, float(a), float(b), float(v)) for p, c, a, b, v in rows)
        for person, channel, start, stop, value in kept:
            if not 0 <= person < n_people:
                raise MechanismError(f"the schedule names person {person}, but there are {n_people}")
            if not start < stop:
                raise MechanismError(f"{channel}: the row from {start:g} h to {stop:g} h has no length")
            if not np.isfinite(value):
                raise MechanismError(f"{channel}: the value {value} is no number")
        return cls(n_people, kept)

    @classmethod
    def empty(cls, n_people: int) -> Schedule:
        """Nothing is done to anybody."""
        return cls(n_people, ())

    def events(self, model: Model) -> Events:
        """Edges of all people, in coherent units."""
        people: list[list[_Span]] = [[] for _ in range(self.n_people)]
        for person, channel, start, stop, value in self.rows:
            people[person].append(_Span(channel, start, stop, value, False))
        one = np.ones(1)
        return Events.join([_events(model, spans, one) for spans in people])


@dataclass(frozen=True)
class Events:
    """Edges of all people: person ``i`` owns ``[offsets[i], offsets[i+1])`` of ``times``, ``channels``, ``values``.

    ``held`` (people, inputs) is what every input is before the first edge. Coherent units throughout.
    """

    offsets: np.ndarray
    times: np.ndarray
    channels: np.ndarray
    values: np.ndarray
    held: np.ndarray

    @classmethod
    def for_arm(
        cls, model: Model, rows: Iterable[tuple[str, float, float, float, bool]], weights: np.ndarray
    ) -> Events:
        """One schedule for many people: rows (channel, start, stop, value, per kg of the person's weight)."""
        return _events(model, [_Span(*row) for row in rows], np.asarray(weights, dtype=np.float64))

    @classmethod
    def join(cls, parts: list[Events]) -> Events:
        """The people of all parts, in order."""
        lengths = np.concatenate([np.diff(p.offsets) for p in parts])
        return cls(
            np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
            np.concatenate([p.times for p in parts]),
            np.concatenate([p.channels for p in parts]).astype(np.int32),
            np.concatenate([p.values for p in parts]),
            np.ascontiguousarray(np.concatenate([p.held for p in parts])),
        )

    @property
    def n_people(self) -> int:
        return len(self.offsets) - 1

    @property
    def first(self) -> np.ndarray:
        """Time of each person's first edge; infinite for a person to whom nothing is done."""
        padded = np.append(self.times, np.inf)
        return np.where(np.diff(self.offsets) > 0, padded[self.offsets[:-1]], np.inf)


@dataclass(frozen=True)
class _Span:
    channel: str
    start: float
    stop: float
    value: float
    per_kg: bool


def resting_value(word: Word, species: str) -> float:
    """An input's value, in coherent units, while nothing is done."""
    return (word.default_for(species) or 0.0) * unit(word.unit).factor


@dataclass(frozen=True)
class _Channel:
    index: int
    rest: float
    factor: float
    multiplies: bool


@cache
def _channels(model: Model) -> dict[str, _Channel]:
    return {
        w.name: _Channel(i, resting_value(w, model.species), unit(w.unit).factor, w.kind == "target")
        for i, w in enumerate(model.inputs)
    }


def _events(model: Model, spans: list[_Span], weights: np.ndarray) -> Events:
    """Edges that are the same moments for all, with values that may depend on weight."""
    channels, n = _channels(model), len(weights)
    held = np.tile([c.rest for c in channels.values()], (n, 1))
    weight: float | np.ndarray = float(weights[0]) if n == 1 else weights
    by_channel: dict[str, list[_Span]] = {}
    for span in spans:
        by_channel.setdefault(span.channel, []).append(span)
    edges: list[tuple[float, int, float | np.ndarray]] = []
    for name, own in by_channel.items():
        channel = channels[model.input(name).name]
        held[:, channel.index], found = _swept(own, channel, weight)
        edges += [(t, channel.index, value) for t, value in found]
    edges.sort(key=lambda e: (e[0], e[1]))
    count = len(edges)
    values = np.array([e[2] if n == 1 else np.broadcast_to(e[2], n) for e in edges], dtype=np.float64)
    return Events(
        np.arange(n + 1, dtype=np.int64) * count,
        np.tile(np.array([e[0] for e in edges], dtype=np.float64), n),
        np.tile(np.array([e[1] for e in edges], dtype=np.int32), n),
        values.reshape(count, n).T.ravel(),
        held,
    )


def _swept(
    spans: list[_Span], channel: _Channel, weight: float | np.ndarray
) -> tuple[float | np.ndarray, list[tuple[float, float | np.ndarray]]]:
    """(what always held, [(moment, value from then on), …]); only moments at which the value changes."""
    begins: dict[float, list[int]] = {}
    ends: dict[float, list[int]] = {}
    for i, s in enumerate(spans):
        begins.setdefault(s.start, []).append(i)
        ends.setdefault(s.stop, []).append(i)
    active = set(begins.get(-np.inf, ()))

    def value() -> float | np.ndarray:
        total: float | np.ndarray = channel.rest
        for i in sorted(active):  # in the order of the rows, so that the sum is the same whenever it is made
            effect = spans[i].value * weight if spans[i].per_kg else spans[i].value
            total = total * effect if channel.multiplies else total + effect * channel.factor
        return total

    before = held = value()
    found = []
    for t in sorted(t for t in {*begins, *ends} if np.isfinite(t)):
        active.difference_update(ends.get(t, ()))
        active.update(begins.get(t, ()))
        now = value()
        alone = isinstance(now, float) and isinstance(before, float)
        if now != before if alone else np.any(now != before):
            found.append((t, now))
            before = now
    return held, found
