"""The folder that `regrowth grow` writes: figure, animation, tables, and where they come from."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from regrowth.errors import RegrowthError
from regrowth.network.animation import page
from regrowth.network.figure import figure
from regrowth.network.garden import Garden
from regrowth.network.graph import measures
from regrowth.network.growth import Grown
from regrowth.network.readouts import readings, tally
from regrowth.result import NOTICE

FILES = ("garden.png", "garden.svg", "garden.html", "synapses.csv", "readings.csv", "summary.json")


def write(made: Garden, folder: Path) -> None:
    """Write everything `FILES` names into a folder that exists."""
    drawn = figure(made)
    drawn.savefig(folder / "garden.png", dpi=170)
    drawn.savefig(folder / "garden.svg")
    (folder / "garden.html").write_text(page(made), "utf-8")
    counts = pd.concat([tally(grown).assign(network=name) for name, grown in made.both])
    counts.to_csv(folder / "synapses.csv", index=False)
    pd.concat([readings(grown).assign(network=name) for name, grown in made.both]).to_csv(
        folder / "readings.csv", index=False
    )
    (folder / "summary.json").write_text(json.dumps(summary(made), indent=1), "utf-8")


def summary(made: Garden) -> dict[str, object]:
    """Where the files come from, and how well the network follows the equations."""
    run = made.person.run.attrs
    sheet = made.without.sheet
    return {
        "regrowth": "grow",
        "notice": NOTICE,
        "title": made.title,
        "arm": made.arm,
        "practice": made.practice,
        "practice added for the comparison": made.added,
        "preset": made.preset.name,
        "seed": made.without.seed,
        "excitatory neurons": sheet.neurons,
        "healthy synapses": round(sheet.healthy),
        "regrowth_version": run["regrowth_version"],
        "model_fingerprint": run["model_fingerprint"],
        "largest difference to the cohort equations": {name: _finite(difference(grown)) for name, grown in made.both},
        "graph": {name: _graph(grown) for name, grown in made.both},
    }


def _graph(grown: Grown) -> dict[str, object] | str:
    """Graph measures before the dose and at the end, where the network isn't too large for them."""
    try:
        found = {"before": measures(grown, 0.0), "end": measures(grown, float(grown.hours[-1]))}
    except RegrowthError as reason:
        return str(reason)
    return {when: {name: _finite(value) for name, value in asdict(m).items()} for when, m in found.items()}


def _finite(value: float) -> float | None:
    return round(value, 4) if math.isfinite(value) else None


def difference(grown: Grown) -> float:
    """Largest relative difference, over hours, between the network's pools and those of the equations."""
    if grown.preset.practice != "practice_mood":
        return float("nan")  # the equations know the practice of mood only
    pools = zip(("young", "stable"), grown.preset.pools, strict=True)
    return max(float(abs(grown.pool(mine) / grown.cohort[theirs] - 1).max()) for mine, theirs in pools)


def is_output(folder: Path) -> bool:
    """Whether a folder holds only what `regrowth grow` wrote."""
    try:
        told = json.loads((folder / "summary.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return told.get("regrowth") == "grow" and {entry.name for entry in folder.iterdir()} <= set(FILES)
