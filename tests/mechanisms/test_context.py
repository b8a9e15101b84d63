"""Context: stress is bounded, practice fades, steering is one switch, belief follows what is felt and told."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .outcome_bench import live, session

TRIAL = ("in_trial", 0, 1e5, 1.0)
TRAINING = [("practice_mood", 24 * day, 24 * day + 2 / 3, 1.0) for day in (1, 2, 3, 4)]


def test_stress_adds_to_the_own_load_within_days_and_is_bounded():
    rows = [[], [("stress", 0, 240, 0.5)], [("stress", 0, 240, 50)]]
    level = live(rows, [0, 24, 120, 480], ["context.stress_level"], people=3)["stress_level"]
    np.testing.assert_allclose(level[0], 1)
    assert level[1, 1] == pytest.approx(1 + 0.5 * (1 - np.exp(-1)), rel=1e-3)
    assert level[1, 2] == pytest.approx(1.5, rel=0.01) and level[1, 3] == pytest.approx(1, abs=0.01)
    assert level[2].max() == 2


def test_an_unstressed_person_has_no_stress():
    assert live([], [0, 24], ["context.stress_level"], parameters={"stress_load": 0.0})["stress_level"].max() == 0


def test_daily_practice_adds_up_and_fades():
    times = [0, 24.7, 48.7, 96.7, 168, 336]
    used = live(TRAINING, times, ["context.new_path_in_use"])["new_path_in_use"][0]
    assert used[0] == 0 and 0.4 < used[1] < used[2] < used[3] < 1
    assert used[4] < 0.2 * used[3] and used[5] < 0.01


def test_practice_saves_only_newly_born_synapses():
    rows = [TRAINING, [*TRAINING, ("synapses", 0, 240, 0.05)], [("synapses", 0, 240, 0.05)]]
    kept = live(rows, [0, 24.7, 96.7, 200], ["synapses.spine_retention"], people=3)["spine_retention"]
    np.testing.assert_allclose(kept[0], 0, atol=1e-12)  # nothing new to save
    np.testing.assert_allclose(kept[2], 0, atol=1e-12)  # nobody practises
    assert 0 < kept[1, 1] < kept[1, 2] <= 0.05 / 0.25


def test_steering_is_one_switch():
    rows = [*TRAINING, ("synapses", 0, 240, 0.05)]
    off = live(rows, [0, 96.7], ["context.new_path_in_use"], without=("context/steering",))
    assert off["new_path_in_use"][0, 1] > 0.5
    zero = live(rows, [0, 96.7], ["synapses.spine_retention"], parameters={"context/steering.steering": 0.0})
    np.testing.assert_allclose(zero["spine_retention"], 0)


def test_steered_practice_consolidates_relief_and_nothing_else():
    names, times = ["outcomes.consolidated", "outcomes.mood_relief"], [0, 120, 720]
    well = ("synapses", 0, 120, 0.4)
    rows = [[well, *TRAINING], [well], TRAINING]
    found = live(rows, times, names, people=3)
    assert found["consolidated"][0, 1] > 1.5 * found["consolidated"][1, 1] > 0
    assert found["mood_relief"][0, 2] > 1.5 * found["mood_relief"][1, 2] > 0  # it holds when the synapses are gone
    np.testing.assert_allclose(found["consolidated"][2], 0, atol=1e-9)  # no relief, nothing to consolidate
    pill = ("sert", 0, 720, 1.0)
    old = live([[pill, *TRAINING], [pill]], times, names, people=2)["consolidated"]
    np.testing.assert_allclose(old[0], old[1], rtol=1e-3)  # well, but with no new synapses to practise
    off = live(rows[:2], times, names, people=2, without=("context/steering",))
    np.testing.assert_allclose(off["consolidated"][0], off["consolidated"][1], rtol=1e-6)


def test_the_rival_of_steering_is_left_out_unless_asked_for():
    assert live(TRAINING, [0, 96.7], ["context.practice_trace"])["practice_trace"][0, 1] > 0.5
    rival = live(
        TRAINING,
        [0, 96.7],
        ["context.rehearsal_mood"],
        without=("context/steering",),
        with_=("context/practice_matures",),
    )
    assert 0 < rival["rehearsal_mood"][0, 1] <= 0.2


def test_setting_and_intention_do_nothing_to_mood_unless_asked_to():
    rows = [TRIAL, ("setting", 0, 2, 1.0), ("intention", 0, 2, 1.0)]
    names = ["outcomes.madrs", "context.setting_support", "context.new_path_in_use"]
    with_them, without = live(rows, [0, 2, 24], names), live([TRIAL], [0, 2, 24], names)
    np.testing.assert_allclose(with_them["madrs"], without["madrs"], rtol=1e-9)
    assert with_them["setting_support"][0, 1] > 0.8 and with_them["setting_support"][0, 2] < 0.1
    np.testing.assert_allclose(with_them["new_path_in_use"], 0)
    chosen = {"context/setting_intention.setting_on_mood": 0.2, "context/setting_intention.intention_calls_up": 0.5}
    asked = live(rows, [0, 1.9, 24], names, parameters=chosen)
    assert asked["madrs"][0, 1] < without["madrs"][0, 1] - 2


@pytest.mark.parametrize(("channel", "port"), [("mood", "new_path"), ("fear", "safety"), ("craving", "recovery")])
def test_what_an_intention_calls_up_is_still_in_use_when_new_synapses_come(channel, port):
    """As after a session, so that an intention held while the drug is there can steer what is born a day later."""
    held = ("intention" if channel == "mood" else f"intention_{channel}", 0, 2, 1.0)
    chosen = {"context/setting_intention.intention_calls_up": 1.0}
    name = f"{port}_in_use"
    called = live([held], [0, 2, 24, 240], [f"context.{name}"], parameters=chosen)[name][0]
    assert called[0] == 0 and called[1] > 0.8 and 0.3 < called[2] < 0.7 and called[3] < 0.01
    if channel == "mood":
        practised = live([("practice_mood", 0, 2, 1.0)], [0, 2, 24], [f"context.{name}"])[name][0]
        np.testing.assert_allclose(called[:3], practised, rtol=1e-5)


def test_belief_follows_what_is_felt_and_told():
    rows = [
        [TRIAL, session(0)],  # saline
        [TRIAL, session(0), ("sedation", 0, 3, 0.6)],  # midazolam
        [TRIAL, session(0), ("dissociating", 0, 1, 0.6)],  # ketamine
        [TRIAL, session(0), ("open_label", 0, 1e5, 1)],
        [TRIAL],  # a pill
        [],
    ]
    names = ["context.belief", "context.expectancy"]
    found = live(rows, [0, 3, 24], names, people=6)
    saline, midazolam, ketamine, told, pill, nobody = found["belief"][:, 2]
    assert saline < pill == pytest.approx(0.5, abs=1e-6) == pytest.approx(nobody)
    assert pill < midazolam < ketamine < 1 and told == pytest.approx(1)
    assert found["expectancy"][5].max() == 0 and found["expectancy"][4, 1] == pytest.approx(0.5)


def test_an_antidepressant_given_openly_is_believed_in_but_tells_nothing_about_the_spray():
    rows = [[TRIAL, session(0), ("new_antidepressant", 0, 1e5, 1)], [TRIAL, session(0)]]
    found = live(rows, [0, 3, 24], ["context.belief", "context.expectancy"], people=2)
    np.testing.assert_allclose(found["belief"][0], found["belief"][1])
    np.testing.assert_allclose(found["expectancy"][0, 1:], 1)


def test_under_anaesthesia_nothing_is_felt_and_nothing_missed():
    asleep = ("anaesthesia", -1, 6, 1)
    rows = [[TRIAL, session(0), asleep, ("dissociating", 0, 1, 0.6)], [TRIAL, session(0), asleep], [TRIAL]]
    belief = live(rows, [0, 3, 24], ["context.belief"], people=3)["belief"]
    np.testing.assert_allclose(belief[0], belief[2], atol=1e-6)
    np.testing.assert_allclose(belief[1], belief[2], atol=1e-6)


def test_a_felt_effect_is_forgotten_in_weeks():
    rows = [TRIAL, session(0), ("dissociating", 0, 1, 0.6)]
    belief = live(rows, [0, 24, 24 * 21, 24 * 200], ["context.belief"])["belief"][0]
    assert belief[1] > belief[2] > 0.55 and belief[3] == pytest.approx(0.5, abs=0.01)


@settings(max_examples=25, deadline=None)
@given(
    prior=st.floats(0, 1),
    told=st.floats(0, 1),
    felt=st.floats(0, 5),
    sedated=st.floats(0, 1),
    sessions=st.integers(0, 6),
)
def test_belief_is_always_a_probability(prior, told, felt, sedated, sessions):
    rows = [TRIAL, ("open_label", 0, 1e4, told)]
    for day in range(sessions):
        rows += [
            session(day),
            ("dissociating", 24 * day, 24 * day + 1, felt),
            ("sedation", 24 * day, 24 * day + 3, sedated),
        ]
    times = [0, 0.5, 1, 2, 5, 25, 26, 150, 500]
    names = ["context.belief", "context.felt_effect", "context.doubt", "outcomes.hope"]
    found = live(rows, times, names, parameters={"expectancy_prior": prior})
    for name, values in found.items():
        assert values.min() >= -1e-5 and values.max() <= 1 + 1e-5, name
