"""An experiment: one published finding as data, one row = one sentence.

Read aloud, a row says: *people*, *given* a dose (or several, *on* those times), perhaps *perturbed*, perhaps given
something else *instead*; of all or of those who *enter* a later phase, *observe* this quantity, *measure* it so, *at*
that time; *expect* this, with its spread, from this *source*. Four kinds:

value
    A number in a `unit`, with its spread (`low`, `high`, what they are in `spread`, and `n`).
curve
    Several such numbers in time order: rows that share one `id`; after the first row, empty fields mean "as above".
sign
    `up`, `down` or `no change`, against the control arm.
verdict
    What a perturbation does to the drug's effect (`blocked`, `reduced`, `kept`, `enhanced`), or what something given
    instead of the drug does (`mimicked`, `no_effect`).

An experiment's level is that of what it observes. `role` says whether parameters may be fitted to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from regrowth.errors import RegrowthError, nearest
from regrowth.evidence.point import Point
from regrowth.protocol.entry import Gate
from regrowth.protocol.times import parse_time

KINDS = ("value", "curve", "sign", "verdict")
SIGNS = {"up": 1, "no change": 0, "down": -1}
WITH_DRUG = ("blocked", "reduced", "kept", "enhanced")
INSTEAD = ("mimicked", "no_effect")
SPREADS = ("sd", "sem", "ci95", "range", "iqr", "fold")
REDUCTIONS = ("value", "peak", "trough", "mean", "auc", "time of peak", "half-life")
COMPARISONS = (
    "change from rest",
    "relative change from rest",
    "ratio to rest",
    "difference from control",
    "relative difference from control",
    "ratio to control",
)
FIELDS = (
    "id", "kind", "role", "people", "give", "on", "control", "perturb", "instead", "context", "enter",
    "observe", "measure", "at", "expect", "unit", "low", "high", "spread", "n", "trials", "pair", "source", "note",
)  # fmt: skip

_NAME = re.compile(r"[a-z_]+\.[A-Za-z_]\w*")
_WINDOW = re.compile(
    r"(?P<start>-?[\d.]+)\s*(?P<unit>[A-Za-z]*)\s*(?:to|-|–)\s*(?P<stop>-?[\d.]+\s*(?P<last>[A-Za-z]+))"
)


class ExperimentError(RegrowthError):
    """An experiment file can't be used as written. The text names file, line and field."""


@dataclass(frozen=True, slots=True)
class Observe:
    """What is looked at: a sum of observables, perhaps over another sum."""

    over: tuple[str, ...]
    under: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return self.over + self.under

    @property
    def level(self) -> str:
        return self.over[0].split(".")[0]

    def __str__(self) -> str:
        return " / ".join(" + ".join(side) for side in (self.over, self.under) if side)


@dataclass(frozen=True, slots=True)
class Measure:
    """How a course in time becomes a number, over a window or at once: a reduction, then a comparison, if any."""

    reduction: str = "value"
    comparison: str = ""
    needs_window: bool = False
    needs_entry: bool = False  # it is of people who were well
    needs_visits: bool = False  # what counts is found at any of several visits

    @property
    def of_courses(self) -> bool:
        """Whether it is made of whole courses or of all people together, rather than of one number from each."""
        return self.comparison not in ("", *COMPARISONS)

    def __str__(self) -> str:
        return " ".join(part for part in (self.reduction, self.comparison) if part)


@dataclass(frozen=True, slots=True)
class Experiment:
    """One finding, read and validated. Sentences (`give`, `perturb`, …) stay text until they are bound."""

    id: str
    kind: str
    role: str
    people: str
    observe: Observe
    measure: Measure
    points: tuple[Point, ...]
    source: str
    give: tuple[str, ...] = ()
    on: tuple[float, ...] = (0.0,)
    control: tuple[str, ...] = ()
    perturb: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    enter: tuple[Gate, ...] = ()  # who goes on, by yes-or-no measures of the outcomes (`outcomes.response`)
    unit: str = "1"
    spread: str = ""
    trials: int = 1  # how many trials the number is pooled from
    pair: str = ""
    note: str = ""
    file: str = ""
    line: int = 0

    @property
    def level(self) -> str:
        return self.observe.level

    @property
    def reads(self) -> tuple[str, ...]:
        """What has to be simulated: what is observed, and what says who goes on."""
        return tuple(dict.fromkeys((*self.observe.names, *(gate.who for gate in self.enter))))

    @property
    def where(self) -> str:
        return f"{self.file}, line {self.line}"


def window(text: str) -> tuple[float, float]:
    """A moment `24 h` or a window `0-24 h`, `1 h to 3 d`, as start and stop in hours.

    >>> window("24 h"), window("0-24 h"), window("-3 d to -1 d")
    ((24.0, 24.0), (0.0, 24.0), (-72.0, -24.0))
    """
    found = _WINDOW.fullmatch(text.strip())
    if not found:
        moment = parse_time(text)
        return moment, moment
    start, stop = parse_time(f"{found['start']} {found['unit'] or found['last']}"), parse_time(found["stop"])
    if stop <= start:
        raise ValueError(f"the window {text!r} runs backwards")
    return start, stop


def parse_observe(text: str) -> Observe:
    """`pharmacokinetics.s_ketamine_venous + pharmacokinetics.r_ketamine_venous`, or `… / …`."""
    sides = [tuple(name.strip() for name in side.split("+")) for side in text.split("/")]
    for name in (name for side in sides for name in side):
        if not _NAME.fullmatch(name):
            raise ValueError(f"I can't read {name!r}; write `level.name`, with `+` for a sum and one `/` for a ratio")
    if len(sides) > 2:
        raise ValueError(f"{text!r} has more than one `/`")
    return Observe(sides[0], sides[1] if len(sides) == 2 else ())


def parse_measure(text: str) -> Measure:
    """`peak`, `change from rest`, `auc ratio to control`; empty text is the value itself."""
    said = " ".join(text.split()).lower()
    comparison = max((c for c in COMPARISONS if said.endswith(c)), key=len, default="")
    reduction = said.removesuffix(comparison).strip() or "value"
    if reduction not in REDUCTIONS:
        from regrowth.evidence.course_measures import COURSE_MEASURES  # needs numpy, which few files need

        if said in COURSE_MEASURES:
            how = COURSE_MEASURES[said]
            return Measure("value", said, how.window, how.of_the_well, how.of_visits)
        near = nearest(said, [*REDUCTIONS, *COMPARISONS, *COURSE_MEASURES])
        raise ValueError(
            f"I don't know the measure {text!r}. {near} A measure is one of {', '.join(REDUCTIONS)}, "
            f"perhaps followed by one of {', '.join(COMPARISONS)}; or one of {', '.join(COURSE_MEASURES)}"
        )
    return Measure(reduction, comparison, reduction != "value")
