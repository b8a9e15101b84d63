"""compare: which sets there are, how answers are counted, what separates rivals, how it fails."""

import io
import json
from itertools import combinations

import pytest
from rich.console import Console
from typer.testing import CliRunner

from regrowth.cli import app
from regrowth.engine import assemble, default_set
from regrowth.errors import RegrowthError
from regrowth.evidence import cite
from regrowth.evidence.answers import Answer, Row
from regrowth.evidence.comparing import chosen, compare, model_sets
from regrowth.evidence.comparison import Comparison
from regrowth.evidence.comparison_tables import comparison_tables
from regrowth.evidence.hypotheses import HYPOTHESES, find, hypotheses
from regrowth.evidence.reading import parse, shipped
from regrowth.evidence.separating import separate
from regrowth.language import load
from regrowth.protocol import read as read_protocol

HEAD = "id,kind,role,people,give,perturb,observe,at,expect,pair,source\n"
D, R, H = (find(letter) for letter in "DRH")


def experiment(name, expect="blocked", role="check", pair=""):
    text = f"{name},verdict,{role},rat,10 mg/kg racemic ketamine IP,NBQX,behaviour.immobility,24 h,{expect},{pair},li2010\n"
    (e,) = parse(HEAD + text, "x.csv")
    return e


def row(name, expect="blocked", pair="", **told):
    """A row in which sets of disinhibition, resting block and habenula alone answer so."""
    names = {"d": "default", "D": "disinhibition alone", "R": "resting block alone", "H": "habenula alone"}
    answers = {names[letter]: Answer(said, said == expect) for letter, said in told.items()}
    return Row(experiment(name, expect, pair=pair), answers)


@pytest.fixture
def found():
    sets = tuple(s for s in model_sets([D, R, H]) if s.kind in ("default", "alone"))
    rows = (
        row("a", d="blocked", D="blocked", R="silent", H="kept"),
        row("b", d="kept", D="kept", R="blocked", H="kept", pair="p"),
        row("c", "kept", d="kept", D="kept", R="blocked", H="kept", pair="p"),
    )
    return Comparison(sets, rows)


@pytest.mark.parametrize("hypothesis", HYPOTHESES, ids=lambda h: h.name)
def test_hypotheses_name_mechanisms_and_sources_that_exist(hypothesis):
    assert all(load(name) for name in hypothesis.mechanisms)
    assert all(cite(key) for key in hypothesis.sources)
    text = hypothesis.claims + hypothesis.cannot_explain
    assert all(key in text for key in hypothesis.sources), "a source that no sentence cites"


def test_each_hypothesis_stands_alone_and_out_of_or_in_the_default():
    sets = {s.name: s for s in model_sets(hypotheses())}
    rivals = {m for h in HYPOTHESES for m in h.mechanisms}
    for h in HYPOTHESES:
        alone = sets[f"{h.name} alone"]
        for species in ("human", "rat", "mouse"):
            held = {m.name for m in assemble(species, alone.with_, alone.without).mechanisms}
            assert held & rivals == set(h.mechanisms)
        changed = sets[f"{'without' if h.in_default else 'with'} {h.name}"]
        held = {m.name for m in assemble("rat", changed.with_, changed.without).mechanisms}
        assert held ^ set(default_set("rat")) == set(h.mechanisms)


def test_a_set_of_ones_own_is_one_more_column():
    own = [s for s in model_sets([D], ("signalling/trkb_binding",), ("signalling/gsk3",)) if s.kind == "yours"]
    assert [(s.with_, s.without) for s in own] == [(("signalling/trkb_binding",), ("signalling/gsk3",))]


def test_contradictory_pairs_count_once_and_count_as_disagreeing_together(found):
    totals = found.totals()
    assert totals["default"]["battery both"] == {"of": 2, "passed": 2}
    assert totals["resting block alone"]["battery both"] == {"of": 2, "passed": 1}
    assert list(found.pairs) == ["p"] and all(found.disagree(r) for r in found.rows)


def test_what_separates_two_rivals_is_what_one_gets_right(found):
    by_pair = {(s.a.letter, s.b.letter): s for s in found.separations}
    assert [r.experiment.id for r in by_pair["D", "H"].rows] == ["a"]
    # uncontradicted first, but an answer of both comes before a silent one
    assert [r.experiment.id for r in by_pair["D", "R"].rows] == ["b", "c", "a"]
    assert separate((), D, R).rows == ()


def test_the_table_and_the_json_say_the_same(found):
    console = Console(width=80, record=True, file=io.StringIO())
    console.print(comparison_tables(found))
    text = console.export_text()
    for said in ("the sets disagree on 3 of 3", "a ○", "⇄", "Contradictory pairs", "What separates each pair"):
        assert said in text
    assert max(map(len, text.splitlines())) <= 80
    written = json.loads(found.to_json())
    assert [e["id"] for e in written["experiments"]] == ["a", "b", "c"]
    assert written["experiments"][0]["answers"]["habenula alone"] == {"predicted": "kept", "pass": False}


def test_the_matrix_can_be_drawn(found, tmp_path):
    from regrowth.report.battery import battery_figure

    figure = battery_figure(found)
    figure.savefig(tmp_path / "x.png", dpi=40)
    assert {"a", "b", "c"} <= {text.get_text() for text in figure.axes[0].texts}


def test_what_is_compared_when_nothing_is_said():
    names = {e.id for e in chosen()}
    assert {e.id for e in shipped() if e.kind == "verdict"} <= names
    assert {e.level for e in chosen("behaviour")} == {"behaviour"}
    assert 5 <= len(chosen(about="rapamycin")) <= 20


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"about": "rapamicin"}, "No experiment says 'rapamicin'. Did you mean rapamycin"),
        ({"hypothesis": ["disinhibitoin"]}, "No hypothesis 'disinhibitoin'. Did you mean disinhibition"),
        ({"hypothesis": ["zzz"]}, "There are disinhibition, resting block"),
        ({"files_or_levels": "behavior"}, "Did you mean behaviour"),
        ({"without": ["signalling/gsk4"]}, "Did you mean signalling/gsk3"),
        ({"with_": ["signalling/trkb_bindin"]}, "Did you mean signalling/trkb_binding"),
        ({"with_": ["signalling/gsk3"], "without": ["signalling/gsk3"]}, "both added and left out"),
        ({"without": ["signalling/trkb_binding"]}, "cannot be left out"),
    ],
)
def test_what_cannot_be_compared_says_why(asked, told):
    with pytest.raises(RegrowthError, match=told.replace(".", r"\.")):
        compare(**asked)


def test_the_command_writes_what_it_is_asked_for(found, tmp_path, monkeypatch):
    asked = {}

    def stand_in(what, **how):
        asked.update(how, what=what)
        return found

    monkeypatch.setattr("regrowth.evidence.comparing.compare", stand_in)
    where = tmp_path / "c.json", tmp_path / "c.svg"
    done = CliRunner().invoke(
        app, ["compare", "behaviour", "--about", "NBQX", "--json", str(where[0]), "--figure", str(where[1])]
    )
    assert done.exit_code == 0, done.output
    assert (asked["what"], asked["about"]) == (["behaviour"], "NBQX")
    assert json.loads(where[0].read_text())["sets"][0]["name"] == "default" and where[1].exists()
    again = CliRunner().invoke(app, ["compare", "--json", str(where[0])])
    assert again.exit_code == 2 and "--force" in again.output
    other = CliRunner().invoke(app, ["compare", "--figure", str(tmp_path / "c.doc")])
    assert other.exit_code == 2 and ".png" in other.output


def test_a_perturbation_after_the_last_observation_is_refused(tmp_path):
    mine = tmp_path / "mine.csv"
    dose = "a,verdict,check,rat,10 mg/kg racemic ketamine IP"
    mine.write_text(f"{HEAD}{dose},NBQX from 3 d for 3 h,behaviour.immobility,24 h,blocked,,me\n")
    with pytest.raises(RegrowthError, match=r"mine\.csv, line 2, a: 'NBQX from 3 d for 3 h' starts after the last"):
        compare(mine, hypothesis=["D"])


def test_a_perturbation_after_the_end_of_a_protocol_is_refused(tmp_path):
    plan = tmp_path / "p.yaml"
    plan.write_text(
        "title: x\npeople: {from: mouse, n: 1}\nuntil: 7 d\narms:\n  a:\n    - give: 10 mg/kg racemic ketamine IP\n"
        "    - perturb: mTORC1 -95 % from 60 d for 24 h (rapamycin)\n"
        "measure:\n  - {what: behaviour.immobility, at: [24 h]}\n"
    )
    with pytest.raises(RegrowthError, match="after the end at"):
        read_protocol(plan)


@pytest.mark.slow
def test_rivals_on_everything_shipped(tmp_path):
    from regrowth.report.mechanisms import mechanisms_html

    seen = []
    found = compare(progress=lambda done, of, what: seen.append((what, done, of)))
    assert seen[-1][0] == "Simulating" and seen[-1][1] == seen[-1][2]
    totals = {name: counted["battery check"] for name, counted in found.totals().items() if "battery check" in counted}
    share = {name: c["passed"] / c["of"] for name, c in totals.items()}
    assert share["default"] > max(share[f"{h.name} alone"] for h in HYPOTHESES)
    assert share["default"] >= 0.2 + max(share["everything kept"], share["majority verdict"])
    assert {(s.a, s.b) for s in found.separations if s.rows} == set(combinations(HYPOTHESES, 2))
    assert not found.not_bindable
    page = mechanisms_html(found)
    assert page.count("<svg") == 5 and "http://" not in page.replace("http://www.w3.org", "")
    again = compare()
    assert again.seconds["compile"] < 10
