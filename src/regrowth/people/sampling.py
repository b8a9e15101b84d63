"""Virtual populations: every covariate and every parameter that has a spread, drawn for each person.

Random numbers are keyed by seed, quantity and person (:mod:`regrowth.people.draws`). Covariates are drawn independently
of each other; a parameter may follow another one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from regrowth.errors import nearest
from regrowth.people.draws import draws
from regrowth.people.presets import POSSIBLE, Bounds, PeopleError, Preset, Trait, mean_and_sd, number_of, preset

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
        ``{"mean": 80, "sd": 5}`` for a group of another make.
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
    if isinstance(n, bool) or not isinstance(n, (int, np.integer)):
        raise PeopleError(f"the number of people must be a whole number, not {n!r}")
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
    spreads = {name: _spread(p.spread) for name, p in parameters.items()}
    drawn = [name for name in parameters if (spreads[name] and not one) or name in overrides]
    start, stop = (0, int(n)) if chunk is None else (int(chunk[0]), int(chunk[1]))
    if not 0 <= start < stop <= n:
        raise PeopleError(f"the chunk {start}..{stop} lies outside the {n:,} people")
    _refuse_too_many(stop - start, len(covariates) + len(drawn), whole=chunk is None)

    def numbers(name: str, trait: Trait) -> NDArray[np.float64]:
        if one or (not trait.spread and trait.kind != "share"):
            return np.full(stop - start, trait.typical)
        return _shape(uniform(name), trait)

    def uniform(name: str) -> NDArray[np.float64]:
        """A person's place in the distribution: the own number, or in part that of the parameter it follows."""
        own = draws(name, seed=seed, start=start, stop=stop, arm=arm, even=even)
        follows = getattr(parameters.get(name), "follows", None)
        return _following(own, uniform(follows[0]), follows[1]) if follows else own

    made: dict[str, NDArray[np.float64]] = {}
    for name, word in covariates.items():
        default = word.default_for(who.species) if hasattr(word, "default_for") else word.default
        trait = who.traits.get(name, Trait(float(default or 0.0)))
        limits = _limits(name, word, who.species)
        if name in overrides:
            trait = _overridden(name, overrides[name], trait, limits, getattr(word, "unit", ""))
        made[name] = numbers(name, trait)
    chosen: dict[str, NDArray[np.float64]] = {}
    for name in drawn:
        p = parameters[name]
        kind, first, second = spreads[name] or ("normal", 0.0, 0.0)
        trait = Trait(float(p.value), first, kind, tuple(p.bounds))
        if kind == "uniform":
            trait = Trait((first + second) / 2, second - first, kind, tuple(p.bounds))
        if name in overrides:
            trait = _overridden(name, overrides[name], trait, tuple(p.bounds), p.unit)
        chosen[name] = numbers(name, trait)
    return People(who, stop - start, seed, made, chosen, start, overrides)


def _shape(u: NDArray[np.float64], trait: Trait) -> NDArray[np.float64]:
    """Turn uniform numbers into a trait's, cut at its bounds (each person keeps one number)."""
    from scipy.special import ndtri

    if trait.kind == "share":
        return (u < trait.mean).astype(np.float64)
    if trait.kind == "uniform":
        a, b = trait.mean - trait.spread / 2, trait.mean + trait.spread / 2
        return np.clip(a + (b - a) * u, *trait.bounds)
    low, high = _kept(trait)
    if trait.kind == "lognormal":
        values = trait.mean * np.exp(_sigma(trait) * ndtri(low + (high - low) * u))
        return values if trait.mean > 0 else np.clip(values, *trait.bounds)
    return trait.mean + trait.spread * ndtri(low + (high - low) * u)


def _sigma(trait: Trait) -> float:
    return math.sqrt(math.log1p(trait.spread**2))


@lru_cache(maxsize=4096)
def _kept(trait: Trait) -> tuple[float, float]:
    """The part of a normal or lognormal distribution, in cumulated shares, that its bounds keep."""
    from scipy.special import ndtr

    low, high = trait.bounds
    if trait.kind == "lognormal":
        if trait.mean <= 0:
            return 0.0, 1.0
        scores = (_log(bound, trait.mean) / _sigma(trait) for bound in (low or 0.0, math.inf if high is None else high))
    else:
        scores = (
            -math.inf if low is None else (low - trait.mean) / trait.spread,
            math.inf if high is None else (high - trait.mean) / trait.spread,
        )
    first, last = scores
    return float(ndtr(first)), float(ndtr(last))


def _following(own: NDArray[np.float64], leader: NDArray[np.float64], r: float) -> NDArray[np.float64]:
    """Uniform numbers whose normal scores correlate by ``r`` with the leader's (a Gaussian copula)."""
    from scipy.special import ndtr, ndtri

    return ndtr(r * ndtri(leader) + math.sqrt(1 - r * r) * ndtri(own))


def _log(bound: float, median: float) -> float:
    return math.log(bound / median) if bound > 0 else -math.inf


def _spread(text: str) -> tuple[str, float, float] | None:
    from regrowth.language import parse_spread

    found = parse_spread(text)
    return (found.kind, found.first, found.second) if found else None


def _limits(name: str, word: Any, species: str) -> Bounds:
    low, high = getattr(word, "bounds", (None, None))
    return POSSIBLE.get(species, {}).get(name) or (low, high)


def _overridden(name: str, value: Any, trait: Trait, limits: Bounds, unit: str) -> Trait:
    """The trait after an override, checked against what is possible."""
    if isinstance(value, Mapping):
        mean, sd = mean_and_sd(name, value)
    else:
        mean, sd = number_of(name, value), 0.0
    low, high = limits
    if (low is not None and mean < low) or (high is not None and mean > high):
        raise PeopleError(
            f"{name}: {mean:g}{_unit(unit)} is not possible; it is {_range(low, high)}{_unit(unit)}", name
        )
    return Trait(mean, sd, "share" if trait.kind == "share" and isinstance(value, Mapping) else "normal", limits)


def _range(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"at least {low:g}" if low is not None else f"at most {high:g}"
    return f"between {low:g} and {high:g}"


def _unit(text: str) -> str:
    return "" if text in ("", "1") else f" {text}"


def _refuse_too_many(n: int, numbers: int, whole: bool) -> None:
    needed = 8 * n * max(numbers, 1)
    if needed > MEMORY_LIMIT:
        most = MEMORY_LIMIT // (8 * max(numbers, 1))
        raise PeopleError(
            f"{n:,} people with {numbers} numbers each need {needed / 1e9:.1f} GB of memory before anything is "
            f"simulated; {most:,} at once is the most. "
            + ("Draw them in chunks." if whole else "Make the chunks smaller.")
        )
