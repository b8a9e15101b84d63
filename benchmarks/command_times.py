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


def seconds(work: Callable[[], object], repeats: int = 5) -> float:
    """Median wall time."""
    taken = []
    for _ in range(repeats):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


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
        rows: dict[str, float] = {}
        rows["--help, s"] = seconds(lambda: command("--help", cache=cache))
        rows["an error, s"] = seconds(lambda: command("run", "no-such-file.yaml", cache=cache))
        rows["first run ever, with compile, s"] = seconds(
            lambda: command("run", str(PROTOCOL), "--out", out, cache=cache), 1
        )
        rows["warm run with report, s"] = seconds(
            lambda: command("run", str(PROTOCOL), "--out", out, "--force", cache=cache), 3
        )
        rows["first compile (first run less warm run), s"] = (
            rows["first run ever, with compile, s"] - rows["warm run with report, s"]
        )
        rows["warm solve, two people, ms"] = warm_solve(cache)
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for name, value in rows.items():
        print(f"{name:45s} {value:8.2f}")
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1), "utf-8")


if __name__ == "__main__":
    main()
