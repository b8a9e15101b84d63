"""The life of every synapse: where it was, when it was born, when it matured and when it ended."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from regrowth.network import kernel

NEVER = np.iinfo(np.int32).max
_COLUMNS = ("site", "source", "tag", "born", "matured", "ended")
_EVENTS = {
    "born": kernel.BORN,
    "young lost": kernel.YOUNG_LOST,
    "stable lost": kernel.STABLE_LOST,
    "matured": kernel.MATURED,
    "removed": kernel.REMOVED,
}


@dataclass(frozen=True)
class Lives:
    """One row per synapse that was there at the start or was born later. Hours after the first dose; `NEVER` if not.

    Synapses older than the network itself are as old as its settling. ``matured`` is `NEVER` for those young to the
    end, and the hour of the start at the latest for those that were stable then.
    """

    site: np.ndarray
    source: np.ndarray
    tag: np.ndarray
    born: np.ndarray
    matured: np.ndarray
    ended: np.ndarray
    sites: int  # per neuron

    @property
    def target(self) -> np.ndarray:
        return self.site // self.sites

    def __len__(self) -> int:
        return len(self.site)

    def alive(self, hour: float) -> np.ndarray:
        """Which are there at an hour."""
        return (self.born <= hour) & (self.ended > hour)


class Register:
    """Keeps the lives while a network grows, from the events that an hour leaves at each site."""

    def __init__(self, sheet, synapses, event: np.ndarray, hour: int, tags: np.ndarray):
        self.sheet, self.s, self.event = sheet, synapses, event
        self.born = np.full(sheet.all_sites, hour, np.int32)
        self.matured = np.where(synapses.state == kernel.STABLE, hour, NEVER).astype(np.int32)
        self.keep = False

    def settle(self, hour: int) -> None:
        """Ages only, before the lives are kept."""
        changed, code = self._changes()
        born = changed[code == kernel.BORN]
        self.born[born], self.matured[born] = hour, NEVER
        self.matured[changed[code == kernel.MATURED]] = hour

    def open(self, keep: bool) -> None:
        there = np.flatnonzero(self.s.state)
        self.keep = keep
        self.count = 0
        room = int(1.5 * len(there)) + 16 if keep else 1
        self.table = {name: np.empty(room, np.int32) for name in _COLUMNS}
        if keep:
            self.life = np.zeros(self.sheet.all_sites, np.int32)
            self._add(there, self.born[there], self.matured[there])

    def note(self, hour: int) -> dict[str, np.ndarray]:
        """Write down the events of the hour that ends now; counts by tag."""
        changed, code = self._changes()
        tag = self.s.tag[changed]
        found = {name: np.bincount(tag[code == which], minlength=3) for name, which in _EVENTS.items()}
        if self.keep:
            gone = changed[(code == kernel.YOUNG_LOST) | (code == kernel.STABLE_LOST) | (code == kernel.REMOVED)]
            self.table["ended"][self.life[gone]] = hour
            self.table["matured"][self.life[changed[code == kernel.MATURED]]] = hour
            born = changed[code == kernel.BORN]
            self._add(born, np.full(len(born), hour, np.int32), np.full(len(born), NEVER, np.int32))
        return found

    def close(self) -> Lives:
        kept = {name: column[: self.count].copy() for name, column in self.table.items()}
        return Lives(**kept, sites=self.sheet.sites)

    def _changes(self) -> tuple[np.ndarray, np.ndarray]:
        changed = np.flatnonzero(self.event)
        return changed, self.event[changed]

    def _add(self, sites: np.ndarray, born: np.ndarray, matured: np.ndarray) -> None:
        first, last = self.count, self.count + len(sites)
        if last > len(self.table["site"]):
            room = int(1.5 * last)
            for name, column in self.table.items():
                self.table[name] = np.resize(column[:first], room) if first else np.empty(room, np.int32)
        values = (sites, self.s.source[sites], self.s.tag[sites], born, matured, NEVER)
        for name, value in zip(_COLUMNS, values, strict=True):
            self.table[name][first:last] = value
        self.life[sites] = np.arange(first, last, dtype=np.int32)
        self.count = last
