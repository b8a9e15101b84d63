"""The condition of a brain at one moment: what a run says about receptors, firing and synapses.

Everything comes from the levels of one person: NMDA receptors left in three cell types, the firing of pyramidal
cells relative to that person's own rest, and mood synapses, of which the healthy set point is 1. A depressed brain
is one whose person has fewer synapses at rest; nothing else tells the two apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regrowth.errors import RegrowthError, nearest

if TYPE_CHECKING:
    from regrowth.result import Run

READS = (
    "receptors.nmda_pyramidal", "receptors.nmda_pv", "receptors.nmda_sst", "circuit.e_rate", "synapses.mood_synapses",
)  # fmt: skip
"""Observables of a run that the brain reads."""


@dataclass(frozen=True)
class Condition:
    """What differs between two moments, or two people. The default is a healthy, undrugged brain."""

    nmda_pyramidal: float = 1.0
    nmda_pv: float = 1.0
    nmda_sst: float = 1.0
    firing: float = 1.0  # pyramidal rate relative to own rest
    synapses: float = 1.0  # relative to the healthy set point

    @classmethod
    def of(cls, values: Sequence[float], rest_rate: float) -> Condition:
        """From the values of `READS`, in their order, and the person's own resting rate."""
        pyramidal, pv, sst, rate, synapses = (round(float(value), 6) for value in values)
        return cls(pyramidal, pv, sst, round(rate / float(rest_rate), 6), synapses)


HEALTHY = Condition()


@dataclass(frozen=True)
class Shares:
    """NMDA share of each cell's excitation, and SST's share of inhibition, as the circuit level has them."""

    pyramidal: float
    pv: float
    sst: float
    sst_part: float

    @classmethod
    def usual(cls) -> Shares:
        """From the mechanism's card."""
        from regrowth.language import load

        values = {p.name: p.value for p in load(_CIRCUIT).mechanism.parameters}
        return cls(*(values[name] for name in _SHARES))


_CIRCUIT = "circuit/prefrontal_rates"
_SHARES = ("nmda_share_e", "nmda_share_pv", "nmda_share_sst", "sst_part")


def conditions(run: Run, at: Sequence[float], arm: str | None = None, person: int = 0) -> list[Condition]:
    """One person's conditions at some hours; the first of them at rest, before anything is given.

    Raises
    ------
    RegrowthError
        If an arm, a person or a time is not in the run, or the run lacks what the brain reads.
    """
    for name in READS:
        if name not in run:
            raise RegrowthError(
                f"The brain reads {name}, which this run doesn't hold. Simulate people (not animals), "
                "with the whole default model, at most 20 of them or with observe=…"
            )
    arm = arm or run.arms[0]
    if arm not in run.arms:
        raise RegrowthError(f"The run has no arm {arm!r}. {nearest(arm, run.arms) or 'It has ' + ', '.join(run.arms)}")
    if not 0 <= person < run.people_count:
        raise RegrowthError(f"There is no person {person}; the run has {run.people_count}, counted from 0.")
    first, last = float(run.times[0]), float(run.times[-1])
    for hours in at:
        if not first <= hours <= last:
            raise RegrowthError(
                f"{hours:g} h lies outside the run, which goes from {first:g} h to {last:g} h after the first dose. "
                "Choose another time, or measure something later in the protocol."
            )
    moments = [first, *at]
    table = [run.at(name, moments).sel(arm=arm).values[person] for name in READS]
    rest_rate = table[READS.index("circuit.e_rate")][0]
    return [Condition.of([row[i] for row in table], rest_rate) for i in range(len(moments))]
