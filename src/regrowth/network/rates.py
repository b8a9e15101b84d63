"""The fast clock: firing rates of excitatory and inhibitory neurons, settled in a few iterations.

Two ensembles hold themselves up through their own synapses and silence each other through inhibition. From which
mixtures of the two patterns does activity fall into the old one? That share is the *width* of its basin. Thoughts start
from mixtures spread about even, so the width gives the chance of the old path: the *occupancy* of its basin without a
cue, *recall* with one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from regrowth.network.kernel import drive, gather
from regrowth.network.parameters import numbers

if TYPE_CHECKING:
    from regrowth.network.sheet import Sheet
    from regrowth.network.team import Team

CONTACTS = 40  # inputs of an inhibitory neuron, and from inhibitory neurons
STEP, MOST_STEPS = 0.5, 60
HALVINGS = 8
NOWHERE, HERE, ELSEWHERE = 0, 3, 4


@dataclass(frozen=True)
class Reading:
    """What a settled network says: width of the old basin, chance of the old path, rates of each path when it wins."""

    width: float
    chance: float
    old_rate: float
    new_rate: float

    @property
    def value(self) -> float:
        """From −1 (the new path always wins) to 1 (the old path always does), weighted by how strongly they fire."""
        return self.chance * self.old_rate - (1 - self.chance) * self.new_rate


class Wiring:
    """The synapses of one moment as a sparse matrix: rows are targets."""

    def __init__(self, synapses, sheet: Sheet, gain: float):
        there = np.flatnonzero(synapses.state)
        edges = np.arange(sheet.neurons + 1) * sheet.sites
        self.begins = np.searchsorted(there, edges)
        self.source = synapses.source[there]
        self.weight = synapses.size[there].astype(np.float64) * (gain / numbers()["synapses_per_neuron"])


class Circuit:
    """Rates of all neurons for the present synapses. Inhibitory wiring is fixed."""

    def __init__(self, sheet: Sheet, seed: int):
        random = np.random.default_rng([seed, 1])
        k = numbers()
        self.sheet = sheet
        inhibitory = max(1, round(sheet.neurons * k["inhibitory_share"] / (1 - k["inhibitory_share"])))
        self.to_inhibitory = random.integers(0, sheet.neurons, (inhibitory, CONTACTS), dtype=np.int32)
        self.from_inhibitory = random.integers(0, inhibitory, (sheet.neurons, CONTACTS), dtype=np.int32)
        self.old, self.new = sheet.label == 1, sheet.label == 2

    def settle(self, wiring: Wiring, start: np.ndarray, outside: np.ndarray, team: Team) -> np.ndarray:
        """Rates from a start, under an outside input, until one path has won or nothing changes."""
        k, sheet = numbers(), self.sheet
        rate, recurrent = start.astype(np.float64), np.empty(sheet.neurons)
        inhibitory, inhibition = np.empty(len(self.to_inhibitory)), np.empty(sheet.neurons)
        for _ in range(MOST_STEPS):
            team(drive, sheet.neurons, rate, wiring.begins, wiring.source, wiring.weight, recurrent)
            gather(self.to_inhibitory, rate, inhibitory)
            gather(self.from_inhibitory, inhibitory, inhibition)
            aim = np.clip(
                k["excitation"] * recurrent - k["inhibition"] * inhibition + outside + k["background"], 0.0, 1.0
            )
            change = aim - rate
            rate += STEP * change
            a, b = rate[self.old].mean(), rate[self.new].mean()
            if np.abs(change).max() < 1e-3 or (min(a, b) < 0.02 and max(a, b) > 0.5):
                break
        return rate

    def read(self, wiring: Wiring, team: Team, *, cue: bool = False, place: int = NOWHERE) -> Reading:
        """Width of the old basin, by halving the interval of mixtures; then the chance of each path."""
        k = numbers()
        outside = np.zeros(self.sheet.neurons)
        if cue:
            outside[self.old | self.new] = k["cue"]
        if place:
            outside[self.sheet.label == place] = 2.0
        low, high, old_rate, new_rate = 0.0, 1.0, 0.0, 0.0
        for _ in range(HALVINGS):
            mixture = (low + high) / 2
            start = np.where(self.old, 1 - mixture, np.where(self.new, mixture, 0.0))
            rate = self.settle(wiring, start, outside, team)
            a, b = float(rate[self.old].mean()), float(rate[self.new].mean())
            if a >= b:
                low, old_rate = mixture, a
            else:
                high, new_rate = mixture, b
        width = (low + high) / 2
        chance = 0.5 * (1 + math.erf((width - 0.5) / (k["spread_of_starts"] * math.sqrt(2))))
        return Reading(width, chance, old_rate, new_rate)

    def usual_input(self, wiring: Wiring, team: Team) -> np.ndarray:
        """Each neuron's excitation with either path active, summed: by it a neuron knows its usual activity."""
        out = np.empty(self.sheet.neurons)
        team(
            drive,
            self.sheet.neurons,
            (self.old | self.new).astype(np.float64),
            wiring.begins,
            wiring.source,
            wiring.weight,
            out,
        )
        return out
