"""How many findings of pharmacology any model could have right."""

import math

import pytest

from regrowth.evidence import shipped
from regrowth.evidence.ceiling import interval
from regrowth.report.between_papers import route_asked
from regrowth.report.pharmacology import belongs
from regrowth.report.reachable import _chance, _constant_asked, _effect_asked, _is_rise, reach, reach_said

FINDINGS = {e.id: e for e in shipped() if belongs(e.level, str(e.observe))}


@pytest.fixture(scope="module")
def kinds():
    return reach(FINDINGS.values(), dict.fromkeys(FINDINGS, True))


def test_what_is_expected_lies_within_its_interval_and_below_hindsight_when_papers_stray(kinds):
    assert [k.kind for k in kinds] == ["routes", "clearances and volumes", "acute effects"]
    for k in kinds:
        assert 0 < k.low < k.expected < k.high < k.of
        assert k.expected < k.most < k.of  # papers contradict each other: not even hindsight has all
        assert k.right == k.of


def test_an_answer_that_is_known_exactly_is_always_met_and_one_that_strays_widely_hardly_ever():
    e = FINDINGS["fanta2015-clearance"]
    assert _chance(e, 0.0) == pytest.approx(1)
    assert _chance(e, math.log(1.25) / 1.96) == pytest.approx(0.95, abs=1e-3)
    assert _chance(e, 100.0) < 0.01
    assert interval(e)[0] < e.points[0].number < interval(e)[1]


def test_effects_are_asked_per_mg_of_s_ketamine_and_clearances_at_70_kg():
    assert _effect_asked(FINDINGS["delsant2020-sbp"])[1] == _effect_asked(FINDINGS["glue2017-sc1-sbp"])[1]  # 0.5 S, 1 RS
    assert _effect_asked(FINDINGS["lapidus2014-sbp40"])[1] == 25  # five sprays of 10 mg of racemate
    after_many, first = (_effect_asked(FINDINGS[f"glue2018-cadss-wk{week}"])[0] for week in (14, 1))
    assert after_many != first
    assert _constant_asked(FINDINGS["wang2019-cl-esk"])[1] == pytest.approx((60 / 70) ** 0.75)
    assert _constant_asked(FINDINGS["li2015-cyp2b6-1-1"])[0] == _constant_asked(FINDINGS["fanta2015-clearance"])[0]
    assert route_asked(FINDINGS["chong2006-oral-f"])[1] == 1


def test_highest_readings_of_ketamine_are_effects_and_questions_of_their_own():
    readings = [FINDINGS[name] for name in ("daly2017-esk-sbp", "doherty2020-sbp")]
    assert all(map(_is_rise, readings))
    assert len({_effect_asked(e)[0] for e in (*readings, FINDINGS["spravato-sbp"])}) == 3  # all by the nose
    assert not _is_rise(FINDINGS["doherty2020-placebo-sbp"]) and not _is_rise(FINDINGS["jnj2024-cadss-tpeak"])


def test_in_words_all_that_is_not_contested_counts_as_reached(kinds):
    contested = sum(k.of for k in kinds)
    said = reach_said(kinds, 200, len(FINDINGS))
    assert f"Of {len(FINDINGS)} findings of pharmacology the model has 200 right" in said
    assert f"all {len(FINDINGS) - contested} that are not" in said
    assert f"{len(FINDINGS) - contested + sum(k.most for k in kinds)} (" in said
