"""Who takes part: `mouse`, `healthy, weight 70 kg`, `100 trd_adults, age 70 year`.

A preset's name alone means its typical person. A number before it asks for that many virtual people, always the same
ones and evenly spread, for findings that only a group has (a share, an effect size). Covariates may be set after
commas, with the spread of a group of another make: `100 trd_adults, madrs_baseline 31.3 sd 3.8`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from regrowth.errors import RegrowthError, nearest
from regrowth.language.units import convert
from regrowth.people import People, preset, sample

if TYPE_CHECKING:
    from regrowth.engine import Model

SEED = 1
_MOST = 100_000  # people of a group: beyond, only waiting is added
_GROUP = re.compile(r"(?:([-+\d][-+\d.,_e]*) )?(.+)")
_TRAIT = re.compile(r"(\w+)\s*(?:=\s*|\s)([-+\w.]+)(?:\s+(?!sd\b)(\S+))?(?:\s+sd\s+([\d.]+))?")


@dataclass(frozen=True)
class Group:
    """People as an experiment names them."""

    preset: str
    n: int = 1
    traits: tuple[tuple[str, str, str, str], ...] = ()  # (covariate, value, unit, standard deviation as written)


@cache
def parse_people(text: str) -> Group:
    """Read the people of an experiment."""
    first, *rest = [part.strip() for part in text.split(",")]
    group = _GROUP.fullmatch(first)
    assert group
    traits = []
    for part in rest:
        trait = _TRAIT.fullmatch(part)
        if not trait:
            raise RegrowthError(f"I can't read {part!r} in {text!r}; write a covariate and its value: `weight 80 kg`.")
        traits.append((trait[1], trait[2], trait[3] or "", trait[4] or ""))
    return Group(preset(group[2]).name, _count(group[1] or "1", first), tuple(traits))


def _count(text: str, first: str) -> int:
    if not (re.fullmatch(r"\d{1,9}", text) and 1 <= int(text) <= _MOST):
        raise RegrowthError(
            f"{first!r}: a group is a whole number of virtual people, 1 to {_MOST:,}. `100 trd_adults` give a mean to "
            "a tenth of people's spread."
        )
    return int(text)


def species_of(people: str) -> str:
    """The species of a group."""
    return preset(parse_people(people).preset).species


@lru_cache(maxsize=64)
def draw(people: str, model: Model) -> People:
    """The group's people, drawn for a model."""
    group = parse_people(people)
    return sample(model, group.preset, group.n, SEED, overrides(group, model), even=True)


def overrides(group: Group, model: Model) -> dict[str, object]:
    """What is set for the group, in the units of a model's covariates."""
    units = {word.name: word.unit for word in model.covariates}
    found: dict[str, object] = {}
    for name, value, unit, sd in group.traits:
        if name in units:
            number = convert(float(value), unit, units[name]) if unit else value
            spread = convert(float(sd), unit or units[name], units[name]) if sd else None
            found[name] = number if spread is None else {"mean": float(number), "sd": spread}
        elif name not in model.words and name not in preset(group.preset).traits:  # what nothing reads changes nothing
            raise RegrowthError(f'"{name}" is no covariate. {nearest(name, units)}'.strip())
    return found
