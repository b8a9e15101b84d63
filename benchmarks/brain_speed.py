"""How long a minute of whole-brain activity takes, beside neurolib's own Wong-Wang model, in one run.

    uv run benchmarks/brain_speed.py [--json FILE]

Both have 80 regions on the same connectome, on one thread, after compiling. neurolib's model steps by 0.1 ms unless
told otherwise; it is timed so, and at 1 ms as here. Its dynamics are close but not the same: it has no feedback
inhibition, delays between regions (set to none here), and an Ornstein-Uhlenbeck noise. Medians; the second column is
processor time, which says more on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import platform
import statistics
import time
import warnings
from collections.abc import Callable
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = "1"

SECONDS = 60.0


def timed(work: Callable[[], object], repeats: int) -> dict[str, float]:
    wall, busy = [], []
    for _ in range(repeats):
        started, before = time.perf_counter(), time.process_time()
        work()
        wall.append(time.perf_counter() - started)
        busy.append(time.process_time() - before)
    return {"wall": round(statistics.median(wall), 3), "processor": round(statistics.median(busy), 3)}


def ours(repeats: int) -> dict[str, dict[str, float]]:
    from regrowth.brain import HEALTHY, reading, simulate
    from regrowth.brain.working_point import working_point

    point = working_point(HEALTHY)
    simulate(point, 1.0)
    reading(HEALTHY)
    return {
        "regrowth, 1 ms": timed(lambda: simulate(point, SECONDS, bold=False), repeats),
        "regrowth, 1 ms, with BOLD (and 20 s to settle)": timed(lambda: simulate(point, SECONDS), repeats),
        "regrowth, connectivity without simulating": timed(lambda: reading.__wrapped__(HEALTHY), repeats),
    }


def theirs(repeats: int) -> dict[str, dict[str, float]]:
    import numpy as np

    from regrowth.brain.connectome import connectome

    logging.disable(logging.WARNING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from neurolib.models.ww import WWModel

        weights = connectome().weights
        model = WWModel(Cmat=weights, Dmat=np.zeros_like(weights))
        found = {}
        for step in (1.0, 0.1):
            model.params["dt"] = step
            model.params["duration"] = 1000.0
            model.run()
            model.params["duration"] = 1000.0 * SECONDS
            found[f"neurolib, {step:g} ms"] = timed(model.run, 1 if step < 1 else repeats)
    return found


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--json", type=Path, metavar="FILE")
    reader.add_argument("--repeats", type=int, default=5)
    asked = reader.parse_args()
    found = ours(asked.repeats)
    try:
        found |= theirs(asked.repeats)
    except Exception as problem:  # whatever keeps another's package from running is not ours to mend
        print(f"neurolib could not be timed: {type(problem).__name__}: {problem}")
    for name, taken in found.items():
        print(f"{name:50s} {taken['wall']:8.3f} s wall {taken['processor']:8.3f} s processor")
    if asked.json:
        told = {"seconds of biology": SECONDS, "machine": platform.processor() or platform.machine(), "taken": found}
        asked.json.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
