"""Scores and null models on made-up numbers."""

from dataclasses import replace

import numpy as np
import pytest

from regrowth.conversion import UnitProblem, molar_mass
from regrowth.errors import RegrowthError
from regrowth.evidence.experiment import Experiment, Measure, Observe, Point
from regrowth.evidence.measuring import Course, measure, moments
from regrowth.evidence.nulls import majority_answers, null_scores
from regrowth.evidence.scoreboard import Result, Scoreboard
from regrowth.evidence.scoring import Score, score_numbers, score_sign, sign_of, verdict

KETAMINE = "pharmacokinetics.s_ketamine_venous"


def experiment(kind="value", expect=10.0, start=1.0, stop=None, measure=Measure(), **more) -> Experiment:  # noqa: B008
    point = Point(
        start, start if stop is None else stop, expect, *more.pop("bounds", (None, None)), more.pop("n", None)
    )
    more = {"observe": Observe((KETAMINE,)), "unit": "umol/L", **more}
    return Experiment("x", kind, "fit", "mouse", measure=measure, points=(point,), source="li2010", **more)


def course(values=(0.0, 4.0, 2.0), times=(0.0, 1.0, 2.0), unit="umol/L", name=KETAMINE) -> Course:
    return Course(np.array(times), {name: np.atleast_2d(np.array(values, dtype=float))}, {name: unit})


def test_z_uses_the_error_of_the_mean():
    e = experiment(spread="sd", bounds=(6.0, 14.0), n=16)
    assert score_numbers(e, [11.0]).z == pytest.approx(1.0)
    assert not score_numbers(e, [12.1]).passed
    wide = experiment(spread="ci95", bounds=(8.0, 14.0))
    assert score_numbers(wide, [13.9]).passed and not score_numbers(wide, [7.9]).passed


def test_without_a_spread_the_ratio_counts():
    e = experiment()
    assert score_numbers(e, [12.4]).passed and score_numbers(e, [8.1]).passed
    assert not score_numbers(e, [12.6]).passed and not score_numbers(e, [-10.0]).passed
    assert score_numbers(experiment(spread="fold", bounds=(None, 2.0)), [19.0]).passed


def test_a_curve_is_its_median_error():
    e = experiment("curve")
    points = tuple(Point(t, t, 10.0) for t in (1.0, 2.0, 3.0))
    e = Experiment(**{f: getattr(e, f) for f in e.__slots__} | {"points": points})
    score = score_numbers(e, [11.0, 12.0, 30.0])
    assert score.error == pytest.approx(0.2) and score.passed


@pytest.mark.parametrize(
    ("other", "found"),
    [(0.2, "blocked"), (-0.2, "blocked"), (-0.3, "reversed"), (0.5, "reduced"), (1.2, "kept"), (1.3, "enhanced")],
)
def test_verdicts_with_the_drug(other, found):
    assert verdict(-1.0, -other, 2.0, with_drug=True) == found


@pytest.mark.parametrize(
    ("other", "found"), [(0.5, "mimicked"), (0.2, "no_effect"), (-0.2, "no_effect"), (0.3, "partial"), (-1, "partial")]
)
def test_verdicts_instead_of_the_drug(other, found):
    assert verdict(1.0, other, 2.0, with_drug=False) == found


def test_a_drug_without_effect_leaves_nothing_to_judge():
    assert verdict(0.001, 0.0, 1.0, with_drug=True) == "silent"


def test_signs_need_a_twentieth():
    assert [sign_of(x, 1.0) for x in (1.2, 1.04, 0.8)] == [1, 0, -1]
    assert score_sign(experiment("sign", "up"), 1.2, 1.0).passed


@pytest.mark.parametrize(("people", "expect"), [(4, "no change"), (100, "up"), (None, "up")])
def test_a_change_that_so_few_people_could_not_show_is_none(people, expect):
    """SD 0.5 between people: 4 of them show 0.49, 100 show 0.098; without a number the twentieth holds."""
    asked = experiment("sign", expect)
    asked = replace(asked, points=(replace(asked.points[0], n=people),))
    assert score_sign(asked, 1.2, 1.0, spread=0.5).passed


def test_measures_and_units():
    c = course()
    window = {"start": 0.0, "stop": 2.0}
    mass = 237.73e-3  # mg per umol
    assert measure(experiment(unit="ng/mL", **window, measure=Measure("peak")), Point(0, 2, 1), c) == pytest.approx(
        4 * mass * 1000
    )
    auc = experiment(unit="ng*h/mL", measure=Measure("auc"))
    assert measure(auc, Point(0, 2, 1), c) == pytest.approx((2 + 3) * mass * 1000)
    late = experiment(unit="min", measure=Measure("time of peak"))
    assert measure(late, Point(0, 2, 1), c) == pytest.approx(70)  # the top of the parabola through 0, 4, 2
    top, times = 0.83, np.linspace(0, 2, 9)  # between the points of the grid
    hill = Course(times, {KETAMINE: -((times[None] - top) ** 2)}, {KETAMINE: course().units[KETAMINE]})
    assert measure(late, Point(0, 2, 1), hill) == pytest.approx(60 * top)
    change = experiment(unit="%", measure=Measure("value", "relative change from rest"))
    assert measure(change, Point(1, 1, 1), course((2.0, 4.0, 2.0))) == pytest.approx(100)
    ratio = experiment(unit="1", measure=Measure("auc", "ratio to control"))
    assert measure(ratio, Point(0, 2, 1), c, course((0, 2, 1))) == pytest.approx(2)
    falling = course((8.0, 4.0, 2.0))
    assert measure(experiment(unit="h", measure=Measure("half-life")), Point(0, 2, 1), falling) == pytest.approx(1)
    with pytest.raises(UnitProblem, match="can't be expressed in 'mmHg'"):
        measure(experiment(unit="mmHg"), Point(1, 1, 1), c)


def test_a_share_counts_people():
    c = course(values=[[30, 14, 9], [30, 16, 20]], unit="point", name="outcomes.madrs")
    e = experiment(observe=Observe(("outcomes.madrs",)), unit="%", measure=Measure("value", "share halved from rest"))
    assert measure(e, Point(1, 1, 50), c) == pytest.approx(50)


def test_molar_mass_goes_by_the_compound():
    assert molar_mass("pharmacokinetics.s_norketamine_venous") == pytest.approx(223.70)
    assert molar_mass("pharmacokinetics.hnk_plasma") == pytest.approx(239.70)
    assert molar_mass("pharmacokinetics.s_dhnk_plasma") == pytest.approx(221.68)
    assert molar_mass("outcomes.madrs") is None


def test_a_window_is_looked_at_closely_after_each_edge():
    grid = moments(experiment(start=0.0, stop=24.0, measure=Measure("peak")), [0.0, 2 / 3])
    assert min(grid) == 0 and max(grid) == 24 and 2 / 3 in grid
    after = [t for t in grid if 2 / 3 < t < 1]
    assert len(after) > 3


def test_nulls():
    e = experiment(expect=4.0)
    found = null_scores(e, {"drug": course(), "control": course((0, 0, 0))}, {})
    assert found == {"no drug effect": False}
    blocked = experiment("verdict", "blocked", give=("a",), perturb=("b",))
    majority = majority_answers([blocked, blocked, experiment("verdict", "kept", give=("a",), perturb=("b",))])
    assert null_scores(blocked, {}, majority) == {
        "everything kept": False,
        "majority verdict": True,
        "majority by question": True,
    }
    assert null_scores(experiment("sign", "no change"), {}, {}) == {"no drug effect": True}


def test_a_highest_reading_lies_above_the_highest_point_of_the_course():
    from regrowth.evidence.readings import expected_highest

    drawn = np.random.default_rng(2).normal(0, 5.0, (200_000, 5)) + np.array([0.0, 4.0, 8.0, 6.0, 3.0])
    assert expected_highest(np.array([[0.0, 4.0, 8.0, 6.0, 3.0]]), 5.0)[0] == pytest.approx(drawn.max(1).mean(), abs=0.05)
    np.testing.assert_allclose(expected_highest(np.array([[0.0, 8.0, 3.0]]), 0.0), 8.0)


def test_a_highest_reading_needs_a_known_scatter_and_lies_as_far_above_the_first_as_on_placebo():
    e = experiment(stop=2.0, measure=Measure("value", "highest reading"))
    with pytest.raises(RegrowthError, match="there is no highest"):
        measure(e, e.points[0], course())
    systolic = "outcomes.systolic_rise"
    e = experiment(start=0.0, stop=2.0, measure=Measure("value", "highest reading"), observe=Observe((systolic,)), unit="mmHg")
    times = moments(e, [])
    flat = Course(np.array(times), {systolic: np.zeros((1, len(times)))}, {systolic: "mmHg"})
    on_placebo = measure(e, e.points[0], flat)
    assert on_placebo == pytest.approx(6.1, rel=0.1)  # doherty2020, of people below 65
    rise = Course(flat.times, {systolic: np.full((1, len(times)), 7.0)}, {systolic: "mmHg"})
    over = replace(e, measure=Measure("value", "highest reading difference from control"))
    assert measure(over, over.points[0], rise, flat) == pytest.approx(7.0, abs=0.01)
    assert measure(e, e.points[0], rise) == pytest.approx(7.0 + on_placebo, abs=0.01)


@pytest.mark.parametrize(("observed", "right", "counts"), [
    (("up", "down"), (True, False), 1), (("up", "up"), (True, False), 0), (("up", "up"), (True, True), 1),
])  # fmt: skip
def test_a_pair_counts_once(observed, right, counts):
    """Right if one side of a contradiction is, or both sightings of one finding are."""
    pair = [
        Result(replace(experiment("sign", expect), id=f"row {i}", pair="p"), expect, Score(passed))
        for i, (expect, passed) in enumerate(zip(observed, right, strict=True))
    ]
    counted = Scoreboard(tuple(pair), (), ()).summary()["all levels"]["both"]
    assert (counted["of"], counted["passed"]) == (1, counts)


def test_points_off_are_of_means_and_not_of_how_widely_people_differ():
    point, null = Point(24.0, 24.0, -10.0, None, None, 20), "no drug effect"
    mean = replace(experiment(unit="point"), id="mean", points=(point,))
    sd = replace(mean, id="sd", measure=Measure("value", "sd of change from rest"))
    found = [Result(e, -6.0, Score(False), {null: False}, {null: 0.0}) for e in (mean, sd)]
    assert Scoreboard(tuple(found), (), ()).summary()["all levels"]["both"]["points_off"] == {"of": 1, "model": 4.0, null: 10.0}
