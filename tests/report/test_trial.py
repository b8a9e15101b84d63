"""The page of outcomes: several people per arm, read as a trial."""

from regrowth.description import describe
from regrowth.language.declare import known_as
from regrowth.report import report_html
from regrowth.report.trial import has_trial


def test_a_single_person_is_no_trial(make_run):
    assert not has_trial(make_run(people=1)) and not has_trial(make_run(people=4)) and has_trial(make_run(people=20))
    assert "as visits would find them" not in report_html(make_run(people=1))


def test_the_page_shows_rates_relapse_and_how_little_can_be_foretold(make_run):
    page = report_html(make_run(people=30, days=28))
    for said in ("Outcomes, as visits would find them", "Kaplan-Meier", "responders at the last dose", "33 moderators",
                 "Nothing on this page says what one person should do", "only as a product"):  # fmt: skip
        assert said in page
    assert "you should" not in page.lower()


def test_the_arms_without_steering_stand_beside(make_run):
    page = report_html(make_run(people=20, days=28), without_steering=make_run(people=20, days=28, seed=2))
    assert "ketamine, without steering" in page and "--without context/steering" in page


def test_individuals_are_drawn_on_request(make_run):
    run = make_run(people=20, days=28)
    assert len(report_html(run, individuals=True)) > len(report_html(run)) + 5000


def test_three_kinds_of_numbers_are_kept_apart():
    assert known_as("assumed: nobody knows", "") == "assumption"
    assert known_as("fitted: x", "only as a product: with y") == "only as a product"
    assert known_as("posternak2005", "derived") == "identifiable"
    card = describe("outcomes/craving")
    lines = [line.split() for line in card.splitlines() if line[4:6] in ("~ ", "× ", "? ")]
    marks = {line[1]: line[0] for line in lines}
    assert (marks["habit_gain"], marks["mood_on_craving"], marks["unaided_on_craving"]) == ("?", "×", "~")


def test_the_page_of_outcomes_holds_every_trial():
    from regrowth.evidence import read
    from regrowth.evidence.scoreboard import Result, Scoreboard
    from regrowth.evidence.scoring import Score
    from regrowth.report.outcomes import condition_of, outcomes_html

    experiments = [e for e in read("src/regrowth/evidence/experiments/depression.csv") if e.unit == "point"][:6]
    results = tuple(
        Result(e, -10.0, Score(True, z=0.1, inside=True, low=-14.0, high=-6.0, covered=i % 2 == 0), {}, {})
        for i, e in enumerate(experiments)
    )
    page = outcomes_html(Scoreboard(results, (), ()))
    assert all(e.id in page for e in experiments)
    assert {condition_of(r) for r in results} == {"Depression"}
    assert "<td>Depression</td>" in page and "<td>PTSD</td>" not in page
    assert "not medical advice" in page and "nothing here says what one person should" in page
