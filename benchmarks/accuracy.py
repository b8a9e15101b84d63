"""The largest error of every state, by tolerance and precision, against a reference at rtol 1e-11.

    uv run benchmarks/accuracy.py [--people N]

An error is in parts of the state's peak in that person (plus a thousandth of its declared scale), the largest of all
hours; people, doses and times are those of `regrowth bench`. float32 is compared with float64 at the same tolerance,
too.
"""

from __future__ import annotations

import argparse

import numpy as np

from regrowth.bench.problem import Problem
from regrowth.engine import simulator

REFERENCE = 1e-11


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=64)
    n = parser.parse_args().people

    problem = Problem.default()
    single = simulator(problem.model, precision="float32")
    reference = problem.every_state(n, REFERENCE)
    peak = np.abs(reference).max(axis=2) + 1e-3 * problem.scales

    def show(label: str, found: np.ndarray, other: np.ndarray) -> None:
        worst = (np.abs(found - other).max(axis=2) / peak).max(axis=0)
        order = np.argsort(worst)[::-1]
        states = ", ".join(f"{problem.states[i]} {worst[i]:.1e}" for i in order[:3])
        print(f"{label:28} {states}; median state {np.median(worst):.1e}")

    print(f"{n} people, largest errors")
    for rtol in (1e-4, 1e-5, 1e-6, 1e-7, 1e-8):
        show(f"rtol {rtol:g}", problem.every_state(n, rtol), reference)
    rough = problem.every_state(n, 1e-4, single)
    show("rtol 0.0001, float32", rough, reference)
    show("  against float64", rough, problem.every_state(n, 1e-4))


if __name__ == "__main__":
    main()
