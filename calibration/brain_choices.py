"""How the brain's answers hang on choices that nothing measured decides.

    uv run calibration/brain_choices.py

Scores the connectivity experiments under other values of what is assumed, one at a time, and writes which answers
change to `brain_choices.json`. Nothing is chosen by it: the package keeps what `parameters.py` and `regions.csv`
say for the reasons given there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from regrowth.brain import condition, measures, parameters, working_point
from regrowth.brain.condition import Condition
from regrowth.brain.regions import regions
from regrowth.evidence import check

HERE = Path(__file__).parent


@contextmanager
def instead(**values: float) -> Iterator[None]:
    """Other values of the brain's parameters, for the length of a block."""
    usual = parameters.PARAMETERS
    parameters.PARAMETERS = tuple(replace(p, value=values.get(p.name, p.value)) for p in usual)
    _forget()
    try:
        yield
    finally:
        parameters.PARAMETERS = usual
        _forget()


@contextmanager
def uniform_receptors() -> Iterator[None]:
    """As many NMDA receptors in every region."""
    usual = working_point.regions
    working_point.regions = lambda: replace(regions(), nmda=np.ones(len(regions())))
    _forget()
    try:
        yield
    finally:
        working_point.regions = usual
        _forget()


@contextmanager
def seen_as(change: Callable[[Condition], Condition]) -> Iterator[None]:
    """Conditions altered before the brain sees them."""
    usual = measures.working_point
    measures.working_point = lambda found: usual(change(found))
    _forget()
    try:
        yield
    finally:
        measures.working_point = usual
        _forget()


def _forget() -> None:
    parameters.numbers.cache_clear()
    measures.reading.cache_clear()


CHOICES = {
    "as shipped": lambda: instead(),
    "synapses change in prefrontal regions only": lambda: instead(elsewhere=0.0),
    "synapses change alike everywhere": lambda: instead(elsewhere=1.0),
    "receptors alike everywhere": uniform_receptors,
    "coupling a tenth weaker": lambda: instead(coupling=0.43),
    "coupling a twentieth stronger": lambda: instead(coupling=0.5),
    "firing does not follow the circuit level, only weights do": lambda: seen_as(lambda c: replace(c, firing=1.0)),
    "weights do not change under block, only firing does": lambda: seen_as(
        lambda c: replace(c, nmda_pyramidal=1.0, nmda_pv=1.0, nmda_sst=1.0)
    ),
}


def main() -> None:
    found: dict[str, dict[str, object]] = {}
    shipped: dict[str, object] = {}
    for name, choice in CHOICES.items():
        with choice():
            board = check("brain")
        answers = {r.experiment.id: r.predicted for r in board.results}
        answers |= {m.experiment.id: "no resting state" for m in board.failed}
        shipped = shipped or answers
        found[name] = {
            "right": sum(r.score.passed for r in board.results),
            "of": len(answers),
            "other answers": {i: f"{shipped[i]} -> {a}" for i, a in answers.items() if a != shipped[i]},
        }
        print(f"{name:60s} {found[name]['right']} of {found[name]['of']}, {len(found[name]['other answers'])} differ")  # type: ignore[arg-type]
    result = {"answers as shipped": shipped, "choices": found, "reads": condition.READS}
    (HERE / "brain_choices.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
