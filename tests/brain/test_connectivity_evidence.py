"""Experiments of the level `brain`: all of them get a score, whatever it is."""

import pytest

from regrowth.evidence import check, select


@pytest.fixture(scope="module")
def board():
    return check("brain")


def test_every_experiment_is_scored(board):
    assert len(board.results) == len(select("brain")) >= 20
    assert not board.not_bindable and not board.failed
    assert {r.experiment.role for r in board.results} == {"check"}  # nothing was fitted to them


def test_summary_has_the_level_with_nulls(board):
    counted = board.summary()["brain"]["check"]
    assert counted["nulls"]["no drug effect"]["of"] == counted["of"]


def test_acute_rise_in_health(board):
    """The one published sign that the model is known to have; others may come and go with it."""
    found = {r.experiment.id: r.score.passed for r in board.results}
    assert found["driesen2013-gbc-45min"]


def test_unknown_observable_and_animals_are_told(tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text(
        "id,kind,role,people,give,observe,at,expect,source\n"
        "a,sign,check,healthy,0.5 mg/kg racemic ketamine IV over 40 min,brain.gbx,1 h,up,driesen2013\n"
        "b,sign,check,mouse,10 mg/kg racemic ketamine IP,brain.gbc,1 h,up,driesen2013\n"
    )
    reasons = {m.experiment.id: m.reason for m in check(str(file)).not_bindable}
    assert "brain.gbc" in reasons["a"] and "human" in reasons["b"]
