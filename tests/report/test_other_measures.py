"""Trials of PTSD and addiction on the page: responders of CAPS-5, means of other measures, curves of abstinence."""

from __future__ import annotations

import numpy as np
import pytest

import regrowth
from regrowth.protocol import ProtocolWarning
from regrowth.protocol.read import reads
from regrowth.report import findings, report_html
from regrowth.report.other_measures import has_others, others_figure
from regrowth.report.trial import rated
from regrowth.visits import first_use, visits

ARMS = """
  ketamine:
    - give: 0.5 mg/kg racemic ketamine IV over 40 min
      at: 0 h
    - abstain: 1 from day 3 on
  saline:
    like: ketamine
    swap: {give: saline IV over 40 min}
"""


def run(people: str, arms: str, measures: str):
    text = f"title: t\npeople: {{from: {people}, seed: 4}}\narms:{arms}\nmeasure:\n{measures}\n"
    return regrowth.simulate(reads(text))


@pytest.fixture(scope="module")
def quitting():
    return run("cud_adults, n: 60", ARMS, "  - {what: craving, at: [day 0, day 7]}\n"
               "  - {what: abstinence, at: [day 5, day 10, day 20, day 31]}")  # fmt: skip


def test_first_use_follows_the_chance_to_be_abstinent(quitting):
    """As many are found abstinent at the last visit as the mean chance says, within what 60 draws allow; always the same."""
    for arm in quitting.arms:
        found = first_use(quitting, arm)
        expected = quitting.at("outcomes.abstinence", [24.0 * 31]).values[quitting.arms.index(arm)].mean() / 100
        assert found is not None and found.followed == 60
        assert found.share[-1] == pytest.approx(expected, abs=3 * np.sqrt(expected * (1 - expected) / 60))
        assert (np.diff(found.share) <= 0).all() and found.days[-1] <= 28
        again = first_use(quitting, arm)
        assert again is not None
        np.testing.assert_array_equal(found.share, again.share)


def test_a_person_is_as_lucky_in_every_arm(quitting):
    """The same people in both arms: before the arms part, as many are still abstinent."""
    early = [first_use(quitting, arm, [24.0 * 3.01]) for arm in quitting.arms]
    assert early[0] is not None and early[1] is not None and abs(early[0].relapsed - early[1].relapsed) <= 1


def test_the_page_shows_abstinence(quitting):
    page = report_html(quitting)
    for said in ("Outcomes, as visits would find them", "median days to first use", "counts dropouts as users",
                 "Nothing on this page says what one person should do"):  # fmt: skip
        assert said in page
    assert "<h3>Abstinence, %</h3>" in page
    assert not rated(quitting)  # MADRS was not asked for


def test_numbers_at_risk_stand_below_the_curve_of_abstinence(quitting):
    """At every tick of the axis, for every arm, as many as the curve still follows."""
    curves = {arm: found for arm in quitting.arms if (found := first_use(quitting, arm)) is not None}
    axis = others_figure(quitting, curves).axes[1]  # after that of craving
    expected = [str(found.at_risk(day)) for found in curves.values() for day in axis.get_xticks()]
    assert [text.get_text() for text in axis.texts] == expected and expected[0] == "60"
    assert "numbers below are still followed and abstinent" in report_html(quitting)


def test_the_arms_without_steering_and_single_people_stand_beside(quitting):
    """As for depression: practice is a question of steering in every condition."""
    page = report_html(quitting, without_steering=quitting)
    assert "saline, without steering" in page and "--without context/steering" in page
    assert len(report_html(quitting, individuals=True)) > len(report_html(quitting)) + 5000


def test_scales_without_response_and_use_have_means():
    """IES-R and days of use are read as a trial, too, also where nobody tries to abstain."""
    found = run("ptsd_adults, n: 20, use_disorder: 1, use_days_baseline: 3",
                "\n  a: {give: 0.5 mg/kg racemic ketamine IV over 40 min}",
                "  - {what: [IES-R, HAM-D, use_days], at: [day 0, 24 h, day 7]}")  # fmt: skip
    page = report_html(found)
    assert has_others(found) and not rated(found)
    for said in ("IES-R, change by day 7", "HAM-D, change by day 7", "Days of use per week, change by day 7"):
        assert said in page
    assert "<th class=n>people who try</th>" not in page


def test_a_published_share_has_the_interval_of_its_count(quitting):
    """13 of 27 abstinent: Wilson's interval, as that of the model's own."""
    quitting.attrs["evidence"] = [
        {"what": "abstinence", "arm": "ketamine", "at": 24.0 * 31, "value": 48.2, "change": False, "against": "",
         "unit": "", "spread": "", "low": None, "high": None, "n": 27, "source": "", "id": ""}
    ]  # fmt: skip
    (found,) = findings(quitting)
    assert (found.low, found.high) == pytest.approx((30.7, 66.0), abs=0.1)
    quitting.attrs["evidence"] = []


def test_what_can_show_nothing_is_said_on_the_page():
    with pytest.warns(ProtocolWarning, match="intention changes nothing"):
        found = run("trd_adults, n: 1", "\n  a:\n    - give: 0.5 mg/kg racemic ketamine IV over 40 min\n"
                    "    - intention: 1 during doses", "  - {what: MADRS, at: [day 0, 24 h]}")  # fmt: skip
    page = report_html(found)
    assert "Intention changes nothing" in page
    assert "<code>context/setting_intention.intention_calls_up: 0.3</code>" in page


def test_without_an_attempt_there_is_no_abstinence(make_run):
    assert not has_others(make_run(people=20))


def test_ptsd_is_read_by_its_own_scale():
    found = run("ptsd_adults, n: 20", "\n  a:\n    - give: 0.5 mg/kg racemic ketamine IV over 40 min\n      at: 0 h",
                "  - {what: CAPS-5, at: [day 0, 24 h, day 7, day 14]}")  # fmt: skip
    assert rated(found) == ["outcomes.caps_5"] and not has_others(found)
    rating = visits(found, scale="outcomes.caps_5")
    np.testing.assert_array_equal(rating.responds, rating.ratings <= 0.7 * rating.ratings[..., :1])
    last = found.endpoints().query("time == 336")
    before = found.endpoints().query("time == 0")["value"].values
    np.testing.assert_array_equal(last["response"].values, last["value"].values <= 0.7 * before)
    page = report_html(found)
    assert "CAPS-5: responders at 70% of baseline or less, remitters at 22.5 or less." in page
    assert "read without a rater's error" in page  # none was published
    assert "CAPS-5, change from baseline" in page and "share 30% or more below baseline" in page
