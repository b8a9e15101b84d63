"""`scan` and `regrowth brain`: what they give, write and refuse."""

import numpy as np
import pytest
from typer.testing import CliRunner

from regrowth.brain import connectome as connectomes
from regrowth.brain import scan
from regrowth.brain.page import FILES
from regrowth.cli import app
from regrowth.errors import RegrowthError

PROTOCOL = """\
title: One infusion
people: {from: PEOPLE, n: 1, seed: 1}
arms:
  ketamine:
    - give: 0.5 mg/kg racemic ketamine IV over 40 min
measure:
  - {what: synapses.mood_synapses, at: [day 0, 24 h]}
"""


@pytest.fixture(scope="module")
def protocol(tmp_path_factory):
    path = tmp_path_factory.mktemp("brain") / "one.yaml"
    path.write_text(PROTOCOL.replace("PEOPLE", "trd_adults"))
    return path


@pytest.fixture(scope="module")
def scans(protocol):
    return scan(protocol, "24 h, 40 min, 10 d", minutes=0)


def test_moments_in_order_before_first(scans):
    assert [s.label for s in scans.all] == ["before", "40 min", "24 h", "10 d"]
    assert scans.before.condition.firing == 1 and scans.before.condition.synapses < 0.95


def test_tables(scans):
    table = scans.table().set_index("measure")
    assert table.loc["gbc", "before"] == scans.before.reading.values["gbc"]
    regional = scans.regional()
    assert len(regional) == 80 and regional["gbc 24 h"].mean() == pytest.approx(table.loc["gbc", "24 h"])


def test_block_is_gone_and_synapses_are_there_a_day_later(scans):
    infusion, day = scans.after[0].condition, scans.after[1].condition
    assert infusion.nmda_pv < 0.9 < 0.99 < day.nmda_pv
    assert infusion.synapses == pytest.approx(scans.before.condition.synapses, abs=1e-3) and day.synapses > infusion.synapses


def test_pictures_and_page(scans, tmp_path):
    from regrowth.brain.page import write

    write(scans, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {*FILES}
    page = (tmp_path / "brain.html").read_text()
    assert "not medical advice" in page and page.count("data:image/png") == 3
    arrays = np.load(tmp_path / "connectivity.npz")
    assert arrays["correlation, 24 h"].shape == (80, 80)


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("400 d", "outside the run"),
        ("-20 d", "outside the run"),
        ("soon", "soon"),
        ("", "Say when"),
        (", ".join(f"{i} h" for i in range(1, 20)), "too many"),
    ],
)
def test_times_that_cannot_be_looked_at(protocol, at, says):
    with pytest.raises(RegrowthError, match=says):
        scan(protocol, at, minutes=0)


def test_unknown_arm_and_wrong_species(protocol, tmp_path):
    with pytest.raises(RegrowthError, match="ketamine"):
        scan(protocol, "24 h", arm="ketamin", minutes=0)
    mouse = tmp_path / "mouse.yaml"
    mouse.write_text(PROTOCOL.replace("PEOPLE", "mouse").replace("0.5 mg/kg racemic ketamine IV over 40 min", "10 mg/kg racemic ketamine IP"))
    with pytest.raises(RegrowthError, match="human"):
        scan(mouse, "24 h", minutes=0)


def test_scan_that_is_too_short(protocol):
    with pytest.raises(RegrowthError, match="2 to 600"):
        scan(protocol, "24 h", minutes=0.5)


@pytest.fixture
def no_extra(monkeypatch):
    monkeypatch.setattr(connectomes, "find_spec", lambda name: None)
    connectomes.connectome.cache_clear()
    yield
    connectomes.connectome.cache_clear()


def test_missing_extra_says_how_to_install_it(no_extra, protocol, tmp_path):
    told = CliRunner().invoke(app, ["brain", str(protocol), "--at", "24 h", "--out", str(tmp_path / "out")])
    assert told.exit_code == 2 and "uv pip install '.[brain]'" in told.output
    assert not (tmp_path / "out").exists()


def test_missing_extra_leaves_experiments_unbound(no_extra):
    from regrowth.evidence import check

    board = check("brain")
    assert not board.results and all(".[brain]" in missed.reason for missed in board.not_bindable)


def test_command(protocol, tmp_path):
    out = tmp_path / "out"
    told = CliRunner().invoke(app, ["brain", str(protocol), "--at", "40 min", "--minutes", "2", "--out", str(out)])
    assert told.exit_code == 0, told.output
    assert {path.name for path in out.iterdir()} == {*FILES}
    assert "gbc prefrontal" in told.output
    again = CliRunner().invoke(app, ["brain", str(protocol), "--at", "40 min", "--out", str(out)])
    assert again.exit_code == 2 and "--force" in again.output


def test_the_report_shows_the_brain_when_asked(protocol, tmp_path):
    out = tmp_path / "run"
    told = CliRunner().invoke(app, ["run", str(protocol), "--brain", "40 min, 24 h", "--out", str(out)])
    assert told.exit_code == 0, told.output
    report = (out / "report.html").read_text()
    assert '<section id="brain">' in report and '<a href="#brain">' in report
    refused = CliRunner().invoke(app, ["run", str(protocol), "--brain", "400 d", "--out", str(tmp_path / "other")])
    assert refused.exit_code == 2 and "outside the run" in refused.output and not (tmp_path / "other").exists()
