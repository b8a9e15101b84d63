"""What a run's arms are given: the doses that matter, and what times count from."""

from __future__ import annotations

import pytest

from regrowth.report.doses import counted_from, main_doses

SPRAY, TABLET = "56 mg esketamine nasal", "20 mg escitalopram oral"


def given(run, *doses):
    run.attrs["events"] = [
        {"arm": run.arms[0], "kind": "dose", "label": label, "start": start, "stop": start + 0.1} for label, start in doses
    ]
    return run


@pytest.mark.parametrize(
    ("doses", "left"),
    [
        ([(SPRAY, 0.0), (TABLET, 0.0), (TABLET, 24.0)], [0.0]),
        ([("saline IV over 40 min", 0.0), (TABLET, 24.0)], [0.0]),
        ([(TABLET, 0.0), (TABLET, 24.0)], [0.0, 24.0]),
        ([], []),
    ],
)
def test_tablets_beside_infusions_or_sprays_are_not_what_is_followed(make_run, doses, left):
    run = given(make_run(), *doses)
    assert [dose["start"] for dose in main_doses(run, run.arms[0])] == left
    assert main_doses(run, run.arms[1]) == []


@pytest.mark.parametrize(("first", "told"), [(0.0, "the first dose"), (168.0, "time 0")])
def test_times_count_from_the_first_dose_or_from_nothing_in_particular(make_run, first, told):
    assert counted_from(given(make_run(), (SPRAY, first))) == told
