"""Times, durations, and the keys that say when an event happens."""

from __future__ import annotations

import pytest

from regrowth.protocol import ProtocolError, parse_duration, parse_time, parse_times
from regrowth.protocol.timing import moments


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("24 h", 24), ("24h", 24), ("1 hour", 1), ("90 min", 1.5), ("36 s", 0.01), ("-30 min", -0.5), ("+2 h", 2),
        ("− 30 min", -0.5), ("day 0", 0), ("day 7", 168), ("day -1", -24), ("week 6", 1008), ("2 weeks", 336),
        ("study day 1", 0), ("study day 15", 336), ("Day 7", 168), ("0", 0), (0, 0), ("1e1 h", 10),
    ],
)  # fmt: skip
def test_times(text, hours):
    assert parse_time(text) == pytest.approx(hours)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("24", '"24 h"'), (24, '"24 h"'), ("tomorrow", '"day 7"'), ("1 month", "weeks or days"), ("study day 0", "study day 1"),
        ("0,5 h", "decimal point"), ("30 years", "weeks or days"), ("2000 weeks", "20 years"), (None, "one sentence"),
        (True, "one sentence"), ([], "one sentence"), ("day", '"24 h"'), ("h", '"24 h"'), ("", '"24 h"'),
    ],
)  # fmt: skip
def test_unreadable_times(text, told):
    with pytest.raises(ProtocolError) as caught:
        parse_time(text)
    assert told in str(caught.value)


def test_lists_rhythms_and_doses():
    assert parse_times(["day 0", "24 h", "day 7"]) == (0, 24, 168)
    assert parse_times("day 0, 24 h, day 7") == (0, 24, 168)
    assert parse_times("every 30 min for 2 h") == (0, 0.5, 1, 1.5, 2)
    assert parse_times("every 2 h, 3 times") == (0, 2, 4)
    assert parse_times("24 h after last dose", doses=[0, 48]) == (72,)
    assert parse_times("30 min before every dose", doses=[0, 48]) == (-0.5, 47.5)
    assert parse_times(["0 h", "1 day after the first dose"], doses=[2, 48]) == (0, 26)


@pytest.mark.parametrize(
    "text", [[], [["1 h"]], "24 h after last dose", "every 1 s for 1 week", "every 0 h for 2 h", "1 h, soon"]
)
def test_unreadable_lists(text):
    with pytest.raises(ProtocolError):
        parse_times(text)


@pytest.mark.parametrize("text", ["0 min", "-5 min", "five min", "40", "1 month", "day 3"])
def test_unreadable_durations(text):
    with pytest.raises(ProtocolError):
        parse_duration(text)


@pytest.mark.parametrize(
    ("keys", "days"),
    [
        ({"on days": [1, 3, 5, 8, 10, 12]}, [0, 2, 4, 7, 9, 11]),
        ({"on days": "1, 3"}, [0, 2]),
        ({"on days": 4}, [3]),
        ({"at": "24 h"}, [1]),
        ({"at": ["48 h", "0 h"]}, [0, 2]),
        ({"daily for": "4 days"}, [0, 1, 2, 3]),
        ({"daily for": "4 days", "starts": "24 h after last dose"}, [8, 9, 10, 11]),
        ({"twice daily for": "2 days"}, [0, 0.5, 1, 1.5]),
        ({"three times a day for": "1 day"}, [0, 1 / 3, 2 / 3]),
        ({"every": "12 h for 1 day"}, [0, 0.5]),
        ({"every": "36 h, 3 times", "starts": "day 1"}, [1, 2.5, 4]),
        ({"weekly for": "3 weeks"}, [0, 7, 14]),
        ({"twice weekly for": "2 weeks"}, [0, 3, 7, 10]),
        ({"twice a week for": "2 weeks"}, [0, 3, 7, 10]),
        ({"three times weekly for": "10 days"}, [0, 2, 4, 7, 9]),
        ({"3 times per week for": "1 week"}, [0, 2, 4]),
        ({"starts": "2 h after every dose"}, [1 / 12, 7 + 1 / 12]),
    ],
)  # fmt: skip
def test_when_an_event_happens(keys, days):
    assert moments(keys, doses=[0.0, 168.0]) == pytest.approx([24 * day for day in days])


def test_no_time_key_no_moments():
    assert moments({"give": "…"}) is None


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"on days": [0, 1]}, "counted from 1"),
        ({"on days": [1, 1]}, "named twice"),
        ({"on days": [1.5]}, "whole days"),
        ({"on days": ["Monday"]}, "whole days"),
        ({"on days": []}, "empty list"),
        ({"on days": True}, "one sentence"),
        ({"at": "2 h", "daily for": "3 days"}, "both say when"),
        ({"at": "2 h", "starts": "day 1"}, "both say when it begins"),
        ({"every": "12 h"}, "as a rhythm"),
        ({"every": "1 s for 2 weeks"}, "repeats"),
        ({"daily for": "4"}, "no unit"),
        ({"9 times weekly for": "1 week"}, "can't be placed"),
        ({"100 times daily for": "1 week"}, "can't be placed"),
        ({"starts": "24 h after last dose"}, "no dose before this"),
    ],
)  # fmt: skip
def test_impossible_times(keys, told):
    with pytest.raises(ProtocolError) as caught:
        moments(keys)
    assert told in str(caught.value)
    assert caught.value.key in keys
