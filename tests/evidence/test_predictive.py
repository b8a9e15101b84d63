"""Predictive intervals on made-up trials: they cover as often as they say, whatever the measure."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from regrowth.evidence import predictive
from regrowth.evidence.experiment import Experiment, Measure, Observe, Point
from regrowth.evidence.measuring import Course, measure, moments
from regrowth.evidence.predictive import Between, predictive_interval, score_value
from regrowth.scales import rating_error

MADRS, RESPONSE = "outcomes.madrs", "outcomes.response"
TAU, NONE = Between(0.3, difference=0.67), Between(0.0)


def experiment(expect, n, *, observe=MADRS, how="change from rest", unit="point", role="check", **more) -> Experiment:
    point = Point(24.0, 24.0, expect, *more.pop("bounds", (None, None)), n)
    measure = Measure("value", how)
    return Experiment("x", "value", role, "mdd", Observe((observe,)), measure, (point,), "our study", unit=unit, **more)


def course(after: np.ndarray, before: float = 35.0, name: str = MADRS, unit: str = "point") -> Course:
    values = np.column_stack([np.full(len(after), before), after])
    return Course(np.array([0.0, 24.0]), {name: values}, {name: unit})


def interval(e: Experiment, drug: Course, control: Course | None = None, between=TAU):
    found = predictive_interval(e, e.points[0], drug, control or drug, between)
    assert found is not None
    return found


@pytest.mark.parametrize("n", [12, 60, 400])
def test_changes_of_simulated_trials_are_covered_nineteen_times_in_twenty(n):
    random = np.random.default_rng(n)
    people = course(random.normal(20, 9, 4000))
    found = interval(experiment(-15.0, n), people)
    error = rating_error(MADRS)
    changes = (people.values[MADRS] @ [-1, 1]) + random.normal(0, np.sqrt(2) * error, 4000)
    trials = random.choice(changes, (2000, n)).mean(axis=1) + random.normal(0, TAU.trials * changes.std(), 2000)
    covered = np.mean([found.covers(t) for t in trials])
    assert covered == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize("share", [0.04, 0.3, 0.7])
@pytest.mark.parametrize("n", [25, 300])
def test_rates_of_simulated_trials_are_covered_as_often(share, n):
    random = np.random.default_rng(5)
    people = course(np.full(1000, share), 0.0, RESPONSE, "1")
    found = interval(experiment(share, n, observe=RESPONSE, how="", unit="%"), people)
    shares = ndtr(ndtri(share) + random.normal(0, TAU.trials, 4000))
    rates = 100 * random.binomial(n, shares) / n
    assert np.mean([found.covers(r) for r in rates]) == pytest.approx(0.95, abs=0.035)
    assert 0 <= found.low < 100 * share < found.high <= 100


def test_none_of_a_few_people_is_no_marvel():
    people = course(np.full(1000, 0.1), 0.0, RESPONSE, "1")
    found = interval(experiment(0.0, 28, observe=RESPONSE, how="", unit="%"), people, between=NONE)
    assert found.covers(0) and 0.9**28 > 0.025  # the chance of that
    assert not interval(experiment(0.0, 60, observe=RESPONSE, how="", unit="%"), people, between=NONE).covers(0)


@pytest.mark.parametrize(("wanted", "expected"), [(1, 1 - 0.7 * 0.4), (2, 0.3 * 0.6)])
def test_daily_ratings_are_chances_that_multiply(wanted, expected):
    e = experiment(50.0, 40, observe=RESPONSE, how=f"at {'one' if wanted == 1 else 'two'} or more daily ratings", unit="%")
    e = replace(e, points=(Point(24.0, 48.0, 50.0, None, None, 40),))
    people = Course(np.array([0.0, 24.0, 48.0]), {RESPONSE: np.tile([0.0, 0.3, 0.6], (50, 1))}, {RESPONSE: "1"})
    assert measure(e, e.points[0], people) == pytest.approx(100 * expected)
    assert interval(e, people, between=NONE).covers(100 * expected)


def test_what_is_found_at_any_of_several_visits_is_looked_for_at_each_of_them():
    e = experiment(50.0, 40, observe=RESPONSE, how="at one or more of the visits", unit="%")
    e = replace(e, points=(Point(2.0, 48.0, 50.0, None, None, 40, (2.0, 48.0)),))
    assert [2.0, 48.0] == moments(e, [])
    people = Course(np.array([0.0, 2.0, 24.0, 48.0]), {RESPONSE: np.tile([0.0, 0.3, 0.9, 0.6], (50, 1))}, {RESPONSE: "1"})
    assert measure(e, e.points[0], people) == pytest.approx(100 * (1 - 0.7 * 0.4))


def test_a_difference_between_arms_has_half_of_the_people_in_each():
    random = np.random.default_rng(3)
    drug, control = course(random.normal(18, 9, 3000)), course(random.normal(25, 7, 3000))
    e = experiment(-7.0, 80, how="difference from control")
    found = interval(e, drug, control, NONE)
    error = rating_error(MADRS)
    expected = np.sqrt((81 + error**2) / 40 + (49 + error**2) / 40)
    assert found.sampling == pytest.approx(expected, rel=0.03)
    assert found.width == pytest.approx(2 * 1.96 * expected, rel=0.03)


def test_more_trials_more_people_and_less_heterogeneity_make_it_narrower():
    people = course(np.random.default_rng(1).normal(20, 9, 500))
    plain = interval(experiment(-15.0, 40), people)
    assert interval(experiment(-15.0, 400), people).width < plain.width
    assert interval(experiment(-15.0, 40, trials=9), people).width < plain.width
    assert interval(experiment(-15.0, 40), people, between=NONE).width < plain.width


def test_the_printed_standard_error_stands_in_for_n():
    people = course(np.random.default_rng(1).normal(20, 9, 500))
    found = interval(experiment(-15.0, None, spread="sem", bounds=(-17.0, -13.0)), people)
    assert found.sampling == pytest.approx(2.0)
    nothing = experiment(-15.0, None)
    assert predictive_interval(nothing, nothing.points[0], people, people, TAU) is None


def test_a_level_without_heterogeneity_and_a_typical_person_keep_the_plain_rule():
    e = experiment(-15.0, 40, observe="behaviour.immobility", spread="sd", bounds=(-24.0, -6.0))
    people = course(np.random.default_rng(1).normal(20, 9, 50), name="behaviour.immobility")
    assert predictive_interval(e, e.points[0], people, people) is None
    alone = course(np.array([20.0]))
    e = experiment(-15.0, 40)
    assert predictive_interval(e, e.points[0], alone, alone, TAU) is None


def test_roles_are_judged_by_their_own_rule_and_both_are_kept(monkeypatch):
    monkeypatch.setattr(predictive, "between_trials", lambda: {"outcomes": TAU})
    people = course(np.random.default_rng(1).normal(20, 9, 500))
    far = {"spread": "sd", "bounds": (-20.0, 0.0)}  # published -10, standard error 1: the model says -15
    _, fit = score_value(experiment(-10.0, 100, role="fit", **far), people, people)
    _, check = score_value(experiment(-10.0, 100, role="check", **far), people, people)
    assert not fit.passed and fit.covered and check.passed and check.inside is False


def test_shares_of_a_change_have_people_too():
    people = course(np.random.default_rng(2).normal(20, 9, 800), before=40.0)
    e = experiment(-50.0, 30, how="relative change from rest", unit="%")
    assert measure(e, e.points[0], people, people) == pytest.approx(-50, abs=2)
    assert interval(e, people, between=NONE).sampling == pytest.approx(
        100 / 40 * np.hypot(9, np.sqrt(2) * rating_error(MADRS)) / np.sqrt(30), rel=0.06
    )


def test_the_models_own_error_stays_however_many_trials_are_pooled():
    people = course(np.random.default_rng(1).normal(20, 9, 500))
    pool = experiment(-15.0, 10_000, trials=100)
    plain, wrong = (interval(pool, people, between=b) for b in (Between(0.3), Between(0.3, model=0.2)))
    assert plain.between == pytest.approx(wrong.between / np.hypot(0.2 / 0.03, 1))
    assert Between(0.3, 0.4).spread("arm") == pytest.approx(0.5)
    assert Between(0.3, 0.4, 0.5).spread("difference", 4) == pytest.approx(0.5 * np.hypot(0.4, 0.15))


def test_heavy_tails_cover_as_often_as_they_say():
    people = course(np.random.default_rng(1).normal(20, 9, 500))
    found = interval(experiment(-15.0, 10**6), people, between=Between(0.3, freedom=4.0))
    centre, scale = (found.low + found.high) / 2, found.between
    trials = centre + scale * np.random.default_rng(2).standard_t(4, 20_000)
    assert np.mean([found.covers(t) for t in trials]) == pytest.approx(0.95, abs=0.01)


def test_a_difference_of_two_arms_is_noticed_by_the_size_of_their_groups(monkeypatch):
    monkeypatch.setattr(predictive, "between_trials", lambda: {"outcomes": TAU})
    random = np.random.default_rng(4)
    arms = {name: course(random.normal(20, 9, 3000)) for name in ("drug", "control")}
    error = rating_error(MADRS)
    assert predictive.group_spread(experiment("down", 80), arms) == pytest.approx(
        2 * np.hypot(9, np.sqrt(2) * error), rel=0.03
    )
    alone = {name: course(np.array([20.0])) for name in arms}
    assert predictive.group_spread(experiment("down", 80), alone) is None
