"""Times and durations as people write them, in hours after the first dose.

Time 0 is the first dose (or, if nothing is given, the start). Two ways of counting days are in use, and a trial
report often mixes them, so both have a word:

- `day 7` is 7 x 24 h after the first dose; `day 0` is the visit just before it.
- `study day 8` is the calendar of the visit plan, in which the first dose falls on study day 1. The treatment
  days of `on days: [1, 3, 5]` count this way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from regrowth.protocol.words import NUMBER, ProtocolError, number, plain, sentence

HOURS = {"s": 1 / 3600, "min": 1 / 60, "h": 1.0, "day": 24.0, "week": 168.0}
_SPELLINGS = {
    **dict.fromkeys(["s", "sec", "secs", "second", "seconds"], "s"),
    **dict.fromkeys(["min", "mins", "minute", "minutes"], "min"),
    **dict.fromkeys(["h", "hr", "hrs", "hour", "hours"], "h"),
    **dict.fromkeys(["d", "day", "days"], "day"),
    **dict.fromkeys(["w", "wk", "wks", "week", "weeks"], "week"),
}
_UNIT = "|".join(sorted(_SPELLINGS, key=len, reverse=True))
_DURATION = re.compile(rf"({NUMBER}) ?({_UNIT})", re.IGNORECASE)
_SIGNED = re.compile(rf"([+-]?) ?({NUMBER}) ?({_UNIT})", re.IGNORECASE)
_CALENDAR = re.compile(rf"(study )?(day|week) ([+-]?{NUMBER})", re.IGNORECASE)
_RELATIVE = re.compile(r"(.+?) (after|before) (?:the )?(first|last|every|each) dose", re.IGNORECASE)
_EVERY = re.compile(r"every (.+?) for (.+)", re.IGNORECASE)
_TIMES_EVERY = re.compile(r"every (.+?),? (\d+) times", re.IGNORECASE)

LONGEST = 20 * 365.25 * 24
MOST_MOMENTS = 20_000


def unit_of(word: str) -> str:
    """The standard spelling of a time unit: s, min, h, day, week."""
    return _SPELLINGS[word.lower()]


def parse_duration(text: object) -> float:
    """A positive duration in hours.

    >>> parse_duration("40 min") == 40 / 60, parse_duration("2 weeks")
    (True, 336.0)
    """
    words = sentence(text, "a duration", "40 min")
    match = _DURATION.fullmatch(words)
    if not match:
        raise ProtocolError(_unreadable(words, "a duration", '"40 min", "24 h", "4 days" or "2 weeks"'))
    hours = number(match[1]) * HOURS[unit_of(match[2])]
    if not 0 < hours <= LONGEST:
        raise ProtocolError(f'"{words}" must be longer than 0 and at most 20 years.')
    return hours


def parse_time(text: object) -> float:
    """A moment in hours after the first dose; negative before it.

    >>> parse_time("24 h"), parse_time("day 7"), parse_time("study day 8"), parse_time("-30 min")
    (24.0, 168.0, 168.0, -0.5)
    """
    words = sentence(text, "a time", "24 h")
    if words in ("0", "0.0"):
        return 0.0
    if match := _SIGNED.fullmatch(words):
        hours = number(match[1] + match[2]) * HOURS[unit_of(match[3])]
    elif match := _CALENDAR.fullmatch(words):
        count = number(match[3])
        if match[1]:
            if count < 1:
                raise ProtocolError(
                    f'"{words}": the first dose falls on study day 1. Write "-24 h" for the day before.'
                )
            count -= 1
        hours = count * HOURS[match[2].lower()]
    else:
        raise ProtocolError(_unreadable(words, "a time", '"24 h", "-30 min", "day 7" or "week 2"'))
    if abs(hours) > LONGEST:
        raise ProtocolError(f'"{words}" is more than 20 years away.')
    return hours + 0.0


def parse_times(text: object, doses: Sequence[float] | None = None) -> tuple[float, ...]:
    """Moments in hours: one, a list, `every 1 h for 8 h`, `day 0, 24 h, day 7`, or `24 h after last dose`.

    `doses` are the dose times (hours) that "first", "last" and "every dose" refer to.

    >>> parse_times(["day 0", "24 h", "day 7"]), parse_times("every 6 h for 1 day")
    ((0.0, 24.0, 168.0), (0.0, 6.0, 12.0, 18.0, 24.0))
    """
    if isinstance(text, (list, tuple)):
        if not text:
            raise ProtocolError("an empty list of times. Write, for example, [day 0, 24 h, day 7].")
        if any(isinstance(item, (list, tuple)) for item in text):
            raise ProtocolError("a list inside a list of times. Write one list: [day 0, 24 h, day 7].")
        found = [moment for item in text for moment in parse_times(item, doses)]
    else:
        words = sentence(text, "a time", "24 h")
        if "," in words and not _TIMES_EVERY.fullmatch(words):
            return parse_times([part.strip() for part in words.split(",")], doses)
        if match := _RELATIVE.fullmatch(words):
            found = _relative(match, doses)
        elif match := _TIMES_EVERY.fullmatch(words):
            found = series(parse_duration(match[1]), count=int(match[2]))
        elif match := _EVERY.fullmatch(words):
            step, span = parse_duration(match[1]), parse_duration(match[2])
            found = [*series(step, span=span), *([span] if _whole(span / step) else [])]
        else:
            found = [parse_time(words)]
    if len(found) > MOST_MOMENTS:
        raise ProtocolError(f"{len(found)} moments are more than {MOST_MOMENTS}. Ask for fewer.")
    return tuple(found)


def series(step: float, *, span: float | None = None, count: int | None = None) -> list[float]:
    """Moments 0, step, 2 step … before `span`, or `count` of them."""
    if count is None:
        assert span is not None
        ratio = span / step
        count = round(ratio) if _whole(ratio) else int(ratio) + 1
    if not 1 <= count <= MOST_MOMENTS:
        raise ProtocolError(f"{count} repeats: give at least 1 and at most {MOST_MOMENTS}.")
    return [step * k for k in range(count)]


def in_words(hours: float) -> str:
    """Hours as short text for messages.

    >>> in_words(-0.5), in_words(24), in_words(168)
    ('-30 min', '24 h', 'day 7')
    """
    if abs(hours) >= 48 and hours % 24 == 0:
        return f"day {plain(hours / 24)}"
    return f"{plain(round(hours * 60, 6))} min" if 0 < abs(hours) < 1 else f"{plain(round(hours, 6))} h"


def _relative(match: re.Match[str], doses: Sequence[float] | None) -> list[float]:
    if not doses:
        raise ProtocolError(f'"{match[0]}": there is no dose before this in the arm. Put the `give:` event first.')
    shift = parse_duration(match[1]) * (1 if match[2].lower() == "after" else -1)
    which = match[3].lower()
    anchors = {"first": [min(doses)], "last": [max(doses)]}.get(which, sorted(doses))
    return [anchor + shift for anchor in anchors]


def _whole(ratio: float) -> bool:
    return abs(ratio - round(ratio)) < 1e-9 * max(1.0, ratio)


def _unreadable(words: str, kind: str, examples: str) -> str:
    if re.fullmatch(rf"[+-]?{NUMBER}", words):
        return f'"{words}" has no unit. Write, for example, "{words} h".'
    if re.search(r"month|year", words, re.IGNORECASE):
        return f'I can\'t read "{words}" as {kind}: months and years differ in length. Write weeks or days.'
    if re.search(r"\d,\d", words):
        return f'I can\'t read "{words}" as {kind}. Use a decimal point.'
    return f'I can\'t read "{words}" as {kind}. Write, for example, {examples}.'
