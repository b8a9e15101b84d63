"""People far from the typical one: does anyone fail, and does memory stay bounded?

    uv run benchmarks/hard_people.py [--people N] [--cv 0.5] [--rtol 1e-4]

Every parameter with a spread is drawn from a lognormal (for signed or uniform ones a normal, kept inside its bounds)
with the given coefficient of variation, all independent, which is far wider than the declared spreads. Each person
has six infusions of his or her own. Prints failures by reason, people per second and the peak of memory.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections import Counter

import numpy as np

from regrowth.bench.problem import Problem
from regrowth.engine import simulator
from regrowth.people import draws

VISITS = np.array([0.0, 4.0, 24.0, 72.0, 168.0, 336.0, 672.0])


def drawn(problem: Problem, n: int, cv: float, seed: int) -> dict[str, np.ndarray]:
    """Every parameter with a spread, for n people."""
    from scipy.special import ndtri

    sigma = np.sqrt(np.log1p(cv**2))
    values = {}
    for p in problem.model.parameters:
        if not p.spread:
            continue
        normal = ndtri(draws(p.name, seed=seed, start=0, stop=n))
        made = p.value * np.exp(sigma * normal) if p.value > 0 else p.value + cv * max(abs(p.value), 0.1) * normal
        low, high = p.bounds
        values[p.name] = np.clip(made, low, high)
    return values


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--cv", type=float, default=0.5)
    parser.add_argument("--rtol", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--chunk", type=int, default=5_000, help="people held at once")
    asked = parser.parse_args()

    problem = Problem.default()
    sim = simulator(problem.model)
    failures: Counter[str] = Counter()
    shown: list[str] = []
    begun, busy = time.perf_counter(), time.process_time()
    for start in range(0, asked.people, asked.chunk):
        n = min(asked.chunk, asked.people - start)
        part = Problem(problem.model, seed=asked.seed + start)
        people = part.people(n)
        parameters = {**people.covariates, **people.parameters, **drawn(problem, n, asked.cv, asked.seed + start)}
        s = sim.solve(
            times=VISITS,
            observe=["outcomes.madrs"],
            schedule=part.schedule(people),
            parameters=parameters,
            rtol=asked.rtol,
            errors="keep",
        )
        for f in s.failures:
            failures[f"{f.reason}, in {f.state}"] += 1
            shown.append(f"chunk from {start}: {f}")
    wall, cpu = time.perf_counter() - begun, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    varied = len(drawn(problem, 1, asked.cv, 1))
    print(f"{asked.people:,} people, CV {asked.cv:.0%} on {varied} parameters, rtol {asked.rtol:g}")
    print(f"{sum(failures.values())} failures; {asked.people / cpu:,.0f} people per CPU-second, {wall:.1f} s")
    print(f"peak memory {peak:.0f} MiB")
    for reason, count in failures.most_common():
        print(f"  {count:6d}  {reason}")
    for line in shown[:10]:
        print(f"  {line}")


if __name__ == "__main__":
    main()
