"""The slow clock: synapses are born, drift in size, mature and vanish, hour by hour, and their lives are kept.

The law of each synapse, and why the cohort equations are its mean
------------------------------------------------------------------
A site is free, or holds a young or a stable synapse. In the hour h, with pools T and S (shares of the healthy total,
from this network's own counts), the cohort equations give births b, risks of loss l and of maturation m of a young
synapse, risk of loss d of a stable one. Then

    a free site bears a synapse with     b·n·e_j / Σ_free e        n healthy total, e_j eagerness of its neuron
    a young synapse is lost with         l·N·w_i / Σ_young w       w = (1 − saved share) / (½ size + size)
    a young synapse matures with         m·N·v_i / Σ_young v       v = size / (½ size + size)
    a stable synapse is lost with        d·N·u_i / Σ_stable u      u = 1 / (½ size + size)

so that whatever the sizes, the *sum* of the risks over a pool is the pool's size times the cohort's rate: given the
counts, the expected change of T and S is exactly that of the equations, by explicit steps of one hour. Which synapse it
is depends on size, and through status and size on age. The saved share is the cohort's `spine_retention`, dealt out
`preference` times more to young synapses of the practised path.
Size follows a Kesten process: s ← s + (aim − s)/τ + s·σ·ξ, with a Hebbian gain while its path is reactivated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from regrowth.border import checked
from regrowth.network import kernel
from regrowth.network.drives import Drives
from regrowth.network.lives import NEVER, Lives, Register
from regrowth.network.parameters import numbers
from regrowth.network.presets import Preset
from regrowth.network.rates import ELSEWHERE, HERE, Circuit, Reading, Wiring
from regrowth.network.sheet import Sheet, lay_out, refuse_too_large, tags
from regrowth.network.team import Team

TRIES = 12
SETTLING_DAYS = 30
COUNTED = ("young", "stable", "born", "young lost", "stable lost", "matured", "removed")


@dataclass
class Synapses:
    """One row per site."""

    state: np.ndarray
    size: np.ndarray
    source: np.ndarray
    tag: np.ndarray

    @classmethod
    def none(cls, sites: int) -> Synapses:
        state, tag = np.zeros(sites, np.uint8), np.zeros(sites, np.uint8)
        return cls(state, np.zeros(sites, np.float32), np.zeros(sites, np.int32), tag)


@dataclass
class Grown:
    """What became of a network: hourly counts by tag, readings, and the life of every synapse."""

    preset: Preset
    sheet: Sheet
    seed: int
    hours: np.ndarray  # full hours, one more than there were steps
    counts: dict[str, np.ndarray]  # (hour, tag): pools at each full hour; events of the hour that follows
    readings: list[tuple[float, dict[str, Reading]]]
    lives: Lives
    synapses: Synapses
    cohort: dict[str, np.ndarray]
    sessions: tuple[tuple[float, float, float], ...] = ()
    use: np.ndarray = field(default_factory=lambda: np.zeros(0))

    def pool(self, which: str) -> np.ndarray:
        """`young` or `stable` at each hour, as a share of the healthy total: the unit of the cohort equations."""
        return self.counts[which].sum(axis=1) / self.sheet.healthy

    def reading(self, place: str = "") -> tuple[np.ndarray, list[Reading]]:
        """Times and readings; `place` is "" (no cue), "here" or "elsewhere" (with the cue)."""
        return np.array([t for t, _ in self.readings]), [r[place] for _, r in self.readings]


@checked
def grow(
    drives: Drives,
    synapses: int = 100_000,
    seed: int = 0,
    *,
    threads: int | None = None,
    read_every: float | None = 24,
    keep_lives: bool = True,
    settling_days: float = SETTLING_DAYS,
    progress: Callable[[int, int], None] | None = None,
) -> Grown:
    """Grow one network under a person's drives.

    Parameters
    ----------
    drives
        What the person's run and schedule do, hour by hour.
    synapses
        About how many a healthy network holds.
    seed
        Same seed, same network; arms with the same seed differ only by what is done.
    read_every
        Hours between readings of the fast clock; ``None`` for none.
    keep_lives
        Keep birth, maturation and end of every synapse.
    settling_days
        Days at rest before, in which sizes and partners find their balance.
    """
    refuse_too_large(synapses, drives.hours / 24 if keep_lives else 0)
    with Team(threads) as team:
        return _Growth(drives, synapses, seed, team).run(read_every, keep_lives, settling_days, progress)


class _Growth:
    def __init__(self, drives: Drives, synapses: int, seed: int, team: Team):
        self.d, self.seed, self.team, self.k = drives, seed, team, numbers()
        self.preset = drives.preset
        capacity = drives.law.capacity
        self.sheet = lay_out(synapses, capacity, self.preset, seed)
        self.n = self.sheet.healthy
        self.s = Synapses.none(self.sheet.all_sites)
        self.event = np.zeros(self.sheet.all_sites, np.uint8)
        self.eager = np.ones(self.sheet.neurons, np.float32)
        self.tags = tags(self.preset)
        self.circuit = Circuit(self.sheet, seed)
        self.blocks = -(-self.sheet.all_sites // kernel.BLOCK)
        self.sums = np.zeros((self.blocks, kernel.SUMS))
        self.p = np.zeros(kernel.COUNT)
        self.p[kernel.YOUNG_SIZE] = drives.young_size
        self.p[kernel.KEEP] = np.exp(-1 / self.k["size_time"])
        self.p[kernel.NOISE] = self.k["size_noise"] / np.sqrt(24)
        self.p[kernel.HALF] = self.k["size_half"]
        self.p[kernel.LARGEST] = self.k["largest_size"]

    def run(self, read_every, keep_lives, settling_days, progress) -> Grown:
        settling = round(24 * settling_days)
        first, hours = self.d.first, self.d.hours
        self._start(first - settling)
        register = Register(self.sheet, self.s, self.event, first - settling, self.tags)
        for h in range(settling):
            self._hour(first - settling + h, None)
            register.settle(first - settling + h + 1)
            if progress and h % 24 == 0:
                progress(h, settling + hours)
        register.open(keep_lives)
        usual = self._usual_input() + 1e-9
        counts = {name: np.zeros((hours + 1, 3), np.int64) for name in COUNTED}
        readings: list[tuple[float, dict[str, Reading]]] = []
        for h in range(hours + 1):
            now = first + h
            totals = self.sums.sum(axis=0)
            counts["young"][h] = totals[kernel.N_YOUNG : kernel.N_YOUNG + 3]
            counts["stable"][h] = totals[kernel.N_STABLE : kernel.N_STABLE + 3]
            if read_every and (now % read_every == 0 or h == hours):
                readings.append((float(now), self._read(min(h, hours - 1))))
            if now % 24 == 0:
                lack = 1 - self._usual_input() / usual
                self.eager[:] = 1 + self.k["eagerness"] * np.clip(lack, -1, 1)
                self._weigh()
            if h == hours:
                break
            self._hour(now, h)
            for name, code_counts in register.note(now + 1).items():
                counts[name][h] = code_counts
            if progress and h % 24 == 0:
                progress(settling + h, settling + hours)
        return Grown(
            self.preset, self.sheet, self.seed, first + np.arange(hours + 1), counts, readings, register.close(),
            self.s, self.d.cohort, self.d.sessions, self.d.use,
        )  # fmt: skip

    # one hour

    def _start(self, hour: int) -> None:
        young, stable = self.d.law.resting_pools
        choice, top = self._choice(None)
        share = 1 / self.sheet.capacity
        self.team(
            kernel.start, self.blocks, self._key(hour - 1), young * share, stable * share,
            self.s.state, self.s.size, self.s.source, self.s.tag, self.sheet.label, self.tags, self.sheet.sites,
            self.sheet.side, self.k["reach"], choice, top, TRIES, self.p[kernel.YOUNG_SIZE],
        )  # fmt: skip
        self._weigh()

    def _key(self, hour: int) -> np.uint64:
        return np.uint64(kernel.hour_key(self.seed, hour))

    def _weigh(self) -> None:
        self.team(
            kernel.weigh, self.blocks, self.s.state, self.s.size, self.s.tag, self.eager, self.sheet.sites,
            self.p[kernel.HALF], self.sums,
        )  # fmt: skip

    def _hour(self, hour: int, index: int | None) -> None:
        """Set the hour's numbers from the cohort law and the present sums, and take the step."""
        sums, p = self.sums.sum(axis=0), self.p
        young, stable = sums[0:3], sums[3:6]
        rates = self.d.law.at(index, young.sum() / self.n, stable.sum() / self.n)
        saved = _dealt(rates.retention, young, self.k["preference"])
        p[kernel.P_BIRTH] = _share(rates.birth * self.n, sums[kernel.EAGER])
        p[kernel.P_LOSS] = _share(rates.young_loss * young.sum(), sums[6:9] @ (1 - saved))
        p[kernel.P_MATURE] = _share(rates.maturing * young.sum(), sums[9:12].sum())
        p[kernel.P_STABLE_LOSS] = _share(rates.stable_loss * stable.sum(), sums[12:15].sum())
        p[kernel.P_REMOVED] = _share(rates.removed * self.n, young.sum())
        p[kernel.SAVED : kernel.SAVED + 3] = 1 - saved
        p[kernel.HEBB : kernel.HEBB + 3] = 0.0
        p[kernel.SHRINK : kernel.SHRINK + 3] = 0.0
        if index is not None:
            d, hebb = self.d, self.preset.number("hebb")
            p[kernel.HEBB + 1] = hebb * max(0.0, d.stress[index] - d.stress_rest)
            p[kernel.HEBB + 2] = hebb * d.use[index]
            p[kernel.SHRINK + 1] = min(1.0, self.k["labile_loss"] * d.labile[index] * d.overwrite[index])
        choice, top = self._choice(index)
        self.event[:] = 0
        self.team(
            kernel.step, self.blocks, self._key(hour), p, self.s.state, self.s.size, self.s.source,
            self.s.tag, self.event, self.eager, self.sheet.label, self.tags, self.sheet.sites, self.sheet.side,
            self.k["reach"], choice, top, TRIES, self.sums,
        )  # fmt: skip

    def _choice(self, index: int | None) -> tuple[np.ndarray, float]:
        """How welcome each kind of source is to each kind of target: reactivated together, wired together."""
        d, preset = self.d, self.preset
        stress = d.stress_rest if index is None else d.stress[index]
        learning = 0.0 if index is None or preset.bound_to_window else self.k["choice_gain"] * d.use[index]
        table = np.ones((5, 5))
        old = preset.number("old_replay") + preset.number("old_stress") * stress
        table[1, 1] += self.k["choosiness"] * old
        table[2, 2] += self.k["choosiness"] * (preset.number("new_replay") + learning)
        if preset.contexts:
            table[HERE, 2] += self.k["choosiness"] * learning
        return table, float(table.max())

    def _usual_input(self) -> np.ndarray:
        return self.circuit.usual_input(Wiring(self.s, self.sheet, 1.0), self.team)

    def _read(self, index: int) -> dict[str, Reading]:
        wiring = Wiring(self.s, self.sheet, float(self.d.ampa[index]))
        found = {"": self.circuit.read(wiring, self.team)}
        if self.preset.contexts:
            found["here"] = self.circuit.read(wiring, self.team, cue=True, place=HERE)
            found["elsewhere"] = self.circuit.read(wiring, self.team, cue=True, place=ELSEWHERE)
        return found


def _share(expected: float, weights: float) -> float:
    return expected / weights if weights > 0 else 0.0


def _dealt(retention: float, young: np.ndarray, preference: float) -> np.ndarray:
    """The saved share per tag: its mean over young synapses is `retention`, and the new path gets it first."""
    total, new = young.sum(), young[kernel.NEW]
    if retention <= 0 or total <= 0:
        return np.zeros(3)
    others = total - new
    each = retention * total / (preference * new + others)
    if preference * each <= 1:
        return np.array([each, each, preference * each])
    rest = (retention * total - new) / others if others > 0 else 0.0
    return np.array([min(rest, 1.0), min(rest, 1.0), 1.0])


__all__ = ["COUNTED", "NEVER", "Grown", "Synapses", "grow"]
