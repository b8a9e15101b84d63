"""The words a mechanism is written in: parameters, states, ports, and the mechanism itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from regrowth.bibliography import kind_of_source
from regrowth.border import checked
from regrowth.language.errors import MechanismError
from regrowth.language.grammar import Equation, parse_equations

LEVELS = (
    "pharmacokinetics",
    "receptors",
    "circuit",
    "signalling",
    "synapses",
    "context",
    "behaviour",
    "outcomes",
)
SPECIES = ("human", "rat", "mouse")
Bounds = tuple[float | None, float | None]

_NUMBER = r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
_SPREAD = re.compile(
    rf"(?:(lognormal)\s+{_NUMBER}\s*%|(normal)\s+{_NUMBER}|(uniform)\s+{_NUMBER}\s*\.\.\s*{_NUMBER})", re.ASCII
)


@dataclass(frozen=True)
class Spread:
    """How a parameter varies between people: ``lognormal`` (CV), ``normal`` (SD) or ``uniform`` (low, high)."""

    kind: str
    first: float
    second: float = 0.0


@cache
def parse_spread(text: str) -> Spread | None:
    """Read ``"lognormal 40%"``, ``"normal 0.2"`` or ``"uniform 0.05..0.4"``; empty text is no spread."""
    if not text:
        return None
    found = _SPREAD.fullmatch(text.strip())
    if not found:
        raise MechanismError(
            f"I can't read the spread {text!r}; write `lognormal 40%`, `normal 0.2` or `uniform 0.05..0.4`"
        )
    if found[1]:
        return Spread("lognormal", float(found[2]) / 100)
    if found[3]:
        return Spread("normal", float(found[4]))
    low, high = float(found[6]), float(found[7])
    if not low < high:
        raise MechanismError(f"the spread {text!r} runs backwards")
    return Spread("uniform", low, high)


@dataclass(frozen=True)
class Alternative:
    """A parameter's value in another species, with a source and a spread of its own."""

    value: float
    source: str
    spread: str = ""
    note: str = ""
    interval: tuple[float, float] | None = None


@dataclass(frozen=True)
class Parameter:
    """A number with its unit, meaning, source and spread; ``species`` holds other species' values.

    ``interval`` is the 95 % interval that a fit left; ``spread`` is how people differ, another matter. ``follows``
    names in full the parameter that this one goes with from person to person, and their correlation (of the normal
    scores behind both spreads).
    """

    name: str
    value: float
    unit: str
    meaning: str
    source: str
    spread: str = ""
    bounds: Bounds = (None, None)
    note: str = ""
    follows: tuple[str, float] | None = None
    interval: tuple[float, float] | None = None
    species: dict[str, Alternative] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """``measured``, ``fitted``, ``assumed`` or ``unlisted``: :func:`regrowth.bibliography.kind_of_source`."""
        return kind_of_source(self.source)

    @property
    def known_as(self) -> str:
        """``identifiable``, ``only as a product`` (its note says with what) or ``assumption``."""
        return known_as(self.source, self.note)

    def for_species(self, species: str) -> Parameter:
        """This parameter with the value, source and spread that hold for one species."""
        if species not in self.species:
            return self
        other = self.species[species]
        return replace(
            self,
            value=other.value,
            source=other.source,
            spread=other.spread,
            note=other.note,
            interval=other.interval,
        )


def known_as(source: str, note: str) -> str:
    """What data can tell of a number: ``identifiable``, ``only as a product`` (with another) or ``assumption``.

    >>> known_as("fitted: price2022-beta-30d", "only as a product: with the steering parameter")
    'only as a product'
    """
    if kind_of_source(source) == "assumed":
        return "assumption"
    return "only as a product" if note.startswith("only as a product") else "identifiable"


@dataclass(frozen=True)
class State:
    """A quantity with memory. ``scale`` is its typical size and sets the absolute tolerance."""

    name: str
    unit: str
    meaning: str
    bounds: Bounds = (None, None)
    scale: float = 1.0
    start: float = 0.0


@dataclass(frozen=True)
class Word:
    """What mechanisms share by name: a port, an additive port, an input, a target or a covariate.

    Declared in the vocabulary of a level, or by the mechanism that brings it (see :func:`mechanism`).
    ``default`` holds when nothing gives it (None: something must); ``species`` overrides it per species.
    """

    kind: str
    name: str
    unit: str
    meaning: str
    default: float | None = None
    species: dict[str, float] = field(default_factory=dict)
    bounds: Bounds = (None, None)
    source: str = ""
    level: str = ""

    def default_for(self, species: str) -> float | None:
        return self.species.get(species, self.default)


@dataclass(frozen=True)
class Mechanism:
    """One idea at one level. Made by :func:`mechanism`, named and levelled by where its file stands.

    ``words`` are those that it brings; ``file`` is the path of one that is no part of the package.
    """

    parameters: tuple[Parameter, ...]
    reads: tuple[str, ...]
    feedback: tuple[str, ...]
    states: tuple[State, ...]
    gives: tuple[str, ...]
    species: tuple[str, ...]
    default: bool
    equation_text: str
    words: tuple[Word, ...] = ()
    name: str = ""
    level: str = ""
    doc: str = ""
    file: str = ""

    @cached_property
    def equations(self) -> tuple[Equation, ...]:
        return parse_equations(self.equation_text)

    @property
    def title(self) -> str:
        return self.doc.strip().splitlines()[0] if self.doc.strip() else self.name


@checked
def par(
    name: str,
    value: float,
    unit: str,
    meaning: str,
    *,
    source: str,
    spread: str = "",
    bounds: Bounds = (None, None),
    note: str = "",
    follows: tuple[str, float] | None = None,
    interval: tuple[float, float] | None = None,
    human: Alternative | None = None,
    rat: Alternative | None = None,
    mouse: Alternative | None = None,
) -> Parameter:
    """Declare a parameter: a number with its unit, meaning and source.

    Parameters
    ----------
    name, value, unit, meaning
        What equations call it, what it is, and in which unit: ``"1"``, ``"umol/L"``, ``"1/h"``, ``"%"``.
    source
        Keys of the bibliography (in a file of your own, any reference), ``fitted: experiments`` or ``assumed: why``.
    spread
        How far people differ: ``lognormal 40%``, ``normal 0.2``, ``uniform 0..1``; empty: not at all.
    bounds
        The least and the most that is possible; None: no bound.
    note
        What the card says beside the source.
    follows
        The full name of another parameter and the correlation with it from person to person.
    interval
        The 95 % interval that a fit left.
    human, rat, mouse
        Another value for a species: ``alternative(value, source)``.
    """
    species = {k: v for k, v in (("human", human), ("rat", rat), ("mouse", mouse)) if v is not None}
    return Parameter(name, float(value), unit, meaning, source, spread, bounds, note, follows, interval, species)


@checked
def alternative(
    value: float, source: str, spread: str = "", note: str = "", *, interval: tuple[float, float] | None = None
) -> Alternative:
    """A parameter's value in another species, with a source, spread, note and interval of its own; see :func:`par`."""
    return Alternative(float(value), source, spread, note, interval)


@checked
def state(
    name: str,
    unit: str,
    meaning: str,
    *,
    bounds: Bounds = (None, None),
    scale: float = 1.0,
    start: float = 0.0,
) -> State:
    """Declare a state, which has a rate equation ``d name/dt = …``.

    Parameters
    ----------
    name, unit, meaning
        What equations call it, in which unit, and what it is.
    bounds
        Between what it must stay; None: no bound.
    scale
        Its typical size, which sets the absolute tolerance.
    start
        The first guess from which the undosed steady state is sought.
    """
    return State(name, unit, meaning, bounds, float(scale), float(start))


@checked
def port(name: str, unit: str, meaning: str, *, default: float | None = None) -> Word:
    """A quantity that one mechanism gives and others read."""
    return Word("port", name, unit, meaning, default)


@checked
def additive(name: str, unit: str, meaning: str, *, default: float = 0.0) -> Word:
    """A quantity that is the default plus whatever mechanisms contribute to it."""
    return Word("additive", name, unit, meaning, default)


@checked
def given(name: str, unit: str, meaning: str, *, default: float = 0.0, source: str = "") -> Word:
    """An input channel of the schedule; overlapping rows add."""
    return Word("input", name, unit, meaning, default, source=source)


@checked
def target(name: str, meaning: str) -> Word:
    """A named activity, 1 = intact, that a protocol may perturb; overlapping rows multiply."""
    return Word("target", name, "1", meaning, 1.0)


@checked
def covariate(
    name: str,
    unit: str,
    meaning: str,
    *,
    human: float,
    rat: float | None = None,
    mouse: float | None = None,
    bounds: Bounds = (None, None),
    source: str = "",
) -> Word:
    """A property of the person (or animal) that does not change during a run."""
    species = {k: v for k, v in (("human", human), ("rat", rat), ("mouse", mouse)) if v is not None}
    return Word("covariate", name, unit, meaning, human, species, bounds, source)


@checked
def mechanism(
    *,
    equations: str,
    parameters: Sequence[Parameter] = (),
    reads: Sequence[str | Word] = (),
    feedback: Sequence[str] = (),
    states: Sequence[State] = (),
    gives: Sequence[str | Word] = (),
    species: Sequence[str] = SPECIES,
    default: bool = True,
) -> Mechanism:
    """Declare a mechanism; its file's docstring says what it asks, claims and leaves out.

    Where no word to share exists yet, its declaration stands in the place of its name and brings it: a :func:`port`
    in ``gives``; an input (:func:`given`), a :func:`target` or a :func:`covariate` in ``reads``; an :func:`additive`
    port in either.

    Parameters
    ----------
    equations
        A line each: ``d x/dt = …`` of a state, ``x = …`` of a port or a quantity of its own, ``x += …`` to an additive
        port. A line goes on while a parenthesis is open or at an operator; ``#`` begins a comment.
    parameters, states
        Made by :func:`par` and :func:`state`.
    reads
        Ports, inputs, targets and covariates that the equations use.
    feedback
        Ports of later levels that they use.
    gives
        Ports of its own level that it defines; additive ports that it adds to need no naming.
    species
        Whom it is made for.
    default
        False keeps a rival out of the default set until it is asked for.

    Raises
    ------
    MechanismError
        If a list is a text, or holds what can't stand there.
    """
    for key, value in (("reads", reads), ("feedback", feedback), ("gives", gives), ("species", species)):
        if isinstance(value, str):
            raise MechanismError(f"{key} is a list: [{value!r}]")
    brought = (*_brought("reads", reads), *_brought("feedback", feedback), *_brought("gives", gives))
    return Mechanism(
        tuple(parameters),
        tuple(_name(word) for word in reads),
        tuple(_name(word) for word in feedback),
        tuple(states),
        tuple(_name(word) for word in gives if not (isinstance(word, Word) and word.kind == "additive")),
        tuple(species),
        default,
        equations,
        brought,
    )


#: where each kind of word may be declared, and how to say so
_STANDS_IN = {"port": ("gives",), "additive": ("gives", "reads")} | dict.fromkeys(
    ("input", "target", "covariate"), ("reads",)
)


def _brought(key: str, listed: Sequence[str | Word]) -> list[Word]:
    """The words that are declared in a list of names."""
    for word in listed:
        if isinstance(word, Word) and key not in _STANDS_IN[word.kind]:
            others = " Others read it by its name." if word.kind == "port" else ""
            places = " or ".join(_STANDS_IN[word.kind])
            raise MechanismError(f"{key}: the {word.kind} {word.name!r} is declared in {places}, not here.{others}")
    return [word for word in listed if isinstance(word, Word)]


def _name(word: str | Word) -> str:
    return word.name if isinstance(word, Word) else word
