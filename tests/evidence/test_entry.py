"""Who goes on in experiments: against a trial that is simulated person by person, as laws, and at borders."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from regrowth.evidence import ExperimentError
from regrowth.evidence.experiment import Experiment, Measure, Observe, Point
from regrowth.evidence.measuring import Course, NobodyEnters, chance_to_enter, measure, refuse_nobody
from regrowth.evidence.predictive import Between, predictive_interval
from regrowth.evidence.reading import parse
from regrowth.protocol.entry import Gate

RESPONSE, MADRS = "outcomes.response", "outcomes.madrs"
TIMES = np.array([0.0, 672.0, 840.0, 1344.0])
EARLY, LATE = Gate(RESPONSE, (672.0,)), Point(1344.0, 1344.0, 50.0, None, None, 40)
PLAIN = Measure()
CHANCES = arrays(float, 6, elements=st.floats(0.01, 1))


def experiment(observe=RESPONSE, enter=(EARLY,), how=PLAIN, unit="%", point=LATE) -> Experiment:
    return Experiment("x", "value", "check", "trd", Observe((observe,)), how, (point,), "us", unit=unit, enter=enter)


def course(early, late, madrs=None) -> Course:
    early, late = np.asarray(early, float), np.asarray(late, float)
    chance = np.stack([np.zeros_like(early), early, early, late], axis=1)
    score = 30.0 - 20.0 * chance if madrs is None else np.asarray(madrs, float)
    return Course(TIMES, {RESPONSE: chance, MADRS: score}, {RESPONSE: "1", MADRS: "point"})


MEASURES = [
    (RESPONSE, Measure(), "%"),
    (MADRS, Measure("value", "change from rest"), "point"),
    (MADRS, Measure("value", "sd of change from rest"), "point"),
    (MADRS, Measure("value", "difference from control"), "point"),
]


@pytest.mark.parametrize(("observe", "how", "unit"), MEASURES)
@settings(deadline=None)  # the first reads a mechanism
@given(late=CHANCES)
def test_where_everybody_goes_on_nothing_changes(observe, how, unit, late):
    seen, other = course(np.ones(6), late), course(np.ones(6), late[::-1])
    everybody = experiment(observe, (EARLY, Gate(RESPONSE, (672.0, 840.0))), how, unit)
    all_of_them = replace(everybody, enter=())
    assert measure(everybody, LATE, seen, other) == measure(all_of_them, LATE, seen, other)
    between = Between(0.3)
    assert predictive_interval(everybody, LATE, seen, other, between) == predictive_interval(
        all_of_them, LATE, seen, other, between
    )


@given(early=CHANCES, late=CHANCES)
def test_those_who_go_on_and_those_who_do_not_make_up_everybody(early, late):
    seen, share = course(early * 0.98, late), float(np.mean(early * 0.98))
    yes = measure(experiment(), LATE, seen)
    no = measure(experiment(enter=(replace(EARLY, found=False),)), LATE, seen)
    assert share * yes + (1 - share) * no == pytest.approx(measure(experiment(enter=()), LATE, seen))


def test_a_mean_of_those_who_go_on_and_its_interval_are_those_of_a_simulated_trial():
    random, people, trials, entered = np.random.default_rng(4), 400, 3000, 30
    early = random.uniform(0.05, 0.95, people)
    madrs = np.column_stack([np.full(people, 32.0)] + [30 - 18 * early + random.normal(0, 4, people)] * 3)
    seen = course(early, early, madrs)
    point = Point(1344.0, 1344.0, 15.0, None, None, entered)
    e = experiment(MADRS, how=Measure("value", "change from rest"), unit="point", point=point)
    means = []
    for _ in range(trials):
        who = random.choice(np.flatnonzero(random.uniform(size=people) < early), entered)
        rated = madrs[who][:, [0, 3]] + random.normal(0, 2.65, (entered, 2))
        means.append((rated[:, 1] - rated[:, 0]).mean())
    assert measure(e, point, seen) == pytest.approx(np.mean(means), abs=0.15)
    found = predictive_interval(e, point, seen, seen, Between(0.0))
    assert found is not None and found.sampling == pytest.approx(np.std(means), rel=0.1)


def test_several_visits_and_several_gates_must_all_be_passed():
    seen = course([0.5, 0.8], [0.5, 0.5])
    both = experiment(enter=(Gate(RESPONSE, (672.0, 840.0)), Gate(RESPONSE, (1344.0,), False)))
    assert chance_to_enter(both, seen) == pytest.approx([0.5**3, 0.8**2 * 0.5])


def test_where_nobody_goes_on_there_is_no_number():
    nobody = course(np.zeros(3), np.ones(3))
    with pytest.raises(NobodyEnters, match="nobody would go on"):
        refuse_nobody(experiment(), nobody, nobody)
    refuse_nobody(experiment(), course(np.ones(3), np.ones(3)), nobody)  # a control that is not measured may
    with pytest.raises(NobodyEnters):
        compared = experiment(how=Measure("value", "difference from control"))
        refuse_nobody(compared, course(np.ones(3), np.ones(3)), nobody)


HEAD = "id,kind,role,people,observe,measure,at,expect,unit,source,enter\n"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("a,value,fit,trd_adults,outcomes.madrs,,14 d,10,point,us,responders", 'can\'t read "responders"'),
        ("a,value,fit,trd_adults,outcomes.madrs,,14 d,10,point,us,responders at 7 d", "write one's name"),
        ("a,value,fit,trd_adults,outcomes.madrs,,7 d,10,point,us,outcomes.response at 7 d", "not after the visit"),
        ("a,value,fit,trd_adults,outcomes.response,share relapsed,7 d to 14 d,10,%,us,", "say who and when"),
        ("a,sign,fit,trd_adults,outcomes.madrs,,14 d,up,,us,outcomes.response at 7 d", "is of everybody"),
        ("a,value,fit,trd_adults,outcomes.madrs,,14 d,10,point,us,outcomes.response at -1 d", "before treatment"),
    ],
)
def test_bad_words_are_told_with_file_line_and_field(row, says):
    with pytest.raises(ExperimentError, match=rf"t.csv, line 2, \w+: .*{says}"):
        parse(HEAD + row, "t.csv")
