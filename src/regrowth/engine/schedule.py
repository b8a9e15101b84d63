"""The schedule: everything done to each person, as piecewise-constant inputs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from regrowth.language import MechanismError, unit

if TYPE_CHECKING:
    from regrowth.engine.assemble import Model

Row = tuple[int, str, float, float, float]


@dataclass(frozen=True)
class Schedule:
    """Rows (person, channel, start h, stop h, value), each channel in its declared unit.

    Overlapping rows of an input add; those of a target multiply. Rows outside a person's run are allowed.
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
            if not start < stop or not np.isfinite(start):
                raise MechanismError(f"{channel}: the row from {start:g} h to {stop:g} h has no length")
            if not np.isfinite(value):
                raise MechanismError(f"{channel}: the value {value} is no number")
        return cls(n_people, kept)

    @classmethod
    def empty(cls, n_people: int) -> Schedule:
        return cls(n_people, ())

    def events(self, model: Model) -> Events:
        """Edges per person in coherent units, sorted in time, each with the channel's new value."""
        index = {w.name: i for i, w in enumerate(model.inputs)}
        per_channel: dict[tuple[int, int], list[tuple[float, float, float]]] = {}
        for person, channel, start, stop, value in self.rows:
            word = model.input(channel)
            per_channel.setdefault((person, index[channel]), []).append(
                (start, stop, value * unit(word.unit).factor)
            )
        people: list[list[tuple[float, int, float]]] = [[] for _ in range(self.n_people)]
        for (person, channel), spans in per_channel.items():
            word = model.inputs[channel]
            people[person] += _steps(channel, spans, resting_value(word, model.species), word.kind == "target")
        return Events.from_lists(people)


@dataclass(frozen=True)
class Events:
    """Edges of all people: person ``i`` owns ``[offsets[i], offsets[i+1])`` of the other arrays."""

    offsets: np.ndarray
    times: np.ndarray
    channels: np.ndarray
    values: np.ndarray

    @classmethod
    def from_lists(cls, people: list[list[tuple[float, int, float]]]) -> Events:
        for edges in people:
            edges.sort(key=lambda e: (e[0], e[1]))
        flat = [e for edges in people for e in edges]
        return cls(
            np.concatenate([[0], np.cumsum([len(e) for e in people])]).astype(np.int64),
            np.array([e[0] for e in flat], dtype=np.float64),
            np.array([e[1] for e in flat], dtype=np.int32),
            np.array([e[2] for e in flat], dtype=np.float64),
        )

    def first(self, person: int) -> float:
        a, b = self.offsets[person], self.offsets[person + 1]
        return float(self.times[a]) if b > a else np.inf


def resting_value(word, species: str) -> float:
    """An input's value, in coherent units, while nothing is done."""
    return (word.default_for(species) or 0.0) * unit(word.unit).factor


def _steps(
    channel: int, spans: list[tuple[float, float, float]], rest: float, multiply: bool
) -> list[tuple[float, int, float]]:
    edges = sorted({t for start, stop, _ in spans for t in (start, stop) if np.isfinite(t)})
    steps = []
    before = rest
    for t in edges:
        running = [v for start, stop, v in spans if start <= t < stop]
        value = rest * float(np.prod(running)) if multiply else rest + float(sum(running))
        if value != before:
            steps.append((t, channel, value))
            before = value
    return steps
