"""People per second on a GPU and on all processors of the same machine, in one run; and how far apart they are.

    uv run --extra gpu benchmarks/gpu.py [--people N] [--json FILE]

People, doses and times are those of `regrowth bench`. Clock time includes everything after the people are drawn:
schedules, rests, copies to and from the GPU, results in their units. The first solve compiles and does not count.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from regrowth.bench.problem import HOURS, OBSERVE, Problem
from regrowth.engine import simulator
from regrowth.engine.cuda import solve_on_gpu
from regrowth.engine.integrate import Precision, Solution

SETTINGS: tuple[tuple[Precision, float], ...] = (("float64", 1e-6), ("float64", 1e-4), ("float32", 1e-4))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=65_536)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    problem = Problem.default()
    drawn = problem.people(asked.people)
    question = dict(
        times=HOURS,
        observe=OBSERVE,
        schedule=problem.schedule(drawn).events(problem.model),
        parameters={**drawn.covariates, **drawn.parameters},
    )
    rows = []
    for precision, rtol in SETTINGS:
        sim = simulator(problem.model, precision)
        ways = {
            "processors": partial(sim.solve, **question, rtol=rtol),
            "gpu": partial(solve_on_gpu, problem.model, **question, rtol=rtol, precision=precision),
        }
        taken, found = {}, {}
        for name, solve in ways.items():
            taken[name], found[name] = _fastest(solve, asked.rounds)
        rows.append(
            {
                "precision": precision, "rtol": rtol, "people": asked.people,
                **{f"{name}_people_per_second": asked.people / s for name, s in taken.items()},
                "gpu_over_processors": taken["processors"] / taken["gpu"],
                "apart": _apart(found["gpu"], found["processors"]),
            }
        )  # fmt: skip
        print(json.dumps(rows[-1]), flush=True)
    if asked.json:
        asked.json.write_text(json.dumps({"gpu": _gpu(), "processors": os.cpu_count(), "rows": rows}, indent=1))


def _fastest(solve: Callable[[], Solution], rounds: int) -> tuple[float, Solution]:
    """Least clock time of a few solves after one that compiles."""
    solution, times = solve(), []
    for _ in range(rounds):
        begun = time.perf_counter()
        solution = solve()
        times.append(time.perf_counter() - begun)
    return min(times), solution


def _apart(found: Solution, expected: Solution) -> float:
    """Largest difference of any observable, person and hour, in parts of the person's peak."""
    pairs = [(np.asarray(found.values[o]), np.asarray(expected.values[o])) for o in OBSERVE]
    return max(float((np.abs(a - b).max(axis=1) / np.abs(b).max(axis=1)).max()) for a, b in pairs)


def _gpu() -> str:
    import cupy  # pyright: ignore[reportMissingImports]

    return cupy.cuda.runtime.getDeviceProperties(0)["name"].decode()


if __name__ == "__main__":
    main()
