"""What a caller asks for: how many people, at which times, within what memory; each mistake named."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from regrowth.engine.assemble import Model
from regrowth.engine.schedule import Events, Schedule
from regrowth.errors import RegrowthError

Parameters = np.ndarray | Mapping[str, float | np.ndarray] | None
Times = np.ndarray | Sequence[float] | Sequence[np.ndarray]


def number_of_people(
    schedule: Schedule | Events | None, parameters: Parameters, times: Times, n_people: int | None
) -> int:
    """The one number that everything given agrees on."""
    counts: dict[str, int] = {}
    if n_people is not None:
        counts["n_people"] = n_people
    if schedule is not None:
        counts["the schedule"] = schedule.n_people
    if isinstance(parameters, np.ndarray):
        counts["the parameter array"] = len(parameters)
    elif parameters:
        shapes = {k: v.shape if isinstance(v, np.ndarray) else np.shape(v) for k, v in parameters.items()}
        counts |= {k: shape[0] for k, shape in shapes.items() if len(shape) == 1}
    if len(times) and np.ndim(times[0]) == 1:
        counts["the list of times"] = len(times)
    if len(set(counts.values())) > 1:
        words = ", ".join(f"{name} has {count}" for name, count in counts.items())
        raise RegrowthError(f"how many people? {words}")
    n = next(iter(counts.values()), 1)
    if n < 1:
        raise RegrowthError("there must be at least one person")
    return n


def as_events(schedule: Schedule | Events | None, model: Model, n: int) -> Events:
    """What is done, as edges; nothing for ``None``."""
    if isinstance(schedule, Events):
        return schedule
    return (schedule or Schedule.empty(n)).events(model)


def output_times(times: Times, n: int) -> tuple[np.ndarray | None, list[np.ndarray]]:
    """(the times that all share, or None; each person's times)"""
    if not len(times):
        raise RegrowthError("no output times are asked for")
    if np.ndim(times[0]) == 0:
        shared = np.asarray(times, dtype=np.float64)
        _check_times(shared)
        return shared, [shared] * n
    each = [np.asarray(t, dtype=np.float64) for t in times]
    for person, t in enumerate(each):
        if not len(t):
            raise RegrowthError(f"no output times are asked for of person {person}")
        _check_times(t)
    return None, each


def _check_times(t: np.ndarray) -> None:
    if not np.isfinite(t).all() or (np.diff(t) < 0).any():
        raise RegrowthError("output times must be finite and ascending")


def check_settings(rtol: float, threads: int | None, errors: str) -> None:
    """Refuse settings that mean nothing."""
    if not 1e-14 <= rtol <= 0.1:
        raise RegrowthError(f"rtol is {rtol:g}; it must lie between 1e-14 and 0.1")
    if threads is not None and threads < 1:
        raise RegrowthError(f"threads is {threads}; it must be at least 1")
    if errors not in ("raise", "keep"):
        raise RegrowthError(f"errors is {errors!r}; it must be 'raise' or 'keep'")


def check_memory(n: int, times: Times, observables: int, numbers: int) -> None:
    """Refuse, before anything is allocated, what can not fit: ``numbers`` are kept of each person besides results."""
    if len(times) and np.ndim(times[0]) == 1:
        values = sum(len(np.atleast_1d(t)) for t in times) * observables
    else:
        values = n * len(times) * observables
    needed = 8 * (values + n * numbers)
    if (free := free_memory()) is not None and needed > free:
        raise RegrowthError(
            f"{n:,} people, {observables} observables and {values // max(1, n * observables):,} times need "
            f"{needed / 1e9:,.1f} GB of memory; {free / 1e9:,.1f} GB are free. Ask for fewer times or observables, "
            "or solve the people in parts."
        )


def free_memory() -> int | None:
    """Bytes that can be had without swapping, or None where the system does not say."""
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None
