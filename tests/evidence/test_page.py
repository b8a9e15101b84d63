"""The page on experiments says what is so: its examples run, its columns are the reader's."""

import re
from pathlib import Path

from regrowth.evidence import check_experiments
from regrowth.evidence.course_measures import COURSE_MEASURES
from regrowth.evidence.experiment import COMPARISONS, FIELDS, REDUCTIONS, SPREADS
from regrowth.evidence.reading import parse

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "experiments.md").read_text("utf-8")


def test_the_examples_are_read_and_scored():
    (text,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    board = check_experiments(parse(text, "page.yaml"))
    assert [r.experiment.kind for r in board.results] == ["value", "curve", "sign", "verdict"]


def test_the_python_example_runs(capsys):
    (text,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(text, "experiments.md", "exec"), {})
    assert "passed" in capsys.readouterr().out


def test_every_column_and_measure_is_explained():
    table = PAGE[PAGE.index("| column |") : PAGE.index("Masses need")]
    for word in (*FIELDS, *REDUCTIONS, *COMPARISONS, *list(COURSE_MEASURES)[:4], *SPREADS):
        assert f"`{word}`" in table, word
