"""The animation: a self-contained page in which synapses born after the dose appear, settle or vanish.

Three neurons stand for the network, one of the old path, one untagged, one of the new path: in each group the neuron
whose synapses follow the mean of its group most closely, with and without practice. Every leaf is one computed synapse.
Counts and curves on the page are those of the whole network.
"""

from __future__ import annotations

import json
from importlib.resources import files

import numpy as np

from regrowth.network.dendrite import dendrite
from regrowth.network.garden import Garden
from regrowth.network.growth import Grown
from regrowth.network.lives import NEVER
from regrowth.network.readouts import headline
from regrowth.result import NOTICE

EVERY = 3  # hours between counts on the page
SHOWN = (1, 0, 2)  # labels of the three neurons, from left to right


def page(made: Garden) -> str:
    """The page as text; it needs no network and no library."""
    template = files("regrowth.network").joinpath("animation.html").read_text("utf-8")
    data = json.dumps(_data(made), separators=(",", ":"), allow_nan=False).replace("</", "<\\/")
    return template.replace("__DATA__", data)


def _data(made: Garden) -> dict[str, object]:
    grown = made.without
    plants = [representative(made, label) for label in SHOWN]
    names = [made.preset.old, "untagged", made.preset.new]
    shapes = [dendrite(grown.sheet.sites, int(neuron)) for neuron in plants]
    times = np.arange(0, grown.hours[-1] + 1, EVERY)
    return {
        "title": made.title,
        "arm": made.arm,
        "practice": made.practice,
        "added": made.added,
        "notice": NOTICE,
        "preset": made.preset.title,
        "headline": made.preset.headline_words,
        "value": made.preset.headline == "value",
        "names": names,
        "neurons": grown.sheet.neurons,
        "healthy": round(grown.sheet.healthy),
        "end": int(grown.hours[-1]),
        "every": EVERY,
        "doses": [[round(t, 3), text] for t, text in made.doses],
        "sessions": [[round(a, 3), round(b, 3)] for a, b, _ in made.with_practice.sessions],
        "plants": [
            {
                "name": name,
                "branches": [[round(v, 4) for v in b] for b in shape.branches],
                "sites": [[round(v, 4) for v in s] for s in shape.sites],
            }
            for name, shape in zip(names, shapes, strict=True)
        ],
        "gardens": [
            {
                "name": name,
                "lives": [_lives(one, int(neuron)) for neuron in plants],
                "born": _counts(one, times)[0],
                "settled": _counts(one, times)[1],
                "young": _counts(one, times)[2],
                "path": [round(float(v), 4) for v in _path(one, times)],
                "readings": [[round(float(v), 3) for v in column] for column in headline(one)],
            }
            for name, one in made.both
        ],
    }


def representative(made: Garden, label: int) -> int:
    """The neuron of a group whose synapses born since the dose and still there follow the group's mean most closely."""
    group = np.flatnonzero(made.without.sheet.label == label)
    off = np.zeros(len(group))
    for _, grown in made.both:
        lives, n = grown.lives, grown.sheet.neurons
        for day in np.linspace(1, grown.hours[-1] / 24, 8):
            hour = 24 * day
            since = lives.alive(hour) & (lives.born > 0)
            for tag in (label,) if label else (0,):
                per = np.bincount(lives.target[since & (lives.tag == tag)], minlength=n)[group]
                off += (per - per.mean()) ** 2
            per = np.bincount(lives.target[since], minlength=n)[group]
            off += 0.3 * (per - per.mean()) ** 2
    return int(group[np.argmin(off)])


def _lives(grown: Grown, neuron: int) -> list[list[int]]:
    """Lives at one neuron's sites, from the dose on: site, tag, born, settled, ended; −1 for never."""
    lives = grown.lives
    mine = (lives.target == neuron) & (lives.ended > 0)
    site = lives.site[mine] - neuron * grown.sheet.sites
    columns = (site, lives.tag[mine], lives.born[mine], lives.matured[mine], lives.ended[mine])
    return [[int(v) if v != NEVER else -1 for v in row] for row in zip(*columns, strict=True)]


def _counts(grown: Grown, times: np.ndarray) -> tuple[list[list[int]], list[list[int]], list[list[int]]]:
    """Per tag, of synapses born since the dose: born so far, settled and there, young and there."""
    lives = grown.lives
    out: tuple[list[list[int]], list[list[int]], list[list[int]]] = ([], [], [])
    for tag in (1, 0, 2):
        mine = (lives.tag == tag) & (lives.born > 0)
        born, matured, ended = (np.sort(c[mine]) for c in (lives.born, lives.matured, lives.ended))
        settled_end = np.sort(lives.ended[mine & (lives.matured < NEVER)])
        so_far = np.searchsorted(born, times, "right")
        settled = np.searchsorted(matured, times, "right") - np.searchsorted(settled_end, times, "right")
        there = so_far - np.searchsorted(ended, times, "right")
        for column, values in zip(out, (so_far, settled, there - settled), strict=True):
            column.append(values.tolist())
    return out


def _path(grown: Grown, times: np.ndarray) -> np.ndarray:
    """Synapses of the new path, relative to the hour of the dose."""
    counts = (grown.counts["young"] + grown.counts["stable"])[:, 2]
    at = np.searchsorted(grown.hours, times)
    start = counts[np.searchsorted(grown.hours, 0)]
    return counts[at] / max(start, 1)
