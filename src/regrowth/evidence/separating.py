"""What tells two rival hypotheses apart: experiments that one gets right and the other wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regrowth.evidence.hypotheses import Hypothesis

if TYPE_CHECKING:
    from regrowth.evidence.answers import Answer, Row

_SCALE = {
    "reversed": -1, "blocked": 0, "reduced": 1, "kept": 2, "enhanced": 3, "no_effect": 0, "partial": 1, "mimicked": 2,
    "down": -1, "no change": 0, "up": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Separation:
    """Two hypotheses and the experiments that separate them, best first.

    `contrast` says how they were compared: each "alone", or, where both alone answer alike, each one's part in the
    "default" model (without it, or with it where the default has it not).
    """

    a: Hypothesis
    b: Hypothesis
    contrast: str
    rows: tuple[Row, ...]

    @property
    def names(self) -> tuple[str, str]:
        """The two sets that were compared."""
        return _set(self.a, self.contrast), _set(self.b, self.contrast)

    def answers(self, row: Row) -> tuple[Answer, Answer]:
        first, second = self.names
        return row.answers[first], row.answers[second]

    def to_dict(self) -> dict[str, object]:
        return {
            "hypotheses": [self.a.name, self.b.name],
            "compared": list(self.names),
            "experiments": [
                {
                    "id": row.experiment.id,
                    "observed": row.experiment.points[0].expect,
                    "predicted": [answer.told for answer in self.answers(row)],
                    "right": [answer.passed for answer in self.answers(row)],
                    "contradicted": bool(row.experiment.pair),
                }
                for row in self.rows
            ],
        }


def separate(rows: Iterable[Row], a: Hypothesis, b: Hypothesis) -> Separation:
    """The experiments that separate two hypotheses, of all rows."""
    rows = tuple(rows)
    for contrast in ("alone", "default"):
        names = _set(a, contrast), _set(b, contrast)
        able = [row for row in rows if all(name in row.answers for name in names)]
        apart = [row for row in able if row.answers[names[0]].passed != row.answers[names[1]].passed]
        if apart:
            apart.sort(key=lambda row: _rank(row, names))
            return Separation(a, b, contrast, tuple(apart))
    return Separation(a, b, "alone", ())


def _set(h: Hypothesis, contrast: str) -> str:
    if contrast == "alone":
        return f"{h.name} alone"
    return f"without {h.name}" if h.in_default else f"with {h.name}"


def _rank(row: Row, names: tuple[str, str]) -> tuple[bool, bool, bool, float]:
    """Best first: both say something, nobody contradicts the finding, it is a verdict, the answers lie far apart."""
    one, other = (row.answers[name] for name in names)
    mute = any(a.told == "silent" or not a.answered for a in (one, other))
    return mute, bool(row.experiment.pair), row.experiment.kind != "verdict", -_distance(one.told, other.told)


def _distance(one: object, other: object) -> float:
    if isinstance(one, str) and isinstance(other, str):
        return abs(_SCALE.get(one, 0) - _SCALE.get(other, 0))
    return 0.0
