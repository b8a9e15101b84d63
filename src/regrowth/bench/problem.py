"""The problem that is timed: the default human model, six infusions in 28 days, people unequal in everything.

Every parameter with a spread and every covariate is drawn for each person. Each person's infusions have their own
starts (up to 3 h late), lengths (30-60 min) and doses (0.4-0.6 mg/kg). Six observables are wanted every hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from regrowth.engine import Model, Schedule, Simulator, assemble, simulator
from regrowth.language import unit
from regrowth.people import People, sample
from regrowth.protocol.drugs import KETAMINE

OBSERVE = (
    "pharmacokinetics.s_ketamine_arterial",
    "receptors.nmda_pv",
    "circuit.glutamate_release",
    "signalling.synaptic_protein",
    "synapses.mood_synapses",
    "outcomes.madrs",
)
DAYS = (0, 2, 4, 7, 9, 11)
HOURS = np.arange(0.0, 28 * 24 + 1)
_UMOL_PER_MG = 1e3 / KETAMINE


@dataclass(frozen=True)
class Problem:
    """The model and the seed from which people are drawn."""

    model: Model
    seed: int = 1

    @classmethod
    def default(cls) -> Problem:
        return cls(assemble("human"))

    def people(self, n: int) -> People:
        return sample(self.model, "trd_adults", n, self.seed, typical=False)

    def schedule(self, people: People) -> Schedule:
        """Each person's own six infusions; the first begins after hour 0."""
        random = np.random.default_rng(self.seed)
        late, long, dose = (random.uniform(a, b, (people.n, 6)) for a, b in ((0.1, 3), (0.5, 1), (0.4, 0.6)))
        rows = []
        for person, weight in enumerate(people.covariates["weight"]):
            for i, day in enumerate(DAYS):
                start, length = 24.0 * day + late[person, i], long[person, i]
                rate = dose[person, i] * weight * _UMOL_PER_MG / 2 / length
                rows += [(person, f"{e}_ketamine_iv", start, start + length, rate) for e in "sr"]
        return Schedule.from_rows(people.n, rows)

    def solve(
        self, n: int, rtol: float, sim: Simulator, observe: Sequence[str] = OBSERVE, threads: int | None = 1
    ) -> dict[str, np.ndarray]:
        """Everything a user pays for: people drawn, schedules made, rests found, results in their units."""
        people = self.people(n)
        solution = sim.solve(
            times=HOURS,
            observe=observe,
            schedule=self.schedule(people),
            parameters={**people.covariates, **people.parameters},
            rtol=rtol,
            threads=threads,
        )
        return solution.values  # type: ignore[return-value]

    @cached_property
    def states(self) -> tuple[str, ...]:
        return tuple(s.name for s in self.model.states)

    @cached_property
    def scales(self) -> np.ndarray:
        return np.array([s.scale * unit(s.unit).factor for s in self.model.states])

    def every_state(self, n: int, rtol: float, sim: Simulator | None = None) -> np.ndarray:
        """(people, states, hours) in coherent units."""
        by_symbol = {o.symbol: o for o in self.model.observables}
        wanted = [by_symbol[s] for s in self.states]
        values = self.solve(n, rtol, sim or simulator(self.model), [o.name for o in wanted])
        return np.stack([values[o.name] * unit(o.unit).factor for o in wanted], axis=1)

    def symbols(self, observe: Sequence[str] = OBSERVE) -> list[str]:
        return [self.model.observable(name).symbol for name in observe]

    def error(self, found: np.ndarray, reference: np.ndarray) -> float:
        """Largest error of any person, state and hour, in parts of the state's peak (plus 1/1000 of its scale)."""
        peak = np.abs(reference).max(axis=2) + 1e-3 * self.scales
        return float((np.abs(found - reference).max(axis=2) / peak).max())
