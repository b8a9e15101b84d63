"""Doses and perturbations for whole-model tests: arms of schedule rows in, courses out."""

from __future__ import annotations

import numpy as np

from regrowth.engine import Schedule, assemble, simulator

WEIGHT = {"human": 70.0, "rat": 0.3, "mouse": 0.025}
Arm = list[tuple[str, float, float, float]]


def ketamine(species: str, mg_per_kg: float, start: float = 0.0) -> Arm:
    """Racemic ketamine: into the peritoneum of an animal, into a person's vein over 40 min."""
    route, lasts = ("iv", 2 / 3) if species == "human" else ("ip", 1 / 60)
    rate = mg_per_kg * WEIGHT[species] * 1e3 / 237.73 / lasts / 2
    return [(f"{e}_ketamine_{route}", start, start + lasts, rate) for e in "sr"]


def bath(umol_per_litre: float, hours: float) -> Arm:
    """Ketamine held in the region that a local injection reaches in a rat: filling in a minute, then upkeep."""
    litres, washed = 2e-5, np.log(2) * 3
    amount = umol_per_litre * litres / 2
    return [
        row
        for e in "sr"
        for row in (
            (f"{e}_ketamine_local", 0.0, 1 / 60, amount * 60),
            (f"{e}_ketamine_local", 1 / 60, hours, amount * washed),
        )
    ]


def courses(species, arms, observe, times, *, with_=(), without=(), parameters=None, covariates=None):
    """Each arm as one person; returns {short name: (arms, times)} and insists that nobody failed."""
    sim = simulator(assemble(species=species, with_=tuple(with_), without=tuple(without)))
    rows = [(i, *row) for i, arm in enumerate(arms) for row in arm]
    solved = sim.solve(
        schedule=Schedule.from_rows(len(arms), rows),
        times=np.asarray(times, float),
        observe=list(observe),
        parameters={**(parameters or {}), **(covariates or {})} or None,
    )
    assert not solved.failures
    return {name.split(".")[1]: np.asarray(solved.values[name]) for name in observe}
