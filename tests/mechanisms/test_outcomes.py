"""Outcomes: nothing drifts, relief has its published courses, scores stay on the scale."""

import numpy as np
import pytest

from regrowth.language import load

from .outcome_bench import live, session

MADRS = ["outcomes.madrs"]
STRONG = {"outcomes/synaptic_relief.synaptic_gain": 8.0}
TRIAL = ("in_trial", 0, 1e5, 1.0)
RELIEF = ["outcomes.mood_relief"]


def test_without_input_nothing_moves_for_a_year():
    found = live([], [0, 24, 24 * 365], [*MADRS, "outcomes.hamd", *RELIEF, "outcomes.response"])
    np.testing.assert_allclose(found["madrs"], 37.4, atol=1e-6)
    np.testing.assert_allclose(found["hamd"], 37.4 / 1.3, atol=1e-6)
    np.testing.assert_allclose(found["mood_relief"], 0, atol=1e-8)
    assert found["response"].max() < 1e-4


def test_a_healthy_person_has_nothing_to_relieve():
    found = live([TRIAL, session(0), ("ampa", 0, 2, 1)], [0, 2, 24, 240], MADRS, parameters={"madrs_baseline": 0.0})
    np.testing.assert_allclose(found["madrs"], 0, atol=1e-12)


def test_the_score_never_leaves_the_scale():
    rows = [[("synapses", 0, 1e4, gain)] for gain in (-0.75, -0.2, 0.2, 5)]
    found = live(rows, [0, 24, 2400], MADRS, people=4, parameters=STRONG)["madrs"]
    assert (found >= 0).all() and (found <= 60).all()
    assert found[0, -1] > 55 and found[3, -1] < 0.5
    assert (np.diff(found[:, 1]) <= 0).all()  # the more synapses, the better


def test_a_step_of_relief_is_a_step_of_the_log_odds_whatever_the_baseline():
    baselines = np.array([10.0, 37.4, 55.0])
    rows = [("synapses", 0, 1e4, 0.1)]
    found = live([rows] * 3, [0, 1], [*MADRS, *RELIEF], people=3, parameters={"madrs_baseline": baselines})
    odds = found["madrs"] / (60 - found["madrs"])
    np.testing.assert_allclose(np.log(odds[:, 0] / odds[:, 1]), found["mood_relief"][:, 1], rtol=1e-9)


def test_synaptic_relief_is_linear_on_the_log_odds():
    rows = [[("synapses", 0, 1e4, gain)] for gain in (0.02, 0.04)]
    found = live(rows, [0, 1], RELIEF, people=2)["mood_relief"][:, 1]
    assert found[1] == pytest.approx(2 * found[0], rel=1e-2)


def test_fast_relief_comes_within_hours_and_is_gone_in_days():
    times = [0, 1, 2, 4, 24, 48, 96, 168]
    found = live([("ampa", 0, 4, 0.5)], times, ["outcomes.fast_change", *MADRS])
    change = found["fast_change"][0]
    assert change[2] > 0.3 and change[3] == change.max()
    assert 0.15 < change[4] / change[3] < 0.8
    assert change[-1] < 0.1 * change[3]


def test_a_trace_of_ampa_drive_does_not_relieve():
    found = live([("ampa", 0, 1e4, 0.002)], [0, 500], ["outcomes.fast_change"])
    assert found["fast_change"][0, 1] < 0.12


def test_ssri_has_a_third_of_its_six_week_gap_after_one_week():
    rows = [[TRIAL, ("sert", 0, 1e4, 0.8)], [TRIAL]]
    found = live(rows, np.array([0, 7, 42]) * 24, MADRS, people=2)["madrs"]
    gap = found[0] - found[1]
    assert gap[1] < 0 and gap[1] / gap[2] == pytest.approx(1 / 3, abs=0.07)


def test_sixty_per_cent_of_a_pill_placebo_comes_in_two_weeks():
    found = live([TRIAL], np.array([0, 14, 42]) * 24, MADRS)["madrs"][0]
    assert (found[0] - found[1]) / (found[0] - found[2]) == pytest.approx(0.616, abs=0.08)


def test_hope_rises_in_a_session_and_lasts_longer_in_those_who_improve():
    times = [0, 1, 2, 24, 72, 168]
    rows = [[TRIAL, session(0)], [TRIAL, session(0), ("synapses", 0, 1e4, 0.6)]]
    hope = live(rows, times, ["outcomes.hope"], people=2, parameters=STRONG)["hope"]
    assert (hope[:, 2] > 0.2).all() and (hope[:, 2] < 0.5).all()
    assert hope[1, 4] > 1.15 * hope[0, 4] > 0
    assert hope[0, 5] < 0.6 * hope[0, 2]


def test_beside_an_openly_begun_antidepressant_hope_does_not_follow_what_is_felt():
    tablet, felt = ("new_antidepressant", 0, 1e5, 1), ("dissociating", 0, 1, 0.6)
    rows = [
        [TRIAL, session(0), tablet, felt],
        [TRIAL, session(0), tablet],
        [TRIAL, session(0), felt],
        [TRIAL, session(0), tablet, ("open_label", 0, 1e5, 1)],
    ]
    hope = live(rows, [0, 2], ["outcomes.hope"], people=4)["hope"][:, 1]
    assert hope[0] == pytest.approx(hope[1])
    assert hope[2] > hope[0] and hope[3] > hope[0]  # felt, or told


def test_midazolam_does_nothing_to_mood_but_through_belief():
    rows = [("sedation", 0, 3, 0.6)]
    found = live(rows, [0, 2, 24], MADRS)["madrs"]  # not in a trial: nobody hopes for anything
    np.testing.assert_allclose(found, 37.4, atol=1e-6)
    lifted = live(rows, [0, 2, 24], MADRS, parameters={"outcomes/madrs.midazolam_on_mood": 0.6})["madrs"]
    assert lifted[0, 1] < 34


def test_stopping_after_sixteen_weeks_undoes_less_than_after_two():
    rows = [[("synapses", 0, 24 * 7 * weeks, 0.15)] for weeks in (2, 16)]
    after = [24 * 7 * (weeks + 2) for weeks in (2, 16)]
    found = live(rows, [0, *after], RELIEF, people=2)["mood_relief"]
    assert found[1, 2] > 2 * found[0, 1] > 0
    gone = live(rows, [0, *after], RELIEF, people=2, without=("outcomes/consolidation",))["mood_relief"]
    np.testing.assert_allclose([gone[0, 1], gone[1, 2]], 0, atol=1e-6)


def test_the_undrugged_baseline_is_the_only_rest():
    """Consolidation feeds back on relief; from a year of being well everybody comes home."""
    rows = [("synapses", 0, 24 * 365, 0.3)]
    strong = STRONG | {"outcomes/consolidation.consolidation_gain": 0.9}
    found = live(rows, [0, 24 * 365, 24 * 365 * 12], MADRS, parameters=strong)
    assert found["madrs"][0, 1] < 12 and found["madrs"][0, 2] > 0.9 * 37.4


def test_response_and_remission_are_chances_around_their_cut_offs():
    rows = [[("synapses", 0, 1e4, gain)] for gain in np.linspace(0, 0.6, 13)]
    names = ["outcomes.madrs", "outcomes.response", "outcomes.remission_10", "outcomes.remission_12"]
    found = {k: v[:, 1] for k, v in live(rows, [0, 1], names, people=13).items()}
    for name, cut in (("response", 37.4 / 2), ("remission_10", 10), ("remission_12", 12)):
        assert ((found[name] > 0.5) == (found["madrs"] < cut)).all()
        assert (np.diff(found[name]) >= -1e-12).all()
    assert (found["remission_12"] >= found["remission_10"]).all()


def test_what_people_rate_themselves_meets_the_published_pairs_of_scores():
    """Carmody 2006: QIDS-SR 5 is MADRS 7.5, 12.5 is 21.9; Kim 2024: PHQ-9 1, 15 and 27 are MADRS 1, 24 and 48."""
    names = [f"outcomes.response_{scale}" for scale in ("qids", "phq", "hamd")]
    names += ["outcomes.qids_sr", "outcomes.phq_9", "outcomes.hamd", "outcomes.remission_hamd"]
    pairs = {"qids_sr": {7.5: 5, 21.9: 12.5, 31.9: 17.6}, "phq_9": {1: 1, 24: 15, 48: 27}}
    for scale, equal in pairs.items():
        for madrs, score in equal.items():
            found = live([], [0], names, parameters={"madrs_baseline": float(madrs)})
            assert found[scale][0, 0] == pytest.approx(score, abs=0.1)
    found = live([[("synapses", 0, 1e4, gain)] for gain in np.linspace(0, 0.6, 13)], [0, 1], names, people=13)
    assert ((found["remission_hamd"][:, 1] > 0.5) == (found["hamd"][:, 1] < 7)).all()
    for scale, response in (("qids_sr", "response_qids"), ("phq_9", "response_phq"), ("hamd", "response_hamd")):
        assert ((found[response][:, 1] > 0.5) == (found[scale][:, 1] < found[scale][:, 0] / 2)).all()


def test_on_a_waiting_list_people_change_whatever_they_believe():
    rows = [TRIAL]
    parameters = {"treatment_resistance": 0.0, "expectancy_prior": 0.0, "madrs_baseline": 28.6}
    found = live(rows, [0, 24 * 70], ["outcomes.hamd"], parameters=parameters)["hamd"][0]
    assert found[0] - found[1] == pytest.approx(4, abs=1.5)  # rutherford2012
    resistant = live([], [0, 24 * 70], MADRS, parameters={"expectancy_prior": 0.0})["madrs"][0]
    assert resistant[1] == pytest.approx(resistant[0])


def test_ups_and_downs_forget_as_fast_as_they_should_and_never_end():
    """Their variance is that of a stationary process whose correlation is the mean of three cosines."""
    swings = [f"outcomes/own_course.{swing}_{what}" for swing in ("slow", "middle", "quick") for what in ("stands", "turns")]
    time = next(p.value for p in load("outcomes/own_course").mechanism.parameters if p.name == "swing_time")
    days = np.array([0, 1, 7, 28, 90, 180])
    one_each = {name: np.eye(len(swings))[:, i] for i, name in enumerate(swings)}  # a person for each of them
    moved = live([[TRIAL]] * len(swings), days * 24, ["outcomes.own_relief"], parameters=one_each, people=len(swings))
    nobody = live([TRIAL], days * 24, ["outcomes.own_relief"])["own_relief"]
    variance = ((moved["own_relief"] - nobody) ** 2).sum(axis=0)
    correlation = np.cos(np.outer(days / time, np.tan(np.radians([15, 45, 75])))).mean(axis=1)
    np.testing.assert_allclose(variance, 6 * (1 - correlation), atol=0.01)
    assert correlation[1:3] == pytest.approx(np.exp(-days[1:3] / time), abs=0.06)


def test_admission_raises_hope_and_keeps_it_up():
    rows = [[TRIAL, ("hospital", 0, 24 * 5, 1.0)], [TRIAL, session(0)]]
    hope = live(rows, [0, 24, 24 * 4, 24 * 30], ["outcomes.hope"], people=2)["hope"]
    level = next(p.value for p in load("outcomes/placebo").mechanism.parameters if p.name == "admission_hope")
    np.testing.assert_allclose(hope[0, 1:3], level, atol=0.03)
    assert hope[0, 3] < 0.8 * level and hope[1, 2] < hope[1, 1]
