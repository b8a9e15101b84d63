"""What the rest of the person does to the synapses, hour by hour: the run of the equations and the arm's schedule."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from regrowth.engine import Model
from regrowth.errors import RegrowthError
from regrowth.network.law import BoundLaw, CohortLaw
from regrowth.network.parameters import numbers
from regrowth.network.presets import Preset
from regrowth.protocol import Arm, Row
from regrowth.result import Run

QUARTERS = np.array([0.125, 0.375, 0.625, 0.875])
USE, MOOD_PRACTICE = "new_path_in_use", "practice_mood"
_RATE, _MEMORY = "context/rehearsal.practice_rate", "context/rehearsal.practice_memory"
_WANTED = ("surface_ampa", "nmda_pyramidal", "stress_level", USE)


@dataclass(frozen=True)
class Drives:
    """Hourly means over hours ``first, first + 1, …`` after the first dose.

    ``law``        the cohort equations of this person and arm
    ``use``        of the new path, 0 to 1
    ``stress``     and ``stress_rest``: 1 is the load of a depressed person
    ``ampa``       surface receptors of the average synapse, 1 = rest
    ``labile``     share of the old path's memory that waits to be restabilised, and
    ``overwrite``  how far that fails: NMDA receptors blocked, or new learning meanwhile
    ``sessions``   (start, stop, strength) of what is practised
    """

    preset: Preset
    law: BoundLaw
    first: int
    use: np.ndarray
    stress: np.ndarray
    stress_rest: float
    ampa: np.ndarray
    labile: np.ndarray
    overwrite: np.ndarray
    sessions: tuple[tuple[float, float, float], ...]
    cohort: dict[str, np.ndarray]  # the equations' own pools, at the start of each hour
    young_size: float

    @property
    def hours(self) -> int:
        return len(self.use)


def symbols(model: Model, law: CohortLaw) -> list[str]:
    """Observables of a run that the network reads."""
    names = {o.symbol: o.name for o in model.observables}
    return sorted({*law.reads, *(names[symbol] for symbol in _WANTED if symbol in names)})


def quarter_hours(first: int, hours: int) -> np.ndarray:
    """Times to ask of a run: a moment at rest, then four in every hour, and each full hour."""
    starts = first + np.arange(hours + 1)
    return np.unique(np.concatenate([[first - 1.0], starts, (starts[:-1, None] + QUARTERS).ravel()]))


def drives(
    model: Model, law: CohortLaw, preset: Preset, run: Run, arm: Arm, rows: Sequence[Row], first: int, hours: int,
    person_numbers: dict[str, float], arm_index: int = 0, person: int = 0,
) -> Drives:  # fmt: skip
    """Read a run at its quarter hours (see `quarter_hours`) into hourly drives."""
    times = run.times
    starts = first + np.arange(hours)
    inside = (starts[:, None] + QUARTERS).ravel()
    by_symbol = {o.symbol: o.name for o in model.observables}

    def series(name: str, at: np.ndarray) -> np.ndarray:
        return np.interp(at, times, run[name].values[arm_index, person])

    def hourly(symbol: str, otherwise: float) -> np.ndarray:
        if symbol not in by_symbol:
            return np.full(hours, otherwise)
        return series(by_symbol[symbol], inside).reshape(hours, -1).mean(axis=1)

    rest = {name: float(run[name].values[arm_index, person, 0]) for name in law.reads}
    channel = preset.practice
    sessions = tuple(sorted((r.start, r.stop, r.value) for r in arm.schedule if r.channel == channel))
    refuse_other_practice(arm, preset)
    trace = _use(sessions, law, inside, preset).reshape(hours, -1).mean(axis=1)
    own = channel != MOOD_PRACTICE
    use = trace if own else np.clip(hourly(USE, 0.0), 0, 1)
    bound = law.bind(
        {name: series(name, inside).reshape(hours, -1).mean(axis=1) for name in law.reads},
        rest,
        person_numbers,
        _inputs(law, rows, starts),
        {USE: trace} if own else None,
    )
    labile, overwrite = np.zeros(hours), np.zeros(hours)
    if preset.contexts:
        labile, learnt = _labile(sessions, first, hours)
        blocked = np.clip(1 - hourly("nmda_pyramidal", 1.0), 0, 1)
        overwrite = np.clip(blocked / (blocked + numbers()["restabilise_half"]) + learnt, 0, 1)
    stress_name = by_symbol.get("stress_level")
    return Drives(
        preset,
        bound,
        first,
        use,
        hourly("stress_level", 0.0),
        float(run[stress_name].values[arm_index, person, 0]) if stress_name else 0.0,
        hourly("surface_ampa", 1.0),
        labile,
        overwrite,
        sessions,
        {p: series(by_symbol[p], first + np.arange(hours + 1.0)) for p in preset.pools},
        law.parameter("synapses/mepsc.young_strength", numbers()["young_size"]),
    )


def refuse_other_practice(arm: Arm, preset: Preset) -> None:
    """An arm that practises another engram than the one to be grown, and not this one."""
    practised = {r.channel for r in arm.schedule if r.channel.startswith("practice_")}
    if practised and preset.practice not in practised:
        other = sorted(c.removeprefix("practice_") for c in practised)
        raise RegrowthError(
            f'Arm "{arm.name}" practises {" and ".join(other)}, and the preset is {preset.name}. '
            f"Take --preset {other[0]}, or another arm."
        )


def _mismatch(hours: float) -> float:
    """Surprise at the end of a session in which what is expected does not come, 0 to 1."""
    return 1 - math.exp(-hours / numbers()["mismatch_time"])


def _use(
    sessions: Sequence[tuple[float, float, float]], law: CohortLaw, times: np.ndarray, preset: Preset
) -> np.ndarray:
    """Use of the new path left by sessions: the law of context/rehearsal, solved exactly from session to session.

    Fear and craving learn from surprise, so a session counts for its mismatch: short retrieval hardly teaches.
    """
    rate, memory = law.parameter(_RATE, 0.0), law.parameter(_MEMORY, 1.0)
    out, level, now = np.zeros_like(times), 0.0, -math.inf
    for start, stop, strength in sessions:
        push = rate * strength * (_mismatch(stop - start) if preset.contexts else 1.0)
        between = (times > now) & (times <= start)
        out[between] = level * np.exp(-(times[between] - now) / memory)
        level *= math.exp(-(start - now) / memory) if level else 0.0
        speed = push + 1 / memory
        during = (times > start) & (times <= stop)
        aim = push / speed
        out[during] = aim + (level - aim) * np.exp(-speed * (times[during] - start))
        level, now = aim + (level - aim) * math.exp(-speed * (stop - start)), stop
    after = times > now
    if math.isfinite(now):
        out[after] = level * np.exp(-(times[after] - now) / memory)
    return out


def _labile(sessions: Sequence[tuple[float, float, float]], first: int, hours: int) -> tuple[np.ndarray, np.ndarray]:
    """Lability of the old memory after each session, and what is learnt against it meanwhile (both hourly).

    Middling mismatch opens a memory; none leaves it shut and strong mismatch makes a new one instead (osan2011). Only
    a later session, while the memory is open, can overwrite it.
    """
    memory = numbers()["labile_time"]
    at = first + np.arange(hours) + 0.5
    open_, learnt = np.zeros(hours), np.zeros(hours)
    before = -math.inf
    for start, stop, strength in sessions:
        m = _mismatch(stop - start)
        since = at - stop
        opened = 4 * m * (1 - m) * strength * np.exp(-np.maximum(since, 0) / memory)
        open_ = np.maximum(open_, np.where(since > 0, opened, 0))
        if start - before < 4 * memory:
            learnt = np.maximum(learnt, np.where((at > start - 1) & (since < 1), m * m * strength, 0))
        before = stop
    return open_, learnt


def _inputs(law: CohortLaw, rows: Sequence[Row], starts: np.ndarray) -> dict[str, np.ndarray]:
    """Hourly means of the input channels that the law reads: inputs add, targets multiply."""
    found = {}
    for name in law.inputs:
        target = law.model.input(name).kind == "target"
        total = np.full(len(starts), 1.0 if target else 0.0)
        for row in rows:
            if row.channel == name:
                share = np.clip(np.minimum(row.stop, starts + 1) - np.maximum(row.start, starts), 0, 1)
                total = total * (1 + share * (row.value - 1)) if target else total + share * row.value
        found[name] = total
    return found
