"""Files of experiments: what is read, and what each mistake is told."""

import re

import pytest

from regrowth.evidence import ExperimentError, left_out, read, shipped
from regrowth.evidence.experiment import Measure, parse_measure, parse_observe, window
from regrowth.evidence.reading import parse

ROW = {
    "id": "a",
    "kind": "value",
    "role": "fit",
    "people": "mouse",
    "give": "10 mg/kg racemic ketamine IP",
    "observe": "behaviour.immobility",
    "at": "24 h",
    "expect": "0.5",
    "source": "li2010",
}


def table(*rows: dict) -> str:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    lines = [",".join(columns)] + [",".join(str(row.get(c, "")) for c in columns) for row in rows]
    return "\n".join(lines)


def test_a_row_reads_as_one_experiment():
    (e,) = parse(table({**ROW, "measure": "ratio to control", "low": "0.4", "high": "0.6", "spread": "sem"}), "x.csv")
    assert e.level == "behaviour"
    assert e.points[0].start == e.points[0].stop == 24
    assert e.measure == Measure("value", "ratio to control")
    assert (e.file, e.line) == ("x.csv", 2)


def test_rows_of_one_id_make_a_curve():
    first = {**ROW, "kind": "curve"}
    (e,) = parse(table(first, {"id": "a", "at": "48 h", "expect": "0.7"}), "x.csv")
    assert [p.expect for p in e.points] == [0.5, 0.7]


def test_a_curve_that_changes_its_mind_is_refused():
    with pytest.raises(ExperimentError, match=r"x\.csv, line 3, people: differs from the first row"):
        parse(table({**ROW, "kind": "curve"}, {"id": "a", "at": "48 h", "expect": "1", "people": "rat"}), "x.csv")


def test_yaml_with_points():
    text = """
experiments:
  - id: mine
    kind: curve
    role: check
    people: healthy, weight 70 kg
    give: 0.5 mg/kg racemic ketamine IV over 40 min
    observe: pharmacokinetics.s_ketamine_arterial
    unit: ng/mL
    source: my notebook
    points:
      - {at: 1 h, expect: 50}
      - {at: 2 h, expect: 25}
"""
    (e,) = parse(text, "mine.yaml")
    assert [p.start for p in e.points] == [1, 2]
    assert e.unit == "ng/mL" and e.line == 3


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kind": "b"}, r"line 2, kind: 'b' is not one of value, curve, sign, verdict\.$"),
        ({"kind": "valeu"}, r"line 2, kind: 'valeu' is not one of .* Did you mean value"),
        ({"role": ""}, "line 2, role: is empty"),
        ({"observe": "immobility"}, "line 2, observe: .*level.name"),
        ({"at": "24"}, "line 2, at: .*no unit"),
        ({"at": "0-24 h"}, "line 2, at: a window needs a measure"),
        ({"measure": "peak"}, "line 2, at: 'peak' needs a window"),
        ({"measure": "relapse of 50 %"}, "line 2, at: 'relapse of 50 %' needs a window"),
        ({"at": '"1 d, 7 d"'}, "line 2, at: several visits .* need each other"),
        ({"measure": "at one or more of the visits"}, "line 2, at: several visits .* need each other"),
        ({"at": '"7 d, 1 d"'}, "line 2, at: .* must rise"),
        ({"measure": "peek"}, "line 2, measure: .*Did you mean peak"),
        ({"expect": "much"}, "line 2, expect: I can't read 'much' as a number"),
        ({"expect": "nan"}, "line 2, expect: .*not a finite number"),
        ({"low": "2", "high": "1"}, "line 2, low: 2 lies above high"),
        ({"unit": "furlong"}, "line 2, unit: unknown unit 'furlong'"),
        ({"measure": "relative change from rest", "unit": "mg"}, "line 2, unit: 'mg' can't be: .* pure number"),
        ({"measure": "half-life", "at": "0-24 h", "unit": "%"}, "line 2, unit: '%' can't be: .* a time"),
        ({"n": "-4"}, "line 2, n: -4 is no number of people"),
        ({"spread": "sd"}, "line 2, spread: 'sd' needs both low and high"),
        ({"kind": "sign"}, "line 2, expect: '0.5' is not one of up, no change, down"),
        ({"kind": "verdict", "expect": "blocked"}, "line 2, perturb: 'blocked' needs a perturbation"),
        ({"kind": "verdict", "expect": "mimicked"}, "line 2, instead: 'mimicked' needs something given"),
        ({"on": "2 d; 1 d"}, "line 2, on: "),
        ({"instead": "3 mg/kg memantine IP"}, "line 2, instead: only a verdict"),
    ],
)
def test_mistakes_name_file_line_and_field(change, told):
    with pytest.raises(ExperimentError, match=told) as error:
        parse(table({**ROW, **change}), "mine.csv")
    assert str(error.value).startswith("mine.csv, ")


def test_unknown_column_has_a_nearest_name():
    with pytest.raises(ExperimentError, match=r"unknown field 'obsrve'\. Did you mean observe"):
        parse(table({**ROW, "obsrve": "x"}), "mine.csv")


YAML = """\
- id: a
  kind: curve
  role: check
  people: healthy
  observe: pharmacokinetics.s_ketamine_arterial
  source: kamp2020
  at: 1 h
  expect: 50
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("expect: 50", "expect: .nan", "line 1, expect: 'nan' is not a finite number"),
        ("expect: 50", "expect: 2026-01-01", "line 1, expect: I can't read '2026-01-01' as a number"),
        ("expect: 50", "points: 5", "line 1, points: write a list"),
        ("expect: 50", "points: [1, 2]", "line 1, points: write a list"),
        ("people: healthy", "people: {from: healthy}", "line 1, people: write text, a number or a list"),
        ("role: check", "id: b", 'line 3: "id" stands here a second time'),
        ("  role: check", "\trole: check", "line 3: this line is indented with a tab"),
        ("role: check", "role: check: fit", 'line 3: this isn\'t YAML: a ":" where none can be'),
        ("role: check", "role: " + "{" * 40 + "}" * 40, "line 3: a key must be a word"),
        ("role: check", "role: " + "[" * 5000, "nested too deeply"),
        (YAML, "", "expected a list of experiments"),
        (YAML, "- [a, b]\n", "expected a list of experiments"),
    ],
)
def test_mistakes_in_yaml_name_file_and_line(old, new, told):
    with pytest.raises(ExperimentError, match=re.escape(told)) as error:
        parse(YAML.replace(old, new), "mine.yaml")
    assert str(error.value).startswith("mine.yaml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id;kind\na;value\n", "line 1: columns are separated by commas, not by ';'"),
        ("id,kind,id\na,value,b\n", "line 1: the column 'id' stands there twice"),
        ("id,kind\na,value,fit\n", "line 2: more fields than the 2 columns"),
        ('id,kind\na,"value\n', "line 2: not a readable CSV table"),
    ],
)
def test_tables_that_are_none(text, told):
    with pytest.raises(ExperimentError, match=re.escape(f"mine.csv, {told}")):
        parse(text, "mine.csv")


def test_ids_are_unique():
    with pytest.raises(ExperimentError, match=r"line 3, id: 'a' stands already in mine\.csv, line 2"):
        parse(table(ROW, ROW), "mine.csv")


def test_files_that_are_none(tmp_path):
    with pytest.raises(ExperimentError, match="There is no file"):
        read(tmp_path / "missing.csv")
    big = tmp_path / "big.csv"
    with big.open("wb") as out:
        out.truncate(100_000_000)
    with pytest.raises(ExperimentError, match="100 MB"):
        read(big)
    binary = tmp_path / "binary.csv"
    binary.write_bytes(b"\xff\xfe\x00\x00id")
    with pytest.raises(ExperimentError, match=r"binary\.csv, line 1: this isn't UTF-8 text"):
        read(binary)
    with pytest.raises(ExperimentError, match="is not an ordinary file"):
        read(tmp_path)
    text = tmp_path / "poem.yaml"
    text.write_text("just a line")
    with pytest.raises(ExperimentError, match="expected a list of experiments"):
        read(text)
    empty = tmp_path / "empty.csv"
    empty.write_text("id,kind\n")
    with pytest.raises(ExperimentError, match="holds no experiment"):
        read(empty)


def test_small_readers():
    assert window("0-24 h") == (0, 24)
    assert window("1 h to 3 d") == (1, 72)
    assert window("-3 d to -1 d") == window("-3--1 d") == (-72, -24)
    assert parse_observe("a.b + a.c / d.e").names == ("a.b", "a.c", "d.e")
    assert parse_measure("AUC ratio to control") == Measure("auc", "ratio to control", needs_window=True)
    assert parse_measure("") == Measure()


def test_what_is_left_out_has_a_reason_and_is_not_bound():
    ids = {e.id for e in shipped()}
    for row in left_out():
        assert row["reason"] and row["id"] not in ids, row


def test_shipped_experiments_read_and_are_unique():
    ids = [e.id for e in shipped()]
    assert len(ids) == len(set(ids)) >= 60
