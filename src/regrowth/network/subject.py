"""From a protocol to the drives of one person's network: the equations are run first, for every arm that is grown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from regrowth.border import checked
from regrowth.engine import assemble
from regrowth.errors import RegrowthError, listed
from regrowth.matching import arm_rows
from regrowth.network.drives import MOOD_PRACTICE, USE, Drives, drives, quarter_hours, symbols
from regrowth.network.law import CohortLaw
from regrowth.network.presets import Preset, preset
from regrowth.protocol import Arm, Event, Practice, Protocol, read
from regrowth.result import Run
from regrowth.study import Study, prepare

LONGEST_DAYS = 3660


@dataclass(frozen=True)
class Person:
    """One person in every arm of a protocol: the run of the equations, and the drives of the network in each arm."""

    run: Run
    plan: Protocol
    drives: dict[str, Drives]


@checked
def person(
    protocol: Protocol | str | Path,
    engram: str | Preset = "mood",
    *,
    arms: Sequence[Arm] | None = None,
    days: float | None = None,
    index: int = 0,
    people: int | None = None,
    seed: int | None = None,
    with_: Sequence[str] = (),
    without: Sequence[str] = (),
) -> Person:
    """Run the equations of one person, hour by hour, and read from them what drives the network.

    Parameters
    ----------
    arms
        Arms to run instead of the protocol's own.
    days
        How long after the first dose; by default the protocol's horizon, at least 28 days.
    index
        Which of the protocol's people; the only or first one by default.
    """
    engram = preset(engram)
    plan = protocol if isinstance(protocol, Protocol) else read(protocol)
    if arms is not None:
        plan = replace(plan, arms=tuple(arms))
    if not plan.arms:
        raise RegrowthError("The protocol has no arm; a network needs one.")
    days = max(28.0, plan.horizon / 24) if days is None else days
    if not 1 <= days <= LONGEST_DAYS:
        raise RegrowthError(f"{days:g} days: a network is grown for 1 to {LONGEST_DAYS} days.")
    model = assemble(plan.species, listed(with_), listed(without))
    law = CohortLaw(model, engram.pools, () if engram.practice == MOOD_PRACTICE else (USE,))
    first = min(0, math.floor(plan.starts))
    hours = math.ceil(24 * days) - first
    measured = [o.name for o in model.observables if o.name in ("outcomes.madrs", "behaviour.immobility")]
    known = {w.name for w in model.inputs}
    solved = replace(plan, measures=(), evidence=(), arms=tuple(_readable(arm, known) for arm in plan.arms))
    study = prepare(
        solved, model=model, people=people, seed=seed, observe=[*symbols(model, law), *measured],
        times=quarter_hours(first, hours).tolist(),
    )  # fmt: skip
    if not 0 <= index < study.people:
        raise RegrowthError(
            f"There is no person {index}: the protocol has {study.people} "
            f"({'only 0' if study.people == 1 else f'0 to {study.people - 1}'}). Ask for more: people=…."
        )
    run = study.run(index, index + 1)
    if failures := run.attrs["failures"]:
        raise RegrowthError(f"This person could not be simulated: {failures[0]['reason']}")
    numbers = _numbers(study, index)
    made = {
        arm.name: drives(
            model, law, engram, run, arm, arm_rows(solved.arms[i], model, plan.file), first, hours, own, arm_index=i
        )
        for i, (arm, own) in enumerate(zip(plan.arms, numbers, strict=True))
    }
    return Person(run, plan, made)


def _readable(arm: Arm, known: set[str]) -> Arm:
    """The arm without practice that the equations have no input for: the network reads it by itself."""

    def read_by_equations(event: Event) -> bool:
        return not isinstance(event.does, Practice) or all(row.channel in known for row in event.rows())

    return replace(arm, events=tuple(event for event in arm.events if read_by_equations(event)))


def _numbers(study: Study, index: int) -> list[dict[str, float]]:
    """What is special about this person in each arm: covariates and parameters, in declared units."""
    return [
        {name: float(value[0]) for name, value in {**drawn.covariates, **drawn.parameters}.items()}
        for drawn in study.drawn(index, index + 1)
    ]
