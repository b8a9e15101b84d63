"""`regrowth grow`: files that stand alone and tell the same numbers."""

from __future__ import annotations

import json
import re

import pytest
from typer.testing import CliRunner

from regrowth.cli import app
from regrowth.errors import RegrowthError
from regrowth.network import garden as gardens
from regrowth.network import output
from regrowth.network.readouts import tally
from regrowth.protocol import reads

from .conftest import TRIAL


@pytest.fixture(scope="module")
def made():
    return gardens.garden(reads(TRIAL), arm="all", synapses=8_000, days=8, seed=3)


@pytest.fixture(scope="module")
def folder(made, tmp_path_factory):
    out = tmp_path_factory.mktemp("garden")
    output.write(made, out)
    return out


def test_all_files_are_there_and_ours(folder):
    assert {entry.name for entry in folder.iterdir()} == set(output.FILES)
    assert output.is_output(folder)
    assert (folder / "garden.png").read_bytes()[:4] == b"\x89PNG"
    assert "<svg" in (folder / "garden.svg").read_text("utf-8")


def test_the_summary_holds_graph_measures_and_agreement(folder):
    told = json.loads((folder / "summary.json").read_text("utf-8"))
    for name in ("with practice", "without practice"):
        assert told["graph"][name]["end"]["within_new"] > 1
        assert told["largest difference to the cohort equations"][name] < 0.2


def test_the_page_stands_alone_and_says_what_it_is(folder):
    page = (folder / "garden.html").read_text("utf-8")
    assert "A research model, not medical advice." in page
    assert "hypothesis" in page
    assert "__DATA__" not in page
    assert not re.search(r"(src|href)\s*=|https?://|@import|url\(", page)


def test_the_page_tells_the_numbers_of_the_network(folder, made):
    page = (folder / "garden.html").read_text("utf-8")
    data = json.loads(re.search(r"const D = (\{.*?\});\n", page, re.S)[1])
    for told, (name, grown) in zip(data["gardens"], made.both, strict=True):
        assert told["name"] == name
        last = (int(grown.hours[-1]) // data["every"]) * data["every"]
        table = tally(grown, 0.0, last)
        for place, row in zip((1, 0, 2), range(3), strict=True):
            there = told["settled"][row][-1] + told["young"][row][-1]
            assert told["born"][row][-1] == table["born"][place]
            assert there == table["kept"][place]
    # every leaf is a life of the network
    neuron_lives = data["gardens"][1]["lives"][2]
    assert neuron_lives and all(len(life) == 5 for life in neuron_lives)


def test_both_gardens_are_one_until_practice(made):
    start = int(24 - made.without.hours[0])
    assert (made.with_practice.counts["young"][:start] == made.without.counts["young"][:start]).all()


def test_practice_is_added_and_said_where_the_trial_has_none(made):
    other = gardens.garden(reads(TRIAL), arm="dose", synapses=3_000, days=4)
    assert other.added and other.practice == "self-worth training"
    assert not made.added


def test_arms_and_seeds_that_cannot_be():
    with pytest.raises(RegrowthError, match=r"no arm 'al'\. Did you mean all"):
        gardens.garden(reads(TRIAL), arm="al")
    with pytest.raises(RegrowthError, match="seed"):
        gardens.garden(reads(TRIAL), seed=-1)


def test_the_command(tmp_path):
    file = tmp_path / "trial.yaml"
    file.write_text(TRIAL, "utf-8")
    out = tmp_path / "out"
    call = ["grow", str(file), "--out", str(out), "--synapses", "3000", "--days", "3"]
    done = CliRunner().invoke(app, call)
    assert done.exit_code == 0, done.output
    assert "with practice" in done.output and "not medical advice" in done.output
    assert "fewer than 20,000 synapses" in done.output
    assert output.is_output(out)
    assert CliRunner().invoke(app, call).exit_code == 2  # exists already
    assert CliRunner().invoke(app, [*call, "--force"]).exit_code == 0
    wrong = CliRunner().invoke(app, ["grow", str(file), "--preset", "moood"])
    assert wrong.exit_code == 2 and "Did you mean mood" in wrong.output
