"""What is left out of a fit together."""

from regrowth.evidence import shipped

from .scripts import from_folder

designs = from_folder("designs")


def test_arms_of_a_trial_have_one_design_and_courses_another_than_single_doses():
    found = {e.id: designs.design_of(e) for e in shipped() if e.level == "outcomes"}
    assert found["su2017-response-saline"] == found["su2017-response-ketamine-0p5"] == "trd_adults, IV, once"
    assert found["lapidus2014-resp-24h-ket"] == "trd_adults, nasal solution, once"  # five sprays in one sitting
    assert found["yale2018-resp"] == "trd_adults, IV, repeated, open_label"
    assert found["rutherford2012-waitlist-hamd"] == "mdd_adults"


def test_papers_on_the_same_trials_are_one_trial():
    assert len({designs.trial_of(e) for e in shipped() if e.source in ("jones2022", "turkoz2021", "katz2020")}) == 1
