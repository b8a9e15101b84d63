"""Virtual populations: every covariate and every parameter that has a spread, drawn for each person.

Random numbers are keyed by seed, quantity and person, so that a person is the same in every arm, in a population of any
size, and in any chunk of it. Covariates are drawn independently of each other; a parameter may follow another one.

>>> a = draws("weight", seed=7, start=0, stop=5)
>>> b = draws("weight", seed=7, start=3, stop=5)
>>> bool((a[3:] == b).all())
True
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from regrowth.errors import nearest
from regrowth.people.presets import POSSIBLE, Bounds, PeopleError, Preset, Trait, genotype_activity, preset

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: the largest population held in memory at once, in bytes
MEMORY_LIMIT = 2 * 2**30
_DIGITS = 30  # of evenly spread numbers, and of the index of people


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
            + (hint or f"Covariates: {', '.join(sorted(covariates))}.")
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


def draws(name: str, *, seed: int, start: int, stop: int, arm: str = "", even: bool = False) -> NDArray[np.float64]:
    """Uniform numbers in (0, 1) of people ``start … stop - 1`` for one quantity.

    A counter-based generator (Philox) keyed by seed, arm and quantity; person *i* has the *i*-th number of the stream.
    With ``even`` the stream is a van der Corput sequence scrambled by the key (Owen 1995,
    doi:10.1007/978-1-4612-2552-2_19): any first 2^k people have one number in each 2^k-th of the interval, and
    quantities are independent of each other.
    """
    digest = hashlib.sha256(f"regrowth people 1|{int(seed)}|{arm}|{name}".encode()).digest()
    key = np.frombuffer(digest[:16], dtype="<u8").astype(np.uint64)
    if even:
        return _scrambled(start, stop, int(key[0]), int(key[1]))
    block, skip = divmod(start, 4)  # the counter moves once per four numbers
    raw = np.random.Philox(key=key, counter=[block, 0, 0, 0]).random_raw(stop - start + skip)[skip:]
    return ((raw >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53


@lru_cache(maxsize=1024)
def _scrambled(start: int, stop: int, first: int, second: int) -> NDArray[np.float64]:
    """The van der Corput sequence in base 2, its order and its values scrambled (Burley 2020, J Comput Graph Tech 9:1).

    Both scramblings flip each binary digit by a hash of a key and the digits before it: of the index from its highest
    digit on, which shuffles people within blocks of 2^k; of the value from its first.
    """
    index, one = np.arange(start, stop, dtype=np.uint64), np.uint64(1)
    shuffled, value = np.ones_like(index), np.zeros(len(index))  # with a leading one in front of the digits so far
    for level in reversed(range(_DIGITS)):
        digit = (index >> np.uint64(level)) & one
        shuffled = (shuffled << one) | (digit ^ _coin(shuffled, np.uint64(first)))
    prefix = np.ones_like(index)
    for level in range(_DIGITS):
        digit = ((shuffled >> np.uint64(level)) & one) ^ _coin(prefix, np.uint64(second))
        prefix = (prefix << one) | digit
        value += digit * 2.0 ** -(level + 1)
    value += 2.0 ** -(_DIGITS + 1)
    value.setflags(write=False)  # kept, because groups of a few people are drawn again and again
    return value


def _coin(prefix: NDArray[np.uint64], key: np.uint64) -> NDArray[np.uint64]:
    """Zero or one for each prefix: the finaliser of SplitMix64 (Steele 2014, doi:10.1145/2660193.2660195)."""
    x = prefix * np.uint64(0x9E3779B97F4A7C15) ^ key
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (x ^ (x >> np.uint64(31))) >> np.uint64(63)


def _shape(u: NDArray[np.float64], trait: Trait) -> NDArray[np.float64]:
    """Turn uniform numbers into a trait's, cut at its bounds (each person keeps one number)."""
    from scipy.special import ndtr, ndtri

    low, high = trait.bounds
    if trait.kind == "share":
        return (u < trait.mean).astype(np.float64)
    if trait.kind == "uniform":
        a, b = trait.mean - trait.spread / 2, trait.mean + trait.spread / 2
        return np.clip(a + (b - a) * u, low, high)
    if trait.kind == "lognormal":
        sigma = math.sqrt(math.log1p(trait.spread**2))
        if trait.mean <= 0:
            return np.clip(trait.mean * np.exp(sigma * ndtri(u)), low, high)
        z_low, z_high = (_log(bound, trait.mean) / sigma for bound in (low or 0.0, math.inf if high is None else high))
        return trait.mean * np.exp(sigma * ndtri(_between(u, ndtr(z_low), ndtr(z_high))))
    z_low = -math.inf if low is None else (low - trait.mean) / trait.spread
    z_high = math.inf if high is None else (high - trait.mean) / trait.spread
    return trait.mean + trait.spread * ndtri(_between(u, ndtr(z_low), ndtr(z_high)))


def _following(own: NDArray[np.float64], leader: NDArray[np.float64], r: float) -> NDArray[np.float64]:
    """Uniform numbers whose normal scores correlate by ``r`` with the leader's (a Gaussian copula)."""
    from scipy.special import ndtr, ndtri

    return ndtr(r * ndtri(leader) + math.sqrt(1 - r * r) * ndtri(own))


def _log(bound: float, median: float) -> float:
    return math.log(bound / median) if bound > 0 else -math.inf


def _between(u: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    return low + (high - low) * u


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
        if set(value) - {"mean", "sd"} or "mean" not in value:
            raise PeopleError(f"{name}: write a number, or mean and sd, not {dict(value)!r}")
        mean, sd = _number(name, value["mean"]), _number(name, value.get("sd", 0))
        if sd < 0:
            raise PeopleError(f"{name}: a spread can't be negative (sd {sd:g})")
    else:
        mean, sd = _number(name, value), 0.0
    low, high = limits
    if (low is not None and mean < low) or (high is not None and mean > high):
        raise PeopleError(
            f"{name}: {mean:g}{_unit(unit)} is not possible; it is {_range(low, high)}{_unit(unit)}"
        )
    return Trait(mean, sd, "share" if trait.kind == "share" and isinstance(value, Mapping) else "normal", limits)


def _number(name: str, value: Any) -> float:
    value = {"female": 1, "male": 0}.get(value, value) if name == "sex" and isinstance(value, str) else value
    if name == "cyp2b6_activity" and isinstance(value, str) and "*" in value:
        return genotype_activity(value)
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise PeopleError(f"{name}: {value!r} is not a number") from None
    if isinstance(value, bool) or not math.isfinite(number):
        raise PeopleError(f"{name}: {value!r} is not a number")
    return number


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
