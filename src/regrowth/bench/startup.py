"""What is paid once: compiling, starting warm, and memory; each in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from tempfile import TemporaryDirectory
from typing import Any

_SOLVE = """
import json, sys, time
begun = time.perf_counter()
import regrowth
from regrowth.bench.problem import HOURS, OBSERVE, Problem
from regrowth.engine import assemble, simulator
model = assemble(sys.argv[1])
imported = time.perf_counter() - begun
sim = simulator(model, alone=sys.argv[2] == "1")
compiled = time.perf_counter() - begun - imported
if sys.argv[1] == "human":
    problem = Problem(model)
    n = int(sys.argv[2])
    problem.solve(n, 1e-6, sim)
    first = time.perf_counter() - begun
    one = []
    for rtol in (1e-6, 1e-4) if n == 1 else ():
        times = []
        for _ in range(40):
            start = time.perf_counter()
            problem.solve(1, rtol, sim)
            times.append(time.perf_counter() - start)
        one.append(sorted(times)[len(times) // 2])
else:
    first = one = None
try:  # what this program itself has held at most; getrusage would count the parent's memory, too
    lines = open("/proc/self/status").read().splitlines()
    peak = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
except (OSError, StopIteration):
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps({"import": imported, "compile": compiled, "first_result": first, "one_person": one, "peak": peak}))
"""


def startup(people: int = 1000) -> dict[str, float]:
    """Seconds and bytes, by what they are."""
    with TemporaryDirectory() as empty:
        cold = _measured("human", 1, empty)
        warm = _measured("human", 1, empty)
        crowd = _measured("human", people, empty)
    with TemporaryDirectory() as empty:
        _measured("rat", 1, empty)  # builds what the compiler itself needs
        again = _measured("human", 1, empty)
    return {
        "first_ever_compile_s": cold["compile"],
        "compile_s": again["compile"],
        "warm_import_to_first_result_s": warm["first_result"],
        "one_person_28_days_s": warm["one_person"][0],
        "one_person_28_days_rtol1e4_s": warm["one_person"][1],
        "peak_bytes_one_person": warm["peak"],
        f"peak_bytes_{people}_people_hourly": crowd["peak"],
    }


def _measured(species: str, people: int, cache: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", _SOLVE, species, str(people)],
        env=os.environ | {"REGROWTH_CACHE": cache},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)
