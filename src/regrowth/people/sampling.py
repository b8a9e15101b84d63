"""Virtual populations: every covariate and every parameter that has a spread, drawn for each person.

Random numbers are keyed by seed, quantity and person (:mod:`regrowth.people.draws`). Covariates are drawn independently
of each other; a parameter may follow another one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from regrowth.border import checked
from regrowth.errors import nearest
from regrowth.people.draws import all_draws
from regrowth.people.presets import POSSIBLE, Bounds, PeopleError, Preset, Trait, changed, preset

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: the largest population held in memory at once, in bytes
MEMORY_LIMIT = 2 * 2**30


@dataclass(frozen=True, slots=True)
class People:
    """A drawn population: arrays over people ``first … first + n - 1``.

    ``parameters`` holds what differs between people (or from the model's value); everything else keeps the model's.
    """

    preset: Preset
    n: int
    seed: int
    covariates: dict[str, NDArray[np.float64]]
    parameters: dict[str, NDArray[np.float64]]
    first: int = 0
    overrides: Mapping[str, Any] = field(default_factory=dict)

    @property
    def species(self) -> str:
        return self.preset.species


@checked
def sample(
    model: Any,
    who: Preset | str,
    n: int = 1,
    seed: int = 0,
    overrides: Mapping[str, Any] | None = None,
    *,
    chunk: tuple[int, int] | None = None,
    arm: str = "",
    typical: bool | None = None,
    even: bool = False,
) -> People:
    """Draw ``n`` people for a model.

    One person is the typical one (means, no spread); more are drawn. The same seed gives the same person in every
    arm, for any ``n`` and any chunking.

    Parameters
    ----------
    model
        Anything with ``parameters`` and ``covariates``: objects with ``name`` and ``unit``; parameters also with
        ``value``, ``spread``, ``bounds`` and perhaps ``follows``, covariates with ``default``, all in declared units.
    who
        A preset or its name.
    overrides
        Covariates or parameters (by full name) that differ from the preset: a number for everybody, or
        ``{"mean": 80, "sd": 5}`` for a group of another make, ``{"times": 0.5}`` for everybody's own number halved.
    chunk
        Only people ``start … stop - 1`` of the ``n``.
    arm
        Another name gives other people with the same seed: for trials whose arms are different people.
    typical
        Force (or forbid) the typical person; by default exactly when ``n`` is 1.
    even
        Spread people evenly over each quantity, for means that few people give well; by default at random, as a trial
        would have them.
    """
    who = preset(who) if isinstance(who, str) else who
    if n < 1:
        raise PeopleError(f"n: {n} is no population; ask for at least 1 person")
    overrides = dict(overrides or {})
    parameters = {p.name: p for p in model.parameters}
    covariates = {c.name: c for c in model.covariates}
    if wrong := [k for k in overrides if k not in covariates and k not in parameters]:
        hint = nearest(wrong[0], [*covariates, *parameters])
        raise PeopleError(
            f'"{wrong[0]}" is neither a covariate nor a parameter of this model. '
            + (hint or f"Covariates: {', '.join(sorted(covariates))}."),
            wrong[0],
        )
    one = n == 1 if typical is None else typical
    drawn = [name for name, p in parameters.items() if (p.spread and not one) or name in overrides]
    start, stop = (0, int(n)) if chunk is None else (int(chunk[0]), int(chunk[1]))
    if not 0 <= start < stop <= n:
        raise PeopleError(f"the chunk {start}..{stop} lies outside the {n:,} people")
    _refuse_too_many(stop - start, len(covariates) + len(drawn))

    traits: dict[str, Trait] = {}
    for name, word in covariates.items():
        default = word.default_for(who.species) if hasattr(word, "default_for") else word.default
        trait = who.traits.get(name, Trait(float(default or 0.0)))
        if name in overrides:
            limits = _limits(name, word, who.species)
            trait = _overridden(name, overrides[name], trait, limits, getattr(word, "unit", ""))
        traits[name] = trait
    for name in drawn:
        p = parameters[name]
        trait = _declared(p.value, "" if one else p.spread, p.bounds)
        if name in overrides:
            trait = _overridden(name, overrides[name], trait, p.bounds, p.unit)
        traits[name] = trait

    varied = [name for name, trait in traits.items() if not one and (trait.spread or trait.kind == "share")]
    follows = {name: p.follows for name, p in parameters.items() if getattr(p, "follows", None)}
    places = _places(varied, follows, seed=seed, start=start, stop=stop, arm=arm, even=even)
    values = dict(zip(varied, _shaped(places, [traits[name] for name in varied]), strict=True))
    values |= {name: np.full(stop - start, t.typical) for name, t in traits.items() if name not in values}
    made = {name: values[name] for name in covariates}
    return People(who, stop - start, seed, made, {name: values[name] for name in drawn}, start, overrides)


@cache
def _declared(value: float, spread: str, bounds: Bounds) -> Trait:
    """How a parameter with a declared spread varies; not at all without one."""
    from regrowth.language.declare import parse_spread

    found = parse_spread(spread)
    if found is None:
        return Trait(float(value), bounds=bounds)
    if found.kind == "uniform":
        return Trait((found.first + found.second) / 2, found.second - found.first, found.kind, bounds)
    return Trait(float(value), found.first, found.kind, bounds)


def _places(names: Sequence[str], follows: Mapping[str, tuple[str, float]], **which: Any) -> NDArray[np.float64]:
    """A person's place in each distribution (names, people): the own number, or in part that of the one it follows."""
    wanted = list(names)
    for name in wanted:  # grows while it is read: leaders may follow, too
        if name in follows and follows[name][0] not in wanted:
            wanted.append(follows[name][0])
    places = all_draws(wanted, **which)
    row = {name: i for i, name in enumerate(wanted)}
    waiting = dict.fromkeys(name for name in wanted if name in follows)

    def settle(name: str) -> None:
        waiting.pop(name)
        leader, r = follows[name]
        if leader in waiting:
            settle(leader)
        places[row[name]] = _following(places[row[name]], places[row[leader]], r)

    while waiting:
        settle(next(iter(waiting)))
    return places[: len(names)]


def _shaped(u: NDArray[np.float64], traits: Sequence[Trait]) -> NDArray[np.float64]:
    """Turn uniform numbers (traits, people) into each trait's, cut at its bounds (each person keeps one number)."""
    from scipy.special import ndtr, ndtri

    def column(values: Iterable[float]) -> NDArray[np.float64]:
        return np.fromiter(values, np.float64, len(traits))[:, None]

    mean, spread = column(t.mean for t in traits), column(t.spread for t in traits)
    low = column(-math.inf if t.bounds[0] is None else t.bounds[0] for t in traits)
    high = column(math.inf if t.bounds[1] is None else t.bounds[1] for t in traits)
    values = np.empty_like(u)
    rows = {kind: np.array([t.kind == kind for t in traits]) for kind in ("share", "uniform", "normal", "lognormal")}

    def normal(of: NDArray[np.bool_], center: Any, sd: Any, least: Any, most: Any) -> NDArray[np.float64]:
        """Normal numbers of some rows between their bounds, by the part of the distribution that these keep."""
        first, last = ndtr((least - center) / sd), ndtr((most - center) / sd)
        return center + sd * ndtri(first + (last - first) * u[of])

    if (of := rows["share"]).any():
        values[of] = u[of] < mean[of]
    if (of := rows["uniform"]).any():
        values[of] = np.clip(mean[of] + spread[of] * (u[of] - 0.5), low[of], high[of])
    if (of := rows["normal"]).any():
        values[of] = normal(of, mean[of], spread[of], low[of], high[of])
    if (of := rows["lognormal"]).any():
        median = np.where(mean[of] > 0, mean[of], 1.0)  # of zero nothing varies
        with np.errstate(divide="ignore"):
            least, most = (np.log(np.maximum(bound[of], 0.0) / median) for bound in (low, high))
        values[of] = mean[of] * np.exp(normal(of, 0.0, np.sqrt(np.log1p(spread[of] ** 2)), least, most))
    return values


def _following(own: NDArray[np.float64], leader: NDArray[np.float64], r: float) -> NDArray[np.float64]:
    """Uniform numbers whose normal scores correlate by ``r`` with the leader's (a Gaussian copula)."""
    from scipy.special import ndtr, ndtri

    return ndtr(r * ndtri(leader) + math.sqrt(1 - r * r) * ndtri(own))


def _limits(name: str, word: Any, species: str) -> Bounds:
    low, high = getattr(word, "bounds", (None, None))
    return POSSIBLE.get(species, {}).get(name) or (low, high)


def _overridden(name: str, value: Any, trait: Trait, limits: Bounds, unit: str) -> Trait:
    """The trait after an override, checked against what is possible."""
    made = replace(changed(name, value, trait), bounds=limits)
    low, high = limits
    if (low is not None and made.mean < low) or (high is not None and made.mean > high):
        raise PeopleError(
            f"{name}: {made.mean:g}{_unit(unit)} is not possible; it is {_range(low, high)}{_unit(unit)}", name
        )
    return made


def _range(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"at least {low:g}" if low is not None else f"at most {high:g}"
    return f"between {low:g} and {high:g}"


def _unit(text: str) -> str:
    return "" if text in ("", "1") else f" {'points' if text == 'point' else text}"


def _refuse_too_many(n: int, numbers: int) -> None:
    needed = 8 * n * max(numbers, 1)
    if needed > MEMORY_LIMIT:
        most = MEMORY_LIMIT // (8 * max(numbers, 1))
        raise PeopleError(
            f"{n:,} people with {numbers} numbers each need {needed / 1e9:.1f} GB of memory before anything is "
            f"simulated; {most:,} at once is the most."
        )
