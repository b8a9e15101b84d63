"""One small trial with dose, practice and stress; its equations are solved once."""

from __future__ import annotations

from functools import cache

import pytest

from regrowth.network.growth import grow
from regrowth.network.subject import person
from regrowth.protocol import reads

TRIAL = """
title: A dose, practice and stress
people: {from: trd_adults, n: 1}
arms:
  all:
    - give: 0.5 mg/kg racemic ketamine IV over 40 min
    - practise: self-worth training
      starts: 24 h after first dose
      daily for: 5 days
      lasts: 40 min
    - stress: 1 from day 12 for 5 days
  dose:
    - give: 0.5 mg/kg racemic ketamine IV over 40 min
  practice:
    - practise: self-worth training
      starts: 24 h
      daily for: 5 days
      lasts: 40 min
  nothing:
    - give: saline IV over 40 min
"""

FEAR = """
title: Extinction, and retrieval before ketamine
people: ptsd_adults
arms:
  nothing:
    - give: saline IV over 40 min
  extinction:
    - give: saline IV over 40 min
    - practise: exposure
      starts: 24 h after first dose
      daily for: 4 days
      lasts: 60 min
  ketamine and extinction:
    like: extinction
    swap: {give: 0.5 mg/kg racemic ketamine IV over 40 min}
  retrieval, then ketamine:
    - practise: trauma memory retrieval
      at: -1 h
      lasts: 8 min
    - give: 0.5 mg/kg racemic ketamine IV over 40 min
  ketamine:
    - give: 0.5 mg/kg racemic ketamine IV over 40 min
"""


@cache
def trial(days: float = 28, without: tuple[str, ...] = ()):
    return person(reads(TRIAL), days=days, without=without)


@cache
def fear():
    return person(reads(FEAR), "fear", days=21)


@cache
def grown(arm: str, seed: int = 1, synapses: int = 40_000, read_every: float | None = None):
    return grow(trial().drives[arm], synapses, seed, read_every=read_every, settling_days=30)


@pytest.fixture
def the_trial():
    return trial


@pytest.fixture
def the_fear():
    return fear


@pytest.fixture
def the_grown():
    return grown
