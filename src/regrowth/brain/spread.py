"""How far people's connectivity differs, and so what a group of them could notice.

The spread between people is that of the twelve whose resting-state data come with the connectome. A second scan of
the same person repeats only part of it: reliability of single connections is 0.29 (Noble 2019, 25 studies). So a
change from one scan to the next varies between people with SD * sqrt(2 (1 - 0.29)), a difference between two people
with SD * sqrt(2). `regrowth check` asks of every predicted change whether as many people as the paper scanned would
have shown it.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from regrowth.brain.connectome import DATASETS, series
from regrowth.brain.measures import MEANINGS, Reading, read_covariance
from regrowth.brain.parameters import numbers


@cache
def between_people() -> dict[str, float]:
    """Standard deviation of each measure between healthy people, pooled within the two studies."""
    variance, freedom = dict.fromkeys(MEANINGS, 0.0), 0
    for dataset in DATASETS:
        people = [read_covariance(np.cov(found)) for found in series(dataset)]
        freedom += len(people) - 1
        for name in MEANINGS:
            variance[name] += float(np.var(_seen(people, name), axis=0).mean()) * len(people)
    return {name: float(np.sqrt(found / freedom)) for name, found in variance.items()}


def _seen(people: list[Reading], name: str) -> np.ndarray:
    """A measure of each person; of a distance from health, what the distance is taken of."""
    if name == "gbcr_distance":
        return np.array([person.gbcr for person in people])
    return np.array([person.values[name.removesuffix("_distance")] for person in people])


def of_change(name: str) -> float:
    """SD between people of a measure's change from one scan to the next."""
    return between_people()[name] * np.sqrt(2 * (1 - numbers()["reliability"]))


def of_difference(name: str) -> float:
    """SD of a measure's difference between two people."""
    return between_people()[name] * np.sqrt(2)
