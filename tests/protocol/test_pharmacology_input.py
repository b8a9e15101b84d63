"""What a pharmacologist may mistype: genotypes, weights, routes that a body or a drug does not have."""

import pytest

import regrowth
from regrowth.errors import RegrowthError
from regrowth.people.presets import PeopleError, genotype_activity
from regrowth.protocol import ProtocolError, ProtocolWarning, read
from regrowth.protocol.dose import check_dose, parse_dose

PLAN = """\
title: A test
people: {{from: {people}}}
arms:
  one:
    - give: {give}
measure:
  - {{what: pharmacokinetics.s_ketamine_venous, at: [1 h]}}
"""


def plan_of(tmp_path, give="56 mg esketamine nasal", people="healthy"):
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN.format(give=give, people=people))
    return path


def test_a_genotype_is_a_word(tmp_path):
    plan = read(plan_of(tmp_path, people='healthy, cyp2b6_activity: "*1/*6"'))
    assert plan.people.settings["cyp2b6_activity"] == genotype_activity("CYP2B6*1/*6") == 0.35


def test_an_unknown_genotype_names_those_known(tmp_path):
    with pytest.raises(ProtocolError, match=r"line 2.*no CYP2B6 genotype.*\*1/\*1, \*1/\*6, \*6/\*6"):
        read(plan_of(tmp_path, people='healthy, cyp2b6_activity: "*1/*99"'))
    with pytest.raises(PeopleError, match="no CYP2B6 genotype"):
        genotype_activity("*4/*6")


def test_sex_is_a_word(tmp_path):
    assert read(plan_of(tmp_path, people="healthy, sex: female")).people.settings == {"sex": 1.0}
    with pytest.raises(ProtocolError, match=r'line 2.*sex: "woman": write female or male'):
        read(plan_of(tmp_path, people="healthy, sex: woman"))


def test_more_people_than_anybody_needs_are_told_what_they_would_need(tmp_path):
    with pytest.raises(RegrowthError, match=r"10,000,000 people per arm need about 2,000 GB"):
        regrowth.simulate(plan_of(tmp_path), people=10_000_000, observe=[], times=[0.0])


@pytest.mark.parametrize("weight", [25, 220])
def test_a_weight_outside_those_tested_is_warned_with_the_range(tmp_path, weight):
    with pytest.warns(ProtocolWarning, match=f"weight {weight} kg is outside 39 to 170 kg"):
        read(plan_of(tmp_path, people=f"healthy, weight: {weight}"))


@pytest.mark.parametrize("weight", [39, 170])
def test_the_ends_of_the_range_are_inside(tmp_path, weight):
    assert read(plan_of(tmp_path, people=f"healthy, weight: {weight}")).warnings == ()


@pytest.mark.parametrize(
    ("give", "told"),
    [
        ("56 mg esketamine nasal over 40 min", "nasal can't be given"),
        ("25 mg ketamine sublingual over 10 min", "sublingual can't be given"),
        ("50 mg ketamine IM over 10 min", "IM can't be given"),
        ("240 mg ketamine oral then 20 mg over 10 h", "for IV and SC infusions"),
        ("240 mg ketamine oral bolus", "a bolus goes into a vein"),
    ],
)
def test_impossible_combinations(give, told):
    with pytest.raises(ProtocolError, match=told):
        check_dose(parse_dose(give), "human")


def test_a_slow_release_product_is_an_oral_dose_over_its_time():
    dose = parse_dose("240 mg ketamine oral over 10 h")
    assert [(row.start, row.stop) for row in dose.rows()] == [(0, 10)] * 2
    assert dose.milligrams(70) == pytest.approx(240)


def test_a_dose_that_nothing_takes_is_not_silent(tmp_path):
    with pytest.warns(ProtocolWarning, match='nothing in this model takes "10 mg/kg ketamine nasal"'):
        regrowth.simulate(plan_of(tmp_path, "10 mg/kg ketamine nasal", "rat"), observe=["circuit.e_rate"], times=[0, 1])
    with pytest.raises(ProtocolError, match="nothing called"):
        regrowth.simulate(plan_of(tmp_path, "10 mg midazolam nasal"), times=[0, 1])
