"""The drawn shape of a neuron: an apical tree with its synaptic sites as places for leaves. A picture, not anatomy."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Dendrite:
    """Branches as (x0, y0, cx, cy, x1, y1, width) and sites as (x, y, angle); x from −0.5 to 0.5, y from 0 to 1."""

    branches: list[tuple[float, ...]] = field(default_factory=list)
    sites: list[tuple[float, float, float]] = field(default_factory=list)


def dendrite(sites: int, seed: int) -> Dendrite:
    """A tree with room for so many leaves; the same seed draws the same tree."""
    random = np.random.default_rng([seed, 3])
    made = Dendrite()
    twigs: list[tuple[float, float, float, float, float, float]] = []

    def branch(x: float, y: float, angle: float, length: float, depth: int) -> None:
        bend = random.normal(0, 0.16)
        cx, cy = x + 0.5 * length * math.sin(angle + bend), y + 0.5 * length * math.cos(angle + bend)
        x1, y1 = x + length * math.sin(angle), y + length * math.cos(angle)
        made.branches.append((x, y, cx, cy, x1, y1, 0.016 * 0.66**depth + 0.002))
        if depth >= 1:
            twigs.append((x, y, cx, cy, x1, y1))
        if depth == 4:
            return
        spread = (0.42, 0.5, 0.5, 0.45)[depth]
        for side in (-1, 1):
            turn = angle * 0.82 + side * spread * random.uniform(0.6, 1.15)
            branch(x1, y1, turn, length * random.uniform(0.66, 0.86), depth + 1)
        if depth in (0, 1) and random.random() < 0.85:  # an oblique branch from half-way up
            side = random.choice([-1, 1])
            branch(cx, cy, angle + side * random.uniform(0.8, 1.1), length * 0.55, depth + 2)

    branch(0.0, 0.0, random.normal(0, 0.05), 0.27, 0)
    lengths = np.array([math.dist(t[:2], t[4:]) for t in twigs])
    ends = np.cumsum(lengths)
    side = 1
    for place in (np.arange(sites) + 0.5) / sites * ends[-1]:
        k = int(np.searchsorted(ends, place))
        u = 1 - (ends[k] - place) / lengths[k]
        x0, y0, cx, cy, x1, y1 = twigs[k]
        x = (1 - u) ** 2 * x0 + 2 * u * (1 - u) * cx + u * u * x1
        y = (1 - u) ** 2 * y0 + 2 * u * (1 - u) * cy + u * u * y1
        along = math.atan2(x1 - x0, y1 - y0)
        side = -side
        made.sites.append((float(x), float(y), along + side * random.uniform(0.7, 1.2)))
    _fill_box(made)
    order = random.permutation(sites)  # a neuron's sites in no order along its tree
    made.sites = [made.sites[i] for i in order]
    return made


def _fill_box(made: Dendrite) -> None:
    """Stretch a tree so that it fills its box, with its foot at (0, 0)."""
    x = [v for b in made.branches for v in b[0:6:2]] + [s[0] for s in made.sites]
    y = [v for b in made.branches for v in b[1:6:2]] + [s[1] for s in made.sites]
    wide, high = 2 * max(-min(x), max(x)), max(y)
    made.branches = [
        (a / wide, b / high, c / wide, d / high, e / wide, f / high, w) for a, b, c, d, e, f, w in made.branches
    ]
    made.sites = [(a / wide, b / high, turn) for a, b, turn in made.sites]
