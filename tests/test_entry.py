"""Phases that only some enter: laws of selection, arms, parts, saved runs, and curves from entry on."""

import numpy as np
import pandas as pd
import pytest

from regrowth import Run, population, resume, simulate
from regrowth.engine import assemble
from regrowth.language import load
from regrowth.protocol import ProtocolError, reads
from regrowth.report import write_report
from regrowth.result import About
from regrowth.scales import FOUND_BY
from regrowth.visits import Visits, entrants, relapse, visits

MADRS, PEOPLE = "outcomes.madrs", 24
TEXT = """people: {{from: trd_adults, n: 24, seed: 3, arms: {arms}}}
{enter}
arms:
  ketamine: &again
    - {{give: 0.5 mg/kg racemic ketamine IV over 40 min, on days: [1, 4]}}
    - {{open label: 1 from 0 h for 4 days}}
  then placebo:
    - {{give: 0.5 mg/kg racemic ketamine IV over 40 min, on days: [1]}}
    - {{give: saline IV over 40 min, on days: [4]}}
    - {{open label: 1 from 0 h for 1 day}}
measure:
  - {{what: MADRS, at: [day 0, day 1, day 7, day 10, day 14]}}
"""


def plan(enter: str = "", arms: str = "same"):
    return reads(TEXT.format(enter=f"enter: {enter}" if enter else "until: day 14", arms=arms), "two.yaml")


@pytest.fixture(scope="module")
def model():
    return assemble("human")


@pytest.fixture(scope="module")
def everybody(model):
    return simulate(plan(), model=model, observe=[MADRS])


@pytest.fixture(scope="module")
def responders(model):
    return simulate(plan("responders at day 1"), model=model, observe=[MADRS])


def at(run: Run, hours: float) -> np.ndarray:
    return run.at(MADRS, [hours]).values[..., 0]


def test_those_who_go_on_are_as_without_selection_and_the_others_leave(everybody, responders):
    who = entrants(responders)
    assert 0 < who.sum() < who.size
    np.testing.assert_array_equal(at(responders, 24.0), at(everybody, 24.0))
    np.testing.assert_array_equal(at(responders, 336.0)[who], at(everybody, 336.0)[who])
    assert np.isnan(at(responders, 24.5)[~who]).all()


def test_responders_and_the_others_are_everybody_and_each_goes_on_in_every_arm(model, everybody, responders):
    others = simulate(plan("non-responders at day 1"), model=model, observe=[MADRS])
    np.testing.assert_array_equal(entrants(others), ~entrants(responders))
    np.testing.assert_array_equal(entrants(responders)[0], entrants(responders)[1])  # alike until then, and so rated
    both = np.where(np.isnan(at(others, 336.0)), at(responders, 336.0), at(others, 336.0))
    np.testing.assert_array_equal(both, at(everybody, 336.0))


def test_where_everybody_passes_nothing_changes(model, everybody):
    run = simulate(plan("no remission_12 at 1 min"), model=model, observe=[MADRS])
    assert entrants(run).all()
    for hours in (24.0, 168.0, 336.0):
        np.testing.assert_array_equal(at(run, hours), at(everybody, hours))


def test_arms_with_people_of_their_own_select_their_own(model):
    run = simulate(plan("responders at day 1", "independent"), model=model, observe=[MADRS])
    who = entrants(run)
    assert who.any(axis=1).all() and (who[0] != who[1]).any()
    assert (np.isfinite(at(run, 336.0)) == who).all()


def test_those_who_go_on_are_rated_so_at_that_visit_and_followed_from_there(responders):
    found = visits(responders)
    assert found.entry == 24.0
    for row, who in enumerate(entrants(responders)):
        day = list(found.times).index(24.0)
        np.testing.assert_array_equal(found.responds[row, :, day], who)
        followed = relapse(found, found.arms[row], 72.0)
        assert followed is not None and followed.followed == who.sum() == followed.at_risk(0.0)


def test_relapse_counts_from_entry():
    ratings = [[40, 10, 12, 30, 30], [40, 10, 10, 10, 10], [40, 30, np.nan, np.nan, np.nan]]
    made = Visits(("a",), np.array([0, 24, 96, 168, 240.0]), np.array(ratings)[None], entry=24.0)
    found = relapse(made, "a", 200.0)
    assert found is not None and (found.followed, found.relapsed) == (2, 1)
    np.testing.assert_allclose(found.days, [0, 6, 9])
    assert [found.at_risk(day) for day in (0, 6, 6.5)] == [2, 2, 1]


def test_parts_of_the_people_and_saved_runs_select_alike(model, responders, tmp_path):
    chosen = plan("responders at day 1")
    whole = responders.endpoints()
    assert whole.groupby("time")["person"].nunique().to_dict()[336.0] == entrants(responders)[0].sum()
    population.endpoints(chosen, tmp_path / "e.parquet", model=model, chunk=7)
    parts = pd.read_parquet(tmp_path / "e.parquet").sort_values(["arm", "person", "time"], ignore_index=True)
    same = whole.sort_values(["arm", "person", "time"], ignore_index=True)
    pd.testing.assert_frame_equal(parts, same, rtol=1e-5, check_dtype=False)
    population.save(chosen, tmp_path / "r.zarr", model=model, chunk=7, observe=[MADRS])
    responders.save(tmp_path / "s.zarr")
    for name in ("r.zarr", "s.zarr"):
        loaded = Run.load(tmp_path / name)
        np.testing.assert_array_equal(entrants(loaded), entrants(responders))
        np.testing.assert_array_equal(np.isnan(at(loaded, 336.0)), ~entrants(responders))


def test_a_run_that_is_taken_up_again_selects_alike(model, responders, tmp_path, monkeypatch):
    monkeypatch.setattr(resume, "MOST_PEOPLE", 16)  # eight people in each of two arms: three parts
    how = dict(model=model, observe=[MADRS], keep=tmp_path)

    def stop(done: int, total: int) -> None:
        if done > 0.7 * total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate(plan("responders at day 1"), progress=stop, **how)
    with pytest.warns(resume.ResumeWarning, match="16 of 24 people are there"):
        again = simulate(plan("responders at day 1"), **how)
    np.testing.assert_array_equal(entrants(again), entrants(responders))
    np.testing.assert_array_equal(at(again, 336.0), at(responders, 336.0))


def test_a_report_of_a_saved_run_shows_who_went_on(responders, tmp_path):
    write_report(Run.load(responders.save(tmp_path / "s.zarr")), tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text("utf-8")
    assert "people per arm some went on (responders at 24 h)" in page and "Still well after entry" in page


def test_curves_of_populations_are_of_those_who_are_there(model, responders):
    found = population.curves(plan("responders at day 1"), model=model, observe=[MADRS], chunk=9)
    values = responders[MADRS].values
    np.testing.assert_allclose(found.mean(MADRS), np.nanmean(values, axis=1), rtol=1e-5)
    np.testing.assert_allclose(found.sd(MADRS), np.nanstd(values, axis=1, ddof=1), rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(found.quantile(MADRS, 0.5), np.nanmedian(values, axis=1), rtol=3e-3, atol=1e-3)


def test_how_many_went_on_is_said(responders):
    from regrowth.report.entry import entry_text

    text = entry_text(responders)
    assert f"Of 24 people per arm some went on (responders at 24 h): {entrants(responders)[0].sum()} in ketamine" in text
    counts = responders.summary().set_index(["arm", "time"])["people"]
    assert counts["ketamine", 24.0] == PEOPLE and counts["ketamine", 336.0] == entrants(responders)[0].sum()


def test_where_nobody_goes_on_the_error_says_so(model):
    with pytest.raises(ProtocolError, match=r'two.yaml: enter: of 24 people in arm "ketamine" nobody .* Take more'):
        simulate(plan("remitters at 1 min"), model=model, observe=[MADRS])


def test_what_is_found_by_chance_is_found_as_often():
    people, chance = 4000, 0.3
    values = np.full((1, people, 3), chance)
    run = Run.of({"outcomes.well": values}, {"outcomes.well": About("1")}, title="", arms=["a"], times=[0, 24, 48],
                 enter=[{"observable": "outcomes.well", "label": "", "times": [24.0, 48.0], "found": True}])  # fmt: skip
    assert entrants(run).mean() == pytest.approx(chance**2, abs=0.02)


def test_visits_ask_for_what_the_mechanisms_ask_for():
    values = {p.name: p.value for name in ("rating", "trauma") for p in load(f"outcomes/{name}").mechanism.parameters}
    asked = {name.partition(".")[2]: rule for name, rule in FOUND_BY.items()}
    assert asked["remission_10"].points == values["remission_strict"]
    assert asked["remission_12"].points == values["remission_usual"]
    assert asked["remission_hamd"].points == values["hamd_remission"]
    assert asked["remission_qids"].points == values["qids_remission"]
    assert asked["remission_phq"].points == values["phq_remission"]
    assert asked["trauma_response"].fall == values["response_share"]
