"""The command line: what it prints, what it writes, how it fails."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

import regrowth
from regrowth.cli import app
from regrowth.errors import RegrowthError
from regrowth.evidence import Scoreboard
from regrowth.result import Run

PROTOCOL = """\
title: One infusion
people: {from: trd_adults, n: 1, seed: 1}
arms:
  ketamine:
    - give: 0.5 mg/kg racemic ketamine IV over 40 min
measure:
  - {what: MADRS, at: [day 0, 24 h]}
"""

# the machine's own start-up is not ours to judge: heavy imports are what these tests look for
HEAVY = ("numpy", "pandas", "xarray", "zarr", "sympy", "matplotlib", "scipy", "pint", "pyarrow")


@pytest.fixture
def protocol(tmp_path):
    path = tmp_path / "one.yaml"
    path.write_text(PROTOCOL)
    return path


@pytest.fixture
def quick(monkeypatch, make_run):
    """`simulate` without the engine: tests of the command, not of the model."""
    asked = {}

    def simulate(plan, **how):
        asked.update(how, plan=plan)
        return make_run(people=how.get("people") or 1)

    monkeypatch.setattr(regrowth, "simulate", simulate, raising=False)
    return asked


def call(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_run_writes_everything_and_prints_a_summary(quick, protocol, tmp_path):
    out = tmp_path / "results"
    done = call("run", protocol, "--out", out, "--people", 3, "--seed", 7)
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in out.iterdir()) == ["endpoints.parquet", "report.html", "run.zarr", "summary.csv"]
    assert Run.load(out / "run.zarr").people_count == 3
    assert (quick["people"], quick["seed"]) == (3, 7)
    for text in ("MADRS", "ketamine", "midazolam", "24 h", "not medical advice", "1 of 3 parameters are assumptions"):
        assert text in done.output


def test_the_set_of_mechanisms_is_that_asked_for(quick, protocol, tmp_path):
    assert call("run", protocol, "--out", tmp_path / "x", "--without", "outcomes/blood_pressure").exit_code == 0
    assert "outcomes/blood_pressure" not in {m.name for m in quick["model"].mechanisms}
    unknown = call("run", protocol, "--out", tmp_path / "y", "--without", "outcomes/blood_presure")
    assert unknown.exit_code == 2 and "outcomes/blood_pressure" in unknown.output
    assert not (tmp_path / "y").exists()


def test_a_place_that_cannot_be_written_is_found_before_the_long_work(protocol, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(regrowth, "simulate", lambda *a, **k: pytest.fail("simulated"), raising=False)
    done = call("run", protocol, "--out", tmp_path / "file" / "results")
    assert done.exit_code == 2 and "Can't write" in done.output


def test_the_default_folder_is_named_after_the_protocol(quick, protocol, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert call("run", protocol).exit_code == 0
    assert (tmp_path / "out" / "one" / "report.html").exists()


def test_an_existing_folder_is_replaced_only_with_force(quick, protocol, tmp_path):
    out = tmp_path / "results"
    assert call("run", protocol, "--out", out).exit_code == 0
    before = (out / "report.html").stat().st_mtime_ns
    again = call("run", protocol, "--out", out)
    assert again.exit_code == 2 and "--force" in again.output
    assert (out / "report.html").stat().st_mtime_ns == before
    assert call("run", protocol, "--out", out, "--force").exit_code == 0
    assert (out / "report.html").stat().st_mtime_ns != before


def test_force_leaves_other_peoples_files_alone(quick, protocol, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    done = call("run", protocol, "--out", tmp_path, "--force")
    assert done.exit_code == 2 and "leaves it alone" in done.output
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_an_existing_folder_is_refused_before_the_long_work(protocol, tmp_path, monkeypatch):
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "x").touch()
    monkeypatch.setattr(regrowth, "simulate", lambda *a, **k: pytest.fail("simulated"), raising=False)
    assert call("run", protocol, "--out", tmp_path / "results").exit_code == 2


def test_an_interrupt_while_drawing_leaves_no_folder(quick, protocol, tmp_path, monkeypatch):
    def interrupted(*args, **how):
        raise KeyboardInterrupt

    monkeypatch.setattr("regrowth.report.write_report", interrupted)
    done = call("run", protocol, "--out", tmp_path / "results")
    assert done.exit_code == 130 and "Interrupted" in done.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.yaml"]


def test_a_users_error_is_one_message_and_exit_code_2(protocol, monkeypatch):
    def refuse(*args, **how):
        raise RegrowthError("No mechanism 'receptors/nmda'. Did you mean receptors/nmda_block?")

    monkeypatch.setattr(regrowth, "simulate", refuse, raising=False)
    done = call("run", protocol)
    assert done.exit_code == 2
    assert "Error: No mechanism 'receptors/nmda'" in done.output and "Traceback" not in done.output


def test_a_fault_of_ours_says_so(protocol, monkeypatch):
    def fail(*args, **how):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(regrowth, "simulate", fail, raising=False)
    done = call("run", protocol)
    assert done.exit_code == 1
    assert "fault in regrowth" in done.output and "--debug" in done.output
    shown = call("run", protocol, "--debug")
    assert isinstance(shown.exception, ZeroDivisionError)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"racemic ketamine": "racemic ketamin"}, "ketamine"),
        ({"0.5 mg/kg": "0.5 mg/lb"}, "mg/kg"),
        ({"0.5 mg/kg": "-0.5 mg/kg"}, "line 5"),
        ({" over 40 min": ""}, "line 5"),
        ({"MADRS": "HAMDX"}, "one.yaml, line 7: measure: the model has nothing called"),
        ({"measure:": "observe: [receptors.foo]\nmeasure:"}, "one.yaml: observe: the model has no observable"),
        (
            {"measure:": "evidence: [{what: FOO, arm: ketamine, at: 24 h, value: 3}]\nmeasure:"},
            "one.yaml: evidence: the model has nothing called",
        ),
        ({"seed: 1": "seed: 1, hair: 3"}, "one.yaml, line 2: people: \"hair\" is neither"),
        ({"seed: 1": "seed: 1, receptors/channel_block.k_on_s: -3"}, "one.yaml, line 2: people: "),
        ({PROTOCOL: "just some text"}, "one.yaml"),
        ({PROTOCOL: "a: [1, 2"}, "one.yaml"),
        ({PROTOCOL: ""}, "one.yaml"),
    ],
)
def test_bad_protocols(tmp_path, change, said):
    text = PROTOCOL
    for old, new in change.items():
        text = text.replace(old, new)
    (tmp_path / "one.yaml").write_text(text)
    done = call("run", tmp_path / "one.yaml", "--out", tmp_path / "results")
    assert done.exit_code == 2, done.output
    assert said in done.output and "Traceback" not in done.output
    assert not (tmp_path / "results").exists()


def test_a_missing_file_and_a_folder_are_clear_errors(tmp_path):
    for path in (tmp_path / "nothing.yaml", tmp_path):
        done = call("run", path)
        assert done.exit_code == 2 and "Error: " in done.output


def test_a_huge_file_is_refused_at_once(tmp_path):
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    started = time.monotonic()
    done = call("run", path)
    assert done.exit_code == 2 and time.monotonic() - started < 2


def test_places_that_can_never_take_a_run_are_refused_with_the_reason(protocol, tmp_path, monkeypatch):
    monkeypatch.setattr(regrowth, "simulate", lambda *a, **k: pytest.fail("simulated"), raising=False)
    (tmp_path / "letter.txt").write_text("mine")
    for out, force in (("letter.txt", []), ("letter.txt", ["--force"]), ("letter.txt/x", [])):
        done = call("run", protocol, "--out", tmp_path / out, *force)
        assert done.exit_code == 2 and "is a file" in done.output
    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_only_endpoints_for_very_many_people(protocol, tmp_path):
    done = call("run", protocol, "--endpoints", "--people", 30, "--out", tmp_path / "many")
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in (tmp_path / "many").iterdir()) == ["endpoints.parquet", "run.zarr", "summary.csv"]
    run = Run.load(tmp_path / "many" / "run.zarr")
    assert run.observables == ["outcomes.madrs"] and list(run.times) == [0, 24] and run.people_count == 30
    assert call("run", protocol, "--endpoints", "--individuals", "--out", tmp_path / "more").exit_code == 2


def test_more_arms_than_a_screen_is_wide_stand_under_one_another(tmp_path, monkeypatch):
    arms = "".join(f"  {dose} mg/kg over 40 min:\n    give: {dose} mg/kg ketamine IV over 40 min\n" for dose in (0.1, 0.2, 0.5))
    (tmp_path / "doses.yaml").write_text(PROTOCOL.replace("n: 1", "n: 3").replace(PROTOCOL[PROTOCOL.index("  ketamine"):PROTOCOL.index("measure")], arms))
    monkeypatch.setenv("COLUMNS", "80")
    done = call("run", tmp_path / "doses.yaml", "--endpoints", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    rows = [line for line in done.output.splitlines() if "mg/kg over 40 min" in line]
    assert len(rows) == 6 and all(len(line) <= 80 for line in rows)


def test_an_arm_needs_a_protocol_and_a_page_an_html_file(tmp_path):
    done = call("export", tmp_path / "m.xml", "--arm", "ketamine")
    assert done.exit_code == 2 and "--protocol" in done.output
    done = call("check", "receptors", "--report", tmp_path / "page.pdf")
    assert done.exit_code == 2 and "ends in .html" in done.output
    assert not list(tmp_path.iterdir())


def test_n_must_be_positive(protocol):
    assert call("run", protocol, "--people", 0).exit_code == 2


def test_check_writes_json_and_refuses_unknown_levels(tmp_path, monkeypatch):
    asked = {}

    def check(what, with_=(), without=(), progress=None):
        asked.update(what=what, without=without)
        return Scoreboard((), (), ())

    monkeypatch.setattr("regrowth.evidence.check", check, raising=False)
    done = call("check", "outcomes", "--json", tmp_path / "score.json", "--without", "a/b")
    assert done.exit_code == 0 and "No experiment could be scored." in done.output
    assert json.loads((tmp_path / "score.json").read_text())["experiments"] == []
    assert asked == {"what": ["outcomes"], "without": ("a/b",)}
    monkeypatch.undo()
    done = call("check", "outcome")
    assert done.exit_code == 2 and "outcomes" in done.output


def test_a_check_of_which_nothing_can_be_scored_fails(tmp_path):
    fields = "kind: value, role: check, people: healthy, at: 1 h, expect: 1, source: me"
    (tmp_path / "mine.yaml").write_text(f"- {{id: mine, {fields}, observe: outcomes.mood}}")
    done = call("check", tmp_path / "mine.yaml")
    assert done.exit_code == 2 and "No experiment could be scored." in done.output and "outcomes.mood" in done.output


def test_a_card_shows_what_its_fit_left():
    shown = call("describe", "pharmacokinetics/liver").output
    assert re.search(r"cl_int_s +[\d.]+ L/h \[[\d.]+, [\d.]+\]", shown)
    assert re.search(r"otto2021-venous-s-ketamine +8 points, median error [\d.]+ %", shown)
    assert "r 0.9 with liver.cl_int_s" in shown
    card = call("describe", "pharmacokinetics/absorption_gut").output
    assert re.search(r"yanagihara2003-oral-f +20 %, [\d.]+", card)


def test_a_level_is_described_by_its_part_of_the_wiring():
    shown = call("describe", "receptors").output
    assert "channel_block: " in shown and "circuit" not in shown.splitlines()
    assert "\n".join(shown.splitlines()[:-2]) in call("describe").output


def test_names_are_listed_by_what_a_protocol_does_with_them():
    shown = call("describe", "--names").output
    measured, perturbed, people = (shown.index(f"\nTo be {word}") if word != "measured" else 0 for word in ("measured", "perturbed", "set for"))
    for name, first, last in (("madrs", measured, perturbed), ("glun2b_sst", perturbed, people), ("weight", people, None)):
        assert f"\n    {name} " in shown[first:last]
    assert "s_ketamine_iv " not in shown  # doses are sentences
    assert call("describe", "--names", "receptors").output.count("\nreceptors\n") == 2
    assert "Did you mean outcomes" in call("describe", "--names", "outcoms").output


def test_a_name_is_described_by_what_it_is_and_who_gives_and_reads_it():
    shown = call("describe", "MADRS").output
    assert "Montgomery" in shown and "given by outcomes/madrs" in shown and "read by outcomes/rating" in shown
    assert call("describe", "outcomes.madrs").output == shown
    wrong = call("describe", "nmda_pvv")
    assert wrong.exit_code == 2 and "Did you mean nmda_pv" in wrong.output


def test_version():
    done = call("--version")
    assert done.exit_code == 0 and done.output.startswith("regrowth ")


def run_python(code):
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("words", [["--help"], ["run", "--help"], ["run", "no-such-file.yaml"], ["run"], ["--version"]])
def test_help_and_errors_import_nothing_heavy(words):
    out = run_python(f"""
        import sys
        from regrowth.cli import app
        try:
            app({words!r})
        except SystemExit as stop:
            assert stop.code in (0, 2), stop.code
        print("heavy:", [name for name in {HEAVY!r} if name in sys.modules])
    """)
    assert out.strip().endswith("heavy: []"), out


@pytest.mark.slow
def test_the_whole_chain_from_the_shell(tmp_path):
    protocol = Path(__file__).parents[1] / "protocols" / "murrough2013.yaml"
    out = tmp_path / "results"
    command = [sys.executable, "-m", "regrowth.cli", "run", str(protocol), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env=os.environ | {"COLUMNS": "120"})
    assert done.returncode == 0, done.stderr
    assert "MADRS" in done.stdout and "Traceback" not in done.stderr
    run = Run.load(out / "run.zarr")
    assert run.arms == ["ketamine", "midazolam"]
    assert run["outcomes.madrs"].attrs["unit"] == "point"
    page = (out / "report.html").read_text("utf-8")
    assert "not medical advice" in page and page.count("<svg") >= 7
