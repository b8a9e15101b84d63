"""check: from files and levels to scores, on the compiled model."""

import json

import pytest

from regrowth.errors import RegrowthError
from regrowth.evidence import check, select, shipped
from regrowth.evidence.binding import Names, NotBindable, arms
from regrowth.evidence.checking import SelectionWarning
from regrowth.evidence.reading import parse
from regrowth.evidence.tables import scoreboard_tables

HEAD = "id,kind,role,people,give,control,perturb,instead,observe,measure,at,expect,unit,source\n"
NAMES = Names("rat", {"behaviour.immobility": "1"}, ("s_ketamine_ip", "r_ketamine_ip", "mtorc1", "memantine_ip"))


def one(row: str):
    (e,) = parse(HEAD + row, "x.csv")
    return e


@pytest.fixture(scope="module")
def kamp():
    return check("pharmacokinetics")


def test_the_kamp_curves_are_scored(kamp):
    curves = {r.experiment.id: r for r in kamp.results if r.experiment.id.startswith("kamp2020-arterial")}
    assert len(curves) == 8
    assert len({str(r.experiment.observe) for r in curves.values()}) == 6
    assert all(r.score.error is not None and len(r.predicted) == len(r.observed) for r in curves.values())


def test_the_json_has_the_agreed_shape(kamp):
    written = json.loads(kamp.to_json())
    for entry in written["experiments"]:
        assert {"id", "level", "kind", "role", "observed", "predicted", "pass", "source"} <= entry.keys()
        assert "verdict" in entry if entry["kind"] in ("sign", "verdict") else "z" in entry
    units = {r.experiment.pair or r.experiment.id for r in kamp.results}  # a contradictory pair is one
    assert written["summary"]["levels"]["pharmacokinetics"]["both"]["of"] == len(units)
    assert written["summary"]["levels"]["all levels"]["both"]["nulls"]["no drug effect"]["of"] > 0


def test_the_table_prints(kamp, capsys):
    from rich.console import Console

    Console(width=100).print(scoreboard_tables(kamp))
    shown = capsys.readouterr().out
    assert "kamp2020-arterial-s-ketamine-racemic" in shown and "pharmacokinetics" in shown


def test_levels_roles_and_files_select(tmp_path):
    assert {e.level for e in select("behaviour")} == {"behaviour"}
    assert {(e.level, e.role) for e in select(["behaviour", "check"])} == {("behaviour", "check")}
    assert len(select()) == len(shipped())
    with pytest.raises(RegrowthError, match=r"neither a file of experiments .* nor a level\. Did you mean behaviour"):
        select("behavior")
    mine = tmp_path / "mine.csv"
    mine.write_text(HEAD + "a,sign,check,mouse,10 mg/kg racemic ketamine IP,,,,behaviour.immobility,,24 h,down,,me\n")
    assert [e.id for e in select([mine])] == ["a"]
    with pytest.warns(SelectionWarning, match=r"0 of 1 experiments in .*mine\.csv are of outcomes; the others are left"):
        assert select([mine, "outcomes"]) == []


def test_a_file_of_ones_own_is_scored_and_an_unknown_observable_has_a_reason(tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_text(
        HEAD
        + "a,sign,check,mouse,10 mg/kg racemic ketamine IP,,,,behaviour.immobility,,24 h,down,,my notebook\n"
        + "b,sign,check,mouse,10 mg/kg racemic ketamine IP,,,,behaviour.imobility,,24 h,down,,my notebook\n"
    )
    board = check(mine)
    assert [r.experiment.id for r in board.results] == ["a"]
    assert board.results[0].score.answer in ("up", "down", "no change")
    (missed,) = board.not_bindable
    assert "no observable behaviour.imobility. Did you mean behaviour.immobility" in missed.reason


def test_a_unit_that_does_not_fit_has_a_reason(tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_text(
        HEAD + "a,value,check,mouse,10 mg/kg racemic ketamine IP,,,,behaviour.immobility,,24 h,3,mmHg,my notebook\n"
    )
    (missed,) = check(mine).not_bindable
    assert "can't be expressed in 'mmHg'" in missed.reason


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ("martians", "no people called"),
        ("mouse, weight 80 kg", "weight: 80 kg is not possible"),
        ("mouse, x 1", '"x"'),
        *((f"{n} mouse", "a whole number of virtual people, 1 to 100,000") for n in ("0", "-3", "2.5", "10000000")),
    ],
)
def test_people_that_do_not_exist_name_the_row(tmp_path, people, told):
    mine = tmp_path / "mine.csv"
    mine.write_text(
        HEAD + f'a,sign,check,"{people}",10 mg/kg racemic ketamine IP,,,,behaviour.immobility,,24 h,down,,me\n'
    )
    with pytest.raises(RegrowthError, match=rf"mine\.csv, line 2, people: .*{told}"):
        check(mine)


def test_a_level_without_experiments_says_so(capsys):
    from rich.console import Console

    board = check("context")
    Console(width=80).print(scoreboard_tables(board))
    assert "No experiment could be scored" in capsys.readouterr().out
    assert json.loads(board.to_json())["experiments"] == []


def test_arms_of_a_verdict():
    blocked = one(
        "a,verdict,fit,rat,10 mg/kg racemic ketamine IP,,mTORC1 -95 % from -30 min for 24 h,,"
        "behaviour.immobility,,24 h,blocked,,li2010"
    )
    found = arms(blocked, NAMES)
    assert set(found) == {"drug", "control", "both", "alone"}
    assert found["control"].rows == () and len(found["both"].rows) == 3
    assert found["alone"].edges == [-0.5, 23.5]
    instead = one(
        "a,verdict,fit,rat,10 mg/kg racemic ketamine IP,,,10 mg/kg memantine IP,behaviour.immobility,,24 h,no_effect,,li2010"
    )
    assert [row.channel for row in arms(instead, NAMES)["instead"].rows] == ["memantine_ip"]


def test_what_the_model_lacks_is_named():
    lost = one("a,sign,fit,rat,10 mg/kg racemic ketamine SC,,,,behaviour.immobility,,24 h,down,,li2010")
    with pytest.raises(NotBindable, match=r"takes s_ketamine_sc\. Did you mean s_ketamine_ip"):
        arms(lost, NAMES)
    lost = one(
        "a,sign,fit,rat,10 mg/kg racemic ketamine IP,,mTORC2 -95 % throughout,,behaviour.immobility,,24 h,down,,li2010"
    )
    with pytest.raises(NotBindable, match=r'nothing called "mTORC2"\. Did you mean mtorc1'):
        arms(lost, NAMES)


def test_a_dose_that_cannot_be_read_names_the_row():
    lost = one("a,sign,fit,rat,0.5 mg/lb racemic ketamine IP,,,,behaviour.immobility,,24 h,down,,li2010")
    with pytest.raises(RegrowthError, match=r"x\.csv, line 2, a: .*lb"):
        arms(lost, NAMES)


@pytest.mark.slow
def test_everything_shipped_is_scored_and_beats_the_nulls():
    board = check()
    assert not board.not_bindable and not board.failed
    assert len(board.results) == len(shipped())
    for null, counted in board.summary()["all levels"]["both"]["nulls"].items():
        assert counted["model"] > counted["passed"], null


def test_a_mechanism_of_one_species_can_be_left_out_of_a_check_of_all(tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_text(
        HEAD
        + "a,sign,check,mouse,10 mg/kg racemic ketamine IP,,,,behaviour.immobility,,24 h,down,,me\n"
        + "b,value,check,healthy,28 mg esketamine nasal,,,,outcomes.hamd,,24 h,3,point,me\n"
    )
    board = check(mine, without=["outcomes/rating"])
    assert [r.experiment.id for r in board.results] == ["a"]
    assert "no observable outcomes.hamd" in board.not_bindable[0].reason
    with pytest.raises(RegrowthError, match="'outcomes/ratng' cannot be left out"):
        check(mine, without=["outcomes/ratng"])
