"""The ceiling: rows of one design whose intervals exclude each other can't all be inside."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regrowth.evidence import read
from regrowth.evidence.ceiling import bound, ceiling, interval, published
from regrowth.evidence.scoring import score_numbers

ROWS = read("src/regrowth/evidence/experiments/ptsd.csv")
ROW = next(e for e in ROWS if e.id == "borgogna2024-g-24h")


def row(name: str, low: float, high: float, **changes):
    point = replace(ROW.points[0], expect=(low + high) / 2, low=low, high=high)
    return replace(ROW, id=name, points=(point,), **changes)


def test_two_of_three_share_a_number():
    (group,) = ceiling([row("a", -6, -4), row("b", -5, -3), row("c", -2, -1)])
    assert group.reachable == 2 and -5 <= group.best <= -4 and set(group.ids) == {"a", "b", "c"}


def test_rows_told_apart_are_no_conflict():
    rows = [row("a", -6, -4), row("b", -2, -1, context="open_label = 1 from 0 h on")]
    assert sum(g.reachable for g in ceiling(rows, bound)) == 2
    assert sum(g.reachable for g in ceiling(rows, published)) == 1


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(0.1, 30)), min_size=1, max_size=8))
def test_it_is_what_the_score_says_at_the_best_number(pairs):
    rows = [row(str(i), low, low + width) for i, (low, width) in enumerate(pairs)]
    (group,) = ceiling(rows)
    inside = [score_numbers(e, [group.best + 1e-9]).inside or score_numbers(e, [group.best - 1e-9]).inside for e in rows]
    assert sum(bool(x) for x in inside) >= group.reachable >= 1


@pytest.mark.parametrize("e", [e for e in ROWS if e.kind == "value"], ids=lambda e: e.id)
def test_intervals_are_those_of_the_score(e):
    low, high = interval(e)
    assert score_numbers(e, [low + 1e-6 * (high - low)]).inside and score_numbers(e, [high - 1e-6 * (high - low)]).inside
    assert not score_numbers(e, [high + 0.01 * (high - low)]).inside
