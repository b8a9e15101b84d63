"""The schedule: inputs add, targets multiply, edges are exact, what always holds is part of the rest."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regrowth.engine import Events, Schedule, simulator
from regrowth.language import MechanismError

EQUATIONS = """
    d x/dt = drive*gate - k*x
    d total/dt = drive
    d amount/dt = dose
    shown = drive/k
    opened = gate
"""


@pytest.fixture(scope="module")
def model(tiny):
    return tiny(
        EQUATIONS,
        {"x": {}, "total": {}, "amount": {"unit": "umol"}},
        {"k": 0.5},
        reads=("drive", "gate", "dose"),
        gives=("shown",),
    )


def edges(model, rows, person=0, n=1):
    e = Schedule.from_rows(n, [(person, *r) for r in rows]).events(model)
    names = [w.name for w in model.inputs]
    a, b = e.offsets[person : person + 2]
    return [(float(t), names[c], float(v)) for t, c, v in zip(e.times[a:b], e.channels[a:b], e.values[a:b], strict=True)]


def test_inputs_add_and_targets_multiply(model):
    assert edges(model, [("drive", 0, 3, 2.0), ("drive", 1, 2, 5.0), ("gate", 0, 3, 0.5), ("gate", 2, 4, 0.2)]) == [
        (0, "drive", 2.0),
        (0, "gate", 0.5),
        (1, "drive", 7.0),
        (2, "drive", 2.0),
        (2, "gate", pytest.approx(0.1)),
        (3, "drive", 0.0),
        (3, "gate", pytest.approx(0.2)),
        (4, "gate", 1.0),
    ]


def test_rows_that_touch_make_no_edge(model):
    assert edges(model, [("drive", 0, 1, 2.0), ("drive", 1, 2, 2.0)]) == [(0, "drive", 2.0), (2, "drive", 0.0)]


def test_what_always_held_is_in_the_rest(model):
    e = Schedule.from_rows(2, [(0, "drive", -np.inf, 5.0, 2.0), (0, "gate", -np.inf, np.inf, 0.5)]).events(model)
    names = [w.name for w in model.inputs]
    held = [dict(zip(names, row, strict=True)) for row in e.held]
    assert held == [{"dose": 0, "drive": 2.0, "gate": 0.5}, {"dose": 0, "drive": 0, "gate": 1}]
    assert e.times.tolist() == [5.0] and e.first.tolist() == [5.0, np.inf]


spans = st.lists(
    st.tuples(st.sampled_from(["drive", "gate"]), st.integers(-5, 20), st.integers(1, 10), st.sampled_from([0.0, 0.25, 0.5, 2.0, 3.0])),
    max_size=8,
)


@settings(max_examples=150, deadline=None)
@given(spans)
def test_between_edges_the_value_is_what_the_rows_say(model, rows):
    rows = [(c, a, a + length, v) for c, a, length, v in rows]
    found = edges(model, rows)
    assert found == sorted(found, key=lambda e: e[0])
    for t in np.arange(-6.5, 32, 1.0):
        on = [(c, v) for c, a, b, v in rows if a <= t < b]
        drive = sum(v for c, v in on if c == "drive")
        gate = np.prod([v for c, v in on if c == "gate"])
        now = {"drive": 0.0, "gate": 1.0} | {c: v for at, c, v in found if at <= t}
        assert now["drive"] == pytest.approx(drive) and now["gate"] == pytest.approx(gate)


def test_per_kg_rows_take_the_persons_weight(model):
    e = Events.for_arm(model, [("dose", 0.0, 1.0, 2.0, True), ("drive", 0.0, 1.0, 2.0, False)], np.array([50.0, 80.0]))
    assert e.values.reshape(2, -1).tolist() == [[100.0, 2.0, 0.0, 0.0], [160.0, 2.0, 0.0, 0.0]]


@pytest.mark.parametrize(
    "row, words",
    [
        ((0, "drive", 2.0, 1.0, 1.0), "from 2 h to 1 h has no length"),
        ((0, "drive", 1.0, 1.0, 1.0), "has no length"),
        ((0, "drive", float("nan"), 1.0, 1.0), "has no length"),
        ((3, "drive", 0.0, 1.0, 1.0), "names person 3, but there are 2"),
        ((-1, "drive", 0.0, 1.0, 1.0), "names person -1"),
        ((0, "drive", 0.0, 1.0, float("nan")), "is no number"),
        ((0, "drive", 0.0, 1.0, float("inf")), "is no number"),
        ((0, "drve", 0.0, 1.0, 1.0), "'drve'. Did you mean drive"),
    ],
)
def test_bad_rows_are_named(model, row, words):
    with pytest.raises(MechanismError, match=words):
        Schedule.from_rows(2, [row]).events(model)


# -- in the solver ---------------------------------------------------------------------------------


def solve(model, rows, times, **more):
    n = more.pop("n", 1)
    names = [o.name for o in model.observables]
    return simulator(model).solve(times=times, observe=names, schedule=Schedule.from_rows(n, rows), **more)


def test_an_integral_of_the_schedule_is_exact_however_short_the_pulse(model):
    """Steps end on every edge, so that a constant rate is integrated to rounding."""
    rows = [(0, "drive", 5.0, 5.0 + 1e-7, 1e6), (0, "drive", 100.0, 100.5, 3.0), (0, "drive", 100.25, 101.0, 1.0)]
    s = solve(model, rows, [0.0, 4.9, 50.0, 100.25, 200.0], rtol=1e-4, longest_step=1e6)
    # the length of the pulse is itself only known to the rounding of 5 h
    np.testing.assert_allclose(s.values["circuit.total"][0], [0, 0, 0.1, 0.1 + 0.75, 0.1 + 1.5 + 0.75], rtol=1e-7, atol=1e-13)


def test_at_an_edge_the_value_just_before_is_reported(model):
    rows = [(0, "drive", 0.0, 1.0, 2.0), (0, "gate", 1.0, 2.0, 0.5)]
    s = solve(model, rows, [0.0, 0.5, 1.0, 1.5, 2.0, 2.5])
    assert s.values["circuit.shown"][0].tolist() == pytest.approx([0, 400, 400, 0, 0, 0])  # %
    assert s.values["circuit.opened"][0].tolist() == [1, 1, 1, 0.5, 0.5, 1]


def test_response_to_pulses_is_the_closed_form(model):
    k, rate = 0.5, 3.0
    starts = np.array([0.0, 7.0, 20.0])
    times = np.linspace(-2.0, 40.0, 85)
    s = solve(model, [(0, "drive", a, a + 2 / 3, rate) for a in starts], times, rtol=1e-9)
    since = np.maximum(times[:, None] - starts, 0.0)
    on, off = np.minimum(since, 2 / 3), np.maximum(since - 2 / 3, 0.0)
    expected = (rate / k * (1 - np.exp(-k * on)) * np.exp(-k * off)).sum(1)
    np.testing.assert_allclose(s.values["circuit.x"][0], expected, atol=3e-9)


def test_a_person_starts_at_the_rest_under_what_always_held(tiny):
    model = tiny("d x/dt = drive*gate - k*x\ny = x/at_rest(x)", parameters={"k": 0.5}, reads=("drive", "gate"))
    rows = [(0, "drive", -np.inf, np.inf, 2.0), (0, "gate", -np.inf, 10.0, 0.5)]
    s = simulator(model).solve(
        times=[-3.0, 10.0, 60.0], observe=["circuit.x", "circuit.y"], schedule=Schedule.from_rows(1, rows), rtol=1e-9
    )
    assert s.values["circuit.x"][0].tolist() == pytest.approx([2, 2, 4])
    assert s.values["circuit.y"][0].tolist() == pytest.approx([1, 1, 2])


def test_the_integration_begins_at_the_first_event_even_before_zero(model):
    s = solve(model, [(0, "drive", -10.0, -9.0, 1.0)], [0.0, 5.0])
    assert s.values["circuit.total"][0].tolist() == pytest.approx([1.0, 1.0], rel=1e-12)


def test_many_edges_at_one_moment_and_edges_after_the_end(model):
    rows = [(0, "drive", 1.0, 2.0, 1.0), (0, "gate", 1.0, 2.0, 0.5), (0, "dose", 1.0, 2.0, 4.0), (0, "drive", 50.0, 60.0, 9.0)]
    s = solve(model, rows, [3.0])
    assert s.values["circuit.total"][0, 0] == pytest.approx(1.0, rel=1e-12)
    assert s.values["circuit.amount"][0, 0] == pytest.approx(4.0, rel=1e-12)


def test_every_person_has_a_schedule_of_their_own(model):
    n = 37
    rows = [(p, "drive", 0.1 * p, 0.1 * p + 1.0 + p, 1.0 + p) for p in range(n) if p != 5]
    s = solve(model, rows, [100.0], n=n)
    expected = [(1.0 + p) ** 2 if p != 5 else 0.0 for p in range(n)]
    np.testing.assert_allclose(s.values["circuit.total"][:, 0], expected, rtol=1e-11)
