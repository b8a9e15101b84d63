"""Sensitivities of a protocol: the shape of the table, and what they are against runs with other numbers."""

import numpy as np
import pytest

import regrowth
from regrowth.errors import RegrowthError

TEXT = """
title: One infusion
people: {{from: trd_adults{more}}}
arms:
  ketamine: {{give: 0.5 mg/kg racemic ketamine IV over 40 min}}
  saline: {{give: saline IV over 40 min}}
measure: {{what: CADSS, at: [40 min, 80 min]}}
"""
C50, FULL = "outcomes/dissociation.c50", "outcomes/dissociation.cadss_full"


@pytest.fixture(scope="module")
def table():
    return regrowth.sensitivities(regrowth.reads(TEXT.format(more="")), [C50, FULL, "weight"])


def test_a_row_for_each_arm_time_and_direction(table):
    assert len(table) == 2 * 3 * 3  # arms, day 0 and two visits, directions
    assert set(table["observable"]) == {"outcomes.cadss"} and set(table["unit"]) == {"point"}


def test_what_a_value_is_proportional_to_has_the_elasticity_one(table):
    told = table[(table.along == FULL) & (table.arm == "ketamine") & (table.time > 0)]
    assert told.elasticity.to_numpy() == pytest.approx(1.0, rel=1e-6)


def test_where_nothing_is_there_is_no_elasticity(table):
    assert table[(table.arm == "saline") | (table.time == 0)].elasticity.isna().all()


def test_slopes_are_those_of_runs_with_other_numbers(table):
    def cadss(c50):
        plan = regrowth.reads(TEXT.format(more=f", {C50}: {c50}"))
        run = regrowth.simulate(plan, observe=[], times=[0, 2 / 3, 4 / 3], rtol=1e-9)
        return run["outcomes.cadss"].sel(arm="ketamine").values[0]

    differences = (cadss(0.511) - cadss(0.509)) / 0.002
    told = table[(table.along == C50) & (table.arm == "ketamine")].sort_values("time")
    np.testing.assert_allclose(told.slope, differences, rtol=1e-3, atol=1e-6)


def test_an_unknown_number_is_told_with_the_nearest():
    with pytest.raises(RegrowthError, match=r"Did you mean outcomes/dissociation\.c50"):
        regrowth.sensitivities(regrowth.reads(TEXT.format(more="")), ["outcomes/dissociation.c5"])
