"""Forward sensitivities against central differences of tight solutions, across schedule edges."""

from __future__ import annotations

import numpy as np
import pytest

from regrowth.bench.problem import Problem
from regrowth.engine import Schedule, sensitivities, simulator
from regrowth.engine.lower import Direction, downstream, lower
from regrowth.errors import RegrowthError

EVERYTHING = ["pharmacokinetics.depot", "pharmacokinetics.body", "pharmacokinetics.conc", "circuit.slow", "circuit.gate"]
TIMES = np.arange(-1.0, 97.0, 1.0)


def differences(sim, name, point, step, **solve):
    high, low = (
        sim.solve(parameters={name: point + sign * step}, rtol=1e-12, **solve).values for sign in (1, -1)
    )
    return {o: (high[o] - low[o]) / (2 * step) for o in high}


@pytest.mark.parametrize("kind", ["as it is", "an enzyme knocked down from before the start"])
def test_toy_agrees_with_central_differences(toy, kind):
    model = toy
    sim = simulator(model)
    rows = [(0, "dose", 24.0 * day, 24.0 * day + 0.5, 8.0) for day in range(3)]
    if kind != "as it is":
        rows += [(0, "enzyme", -np.inf, np.inf, 0.6), (0, "enzyme", 30.0, 40.0, 0.5)]
    solve = {"times": TIMES, "observe": EVERYTHING, "schedule": Schedule.from_rows(1, rows)}
    names = [p.name for p in model.parameters]
    found = sensitivities(model, names, rtol=1e-9, **solve)
    for k, p in enumerate(model.parameters):
        expected = differences(sim, p.name, p.value, 1e-4 * p.value, **solve)
        for name in EVERYTHING:
            largest = np.abs(expected[name]).max()
            floor = 1e-7 * np.abs(found.values[name]).max() / p.value  # noise of the differences
            assert np.abs(found.jacobian[name][0, k] - expected[name][0]).max() < 1e-5 * largest + floor, (p.name, name)


def test_a_start_agrees_with_central_differences(toy):
    """Pushed away from rest; what is remembered of the rest stays as it was."""
    sim = simulator(toy)
    schedule = Schedule.from_rows(1, [(0, "dose", 5.0, 6.0, 8.0)])
    found = sensitivities(toy, ["circuit.slow", "pharmacokinetics.body"], times=TIMES, observe=EVERYTHING, schedule=schedule, rtol=1e-9)
    rows, events = sim.people(None, 1), schedule.events(toy)
    rest = sim.rest(rows, events.held)
    for k, (state, factor) in enumerate([("slow", 1.0), ("body", 1.0)]):
        sides = []
        for sign in (1, -1):
            start = rest.states.copy()
            start[0, [s.name for s in toy.states].index(state)] += sign * 1e-4 * factor
            job = sim.run(rows, rest, events, [TIMES], sim.positions(EVERYTHING), rtol=1e-12, start=start)
            sides.append(sim.solution(job, EVERYTHING, TIMES, None, []).values)
        for name in EVERYTHING:
            expected = (sides[0][name][0] - sides[1][name][0]) / 2e-4
            assert np.abs(found.jacobian[name][0, k] - expected).max() < 1e-5 * max(1e-3, np.abs(expected).max()), (state, name)


def test_only_what_lies_downstream_is_carried(toy):
    """`tau` slows the slow state, which feeds back on the body but never on the depot."""
    system = lower(toy, resting=False)
    reach = {p: downstream(system, (Direction(parameter=toy.parameter_index[p]),))[0] for p in toy.parameter_index}
    names = [s.name for s in toy.states]
    assert [names[i] for i in reach["circuit/slow.tau"].states] == ["body", "slow"]
    assert [names[i] for i in reach["pharmacokinetics/kinetics.ka"].states] == ["depot", "body", "slow"]
    assert {toy.rest_names[m] for m in reach["circuit/slow.tau"].rests} == {"conc", "slow"}


def test_what_nothing_moves_stays_exactly_zero(toy):
    found = sensitivities(toy, ["pharmacokinetics.depot", "pharmacokinetics/kinetics.ka"], times=TIMES, observe=EVERYTHING)
    assert (found.jacobian["pharmacokinetics.depot"][0, 1] == 0).all()  # nothing is given, so absorption is idle


def test_sensitivities_are_bit_identical_for_any_chunk(toy):
    n = 20
    rows = [(i, "dose", 1.0 * i, 1.0 * i + 0.5, 8.0) for i in range(n)]
    ask = {"along": ["circuit/slow.gain", "pharmacokinetics.body"], "times": TIMES, "observe": EVERYTHING}
    crowd = sensitivities(toy, schedule=Schedule.from_rows(n, rows), threads=2, **ask)
    for i in (0, 7, 19):
        alone = sensitivities(toy, schedule=Schedule.from_rows(1, [(0, *rows[i][1:])]), **ask)
        for name in EVERYTHING:
            assert np.array_equal(crowd.jacobian[name][i], alone.jacobian[name][0]), name


def test_values_are_those_of_a_plain_solve(toy):
    model = toy
    solve = {
        "times": TIMES,
        "observe": EVERYTHING,
        "schedule": Schedule.from_rows(1, [(0, "dose", 0.0, 1.0, 5.0)]),
        "rtol": 1e-8,
    }
    plain = simulator(model).solve(**solve)
    found = sensitivities(model, ["circuit/slow.tau"], **solve)
    for name in EVERYTHING:
        assert np.allclose(found.values[name], plain.values[name], rtol=1e-12, atol=1e-14)


@pytest.mark.slow
def test_default_model_agrees_with_central_differences():
    """Through rest, edges and kinks: two people, whole schedules, several levels; Richardson takes the differences' own error."""
    problem = Problem.default()
    model, sim = problem.model, simulator(problem.model)
    people = problem.people(2)
    base = {**people.covariates, **people.parameters}
    names = ["receptors/channel_block.ic50_2b", "circuit/prefrontal_rates.pv_healthy", "pharmacokinetics/norketamine.v_central"]
    observe = ["receptors.nmda_pv", "circuit.e_rate", "signalling.synaptic_protein", "synapses.mood_synapses", "outcomes.madrs"]
    solve = {"times": np.arange(0.0, 120.0, 1.0), "observe": observe, "schedule": problem.schedule(people)}
    found = sensitivities(model, names, parameters=base, rtol=1e-10, **solve)
    for k, name in enumerate(names):
        wide, narrow = ({}, {})
        for share, kept in ((1e-3, wide), (5e-4, narrow)):
            high, low = (
                sim.solve(parameters={**base, name: base[name] * (1 + sign * share)}, rtol=1e-12, **solve).values
                for sign in (1, -1)
            )
            kept |= {o: (high[o] - low[o]) / (2 * share * base[name][:, None]) for o in observe}
        for o in observe:
            expected = (4 * narrow[o] - wide[o]) / 3
            largest = np.abs(expected).max(axis=1, keepdims=True)
            assert (np.abs(found.jacobian[o][:, k] - expected) < 1e-5 * largest).all(), (name, o)


def test_an_unknown_name_is_named_with_the_nearest(toy):
    with pytest.raises(RegrowthError, match=r"circuit/slow\.tau"):
        sensitivities(toy, ["circuit/slow.tua"], times=TIMES, observe=EVERYTHING)
    with pytest.raises(RegrowthError, match=r"no parameter, covariate or state 'circuit\.slw'.*circuit\.slow"):
        sensitivities(toy, ["circuit.slw"], times=TIMES, observe=EVERYTHING)
    with pytest.raises(RegrowthError, match="name at least one"):
        sensitivities(toy, [], times=TIMES, observe=EVERYTHING)
