"""The page about protocols: every example on it is read, every table entry is true."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from regrowth.people import PRESETS
from regrowth.protocol import ProtocolError, parse_dose, parse_perturbation, reads
from regrowth.protocol.drugs import DRUGS, ROUTES
from regrowth.protocol.events import PRACTICES

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "protocol.md").read_text("utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("text", blocks("yaml"))
def test_protocols(text):
    assert reads(text).arms


def test_sentences():
    doses, perturbations = (block.splitlines() for block in blocks("text"))
    assert all(parse_dose(line) for line in doses) and all(parse_perturbation(line) for line in perturbations)


def test_python():
    (code,) = blocks("python")
    test = doctest.DocTestParser().get_doctest(code, {}, "protocol.md", None, 0)
    assert doctest.DocTestRunner().run(test).failed == 0


def test_errors_are_told_as_shown():
    table = PAGE[PAGE.index("| written | told |") :].splitlines()[2:]
    for line in table[: next(i for i, line in enumerate(table) if not line.startswith("|"))]:
        written, told = (cell.strip() for cell in line.strip("|").split("|"))
        with pytest.raises(ProtocolError) as caught:
            parse_dose(written.strip("`"))
        assert told in str(caught.value)


def test_nothing_known_is_missing_from_the_page():
    for name in [*(drug.name for drug in DRUGS), *ROUTES, *PRACTICES, *(preset.name for preset in PRESETS)]:
        assert name in PAGE, name
