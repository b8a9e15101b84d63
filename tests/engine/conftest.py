"""Two small mechanisms with every kind of term: absorption, saturable loss, powers, a slow feedback, values at rest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regrowth.engine import Model, assemble_mechanisms
from regrowth.language import Word, check, mechanism, par, state

WORDS = {
    w.name: w
    for w in (
        Word("input", "dose", "umol/h", "what is given", 0.0, level="pharmacokinetics"),
        Word("target", "enzyme", "1", "activity of the enzyme", 1.0, level="pharmacokinetics"),
        Word("port", "gate", "1", "slow feedback on loss", level="circuit"),
        Word("additive", "drive", "1", "what drives the slow state", 1.0, level="circuit"),
    )
}

KINETICS = mechanism(
    parameters=[
        par("ka", 0.5, "1/h", "absorption", source="assumed: toy", spread="lognormal 30%"),
        par("v", 2, "L", "volume", source="assumed: toy"),
        par("km", 1, "umol/L", "half-saturation", source="assumed: toy"),
        par("rest_conc", 0.3, "umol/L", "own production over loss", source="assumed: toy"),
    ],
    reads=["dose", "enzyme"],
    feedback=["gate"],
    states=[state("depot", "umol", "not yet absorbed"), state("body", "umol", "in the body", start=0.5)],
    equations="""
        d depot/dt = dose - ka*depot
        d body/dt = ka*depot + ka*v*km*hill(rest_conc, km, 1.5) - enzyme*ka*v*km*hill(conc, km, 1.5)*gate
        conc = body/v                          # concentration
        drive += log(1 + conc/km) - log(1 + at_rest(conc)/km)
    """,
)

SLOW = mechanism(
    parameters=[
        par("tau", 1.5, "d", "time constant", source="assumed: toy"),
        par("gain", 0.3, "1", "strength of the feedback", source="assumed: toy", spread="lognormal 20%"),
    ],
    reads=["drive"],
    gives=["gate"],
    states=[state("slow", "1", "slow state", start=1)],
    equations="""
        d slow/dt = (drive^2*exp(-0.1*drive)/exp(-0.1) - slow)/tau
        gate = 1 + gain*(sqrt(slow) - sqrt(at_rest(slow)))
    """,
)


@pytest.fixture(scope="session")
def toy() -> Model:
    """The two mechanisms assembled."""
    named = [
        replace(KINETICS, name="pharmacokinetics/kinetics", level="pharmacokinetics"),
        replace(SLOW, name="circuit/slow", level="circuit"),
    ]
    return assemble_mechanisms([check(m, WORDS) for m in named], "human")
