"""What is handed to the package's face in a wrong kind: one sentence says what, where, and what it takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest

import regrowth
from regrowth import population
from regrowth.border import checked
from regrowth.language import par

PROTOCOL = "protocols/murrough2013.yaml"
CASES: dict[str, tuple[Callable[[], object], str]] = {
    "seed": (lambda: regrowth.simulate(PROTOCOL, seed="a"), "simulate: seed is 'a'. It takes a whole number or None."),
    "a negative seed": (lambda: regrowth.simulate(PROTOCOL, seed=-1), "simulate: seed is -1. It takes one from 0 to 9223372036854775807."),
    "a huge seed": (lambda: regrowth.sample(regrowth.assemble(), "healthy", 3, seed=2**63), "sample: seed is 9223372036854775808. It takes"),
    "a seed of draws": (lambda: regrowth.uncertain(PROTOCOL, seed=-1), "uncertain: seed is -1."),
    "draws": (lambda: regrowth.uncertain(PROTOCOL, 2.5), "uncertain: draws is 2.5. It takes a whole number."),
    "protocol": (lambda: regrowth.simulate({}), "simulate: protocol is {}. It takes a Protocol (from regrowth.read(path)), text or a path."),
    "people": (lambda: regrowth.simulate(PROTOCOL, people=2.5), "simulate: people is 2.5. It takes a whole number or None."),
    "times": (lambda: regrowth.simulate(PROTOCOL, times="day 1"), "simulate: times is 'day 1'. It takes a list of numbers or None."),
    "model": (lambda: regrowth.simulate(PROTOCOL, model="human"), 'It takes a Model (from regrowth.assemble("human")) or None.'),
    "one of a list": (lambda: regrowth.simulate(PROTOCOL, without=["a", 3]), "simulate: without[1] is 3. It takes text."),
    "a function": (lambda: regrowth.simulate(PROTOCOL, progress=3), "simulate: progress is 3. It takes a function or None."),
    "in a population": (lambda: population.endpoints(PROTOCOL, "x.parquet", seed="a"), "prepare: seed is 'a'."),
    "a chunk": (lambda: population.endpoints(PROTOCOL, "x.parquet", chunk="a"), "endpoints: chunk is 'a'. It takes a whole number."),
    "text": (lambda: regrowth.reads(b"x"), "reads: text is a bytes. It takes text."),
    "species": (lambda: regrowth.assemble(3), "assemble: species is 3. It takes text."),
    "files": (lambda: regrowth.check([3]), "check: files_or_levels[0] is 3. It takes text or a path."),
    "an arm": (lambda: regrowth.export_sbml(regrowth.assemble(), "ketamine", "x.xml"), "arm is 'ketamine'. It takes an Arm"),
    "n": (lambda: regrowth.sample(None, "healthy", "ten"), "sample: n is 'ten'. It takes a whole number."),
    "a run": (lambda: regrowth.Run.load(3), "Run.load: path is 3. It takes text or a path."),
    "bounds": (lambda: par("a", 1, "1", "x", source="assumed: x", bounds=20), "par: bounds is 20. It takes (a number or None, a number or None)."),
    "a unit": (lambda: par("a", 1, 1, "x", source="assumed: x"), "par: unit is 1. It takes text."),
    "parameters": (lambda: regrowth.mechanism(equations="x = 1", parameters=[3]), "mechanism: parameters[0] is 3. It takes a Parameter (from par(…))."),
}  # fmt: skip


@pytest.mark.parametrize("call, words", CASES.values(), ids=CASES)
def test_a_wrong_kind_is_answered_in_one_sentence(call, words):
    with pytest.raises(regrowth.RegrowthError) as caught:
        call()
    assert words in str(caught.value) and "\n" not in str(caught.value)


@checked
def anything(
    whole: int = 1, real: float = 1.0, yes: bool = True, numbers: Sequence[float] = (), names: Sequence[str] | None = None,
    where: str | Path = "", more: Mapping[str, Any] | None = None, which: Literal["a", "b"] = "a",
    pair: tuple[float, float] = (0, 1), **rest: int,
) -> bool:  # fmt: skip
    """All kinds."""
    return True


@pytest.mark.parametrize(
    "given",
    [
        {"whole": np.int64(3)}, {"real": 3}, {"real": np.float32(2)}, {"yes": np.True_}, {"numbers": range(3)},
        {"numbers": np.arange(3.0)}, {"numbers": [1, 2.5, np.int8(3)]}, {"names": "one"}, {"names": {"a", "b"}},
        {"names": (x for x in "ab")}, {"where": Path("a")}, {"more": {"a": 1}}, {"which": "b"}, {"pair": [0, 2]}, {"rest": "x"},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_of_the_kind_passes(given):
    assert anything(**given)


@pytest.mark.parametrize(
    "given",
    [
        {"whole": True}, {"whole": 3.0}, {"real": "3"}, {"yes": 1}, {"numbers": "123"}, {"numbers": np.array([None])[:0].astype("M8[s]")},
        {"numbers": [1, "2"]}, {"names": [1]}, {"where": None}, {"more": [1]}, {"which": "c"}, {"pair": (0, 1, 2)}, {"numbers": {1: 2}},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_not_is_refused(given):
    with pytest.raises(regrowth.RegrowthError, match=rf"^anything: {next(iter(given))}"):
        anything(**given)
