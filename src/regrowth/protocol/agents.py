"""Agents and manipulations by name: which target they act on, how much, when, from which source.

`agents.csv` has one row per agent and target. A sentence that starts with an agent's name, such as
`NBQX` or `NBQX from -1 h for 4 h`, stands for the sentences its rows make.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_WHEN = r"(?: (?P<when>(?:throughout|from|for)\b.*))?"


@dataclass(frozen=True, slots=True)
class Agent:
    """One effect of one agent: `change` says target and size, `when` the usual time around the dose."""

    agent: str
    change: str
    when: str
    source: str
    note: str = ""


@cache
def agents() -> tuple[Agent, ...]:
    """All shipped agents, in file order."""
    text = files("regrowth.protocol").joinpath("agents.csv").read_text(encoding="utf-8")
    return tuple(Agent(**row) for row in csv.DictReader(io.StringIO(text)))


def in_full(text: str) -> list[str]:
    """The perturbation sentences that a text means; a text that names no agent stands for itself."""
    for name in sorted({a.agent for a in agents()}, key=len, reverse=True):
        if match := re.fullmatch(re.escape(name) + _WHEN, text.strip(), re.IGNORECASE):
            rows = [a for a in agents() if a.agent == name]
            agent = name.replace("(", "").replace(")", "")
            return [f"{a.change} {match['when'] or a.when} ({agent})" for a in rows]
    return [text]
