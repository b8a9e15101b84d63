"""Small models: `toy` has every kind of term (absorption, saturable loss, powers, a slow feedback, values at rest);
`tiny` makes one mechanism of a test's own equations, for answers known in closed form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regrowth.engine import Model, assemble_mechanisms
from regrowth.language import Word, check, covariate, given, mechanism, par, port, state, target

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


TINY_WORDS = {
    w.name: replace(w, level="circuit")
    for w in [
        given("drive", "1/h", "an input"),
        given("dose", "umol/h", "another input, with a unit"),
        target("gate", "an activity"),
        covariate("weight", "kg", "weight", human=70),
        port("shown", "%", "a port in percent"),
    ]
}


def tiny(
    equations: str,
    states: dict[str, dict] | tuple[str, ...] = ("x",),
    parameters: dict[str, float | tuple[float, str]] | None = None,
    reads: tuple[str, ...] = (),
    gives: tuple[str, ...] = (),
) -> Model:
    """A model of one mechanism `circuit/tiny`; parameters are per hour unless they say otherwise."""
    declared = states if isinstance(states, dict) else {s: {} for s in states}
    numbers = {k: v if isinstance(v, tuple) else (v, "1/h") for k, v in (parameters or {}).items()}
    made = mechanism(
        parameters=[par(k, v, u, k, source="assumed: for a test") for k, (v, u) in numbers.items()],
        reads=reads,
        gives=gives,
        states=[state(name, meaning=name, **({"unit": "1"} | more)) for name, more in declared.items()],
        equations=equations,
    )
    named = replace(made, name="circuit/tiny", level="circuit")
    return assemble_mechanisms([check(named, TINY_WORDS)], "human")


@pytest.fixture(name="tiny", scope="session")
def tiny_fixture():
    return tiny
