"""Time and error of each simulator at each tolerance, in interleaved rounds."""

from __future__ import annotations

import gc
import importlib.util
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from itertools import pairwise
from typing import Any

import numpy as np

from regrowth.bench.persons import sbml_and_people
from regrowth.bench.problem import HOURS, OBSERVE, Problem
from regrowth.engine import sensitivities, simulator
from regrowth.errors import RegrowthError

#: at these tolerances; peers need tighter ones to reach the same error
TOLERANCES = {
    "regrowth float64": (1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8),
    "regrowth float32": (1e-3, 1e-4, 1e-5),
    "libRoadRunner": (1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9),
    "COPASI": (1e-4, 1e-5, 1e-6, 1e-7, 1e-8),
}
_NEEDS = {"libRoadRunner": "roadrunner", "COPASI": "basico"}


@dataclass
class Series:
    """One simulator: people per CPU-second in each round, and the largest error, by tolerance."""

    name: str
    version: str
    load_seconds: float
    people: int
    speeds: dict[float, list[float]] = field(default_factory=dict)
    errors: dict[float, float] = field(default_factory=dict)

    def median(self, rtol: float) -> float:
        return statistics.median(self.speeds[rtol])

    def at_error(self, error: float) -> float | None:
        """People per CPU-second at an error, on the line between the two nearest tolerances (both axes in logs).

        None where the simulator was not measured on both sides of that error.
        """
        points = sorted((self.errors[r], self.median(r)) for r in self.errors)
        for (low, slow), (high, fast) in pairwise(points):
            if low <= error <= high:
                share = 0.0 if high == low else np.log(error / low) / np.log(high / low)
                return float(slow * (fast / slow) ** share)
        return None


Run = Callable[[float], None]
Accurate = Callable[[float], np.ndarray]


def measured(
    problem: Problem, *, rounds: int = 5, ours: int = 256, theirs: int = 4, tell: Callable[[str], None] = lambda _: None
) -> tuple[list[Series], float]:
    """All simulators that are installed, and how far the two references are apart.

    In each round every simulator runs at every tolerance, one after another, on one thread; processor time is
    counted. Ours includes drawing the people, their schedules and their rests; the others get these for nothing.
    """
    tell("reference")
    reference = problem.every_state(theirs, 1e-12)
    prepared = [*_own(problem, ours, theirs), *_peers(problem, theirs, tell)]
    apart = float("nan")
    for series, run, accurate in prepared:
        for rtol in TOLERANCES[series.name]:
            tell(f"{series.name}, error at {rtol:g}")
            series.errors[rtol] = problem.error(accurate(rtol), reference)
            run(rtol)  # once before it counts
        if series.name == "libRoadRunner":
            apart = problem.error(accurate(1e-11), reference)
    for number in range(rounds):
        for series, run, _ in prepared:
            for rtol in TOLERANCES[series.name]:
                tell(f"round {number + 1} of {rounds}: {series.name}, {rtol:g}")
                gc.collect()
                begun = time.process_time()
                run(rtol)
                taken = time.process_time() - begun
                series.speeds.setdefault(rtol, []).append(series.people / taken)
    return [series for series, *_ in prepared], apart


def _question(problem: Problem, n: int) -> dict[str, Any]:
    """What is asked of the engine: n people with their schedules, hourly, at the default tolerance."""
    people = problem.people(n)
    return dict(
        times=HOURS,
        observe=OBSERVE,
        schedule=problem.schedule(people).events(problem.model),
        parameters={**people.covariates, **people.parameters},
        rtol=1e-6,
    )


def threads(problem: Problem, n: int, rounds: int = 5) -> dict[str, float]:
    """How much faster two threads are than one, on the clock, and the share of vector lanes that did useful work."""
    sim, ask = simulator(problem.model), _question(problem, n)
    wall: dict[int, list[float]] = {1: [], 2: []}
    use = 0.0
    for _ in range(rounds):
        for count, taken in wall.items():
            begun = time.perf_counter()
            use = sim.solve(**ask, threads=count).lane_use
            taken.append(time.perf_counter() - begun)
    return {"two_threads_over_one": min(wall[1]) / min(wall[2]), "lane_use": use}


def ten_sensitivities(problem: Problem, n: int, rounds: int = 5) -> dict[str, float]:
    """What derivatives along ten parameters, spread over all levels, cost beside the same solve without them.

    Processor time with the values included, medians of interleaved rounds, one thread, rtol 1e-6.
    """
    spread = [p.name for p in problem.model.parameters if p.spread]
    ask = _question(problem, n) | {"threads": 1}
    along = spread[:: len(spread) // 10][:10]
    solves = {
        "plain": partial(simulator(problem.model).solve, **ask),
        "tangents": partial(sensitivities, problem.model, along, **ask),
    }
    taken: dict[str, list[float]] = {name: [] for name in solves}
    for number in range(rounds + 1):
        for name, solve in solves.items():
            begun = time.process_time()
            solve()
            if number:  # the first round compiles
                taken[name].append(time.process_time() - begun)
    plain, tangents = (statistics.median(taken[name]) for name in solves)
    return {"ten_sensitivities_over_one_solve": tangents / plain}


def _own(problem: Problem, n: int, few: int) -> list[tuple[Series, Run, Accurate]]:
    made = []
    for precision, people in (("float64", n), ("float32", 2 * n)):
        begun = time.perf_counter()
        sim = simulator(problem.model, precision)
        problem.solve(1, 1e-4, sim)
        series = Series(f"regrowth {precision}", version("regrowth"), time.perf_counter() - begun, people)
        made.append(
            (
                series,
                partial(_run, problem, people, sim),
                partial(lambda sim, rtol: problem.every_state(few, rtol, sim), sim),
            )
        )
    return made


def _run(problem: Problem, people: int, sim, rtol: float) -> None:
    problem.solve(people, rtol, sim)


def _peers(problem: Problem, n: int, tell: Callable[[str], None]) -> list[tuple[Series, Run, Accurate]]:
    found = [name for name, module in _NEEDS.items() if importlib.util.find_spec(module)]
    if not found:
        raise RegrowthError(
            "there is nothing to compare with. Install peers with `pip install libroadrunner copasi-basico`."
        )
    sbml, persons = sbml_and_people(problem, n)
    scales = dict(zip(problem.states, problem.scales, strict=True))
    wanted = problem.symbols()
    made = []
    for name in found:
        tell(f"{name} loads the model")
        begun = time.perf_counter()
        peer = _peer(name)(sbml, scales)
        series = Series(name, peer.version, time.perf_counter() - begun, n)

        def run(rtol: float, peer=peer) -> None:
            for values in persons:
                peer.solve(values, HOURS, wanted, rtol)

        def accurate(rtol: float, peer=peer) -> np.ndarray:
            return np.stack([peer.solve(values, HOURS, problem.states, rtol) for values in persons])

        made.append((series, run, accurate))
    return made


def _peer(name: str):
    if name == "COPASI":
        from regrowth.bench.copasi import Copasi

        return Copasi
    from regrowth.bench.libroadrunner import LibRoadRunner

    return LibRoadRunner
