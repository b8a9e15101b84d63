"""Fear and craving: two paths compete by one law, sessions act by their length, symptoms and use follow, others feel nothing."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from regrowth.engine import Schedule, assemble, simulator

PTSD = {"trauma_load": 1.0, "caps5_baseline": 39.0, "stress_load": 1.0, "weight": 75.0}
DEPENDENT = {"use_disorder": 1.0, "craving_baseline": 50.0, "use_days_baseline": 5.5, "relapse_rate": 0.2, "weight": 75.0}
KETAMINE = [(f"{e}_ketamine_iv", 0.0, 2 / 3, 80.0) for e in ("s", "r")]  # umol/h: about 0.5 mg/kg


@cache
def human(without: tuple[str, ...] = ()):
    return simulator(assemble("human", without=without))


def live(rows, times, *names, person=PTSD, without=(), **numbers):
    """Values of one person at these hours, by name; the outcomes level if none is named."""
    names = tuple(n if "." in n else f"outcomes.{n}" for n in names)
    table = [(0, channel, float(a), float(b), float(x)) for channel, a, b, x in rows]
    solution = human(tuple(without)).solve(
        parameters=person | numbers, schedule=Schedule.from_rows(1, table), times=np.asarray(times, float),
        observe=list(names), rtol=1e-8,
    )  # fmt: skip
    found = [np.asarray(solution.values[name])[0] for name in names]
    return found[0] if len(found) == 1 else found


def sessions(what, days, hours=1.0):
    return [(f"practice_{what}", 24 * d, 24 * d + hours, 1.0) for d in days]


def test_nothing_of_it_is_felt_by_a_depressed_person():
    person = {"weight": 79.0}
    rows = [*KETAMINE, ("in_trial", 0, 1e4, 1), ("treatment_session", 0, 2, 1)]
    without = ("outcomes/trauma", "outcomes/psychic_distance", "outcomes/craving", "outcomes/use",
               "synapses/fear_circuit", "synapses/craving_circuit", "context/fear_sessions", "context/craving_sessions")  # fmt: skip
    times = [0, 2, 24, 240, 1000]
    both = live(rows, times, "madrs", "caps_5", "craving", "use_days", "abstinence", person=person)
    np.testing.assert_allclose(both[0], live(rows, times, "madrs", person=person, without=without), rtol=1e-6)
    for score in both[1:4]:
        np.testing.assert_allclose(score, 0, atol=1e-12)
    np.testing.assert_allclose(both[4], 100)


def test_paths_share_the_births_of_the_mood_circuit_and_keep_their_balance():
    """Ketamine without a session makes both paths grow alike: the window alone takes no side."""
    fear, safety, total = live(
        KETAMINE, [0, 72], "synapses.fear_young", "synapses.safety_young", "synapses.mood_transient"
    )
    assert fear[1] / fear[0] > 1.15
    assert fear[1] / fear[0] == pytest.approx(total[1] / total[0], rel=0.03)
    assert safety[1] / safety[0] == pytest.approx(fear[1] / fear[0], rel=0.05)


def test_length_decides_between_reconsolidation_and_extinction():
    at = [0, 0.17, 1.5, 6]
    short = live(sessions("fear", [0], 10 / 60), at, "context.fear_labile", "context.safety_in_use")
    long = live(sessions("fear", [0], 1.5), at, "context.fear_labile", "context.safety_in_use")
    assert short[0][1] > 0.2 and short[1].max() < 0.1  # opened, hardly taught
    assert long[0][2] < 0.4 * short[0][1] and long[1][2] > 0.5  # shut again, taught
    assert 0 < short[0][3] < short[0][1]  # restabilises within hours


def test_the_old_path_shrinks_only_when_it_is_open_and_blocked():
    open_ = sessions("craving", [-0.02], 10 / 60)
    size = {
        name: live(rows, [-2, 24], "synapses.habit_size", person=DEPENDENT)[1]
        for name, rows in {"both": [*open_, *KETAMINE], "drug": KETAMINE, "retrieval": open_, "late": [
            *sessions("craving", [-2], 10 / 60), *KETAMINE]}.items()
    }  # fmt: skip
    assert size["both"] < 0.9 and size["drug"] > 0.999 and size["retrieval"] > 0.98
    assert size["late"] > size["both"] + 0.05


def test_exposure_relieves_and_fear_returns_elsewhere_and_with_time():
    rows = sessions("fear", range(1, 11), 1.5)
    days = np.array([0, 11, 30, 90, 1500])
    score, here, there = live(rows, 24 * days, "caps_5", "fear_recall_here", "fear_recall")
    assert score[1] < 0.9 * score[0] and score[1] < score[2] < score[3] < score[4] <= score[0] + 1e-6  # spontaneous recovery
    assert here[1] < there[1] < there[0]  # renewal
    assert score[4] == pytest.approx(score[0], rel=0.01)  # one rest: relief holds itself up, but never for good


def test_practice_in_the_window_keeps_more_only_with_steering():
    rows = [*KETAMINE, *sessions("craving", range(1, 8))]
    at = [0, 24 * 21]
    kept = live(rows, at, "synapses.recovery_stable", person=DEPENDENT)
    unsteered = live(rows, at, "synapses.recovery_stable", person=DEPENDENT, without=("context/steering",))
    assert kept[1] > unsteered[1] > kept[0]


def test_dissociation_damps_the_fear_of_recall_and_nothing_learnt():
    felt, recall = live(KETAMINE, [0, 0.6, 24], "fear_felt", "fear_recall")
    assert felt[1] < 0.95 * recall[1] and felt[2] == pytest.approx(recall[2], rel=1e-3)


def test_abstinence_counts_from_the_quit_day_and_ends_no_sooner_with_relief():
    quit_ = [("abstaining", 72, 1e5, 1.0)]
    days = 24 * np.array([0, 3, 10, 60])
    free, heavy, use = live(quit_, days, "abstinence", "no_heavy_use", "use_days", person=DEPENDENT)
    np.testing.assert_allclose(free[:2], 100)
    assert 100 > free[2] > free[3] > 0 and (heavy >= free).all()
    assert use[0] == pytest.approx(5.5) and use[1] > use[2] and use[2] < use[3]
    helped = live([*quit_, *sessions("craving", range(1, 8))], days, "abstinence", person=DEPENDENT)
    assert (helped[2:] > free[2:]).all()


@pytest.mark.parametrize("person", [PTSD, DEPENDENT], ids=["ptsd", "dependent"])
def test_scores_stay_on_their_scales_at_any_stress(person):
    rows = [("stress", 0, 1e5, 10.0)]
    for score, top in zip(live(rows, [0, 240, 5000], "caps_5", "craving", "use_days", person=person), (80, 100, 7), strict=True):
        assert (score >= 0).all() and (score <= top).all()


def test_stress_renews_fear():
    recall = live([("stress", 0, 1e5, 1.0)], [0, 240, 2400], "fear_recall")
    assert recall[0] < recall[1] < recall[2]


def test_who_stays_abstinent_settles_and_starts_anew_after_giving_up():
    days = np.array([0, 30, 60, 180, 210, 700, 730])
    still = live([("abstaining", 0, 24e3, 1.0)], 24 * days, "abstinence", person=DEPENDENT)
    lost = np.log(still[[0, 1, 3, 5]] / still[[1, 2, 4, 6]])  # in a month each
    assert (np.diff(lost) < 0).all() and lost[3] < 0.01 * lost[0]
    again = [("abstaining", 0, 24 * 60, 1.0), ("abstaining", 24 * 70, 24e3, 1.0)]
    second = live(again, 24 * np.array([0, 70, 100]), "abstinence", person=DEPENDENT)
    assert second[1] == pytest.approx(100, abs=1e-4) and second[2] == pytest.approx(still[1], rel=0.05)


def test_who_stays_away_is_not_seen_abstinent():
    days = 24 * np.array([0, 30, 365])
    rows = [("abstaining", 0, 24e3, 1.0), ("in_trial", 24 * 10, 24e3, 1.0)]
    away = []
    for rate in (0.02, 0.04):
        there, seen = live(rows, days, "abstinence", "abstinence_seen", person=DEPENDENT | {"dropout_rate": rate})
        assert seen[0] == pytest.approx(there[0])
        away.append(-np.log(seen[1:] / there[1:]))
    assert away[0][1] / away[0][0] == pytest.approx(355 / 20, rel=1e-4)  # from the first visit on, at one rate
    assert away[0][0] > 0 and away[1] == pytest.approx(2 * away[0], rel=1e-4)


def test_some_return_to_abstinence_after_a_lapse_and_only_these_count_again():
    days = 24 * np.array([0, 30, 365])
    rows = [("abstaining", 0, 24e3, 1.0)]
    names = ("abstinence", "abstinent_now", "use_days")
    still, now, use = live(rows, days, *names, person=DEPENDENT)
    assert still[0] == now[0] and (now[1:] > still[1:]).all() and (now <= 100).all()
    never, then, more = live(rows, days, *names, person=DEPENDENT, **{"outcomes/use.return_rate": 0.0})
    np.testing.assert_allclose(then, never)
    assert (more[1:] > use[1:]).all()
    given_up, again = live([("abstaining", 0, 24 * 365, 1.0)], 24 * np.array([400]), "abstinence", "abstinent_now", person=DEPENDENT)
    assert given_up == pytest.approx(100) and again == pytest.approx(100)


def test_some_get_well_by_themselves_over_years_and_only_when_somebody_looks():
    """Gradually, without end, and at paces of their own; a person whom nobody follows stays at rest."""
    days = 24 * np.array([0, 70, 3 * 365, 30 * 365])
    score = live([("in_trial", 0, 1e6, 1.0)], days, "caps_5", person=PTSD | {"expectancy_prior": 0.0})
    quick = live(
        [("in_trial", 0, 1e6, 1.0)], days, "caps_5", person=PTSD | {"expectancy_prior": 0.0},
        **{"outcomes/trauma_course.recovery_time": 200.0},
    )  # fmt: skip
    assert score[0] > score[1] > score[2] > score[3] and score[3] < 22.5
    assert (quick[2:] < score[2:]).all() and quick[2] < 22.5 < score[1]
    assert np.ptp(live([], days, "caps_5")) < 0.05


def test_care_for_trauma_counts_nearly_alike_for_people_told_and_blinded_but_not_on_a_waiting_list():
    care = [("in_trial", 0, 1e4, 1.0)]
    alone = {"outcomes/own_course.own_gain": 0.0, "outcomes/trauma_course.recovery_depth": 0.0}
    told = live([*care, ("open_label", 0, 1e4, 1.0)], [0, 24 * 84], "caps_5", **alone)
    blinded = live(care, [0, 24 * 84], "caps_5", **alone)
    waiting = live(care, [0, 24 * 84], "caps_5", person=PTSD | {"expectancy_prior": 0.0}, **alone)
    assert waiting[1] == pytest.approx(waiting[0], rel=1e-6)
    assert waiting[1] > blinded[1] > told[1] and waiting[1] - blinded[1] > 0.6 * (waiting[1] - told[1])


def test_motivation_stays_on_its_scale():
    keen = {"outcomes/craving.motivation_by_relief": 50.0}
    motivation = live(KETAMINE, [0, 24], "motivation", person=DEPENDENT, **keen)
    assert motivation[0] == pytest.approx(6.5) and motivation[1] == pytest.approx(14)


def test_what_comes_and_consolidates_without_a_drug_is_not_the_drugs():
    """Mood gets better under care, and for good; motivation follows the drug alone, craving by its smaller share."""
    care = [("in_trial", 0, 1e4, 1.0), ("open_label", 0, 1e4, 1.0)]
    names = ("mood_relief", "unaided_relief", "motivation", "craving")
    mood, unaided, motivation, craving = live(care, [0, 24 * 300], *names, person=DEPENDENT | {"madrs_baseline": 20.0})
    assert mood[1] > 0.5 and mood[1] == pytest.approx(unaided[1], rel=1e-3) and motivation[1] == pytest.approx(6.5, rel=1e-3)
    assert craving[0] > craving[1] > craving[0] * np.exp(-mood[1])
    mood, unaided, motivation, _ = live([*KETAMINE, *care], [0, 24], *names, person=DEPENDENT)
    assert mood[1] > unaided[1] and motivation[1] > 7
