"""Load and check mechanisms: names, ports, sources, and the units of every equation."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from regrowth.errors import nearest
from regrowth.language.declare import SPECIES, Mechanism, Word, parse_spread
from regrowth.language.dimensions import DimensionClash, dimension_of, require_same
from regrowth.language.errors import MechanismError, UnitError
from regrowth.language.find import declared, place
from regrowth.language.grammar import FUNCTIONS, Equation, instant_names, names_in
from regrowth.language.units import TIME, Dimension, name_of, unit
from regrowth.language.vocabulary import vocabulary, with_brought


@dataclass(frozen=True)
class Loaded:
    """A checked mechanism together with the units worked out for its private auxiliaries."""

    mechanism: Mechanism
    auxiliaries: dict[str, str]  # name → unit text
    words: dict[str, Word]  # the vocabulary it was checked against


def load(name: str, beside: Iterable[str] = ()) -> Loaded:
    """Load and check one mechanism by name (``receptors/channel_block``) or by the path of a ``.py`` file.

    ``beside`` are the mechanisms, likewise, whose words it may use besides those of the package and its own.

    Raises
    ------
    MechanismError, UnitError
        Naming the mechanism, the equation and what is wrong with it.
    """
    return load_all([*beside, name])[-1]


def load_all(names: Iterable[str]) -> list[Loaded]:
    """Load mechanisms that go together: each may use the words that the others bring."""
    found = [declared(name) for name in names]
    own = [m for m in found if m.file]
    words = with_brought(vocabulary(), own) if own else vocabulary()
    return [check(m, words) if m.file else _shipped(m.name) for m in found]


@cache
def _shipped(name: str) -> Loaded:
    return check(declared(name))


def check(mechanism: Mechanism, words: dict[str, Word] | None = None) -> Loaded:
    """Check a mechanism against the vocabulary; returns it with its auxiliaries' units."""
    words = vocabulary() if words is None else words
    try:
        equations = mechanism.equations
        _check_words(mechanism, words)
        _check_parameters(mechanism)
        _check_assignments(mechanism, equations, words)
        auxiliaries = _check_units(mechanism, equations, words)
    except MechanismError as error:
        raise type(error)(f"{place(mechanism, str(error))}: {error}") from None
    return Loaded(mechanism, auxiliaries, words)


def _check_words(m: Mechanism, words: dict[str, Word]) -> None:
    for name in (*m.reads, *m.feedback, *m.gives):
        if name not in words:
            new = f"gives=[port({name!r}, …)]" if name in m.gives else f"reads=[target({name!r}, …)]"
            raise MechanismError(
                f"{name!r} is not in the vocabulary. "
                + (nearest(name, words) or "`regrowth describe --names` lists names.")
                + " A name that nobody shares is a parameter, a state or an auxiliary of your own; a new one to share "
                f"is declared in its place, {new}. Where a file of yours brings it, add that file, too."
            )
    for name in m.feedback:
        if words[name].kind not in ("port", "additive"):
            raise MechanismError(f"{name!r} is declared as feedback, but is no port")
    for name in m.gives:
        if words[name].kind != "port":
            raise MechanismError(
                f"gives {name!r}, which is declared as {words[name].kind}; contribute to it with +="
                if words[name].kind == "additive"
                else f"gives {name!r}, which is declared as {words[name].kind}"
            )
        if words[name].level != m.level:
            raise MechanismError(f"gives {name!r}, which belongs to the level {words[name].level}")
    unknown = set(m.species) - set(SPECIES)
    if unknown:
        raise MechanismError(f"unknown species {', '.join(sorted(unknown))}; there are {', '.join(SPECIES)}")


def _check_parameters(m: Mechanism) -> None:
    for p in m.parameters:
        unit(p.unit)
        parse_spread(p.spread)
        low, high = p.bounds
        if low is not None and high is not None and low > high:
            raise MechanismError(f"parameter {p.name}: bounds run from low to high, not {low}..{high}")
        for value in (p.value, *(a.value for a in p.species.values())):
            if not math.isfinite(value):
                raise MechanismError(f"parameter {p.name} = {value} is no number")
            if (low is not None and value < low) or (high is not None and value > high):
                raise MechanismError(f"parameter {p.name} = {value:g} lies outside its bounds {low}..{high}")
        for source in (p.source, *(a.source for a in p.species.values())):
            if not source.strip() or source.strip() in ("fitted:", "assumed:"):
                raise MechanismError(f"parameter {p.name} has no source; `assumed: why` is one")
        for alternative in p.species.values():
            parse_spread(alternative.spread)
        if p.follows and not (p.spread and -1 < p.follows[1] < 1 and p.follows[0] != f"{m.name}.{p.name}"):
            raise MechanismError(
                f"parameter {p.name} follows {p.follows[0]} by {p.follows[1]:g}; a correlation lies between -1 and 1, "
                "with another parameter, and needs a spread"
            )
    for s in m.states:
        if s.scale <= 0:
            raise MechanismError(f"state {s.name} needs a positive scale")


def _check_assignments(m: Mechanism, equations: tuple[Equation, ...], words: dict[str, Word]) -> None:
    parameters = {p.name for p in m.parameters}
    states = {s.name for s in m.states}
    readable = {*m.reads, *m.feedback}
    assigned: set[str] = set()
    rates: set[str] = set()
    for e in equations:
        if e.kind == "rate":
            if e.target not in states:
                raise MechanismError(f"`{e.text}`: {e.target} is not declared as a state")
            if e.target in rates:
                raise MechanismError(f"{e.target} has two rate equations")
            rates.add(e.target)
        elif e.kind == "value":
            if e.target in states | parameters | readable | assigned:
                raise MechanismError(f"`{e.text}`: {e.target} already has a meaning here")
            if e.target in words and e.target not in m.gives:
                raise MechanismError(
                    f"`{e.text}`: {e.target} is a word of the vocabulary; list it in gives, or rename the auxiliary"
                )
            assigned.add(e.target)
        elif e.target not in words or words[e.target].kind != "additive":
            raise MechanismError(
                f"`{e.text}`: {e.target} is no additive port, so += has nothing to add to. "
                + (
                    "List it in gives and define it with =."
                    if e.target in words
                    else nearest(e.target, [name for name, word in words.items() if word.kind == "additive"])
                )
            )
    if missing := states - rates:
        raise MechanismError(f"state {', '.join(sorted(missing))} has no rate equation")
    added = {e.target for e in equations if e.kind == "add"}
    if idle := [w.name for w in m.words if w.kind == "additive" and w.name not in {*added, *m.reads}]:
        raise MechanismError(f"gives {idle[0]!r}, but no equation adds to it with +=")
    if missing := set(m.gives) - assigned - states:
        raise MechanismError(f"gives {', '.join(sorted(missing))}, but no equation says what it is")
    groups = [parameters, states, readable, assigned]
    doubled = {n for n, count in Counter(x.name for x in (*m.parameters, *m.states)).items() if count > 1}
    doubled |= {n for i, a in enumerate(groups) for b in groups[i + 1 :] for n in a & b}
    if doubled:
        raise MechanismError(f"{', '.join(sorted(doubled))} is declared twice")
    known = parameters | states | readable | assigned
    for e in equations:
        if unknown := names_in(e.expression) - known:
            name = sorted(unknown)[0]
            way_out = "List it in reads." if name in words else nearest(name, known | set(words))
            raise MechanismError(f"`{e.text}`: unknown name {name!r}. {way_out}".rstrip())
    used = set().union(*(names_in(e.expression) for e in equations)) if equations else set()
    if unused := (parameters | readable) - used:
        raise MechanismError(f"declared but never used: {', '.join(sorted(unused))}")
    if clash := (known | parameters) & set(FUNCTIONS):
        raise MechanismError(f"{', '.join(sorted(clash))} is the name of a function")


def _check_units(m: Mechanism, equations: tuple[Equation, ...], words: dict[str, Word]) -> dict[str, str]:
    known: dict[str, Dimension | None] = {p.name: unit(p.unit).dimension for p in m.parameters}
    known |= {s.name: unit(s.unit).dimension for s in m.states}
    known |= {name: unit(words[name].unit).dimension for name in (*m.reads, *m.feedback, *m.gives)}
    for s in m.states:
        if s.name in m.gives and unit(s.unit).dimension != unit(words[s.name].unit).dimension:
            raise UnitError(f"state {s.name} is in {s.unit}, the port in {words[s.name].unit}")
    auxiliaries: dict[str, str] = {}
    for e in ordered_values(equations):
        where = f"`{e.text}`"
        try:
            found = dimension_of(e.expression, known)
        except DimensionClash as clash:
            raise UnitError(f"{where}: {clash}") from None
        if e.kind == "value" and e.target not in known:
            known[e.target] = found
            auxiliaries[e.target] = name_of(found) if found is not None else "1"
            continue
        wanted = known[e.target] if e.kind != "add" else unit(words[e.target].unit).dimension
        assert wanted is not None
        if e.kind == "rate":
            wanted = tuple(a - b for a, b in zip(wanted, TIME, strict=True))
        require_same(found, wanted, where)
    return auxiliaries


def ordered_values(equations: tuple[Equation, ...]) -> list[Equation]:
    """Equations so that every auxiliary comes before its readers; rates and contributions last.

    Raises
    ------
    MechanismError
        If auxiliaries define each other in a circle.
    """
    values = {e.target: e for e in equations if e.kind == "value"}
    order: list[Equation] = []
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in done:
            return
        if name in path:
            circle = " → ".join((*path[path.index(name) :], name))
            raise MechanismError(f"auxiliaries define each other in a circle: {circle}")
        for needed in sorted(names_in(values[name].expression) & values.keys()):
            if needed in instant_names(values[name].expression) or needed not in path:
                visit(needed, (*path, name))
        done.add(name)
        order.append(values[name])

    for name in values:
        visit(name, ())
    return order + [e for e in equations if e.kind != "value"]
