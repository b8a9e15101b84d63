"""The page of findings: any level has one, and every experiment stands on it in words."""

import re

import numpy as np
import pytest

from regrowth.evidence import check, shipped
from regrowth.report.curves import curves_figure
from regrowth.report.findings_page import distance_figure, findings_html, sentence


@pytest.fixture(scope="module")
def board():
    return check(["synapses"])


def test_every_finding_stands_on_the_page_in_words(board):
    page = findings_html(board)
    assert len(board.results) > 30
    for r in board.results:
        name = re.sub(r"([/._])", r"\1<wbr>", r.experiment.id)
        assert page.count(f"<code>{name}</code>") == 1
    missed = sum(not r.score.passed for r in board.results)
    assert page.count("class='n miss'") == missed and f"Wrong: {missed} of {len(board.results)}" in page
    assert "A research model, not medical advice." in page and not re.search(r'(src|href)="(?!#|https://doi)', page)
    assert "Li et al. 2010" in page


def test_a_board_without_scores_says_so(board):
    from regrowth.evidence.scoreboard import Missed, Scoreboard

    page = findings_html(Scoreboard((), (Missed(board.results[0].experiment, "nothing to observe"),), ()))
    assert "No experiment could be scored." in page and "nothing to observe" in page


@pytest.mark.parametrize("level", sorted({e.level for e in shipped()}))
def test_every_shipped_experiment_can_be_read_aloud(level):
    for e in (e for e in shipped() if e.level == level):
        said = sentence(e)
        assert said[0].isupper() or said[0].isdigit(), said
        assert re.search(r": .+ (at|from) ", said) and "_" not in said and "  " not in said, said


def test_far_dots_stand_at_the_edge_and_neighbours_beside_each_other():
    figure = distance_figure({"outcomes": [(0.0, "fit"), (0.01, "fit"), (40.0, "check")], "network": []})
    (axis,) = figure.axes
    points = np.concatenate([line.get_xydata() for line in axis.lines if line.get_marker() == "o"])
    assert len(points) == 3 and points[:, 0].max() == 8.0
    near = points[np.abs(points[:, 0]) < 1]
    assert abs(near[0, 1] - near[1, 1]) > 0.05


OWN = """experiments:
  - id: ours
    kind: curve
    role: check
    people: healthy, weight 70 kg
    give: 0.5 mg/kg racemic ketamine IV over 40 min
    observe: pharmacokinetics.s_ketamine_venous + pharmacokinetics.r_ketamine_venous
    unit: ng/mL
    source: our study
    points:
      - {at: 40 min, expect: 190}
      - {at: 1 h, expect: 110, low: 90, high: 130}
      - {at: 2 h, expect: 60}
"""


def test_a_curve_of_ones_own_is_drawn_beside_the_model(tmp_path):
    from typer.testing import CliRunner

    from regrowth.cli import app

    (tmp_path / "ours.yaml").write_text(OWN, "utf-8")
    page = tmp_path / "page.html"
    done = CliRunner().invoke(app, ["check", str(tmp_path / "ours.yaml"), "--report", str(page)])
    assert done.exit_code == 0, done.output
    text = page.read_text("utf-8")
    assert "<h3>Curves</h3>" in text and "our study" in text and "Three-step infusion" not in text

    board = check([tmp_path / "ours.yaml"])
    figure = curves_figure(board.results)
    assert figure is not None
    drawn = [line.get_xydata() for line in figure.axes[0].lines]
    published = next(xy for xy in drawn if xy[:, 1].tolist() == [190, 110, 60])
    model = next(xy for xy in drawn if len(xy) == 3 and xy is not published)
    assert published[:, 0] == pytest.approx([2 / 3, 1, 2]) and model[:, 1] == pytest.approx(board.results[0].predicted)
    assert curves_figure([r for r in board.results if r.experiment.kind == "value"]) is None


def test_a_curve_stands_on_the_pharmacology_page_too():
    """As one of many rows: only single values are drawn among the routes."""
    from regrowth.report.pharmacology_figures import ROUTES, _published_levels

    curve = {"doses": 1, "unit": "ng/mL", "kind": "curve", "measure": "", "observed": [190.0], "at": [1.0], "role": "check",
             "observe": "pharmacokinetics.s_ketamine_venous + pharmacokinetics.r_ketamine_venous",
             "give": "0.5 mg/kg racemic ketamine IV over 40 min"}  # fmt: skip
    value = curve | {"kind": "value", "observed": 190.0}
    drawn = list(_published_levels([curve, value], "ketamine", ROUTES["IV over 40 min"], 0.7))
    assert drawn == [(1.0, 190.0, "o", True)]
