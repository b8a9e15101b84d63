"""Covariates and parameters set by hand, for everybody (`people:` of a protocol) or in one arm (its own `people:`)."""

from __future__ import annotations

from collections.abc import Mapping

from regrowth.people.presets import IN_WORDS, POSSIBLE, PeopleError, changed, number_of
from regrowth.protocol.tree import line_of, real, shown, way_out
from regrowth.protocol.words import ProtocolError, plain

Setting = float | str | Mapping[str, float]
PEOPLE_KEYS = ("from", "n", "seed", "species", "arms")  # of a protocol's `people:`, which are no settings


def settings_of(spec: Mapping, species: str) -> tuple[dict[str, Setting], dict[str, int | None]]:
    """The settings in a mapping of people, and the line of each."""
    found = {str(key): _setting(spec, key, species) for key in spec if key not in PEOPLE_KEYS}
    return found, {key: line_of(spec, key) for key in found}


def settings_of_arm(spec: object, species: str, line: int | None) -> tuple[dict[str, Setting], dict[str, int | None]]:
    """The settings of one arm, in which people may differ in themselves but not in who and how many they are."""
    if not isinstance(spec, Mapping):
        raise ProtocolError("people: of an arm are covariates and parameters, e.g. people: {age: 75}.").at("", line)
    if wrong := [key for key in spec if key in PEOPLE_KEYS]:
        raise ProtocolError(
            f"people: {wrong[0]} is the same in all arms: it belongs to the protocol's own `people:`. In an arm they "
            "may differ in covariates and parameters."
        ).at("", line_of(spec, wrong[0]) or line)
    return settings_of(spec, species)


def _setting(spec: Mapping, key: object, species: str) -> Setting:
    """A covariate or parameter set by hand: a number, a word, {mean: 80, sd: 5}, or {times: 0.5}."""
    value = spec[key]
    if isinstance(value, str) and str(key) in IN_WORDS:
        try:
            return number_of(str(key), value)
        except PeopleError as error:
            raise ProtocolError(f"people: {key}: {error}").at("", line_of(spec, key)) from None
    if isinstance(value, str):
        if str(key) in POSSIBLE[species]:
            raise ProtocolError(f"people: {key}: {shown(value)} isn't a number.{way_out(value)}").at(
                "", line_of(spec, key)
            )
        return str(value)
    if isinstance(value, Mapping):
        try:
            changed(str(key), value)
        except PeopleError as error:
            raise ProtocolError(f"people: {error}").at("", line_of(spec, key)) from None
        return {str(part): real(value, part) for part in value}
    number = real(spec, key)
    low, high = POSSIBLE[species].get(str(key), (float("-inf"), float("inf")))
    if not low <= number <= high:
        raise ProtocolError(
            f"people: {key} {plain(number)} is impossible for a {species}: {plain(low)} to {plain(high)}."
        ).at("", line_of(spec, key))
    return number
