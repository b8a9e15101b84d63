"""Arms: events with their times, what they become in the schedule, arms made from other arms."""

from __future__ import annotations

import textwrap

import pytest

from regrowth.protocol import Arm, ProtocolError, Row, arm, from_mapping, parse_dose, reads

INF = float("inf")
KETAMINE = "0.5 mg/kg racemic ketamine IV over 40 min"
SIX = """
    title: Six infusions, then a week of daily practice
    people: {from: trd_adults, n: 200, seed: 7}
    arms:
      ketamine + practice:
        - give: 0.5 mg/kg racemic ketamine IV over 40 min
          on days: [1, 3, 5, 8, 10, 12]
        - practise: self-worth training
          starts: 24 h after last dose
          daily for: 4 days
          lasts: 40 min
      midazolam + practice:
        like: ketamine + practice
        swap: {give: 0.045 mg/kg midazolam IV over 40 min}
    measure:
      - {what: MADRS, at: [day 0, 24 h, day 7, day 14, day 28]}
    """


def read(text):
    return reads(textwrap.dedent(text), "six.yaml")


def one_arm(*events, **keys):
    return from_mapping({"arms": {"a": list(events)}, **keys}).arms[0]


def rows(*events, channel, **keys):
    return [(row.start, row.stop, row.value) for row in one_arm(*events, **keys).schedule if row.channel == channel]


def test_the_designs_example():
    six = read(SIX)
    assert (six.title, six.people.preset, six.people.n, six.people.seed) == (
        "Six infusions, then a week of daily practice", "trd_adults", 200, 7,
    )  # fmt: skip
    assert [a.name for a in six.arms] == ["ketamine + practice", "midazolam + practice"]
    assert six.measured_at("MADRS") == (0, 24, 168, 336, 672) == six.measured_at()
    assert six.horizon == 672 and six.species == "human" and six.warnings == ()
    ketamine, midazolam = six.arms
    assert [t for t, _ in ketamine.doses] == [0, 48, 96, 168, 216, 264] == [t for t, _ in midazolam.doses]
    common = {"practice_mood", "in_trial", "treatment_session"}
    assert {row.channel for row in ketamine.schedule} == {"s_ketamine_iv", "r_ketamine_iv"} | common
    assert {row.channel for row in midazolam.schedule} == {"midazolam_iv"} | common
    practice = [row for row in midazolam.schedule if row.channel == "practice_mood"]
    assert [row.start for row in practice] == [288, 312, 336, 360]
    assert all(row.stop - row.start == pytest.approx(2 / 3) and row.value == 1 for row in practice)


def test_rows_are_multiplied_by_weight_and_cut():
    made = one_arm({"give": KETAMINE})
    per_kg = 0.25 * 1000 / 237.73 / (2 / 3)
    assert made.rows(80.0, until=672.0) == [
        ("in_trial", 0.0, 672.0, 1.0),
        ("r_ketamine_iv", 0.0, pytest.approx(2 / 3), pytest.approx(80 * per_kg)),
        ("s_ketamine_iv", 0.0, pytest.approx(2 / 3), pytest.approx(80 * per_kg)),
        ("treatment_session", 0.0, 2.0, 1.0),
    ]
    with pytest.raises(ValueError, match="weight"):
        made.rows()
    care = [("in_trial", 0.0, INF, 1.0), ("treatment_session", 0.0, 2.0, 1.0)]
    assert one_arm({"give": "saline IV over 40 min"}).rows() == care


def test_people_in_a_human_trial_know_it_animals_do_not():
    assert one_arm({"give": KETAMINE}).in_trial_from == 0
    assert one_arm({"give": KETAMINE}, trial=False).in_trial_from is None
    assert one_arm({"give": "10 mg/kg ketamine IP"}, species="rat").in_trial_from is None
    assert not rows({"give": "10 mg escitalopram oral"}, channel="treatment_session")  # a pill isn't felt
    split = rows({"give": "56 mg esketamine nasal", "at": ["0 h", "5 min", "day 3"]}, channel="treatment_session")
    assert split == [(0, 2, 1), (72, 74, 1)]
    early = one_arm({"session": "trauma memory retrieval", "at": "-1 h", "lasts": "10 min"}, {"give": KETAMINE})
    assert early.in_trial_from == -1


def test_stress_setting_and_intention_are_levels():
    assert rows({"stress": "1 from day 3 for 4 days"}, channel="stress") == [(72, 168, 1)]
    assert rows({"stress": "1 from -3 weeks until 0 h"}, channel="stress") == [(-504, 0, 1)]
    assert rows({"setting": 0.8}, channel="setting") == [(-INF, INF, 0.8)]
    assert rows({"stress": 0.5, "at": "day 2", "lasts": "2 h"}, channel="stress") == [(48, 50, 0.5)]
    given = {"give": KETAMINE, "on days": [1, 3]}
    assert rows(given, {"intention": "0.7 during doses"}, channel="intention") == [(0, 2, 0.7), (48, 50, 0.7)]
    called = {"intention": "0.7 during doses", "ensemble": "fear"}
    assert rows(given, called, channel="intention_fear") == [(0, 2, 0.7), (48, 50, 0.7)]
    assert rows({"abstain": "1 from day 3 on"}, channel="abstaining") == [(72, INF, 1)]


def test_practice_names_its_ensemble():
    given = {"give": KETAMINE}
    times = {"at": "24 h", "lasts": "40 min"}
    assert rows(given, {"practise": "exposure", **times}, channel="practice_fear")
    assert rows(given, {"practise": "my own way", "ensemble": "craving", **times}, channel="practice_craving")
    assert (
        rows(given, {"practise": "Self-worth training", "strength": 0.5, **times}, channel="practice_mood")[0][2] == 0.5
    )
    sham = one_arm(given, {"practise": "sham training", **times})
    assert not [row for row in sham.schedule if row.channel.startswith("practice")] and len(sham.events) == 2


def test_a_perturbation_may_follow_every_dose():
    found = rows(
        {"give": KETAMINE, "on days": [1, 3]},
        {"perturb": "mTORC1 -50 % from -30 min for 2 h", "starts": "0 h, 48 h"},
        channel="mtorc1",
    )
    assert found == [(-0.5, 1.5, 0.5), (47.5, 49.5, 0.5)]


def test_doses_in_phases_refer_to_the_doses_before():
    made = one_arm(
        {"give": KETAMINE, "twice weekly for": "2 weeks"},
        {"give": KETAMINE, "weekly for": "3 weeks", "starts": "1 week after last dose"},
    )
    assert [t / 24 for t, _ in made.doses] == [0, 3, 7, 10, 17, 24, 31]


def test_arms_from_arms():
    plan = read("""
        arms:
          both: {like: ketamine, add: [{practise: psychotherapy, at: day 1, lasts: 1 h}]}
          ketamine: {give: 0.5 mg/kg racemic ketamine IV over 40 min}
          therapy: {like: both, swap: {give: saline IV over 40 min}}
          nothing given: {like: both, drop: [give, practise]}
          also nothing: []
        """)
    assert [len(a.events) for a in plan.arms] == [2, 1, 2, 0, 0]
    assert plan.arm("therapy").doses[0][1] == parse_dose("saline IV over 40 min")
    assert plan.arm("ketamine").doses[0][1] == parse_dose(KETAMINE)
    with pytest.raises(ProtocolError, match="no arm"):
        plan.arm("placebo")


def test_of_several_doses_the_one_by_the_same_route_is_swapped():
    spray = "{give: 84 mg esketamine nasal, twice weekly for: 1 week}"
    tablets = "{give: 10 mg escitalopram oral, daily for: 2 days}"
    plan = reads(f"""
        arms:
          spray: [{spray}, {tablets}]
          placebo: {{like: spray, swap: {{give: saline nasal}}}}
    """)
    given = [(time, str(dose)) for time, dose in plan.arm("placebo").doses]
    assert sorted(given) == [
        (0, "10 mg escitalopram oral"), (0, "saline nasal"), (24, "10 mg escitalopram oral"), (72, "saline nasal")
    ]  # fmt: skip
    both = f"arms: {{a: [{spray}, {tablets}], b: {{like: a, swap: {{give: 10 mg ketamine IM}}}}}}"
    with pytest.raises(ProtocolError, match="which to swap isn't clear"):
        reads(both)


def test_times_that_do_not_count_from_the_first_dose_are_warned_of():
    late = f"arms: {{a: [{{practise: integration, at: day 1, lasts: 40 min}}, {{give: {KETAMINE}, at: 25 h}}]}}"
    (said,) = reads(late).warnings
    assert "the earliest of any arm is given at 25 h" in said
    waiting = f"arms: {{now: [{{give: {KETAMINE}}}], later: [{{give: {KETAMINE}, at: day 7}}]}}"
    assert reads(waiting).warnings == ()


def test_a_dose_after_the_last_measure_is_followed_for_a_day():
    two = f"arms: {{a: [{{give: {KETAMINE}, on days: [1, 4]}}]}}\n"
    assert reads(two + "measure: {what: cadss, at: 2 h}").horizon == pytest.approx(72 + 40 / 60 + 24)
    assert reads(two + "measure: {what: cadss, at: 74 h}").horizon == 74


def test_swapping_may_change_the_times_too():
    plan = read("""
        arms:
          a:
            - give: 0.5 mg/kg racemic ketamine IV over 40 min
              twice weekly for: 2 weeks
          b: {like: a, swap: {twice weekly for: 4 weeks}}
        """)
    assert [len(a.doses) for a in plan.arms] == [4, 8]


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ({"practise": "self-worth training", "at": "24 h"}, "how long it lasts"),
        ({"practise": "self-worth training", "lasts": "40 min"}, "needs a time"),
        ({"practise": "self worth traning", "at": "24 h", "lasts": "1 h"}, "Did you mean self-worth training"),
        ({"practise": "juggling", "at": "24 h", "lasts": "1 h"}, "add `ensemble: mood`"),
        ({"practise": "juggling", "ensemble": "joy", "at": "24 h", "lasts": "1 h"}, "mood, fear or craving"),
        ({"practise": "exposure", "strength": 2, "at": "24 h", "lasts": "1 h"}, "outside 0 to 1"),
        ({"practise": "exposure", "every": "1 h, 3 times", "lasts": "2 h"}, "has ended"),
        ({"intention": 0.5, "ensemble": "joy"}, "mood, fear or craving"),
        ({"stress": 1, "ensemble": "fear"}, "no key"),
        ({"abstain": 2}, "outside 0 to 1"),
        ({"stress": 11}, "outside 0 to 10"),
        ({"stress": -1}, "outside 0 to 10"),
        ({"setting": 1.5}, "outside 0 to 1"),
        ({"intention": "strong"}, "as intention"),
        ({"intention": "0.5 during doses"}, "no dose before this"),
        ({"stress": "1 from day 3"}, "isn't a time"),
        ({"stress": 1, "at": "day 3"}, "how long it lasts"),
        ({"stress": "1 from day 3 for 1 day", "lasts": "2 h"}, "says how long already"),
        ({"stress": "1 throughout", "at": "day 3"}, "says when already"),
        ({"give": KETAMINE, "lasts": "40 min"}, "says how long"),
        ({"give": KETAMINE, "at": "-1 h"}, "before the start"),
        ({"give": KETAMINE, "day": 3}, "no key"),
        ({"give": KETAMINE, "perturb": "mTORC1 -95 % for 2 h"}, "two events"),
        ({"gives": KETAMINE}, "Did you mean give"),
        ({"medication": KETAMINE}, "an event says what is done"),
        ({}, "an event says what is done"),
        ("ketamine", "isn't an event"),
        (None, "isn't an event"),
    ],
)
def test_events_that_cannot_be(event, told):
    with pytest.raises(ProtocolError) as caught:
        one_arm(event)
    assert told in str(caught.value)


def test_an_arm_without_a_file():
    made = arm("10 mg/kg racemic ketamine IP", perturb="mTORC1 -95 % from -30 min for 24 h", species="mouse")
    assert isinstance(made, Arm) and made.in_trial_from is None
    assert made.schedule[0] == Row("mtorc1", -0.5, 23.5, pytest.approx(0.05))
    twice = arm([KETAMINE, "20 mg escitalopram oral"], at=["0 h", "24 h"], events=[{"stress": "1 throughout"}])
    assert [t for t, _ in twice.doses] == [0, 0, 24, 24] and twice.in_trial_from == 0
    assert arm().schedule == (Row("in_trial", 0, INF, 1),)
    with pytest.raises(ProtocolError):
        arm("10 mg/kg racemic ketamine IP")


def test_overlapping_infusions_are_warned_about():
    made = arm(KETAMINE, at=["0 h", "20 min"])
    assert len(made.warnings) == 2 and "the rates add up" in made.warnings[0]
    assert arm(KETAMINE, at=["0 h", "40 min"]).warnings == ()


def test_rows_in_the_models_own_names():
    made = arm(KETAMINE, perturb="GluN2B on SST cells -80 % throughout")
    names = ["s_ketamine_iv", "r_ketamine_iv", "glun2b_sst", "glun2b_pv"]
    assert [row.channel for row in made.bound_rows(names, known=["in_trial", "treatment_session"])] == [
        "glun2b_sst", "r_ketamine_iv", "s_ketamine_iv",
    ]  # fmt: skip
    with pytest.raises(ProtocolError, match="Did you mean s_ketamine_iv"):
        made.bound_rows(["s_ketamine_im", "glun2b_sst", "s_ketamine_iv"])  # no R-ketamine by IV, no in_trial


def test_ends_is_when_the_last_thing_is_over():
    assert one_arm({"give": KETAMINE, "on days": [1, 3]}).ends == pytest.approx(48 + 2 / 3)
    assert one_arm({"give": "saline IV over 2 h"}).ends == 2
    assert one_arm({"stress": 1}).ends == 0


def test_what_the_model_does_not_know_names_its_file_and_line():
    plan = read("""
        species: rat
        arms:
          a:
            - give: 10 mg/kg racemic ketamine IP
            - perturb: mTORC2 -95 % for 2 h
        """)
    with pytest.raises(ProtocolError) as caught:
        plan.arms[0].bound_rows(["mtorc1", "s_ketamine_ip", "r_ketamine_ip"], file="/some/where/rat.yaml")
    assert str(caught.value) == 'rat.yaml, line 6: the model has nothing called "mtorc2". Did you mean mtorc1?'
