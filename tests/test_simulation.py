"""What is kept of a simulation shows what happened."""

from __future__ import annotations

import pytest

import regrowth
from regrowth.protocol import reads


@pytest.mark.parametrize("dose", ["0.5 mg/kg ketamine IM", "84 mg esketamine nasal", "0.5 mg/kg ketamine IV over 40 min"])
def test_later_doses_are_seen_as_high_as_the_first(dose):
    seen = "outcomes.systolic_rise"  # which has no tolerance
    run = regrowth.simulate(reads(f"arms: {{a: {{give: {dose}, on days: [1, 4, 8]}}}}"), observe=[seen])
    rise = run[seen].sel(arm="a", person=0)
    first, *later = (float(rise.sel(time=slice(24 * day, 24 * day + 12)).max()) for day in (0, 3, 7))
    assert later == pytest.approx([first, first], rel=0.02)


def test_who_could_not_be_integrated_is_named_by_arm_and_person():
    from regrowth.engine import Failure, SolveError
    from regrowth.question import failures_by_arm

    plan = regrowth.read("protocols/murrough2013.yaml")
    one = Failure(5, 2.0, "x", "too many steps")
    with pytest.raises(SolveError, match=r'1 of 8 people could not be integrated:\n  arm "midazolam", person 101: too many steps at 2 h') as caught:
        with failures_by_arm(plan, n=4, first=100):
            raise SolveError([one], 8)
    assert caught.value.failures == [one]
