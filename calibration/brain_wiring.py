"""Chooses the wiring of the whole brain, and fits its numbers, by healthy people's functional connectivity.

    uv run calibration/brain_wiring.py [--write]

Several published ways to wire regions are fitted, each with its own free numbers, to the correlations of seven people
of the Human Connectome Project and, again, to those of five people of another study. Each fit is then tried on the
other group. The wiring with the smallest distance on people that it was not fitted to is the one to ship, with the
numbers fitted to the first group. The distance is the root mean square difference of Fisher's z over pairs of
regions, of correlations as they are and with the global signal regressed out in equal parts, since papers report both.

Nothing here knows of ketamine or of depression. Writes `brain_wiring.json`; `--write` puts the values into
`src/regrowth/brain/parameters.py`.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from regrowth.brain.condition import HEALTHY
from regrowth.brain.connectome import DATASETS, connectome, fisher, series
from regrowth.brain.linear import correlation, covariance, without_global_signal
from regrowth.brain.wiring import Wiring, wiring
from regrowth.brain.working_point import working_point
from regrowth.errors import RegrowthError

Array = NDArray[np.float64]
HERE = Path(__file__).parent
DECLARED = HERE.parent / "src" / "regrowth" / "brain" / "parameters.py"
UPPER = np.triu_indices(80, 1)
NOWHERE = 9.0  # distance of a brain without a resting state


@dataclass(frozen=True)
class Choice:
    """One way to wire the brain: its free numbers, where a search starts, and how far it may go."""

    why: str
    names: tuple[str, ...]
    starts: tuple[tuple[float, ...], ...]
    most: tuple[float, ...]
    build: Callable[[dict[str, float], Array], Wiring]


def plain(free: dict[str, float], structure: Array) -> Wiring:
    """Numbers that are not free are zero."""
    return wiring(free["coupling"], free.get("twins", 0.0), free.get("feedforward", 0.0), structure)


def flattened(free: dict[str, float], structure: Array) -> Wiring:
    flat = structure ** free["power"]
    return plain(free, flat * structure.sum() / flat.sum())


def evened(share: float) -> Callable[[dict[str, float], Array], Wiring]:
    def build(free: dict[str, float], structure: Array) -> Wiring:
        strength = structure.sum(axis=1)
        even = structure / np.outer(strength, strength) ** (share / 2)
        return plain(free, even * structure.sum() / even.sum())

    return build


CHOICES = {
    "as measured": Choice("long fibres excite excitatory cells only (Deco 2014)",
        ("coupling",), ((0.45,),), (5.0,), plain),
    "feedforward": Choice("long fibres excite interneurons too (Deco 2014)",
        ("coupling", "feedforward"), ((0.8, 0.4),), (5.0, 1.0), plain),
    "twins": Choice("callosal fibres that tractography misses (Finger 2016)",
        ("coupling", "twins"), ((0.4, 0.6),), (5.0, 3.0), plain),
    "twins and feedforward": Choice("both",
        ("coupling", "twins", "feedforward"), ((0.8, 0.5, 0.3), (0.4, 0.6, 0.02)), (5.0, 3.0, 1.0), plain),
    "twins and a power": Choice("counts of fibres are skewed; a power of them is not",
        ("coupling", "twins", "power"), ((0.4, 0.6, 0.8),), (5.0, 3.0, 1.0), flattened),
    "twins and even strengths": Choice("every region gets as much",
        ("coupling", "twins"), ((0.4, 0.6),), (5.0, 3.0), evened(1.0)),
}  # fmt: skip


@cache
def measured(dataset: str) -> tuple[Array, Array]:
    """Mean over people of Fisher's z, as it is and with the global signal regressed out."""
    people = [np.cov(found) for found in series(dataset)]
    return tuple(np.mean([fisher(correlation(f(c))) for c in people], axis=0) for f in (np.asarray, without_global_signal))  # type: ignore[return-value]


def modelled(wires: Wiring) -> tuple[Array, Array]:
    found = covariance(working_point(HEALTHY, wires=wires))
    return fisher(correlation(found)), fisher(correlation(without_global_signal(found)))


def distance(wires: Wiring, dataset: str) -> float:
    try:
        pairs = zip(modelled(wires), measured(dataset), strict=True)
        return float(np.sqrt(np.mean([np.mean((mine - theirs)[UPPER] ** 2) for mine, theirs in pairs])))
    except RegrowthError:
        return NOWHERE


def fitted(choice: Choice, dataset: str) -> dict[str, float]:
    """The numbers at which a wiring comes nearest to a group of people, on the first group's connectome."""
    structure = connectome().weights

    def off(x: Array) -> float:
        inside = all(0 <= value <= most for value, most in zip(x, choice.most, strict=True))
        return distance(choice.build(dict(zip(choice.names, x, strict=True)), structure), dataset) if inside else NOWHERE

    options = {"xatol": 1e-3, "fatol": 1e-5, "maxiter": 250}
    best = min((minimize(off, s, method="Nelder-Mead", options=options) for s in choice.starts), key=lambda o: o.fun)
    return {name: round(float(value), 3) for name, value in zip(choice.names, best.x, strict=True)}


def likeness(wires: Wiring, dataset: str) -> dict[str, float]:
    (mine, mine_r), (theirs, theirs_r) = modelled(wires), measured(dataset)

    def r(a: Array, b: Array) -> float:
        return round(float(np.corrcoef(a, b)[0, 1]), 3)

    return {
        "distance": round(distance(wires, dataset), 4),
        "r": r(np.tanh(mine[UPPER]), connectome(dataset).functional[UPPER]),
        "r of the structural connectome alone": r(connectome().weights[UPPER], connectome(dataset).functional[UPPER]),
        "r, global signal regressed out": r(mine_r[UPPER], theirs_r[UPPER]),
        "r of the map of global connectivity": r(mine.sum(axis=1), theirs.sum(axis=1)),
        "r of that map, global signal regressed out": r(mine_r.sum(axis=1), theirs_r.sum(axis=1)),
        "mean z, model": round(float(mine[UPPER].mean()), 3),
        "mean z, measured": round(float(theirs[UPPER].mean()), 3),
    }


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--write", action="store_true", help="put the values into the parameter table")
    write = reader.parse_args().write
    structure, (first, second) = connectome().weights, DATASETS
    tried: dict[str, dict[str, object]] = {}
    apart: dict[str, float] = {}
    for name, choice in CHOICES.items():
        here, there = fitted(choice, first), fitted(choice, second)
        crossed = [distance(choice.build(here, structure), second), distance(choice.build(there, structure), first)]
        apart[name] = round(float(np.mean(crossed)), 4)
        tried[name] = {
            "why": choice.why,
            "fitted to the first group": here,
            "fitted to the second": there,
            "distance where fitted": round(distance(choice.build(here, structure), first), 4),
            "distance on the other group, mean of both ways": apart[name],
        }
        print(f"{name:28s} {tried[name]['distance where fitted']} {apart[name]}", here, flush=True)
    chosen = min(apart, key=apart.__getitem__)
    values = fitted(CHOICES[chosen], first)
    wires = CHOICES[chosen].build(values, structure)
    result = {
        "tried": tried,
        "chosen": chosen,
        "values": values,
        "fitted to": likeness(wires, first),
        "not fitted to: function of other people, same structure": likeness(wires, second),
        "people": {name: connectome(name).people for name in DATASETS},
        "explored once, distance on the other group": {
            "twins and half-even strengths (a compromise of nobody's)": 0.1727,
            "noise shared by all regions, beside twins and feedforward": 0.1736,
            "noise shared by all regions, beside twins": 0.1753,
            "recurrence by receptor density, beside twins and feedforward": 0.1734,
            "recurrence free, beside twins": 0.1757,
        },
    }
    (HERE / "brain_wiring.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    if write:
        text = DECLARED.read_text("utf-8")
        for name, value in values.items():
            text = re.sub(rf'(par\("{name}", )[\d.]+', rf"\g<1>{value:g}", text)
        DECLARED.write_text(text, "utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
