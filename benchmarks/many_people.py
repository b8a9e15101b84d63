"""Endpoints of a large population: processor time, and the peak of memory, which must not grow with the people.

    uv run benchmarks/many_people.py [--people N] [--protocol protocols/murrough2013b.yaml]
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from regrowth import population


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--protocol", default="protocols/murrough2013b.yaml")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "endpoints.parquet"
        begun, busy = time.perf_counter(), time.process_time()
        population.endpoints(asked.protocol, path, people=asked.people)
        wall, cpu = time.perf_counter() - begun, time.process_time() - busy
        size = path.stat().st_size / 2**20
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{asked.people:,} people: {wall:.0f} s, {cpu:.0f} s of processor time")
    print(f"{size:.0f} MiB written, peak of memory {peak:.0f} MiB")


if __name__ == "__main__":
    main()
