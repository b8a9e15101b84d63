"""The page of findings: any level has one, and every experiment stands on it in words."""

import re

import numpy as np
import pytest

from regrowth.evidence import check, shipped
from regrowth.report.findings import distance_figure, findings_html, sentence


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
