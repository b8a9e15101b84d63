"""From the mapping in a YAML file to a Protocol: keys, people, arms, measures, evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from regrowth.border import LARGEST_SEED
from regrowth.errors import nearest
from regrowth.people.presets import WEIGHTS_TESTED, PeopleError, Preset, preset
from regrowth.protocol.arms import Arm
from regrowth.protocol.drafts import read_arms
from regrowth.protocol.drugs import HUMAN, MOUSE, RAT
from regrowth.protocol.entry import read_gates
from regrowth.protocol.measures import read_evidence, read_horizon, read_measures
from regrowth.protocol.settings import settings_of
from regrowth.protocol.study import ROLES, People, Protocol
from regrowth.protocol.times import in_words
from regrowth.protocol.tree import line_of, refuse_unknown, text_of, whole, words_of
from regrowth.protocol.words import ProtocolError, about, plain

KEYS = tuple("title people species enter arms measure observe evidence until trial source doi role note".split())
ARMS_OF_PEOPLE = {"same": False, "independent": True}
SPECIES = {"human": HUMAN, "humans": HUMAN, "people": HUMAN, "mouse": MOUSE, "mice": MOUSE, "rat": RAT, "rats": RAT}
USUAL_PRESET = {HUMAN: "trd_adults", MOUSE: "mouse", RAT: "rat"}
MOST_PEOPLE = 1_000_000
BYTES_PER_PERSON = 200_000  # hourly curves of the ports over a week


def build(tree: object, file: str, text: str = "") -> Protocol:
    """Check the whole mapping and make the protocol."""
    if tree is None:
        raise ProtocolError("this file is empty. A protocol has a title, people, arms and measure.", file)
    if not isinstance(tree, Mapping):
        raise ProtocolError("this isn't a protocol: it needs keys such as title, people, arms and measure.", file, 1)
    try:
        return _protocol(tree, file, text)
    except ProtocolError as error:
        raise error.at(file, line_of(tree, error.key) if error.key in tree else None) from None


def _protocol(tree: Mapping, file: str, text: str) -> Protocol:
    refuse_unknown(tree, KEYS, "a protocol")
    if "arms" not in tree:
        raise ProtocolError("this isn't a protocol: it has no `arms:`. Arms say what is done to whom.", file, 1)
    people = _people(tree)
    species = people.species
    trial = tree.get("trial", species == HUMAN)
    if not isinstance(trial, bool):
        with about("trial"):
            raise ProtocolError(f"trial: {trial}: write true or false.")
    arms = read_arms(tree, species, trial)
    with about("measure"):
        measures = read_measures(tree.get("measure"), arms)
    with about("evidence"):
        evidence = read_evidence(tree.get("evidence"), arms, text_of(tree, "source"))
    role = text_of(tree, "role")
    if role and role not in ROLES:
        with about("role"):
            raise ProtocolError(f"role: {role}: write `fit` or `check`, or leave it out.")
    with about("until"):
        horizon = read_horizon(tree.get("until"), arms, measures, evidence)
    with about("enter"):
        enter = read_gates(tree.get("enter"), horizon)
    return Protocol(
        title=text_of(tree, "title") or file or "untitled",
        arms=arms,
        people=people,
        enter=enter,
        measures=measures,
        evidence=evidence,
        horizon=horizon,
        observe=words_of(tree, "observe"),
        source=text_of(tree, "source"),
        doi=text_of(tree, "doi"),
        role=role,
        note=text_of(tree, "note"),
        file=file,
        text=text,
        warnings=tuple(
            dict.fromkeys(
                (*_weight_warnings(people, arms), *_clock_warning(arms), *(w for arm in arms for w in arm.warnings))
            )
        ),
    )


def _people(tree: Mapping) -> People:
    spec = tree.get("people")
    with about("people"):
        if isinstance(spec, str):
            spec = {"from": spec}
        elif spec is None:
            spec = {}
        elif not isinstance(spec, Mapping):
            raise ProtocolError("people: write a preset, or {from: trd_adults, n: 200, seed: 7}.")
        name = text_of(spec, "from")
        try:
            group = preset(name) if name else None
        except PeopleError as error:
            raise ProtocolError(f"people: {error}").at("", line_of(spec, "from")) from None
        n = whole(spec, "n", 1, 2**63 - 1, 1)
        try:
            refuse_too_many(n or 1)
        except ProtocolError as error:
            raise error.at("", line_of(spec, "n")) from None
        seed = whole(spec, "seed", 0, LARGEST_SEED, None)
        who = text_of(spec, "arms") or "same"
        if who not in ARMS_OF_PEOPLE:
            raise ProtocolError(
                f"people: arms: {who}: write `same` (each person in every arm) or `independent` (a trial's arms)."
            ).at("", line_of(spec, "arms"))
    species = _species(tree, spec, group)
    with about("people"):
        settings, lines = settings_of(spec, species)
    name = group.name if group else USUAL_PRESET[species]
    return People(species, name, n or 1, seed, ARMS_OF_PEOPLE[who], settings, lines)


def refuse_too_many(n: int) -> None:
    """Say what more people than anybody needs would need."""
    if n > MOST_PEOPLE:
        raise ProtocolError(
            f"n: {n:,} people per arm need about {n * BYTES_PER_PERSON / 1e9:,.0f} GB if their curves are kept; "
            f"a protocol takes at most {MOST_PEOPLE:,}. Ask for fewer: the error of a mean of 10,000 people is a "
            "hundredth of their spread. Endpoints of many come in chunks: regrowth.population.endpoints(…)."
        )


def _weight_warnings(people: People, arms: Sequence[Arm]) -> list[str]:
    """A note where everybody weighs what nobody did in whom the rules for body size were tested."""
    said = [settings.get("weight") for settings in (people.settings, *(arm.people for arm in arms))]
    typical = [weight.get("mean") if isinstance(weight, Mapping) else weight for weight in said]
    low, high = WEIGHTS_TESTED
    if people.species != HUMAN:
        return []
    return [
        f"weight {plain(float(weight))} kg is outside {plain(low)} to {plain(high)} kg, the people in whom the rules "
        "for body size were tested: levels are extrapolated."
        for weight in typical
        if isinstance(weight, int | float) and not low <= weight <= high
    ]


def _clock_warning(arms: Sequence[Arm]) -> list[str]:
    """A note where hours and days are counted from something else than what they are said to be counted from."""
    given = [time for arm in arms for time, _ in arm.doses]
    if not given or min(given) == 0:
        return []
    return [
        f"times count from the first dose, but the earliest of any arm is given at {in_words(min(given))}, so time 0 "
        "of the figures is not the first dose. Shift all times so that it is at 0 h; what comes before is negative."
    ]


def _species(tree: Mapping, spec: Mapping, group: Preset | None) -> str:
    """The species that `species:`, `people:` and the preset agree on."""
    said = [(_species_named(node), line_of(node, "species")) for node in (tree, spec) if "species" in node]
    named = said[0][0] if said else None
    for species, line in said:
        if species != named:
            raise ProtocolError(f"species is {named} in one place and {species} in another.").at("", line)
        if group and species != group.species:
            raise ProtocolError(
                f"species: {species}, but the people {group.name} are of species {group.species}. Keep one."
            ).at("", line)
    return named or (group.species if group else HUMAN)


def _species_named(node: Mapping) -> str:
    word = str(node["species"]).lower().strip()
    if word not in SPECIES:
        hint = nearest(word, SPECIES) or "It is human, mouse or rat."
        raise ProtocolError(f'I know no species "{node["species"]}". {hint}').at("", line_of(node, "species"))
    return SPECIES[word]
