"""The integrator: order, accuracy, dense output, reproducibility, and what it says when it fails."""

from __future__ import annotations

import math
import threading
import time

import numpy as np
import pytest

from regrowth.bench.problem import Problem
from regrowth.engine import Schedule, SolveError, assemble, simulator
from regrowth.engine.tableau import RODAS4, RODAS5P

METHODS = {"Rodas4": RODAS4, "Rodas5P": RODAS5P}

STIFF = """
    d x/dt = -fast*(x - c*y) + drive
    d y/dt = k*(1 - y)*x - slow*y
    d z/dt = slow*(hill(x, half, 2) - z)
"""


@pytest.fixture(scope="module")
def oscillator(tiny):
    """Linear, with known solution, driven from rest by a constant input."""
    return tiny("d x/dt = w*y + drive\nd y/dt = -w*x - damp*y", ("x", "y"), {"w": 1.3, "damp": 0.2}, reads=("drive",))


@pytest.fixture(scope="module")
def logistic(tiny):
    """x leaves an unstable-looking rest when driven: nonlinear, with a closed form once the pulse is over."""
    return tiny(
        "d x/dt = k*x*(1 - x) - gate*k*x + drive\nsquare = x^2",
        {"x": {"bounds": (0, None)}},
        {"k": 0.8},
        reads=("gate", "drive"),
    )


def oscillator_response(t, w=1.3, damp=0.2):
    """Solution of x' = w y + 1, y' = -w x - damp y from (0, 0)."""
    a = np.array([[0, w], [-w, -damp]])
    values, vectors = np.linalg.eig(a)
    particular = np.linalg.solve(a, np.array([-1.0, 0.0]))
    weights = np.linalg.solve(vectors, -particular.astype(complex))
    return np.array([(vectors @ (weights * np.exp(values * s)) + particular).real for s in t]).T


@pytest.mark.parametrize("method", METHODS)
def test_error_follows_the_tolerance(oscillator, method):
    times = np.linspace(0, 40, 401)
    sim = simulator(oscillator, method=method)
    schedule = Schedule.from_rows(1, [(0, "drive", 0.0, 1e3, 1.0)])
    exact = oscillator_response(times)
    for rtol in (1e-3, 1e-5, 1e-7, 1e-9):
        s = sim.solve(times=times, observe=["circuit.x", "circuit.y"], schedule=schedule, rtol=rtol)
        error = max(np.abs(s.values[f"circuit.{n}"][0] - exact[i]).max() for i, n in enumerate("xy"))
        assert error < 10 * rtol


def largest_error(model, method: str, step: float, times: np.ndarray, exact: np.ndarray) -> float:
    """With the tolerance out of the way the longest step rules."""
    s = simulator(model, method=method).solve(
        times=times,
        observe=["circuit.x", "circuit.y"],
        schedule=Schedule.from_rows(1, [(0, "drive", 0.0, 1e3, 1.0)]),
        rtol=0.1,
        longest_step=step,
        first_step=step,
    )
    return max(float(np.abs(s.values[f"circuit.{n}"][0] - exact[i]).max()) for i, n in enumerate("xy"))


@pytest.mark.parametrize("method, order", [("Rodas4", 4), ("Rodas5P", 5)])
def test_steps_and_dense_output_converge_at_the_methods_order(oscillator, method, order):
    """Halving the step divides the error by 2^order, at the ends of steps and between them.

    Found here: Rodas4 4.0 and 4.0; Rodas5P 6.0 (this problem is linear) and 5.2.
    """
    for times in (np.array([8.0]), np.linspace(4.0, 8.0, 97)):
        exact = oscillator_response(times)
        coarse, fine = (largest_error(oscillator, method, h, times, exact) for h in (0.25, 0.125))
        assert math.log2(coarse / fine) > order - 0.1


@pytest.mark.parametrize("method, order", [("Rodas4", 4), ("Rodas5P", 5)])
def test_the_order_holds_for_a_nonlinear_problem(tiny, method, order):
    model = tiny("d x/dt = drive + w*(y^2 - x*y)\nd y/dt = w*(1 - y - hill(x, half, 2))", ("x", "y"), {"w": 1.3, "half": (0.7, "1")}, reads=("drive",))
    times = np.linspace(2.0, 8.0, 49)
    tight = simulator(model).solve(
        times=times, observe=["circuit.x", "circuit.y"], schedule=Schedule.from_rows(1, [(0, "drive", 0.0, 1e3, 1.0)]), rtol=1e-12
    )
    exact = np.array([tight.values["circuit.x"][0], tight.values["circuit.y"][0]])
    coarse, fine = (largest_error(model, method, h, times, exact) for h in (0.25, 0.125))
    assert math.log2(coarse / fine) > order - 0.4


def test_a_nonlinear_solution(logistic):
    """k x (1 - x) - gate k x with gate 1 rests at 0; with gate 0 it grows along the logistic curve."""
    rows = [(0, "drive", 0.0, 1.0, 0.3), (0, "gate", 0.0, 1e4, 0.0)]
    times = np.linspace(1.0, 20.0, 60)
    s = simulator(logistic).solve(
        times=times, observe=["circuit.x", "circuit.square"], schedule=Schedule.from_rows(1, rows), rtol=1e-10
    )
    x = s.values["circuit.x"][0]
    expected = 1 / (1 + (1 / x[0] - 1) * np.exp(-0.8 * (times - 1)))
    np.testing.assert_allclose(x, expected, rtol=3e-9)
    np.testing.assert_allclose(s.values["circuit.square"][0], x**2, rtol=1e-14)


@pytest.mark.parametrize("method", METHODS)
def test_stiffness_costs_nothing(tiny, method):
    """A mode that settles in milliseconds beside one of weeks: no more steps than without it."""
    steps = {}
    for fast in (10.0, 1e7):
        model = tiny(
            STIFF, ("x", "y", "z"), {"fast": fast, "c": (0.5, "1"), "k": 0.3, "slow": 0.01, "half": (0.2, "1")}, reads=("drive",)
        )
        s = simulator(model, method=method).solve(
            times=[500.0], observe=["circuit.z"], schedule=Schedule.from_rows(1, [(0, "drive", 0.0, 24.0, 0.5 * fast)]), rtol=1e-6
        )
        steps[fast] = int(s.steps[0])
    assert steps[1e7] < 1.7 * steps[10.0]


@pytest.mark.parametrize("power, slow, fade", [(2, 0.1, 0.03), (8, 0.005, 0.3)])
def test_a_step_is_as_exact_inside_as_at_its_ends(tiny, power, slow, fade):
    """y is held up by a drug until that falls below a threshold, in the midst of a step that may be a day long."""
    model = tiny(
        f"d x/dt = fade*(strong*drive/unit - x)\nd y/dt = w*hill(x, half, {power})*(1 - y) - slow*y",
        ("x", "y"),
        {"fade": fade, "w": 1.0, "half": (0.1, "1"), "slow": slow, "unit": 1.0, "strong": (30.0, "1")},
        reads=("drive",),
    )
    schedule = Schedule.from_rows(1, [(0, "drive", 0.0, 1.0, 1.0)])
    ask = {"times": np.linspace(0, 300, 3001), "observe": ["circuit.y"], "schedule": schedule}
    coarse, fine = (simulator(model).solve(rtol=r, **ask).values["circuit.y"][0] for r in (1e-4, 1e-11))
    assert np.abs(coarse - fine).max() < 3e-4


def test_float32_stays_near_float64(oscillator):
    times = np.linspace(0, 200, 101)
    schedule = Schedule.from_rows(1, [(0, "drive", 0.0, 50.0, 1.0)])
    pair = [
        simulator(oscillator, precision).solve(times=times, observe=["circuit.x"], schedule=schedule, rtol=1e-4).values["circuit.x"]
        for precision in ("float64", "float32")
    ]
    assert np.abs(pair[0] - pair[1]).max() < 5e-4


# -- many people -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def crowd():
    """The human model, 41 people with unequal parameters and schedules."""
    model = assemble("human")
    rng = np.random.default_rng(5)
    n = 41
    rows = [
        (p, c, 30.0 * d + rng.uniform(0, 3), 30.0 * d + 3 + rng.uniform(0.2, 2), rng.uniform(20, 120))
        for p in range(n)
        for d in range(rng.integers(0, 4))
        for c in ("s_ketamine_iv", "r_ketamine_iv")
    ]
    names = [p.name for p in model.parameters if p.spread.startswith("lognormal")][::7]
    value = {p.name: p.value for p in model.parameters}
    return dict(
        times=np.arange(0.0, 120.0, 1.0),
        observe=["outcomes.madrs", "receptors.nmda_pv", "pharmacokinetics.s_ketamine_arterial"],
        schedule=Schedule.from_rows(n, rows),
        parameters={k: value[k] * np.exp(rng.normal(0, 0.1, n)) for k in names} | {"weight": rng.uniform(50, 110, n)},
    )


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_bit_identical_for_any_chunk_and_any_number_of_threads(crowd, precision):
    sim = simulator(assemble("human"), precision)
    first = sim.solve(**crowd, rtol=1e-4, threads=1, chunk=64)
    for threads, chunk in ((1, 1), (2, 3), (3, 8), (2, 17), (8, 40)):
        again = sim.solve(**crowd, rtol=1e-4, threads=threads, chunk=chunk)
        for name in crowd["observe"]:
            assert np.array_equal(first.values[name], again.values[name]), (threads, chunk, name)
        assert np.array_equal(first.steps, again.steps)


def test_a_person_alone_is_the_same_as_in_a_crowd(crowd):
    sim = simulator(assemble("human"))
    everyone = sim.solve(**crowd)
    rows = crowd["schedule"].rows
    for p in (0, 17, 40):
        alone = sim.solve(
            times=crowd["times"],
            observe=crowd["observe"],
            schedule=Schedule.from_rows(1, [(0, *r[1:]) for r in rows if r[0] == p]),
            parameters={k: v[p] for k, v in crowd["parameters"].items()},
        )
        for name in crowd["observe"]:
            assert np.array_equal(alone.values[name][0], everyone.values[name][p])


def test_what_is_asked_does_not_change_the_answer(crowd):
    """Fewer observables or times give the same numbers: output never steers the steps."""
    sim = simulator(assemble("human"))
    everything = sim.solve(**crowd)
    less = sim.solve(**{**crowd, "observe": crowd["observe"][:1]})
    assert np.array_equal(everything.values["outcomes.madrs"], less.values["outcomes.madrs"])
    sparse = sim.solve(**{**crowd, "times": crowd["times"][[0, 3, 50, 119]]})
    assert np.array_equal(everything.values["outcomes.madrs"][:, [0, 3, 50, 119]], sparse.values["outcomes.madrs"])


def test_everyone_may_have_times_of_their_own(crowd):
    sim = simulator(assemble("human"))
    shared = sim.solve(**crowd)
    own = [crowd["times"][: 120 - p] for p in range(41)]
    s = sim.solve(**{**crowd, "times": own})
    assert [len(v) for v in s.values["outcomes.madrs"]] == [120 - p for p in range(41)]
    for p in range(41):
        same = np.abs(s.values["outcomes.madrs"][p] - shared.values["outcomes.madrs"][p, : 120 - p])
        assert same.max() < 1e-3  # the last step ends elsewhere


def test_lanes_are_kept_busy(crowd):
    n = 64
    rows = [(p, "s_ketamine_iv", 0.0, 0.5 + p / 20, 50.0) for p in range(n)]
    s = simulator(assemble("human")).solve(
        times=np.arange(0, 100.0), observe=["outcomes.madrs"], schedule=Schedule.from_rows(n, rows), threads=1
    )
    assert s.lane_use > 0.95


# -- rest ------------------------------------------------------------------------------------------


def test_the_rest_of_a_nonlinear_model_is_found(tiny):
    model = tiny(
        "d x/dt = drive + k*(1 - x) - loss*x*y\nd y/dt = slow*(hill(x, half, 3) - y)\nshown = x/at_rest(x)",
        {"x": {"start": 5.0}, "y": {}},
        {"k": 0.5, "loss": 2.0, "slow": 1e-4, "half": (0.4, "1")},
        reads=("drive",),
        gives=("shown",),
    )
    s = simulator(model).solve(times=[0.0, 1e4], observe=["circuit.x", "circuit.y", "circuit.shown"], n_people=1)
    x, y = s.values["circuit.x"][0], s.values["circuit.y"][0]
    assert 0.5 * (1 - x[0]) == pytest.approx(2 * x[0] * y[0], rel=1e-9)
    assert y[0] == pytest.approx(x[0] ** 3 / (0.4**3 + x[0] ** 3), rel=1e-9)
    assert x[1] == pytest.approx(x[0], rel=1e-9)
    assert s.values["circuit.shown"][0].tolist() == pytest.approx([100, 100], rel=1e-9)


@pytest.mark.parametrize("equations", ["d x/dt = k", "d x/dt = k*x*x + k"], ids=["grows for ever", "blows up"])
def test_a_person_without_a_rest_is_told_so(tiny, equations):
    model = tiny(equations, {"x": {"start": 0.1}}, {"k": 1.0})
    with pytest.raises(SolveError, match=r"person 0: no undosed steady state at .* h, in x") as caught:
        simulator(model).solve(times=[1.0], observe=["circuit.x"], n_people=1)
    assert caught.value.failures[0].state == "x"


def test_only_those_without_a_rest_are_lost(tiny):
    model = tiny("d x/dt = k*x*x - sink*x + source", {"x": {}}, {"k": 1.0, "sink": 3.0, "source": 1.0})
    sink = np.array([3.0, 1.0, 4.0])  # sink² < 4 k source: no rest
    s = simulator(model).solve(
        times=[0.0, 10.0], observe=["circuit.x"], parameters={"circuit/tiny.sink": sink}, errors="keep"
    )
    assert [f.person for f in s.failures] == [1]
    assert np.isnan(s.values["circuit.x"][1]).all()
    for p in (0, 2):
        rest = (sink[p] - math.sqrt(sink[p] ** 2 - 4)) / 2
        assert s.values["circuit.x"][p].tolist() == pytest.approx([rest, rest], rel=1e-6)


# -- failures --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def explosive(tiny):
    """x' = drive + k x² − loss x: rests at 0, explodes in finite time once pushed beyond loss/k."""
    return tiny("d x/dt = drive + k*x*x - loss*x\nd other/dt = -loss*other", ("other", "x"), {"k": 1.0, "loss": 1.0}, reads=("drive",))


def test_whoever_blows_up_is_named_with_time_state_and_reason(explosive):
    rows = [(p, "drive", 0.0, 1.0, 10.0 if p == 3 else 0.1) for p in range(20)]
    sim = simulator(explosive)
    with pytest.raises(SolveError, match="1 of 20 people could not be integrated") as caught:
        sim.solve(times=[0.0, 5.0], observe=["circuit.x"], schedule=Schedule.from_rows(20, rows))
    (failure,) = caught.value.failures
    assert (failure.person, failure.state) == (3, "x")
    # x' = 10 + x² - x from 0 reaches infinity where the arctangent says
    root = math.sqrt(10 - 0.25)
    assert failure.time == pytest.approx((math.pi / 2 + math.atan(0.5 / root)) / root, rel=1e-3)
    assert "person 3" in str(caught.value) and "in x" in str(caught.value) and "step" in failure.reason

    kept = sim.solve(times=[0.0, 5.0], observe=["circuit.x"], schedule=Schedule.from_rows(20, rows), errors="keep")
    assert [f.person for f in kept.failures] == [3]
    assert np.isnan(kept.values["circuit.x"][3]).all()
    assert np.isfinite(np.delete(kept.values["circuit.x"], 3, axis=0)).all()
    assert kept.status[3] != 0 and (np.delete(kept.status, 3) == 0).all()


def test_failures_do_not_disturb_the_others(explosive):
    rows = [(p, "drive", 0.0, 1.0, 10.0 if p % 3 == 0 else 0.01 * p) for p in range(30)]
    calm = [r for r in rows if r[0] % 3]
    sim = simulator(explosive)
    mixed = sim.solve(times=[5.0], observe=["circuit.x"], schedule=Schedule.from_rows(30, rows), errors="keep")
    alone = sim.solve(times=[5.0], observe=["circuit.x"], schedule=Schedule.from_rows(30, calm))
    ok = np.arange(30) % 3 != 0
    assert np.array_equal(mixed.values["circuit.x"][ok], alone.values["circuit.x"][ok])
    assert len(mixed.failures) == 10


def test_too_many_steps_are_retried_with_more_then_reported(oscillator):
    schedule = Schedule.from_rows(1, [(0, "drive", 0.0, 1e3, 1.0)])
    sim = simulator(oscillator)
    ask = dict(times=[40.0], observe=["circuit.x"], schedule=schedule, rtol=1e-6)
    needed = int(sim.solve(**ask).steps[0])
    saved = sim.solve(**ask, most_steps=needed - 5)  # the second try may take more, and is tighter
    assert saved.failures == [] and saved.steps[0] > needed
    assert saved.values["circuit.x"][0, 0] == pytest.approx(oscillator_response([40.0])[0, 0], abs=1e-7)
    with pytest.raises(SolveError, match="too many steps"):
        sim.solve(**ask, most_steps=1)
    with pytest.raises(SolveError, match="too many steps"):
        sim.solve(**ask, most_steps=needed - 5, retry=False)


def test_too_many_steps_name_the_state_that_takes_them(tiny):
    model = tiny(
        "d calm/dt = -slow*calm\nd x/dt = w*y + drive\nd y/dt = -w*x", ("calm", "x", "y"), {"w": 1e5, "slow": 0.1}, reads=("drive",)
    )
    rows = [(0, "drive", 0.0, 1.0, 1e5)]
    with pytest.raises(SolveError, match="too many steps") as caught:
        simulator(model).solve(times=[100.0], observe=["circuit.x"], schedule=Schedule.from_rows(1, rows), most_steps=500)
    assert caught.value.failures[0].state in ("x", "y")


def test_an_interrupt_stops_within_a_second(tiny, monkeypatch):
    import regrowth.engine.integrate as integrate

    model = tiny("d x/dt = w*y + drive\nd y/dt = -w*x", ("x", "y"), {"w": 1e4}, reads=("drive",))
    sim = simulator(model)
    schedule = Schedule.from_rows(64, [(p, "drive", 0.0, 1.0, 1.0) for p in range(64)])
    begun, stopped = threading.Event(), []

    class Stop(KeyboardInterrupt):
        pass

    def solve():
        try:
            sim.solve(
                times=[1e4], observe=["circuit.x"], schedule=schedule, rtol=1e-9, chunk=8, threads=2,
                most_steps=10**12, progress=None,
            )  # fmt: skip
        except Stop:
            stopped.append(time.monotonic())

    wait = integrate.ThreadPoolExecutor.submit

    def submit(pool, *work):
        job = wait(pool, *work)

        class Waiting:
            def result(self):
                begun.set()
                time.sleep(0.3)
                raise Stop

            def cancel(self):
                return job.cancel()

        return Waiting()

    monkeypatch.setattr(integrate.ThreadPoolExecutor, "submit", submit)
    worker = threading.Thread(target=solve)
    start = time.monotonic()
    worker.start()
    worker.join(20)
    assert stopped and stopped[0] - start < 2.0


def test_an_interrupt_keeps_what_is_finished(toy):
    """Ctrl-C after the first chunk: finished people have their values, the others are failures that say why."""

    def stop_at_once(count: int) -> None:
        raise KeyboardInterrupt

    ask = {"times": np.arange(0.0, 20000.0, 0.5), "observe": ["circuit.slow"], "n_people": 60, "chunk": 10}
    whole = simulator(toy).solve(**ask)
    part = simulator(toy).solve(**ask, threads=1, errors="keep", progress=stop_at_once)
    finished = np.flatnonzero(part.status == 0)
    assert 10 <= len(finished) < 60
    assert np.array_equal(part.values["circuit.slow"][finished], whole.values["circuit.slow"][finished])
    assert {f.reason for f in part.failures} == {"interrupted"}
    assert len(finished) + len(part.failures) == 60
    with pytest.raises(KeyboardInterrupt):
        simulator(toy).solve(**ask, threads=1, progress=stop_at_once)


@pytest.mark.parametrize(("precision", "apart"), [("float64", 1e-7), ("float32", 5e-4)])
def test_a_person_alone_is_the_same_as_among_others(precision, apart):
    """Up to a step that rounding makes stand or fall, within a tenth of the tolerance in float64.

    The default model, each of two people in every state and hour, at rtol 1e-6 and 1e-4.
    """
    problem = Problem.default()
    rtol = 1e-6 if precision == "float64" else 1e-4
    among, alone = (problem.every_state(2, rtol, simulator(problem.model, precision, alone=a)) for a in (False, True))
    peak = np.abs(among).max(axis=2) + 1e-3 * problem.scales
    assert (np.abs(among - alone).max(axis=2) / peak).max() < apart
