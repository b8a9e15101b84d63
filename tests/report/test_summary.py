"""The summary's texts: points stand under one another, levels over decades keep their digits, next to nothing is nothing."""

import regrowth
from regrowth.report.summary import measured

PLAN = """
title: Levels and points
people: {from: trd_adults}
arms: {infusion: [{give: 0.5 mg/kg racemic ketamine IV over 40 min}], saline: [{give: saline IV over 40 min}]}
measure:
  - {what: CADSS, at: [day 0, 40 min, 4 h]}
  - {what: s_ketamine_venous, at: [day 0, 40 min, 24 h]}
"""


def test_next_to_nothing_is_nothing_and_few_points_are_few():
    points, levels = measured(regrowth.simulate(regrowth.reads(PLAN)))
    texts = {table.heading: [[cell.mean for cell in cells] for _, cells in table.rows] for table in (points, levels)}
    cadss, plasma = texts.values()
    assert cadss[0] == ["0.0", "0.0"] and cadss[1][1] == cadss[2][1] == "0.0"
    assert float(cadss[1][0]) > 10 and len(cadss[2][0]) == 3
    assert plasma[0] == ["0", "0"] and plasma[1][1] == plasma[2][1] == "0"
    assert len(plasma[2][0].lstrip("0.")) == 3  # a day later less than a hundredth is left, with its digits


def test_chances_are_shares_of_people_without_a_spread():
    plan = PLAN.replace("what: CADSS, at: [day 0, 40 min, 4 h]", "what: HAM-D response, at: [day 0, 24 h]")
    run = regrowth.simulate(regrowth.reads(plan), people=20, observe=[])
    table, _ = measured(run)
    assert table.heading == "HAM-D response, %"
    (_, before), (_, after) = table.rows
    assert [cell.mean for cell in before] == ["0", "0"] and {cell.people + cell.change for cell in (*before, *after)} == {""}
    assert int(after[0].mean) == round(100 * run.summary()["mean"][1]) > 10
