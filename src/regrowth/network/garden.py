"""One person's network twice, with practice and without, under an arm of a protocol."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from regrowth.border import checked
from regrowth.errors import RegrowthError, nearest
from regrowth.network.drives import refuse_other_practice
from regrowth.network.growth import Grown, grow
from regrowth.network.presets import Preset, preset
from regrowth.network.sheet import refuse_too_large
from regrowth.network.subject import Person, person
from regrowth.protocol import Arm, Event, Practice, Protocol, read
from regrowth.protocol.events import read_event

ADDED = {
    "mood": {"practise": "self-worth training", "daily for": "7 days", "lasts": "40 min"},
    "fear": {"practise": "exposure", "daily for": "7 days", "lasts": "60 min"},
    "craving": {"practise": "cue exposure", "daily for": "7 days", "lasts": "60 min"},
}


@dataclass(frozen=True)
class Garden:
    """The same network twice: with practice and without. All else, and all random numbers, are the same."""

    title: str
    arm: str
    practice: str  # what is practised, in the protocol's words
    added: bool  # the protocol has no practice in this arm; a usual one was added for the comparison
    person: Person
    with_practice: Grown
    without: Grown
    doses: tuple[tuple[float, str], ...]

    @property
    def both(self) -> tuple[tuple[str, Grown], ...]:
        return (("without practice", self.without), ("with practice", self.with_practice))

    @property
    def preset(self) -> Preset:
        return self.with_practice.preset


@checked
def garden(
    protocol: Protocol | str | Path,
    engram: str | Preset = "mood",
    *,
    arm: str | None = None,
    synapses: int = 100_000,
    seed: int = 0,
    days: float | None = None,
    index: int = 0,
    people: int | None = None,
    threads: int | None = None,
    with_: Sequence[str] = (),
    without: Sequence[str] = (),
    progress: Callable[[float, float, str], None] | None = None,
) -> Garden:
    """Grow one person's network under an arm of a protocol, with its practice and without.

    Where the arm holds no practice of this engram, a usual week of it is added to one of the two, and said so.
    """
    engram = preset(engram)
    plan = protocol if isinstance(protocol, Protocol) else read(protocol)
    chosen = _chosen(plan, arm, engram)
    refuse_other_practice(chosen, engram)
    practised, added = _practised(chosen, engram)
    bare = replace(chosen, name="without practice", events=tuple(e for e in chosen.events if not _trains(e, engram)))
    refuse_too_large(synapses, days or max(28.0, plan.horizon / 24), networks=2)
    if progress:
        progress(0, 1, "Running the equations")
    who = person(
        plan, engram, arms=[replace(practised, name="with practice"), bare], days=days, index=index, people=people,
        with_=with_, without=without,
    )  # fmt: skip
    grown = {}
    for part, name in enumerate(("without practice", "with practice")):

        def step(done: int, total: int, part: int = part, name: str = name) -> None:
            if progress:
                progress(part * total + done, 2 * total, f"Growing {name}")

        grown[name] = grow(who.drives[name], synapses, seed, threads=threads, progress=step)
    practice = " and ".join(dict.fromkeys(e.text for e in practised.events if _trains(e, engram)))
    doses = tuple((t, str(next(e.text for e in chosen.events if e.does is d))) for t, d in chosen.doses)
    return Garden(
        plan.title, chosen.name, practice, added, who, grown["with practice"], grown["without practice"], doses
    )


def _chosen(plan: Protocol, name: str | None, engram: Preset) -> Arm:
    if name is None:
        drugged = [a for a in plan.arms if any(r.channel.startswith(("s_ketamine", "r_ketamine")) for r in a.schedule)]
        both = [a for a in drugged if any(_trains(e, engram) for e in a.events)]
        return (both or drugged or list(plan.arms))[0]
    for arm in plan.arms:
        if arm.name == name:
            return arm
    names = [arm.name for arm in plan.arms]
    hint = nearest(name, names) or f"It has {', '.join(names)}."
    raise RegrowthError(f"The protocol has no arm {name!r}. {hint}")


def _trains(event: Event, engram: Preset) -> bool:
    return isinstance(event.does, Practice) and any(row.channel == engram.practice for row in event.rows())


def _practised(arm: Arm, engram: Preset) -> tuple[Arm, bool]:
    """The arm with practice: its own, or a usual week of it from a day after the last dose."""
    if any(_trains(event, engram) for event in arm.events):
        return arm, False
    last = max((t for t, _ in arm.doses), default=0.0)
    event = read_event({**ADDED[engram.name], "starts": f"{last + 24:g} h"}, [t for t, _ in arm.doses])
    return replace(arm, events=(*arm.events, event)), True


__all__ = ["ADDED", "Garden", "garden"]
