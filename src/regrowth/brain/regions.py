"""The 80 cortical regions: order, network, place, and how many NMDA receptors they carry.

Regions and their order are those of the connectome: AAL2 (Rolls 2015) without hippocampus, parahippocampal gyrus,
amygdala, basal ganglia and thalamus, left and right in turn. Everything that had to be judged stands in
`regions.csv`, one row per pair of regions with the reason: which measured areas stand for its receptor density
(Zilles & Palomero-Gallagher 2017), its network, and whether it counts as prefrontal. Centres serve for drawing only.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from regrowth.errors import RegrowthError, nearest

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Regions:
    """All regions, in the order of the connectome."""

    names: tuple[str, ...]
    networks: tuple[str, ...]
    prefrontal: NDArray[np.bool_]
    centres: Array  # mm, MNI
    nmda: Array  # density relative to the mean of prefrontal regions
    nmda_areas: tuple[str, ...]
    judgements: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.names)

    def of(self, *words: str) -> NDArray[np.intp]:
        """Indices of regions or networks named so; a region's name without `_L` or `_R` means both."""
        found = [i for i, name in enumerate(self.names) if {name, name[:-2], self.networks[i]} & set(words)]
        known = {*self.names, *(name[:-2] for name in self.names), *self.networks}
        for word in words:
            if word not in known:
                raise RegrowthError(f"There is no region or network {word!r}. {nearest(word, known)}".rstrip())
        return np.array(found)


@cache
def regions() -> Regions:
    """The 80 regions."""
    names, networks, prefrontal, centres, nmda, areas, judgements = [], [], [], [], [], [], []
    density = nmda_density()
    for row in _rows("regions.csv"):
        measured = row["nmda_areas"].split()
        for side in ("left", "right"):
            names.append(f"{row['region']}_{side[0].upper()}")
            networks.append(row["network"])
            prefrontal.append(row["prefrontal"] == "yes")
            centres.append([float(row[f"{side}_{axis}"]) for axis in "xyz"])
            nmda.append(np.mean([density[area] for area in measured]))
            areas.append(row["nmda_areas"])
            judgements.append(row["judgement"])
    front, amount = np.array(prefrontal), np.array(nmda)
    return Regions(
        tuple(names), tuple(networks), front, np.array(centres), amount / amount[front].mean(), tuple(areas),
        tuple(judgements),
    )  # fmt: skip


@cache
def nmda_density() -> dict[str, float]:
    """NMDA receptor density by cytoarchitectonic area, fmol per mg protein, mean over layers."""
    rows = _rows("receptor_density.csv")
    return {row["area"]: float(row["density_fmol_per_mg_protein"]) for row in rows if row["receptor"] == "NMDA"}


def _rows(name: str) -> list[dict[str, str]]:
    text = files(__name__.rpartition(".")[0]).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))
