"""Speed and accuracy beside other simulators, measured in one run on one machine."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.table import Table

    from regrowth.bench.measure import Series

#: the error at which simulators are compared: parts of a state's peak, the worst of all states, hours and people
ERROR = 1e-5


@dataclass(frozen=True)
class Bench:
    """What was measured."""

    series: list[Series]
    references_apart: float
    once: dict[str, float]
    machine: dict[str, Any]
    states: int
    parameters: int

    def ratios(self) -> dict[str, float | None]:
        """How many times faster this package is; None where a peer was not measured."""
        by_name = {s.name: s for s in self.series}
        own, single = by_name["regrowth float64"], by_name["regrowth float32"]
        own_at = own.at_error(ERROR)
        found: dict[str, float | None] = {}
        for key, name in (("libroadrunner", "libRoadRunner"), ("copasi", "COPASI")):
            peer = by_name.get(name)
            peer_at = peer.at_error(ERROR) if peer else None
            found[f"{key}_equal_error_float64"] = own_at / peer_at if own_at and peer_at else None
            same = 1e-6 if peer else None
            found[f"{key}_rtol1e6_float64"] = own.median(same) / peer.median(same) if peer and same else None
            found[f"{key}_rtol1e4_float32"] = single.median(1e-4) / peer.median(1e-4) if peer else None
        return found

    def to_json(self) -> str:
        return json.dumps(self.as_dict(), indent=1)

    def as_dict(self) -> dict[str, Any]:
        """Ratios, and every number behind them."""
        return {
            "problem": {
                "model": "default human", "states": self.states, "parameters": self.parameters, "days": 28,
                "infusions": 6, "hourly_observables": 6,
                "error": "largest |x - reference| / (peak |reference| + 0.001 scale) of any state, hour and person",
                "reference": "this package at rtol 1e-12",
                "libroadrunner_at_1e-11_from_reference": self.references_apart,
            },
            "machine": self.machine,
            "ratios": self.ratios(),
            "medians": {
                s.name: {
                    "version": s.version,
                    "load_s": s.load_seconds,
                    "people_per_cpu_second_at_error_1e-5": s.at_error(ERROR),
                    "by_rtol": [
                        {"rtol": r, "people_per_cpu_second": s.median(r), "error": s.errors[r], "rounds": s.speeds[r]}
                        for r in sorted(s.errors, reverse=True)
                    ],
                }
                for s in self.series
            },
            "once": self.once,
        }  # fmt: skip

    def tables(self) -> list[Table]:
        """For a terminal: speeds by tolerance, ratios, and what is paid once."""
        from rich.table import Table

        speeds = Table(
            title="People per CPU-second, and the largest error in any state", title_justify="left", box=None
        )
        for heading in ("", "rtol", "people/CPU-s", "error"):
            speeds.add_column(heading, justify="left" if not heading else "right")
        for s in self.series:
            for i, r in enumerate(sorted(s.errors, reverse=True)):
                speeds.add_row(s.name if not i else "", f"{r:.0e}", f"{s.median(r):,.1f}", f"{s.errors[r]:.1e}")
        compared = Table(title="Times faster", title_justify="left", box=None, show_header=False)
        for name, value in self.ratios().items():
            compared.add_row(name.replace("_", " "), "not measured" if value is None else f"{value:.0f}×")
        once = Table(title="Paid once", title_justify="left", box=None, show_header=False)
        for name, value in self.once.items():
            once.add_row(*_readable(name, value))
        return [speeds, compared, once]


def _readable(name: str, value: float) -> tuple[str, str]:
    words = name.removesuffix("_s").replace("_bytes", "").replace("_", " ")
    if "bytes" in name:
        return words, f"{value / 2**20:.0f} MiB"
    return (words, f"{value:.3g} s") if name.endswith("_s") else (words, f"{value:.2f}")


def bench(
    *, rounds: int = 5, people: int = 256, peer_people: int = 4, tell: Callable[[str], None] = lambda _: None
) -> Bench:
    """Measure this package and the peers that are installed; a few minutes.

    Parameters
    ----------
    rounds
        Every simulator runs once per round at each tolerance; medians are taken over rounds.
    people, peer_people
        How many people this package, and each peer, solves per run.
    tell
        Called with what is being done.
    """
    import numpy as np

    from regrowth.bench.measure import measured, ten_sensitivities, threads
    from regrowth.bench.problem import Problem
    from regrowth.bench.startup import startup

    problem = Problem.default()
    series, apart = measured(problem, rounds=rounds, ours=people, theirs=peer_people, tell=tell)
    tell("compiling from nothing, in processes of their own")
    once = startup() | threads(problem, 4 * people)
    tell("sensitivities")
    once |= ten_sensitivities(problem, people)
    machine = {
        "processor": _processor(), "cores": os.cpu_count(), "python": platform.python_version(),
        "numpy": np.__version__, "system": platform.platform(),
    }  # fmt: skip
    return Bench(series, apart, once, machine, len(problem.states), len(problem.model.parameters))


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
