"""Arms whose people differ in themselves: covariates side by side, a parameter changed in one arm."""

import numpy as np
import pytest

import regrowth
from regrowth.errors import RegrowthError
from regrowth.protocol import arm, reads
from regrowth.study import prepare

ARTERIAL = "pharmacokinetics.s_ketamine_arterial"
TEXT = """
people: {from: healthy, n: 6, seed: 3}
arms:
  as they are: {give: 0.5 mg/kg racemic ketamine IV over 40 min}
  old: {like: as they are, people: {age: 75, cyp2b6_activity: "*1/*6"}}
  older, slow:
    like: old
    add:
      - people: {age: 80}
      - people: {pharmacokinetics/liver.cl_int_s: {times: 0.5}}
  once more: {like: as they are}
until: 6 h
"""


def test_they_are_read_and_the_later_wins():
    plan = reads(TEXT)
    assert [dict(one.people) for one in plan.arms] == [
        {},
        {"age": 75, "cyp2b6_activity": 0.35},
        {"age": 80, "cyp2b6_activity": 0.35, "pharmacokinetics/liver.cl_int_s": {"times": 0.5}},
        {},
    ]
    assert "age 75" in repr(plan.arm("old"))
    made = arm("84 mg esketamine nasal", people={"age": 75}, name="x")
    assert made.people == {"age": 75}


def test_the_same_people_differ_only_in_what_is_set():
    study = prepare(reads(TEXT))
    plain, old, slow, again = study.drawn(0, 6)
    assert again is plain  # drawn once
    np.testing.assert_array_equal(plain.covariates["weight"], old.covariates["weight"])
    assert set(old.covariates["age"]) == {75.0}
    name = "pharmacokinetics/liver.cl_int_s"
    np.testing.assert_allclose(slow.parameters[name], 0.5 * plain.parameters[name])
    assert np.ptp(slow.parameters[name]) > 0  # everybody keeps a place in the spread


def test_a_number_changed_in_one_arm_leaves_the_others_alone():
    """A parameter without spread, which no other arm draws."""
    text = "people: healthy\narms:\n  a: {give: 84 mg esketamine nasal}\n  b: {like: a, people: {pharmacokinetics/liver.loss_onset: 20}}\nuntil: 6 h\n"
    both = regrowth.simulate(reads(text), observe=[ARTERIAL])
    alone = regrowth.simulate(reads(text.replace("b:", "c:").replace(": 20}", ": 60}")), observe=[ARTERIAL])
    a, b = both[ARTERIAL].values[:, 0]
    np.testing.assert_allclose(a, alone[ARTERIAL].values[1, 0], rtol=1e-4, atol=1e-7)
    assert b[-1] > 1.02 * a[-1]


def test_exposure_follows_the_rules_for_covariates_and_the_people_are_kept():
    """AUC∞ goes with dose over clearance: allometry by hand."""
    from regrowth.noncompartmental import exposures

    text = "people: {from: healthy, weight: 70}\narms:\n  a: {give: 0.5 mg/kg racemic ketamine IV over 40 min}\n  b: {like: a, people: {weight: 120}}\nuntil: 72 h\n"
    run = regrowth.simulate(reads(text), observe=[ARTERIAL])
    a, b = exposures(run, ARTERIAL)["auc_infinite"]
    assert b / a == pytest.approx((120 / 70) ** 0.25, rel=1e-3)
    assert run["people"]["weight"].dims == ("arm", "person") and run["people"]["weight"].values.ravel().tolist() == [70, 120]


def test_sensitivities_and_networks_see_each_arms_people():
    text = "people: healthy\narms:\n  a: {give: 84 mg esketamine nasal}\n  b: {like: a, people: {weight: 140}}\n"
    table = regrowth.sensitivities(reads(text), ["weight"], observe=[ARTERIAL], times=[4.0])
    slopes = table.set_index("arm")
    assert slopes["value"]["b"] < slopes["value"]["a"]
    ratio = slopes["slope"] / slopes["value"] * [75, 140]
    np.testing.assert_allclose(slopes["elasticity"], ratio, rtol=1e-6)


@pytest.mark.parametrize(
    ("people", "says"),
    [
        ("75", "are covariates and parameters"),
        ("{n: 5}", "n is the same in all arms"),
        ("{from: trd_adults}", "from is the same in all arms"),
        ("{age: 300}", "impossible"),
        ("{agee: 30}", "Did you mean age"),
        ("{weight: {times: 0}}", "isn't more than nothing"),
        ("{weight: {times: 2, sd: 3}}", "times: …"),
        ("{bdnf_met: {times: 2}}", "one of two kinds"),
        ("{weight: {times: 9}}", "is not possible"),
    ],
)
def test_what_cannot_be_set_is_named(people, says):
    text = f"people: healthy\narms:\n  a: {{give: 84 mg esketamine nasal}}\n  b: {{like: a, people: {people}}}\n"
    with pytest.raises(RegrowthError, match=says) as told:
        regrowth.simulate(reads(text), observe=[ARTERIAL])
    assert "line 4" in str(told.value)


def test_a_weight_nobody_had_is_warned_of_in_an_arm_too():
    plan = reads("people: healthy\narms:\n  a: {give: 84 mg esketamine nasal, people: {weight: 190}}\n")
    assert any("190 kg is outside" in text for text in plan.warnings)
    assert dict(plan.arm("a").people) == {"weight": 190}


def test_what_no_mechanism_reads_is_said_and_changes_nothing():
    plan = reads("people: {from: healthy, n: 3, seed: 1, sex: female}\narms: {a: {give: 84 mg esketamine nasal}}\nuntil: 2 h\n")
    with pytest.warns(UserWarning, match="no mechanism of this model reads sex"):
        run = regrowth.simulate(plan, observe=[ARTERIAL])
    assert np.isfinite(run[ARTERIAL].values).all()


def test_the_report_says_in_what_people_of_arms_differ():
    from regrowth.report import report_html

    run = regrowth.simulate(reads(TEXT), people=1)
    assert run.attrs["arm_people"]["old"] == "age 75, cyp2b6_activity 0.35"
    page = report_html(run)
    assert "but for <b>old</b>: age 75, cyp2b6_activity 0.35; <b>older, slow</b>: age 80" in page
    assert "pharmacokinetics/liver.cl_int_s times 0.5" in page
