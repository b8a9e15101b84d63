"""When an event happens: the time keys that stand beside `give:`, `practise:` and the rest.

at: 24 h                      at: [0 h, 2 h]                 at: 24 h after last dose
on days: [1, 3, 5]            study days; the first dose falls on day 1
daily for: 4 days             twice daily for: 1 week        three times daily for: 2 weeks
twice weekly for: 2 weeks     three times weekly for: ...    weekly for: 4 weeks
every: 12 h for 3 days        every: 2 h, 4 times
starts: 24 h after last dose  shifts `daily for`, `… weekly for` and `every`; alone it is the one moment
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

from regrowth.protocol.times import (
    MOST_MOMENTS,
    in_words,
    parse_duration,
    parse_times,
    series,
)
from regrowth.protocol.words import ProtocolError, about, sentence

_COUNTS = {"once": 1, "twice": 2, "three times": 3, "four times": 4, "five times": 5, "six times": 6}
_PER = (
    r"(?:(?P<count>once|twice|(?:three|four|five|six|\d+) times) )?(?:a |per |each )?(?P<per>daily|day|weekly|week) for"
)
_REPEATED = re.compile(_PER)
_EVERY = re.compile(r"(.+?)(?: for (.+)|,? (\d+) times)")

# visit days of a week for n visits a week, as trials space them (Monday first)
_WEEK = {
    1: (0,),
    2: (0, 3),
    3: (0, 2, 4),
    4: (0, 1, 3, 4),
    5: (0, 1, 2, 3, 4),
    6: (0, 1, 2, 3, 4, 5),
    7: tuple(range(7)),
}

FIXED_KEYS = ("at", "on days", "every", "starts")
EXAMPLE_KEYS = (*FIXED_KEYS, "daily for", "twice daily for", "weekly for", "twice weekly for", "three times weekly for")


def is_time_key(key: str) -> bool:
    """Whether a key of an event says when it happens."""
    return key in FIXED_KEYS or _REPEATED.fullmatch(key) is not None


def moments(keys: Mapping[str, object], doses: Sequence[float] | None = None) -> tuple[float, ...] | None:
    """The moments (hours) that the time keys of one event name, or None when there are none.

    >>> moments({"on days": [1, 3]}), moments({"twice weekly for": "2 weeks"})
    ((0.0, 48.0), (0.0, 72.0, 168.0, 240.0))
    >>> moments({"daily for": "3 days", "starts": "24 h after last dose"}, doses=[0.0])
    (24.0, 48.0, 72.0)
    """
    patterns = [key for key in keys if is_time_key(key) and key != "starts"]
    if len(patterns) > 1:
        with about(patterns[1]):
            raise ProtocolError(f'"{patterns[0]}" and "{patterns[1]}" both say when. Keep one, or write two events.')
    begins: tuple[float, ...] = (0.0,)
    if "starts" in keys:
        with about("starts"):
            begins = parse_times(keys["starts"], doses)
            if patterns and patterns[0] in ("at", "on days"):
                raise ProtocolError(f'"{patterns[0]}" and "starts" both say when it begins. Keep one.')
    if not patterns:
        return begins if "starts" in keys else None
    key, value = patterns[0], keys[patterns[0]]
    with about(key):
        if key == "at":
            return _sorted(parse_times(value, doses))
        if key == "on days":
            return _sorted(_study_days(value))
        shifts = _every(value) if key == "every" else _repeated(key, value)
        if len(begins) * len(shifts) > MOST_MOMENTS:
            raise ProtocolError(f"{len(begins) * len(shifts)} moments are more than {MOST_MOMENTS}. Ask for fewer.")
        return _sorted([begin + shift for begin in begins for shift in shifts])


def _sorted(times: Sequence[float]) -> tuple[float, ...]:
    ordered = sorted(times)
    for earlier, later in itertools.pairwise(ordered):
        if later - earlier < 1e-9:
            raise ProtocolError(f"{in_words(later)} is named twice. Name each moment once.")
    return tuple(ordered)


def _study_days(value: object) -> list[float]:
    days = value if isinstance(value, (list, tuple)) else re.split(r"\s*,\s*", sentence(value, "the days", "[1, 3, 5]"))
    found = []
    for day in days:
        if not re.fullmatch(r"\d{1,4}", str(day)) or isinstance(day, bool):
            raise ProtocolError(
                f'"{day}" isn\'t a study day. Write whole days counted from 1, e.g. on days: [1, 3, 5].'
            )
        if int(day) < 1:
            raise ProtocolError("study days are counted from 1: the first dose falls on day 1.")
        found.append((int(day) - 1) * 24.0)
    if not found:
        raise ProtocolError("an empty list of days. Write, for example, on days: [1, 3, 5].")
    return found


def _every(value: object) -> list[float]:
    words = sentence(value, "a rhythm", "12 h for 3 days")
    match = _EVERY.fullmatch(words)
    if not match:
        raise ProtocolError(
            f'I can\'t read "{words}" as a rhythm. Write "every: 12 h for 3 days" or "every: 2 h, 4 times".'
        )
    step = parse_duration(match[1])
    return series(step, count=int(match[3])) if match[3] else series(step, span=parse_duration(match[2]))


def _repeated(key: str, value: object) -> list[float]:
    match = _REPEATED.fullmatch(key)
    assert match
    word = match["count"] or "once"
    count = _COUNTS.get(word) or int(word.split(" ")[0])
    span = parse_duration(value)
    if match["per"] in ("daily", "day"):
        if not 1 <= count <= 48:
            raise ProtocolError(f'"{key}": {count} times a day can\'t be placed; give 1 to 48.')
        return series(24.0 / count, span=span)
    if count not in _WEEK:
        raise ProtocolError(f'"{key}": {count} times a week can\'t be placed; give 1 to 7, or use "daily for".')
    weeks = series(168.0, span=span)
    return [week + 24.0 * day for week in weeks for day in _WEEK[count] if week + 24.0 * day < span]
