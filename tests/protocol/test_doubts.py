"""What a protocol asks that can't show anything is said before the run."""

from __future__ import annotations

import warnings

import pytest

from regrowth.protocol import ProtocolWarning
from regrowth.protocol.read import reads
from regrowth.study import prepare

TEXT = """title: t
people: {people}
arms:
  a:
    - give: 0.5 mg/kg racemic ketamine IV over 40 min
      at: 0 h
    - {event}
measure:
  - {{what: {what}, at: [day 0, day 7]}}
"""
EXPOSURE = "{session: exposure, at: day %d, lasts: 60 min}"
QUIT = "{abstain: 1 from day 1 on}"


def doubts(people: str, event: str, what: str) -> list[str]:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always", ProtocolWarning)
        prepare(reads(TEXT.format(people=people, event=event, what=what)))
    return [str(w.message) for w in said if issubclass(w.category, ProtocolWarning)]


@pytest.mark.parametrize(
    ("people", "event", "what", "said"),
    [
        ("trd_adults", EXPOSURE % 1, "CAPS-5", "trd_adults have no trauma"),
        ("ptsd_adults", EXPOSURE % 1, "craving", "no use disorder"),
        ("cud_adults", EXPOSURE % 1, "abstinence", "nobody tries to abstain"),
        ("trd_adults", EXPOSURE % 1, "MADRS", '"exposure" changes no symptom'),
        ("trd_adults", "{setting: 1 during doses}", "MADRS", "acts on anxiety and blood pressure, not on mood"),
        ("trd_adults", "{intention: 1 during doses}", "MADRS", "intention changes nothing"),
        ("ptsd_adults", EXPOSURE % 40, "CAPS-5", "begins on day 40, after the last measurement (day 7)"),
    ],
)
def test_it_is_said(people, event, what, said):
    assert any(said in text for text in doubts(people, event, what))


@pytest.mark.parametrize(
    ("people", "event", "what"),
    [
        ("ptsd_adults", EXPOSURE % 1, "CAPS-5"),
        ("{from: trd_adults, trauma_load: 1, caps5_baseline: 40}", EXPOSURE % 1, "CAPS-5"),
        ("cud_adults", QUIT, "abstinence"),
        ("trd_adults", "{practise: self-worth training, at: day 1, lasts: 40 min}", "MADRS"),
        ("{from: trd_adults, context/setting_intention.setting_on_mood: 0.2}", "{setting: 1 during doses}", "MADRS"),
    ],
)
def test_nothing_is_said_of_what_can_move(people, event, what):
    assert not doubts(people, event, what)
