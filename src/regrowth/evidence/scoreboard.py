"""The scoreboard: every experiment's score beside the nulls', counted by level and role."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, TypedDict

import numpy as np

from regrowth.evidence.experiment import Experiment
from regrowth.evidence.nulls import NULLS
from regrowth.evidence.scoring import Score
from regrowth.language import LEVELS
from regrowth.protocol.study import ROLES

ALL_LEVELS = (*LEVELS, "network", "brain")
Number = float | list[float]


class Counts(TypedDict):
    """How many experiments are right; for each null how many it can answer, how many right, and how many the model.

    `inside` counts values by the plain rule alone, the published 95 % interval. `predictive` counts those that have a
    predictive interval and those it covers, with its median width by unit. `points_off` is the mean absolute error of
    means and differences in points of a rating scale: the model's and the nulls', on the rows that every one of them
    answers. How widely people differ is no mean: an error of it is smaller and would flatter.
    """

    of: int
    passed: int
    share: float
    nulls: dict[str, dict[str, int]]
    inside: dict[str, int]
    predictive: dict[str, float]
    points_off: dict[str, float]


@dataclass(frozen=True, slots=True)
class Result:
    """One experiment's score, beside what was observed and what the null models would have scored."""

    experiment: Experiment
    predicted: Number | str
    score: Score
    nulls: dict[str, bool] = field(default_factory=dict)
    null_numbers: dict[str, float] = field(default_factory=dict)  # what nulls predict, for values

    @property
    def observed(self) -> Number | str:
        points = self.experiment.points
        return [p.number for p in points] if self.experiment.kind == "curve" else points[0].expect

    def to_dict(self) -> dict[str, object]:
        """The experiment's entry in `--json`."""
        e, s = self.experiment, self.score
        if e.kind in ("sign", "verdict"):
            scored: dict[str, object] = {"verdict": s.answer}
        else:
            scored = {"z": _plain(s.z)}
        if s.error is not None:
            scored["error"] = _plain(s.error)
        if s.fold is not None:
            scored["fold"] = _plain(s.fold)
        return {
            "id": e.id,
            "level": e.level,
            "kind": e.kind,
            "role": e.role,
            "observe": str(e.observe),
            "unit": e.unit,
            "observed": self.observed,
            "predicted": _plain(self.predicted),
            **scored,
            "pass": s.passed,
            **_interval(s),
            "nulls": self.nulls,
            "pair": e.pair or None,
            "source": e.source,
        }


@dataclass(frozen=True, slots=True)
class Missed:
    """An experiment without a score, and why."""

    experiment: Experiment
    reason: str


@dataclass(frozen=True)
class Scoreboard:
    """All scores of one check, what could not be bound, and how long it took."""

    results: tuple[Result, ...]
    not_bindable: tuple[Missed, ...]
    failed: tuple[Missed, ...]
    seconds: dict[str, float] = field(default_factory=dict)

    def __repr__(self) -> str:
        right = sum(result.score.passed for result in self.results)
        missed = f"; {len(self.not_bindable)} not bindable, {len(self.failed)} failed"
        return f"<Scoreboard: {right} of {len(self.results)} right{missed if self.not_bindable or self.failed else ''}>"

    @staticmethod
    def order(level: str) -> int:
        """Where a level stands, from dose to symptom; levels of somebody's own come last."""
        return ALL_LEVELS.index(level) if level in ALL_LEVELS else len(ALL_LEVELS)

    def summary(self) -> dict[str, dict[str, Counts]]:
        """Counts by level and role (and over all levels), the nulls' beside it. A pair counts once, see `_right`."""
        found: dict[str, dict[str, Counts]] = {}
        for name in (*ALL_LEVELS, "all levels"):
            at_level = [r for r in self.results if name in (r.experiment.level, "all levels")]
            if at_level:
                roles = {role: [r for r in at_level if r.experiment.role == role] for role in ROLES}
                found[name] = {role: _counted(group) for role, group in (*roles.items(), ("both", at_level)) if group}
        return found

    def to_dict(self) -> dict[str, object]:
        """What `regrowth check --json` writes, as plain numbers, words, lists and dictionaries."""
        return {
            "experiments": [r.to_dict() for r in self.results],
            "not_bindable": [
                {"id": m.experiment.id, "level": m.experiment.level, "reason": m.reason} for m in self.not_bindable
            ],
            "failed": [{"id": m.experiment.id, "level": m.experiment.level, "reason": m.reason} for m in self.failed],
            "summary": {
                "levels": self.summary(),
                "scored": len(self.results),
                "not_bindable": len(self.not_bindable),
                "failed": len(self.failed),
                "seconds": {name: round(s, 3) for name, s in self.seconds.items()},
            },
        }

    def to_json(self) -> str:
        """`to_dict` as text."""
        return json.dumps(self.to_dict(), indent=1, ensure_ascii=False, allow_nan=False)


def _counted(group: list[Result]) -> Counts:
    units: dict[str, list[Result]] = {}
    for r in group:
        units.setdefault(r.experiment.pair or r.experiment.id, []).append(r)
    passed = sum(_right(unit) for unit in units.values())
    nulls: dict[str, dict[str, int]] = {}
    for null in NULLS:
        answered = [u for u in units.values() if any(null in r.nulls for r in u)]
        if answered:
            nulls[null] = {
                "of": len(answered),
                "passed": sum(any(r.nulls.get(null, False) for r in u) for u in answered),
                "model": sum(_right(u) for u in answered),
            }
    return {
        "of": len(units),
        "passed": passed,
        "share": round(passed / len(units), 4),
        "nulls": nulls,
        "inside": _inside(group),
        "predictive": _predictive(group),
        "points_off": _points_off(group),
    }


def _inside(group: list[Result]) -> dict[str, int]:
    judged = [r for r in group if r.score.inside is not None]
    return {"of": len(judged), "passed": sum(bool(r.score.inside) for r in judged)} if judged else {}


def _predictive(group: list[Result]) -> dict[str, float]:
    made = [r for r in group if r.score.low is not None and r.score.high is not None]
    if not made:
        return {}
    widths: dict[str, list[float]] = {}
    for r in made:
        widths.setdefault(r.experiment.unit, []).append(float(r.score.high or 0.0) - float(r.score.low or 0.0))
    medians = {f"width, {unit}": round(float(np.median(found)), 3) for unit, found in widths.items() if len(found) > 2}
    return {"of": len(made), "covered": sum(bool(r.score.covered) for r in made), **medians}


def _points_off(group: list[Result]) -> dict[str, float]:
    means = [r for r in group if r.experiment.kind == "value" and not r.experiment.measure.of_courses]
    rated = [r for r in means if r.experiment.unit == "point" and r.null_numbers]
    names = sorted({null for r in rated for null in r.null_numbers}, key=NULLS.index)
    rated = [r for r in rated if len(r.null_numbers) == len(names)]
    if not rated:
        return {}

    published = np.array([r.experiment.points[0].number for r in rated])

    def off(numbers: list[Any]) -> float:
        return round(float(np.mean(np.abs(np.array(numbers, float) - published))), 3)

    found = {null: off([r.null_numbers[null] for r in rated]) for null in names}
    return {"of": len(rated), "model": off([r.predicted for r in rated]), **found}


def _interval(score: Score) -> dict[str, object]:
    """The plain rule and the predictive interval, for `--json`."""
    if score.inside is None:
        return {}
    plain: dict[str, object] = {"inside_published": score.inside}
    if score.low is not None:
        plain["predictive"] = {"low": _plain(score.low), "high": _plain(score.high), "covers": score.covered}
    return plain


def _right(unit: list[Result]) -> bool:
    """Whether a pair is right: of papers that contradict each other one side, of one finding at two levels both."""
    right = [r.score.passed for r in unit]
    return any(right) if len({str(r.observed) for r in unit}) > 1 else all(right)


def _plain(value: object) -> object:
    if isinstance(value, float):
        return float(f"{value:.6g}") if np.isfinite(value) else None
    return [_plain(v) for v in value] if isinstance(value, list) else value
