"""Who goes on: people who were found so at a visit, as in trials that randomise responders to go on or to stop.

A sentence says who, and at which visit: `responders at day 28`. Found so at several visits is found so at each of
them: `remission_12 at week 15, week 16`. What is measured after the last visit named is of those who went on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from regrowth.protocol.times import in_words, parse_times
from regrowth.protocol.tree import line_of
from regrowth.protocol.words import ProtocolError, sentence

EXAMPLE = "responders at day 28"
_SENTENCE = re.compile(r"(?P<no>no |not |non-)?(?P<who>.+?) at (?P<when>.+)", re.IGNORECASE)


@dataclass(frozen=True)
class Gate:
    """Who goes on: people found so, or, if not `found`, not so, at every one of these visits (hours)."""

    who: str
    at: tuple[float, ...]
    found: bool = True
    line: int | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"{'' if self.found else 'no '}{self.who} at {' and '.join(in_words(time) for time in self.at)}"


def parse_gate(text: object) -> Gate:
    """Read who goes on.

    >>> gate = parse_gate("non-remitters at week 3 and week 4")
    >>> gate.who, gate.found, gate.at
    ('remitters', False, (504.0, 672.0))
    """
    words = sentence(text, "who goes on", EXAMPLE)
    match = _SENTENCE.fullmatch(words)
    if not match:
        raise ProtocolError(f'I can\'t read "{words}" as who goes on. It needs who, and at which visit: "{EXAMPLE}".')
    times = parse_times(re.sub(r",? and ", ", ", match["when"]))
    if min(times) <= 0:
        raise ProtocolError(f'"{words}": a visit at {in_words(min(times))} is before treatment. Name a later one.')
    return Gate(match["who"], tuple(sorted(set(times))), not match["no"])


def read_gates(node: object, horizon: float) -> tuple[Gate, ...]:
    """The gates of a protocol: one sentence, or a list of them that all must be passed."""
    if node is None:
        return ()
    listed = node if isinstance(node, (list, tuple)) else [node]
    if not listed:
        raise ProtocolError(f"enter: an empty list. Say who goes on, and at which visit: {EXAMPLE}.")
    gates = []
    for place, text in enumerate(listed):
        line = line_of(node, place) if listed is node else None
        try:
            gate = replace(parse_gate(text), line=line)
        except ProtocolError as error:
            raise ProtocolError(f"enter: {error.problem}").at("", line) from None
        if gate.at[-1] >= horizon:
            raise ProtocolError(
                f"enter: {gate}, but the protocol ends at {in_words(horizon)}: measure something later, or set `until`."
            ).at("", line)
        gates.append(gate)
    return tuple(gates)
