"""The protocols in `protocols/` are read without a warning and name real papers, channels and observables."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from regrowth.bibliography import bibliography
from regrowth.language import vocabulary
from regrowth.protocol import read, resolve

FOLDER = Path(__file__).parents[2] / "protocols"
FILES = sorted(FOLDER.glob("*.yaml"))


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def plan(request):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return read(request.param)


def test_there_are_the_promised_ones():
    promised = {
        "murrough2013", "murrough2013b", "singh2016_twice_weekly", "kamp2020_three_step", "ssri_six_weeks",
        "mouse_fst_10mgkg", "rapamycin_rat", "price2022", "daly2018", "popova2019", "su2017", "ionescu2021",
        "domany2019", "wilkinson2021", "under_anaesthesia",
    }  # fmt: skip
    assert promised <= {path.stem for path in FILES}


def test_sources_are_in_the_bibliography(plan):
    for key in {plan.source, *(dot.source for dot in plan.evidence)} - {""}:
        assert key in bibliography(), key
    if plan.source:  # a protocol of our own has none
        assert plan.doi.lower() == bibliography()[plan.source].fields.get("doi", "").lower()


def test_channels_and_measures_are_words_of_the_model(plan):
    words = vocabulary()
    for arm in plan.arms:
        arm.bound_rows(list(words))
    for what in {measure.what for measure in plan.measures} | {dot.what for dot in plan.evidence}:
        resolve(what, list(words))


def test_published_values_have_their_row_and_stand_alone(plan):
    ids = [dot.id for dot in plan.evidence]
    assert len(set(ids)) == len(ids) and all(ids)
    assert all(dot.at in plan.measured_at(dot.what) for dot in plan.evidence)


def test_kamp_is_the_published_infusion():
    plan = read(FOLDER / "kamp2020_three_step.yaml")
    ((_, dose),) = plan.arms[0].doses
    assert dose.milligrams(70) == pytest.approx(1.99 * 70) and dose.hours == 3
    assert len(plan.evidence) == 36 and plan.arms[0].in_trial_from is None


def test_singh_counts_days_as_the_paper_does():
    plan = read(FOLDER / "singh2016_twice_weekly.yaml")
    assert [t / 24 for t, _ in plan.arm("ketamine twice weekly").doses] == [0, 3, 7, 10, 14, 17, 21, 24]
    assert {dot.at for dot in plan.evidence} == {14 * 24}
