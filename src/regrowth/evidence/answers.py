"""Who answers in a comparison, and what: model sets, their answers, and the experiments as rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from regrowth.evidence.experiment import Experiment
from regrowth.evidence.hypotheses import Hypothesis


@dataclass(frozen=True, slots=True)
class ModelSet:
    """One column: which mechanisms are added to the default model and left out of it. Nulls change nothing."""

    name: str
    kind: str  # "default", "alone", "without", "with", "yours" or "null"
    label: str  # where there is room for two letters
    hypothesis: Hypothesis | None = None
    with_: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def simulated(self) -> bool:
        return self.kind != "null"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one set says of one experiment. `told` is a verdict, a sign, a number, or why there is no answer."""

    told: str | float | list[float]
    passed: bool
    answered: bool = True
    z: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One experiment with everybody's answer. A null that can't answer it is not in `answers`."""

    experiment: Experiment
    answers: dict[str, Answer]

    @property
    def group(self) -> str:
        kind = self.experiment.kind
        return "battery" if kind == "verdict" else "signs" if kind == "sign" else "numbers"

    def disagreement(self, sets: Iterable[str]) -> tuple[int, int]:
        """How evenly the sets are split over right and wrong, then how many different answers they give."""
        answers = [self.answers[name] for name in sets if name in self.answers]
        right = sum(a.passed for a in answers)
        said = {a.told for a in answers if isinstance(a.told, str)}
        return min(right, len(answers) - right), max(len(said) - 1, 0)
