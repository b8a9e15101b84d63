"""How many findings of pharmacology a model without error would have right, since papers contradict each other.

Three kinds of values in people are asked often enough to tell how far papers stray (`between_papers`): what arrives by
which route, clearances and volumes, and acute effects per mg of S-ketamine. For each kind two counts, by the rule that
scores the model (inside the published interval, or within 1.25-fold where none is printed):

expected
    of a model that knew every question's own answer: a paper's answer strays from it by the SD between papers and by
    its own sampling. Questions that one paper alone has asked are taken to be as uncertain as the others.
at most
    of one answer to each question, chosen with hindsight.

All other findings (curves, signs, verdicts, animals, Perez-Ruixo's exposures) are counted as reached, so both are kind.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from regrowth.evidence.ceiling import interval, shared
from regrowth.evidence.experiment import Experiment
from regrowth.report.agreement import by_which_way, compound
from regrowth.report.between_papers import Asked, between, of_routes, route_asked, values_of

EFFECTS = ("cadss", "panss_positive", "panss_negative", "systolic_rise", "diastolic_rise", "heart_rate_rise")
_SESSION = 1.0  # h: sprays within it are one dose


@dataclass(frozen=True)
class Reach:
    """One kind of value: how many there are and how many are right, expected (with its 95 % interval) and at most."""

    kind: str
    of: int
    right: int
    expected: float
    low: float
    high: float
    most: int


def reach(experiments: Iterable[Experiment], right: Mapping[str, bool]) -> list[Reach]:
    """The kinds of values, of the findings that `right` tells of."""
    scored = [e for e in experiments if e.id in right]
    found = []
    for kind, (some, asked) in _kinds(scored).items():
        values = values_of(some, asked)
        sd = between(values)
        known = [(e, math.sqrt(v.sampling)) for e, v in zip(some, values, strict=True)]
        mid, low, high = (sum(_chance(e, math.hypot(own, s)) for e, own in known) for s in (sd.sd, sd.high, sd.low))
        questions: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for e in some:
            what, per = asked(e)
            bounds = interval(e)
            questions[what].append((bounds[0] / per, bounds[1] / per))
        most = sum(shared(bounds)[0] for bounds in questions.values())
        found.append(Reach(kind, len(some), sum(right[e.id] for e in some), mid, low, high, most))
    return found


def reach_said(kinds: Iterable[Reach], right: int, of: int) -> str:
    """What the counts come to for all findings, in words."""
    some = list(kinds)
    asked = sum(k.of for k in some)

    def whole(name: str) -> str:
        number = of - asked + sum(getattr(k, name) for k in some)
        return f"{number:.0f} ({number / of:.0%})"

    return (
        f"Of {of} findings of pharmacology the model has {right} right ({right / of:.1%}). Papers contradict each "
        f"other: a model that knew every question's own answer, and was right in all {of - asked} that are not of "
        f"these kinds, would be expected to have {whole('expected')}; {whole('low')} to {whole('high')} by how far "
        f"papers stray. One answer to each question, chosen with hindsight, would have at most {whole('most')}."
    )


def _kinds(experiments: list[Experiment]) -> dict[str, tuple[list[Experiment], Asked]]:
    """Values above zero in people, by kind, with what each of them asks."""
    from regrowth.evidence.persons import species_of

    human = [e for e in experiments if e.kind == "value" and species_of(e.people) == "human"]
    values = [e for e in human if e.points[0].number > 0]
    constants = [e for e in values if str(e.observe).endswith(("_clearance", "_volume"))]
    effects = [e for e in values if e.level == "outcomes" and _observed(e) in EFFECTS and _is_rise(e)]
    kinds: dict[str, tuple[list[Experiment], Asked]] = {
        "routes": (of_routes(experiments), route_asked),
        "clearances and volumes": (constants, _constant_asked),
        "acute effects": (effects, _effect_asked),
    }
    return {kind: both for kind, both in kinds.items() if both[0]}


def _constant_asked(e: Experiment) -> tuple[str, float]:
    """Enantiomers as one, genotypes apart; at 70 kg by allometry."""
    from regrowth.evidence.persons import parse_people

    who = {name: value for name, value, _, _ in parse_people(e.people).traits}
    power = 0.75 if str(e.observe).endswith("clearance") else 1.0
    genotype = float(who.get("cyp2b6_activity", 1.0))
    return f"{compound(str(e.observe))}, CYP2B6 {genotype:g}", (float(who.get("weight", 70.0)) / 70.0) ** power


def _effect_asked(e: Experiment) -> tuple[str, float]:
    """Per mg of S-ketamine, by route, length of the infusion and kind of reading; after many doses another question."""
    from regrowth.protocol.dose import parse_dose
    from regrowth.protocol.times import parse_time

    given, _, said = e.give[-1].partition(" on ")
    dose, times = parse_dose(given), [parse_time(time) for time in said.split(",")] if said else e.on
    doses = sum(time <= times[0] + _SESSION for time in times)
    share = 0.5 if dose.drug == "racemic ketamine" else 1.0
    how = e.measure.comparison or "mean course"
    often = ", after many" if times[-1] > times[0] + 24 else ""
    return f"{_observed(e)}, {how}, {by_which_way(dose)}{often}", dose.milligrams(70) * share * doses


def _observed(e: Experiment) -> str:
    return str(e.observe).split(".")[-1]


def _is_rise(e: Experiment) -> bool:
    """Whether it says how far ketamine moves something; placebo's readings, and when a peak comes, ask other things."""
    reduced, of_readings = e.measure.reduction, ("highest reading", "highest reading difference from control")
    drug = bool(e.give) and "ketamine" in e.give[-1]
    return drug and reduced in ("value", "peak", "mean") and e.measure.comparison in ("", *of_readings)


def _chance(e: Experiment, sd: float) -> float:
    """How likely the question's own answer lies where the paper's finding counts as met, on a logarithmic scale."""
    number = e.points[0].number
    low, high = interval(e)
    sd = max(sd, 1e-9)
    above = np.log(number / low) / sd if low > 0 else np.inf
    return float(ndtr(above) - ndtr(np.log(number / high) / sd))
