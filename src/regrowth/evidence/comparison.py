"""A comparison: model sets side by side on the same experiments, who was right, and what tells them apart."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from regrowth.errors import RegrowthError, nearest
from regrowth.evidence.answers import ModelSet, Row
from regrowth.evidence.experiment import Experiment
from regrowth.evidence.hypotheses import Hypothesis
from regrowth.evidence.separating import Separation, separate

GROUPS = ("battery", "signs", "numbers")


@dataclass(frozen=True)
class Comparison:
    """Model sets side by side: rows in which they disagree first."""

    sets: tuple[ModelSet, ...]
    rows: tuple[Row, ...]
    not_bindable: tuple[tuple[Experiment, str], ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Comparison of {', '.join(one.name for one in self.sets)}: {len(self.rows)} experiments>"

    def set(self, name: str) -> ModelSet:
        """The set of a name."""
        for one in self.sets:
            if one.name == name:
                return one
        raise RegrowthError(f"No set {name!r}. {nearest(name, [s.name for s in self.sets])}".strip())

    @property
    def hypotheses(self) -> tuple[Hypothesis, ...]:
        return tuple(s.hypothesis for s in self.sets if s.kind == "alone" and s.hypothesis)

    @cached_property
    def simulated(self) -> tuple[str, ...]:
        return tuple(s.name for s in self.sets if s.simulated)

    @cached_property
    def pairs(self) -> dict[str, tuple[Row, ...]]:
        """Experiments of two laboratories that contradict each other, by the name of the pair."""
        found: dict[str, tuple[Row, ...]] = {}
        for row in self.rows:
            if row.experiment.pair:
                found[row.experiment.pair] = (*found.get(row.experiment.pair, ()), row)
        return {name: rows for name, rows in found.items() if len(rows) > 1}

    def disagree(self, row: Row) -> bool:
        """Whether some simulated sets are right about a row and others wrong, or about the one that contradicts it."""
        unit = self.pairs.get(row.experiment.pair, (row,))
        return any(one.disagreement(self.simulated)[0] > 0 for one in unit)

    def totals(self) -> dict[str, dict[str, dict[str, int]]]:
        """Right answers by set, group of experiments and role; a contradictory pair counts once."""
        found: dict[str, dict[str, dict[str, int]]] = {}
        for one in self.sets:
            for group in GROUPS:
                for role in ("fit", "check", "both"):
                    some = [r for r in self.rows if r.group == group and role in (r.experiment.role, "both")]
                    if counted := _counted(some, one.name):
                        found.setdefault(one.name, {})[f"{group} {role}"] = counted
        return found

    @cached_property
    def separations(self) -> tuple[Separation, ...]:
        """For each pair of hypotheses the experiments that tell them apart, best first."""
        return tuple(separate(self.rows, a, b) for a, b in combinations(self.hypotheses, 2))

    def to_dict(self) -> dict[str, object]:
        """What `regrowth compare --json` writes."""
        return {
            "sets": [
                {
                    "name": s.name,
                    "kind": s.kind,
                    "hypothesis": s.hypothesis.name if s.hypothesis else None,
                    "with": list(s.with_),
                    "without": list(s.without),
                    "right": self.totals().get(s.name, {}),
                }
                for s in self.sets
            ],
            "experiments": [
                {
                    "id": r.experiment.id,
                    "level": r.experiment.level,
                    "kind": r.experiment.kind,
                    "role": r.experiment.role,
                    "observed": _observed(r.experiment),
                    "unit": r.experiment.unit,
                    "pair": r.experiment.pair or None,
                    "source": r.experiment.source,
                    "disagree": self.disagree(r),
                    "answers": {name: {"predicted": a.told, "pass": a.passed} for name, a in r.answers.items()},
                }
                for r in self.rows
            ],
            "pairs": {name: [r.experiment.id for r in rows] for name, rows in self.pairs.items()},
            "separations": [s.to_dict() for s in self.separations],
            "not_bindable": [{"id": e.id, "reason": reason} for e, reason in self.not_bindable],
            "seconds": {name: round(s, 3) for name, s in self.seconds.items()},
        }

    def to_json(self) -> str:
        """`to_dict` as text."""
        return json.dumps(self.to_dict(), indent=1, ensure_ascii=False, allow_nan=False)


def _counted(rows: Sequence[Row], name: str) -> dict[str, int]:
    units: dict[str, list[bool]] = {}
    for row in rows:
        if name in row.answers:
            units.setdefault(row.experiment.pair or row.experiment.id, []).append(row.answers[name].passed)
    return {"of": len(units), "passed": sum(any(unit) for unit in units.values())} if units else {}


def _observed(e: Experiment) -> str | float | list[float]:
    return [p.number for p in e.points] if e.kind == "curve" else e.points[0].expect
