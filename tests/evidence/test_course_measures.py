"""Relapse as visits find it: against people who are rated one by one, at borders, and as predictive intervals see it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import ndtr

from regrowth.evidence.course_measures import COURSE_MEASURES, DAILY, Relapses, never_in_a_row, relapse
from regrowth.evidence.experiment import Experiment, Measure, Observe, Point
from regrowth.evidence.measuring import Course, measure
from regrowth.evidence.predictive import Between, predictive_interval
from regrowth.protocol.entry import Gate

DAYS = np.arange(0.0, 60 * 24 + 1, 12.0)
FOUR_WEEKS = Point(48.0, 48.0 + 28 * 24, 0.0, None, None, 30)
CHANCES = arrays(float, (3, 12), elements=st.floats(0, 1))
ALL = np.ones(1)


@pytest.mark.parametrize("length", [1, 2, 3])
def test_rows_of_losses_are_as_rare_as_in_people_who_are_followed_one_by_one(length):
    random = np.random.default_rng(length)
    chances = random.uniform(0.1, 0.8, (1, 15))
    happened = random.uniform(size=(200_000, 15)) < chances
    rows = np.lib.stride_tricks.sliding_window_view(happened, length, axis=1).all(axis=2)
    never = 1 - np.maximum.accumulate(rows, axis=1).mean(axis=0)
    assert never_in_a_row(chances, length)[0, length - 1 :] == pytest.approx(never, abs=0.004)


@given(CHANCES, st.integers(1, 4))
def test_who_has_never_relapsed_only_grow_fewer_and_longer_rows_are_rarer(chances, length):
    never = never_in_a_row(chances, length)
    assert (np.diff(never, axis=1) <= 1e-12).all() and (never >= -1e-12).all() and (never <= 1 + 1e-12).all()
    assert (never_in_a_row(chances, length + 1) >= never - 1e-12).all()


def test_a_share_relapsed_is_that_of_the_responders_of_a_simulated_trial():
    random, error, people = np.random.default_rng(3), 2.65, 300
    climb = np.linspace(0, 1, len(DAYS)) * random.uniform(0, 45, (people, 1))
    madrs = np.minimum(random.uniform(8, 20, (people, 1)) + climb, 36.0)
    madrs[:, 0] = 36.0
    how = COURSE_MEASURES["share relapsed to three quarters of rest, daily"]
    responds = ndtr((madrs[:, [DAYS.searchsorted(FOUR_WEEKS.start)]] - madrs[:, :1] / 2) / -(np.sqrt(1.25) * error))[:, 0]
    expected = how.reduce(DAYS, madrs, FOUR_WEEKS, error, responds / responds.mean())
    seen = [int(np.argmin(np.abs(DAYS - t))) for t in how.moments(FOUR_WEEKS)]
    assert np.diff(DAYS[seen]) == pytest.approx(DAILY)
    followed = relapsed = 0
    for _ in range(200):
        rest = madrs[:, 0] + random.normal(0, error, people)
        rated = madrs[:, seen] + random.normal(0, error, (people, len(seen)))
        well, lost = rated[:, 0] <= rest / 2, rated[:, 1:] >= 0.75 * rest[:, None]
        found = (lost[:, :-1] & lost[:, 1:]).any(axis=1)
        followed, relapsed = followed + well.sum(), relapsed + (well & found).sum()
    assert expected == pytest.approx(relapsed / followed, abs=0.03)  # one rating of the rest serves all visits there


@pytest.mark.parametrize("name", [name for name in COURSE_MEASURES if name.startswith("share relapsed")])
def test_nobody_relapses_who_stays_well_and_everybody_who_is_ill_again(name):
    how, score = COURSE_MEASURES[name], "points" in name or "rest" in name
    rest, well, ill = (36.0, 4.0, 36.0) if score else (0.0, 1.0, 0.0)
    stays = np.where(DAYS == 0, rest, well)[None]
    returns = np.where((DAYS > 0) & (DAYS <= FOUR_WEEKS.start), well, ill)[None]
    assert how.reduce(DAYS, stays, FOUR_WEEKS, 0.0, ALL) == pytest.approx(0.0)
    assert how.reduce(DAYS, returns, FOUR_WEEKS, 0.0, ALL) == pytest.approx(1.0)


def test_more_frequent_visits_and_one_loss_instead_of_two_find_more_relapses():
    chance = np.full((1, len(DAYS)), 0.7)
    shares = [
        Relapses(every, row).each(DAYS, chance, FOUR_WEEKS, 0.0)[0]
        for every, row in ((168.0, 2), (84.0, 2), (84.0, 1), (24.0, 1))
    ]
    assert shares == sorted(shares)
    assert Relapses(None, 1).each(DAYS, chance, FOUR_WEEKS, 0.0)[0] == pytest.approx(0.3)


def test_half_have_relapsed_when_the_share_says_so():
    course, every = np.exp(-DAYS / (24 * 30))[None] * np.linspace(0.5, 1.0, 40)[:, None], 12.0
    who = course[:, 4] / course[:, 4].mean()  # well a day after the start
    hours = relapse(0.5, every)(DAYS, course, Point(24.0, 59 * 24.0, 0.0), 0.0, who)
    told = 24.0 + hours + every / 2  # found half an interval late on average, certain one visit after it is found
    before, after = (
        np.mean(who * Relapses(every).each(DAYS, course, Point(48.0, told + by, 0.0), 0.0)) for by in (-every, every)
    )
    assert before < 0.5 < after


def test_a_share_relapsed_has_an_interval_of_so_many_responders():
    chance = np.column_stack([np.zeros(400), *[np.linspace(0.2, 0.9, 400)] * (len(DAYS) - 1)])
    course = Course(DAYS, {"outcomes.response": chance}, {"outcomes.response": "1"})

    def width(n: int) -> float:
        point = Point(48.0, 720.0, 50.0, None, None, n)
        how = Measure("value", "share relapsed")
        e = Experiment("x", "value", "check", "mdd", Observe(("outcomes.response",)), how, (point,), "us", unit="%",
                       enter=(Gate("outcomes.response", (48.0,)),))  # fmt: skip
        found = predictive_interval(e, point, course, course, Between(0.1))
        assert found is not None and found.low < measure(e, point, course) < found.high
        return found.width

    assert 0 < width(400) < width(100) < width(10) <= 100


def test_how_widely_people_differ_is_what_a_simulated_trial_finds_in_scores_and_in_changes():
    random, error, people = np.random.default_rng(5), 2.65, 400
    madrs = np.stack([random.normal(33, 5, people), random.normal(20, 9, people)], axis=1)
    times, day = np.array([0.0, 168.0]), Point(168.0, 168.0, 0.0, None, None, people)
    rated = madrs + random.normal(0, error, (2000, people, 2))
    for name, found in (("sd of value", rated[..., 1]), ("sd of change from rest", rated[..., 1] - rated[..., 0])):
        expected = np.sqrt(np.mean(np.var(found, axis=1, ddof=1)))
        assert COURSE_MEASURES[name].reduce(times, madrs, day, error, np.ones(people)) == pytest.approx(expected, rel=0.005)
