"""Where the neurons are and what they belong to; how many synapses fit, and what that takes of memory."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from regrowth.errors import RegrowthError
from regrowth.network.parameters import numbers
from regrowth.network.presets import Preset

LABELS = ("untagged", "old", "new", "here", "elsewhere")
TAGS = ("untagged", "old", "new")
SMALLEST, LARGEST = 2_000, 500_000_000
BYTES_PER_SITE, BYTES_PER_LIFE = 20, 28


@dataclass(frozen=True)
class Sheet:
    """A square sheet of excitatory neurons, closed at its edges; each has the same number of synaptic sites.

    Neuron ``i`` stands in row ``i // side``; its sites are ``i*sites … (i + 1)*sites - 1``. A full sheet holds
    `capacity` times the healthy total, which is where the cohort equations leave no room.
    """

    side: int
    sites: int
    capacity: float
    label: np.ndarray  # per neuron, place in LABELS

    @property
    def neurons(self) -> int:
        return self.side * self.side

    @property
    def all_sites(self) -> int:
        return self.neurons * self.sites

    @property
    def healthy(self) -> float:
        """Synapses that count as 1 in the cohort equations."""
        return self.all_sites / self.capacity


def lay_out(synapses: int, capacity: float, preset: Preset, seed: int) -> Sheet:
    """A sheet whose healthy total is about `synapses`; ensembles are scattered over it at random."""
    if not SMALLEST <= synapses <= LARGEST:
        raise RegrowthError(f"{synapses:,} synapses: a network has {SMALLEST:,} to {LARGEST:,}.")
    k = numbers()
    side = max(4, round(math.sqrt(synapses / k["synapses_per_neuron"])))
    sites = round(synapses * capacity / side**2)
    neurons = side * side
    order = np.random.default_rng([seed, 0]).permutation(neurons)
    sizes = [k["ensemble_share"], k["ensemble_share"]] + [k["context_share"] if preset.contexts else 0.0] * 2
    label = np.zeros(neurons, np.int8)
    first = 0
    for code, share in enumerate(sizes, start=1):
        last = first + round(share * neurons)
        label[order[first:last]] = code
        first = last
    return Sheet(side, sites, capacity, label)


def tags(preset: Preset) -> np.ndarray:
    """Tag of a synapse by the labels of its source and target."""
    table = np.zeros((len(LABELS), len(LABELS)), np.uint8)
    table[1, 1], table[2, 2] = 1, 2
    if preset.contexts:
        table[3, 2] = 2
    return table


def memory_needed(synapses: int, days: float, births_per_day: float = 0.25) -> int:
    """Bytes that a network and the lives of its synapses take."""
    return int(synapses * (1.5 * BYTES_PER_SITE + BYTES_PER_LIFE * 2 * (1 + births_per_day * days)))


def refuse_too_large(synapses: int, days: float, networks: int = 1) -> None:
    """Say how much memory is needed where it isn't there."""
    from regrowth.engine.asked import free_memory

    needed, there = networks * memory_needed(synapses, days), free_memory()
    if there is not None and needed > 0.8 * there:
        most = int(0.8 * there / memory_needed(10**6, days) / networks * 10**6)
        raise RegrowthError(
            f"{networks} network{'s' if networks > 1 else ''} of {synapses:,} synapses over {days:.0f} days "
            f"need{'s' if networks == 1 else ''} about {needed / 2**30:.1f} GiB of memory; {there / 2**30:.1f} GiB are "
            f"free. About {float(f'{most:.2g}'):,.0f} synapses would fit."
        )
