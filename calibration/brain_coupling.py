"""Fits the global coupling of the whole brain to measured functional connectivity.

    uv run calibration/brain_coupling.py [--write]

The coupling is the one at which the model's correlations lie nearest to those of seven people of the Human
Connectome Project (root mean square over pairs of regions); their pattern (r) is reported beside the r of the
structural connectome itself, on the people it was fitted to and on five others of another study. Nothing here
knows of ketamine. Writes `brain_coupling.json`; the value in `src/regrowth/brain/parameters.py` is what it found,
rounded to two digits, and `--write` puts it there.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import numpy as np
from scipy.optimize import minimize_scalar

from regrowth.brain.condition import HEALTHY
from regrowth.brain.connectome import DATASETS, connectome
from regrowth.brain.linear import connectivity
from regrowth.brain.working_point import working_point

HERE = Path(__file__).parent
DECLARED = HERE.parent / "src" / "regrowth" / "brain" / "parameters.py"
BOUNDS = (0.1, 0.52)  # beyond, excitation grows by itself
UPPER = np.triu_indices(80, 1)


def modelled(coupling: float, dataset: str = "hcp") -> np.ndarray:
    return connectivity(working_point(HEALTHY, coupling=coupling, structure=connectome(dataset).weights))[UPPER]


def likeness(coupling: float, structure: str, function: str) -> dict[str, float]:
    found, measured = modelled(coupling, structure), connectome(function).functional[UPPER]
    return {
        "r": round(float(np.corrcoef(found, measured)[0, 1]), 4),
        "r of the structural connectome alone": round(
            float(np.corrcoef(connectome(structure).weights[UPPER], measured)[0, 1]), 4
        ),
        "root mean square difference": round(float(np.sqrt(np.mean((found - measured) ** 2))), 4),
        "mean correlation, model": round(float(found.mean()), 4),
        "mean correlation, measured": round(float(measured.mean()), 4),
    }


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--write", action="store_true", help="put the value into the parameter table")
    write = reader.parse_args().write
    measured = connectome("hcp").functional[UPPER]
    best = minimize_scalar(
        lambda g: float(np.sqrt(np.mean((modelled(g) - measured) ** 2))), bounds=BOUNDS, method="bounded",
        options={"xatol": 1e-3},
    )  # fmt: skip
    coupling = round(float(best.x), 2)
    around = sorted({round(coupling + step, 2) for step in (-0.2, -0.1, -0.05, -0.02, 0.0, 0.02)} - {0.0})
    result = {
        "parameter": "brain.coupling",
        "value": coupling,
        "found": round(float(best.x), 4),
        "bounds": BOUNDS,
        "fitted to": likeness(coupling, "hcp", "hcp"),
        "not fitted to: function of other people, same structure": likeness(coupling, "hcp", "gw"),
        "not fitted to: function and structure of other people": likeness(coupling, "gw", "gw"),
        "around the optimum": {f"{g:g}": likeness(g, "hcp", "hcp") for g in around},
        "people": {name: connectome(name).people for name in DATASETS},
    }
    (HERE / "brain_coupling.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    if write:
        text = DECLARED.read_text("utf-8")
        DECLARED.write_text(re.sub(r'(par\("coupling", )[\d.]+', rf"\g<1>{coupling:g}", text), "utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
