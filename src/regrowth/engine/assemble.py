"""Assemble mechanisms into a model: match ports, sort, and say clearly what does not fit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from regrowth.border import checked
from regrowth.errors import listed, nearest
from regrowth.language import (
    LEVELS,
    Loaded,
    Mechanism,
    MechanismError,
    Parameter,
    State,
    Word,
    catalogue,
    declared,
    load_all,
    place,
    vocabulary,
)
from regrowth.language.grammar import Call, Expression, Name, Negative, Number, Operation, at_rest_names, instant_names
from regrowth.language.units import unit


@dataclass(frozen=True)
class Definition:
    """One line of the assembled model, its names made unique."""

    kind: str  # "rate" or "value"
    target: str
    expression: Expression
    mechanism: str


@dataclass(frozen=True)
class Observable:
    """Anything that can be asked of a run: ``level.name``, with its unit and meaning."""

    name: str
    symbol: str
    unit: str
    meaning: str
    mechanism: str

    @property
    def level(self) -> str:
        return self.name.partition(".")[0]


@dataclass(frozen=True, eq=False)
class Model:
    """A chosen set of mechanisms for one species, sorted and checked; not yet compiled.

    ``parameters`` and ``covariates`` together are a person's numbers; ``inputs`` are what a schedule changes.
    """

    species: str
    mechanisms: tuple[Mechanism, ...]
    parameters: tuple[Parameter, ...]  # full names, values for this species
    covariates: tuple[Word, ...]
    inputs: tuple[Word, ...]  # inputs and targets, with their resting values
    states: tuple[State, ...]
    rates: tuple[Definition, ...]  # in the order of states
    values: tuple[Definition, ...]  # each after what it needs
    observables: tuple[Observable, ...]
    loops: tuple[tuple[str, str], ...]  # (port, mechanism that reads it from a later level)
    words: Mapping[str, Word]  # all that its mechanisms might share, whether or not one of them does
    rest_names: tuple[str, ...] = field(default=())  # names that stand in at_rest(...)

    def __repr__(self) -> str:
        return (
            f"<Model of a {self.species}: {len(self.mechanisms)} mechanisms, {len(self.states)} states, "
            f"{len(self.parameters)} parameters, {len(self.observables)} observables>"
        )

    @cached_property
    def fingerprint(self) -> str:
        """Changes whenever an equation, a parameter or a default changes."""
        text = repr((self.species, self.parameters, self.covariates, self.inputs, self.states))
        text += repr((self.rates, self.values, [(o.name, o.unit) for o in self.observables]))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Model) and other.fingerprint == self.fingerprint

    @cached_property
    def parameter_index(self) -> dict[str, int]:
        """Position of each parameter (by full name), then of each covariate, in a person's row."""
        names = [p.name for p in self.parameters] + [c.name for c in self.covariates]
        return {name: i for i, name in enumerate(names)}

    @cached_property
    def scales(self) -> tuple[float, ...]:
        """Each state's declared scale, in coherent units."""
        return tuple(s.scale * unit(s.unit).factor for s in self.states)

    def observable(self, name: str) -> Observable:
        """Look up ``level.name``; the error names the nearest."""
        return self.observables[self.position(name)]

    def position(self, name: str) -> int:
        """Where an observable stands in ``observables``; the error names the nearest."""
        found = self._positions.get(name)
        if found is None:
            raise MechanismError(f"the model has no observable {name!r}. {nearest(name, self._positions)}".rstrip())
        return found

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {o.name: i for i, o in enumerate(self.observables)}

    def input(self, name: str) -> Word:
        """Look up an input channel or target; the error names the nearest."""
        for word in self.inputs:
            if word.name == name:
                return word
        names = [w.name for w in self.inputs]
        hint = nearest(name, names)
        if not hint and name in self.words:
            hint = "It is a known word, but no mechanism in this model reads it."
        raise MechanismError(f"nothing in the {self.species} model takes the input {name!r}. {hint}")


def default_set(species: str) -> tuple[str, ...]:
    """Names of the mechanisms that make the default model of a species."""
    shipped = map(declared, catalogue())
    return tuple(m.name for m in shipped if m.default and species in m.species)


@checked
def assemble(
    species: str = "human", with_: Sequence[str] = (), without: Sequence[str] = ()
) -> Model:
    """Assemble the default set of a species, plus ``with_`` and minus ``without``.

    Raises
    ------
    MechanismError
        A name that does not exist or contradicts itself, a port that nothing gives or two mechanisms give,
        a reading of a later level that is not declared as feedback, an algebraic loop.
    """
    if species not in ("human", "rat", "mouse"):
        raise MechanismError(f"unknown species {species!r}; there are human, rat, mouse")
    with_, without = listed(with_), listed(without)
    names = list(default_set(species))
    for name in with_:
        if name in without:
            raise MechanismError(f"{name!r} is both added and left out")
        if name not in names:
            names.append(name)
    for name in without:
        if name not in names:
            hint = nearest(name, names) or "`regrowth describe` lists its mechanisms."
            raise MechanismError(f"{name!r} cannot be left out: it is not in the {species} model. {hint}")
        names.remove(name)
    return assemble_mechanisms(load_all(names), species)


def assemble_mechanisms(loaded: list[Loaded], species: str) -> Model:
    """Assemble already loaded mechanisms; see :func:`assemble`."""
    words = _words(loaded)
    mechanisms = sorted((x.mechanism for x in loaded), key=lambda m: (LEVELS.index(m.level), m.name))
    by_name = {x.mechanism.name: x for x in loaded}
    _check_names(mechanisms)
    _check_species(mechanisms, species)
    givers = _givers(mechanisms)
    loops = _check_reads(mechanisms, givers, words)

    definitions: list[Definition] = []
    contributions: dict[str, list[tuple[Expression, str]]] = {}
    owners: dict[str, str] = {}
    read: set[str] = set()
    for m in mechanisms:
        private = {p.name: f"{m.name}.{p.name}" for p in m.parameters}
        read |= {*m.reads, *m.feedback}
        for e in m.equations:
            expression = _renamed(e.expression, private)
            if e.kind == "add":
                contributions.setdefault(e.target, []).append((expression, m.name))
                continue
            if e.target in owners and e.kind == "value":
                raise MechanismError(f"{m.name} and {owners[e.target]} both define {e.target!r}")
            if e.kind == "value":
                owners[e.target] = m.name
            definitions.append(Definition("rate" if e.kind == "rate" else "value", e.target, expression, m.name))
    for name in sorted({*contributions, *(r for r in read if words[r].kind in ("additive", "port"))}):
        if words[name].kind == "additive" or name not in givers:
            total: Expression = Number(_to_coherent(words[name], words[name].default_for(species) or 0.0))
            for expression, _ in contributions.get(name, []):
                total = Operation("+", total, expression)
            makers = ", ".join(m for _, m in contributions.get(name, []))
            definitions.append(Definition("value", name, total, makers))
            owners[name] = makers

    states = _states(mechanisms, owners)
    rates = {d.target: d for d in definitions if d.kind == "rate"}
    values = sorted_values(
        [d for d in definitions if d.kind == "value"],
        instant_names,
        "algebraic loop, with no state in it",
        ". Give one of these quantities a state of its own.",
    )
    parameters = tuple(_with_full_name(p.for_species(species), m.name) for m in mechanisms for p in m.parameters)
    inputs = tuple(words[r] for r in sorted(read) if words[r].kind in ("input", "target"))
    covariates = tuple(words[r] for r in sorted(read) if words[r].kind == "covariate")
    rest = sorted(set().union(*(at_rest_names(d.expression) for d in (*rates.values(), *values)), set()))
    return Model(
        species,
        tuple(mechanisms),
        parameters,
        covariates,
        inputs,
        tuple(states),
        tuple(rates[s.name] for s in states),
        tuple(values),
        tuple(_observables(mechanisms, by_name, values, words)),
        tuple(loops),
        words,
        tuple(rest),
    )


def _words(loaded: list[Loaded]) -> Mapping[str, Word]:
    """The words of all vocabularies that these mechanisms were checked against: the package's and those brought."""
    words: dict[str, Word] = {}
    for own in {id(x.words): x.words for x in loaded}.values() or (vocabulary(),):
        for name, word in own.items():
            if words.setdefault(name, word) != word:
                raise MechanismError(f"the word {name!r} has two meanings here; load these mechanisms together")
    return words


def _check_names(mechanisms: list[Mechanism]) -> None:
    """Refuse two mechanisms of one name, and words brought under a name that another uses for something of its own."""
    seen: dict[str, Mechanism] = {}
    for m in mechanisms:
        if (other := seen.setdefault(m.name, m)) is not m:
            mine = [x.file or "the package's" for x in (other, m)]
            raise MechanismError(
                f"two mechanisms are called {m.name!r}: {' and '.join(mine)}. Leave one out, or rename your file."
            )
    brought = {word.name: m for m in mechanisms for word in m.words}
    for m in mechanisms:
        for name in [s.name for s in m.states] + [e.target for e in m.equations if e.kind == "value"]:
            if name in brought and name not in m.gives:
                raise _fault(brought[name], f"brings {name!r}, which {m.name} has for a quantity of its own; rename it")


def _fault(m: Mechanism, text: str) -> MechanismError:
    """A complaint about a mechanism; of one that is no part of the package, with file and line."""
    return MechanismError(f"{place(m, text)}: {text}" if m.file else f"{m.name} {text}")


def _check_species(mechanisms: list[Mechanism], species: str) -> None:
    for m in mechanisms:
        if species not in m.species:
            raise _fault(m, f"is not made for {species}; it is for {', '.join(m.species)}")


def _givers(mechanisms: list[Mechanism]) -> Mapping[str, Mechanism]:
    givers: dict[str, Mechanism] = {}
    for m in mechanisms:
        for name in m.gives:
            if (other := givers.setdefault(name, m)) is not m:
                both = " and ".join(place(x, repr(name)) for x in (other, m))
                raise MechanismError(f"{name!r} is given by both {both}; leave one of them out")
    return givers


def _check_reads(
    mechanisms: list[Mechanism], givers: Mapping[str, Mechanism], words: Mapping[str, Word]
) -> list[tuple[str, str]]:
    loops = []
    for m in mechanisms:
        for name in (*m.reads, *m.feedback):
            word = words[name]
            if word.kind == "port" and name not in givers and word.default is None:
                could = [c for c in catalogue() if name in declared(c).gives]
                hint = f" It is given by {', '.join(could)}: add it, or leave {m.name} out." if could else ""
                raise _fault(m, f"reads {name!r}, which nothing in the model gives.{hint}")
            if word.kind not in ("port", "additive"):
                continue
            later = LEVELS.index(word.level) > LEVELS.index(m.level)
            if later and name in m.reads:
                raise _fault(m, f"reads {name!r} of the later level {word.level}; declare it in feedback")
            if not later and name in m.feedback:
                raise _fault(m, f"declares {name!r} as feedback, but {word.level} is no later level")
            if later:
                loops.append((name, m.name))
    return loops


def _states(mechanisms: list[Mechanism], owners: dict[str, str]) -> list[State]:
    states: dict[str, State] = {}
    for m in mechanisms:
        for s in m.states:
            if s.name in states or s.name in owners:
                raise MechanismError(f"{place(m, repr(s.name))}: the name {s.name!r} is already taken in this model")
            states[s.name] = s
    return list(states.values())


def sorted_values(
    values: Iterable[Definition], needs: Callable[[Expression], set[str]], complaint: str, way_out: str = ""
) -> list[Definition]:
    """Values in an order in which each comes after what it ``needs``; raises with the circle where there is none."""
    by_target = {v.target: v for v in values}
    order: list[Definition] = []
    done: set[str] = set()

    def visit(name: str, path: list[str]) -> None:
        if name in done:
            return
        if name in path:
            circle = [*path[path.index(name) :], name]
            told = " → ".join(f"{n} ({by_target[n].mechanism})" for n in circle)
            raise MechanismError(f"{complaint}: {told}{way_out}")
        for needed in sorted(needs(by_target[name].expression) & by_target.keys()):
            visit(needed, [*path, name])
        done.add(name)
        order.append(by_target[name])

    for name in by_target:
        visit(name, [])
    return order


def _observables(
    mechanisms: list[Mechanism], by_name: dict[str, Loaded], values: list[Definition], words: Mapping[str, Word]
) -> list[Observable]:
    found = []
    for m in mechanisms:
        for s in m.states:
            found.append(Observable(f"{m.level}.{s.name}", s.name, s.unit, s.meaning, m.name))
    notes = {e.target: e.note for m in mechanisms for e in m.equations if e.kind == "value"}
    for v in values:
        if v.target in words:
            w = words[v.target]
            found.append(Observable(f"{w.level}.{w.name}", w.name, w.unit, w.meaning, v.mechanism))
        else:
            loaded = by_name[v.mechanism]
            text = notes.get(v.target) or v.target.replace("_", " ")
            units = loaded.auxiliaries[v.target]
            found.append(Observable(f"{loaded.mechanism.level}.{v.target}", v.target, units, text, v.mechanism))
    return sorted(found, key=lambda o: LEVELS.index(o.level))


def _with_full_name(p: Parameter, mechanism: str) -> Parameter:
    from dataclasses import replace

    return replace(p, name=f"{mechanism}.{p.name}")


def _to_coherent(word: Word, value: float) -> float:
    return value * unit(word.unit).factor


def _renamed(expression: Expression, names: dict[str, str]) -> Expression:
    match expression:
        case Number():
            return expression
        case Name(id=name):
            return Name(names.get(name, name))
        case Negative(operand=x):
            return Negative(_renamed(x, names))
        case Operation(operator=op, left=a, right=b):
            return Operation(op, _renamed(a, names), _renamed(b, names))
        case Call(function=f, arguments=args):
            return Call(f, tuple(_renamed(a, names) for a in args))
    raise AssertionError(expression)


__all__ = ["Definition", "Model", "Observable", "assemble", "assemble_mechanisms", "default_set"]
