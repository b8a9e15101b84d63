"""Fit the outcome and belief parameters to the depression trials whose role is `fit`.

    uv run python calibration/outcomes.py [--people N] [--threads N]     about ten minutes
    uv run python calibration/apply.py calibration/outcomes.json

Everything upstream (pharmacokinetics to synapses) is held; what is set here are sizes and times of placebo, belief, fast,
slow and SSRI relief, and how widely people differ in them. Every arm is simulated on the same virtual people. Trials of one
treatment differ by more than their standard errors, so a between-trial standard deviation is added to each: 2 points of
MADRS, 8 % of people for rates. Findings that are not one number of one arm (how widely people differ, when
responders relapse, when the contrast is lost) are listed below with their sources.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from fitting import Free, Residual, fit, save

from regrowth.engine import Events, Model, assemble, simulator
from regrowth.evidence import Experiment, shipped
from regrowth.evidence.binding import Arm, Names, arms
from regrowth.evidence.measuring import Course, measure, moments
from regrowth.evidence.persons import parse_people
from regrowth.evidence.scoring import standard_error
from regrowth.people import sample

SEED = 11
BETWEEN_TRIALS = {"point": 2.0, "%": 8.0}
RATING_ERROR = 2.65  # points; intraclass correlation 0.93 at an SD of 10 (williams2008)
VISITS = tuple(264.0 + 24.0 * np.arange(1, 92, 3.5))  # twice weekly after the last of six infusions

# spreads that are fitted: parameter -> (kind, mechanism parameter whose spread it is)
SPREADS = {
    "care_spread": ("normal", "outcomes/placebo.own_course"),
    "hope_spread": ("normal", "outcomes/placebo.hope_gain"),
    "fast_spread": ("lognormal", "outcomes/fast_relief.fast_gain"),
    "synaptic_spread": ("lognormal", "outcomes/synaptic_relief.synaptic_gain"),
}

PLACEBO = ("daly2018-madrs-2h-placebo", "daly2018-madrs-24h-placebo", "daly2018-madrs-ep-placebo")
SALINE = ("singh2016-madrs-d15-pbo-2x", "singh2016-madrs-d15-pbo-3x", "singh2016esk-madrs-d1-placebo")
WEEKS = ("jones2022-d28-women-placebo", "jones2022-d28-men-placebo", "posternak2005-share-2wk-placebo")
EARLY = (
    "daly2018-madrs-2h-esk84",
    "daly2018-madrs-24h-esk84",
    "murrough2013b-madrs-2h",
    "murrough2013-madrs-24h-ketamine",
)
LATE = ("kishimoto2016-g-d1", "price2022ipd-beta-24h", "price2022ipd-beta-7d", "singh2016-madrs-d15-ket-2x")
MASK = ("wilkinson2019-resp-sal", "wilkinson2019-resp-mid", "murrough2013-madrs-24h-midazolam")
SSRI = ("stone2022-diff", "taylor2006-share-wk1")
CONSOLIDATED = ("murrough2013b-ttr", "daly2018-resp-fu8-total")
PEOPLE = ("jones2022-d28-women-placebo", "jones2022-d28-women-esk", "su2017-response-ketamine-0p5")

FREE = [
    Free("outcomes/placebo.hope_gain", 0.7, 0.05, 3, PLACEBO, pull=1),
    Free("outcomes/placebo.hope_wear", 36, 6, 240, PLACEBO, pull=0.3),
    Free("outcomes/placebo.care_gain", 0.9, 0.02, 3, WEEKS, pull=1),
    Free("outcomes/placebo.resistance_on_care", 0.6, 0.05, 1, (*SALINE, *WEEKS), pull=0.5),
    Free("context/trial_belief.doubt_weight", 0.5, 0.05, 1, (*SALINE, *MASK), pull=1),
    Free("context/trial_belief.sedation_sign", 0.5, 0.05, 1, MASK, pull=1),
    Free("outcomes/fast_relief.fast_gain", 0.4, 0.02, 3, EARLY, pull=1.5),
    Free("outcomes/fast_relief.fast_half", 0.3, 0.01, 3, EARLY, pull=0.7),
    Free("outcomes/fast_relief.fast_fade", 20, 4, 72, (*EARLY, *LATE), pull=0.4),
    Free("outcomes/synaptic_relief.synaptic_gain", 5, 0.3, 60, LATE, pull=0.5),
    Free("outcomes/consolidation.consolidation_gain", 0.5, 0.05, 0.9, CONSOLIDATED, pull=0.5),
    Free("outcomes/ssri_relief.ssri_gain", 0.17, 0.01, 1, SSRI, pull=1),
    Free("outcomes/ssri_relief.ssri_time", 20.3, 3, 120, SSRI, pull=0.5),
    Free("outcomes/consolidation.practice_consolidates", 0.15, 0.005, 2, ("price2022-beta-30d",), pull=0.7),
    Free("care_spread", 0.7, 0.02, 2, PEOPLE, pull=0.7),
    Free("hope_spread", 0.5, 0.02, 2, PEOPLE, pull=0.7),
    Free("fast_spread", 60, 10, 200, PEOPLE, pull=0.7),
    Free("synaptic_spread", 60, 10, 200, (*CONSOLIDATED, *PEOPLE), pull=0.7),
]


@dataclass(frozen=True)
class Extra:
    """A finding that is not one number of one arm: what was done, what was observed, and its standard error."""

    id: str
    observed: float
    error: float
    arms: tuple[Experiment, ...]
    kind: str  # "sd of change", "contrast", "relapse quartile 25", "relapse quartile 50", "relapse quartile 75"
    at: tuple[float, ...]


def extras(known: dict[str, Experiment]) -> list[Extra]:
    """Spread between people (jones2022, singh2016, aspire2), loss of the contrast (kishimoto2016), relapse (murrough2013b)."""
    found = []
    for name, sd, n in (
        ("jones2022-d28-women-placebo", 14.67, 138),
        ("jones2022-d28-women-esk", 13.19, 215),
        ("singh2016-madrs-d15-ket-2x", 12.0, 17),
        ("singh2016-madrs-d15-pbo-2x", 10.2, 16),
        ("aspire2-madrs-24h-esk", 11.56, 114),
        ("aspire2-madrs-24h-placebo", 10.43, 113),
    ):
        if name in known:
            e = known[name]
            found.append(
                Extra(
                    name + "-sd", sd, np.hypot(sd / np.sqrt(2 * n - 2), 1.0), (e,), "sd of change", (e.points[0].start,)
                )
            )
    if "kishimoto2016-g-d1" in known:
        found.append(Extra("kishimoto2016-offset", -1.5, 1.5, (known["kishimoto2016-g-d1"],), "contrast", (264.0,)))
    if "murrough2013b-response-end" in known:
        course = replace(
            known["murrough2013b-response-end"],
            id="murrough2013b-ttr",
            context=("in_trial = 1 from 0 h until 12 d", "open_label = 1 from 0 h on"),
        )
        for quartile, days in ((25, 11.0), (50, 18.0), (75, 27.0)):
            kind = f"relapse quartile {quartile}"
            found.append(Extra("murrough2013b-ttr", days, 0.15 * days, (course,), kind, VISITS))
    return found


class Trials:
    """All fitted arms on the same virtual people, ready to be simulated again and again."""

    def __init__(self, model: Model, experiments: Iterable[Experiment], people: int, threads: int | None):
        self.model, self.threads = model, threads
        self.experiments = [e for e in experiments if e.kind == "value"]
        known = {e.id: e for e in self.experiments}
        self.extras = extras(known)
        names = Names.of(model)
        self.bound = {e.id: arms(e, names) for e in (*self.experiments, *(e for x in self.extras for e in x.arms))}
        asked: dict[Arm, set[float]] = {}
        for e in self.experiments:
            for arm in self.bound[e.id].values():
                asked.setdefault(arm, set()).update(moments(e, arm.edges))
        for extra in self.extras:
            for e in extra.arms:
                for arm in self.bound[e.id].values():
                    asked.setdefault(arm, set()).update(extra.at)
        self.people = people
        self.arms = {arm: np.array(sorted({min(0.0, *arm.edges, 0.0) - 0.01, *at})) for arm, at in asked.items()}
        self.groups = {arm: replace(parse_people(arm.people), n=people) for arm in self.arms}
        self.times = [at for at in self.arms.values() for _ in range(people)]
        self.observe = sorted({name for e in self.experiments for name in e.observe.names})
        self.units = {name: model.observable(name).unit for name in self.observe}

    def simulate(self, values: dict[str, float]) -> dict[Arm, Course]:
        """The courses of all arms for one set of parameter values."""
        drawn = {}
        for group in set(self.groups.values()):
            overrides = {name: float(value) for name, value, _ in group.traits}
            drawn[group] = sample(_changed(self.model, values), group.preset, group.n, SEED, overrides)
        numbers = {
            name: np.concatenate([_of(drawn[self.groups[arm]], name) for arm in self.arms])
            for name in {k for p in drawn.values() for k in (*p.covariates, *p.parameters)}
        }
        fixed = {k: v for k, v in values.items() if "/" in k and k not in numbers}
        events = Events.join(
            [Events.for_arm(self.model, arm.rows, drawn[self.groups[arm]].covariates["weight"]) for arm in self.arms]
        )
        solution = simulator(self.model).solve(
            parameters=numbers | fixed,
            schedule=events,
            times=self.times,
            observe=self.observe,
            rtol=1e-4,
            threads=self.threads,
        )
        courses, first = {}, 0
        for arm, at in self.arms.items():
            rows = range(first, first + self.people)
            first += self.people
            values_of = {name: np.stack([solution.values[name][i][: len(at)] for i in rows]) for name in self.observe}
            courses[arm] = Course(at, values_of, self.units)
        return courses

    def residuals(self, values: dict[str, float]) -> list[Residual]:
        """Predicted against published, in standard errors that include the spread between trials."""
        courses = self.simulate(values)
        found = []
        for e in self.experiments:
            own = {name: courses[arm] for name, arm in self.bound[e.id].items()}
            for point in e.points:
                predicted = measure(e, point, own["drug"], own["control"])
                error = standard_error(e, point, predicted >= point.expect) if e.spread else 0.1 * abs(point.expect)
                small = BETWEEN_TRIALS[e.unit] if e.id not in SSRI else 0.0
                found.append(
                    Residual(
                        e.id,
                        point.expect,
                        predicted,
                        (predicted - point.expect) / np.hypot(error, small),
                        f"{point.start:g} h",
                    )
                )
        for extra in self.extras:
            predicted = self._extra(extra, courses)
            at = extra.kind
            found.append(Residual(extra.id, extra.observed, predicted, (predicted - extra.observed) / extra.error, at))
        return found

    def _extra(self, extra: Extra, courses: dict[Arm, Course]) -> float:
        own = {name: courses[arm] for name, arm in self.bound[extra.arms[0].id].items()}
        course = own["drug"]
        if extra.kind == "contrast":
            return float(np.mean(_madrs(course, extra.at[0]) - _madrs(own["control"], extra.at[0])))
        if extra.kind == "sd of change":
            change = _madrs(course, extra.at[0]) - course.values["outcomes.madrs"][:, 0]
            return float(np.hypot(change.std(ddof=1), np.sqrt(2) * RATING_ERROR))
        return relapse_days(course, extra.at, float(extra.kind.split()[-1]))


def relapse_days(course: Course, at: tuple[float, ...], quartile: float) -> float:
    """Days after the last infusion by which this share of responders was below response at two visits in a row."""
    chances = np.stack([_at(course, "outcomes.response", t) for t in at], axis=1)
    found = (1 - chances[:, :-1]) * (1 - chances[:, 1:])  # at two visits in a row
    kept = chances[:, 0] @ np.cumprod(np.column_stack([np.ones(len(chances)), 1 - found]), axis=1)
    kept = kept / kept[0]
    days = (np.array(at) - 264.0) / 24
    return float(np.interp(1 - quartile / 100, kept[::-1], days[::-1]))


def _at(course: Course, name: str, hours: float) -> np.ndarray:
    return course.values[name][:, int(np.argmin(np.abs(course.times - hours)))]


def _madrs(course: Course, hours: float) -> np.ndarray:
    return _at(course, "outcomes.madrs", hours)


def _of(people, name: str) -> np.ndarray:
    return people.covariates[name] if name in people.covariates else people.parameters[name]


@dataclass(frozen=True)
class _Described:
    """What `sample` needs of a model, with other values and spreads."""

    parameters: tuple
    covariates: tuple


def _changed(model: Model, values: dict[str, float]) -> _Described:
    spreads = {
        name: f"{kind} {values[key]:.10g}{'%' if kind == 'lognormal' else ''}"
        for key, (kind, name) in SPREADS.items()
        if key in values
    }
    changed = tuple(
        replace(p, value=values.get(p.name, p.value), spread=spreads.get(p.name, p.spread))
        if p.name in values or p.name in spreads
        else p
        for p in model.parameters
    )
    return _Described(changed, tuple(model.covariates))


@cache
def experiments() -> tuple[Experiment, ...]:
    """The experiments that may be fitted to: scores and rates of depression trials."""
    seen = ("outcomes.madrs", "outcomes.hamd", "outcomes.response", "outcomes.remission_10", "outcomes.remission_12")
    trials = [e for e in shipped() if e.role == "fit" and e.file == "depression.csv" and str(e.observe) in seen]
    return tuple(e for e in trials if e.unit in BETWEEN_TRIALS and "sd of" not in e.measure.comparison)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=40)
    parser.add_argument("--threads", type=int, default=None)
    options = parser.parse_args()
    trials = Trials(assemble(species="human"), experiments(), options.people, options.threads)
    result = fit(FREE, trials.residuals, seed=SEED)
    result["spreads"] = [entry for entry in result["parameters"] if entry["name"] in SPREADS]
    result["parameters"] = [entry for entry in result["parameters"] if entry["name"] not in SPREADS]
    by_name = {entry["name"]: entry for entry in result["parameters"]}
    for entry in result["spreads"]:
        kind, name = SPREADS[entry["name"]]
        if name not in by_name:  # only its spread is fitted
            value = next(p.value for p in trials.model.parameters if p.name == name)
            by_name[name] = {"name": name, "value": value, "at_bound": False, "experiments": entry["experiments"]}
            by_name[name]["note"] = "zero on average by definition; only the spread is fitted"
            result["parameters"].append(by_name[name])
        by_name[name]["spread"] = f"{kind} {entry['value']:.3g}" + "%" * (kind == "lognormal")
    result["people"] = options.people
    print(save("outcomes", result))


if __name__ == "__main__":
    main()
