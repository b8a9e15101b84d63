"""One thing that is done: a dose, a perturbation, practice, a session, stress, setting or intention."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regrowth.errors import nearest
from regrowth.protocol.agents import in_full
from regrowth.protocol.dose import Dose, parse_dose
from regrowth.protocol.perturbation import Perturbation, When, parse_perturbation, parse_when
from regrowth.protocol.schedule import ALWAYS, Row
from regrowth.protocol.times import in_words, parse_duration
from regrowth.protocol.timing import EXAMPLE_KEYS, is_time_key, moments
from regrowth.protocol.words import NUMBER, ProtocolError, about, number, plain, quoted_list, sentence

LEVELS = (
    "stress", "setting", "intention", "abstain", "open label", "new antidepressant", "hospital", "anaesthesia",
)  # fmt: skip
KINDS = ("give", "perturb", "practise", "session", *LEVELS)
SESSION_HOURS = 2.0  # "during doses": from the start of each dose through the usual observation time
LARGEST_LEVEL = {**dict.fromkeys(LEVELS, 1.0), "stress": 10.0}
CHANNELS = {"abstain": "abstaining"}  # where the input is not called like the event

# what is practised -> the ensemble that is rehearsed; None: a control condition that rehearses none
PRACTICES: dict[str, str | None] = {
    "self-worth training": "mood",
    "self-association training": "mood",
    "behavioural activation": "mood",
    "cognitive behavioural therapy": "mood",
    "psychotherapy": "mood",
    "integration": "mood",
    "mindfulness": "mood",
    "exposure": "fear",
    "prolonged exposure": "fear",
    "extinction training": "fear",
    "cognitive processing therapy": "fear",
    "trauma memory retrieval": "fear",
    "cue exposure": "craving",
    "relapse prevention": "craving",
    "mindfulness-based relapse prevention": "craving",
    "motivational enhancement therapy": "craving",
    "drinking memory retrieval": "craving",
    "sham training": None,
    "education": None,
    "rest": None,
}
ENSEMBLES = ("mood", "fear", "craving")


@dataclass(frozen=True)
class Level:
    """An input held at a level, e.g. stress 1 from day 3 for 4 days."""

    channel: str
    value: float
    when: When | None = None
    during_doses: bool = False

    def rows(self, start: float = 0.0, lasts: float | None = None) -> list[Row]:
        if lasts is not None:
            return [Row(self.channel, start, start + lasts, self.value)]
        when = self.when or When(*ALWAYS)
        return [Row(self.channel, start + when.start, start + when.stop, self.value)]


@dataclass(frozen=True)
class Practice:
    """Something rehearsed: which ensemble, how strongly (0..1)."""

    name: str
    ensemble: str | None
    strength: float = 1.0

    def rows(self, start: float = 0.0, lasts: float | None = None) -> list[Row]:
        if self.ensemble is None or lasts is None:
            return []
        return [Row(f"practice_{self.ensemble}", start, start + lasts, self.strength)]


@dataclass(frozen=True)
class Event:
    """What is done, when it starts each time (hours), how long it lasts if that isn't part of the sentence."""

    kind: str
    text: str
    does: Dose | Perturbation | Practice | Level
    moments: tuple[float, ...] = (0.0,)
    lasts: float | None = None
    line: int | None = None

    def rows(self) -> list[Row]:
        """Its rows of the schedule."""
        return [row for moment in self.moments for row in self.does.rows(moment, self.lasts)]

    @property
    def hours(self) -> float:
        """How long one occurrence lasts."""
        return self.does.hours if isinstance(self.does, Dose) else (self.lasts or 0.0)


def read_events(mapping: Mapping[str, object], doses: Sequence[float] = (), line: int | None = None) -> list[Event]:
    """Read what one dash of a file says: one event, or, of an agent with several targets, one for each."""
    said = mapping.get("perturb")
    if not isinstance(said, str):
        return [read_event(mapping, doses, line)]
    return [read_event({**mapping, "perturb": sentence}, doses, line) for sentence in in_full(said)]


def read_event(mapping: Mapping[str, object], doses: Sequence[float] = (), line: int | None = None) -> Event:
    """Read one event: its sentence and its time keys. `doses` are the times of the doses that come before it."""
    kind = _kind_of(mapping)
    _refuse_unknown_keys(mapping, kind)
    text = mapping[kind]
    times = moments(mapping, doses)
    with about("lasts"):
        lasts = parse_duration(mapping["lasts"]) if "lasts" in mapping else None
    if kind == "give":
        does: Dose | Perturbation | Practice | Level = parse_dose(text)
        if early := [moment for moment in times or () if moment < 0]:
            with about(next(key for key in mapping if is_time_key(key))):
                when = in_words(early[0])
                raise ProtocolError(f"a dose at {when} is before the start. Time 0 is the first dose: move all later.")
    elif kind == "perturb":
        does = parse_perturbation(text)
    elif kind in ("practise", "session"):
        does = _practice(mapping, kind)
        if lasts is None:
            raise ProtocolError(f"{kind}: {text} needs to know how long it lasts each time. Add `lasts: 40 min`.")
        if times is None:
            raise ProtocolError(f"{kind}: {text} needs a time. Add `at: 24 h`, or `daily for: 4 days` and `starts: …`.")
        _refuse_overlap(times, lasts, f"{kind}: {text}")
    else:
        does = _level(mapping, kind)
        if does.during_doses:
            if times is not None or lasts is not None:
                raise ProtocolError('"during doses" says when already. Leave out the other time keys.')
            if not doses:
                raise ProtocolError('"during doses": there is no dose before this in the arm. Put `give:` first.')
            times, lasts = tuple(sorted(set(doses))), SESSION_HOURS
        elif times is not None and does.when is None and lasts is None:
            raise ProtocolError(f"{kind}: {text} needs to know how long it lasts. Add `lasts: 2 h`.")
        elif lasts is not None and does.when is not None:
            raise ProtocolError(f'"{text}" says how long already. Leave out `lasts`.')
        elif lasts is not None and times is None:
            raise ProtocolError(f"{kind}: {text} needs a time. Add `at: 24 h`.")
    if times is not None and isinstance(does, (Perturbation, Level)) and does.when and does.when.always:
        raise ProtocolError('"throughout" says when already. Leave out the other time keys.')
    return Event(kind, str(text), does, (0.0,) if times is None else times, lasts, line)


def _kind_of(mapping: Mapping[str, object]) -> str:
    kinds = [key for key in mapping if key in KINDS]
    if len(kinds) == 1:
        return kinds[0]
    if len(kinds) > 1:
        raise ProtocolError(f'"{kinds[0]}" and "{kinds[1]}" are two events. Start each with its own dash "-".')
    keys = [str(key) for key in mapping]
    hint = next((f'You wrote "{key}". {found}' for key in keys if (found := nearest(key, KINDS))), "")
    raise ProtocolError(
        f"an event says what is done: {quoted_list(KINDS)}. {hint or f'Here: {quoted_list(keys)}.' if keys else ''}"
    )


def _refuse_unknown_keys(mapping: Mapping[str, object], kind: str) -> None:
    own = [kind] + (["lasts"] if kind != "perturb" and kind != "give" else [])
    own += ["ensemble", "strength"] if kind in ("practise", "session") else []
    own += ["ensemble"] if kind == "intention" else []
    for key in mapping:
        if key in own or is_time_key(str(key)):
            continue
        if key == "lasts":
            raise ProtocolError(
                f'the sentence of `{kind}:` says how long: "over 40 min", "for 24 h". Leave out `lasts`.'
            )
        hint = nearest(str(key), [*own, *EXAMPLE_KEYS])
        if spaced := re.fullmatch(r"every (.+) for", str(key)):
            hint = f"Write every: {spaced[1]} for {mapping[key]}."
        with about(str(key)):
            keys = f"Keys are {', '.join([*own, *EXAMPLE_KEYS])}."
            raise ProtocolError(f'`{kind}:` has no key "{key}". {f"{hint} " if hint else ""}{keys}')


def _practice(mapping: Mapping[str, object], kind: str) -> Practice:
    name = sentence(mapping[kind], f"`{kind}:`", "self-worth training")
    strength = 1.0
    if "strength" in mapping:
        with about("strength"):
            strength = _unit_interval(mapping["strength"], "strength")
    if "ensemble" in mapping:
        return Practice(name, _ensemble(mapping), strength)
    if name.lower() not in PRACTICES:
        hint = nearest(name, PRACTICES)
        raise ProtocolError(
            f'I don\'t know what "{name}" rehearses. {hint + " " if hint else ""}'
            f"Known: {', '.join(PRACTICES)}. For another, add `ensemble: mood` (or fear, craving)."
        )
    return Practice(name, PRACTICES[name.lower()], strength)


def _ensemble(mapping: Mapping[str, object]) -> str:
    with about("ensemble"):
        ensemble = sentence(mapping["ensemble"], "`ensemble:`", "mood").lower()
        if ensemble not in ENSEMBLES:
            raise ProtocolError(f'"{ensemble}" isn\'t an ensemble that can be rehearsed: {quoted_list(ENSEMBLES)}.')
    return ensemble


def _level(mapping: Mapping[str, object], kind: str) -> Level:
    words = sentence(mapping[kind], f"`{kind}:`", "1 from day 3 for 4 days")
    match = re.fullmatch(rf"(-?{NUMBER})(?: (.+))?", words)
    if not match:
        raise ProtocolError(f'I can\'t read "{words}" as {kind}. Write a level and a time: "1 from day 3 for 4 days".')
    value = number(match[1])
    if not 0 <= value <= LARGEST_LEVEL[kind]:
        raise ProtocolError(f"{kind} {plain(value)} is outside 0 to {plain(LARGEST_LEVEL[kind])}.")
    channel = CHANNELS.get(kind, kind.replace(" ", "_"))
    if (ensemble := _ensemble(mapping) if "ensemble" in mapping else "mood") != "mood":
        channel = f"{kind}_{ensemble}"
    if match[2] and match[2].lower() == "during doses":
        return Level(channel, value, during_doses=True)
    return Level(channel, value, parse_when(match[2]) if match[2] else None)


def _unit_interval(value: object, what: str) -> float:
    words = sentence(value, f"`{what}:`", "1")
    if not re.fullmatch(NUMBER, words) or not 0 <= float(words) <= 1:
        raise ProtocolError(f"{what} {words} is outside 0 to 1.")
    return float(words)


def _refuse_overlap(times: Sequence[float], lasts: float, what: str) -> None:
    for earlier, later in itertools.pairwise(times):
        if later < earlier + lasts - 1e-9:
            raise ProtocolError(f"{what} at {in_words(later)} starts before the one at {in_words(earlier)} has ended.")
