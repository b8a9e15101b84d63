"""What a protocol holds once it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from regrowth.protocol.arms import Arm
from regrowth.protocol.entry import Gate
from regrowth.protocol.words import ProtocolError

if TYPE_CHECKING:
    from regrowth.protocol.settings import Setting

#: of published findings: may numbers be fitted to it, or is it kept to check them
ROLES = ("fit", "check")


@dataclass(frozen=True)
class People:
    """Who it is done to: a preset by name, how many per arm, a seed, and covariates set by hand.

    The same people are in every arm (what each would have done under the other treatment), or, `independent`, each
    arm has its own, as in a trial.
    """

    species: str = "human"
    preset: str = "trd_adults"
    n: int = 1
    seed: int | None = None
    independent: bool = False
    settings: Mapping[str, Setting] = field(default_factory=dict)
    lines: Mapping[str, int | None] = field(default_factory=dict, compare=False)  # where each setting stands


@dataclass(frozen=True)
class Measure:
    """Something read off at given times (hours): an observable or a sum (`a + b`), in its own unit or another."""

    what: str
    at: tuple[float, ...]
    line: int | None = field(default=None, compare=False)
    unit: str = ""


@dataclass(frozen=True)
class Dot:
    """A published value, to be drawn on the simulated curve of its arm; over a span of time (to `until`), its mean."""

    what: str
    arm: str
    at: float  # hours
    value: float
    change: bool = False  # a change from day 0 rather than the value itself
    against: str = ""  # a contrast: `arm` minus this arm
    unit: str = ""
    spread: str = ""  # sd, sem, ci, iqr or range
    low: float | None = None
    high: float | None = None
    n: int | None = None
    source: str = ""
    id: str = ""
    until: float | None = None  # hours

    @property
    def ends(self) -> float:
        """When the last of it is seen, hours."""
        return self.at if self.until is None else self.until


@dataclass(frozen=True, repr=False)
class Protocol:
    """A study: people, arms, what is measured, and what was published about it."""

    title: str
    arms: tuple[Arm, ...]
    people: People = People()
    enter: tuple[Gate, ...] = ()  # who goes on: all gates must be passed
    measures: tuple[Measure, ...] = ()
    evidence: tuple[Dot, ...] = ()
    horizon: float = 168.0  # hours
    observe: tuple[str, ...] = ()
    source: str = ""
    doi: str = ""
    role: str = ""
    note: str = ""
    file: str = ""  # its path
    text: str = ""  # the file's own text
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        who = f"{self.people.n} {self.people.preset}"
        what = ", ".join(dict.fromkeys(measure.what for measure in self.measures)) or "nothing"
        return f"<Protocol {self.title!r}: arms {', '.join(arm.name for arm in self.arms)}; {who}; measures {what}>"

    @property
    def species(self) -> str:
        """human, rat or mouse."""
        return self.people.species

    def arm(self, name: str) -> Arm:
        """The arm of that name."""
        for arm in self.arms:
            if arm.name == name:
                return arm
        raise ProtocolError(f'no arm "{name}"; arms are {", ".join(arm.name for arm in self.arms)}.')

    @property
    def starts(self) -> float:
        """Hours of the first thing that happens, at the latest 0."""
        starts = [row.start for arm in self.arms for row in arm.schedule if row.start > float("-inf")]
        return min([0.0, *starts])

    @property
    def found_at(self) -> tuple[float, ...]:
        """All times (hours) of the visits that say who goes on."""
        return tuple(sorted({time for gate in self.enter for time in gate.at}))

    def measured_at(self, what: str | None = None) -> tuple[float, ...]:
        """All times (hours) at which `what`, or anything, is measured."""
        times = {time for measure in self.measures if what in (None, measure.what) for time in measure.at}
        return tuple(sorted(times))
