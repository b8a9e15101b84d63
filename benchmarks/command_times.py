"""How long a user waits: `--help`, an error, the first compile, a warm solve, a whole warm `run` with its report.

    uv run benchmarks/command_times.py [--json FILE]

Prints medians; nothing is asserted, since machines differ. The compile cache is a fresh folder, so that the first
compile is really the first.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROTOCOL = ROOT / "protocols" / "murrough2013.yaml"


Taken = tuple[float, float]
"""Wall seconds, and seconds of processor time: on a busy machine the second says more."""


def seconds(work: Callable[[], object], repeats: int = 5) -> Taken:
    """Medians of what some child processes took."""
    wall, busy = [], []
    for _ in range(repeats):
        started, before = time.perf_counter(), _processor_time()
        work()
        wall.append(time.perf_counter() - started)
        busy.append(_processor_time() - before)
    return statistics.median(wall), statistics.median(busy)


def _processor_time() -> float:
    spent = os.times()
    return spent.children_user + spent.children_system


def command(*words: str, cache: str) -> None:
    environment = os.environ | {"REGROWTH_CACHE": cache, "NO_PROGRESS": "1"}
    done = subprocess.run([sys.executable, "-m", "regrowth.cli", *words], env=environment, capture_output=True)
    if done.returncode not in (0, 2):
        raise SystemExit(done.stderr.decode())


def warm_solve(cache: str) -> float:
    """Milliseconds of one warm solve: both arms of the protocol, one person each, every observable."""
    code = f"""
import time, statistics, regrowth
plan = regrowth.read({str(PROTOCOL)!r})
regrowth.simulate(plan)
from regrowth.engine.integrate import Simulator
taken = []
solve = Simulator.solve
def timed(self, *args, **how):
    started = time.perf_counter()
    solution = solve(self, *args, **how)
    taken.append(time.perf_counter() - started)
    return solution
Simulator.solve = timed
for _ in range(9):
    regrowth.simulate(plan)
print(1000 * statistics.median(taken))
"""
    environment = os.environ | {"REGROWTH_CACHE": cache}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", type=Path, help="also write the numbers there")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        cache, out = str(Path(folder) / "cache"), str(Path(folder) / "out")
        rows: dict[str, Taken] = {}
        rows["--help"] = seconds(lambda: command("--help", cache=cache))
        rows["an error"] = seconds(lambda: command("run", "no-such-file.yaml", cache=cache))
        first = seconds(lambda: command("run", str(PROTOCOL), "--out", out, cache=cache), 1)
        warm = seconds(lambda: command("run", str(PROTOCOL), "--out", out, "--force", cache=cache), 3)
        rows["first run ever, with compile"] = first
        rows["warm run with report"] = warm
        rows["so the first compile"] = (first[0] - warm[0], first[1] - warm[1])
        solve = warm_solve(cache)
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{'seconds':32s} {'wall':>8s} {'processor':>10s}")
    for name, (wall, busy) in rows.items():
        print(f"{name:32s} {wall:8.2f} {busy:10.2f}")
    print(f"{'warm solve, one person per arm':32s} {solve / 1000:8.3f}")
    if asked.json:
        found = {name: {"wall_s": wall, "processor_s": busy} for name, (wall, busy) in rows.items()}
        asked.json.write_text(json.dumps(found | {"warm solve": {"wall_s": solve / 1000}}, indent=1), "utf-8")


if __name__ == "__main__":
    main()
