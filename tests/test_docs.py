"""What is derived is fresh: `uv run docs/build.py` renews it."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path
from typing import Any

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
        ("docs/how-to/pharmacokinetics.md", {"simulated.csv", "my_data.csv"}),
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


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md", "docs/how-to/pharmacokinetics.md"])
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


def saved(page: Path, folder: Path) -> list[str]:
    """Save the files that a page asks to be saved; returns their paths."""
    found = re.findall(r"Save this as `([^`]+)`:\n\n```\w+\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    for path, text in found:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return [path for path, _ in found]


def follow(page: Path, folder: Path) -> tuple[list[str], dict[str, Any]]:
    """Do what a how-to says, from a fresh folder; what its commands print, and the names that its session defines."""
    import shlex

    from typer.testing import CliRunner

    text = page.read_text("utf-8")
    done = [CliRunner().invoke(app, shlex.split(c)) for c in re.findall(r"^uv run regrowth (.+)$", text, re.MULTILINE)]
    assert done and not [one.output for one in done if one.exit_code]
    names: dict[str, Any] = {}
    exec(compile(blocks(page, "python")[-1], page.name, "exec"), names)
    return [one.output for one in done], names


@pytest.mark.slow
def test_the_page_on_mechanisms_runs_as_written(tmp_path, monkeypatch):
    page = ROOT / "docs" / "how-to" / "mechanisms.md"
    (tmp_path / "protocols").symlink_to(ROOT / "protocols")
    monkeypatch.chdir(tmp_path)
    assert saved(page, tmp_path) == ["mine/outcomes/block_dissociation.py", "my_cadss.csv"]
    said, names = follow(page, tmp_path)
    assert len(said) == 3
    assert "half" in said[0] and (tmp_path / "out" / "block" / "report.html").exists()
    assert "cadss-end" in said[2] and "cadss-2h" in said[2]
    assert len(names["board"].results) == 2 and float(names["run"]["outcomes.cadss"].max()) > 1


NEW_WORDS = ROOT / "docs" / "how-to" / "new-words.md"


def test_files_that_bring_words_of_their_own_make_a_model(tmp_path, monkeypatch):
    """What the page saves, without compiling: words, units, who reads what, SBML; the package's own words are as before."""
    from regrowth.interchange import export_sbml
    from regrowth.language import vocabulary

    monkeypatch.chdir(tmp_path)
    *mine, protocol, _ = saved(NEW_WORDS, tmp_path)
    model = regrowth.assemble("rat", with_=tuple(mine))
    assert [model.input(name).unit for name in ("mglu2", "ly341495_iv")] == ["1", "umol/h"]
    assert model.observable("receptors.mglu2_brake").mechanism == "receptors/mglu2_block"
    assert "grm2_expression" in model.parameter_index
    assert "mglu2_brake" not in vocabulary()
    plan = regrowth.read(protocol)
    assert {"ly341495_iv", "mglu2"} <= {channel for arm in plan.arms for channel in arm.channels}
    export_sbml(model, plan.arm("LY341495"), "model.xml")
    assert "mglu2_brake" in (tmp_path / "model.xml").read_text("utf-8")
    with pytest.raises(regrowth.RegrowthError, match=r"mglu2_surge\.py, line 14: 'mglu2_brake' is not in the vocabulary"):
        regrowth.assemble("rat", with_=(mine[1],))


@pytest.mark.slow
def test_the_page_on_new_words_runs_as_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    saved(NEW_WORDS, tmp_path)
    said, names = follow(NEW_WORDS, tmp_path)
    assert "Brings new words" in said[0] and "mglu2_brake" in said[1]
    assert "given by receptors/mglu2_block" in said[2] and "read by signalling/mglu2_surge" in said[2]
    assert "mGlu2/3 receptors (knock-down, agonists)" in said[3]
    run = regrowth.Run.load(tmp_path / "out" / "mglu2" / "run.zarr")
    brake, person = run["receptors.mglu2_brake"], run["people"]["grm2_expression"].values
    assert brake.attrs["unit"] == "1"
    rest = brake.sel(time=brake.time[0])
    assert rest.sel(arm="LY341495").values == pytest.approx(person)
    assert brake.sel(arm="knock-down", time=1).values == pytest.approx(0.2 * person)
    assert (brake.sel(arm="LY341495", time=1) < 0.1 * rest.sel(arm="LY341495")).all()
    page = (tmp_path / "out" / "mglu2" / "report.html").read_text("utf-8")
    assert "mGlu2/3" in page and "receptors/mglu2_block" in page and 'id="receptors"' in page
    brake_of_half, *told = names["board"].results
    assert brake_of_half.predicted == pytest.approx(0.5 / (1 + 3 * 0.5 ** (1 / 1.5) / 0.05), rel=0.02)
    assert [result.score.passed for result in told] == [True, True]
    assert (names["run"]["receptors.mglu2_brake"].values == brake.values).all()


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
