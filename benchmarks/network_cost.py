"""What the explicit network costs: 28 days of 1e4, 1e5 and 1e6 synapses, settling and daily readings included.

    uv run benchmarks/network_cost.py [--json FILE] [--largest N] [--nest]

Prints wall and processor seconds; nothing is asserted, since machines differ. `--nest` also measures NEST's structural
plasticity where PyNEST can be imported (under GPL, so regrowth does not ask for it):

    uv run --with nest-simulator benchmarks/network_cost.py --nest

a short run of a network of the same number of synapses, extrapolated to 28 days and said so. NEST integrates spikes at
0.1 ms, which is another and much finer model; the comparison says what weeks of synapses would take there.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from pathlib import Path

from regrowth.network.growth import SETTLING_DAYS, grow
from regrowth.network.subject import person

ROOT = Path(__file__).resolve().parents[1]
DAYS, HOURS_A_DAY = 28, 24


def measured(drives, synapses: int, **options) -> dict[str, float]:
    wall, busy = time.perf_counter(), time.process_time()
    grown = grow(drives, synapses, seed=1, **options)
    wall, busy = time.perf_counter() - wall, time.process_time() - busy
    return {"synapses": round(grown.sheet.healthy), "lives": len(grown.lives), "wall": wall, "processor": busy}


def nest(synapses: int, biological_seconds: float = 2.0) -> dict[str, float | str] | str:
    """Processor seconds that NEST takes for a short time with structural plasticity, and for 28 days at that pace."""
    try:
        import nest as simulator  # pyright: ignore[reportMissingImports]
    except ImportError:
        return "PyNEST isn't installed here; nothing measured."
    indegree = 100
    simulator.ResetKernel()
    # structural plasticity runs on one thread only
    simulator.set(resolution=0.1, local_num_threads=1, structural_plasticity_update_interval=100.0)
    # elements come or go by calcium, fast enough that a short run sees synapses come and go
    curve = {"growth_curve": "gaussian", "growth_rate": 5e-3, "continuous": False, "eta": -0.01, "eps": 0.01}
    curve["z"] = float(indegree)
    elements = {"Axon_ex": curve, "Den_ex": curve}
    cells = simulator.Create("iaf_psc_alpha", round(synapses / indegree), {"synaptic_elements": elements})
    noise = simulator.Create("poisson_generator", params={"rate": 10_000.0})
    simulator.Connect(noise, cells, "all_to_all", {"weight": 6.4, "delay": 1.0})
    simulator.CopyModel("static_synapse", "structural", {"weight": 0.1, "delay": 1.0})
    simulator.structural_plasticity_synapses = {
        "ex": {"synapse_model": "structural", "post_synaptic_element": "Den_ex", "pre_synaptic_element": "Axon_ex"}
    }
    simulator.EnableStructuralPlasticity()  # the first update joins all elements there are
    simulator.Simulate(200.0)
    start = simulator.num_connections - len(cells)
    before, spikes = time.process_time(), simulator.local_spike_counter
    simulator.Simulate(1000 * biological_seconds)
    taken = time.process_time() - before
    fired = simulator.local_spike_counter - spikes
    return {
        "version": simulator.__version__,
        "synapses": start,
        "synapses at the end": simulator.num_connections - len(cells),
        "biological seconds": biological_seconds,
        "mean rate, Hz": fired / len(cells) / biological_seconds,
        "processor": taken,
        "processor for 28 days, extrapolated": taken / biological_seconds * DAYS * HOURS_A_DAY * 3600,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--largest", type=int, default=1_000_000)
    parser.add_argument("--nest", action="store_true")
    asked = parser.parse_args()
    drives = person(ROOT / "protocols" / "price2022.yaml", days=DAYS).drives["ketamine + training"]
    grow(drives, 2_000, seed=1, settling_days=0)  # compiles
    rows = []
    print(f"{DAYS} days, after {SETTLING_DAYS} days of settling at rest, a reading every day; {os.cpu_count()} cores")
    print(f"{'synapses':>10} {'lives':>10} {'wall s':>8} {'processor s':>12} {'µs / synapse day':>17}")
    for synapses in (10_000, 100_000, 1_000_000):
        if synapses > asked.largest:
            continue
        row = measured(drives, synapses)
        rows.append(row)
        each = 1e6 * row["processor"] / row["synapses"] / (DAYS + SETTLING_DAYS)
        print(f"{row['synapses']:>10,} {row['lives']:>10,} {row['wall']:>8.2f} {row['processor']:>12.2f} {each:>17.3f}")
    found: dict[str, object] = {"machine": platform.processor() or platform.machine(), "days": DAYS, "rows": rows}
    if asked.nest:
        found["nest, extrapolated from a short run"] = said = nest(100_000)
        print("NEST, extrapolated from a short run:", said)
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1), "utf-8")


if __name__ == "__main__":
    main()
