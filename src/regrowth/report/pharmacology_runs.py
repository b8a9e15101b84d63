"""The simulations behind the pharmacology page: one person per arm, the arms of well-known studies."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from regrowth.result import Run

ROUTES: dict[str, str] = {
    "IV over 40 min": "0.5 mg/kg racemic ketamine IV over 40 min",
    "IM": "0.5 mg/kg racemic ketamine IM",
    "SC": "0.5 mg/kg racemic ketamine SC",
    "nasal solution": "0.5 mg/kg racemic ketamine nasal solution",
    "sublingual": "0.5 mg/kg racemic ketamine sublingual",
    "oral": "0.5 mg/kg racemic ketamine oral",
    "oral, slow release": "0.5 mg/kg racemic ketamine oral over 10 h",
}
KAMP: dict[str, str] = {
    "racemic": "0.28 mg/kg/h racemic ketamine IV over 60 min then 0.57 mg/kg/h over 60 min "
    "then 1.14 mg/kg/h over 60 min",
    "esketamine": "0.14 mg/kg/h esketamine IV over 60 min then 0.28 mg/kg/h over 60 min then 0.57 mg/kg/h over 60 min",
}
ACUTE: dict[str, str] = {
    "0.5 mg/kg IV over 40 min": "0.5 mg/kg racemic ketamine IV over 40 min",
    "84 mg nasal esketamine": "84 mg esketamine nasal",
    "1 mg/kg SC": "1 mg/kg racemic ketamine SC",
    "240 mg oral over 10 h": "240 mg racemic ketamine oral over 10 h",
}
_TWICE_A_WEEK = [1, 4, 8, 11, 15, 18, 22, 25]
REPEATED: dict[str, tuple[str, list[int]]] = {  # a dose, and the days (from 1) it is given on
    "0.5 mg/kg IV over 40 min, twice a week": ("0.5 mg/kg racemic ketamine IV over 40 min", _TWICE_A_WEEK),
    "84 mg nasal esketamine, twice a week": ("84 mg esketamine nasal", _TWICE_A_WEEK),
    "1 mg/kg SC, weekly": ("1 mg/kg racemic ketamine SC", list(range(1, 99, 7))),
}
DOSES = (1, 3, 5, 10, 15, 20, 30, 40, 50, 70, 100, 140, 200)  # mg/kg into the peritoneum of a rat
IV_DOSES = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2, 3, 4.5)  # mg/kg over 40 min in people

PK = "pharmacokinetics."
LEVELS = tuple(
    f"{PK}{name}"
    for name in (
        "s_ketamine_arterial", "r_ketamine_arterial", "s_norketamine_arterial", "r_norketamine_arterial",
        "s_ketamine_venous", "r_ketamine_venous", "s_norketamine_venous", "r_norketamine_venous", "hnk_plasma",
        "s_dhnk_plasma",
    )
)  # fmt: skip
BLOCK = tuple(f"receptors.nmda_{cell}" for cell in ("pv", "sst", "pyramidal", "extrasynaptic", "resting", "habenula"))
EFFECTS = tuple(
    f"outcomes.{name}"
    for name in (
        "cadss", "panss_positive", "working_memory_error", "systolic_rise", "diastolic_rise", "heart_rate_rise",
        "sedated", "acute_anxiety",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Runs:
    """What the page draws."""

    kamp: Run
    routes: Run
    acute: Run
    repeated: Run
    rat: Run
    people: Run


@cache
def simulated() -> Runs:
    """All runs of the page, once."""
    fine = np.union1d(np.linspace(0, 2, 121), np.linspace(0, 12, 145))
    doses = {f"{d:g}": f"{d:g} mg/kg racemic ketamine IP" for d in DOSES}
    infusions = {f"{d:g}": f"{d:g} mg/kg racemic ketamine IV over 40 min" for d in IV_DOSES}
    after = np.linspace(0, 2, 41)
    sessions = np.unique([24.0 * (day - 1) + hour for _, days in REPEATED.values() for day in days for hour in after])
    release = ["circuit.glutamate_release", "circuit.gamma_power"]
    return Runs(
        kamp=_run(KAMP, LEVELS, np.linspace(0, 6, 241)),
        routes=_run(ROUTES, (*LEVELS, *BLOCK), np.union1d(fine, np.linspace(12, 48, 73))),
        acute=_run(ACUTE, EFFECTS, fine),
        repeated=_run(REPEATED, ["outcomes.cadss"], sessions),
        rat=_run(doses, release, np.linspace(0, 100 / 60, 101), species="rat"),
        people=_run(infusions, release, np.linspace(0, 100 / 60, 101)),
    )


def _run(arms: Mapping[str, str | tuple[str, list[int]]], observe, times, species: str = "human") -> Run:
    from regrowth.protocol.build import build
    from regrowth.simulation import simulate

    doses = {name: (dose, [1]) if isinstance(dose, str) else dose for name, dose in arms.items()}
    people = {"from": "healthy", "weight": 70} if species == "human" else {"from": species}
    tree = {
        "title": "Pharmacology",
        "trial": False,
        "people": people,
        "arms": {name: [{"give": dose, "on days": days}] for name, (dose, days) in doses.items()},
        "measure": [{"what": observe[0], "at": "1 h"}],
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # doses beyond the published range are drawn on purpose
        return simulate(build(tree, ""), observe=list(observe), times=[float(t) for t in times])
