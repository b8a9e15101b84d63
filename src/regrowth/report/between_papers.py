"""How far papers that measured the same thing lie from each other, and what that leaves for any model.

A question is a measure of a compound by a route (`agreement.question`), areas over the same hours, levels and areas
per mg of dose. On a logarithmic scale a paper's answer is the question's own, plus what this paper does otherwise than
the next (people, assay, sampling), plus the sampling error of so many people. The SD of the middle part, one for all
questions, is that of Paule & Mandel (1982, J. Res. Natl. Bur. Stand. 87:377): weighted with it, answers scatter around
their questions' means as much as they have degrees of freedom. Its 95 % interval is where that scatter is a likely
chi-square (Viechtbauer 2007, doi:10.1002/sim.2514). Several doses or enantiomers of one paper are one answer, their
mean.

From it follows how many of all values of routes a model would have within a factor that knew every question's own
answer and had no error besides. Questions that one paper alone has asked are taken to be as uncertain as the others.
Where a paper prints how many people but not how they spread, the median spread of the other values stands in; where it
prints neither, no sampling error is taken off.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from scipy.optimize import root_scalar
from scipy.special import chdtri, ndtr

from regrowth.evidence.experiment import Experiment
from regrowth.evidence.heterogeneity import cochran_q
from regrowth.report.agreement import LIMITS, is_route, question

Asked = Callable[[Experiment], tuple[str, float]]

_WIDE = 10.0  # no two papers differ by a factor of exp(10)


@dataclass(frozen=True)
class Value:
    """One published number: its question and paper, its logarithm, and the variance of that from sampling people."""

    question: str
    paper: str
    log: float
    sampling: float


@dataclass(frozen=True)
class Between:
    """The SD of logarithms between papers with its 95 % interval, and how many answers and questions it rests on."""

    sd: float
    low: float
    high: float
    answers: int
    questions: int


def of_routes(experiments: Iterable[Experiment]) -> list[Experiment]:
    """The values of routes in people (`agreement.is_route`)."""
    from regrowth.evidence.persons import species_of

    return [
        e
        for e in experiments
        if e.kind == "value" and e.level == "pharmacokinetics" and species_of(e.people) == "human" and is_route(_row(e))
    ]


def route_asked(e: Experiment) -> tuple[str, float]:
    """What a value of a route asks, in words, and the mg of dose that its number is to be divided by."""
    what, per = question(_row(e))
    point = e.points[0]
    return what + (f", {point.start:g} to {point.stop:g} h" if str(e.measure) == "auc" else ""), per


def route_values(experiments: Iterable[Experiment]) -> list[Value]:
    """The values of routes in people as numbers that can be compared."""
    return values_of(of_routes(experiments), route_asked)


def values_of(experiments: Sequence[Experiment], asked: Asked) -> list[Value]:
    """Experiments as numbers that can be compared, in their order, by what each of them asks."""
    spreads = {e.id: _spread(e) for e in experiments}
    known = [spread for spread in spreads.values() if spread]
    usual = float(np.median(known)) if known else 0.0
    found = []
    for e in experiments:
        what, per = asked(e)
        point = e.points[0]
        sampling = (spreads[e.id] or usual) ** 2 / point.n if point.n else 0.0
        found.append(Value(what, e.source, float(np.log(point.number / per)), sampling))
    return found


def between(values: Sequence[Value]) -> Between:
    """How far papers of one question stray from each other, beyond sampling."""
    asked = [some for some in by_question(values) if len(some) > 1]
    free = sum(len(some) - 1 for some in asked)
    if not free:
        return Between(0.0, 0.0, _WIDE, 0, 0)
    groups = [(np.array([v.log for v in some]), np.array([v.sampling for v in some])) for some in asked]

    def scatter(variance: float) -> float:
        return sum(cochran_q(logs, sampling + variance) for logs, sampling in groups)

    def variance_at(wanted: float) -> float:
        least = 1e-9
        if scatter(least) <= wanted:
            return 0.0
        return float(root_scalar(lambda v: scatter(v) - wanted, bracket=(least, _WIDE**2)).root)

    sd, low, high = (variance_at(q) ** 0.5 for q in (free, chdtri(free, 0.025), chdtri(free, 0.975)))
    return Between(sd, low, high, sum(map(len, asked)), len(asked))


def by_question(values: Sequence[Value]) -> list[list[Value]]:
    """One value a paper, by question."""
    found: dict[str, list[Value]] = defaultdict(list)
    ordered = sorted(values, key=lambda v: (v.question, v.paper))
    for (what, paper), own in groupby(ordered, key=lambda v: (v.question, v.paper)):
        some = list(own)
        logs, sampling = ([getattr(v, name) for v in some] for name in ("log", "sampling"))
        found[what].append(Value(what, paper, float(np.mean(logs)), float(np.mean(sampling)) / len(some)))
    return list(found.values())


def within_reach(values: Sequence[Value], sd: float) -> dict[str, float]:
    """How many values a model that knows every question's own answer is expected to have within each limit."""
    spread = np.sqrt(np.array([v.sampling for v in values]) + sd**2)
    return {f"{limit:g}": float(np.sum(2 * ndtr(np.log(limit) / np.maximum(spread, 1e-9)) - 1)) for limit in LIMITS}


def ceiling_said(experiments: Iterable[Experiment], reached: Mapping[str, int], unfitted: Mapping[str, int]) -> str:
    """The ceiling beside what the model reaches (`agreement.within`), of all and of what was never fitted, in words."""
    values = route_values(experiments)
    found = between(values)
    near, far = (f"{limit:g}" for limit in LIMITS)

    def share(limit: str, sd: float) -> float:
        return within_reach(values, sd)[limit] / len(values)

    def shares(limit: str) -> str:
        mid, low, high = (share(limit, sd) for sd in (found.sd, found.high, found.low))
        return f"{mid:.0%} ({low:.0%} to {high:.0%}) within {limit}-fold"

    without = [share(near, between([v for v in values if v.paper != paper]).sd) for paper in {v.paper for v in values}]

    def counted(counts: Mapping[str, int]) -> str:
        numbers = (f"{counts[limit]} ({counts[limit] / max(counts['of'], 1):.0%})" for limit in (near, far))
        return f"{' and '.join(numbers)} of {counts['of']}"

    return (
        f"{found.answers} answers of papers to {found.questions} questions of routes that two or more have asked "
        f"differ by an SD of {found.sd:.2f} of the logarithm beyond sampling ({found.low:.2f} to {found.high:.2f}). "
        f"A model that knew every question's own answer would so be expected to have {shares(near)} and {shares(far)} "
        f"of {len(values)} values; this one has {counted(reached)}, of those never fitted {counted(unfitted)}. "
        f"Without any one paper the first of these shares is {min(without):.0%} to {max(without):.0%}."
    )


def _row(e: Experiment) -> dict[str, Any]:
    """What `agreement` asks of a row of the scoreboard."""
    return {"id": e.id, "measure": str(e.measure), "observe": str(e.observe), "give": "; ".join(e.give)}


def _spread(e: Experiment) -> float | None:
    """The SD between people of the logarithm, where a standard deviation or a standard error is printed."""
    point = e.points[0]
    if point.high is None or not point.n:
        return None
    match e.spread:
        case "sd":
            people = 1.0
        case "sem" | "ci95":
            people = point.n**0.5 / (1.96 if e.spread == "ci95" else 1.0)
        case _:
            return None
    return people * (point.high - point.number) / point.number
