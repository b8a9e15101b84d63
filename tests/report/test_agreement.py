"""How many values of one question a single answer can reach."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regrowth.report.agreement import Alike, ceilings, groups

FOUND = st.lists(st.floats(0.01, 1e4), min_size=1, max_size=8)


def _alike(found):
    return Alike("x", tuple(str(i) for i in range(len(found))), np.array(found))


@given(FOUND, st.sampled_from([1.25, 2.0]))
def test_the_ceiling_is_reached_by_its_value_and_passed_by_none(found, limit):
    group = _alike(found)
    logs = np.log(found)

    def reached(value):
        return int(np.sum(np.abs(logs - np.log(value)) <= np.log(limit) + 1e-9))

    assert reached(group.best(limit)) == group.ceiling(limit)
    candidates = [value * factor for value, factor in product(found, (1 / limit, 1, limit))]
    assert max(reached(value) for value in candidates) <= group.ceiling(limit)


def test_papers_that_contradict_each_other_cannot_both_be_right():
    assert ceilings([_alike([8, 20]), _alike([20, 21])]) == {"of": 4, "1.25": 3, "2": 4}


@pytest.mark.parametrize(
    ("change", "together"),
    [
        ({}, True),
        ({"give": "50 mg esketamine oral", "observed": 46}, True),  # per mg of S-ketamine the same
        ({"give": "50 mg racemic ketamine oral over 6 h"}, False),
        ({"give": "50 mg racemic ketamine nasal"}, False),
        ({"measure": "auc"}, False),
        ({"observe": "pharmacokinetics.s_norketamine_venous"}, False),
    ],
)
def test_a_question_is_a_measure_of_a_compound_by_a_route(change, together):
    row = {
        "id": "a", "give": "50 mg racemic ketamine oral", "observe": "pharmacokinetics.s_ketamine_venous",
        "measure": "peak", "observed": 23,
    }  # fmt: skip
    found = groups([row, {**row, "id": "b", **change}])
    assert (len(found) == 1) == together
    if together:
        assert found[0].found == pytest.approx([23 / 25] * 2)
