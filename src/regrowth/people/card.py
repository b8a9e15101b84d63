"""Presets as text: who they are, and where every baseline and its spread comes from."""

from __future__ import annotations

from regrowth.language.units import printed
from regrowth.language.vocabulary import vocabulary
from regrowth.people.presets import POSSIBLE, PRESETS, PeopleError, Preset, Trait, preset


def described(name: str) -> str:
    """The text of a preset, or of all (`people`); empty if there is none of that name."""
    if name == "people":
        return people_text()
    try:
        return preset_text(preset(name))
    except PeopleError:
        return ""


def people_text() -> str:
    """All presets with their meanings."""
    wide = max(len(one.name) for one in PRESETS)
    return "\n".join(
        ["People", "======", "", *(f"    {one.name:<{wide}}  {one.meaning}" for one in PRESETS), "",
         "regrowth describe trd_adults shows one: baselines, spreads, sources."]
    )  # fmt: skip


def preset_text(who: Preset) -> str:
    """One preset: each covariate's mean, how people differ, between which bounds, and its source."""
    words = {name: word for name, word in vocabulary().items() if word.kind == "covariate"}
    rows = [("covariate", "mean", "between people", "within", "source")]
    for name, trait in who.traits.items():
        unit = words[name].unit if name in words else "1"
        told = "" if unit == "1" else f" {printed(unit)}"
        source = trait.source + (f" ({trait.note})" if trait.note else "")
        rows.append((name, f"{trait.mean:g}{told}", _spread(trait), _possible(who, name, trait, words), source))
    widths = [max(len(row[k]) for row in rows) for k in range(4)]
    lines = [
        "    " + "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip()
        for row in rows
    ]
    default = {name: word.default_for(who.species) for name, word in words.items() if name not in who.traits}
    usual = ", ".join(f"{name} {value:g}" for name, value in default.items() if value is not None)
    title = f"{who.name}: {who.meaning}"
    return "\n".join([title, "=" * len(title), "", *lines, "", f"As in everybody: {usual}." if usual else "",
                      "A protocol may set any of them: people: {from: …, weight: 90}. `regrowth describe stress_load` "
                      "says what one is."])  # fmt: skip


def _spread(trait: Trait) -> str:
    if trait.kind == "share":
        return "share of people"
    if not trait.spread:
        return "alike"
    return f"SD {trait.spread:g}" if trait.kind == "normal" else f"{trait.kind} {100 * trait.spread:g} %"


def _possible(who: Preset, name: str, trait: Trait, words: dict) -> str:
    """The bounds within which people of the preset are drawn, or else those of the covariate."""
    for low, high in (trait.bounds, POSSIBLE.get(who.species, {}).get(name, (None, None)),
                      words[name].bounds if name in words else (None, None)):  # fmt: skip
        if low is not None or high is not None:
            return f"{'' if low is None else f'{low:g}'}..{'' if high is None else f'{high:g}'}"
    return ""
