"""How far papers stray from each other, and what that leaves for a model without error."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regrowth.evidence import shipped
from regrowth.report.between_papers import (
    Value,
    between,
    by_question,
    ceiling_said,
    of_routes,
    route_values,
    within_reach,
)


def _papers(seed, questions, sd, sampling, papers=3):
    random = np.random.default_rng(seed)
    return [
        Value(str(q), f"{q}-{p}", float(random.normal(5 * q, np.hypot(sd, sampling))), sampling**2)
        for q in range(questions)
        for p in range(papers)
    ]


@pytest.mark.parametrize("sd", [0.1, 0.3, 0.6])
def test_the_spread_that_papers_were_drawn_with_is_found(sd):
    assert between(_papers(1, 400, sd, 0.15)).sd == pytest.approx(sd, rel=0.1)
    few = [between(_papers(seed, 8, sd, 0.15)) for seed in range(200)]
    assert np.mean([found.low <= sd <= found.high for found in few]) == pytest.approx(0.95, abs=0.04)


def test_papers_that_differ_by_sampling_alone_do_not_stray():
    found = between(_papers(2, 300, 0.0, 0.2))
    assert found.sd < 0.05 and found.low == 0
    values = [Value("x", "a", 1.0, 0.01), Value("x", "b", 1.0, 0.01)]
    assert between(values).sd == 0 and within_reach(values, 0.0)["2"] == pytest.approx(2, abs=1e-3)


def test_several_numbers_of_one_paper_are_one_answer():
    values = [Value("x", "a", 1.0, 0.04), Value("x", "a", 3.0, 0.04), Value("x", "b", 2.5, 0.01), Value("y", "a", 0.0, 0.0)]
    assert [len(some) for some in by_question(values)] == [2, 1]
    assert by_question(values)[0][0] == Value("x", "a", 2.0, 0.02)
    assert between(values[:2]).questions == 0  # nobody else asked: nothing is known


@given(st.floats(0, 2), st.floats(0, 2))
def test_papers_that_stray_further_leave_fewer_in_reach(one, other):
    values = _papers(3, 5, 0.3, 0.2)
    near, far = (within_reach(values, sd) for sd in sorted((one, other)))
    for limit in ("1.25", "2"):
        assert 0 <= far[limit] <= near[limit] <= len(values)
    assert near["1.25"] <= near["2"]


def test_papers_on_routes_are_compared_by_question():
    values = route_values(shipped())
    assert len(values) == len(of_routes(shipped())) > 70
    found = between(values)
    assert 0 < found.low < found.sd < found.high and found.answers > 2 * found.questions - 1
    areas = [v.question for v in values if ", auc, " in v.question]
    assert areas and all(what.endswith(" h") for what in areas)  # areas over other hours are other questions
    said = ceiling_said(shipped(), {"of": 77, "1.25": 48, "2": 70}, {"of": 49, "1.25": 27, "2": 46})
    assert f"{within_reach(values, found.sd)['1.25'] / len(values):.0%}" in said and "48 (62%)" in said and "46 (94%) of 49" in said
