"""The perturbation sentence: `mTORC1 -95 % from -30 min for 24 h (rapamycin, intracerebroventricular)`.

perturbation = target change when [ "(" agent ["," where] ")" ]
change       = -95 % | +50 % | x 0.05 | to 5 %      a target's activity, 1 = intact
             | 0.5 1/h | 0.5 per h                  a rate, for inputs such as spine removal
             | = 0.8                                 an input's level
when         = throughout | from time for duration | from time until time | for duration
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from regrowth.errors import nearest
from regrowth.protocol.agents import agents
from regrowth.protocol.schedule import ALWAYS, Row
from regrowth.protocol.times import HOURS, in_words, parse_duration, parse_time, unit_of
from regrowth.protocol.words import NUMBER, ProtocolError, name_of, number, plain, sentence

EXAMPLE = "mTORC1 -95 % from -30 min for 24 h (rapamycin)"
NEEDS = f'A perturbation needs a target, a change and a time: "{EXAMPLE}".'
LARGEST_FACTOR = 1000.0

_SENTENCE = re.compile(
    rf"(?P<target>.+?) (?P<change>[+-] ?{NUMBER} ?%|(?:x|×|times) ?{NUMBER}|to {NUMBER} ?%|= ?{NUMBER}"
    rf"|{NUMBER} (?:1 ?/ ?|per |/ ?)[A-Za-z]+)(?: (?P<when>[^()]+?))?(?: ?\((?P<agent>[^()]*)\))?",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"(?:from (?P<start>.+?)(?: for (?P<span>.+)| until (?P<stop>.+)| (?P<on>on))?|for (?P<only>.+))", re.I
)


@dataclass(frozen=True)
class When:
    """A stretch of time in hours; start counts from the first dose, or from each moment of the event's own times."""

    start: float
    stop: float

    @property
    def always(self) -> bool:
        return (self.start, self.stop) == ALWAYS

    def __str__(self) -> str:
        if self.always:
            return "throughout"
        if self.stop == ALWAYS[1]:
            return f"from {_exact(self.start)} on"
        return f"from {_exact(self.start)} until {_exact(self.stop)}"


def _exact(hours: float) -> str:
    return f"{plain(hours)} h"


@dataclass(frozen=True)
class Perturbation:
    """A change of a target's activity or of an input. `str()` reads back as the same perturbation."""

    target: str  # as written
    kind: str  # "factor", "rate" (1/h) or "level"
    value: float
    when: When
    agent: str = ""

    @property
    def channel(self) -> str:
        return name_of(self.target)

    def rows(self, start: float = 0.0, lasts: float | None = None) -> list[Row]:
        return [Row(self.channel, start + self.when.start, start + self.when.stop, self.value)]

    def __str__(self) -> str:
        change = {
            "factor": f"x {plain(self.value)}",
            "rate": f"{plain(self.value)} 1/h",
            "level": f"= {plain(self.value)}",
        }
        agent = f" ({self.agent})" if self.agent else ""
        return f"{self.target} {change[self.kind]} {self.when}{agent}"


def parse_perturbation(text: object) -> Perturbation:
    """Read a perturbation sentence.

    >>> rapamycin = parse_perturbation("mTORC1 -95 % from -30 min for 24 h (rapamycin, intracerebroventricular)")
    >>> rapamycin.channel, round(rapamycin.value, 6), rapamycin.when.start, rapamycin.when.stop, rapamycin.agent
    ('mtorc1', 0.05, -0.5, 23.5, 'rapamycin, intracerebroventricular')
    """
    words = sentence(text, "a perturbation", EXAMPLE)
    match = _SENTENCE.fullmatch(words)
    if not match:
        raise _unreadable(words, _what_is_missing(words))
    kind, value = _change(match["change"], words)
    if not match["when"]:
        raise _unreadable(words, 'the time is missing: add "from -30 min for 24 h" or "throughout"')
    if not name_of(match["target"]):
        raise _unreadable(words, "the target is missing")
    try:
        when = parse_when(match["when"])
    except ProtocolError as error:
        raise _unreadable(words, error.problem.rstrip(".")) from error
    return Perturbation(match["target"].strip(), kind, value, when, (match["agent"] or "").strip())


def parse_when(text: str) -> When:
    """Read `throughout`, `from 0 h for 2 h`, `from day 3 until day 7`, `from day 3 on` or `for 24 h`."""
    if text.lower() == "throughout":
        return When(*ALWAYS)
    match = _WHEN.fullmatch(text)
    if not match or (match["start"] and not (match["span"] or match["stop"] or match["on"])):
        raise ProtocolError(
            f'"{text}" isn\'t a time: write "from -30 min for 24 h", "from 0 h until day 2" or "throughout"'
        )
    start = parse_time(match["start"]) if match["start"] else 0.0
    if match["on"]:
        return When(start, ALWAYS[1])
    stop = parse_time(match["stop"]) if match["stop"] else start + parse_duration(match["span"] or match["only"])
    if stop <= start:
        raise ProtocolError(f'"{text}" ends ({in_words(stop)}) before it starts ({in_words(start)})')
    return When(start, stop)


def _change(text: str, words: str) -> tuple[str, float]:
    numbers = re.search(NUMBER, text)
    assert numbers
    value = number(numbers[0])
    if text.startswith("="):
        return "level", value
    if re.fullmatch(rf"{NUMBER} (?:1 ?/ ?|per |/ ?)[A-Za-z]+", text, re.IGNORECASE):
        unit = re.search(r"[A-Za-z]+$", text)
        assert unit
        try:
            return "rate", value / HOURS[unit_of(unit[0])]
        except KeyError:
            raise _unreadable(words, f'"{unit[0]}" isn\'t a time unit; write "0.5 1/h"') from None
    if text.endswith("%"):
        percent = -value if text.startswith("-") else value
        factor = percent / 100 if text.lower().startswith("to") else (100 + percent) / 100
    else:
        factor = value
    if not 0 <= factor <= LARGEST_FACTOR:
        raise _unreadable(
            words, f"the activity would be {plain(factor)} times normal; give -100 % up to x {plain(LARGEST_FACTOR)}"
        )
    return "factor", factor


def _what_is_missing(words: str) -> str:
    if re.match(rf"[+-] ?{NUMBER} ?%", words):
        return "the target is missing"
    if re.search(rf"(?<![\w.]){NUMBER} ?%", words):
        return 'a per cent needs its sign: "-95 %", "+50 %", or "to 5 %"'
    named = re.split(r" (?:throughout|from|for)\b", words)[0]
    hint = nearest(named, dict.fromkeys(agent.agent for agent in agents()))
    return 'the change is missing: "-95 %", "x 0.05", or "0.5 1/h" for a rate' + (f". {hint}" if hint else "")


def _unreadable(whole: str, why: str) -> ProtocolError:
    stop = "" if why.endswith("?") else "."
    return ProtocolError(f'I can\'t read "{whole}" as a perturbation. {NEEDS} Here {why}{stop}')
