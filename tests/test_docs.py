"""What is derived is fresh: `uv run docs/build.py` renews it."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path

import pytest

import regrowth
from regrowth.cli import app

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
RENEW = "stale: run `uv run docs/build.py`"


def blocks(page: Path, language: str) -> list[str]:
    fenced = re.findall(r"^```(\w*)\n(.*?)^```", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return [text for named, text in fenced if named == language]


@pytest.fixture(scope="module")
def build():
    sys.path.append(str(ROOT / "docs"))  # for what the script imports from beside itself
    spec = importlib.util.spec_from_file_location("docs_build", ROOT / "docs" / "build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def shipped(build):
    return json.loads(build.SCOREBOARD.read_text("utf-8"))


def test_the_models_page_is_fresh(build):
    assert (ROOT / "docs" / "model.md").read_text("utf-8") == build.model_page(), RENEW


def test_the_reference_is_fresh(build):
    assert (ROOT / "docs" / "reference.md").read_text("utf-8") == build.reference_page(), RENEW


def test_all_that_is_public_says_what_it_is(build):
    """A row of the reference whose right half is empty is a name without a docstring."""
    assert re.findall(r"^\| `.+` \| *\|$", build.reference_page(), re.MULTILINE) == []


def test_concentrations_are_written_in_one_way(build):
    """Cards print units, and sentences about papers say numbers: µmol/L in both."""
    assert re.findall(r"umol|\b[uµμ]M\b", build.model_page()) == []


@pytest.mark.parametrize("page", ["README.md", "docs/credibility.md"])
def test_score_tables_are_those_of_the_scoreboard(build, shipped, page):
    assert build.score_table(shipped) in (ROOT / page).read_text("utf-8"), RENEW


@pytest.mark.slow
def test_the_shipped_scoreboard_is_fresh(build, shipped):
    """Processors may round a borderline finding to the other side; more than two is another model."""
    fresh = {row["id"]: row["pass"] for row in build.scoreboard()["experiments"]}
    old = {row["id"]: row["pass"] for row in shipped["experiments"]}
    assert fresh.keys() == old.keys(), RENEW
    changed = [name for name in fresh if fresh[name] != old[name]]
    assert len(changed) <= 2, f"{RENEW}: {changed}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_between_pages_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


def test_the_readmes_picture_is_small():
    assert (ROOT / "docs" / "images" / "cascade.png").stat().st_size < 200_000


def test_every_page_is_in_the_navigation():
    pages = {page.relative_to(ROOT / "docs").as_posix() for page in (ROOT / "docs").rglob("*.md")}
    named = set(re.findall(r"([\w/-]+\.md)", (ROOT / "mkdocs.yml").read_text("utf-8")))
    assert pages == named


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "files"),
    [
        ("README.md", set()),
        ("docs/how-to/python.md", {"endpoints.parquet", "model.xml", "my_run.zarr", "outcomes.png", "report.html"}),
        ("docs/the-whole-brain.md", set()),
    ],
)
def test_python_on_a_page_runs_as_written(page, files, tmp_path, monkeypatch):
    (tmp_path / "protocols").symlink_to(ROOT / "protocols")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    code = blocks(ROOT / page, "python")
    assert code
    for block in code:
        exec(compile(block, page, "exec"), names)
    assert {path.name for path in tmp_path.iterdir()} == files | {"protocols"}


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md"])
def test_protocols_on_a_page_are_read(page):
    found = blocks(ROOT / page, "yaml")
    assert found and all(regrowth.reads(text).arms for text in found)


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "")], ids=lambda p: p.name)
def test_commands_on_a_page_exist_with_their_options(page):
    from typer.main import get_command

    known = get_command(app).commands  # pyright: ignore[reportAttributeAccessIssue]
    lines = re.findall(r"^(?:.*uv run )?regrowth ([a-z]+\b.*)$", "\n".join(blocks(page, "")), re.MULTILINE)
    assert lines
    for line in lines:
        command, *words = line.partition("#")[0].split("   ")[0].replace("[", " ").replace("]", " ").split()
        options = {option for parameter in known[command].params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options, line


@pytest.mark.slow
def test_the_page_on_mechanisms_runs_as_written(tmp_path, monkeypatch):
    import shlex

    from typer.testing import CliRunner

    (tmp_path / "protocols").symlink_to(ROOT / "protocols")
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs" / "how-to" / "mechanisms.md").read_text("utf-8")
    mechanism, session = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (rows,) = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    (tmp_path / "mine" / "outcomes").mkdir(parents=True)
    (tmp_path / "mine" / "outcomes" / "block_dissociation.py").write_text(mechanism)
    (tmp_path / "my_cadss.csv").write_text(rows)
    commands = re.findall(r"^uv run regrowth (.+)$", text, re.MULTILINE)
    assert len(commands) == 3
    said = [CliRunner().invoke(app, shlex.split(command)) for command in commands]
    assert [done.exit_code for done in said] == [0, 0, 0]
    assert "half" in said[0].output and (tmp_path / "out" / "block" / "report.html").exists()
    assert "cadss-end" in said[2].output and "cadss-2h" in said[2].output
    names: dict[str, object] = {}
    exec(compile(session, "mechanisms.md", "exec"), names)
    board, run = names["board"], names["run"]
    assert len(board.results) == 2 and float(run["outcomes.cadss"].max()) > 1  # pyright: ignore[reportAttributeAccessIssue, reportIndexIssue]


TUTORIAL = ROOT / "docs" / "tutorials" / "which-hypothesis-explains-rapamycin.md"


def test_what_the_rapamycin_tutorial_names_exists():
    from regrowth.evidence.comparing import chosen

    named = {e.id: e.points[0].expect for e in chosen(about="rapamycin")}
    text = TUTORIAL.read_text("utf-8")
    rows = re.findall(r"^- `([a-z0-9-]+)`, \*(\w+)\*", text, re.MULTILINE)
    assert len(rows) == 3 and all(named[experiment] == expect for experiment, expect in rows)


@pytest.mark.slow
def test_the_rapamycin_tutorial_runs_and_says_what_is_so(tmp_path, monkeypatch):
    import shlex

    from typer.testing import CliRunner

    from regrowth.evidence import compare

    monkeypatch.chdir(tmp_path)
    text = TUTORIAL.read_text("utf-8")
    commands = re.findall(r"^uv run regrowth (.+)$", text, re.MULTILINE)
    assert len(commands) == 3
    for command in commands:
        done = CliRunner().invoke(app, shlex.split(command))
        assert done.exit_code == 0, done.output
    for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        exec(compile(block, TUTORIAL.name, "exec"), {})
    rows = {row.experiment.id: row.answers for row in compare(about="rapamycin").rows}

    def said(experiment, name):
        return rows[experiment][name].told

    assert said("autry2011-rapa-30min", "disinhibition alone") == "silent"
    assert said("autry2011-rapa-30min", "resting block alone") == "kept"
    assert said("li2010-rapa-spine", "resting block alone") == "silent"
    for name in ("disinhibition alone", "extrasynaptic GluN2B alone"):
        assert said("li2010-rapa-spine", name) == "blocked"
    assert said("yang2018-rapa-s", "habenula alone") == "kept"
    assert not rows["yang2018-rapa-r"]["default"].passed
    assert {answer.told for name, answer in rows["abdallah2020-rapa-24h"].items() if "majority" not in name} == {"kept"}
    right = {name: sum(a[name].passed for a in rows.values()) for name in rows["li2010-rapa-spine"]}
    assert right["default"] > max(n for name, n in right.items() if name.endswith(" alone"))
