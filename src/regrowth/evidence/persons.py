"""Who takes part: `mouse`, `healthy, weight 70 kg`, `100 trd_adults, age 70 year`.

A preset's name alone means its typical person. A number before it asks for that many virtual people, always the same
ones, for findings that only a group has (a share, an effect size). Covariates may be set after commas.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from regrowth.errors import RegrowthError, nearest
from regrowth.language import vocabulary
from regrowth.language.units import convert
from regrowth.people import People, preset, sample

if TYPE_CHECKING:
    from regrowth.engine import Model

SEED = 1
_GROUP = re.compile(r"(?:(\d+) )?(.+)")
_TRAIT = re.compile(r"(\w+)\s*(?:=\s*|\s)([-+\w.]+)(?:\s+(\S+))?")


@dataclass(frozen=True)
class Group:
    """People as an experiment names them."""

    preset: str
    n: int = 1
    traits: tuple[tuple[str, str, str], ...] = ()  # (covariate, value, unit as written)


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
        traits.append((trait[1], trait[2], trait[3] or ""))
    return Group(preset(group[2]).name, int(group[1] or 1), tuple(traits))


def species_of(people: str) -> str:
    """The species of a group."""
    return preset(parse_people(people).preset).species


@lru_cache(maxsize=64)
def draw(people: str, model: Model) -> People:
    """The group's people, drawn for a model."""
    group = parse_people(people)
    units = {word.name: word.unit for word in model.covariates}
    overrides: dict[str, float | str] = {}
    for name, value, unit in group.traits:
        if name in units:
            overrides[name] = convert(float(value), unit, units[name]) if unit else value
        elif name not in vocabulary():  # a covariate that no mechanism of this model reads changes nothing
            raise RegrowthError(f'"{name}" is no covariate. {nearest(name, units)}'.strip())
    return sample(model, group.preset, group.n, SEED, overrides)
