"""Fit the outcome and belief parameters to the depression trials whose role is `fit`.

    uv run python calibration/outcomes.py [--people N] [--threads N] [--on]     twenty minutes of one core
    uv run python calibration/outcomes.py --on --hold NAME=VALUE                the others around it, pulls as stated; saves nothing
    uv run python calibration/apply.py calibration/outcomes.json

Everything upstream (pharmacokinetics to synapses) is held; what is set here are sizes and times of placebo, belief, own
course, fast, slow and SSRI relief, and how widely people differ in them. Every arm is simulated on the same virtual
people. Trials of one treatment differ by more than their standard errors, so a standard deviation between trials is added
to each: 1 point of MADRS, 4 % of people for rates. Some trials contradict each other outright, so their errors have the
tails of a Student t with 4 degrees of freedom (Lange 1989, doi:10.1080/01621459.1989.10478852): what no value can meet
pulls little, be it a mean, a rate or an SD between people. Times of relapse and ratios have normal errors: they are held to
8 % on a logarithmic scale and what so many people could show. A contrast that is lost (day 11 after one infusion, day 30 without
practice) is held to zero within the error of a trial of that size; one that is still seen at day 30 (with practice) to
no less than the trial could see.
Each value is pulled towards its start; how hard, one factor for all pulls, is chosen by leaving out one paper at a time
(`fitting.fit_pulled`). With `--on` the search begins where the last fit ended; the pulls stay with the starts.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from designs import design_of, trial_of
from fitting import Free, Residual, fit, fit_pulled, last_fit, save

from regrowth.engine import Events, Model, assemble, simulator
from regrowth.evidence import Experiment, shipped
from regrowth.evidence.binding import Arm, Names, arms
from regrowth.evidence.experiment import Point
from regrowth.evidence.measuring import Course, level, measure, moments
from regrowth.evidence.persons import Group, overrides, parse_people
from regrowth.evidence.scoring import INSIDE, standard_error
from regrowth.people import sample

SEED = 1
BETWEEN_TRIALS = {"point": 1.0, "%": 4.0}
LOG_ERROR, TAILS = 0.08, 4
SD_OF_CHANGE = 12.0  # points, between people: what tells from n how small a contrast a trial could have seen

OWN = tuple(f"outcomes/own_course.{swing}_{what}" for swing in ("slow", "middle", "quick") for what in ("stands", "turns"))
# spreads that are fitted: name -> (kind, mechanism parameters whose spread it is)
SPREADS = {
    "course_spread": ("normal", OWN),
    "hope_spread": ("normal", ("outcomes/placebo.hope_gain",)),
    "care_spread": ("normal", ("outcomes/placebo.care_gain",)),
    "fast_spread": ("lognormal", ("outcomes/fast_relief.fast_gain",)),
    "synaptic_spread": ("lognormal", ("outcomes/synaptic_relief.synaptic_gain",)),
}

PLACEBO = ("daly2018-madrs-2h-placebo", "daly2018-madrs-24h-placebo", "daly2018-madrs-ep-placebo")
ADMITTED = ("aspire2-madrs-24h-placebo", "aspire1-rev-madrs24h-pbo", "canuso2018-rev-madrs24h-pbo")
SALINE = ("singh2016-madrs-d15-pbo-2x", "singh2016-madrs-d15-pbo-3x", "singh2016esk-madrs-d1-placebo")
WEEKS = (
    "jones2022-d28-women-placebo",
    "jones2022-d28-men-placebo",
    "stone2022-placebo",
    "posternak2005-share-2wk-placebo",
)
EARLY = (
    "daly2018-madrs-2h-esk84",
    "daly2018-madrs-24h-esk84",
    "murrough2013b-madrs-2h",
    "murrough2013-madrs-24h-ketamine",
)
LATE = ("kishimoto2016-g-d1", "price2022ipd-beta-24h", "price2022ipd-beta-7d", "singh2016-madrs-d15-ket-2x")
MASK = ("wilkinson2019-resp-sal", "wilkinson2019-resp-mid", "murrough2013-madrs-24h-midazolam")
SSRI = ("stone2022-diff", "taylor2006-share-wk1")
CONSOLIDATED = ("murrough2013b-ttr-q1", "murrough2013b-ttr", "murrough2013b-ttr-q3", "daly2018-resp-fu8-total")
MONTHS = ("kato2021-relapse-6mo-drug", "kato2021-relapse-6mo-placebo")
PEOPLE = ("jones2022-d28-women-placebo-sd", "jones2022-d28-women-esk-sd", "singh2016-madrs-d15-pbo-2x-sd")
AT_24H = ("aspire2-madrs-24h-placebo-sd", "aspire2-madrs-24h-esk-sd", "daly2018-resp-24h-placebo")

CLINICS = ("yale2018-resp", "yale2018-rem", "mgh2020-resp-ind", "hull2022-phq9-resp", "hull2022-phq9-rem")
PRACTICE = ("price2022-beta-30d", "price2022-trained-30d", "price2022-sham-30d")
SIGNS = ("kishimoto2016-offset", *PRACTICE[1:])
PRODUCT = {
    "fast": "only as a product: with the size of the fast signal, whose weights are assumed",
    "synapses": "only as a product: with the synapses gained, which are fixed upstream from animals",
    "well": "only as a product: how much consolidates and how fast are hardly told apart",
    "practice": "only as a product: with the steering parameter and how long a path stays in use",
}

FREE = [
    Free("outcomes/placebo.hope_gain", 1.4, 0.1, 6, PLACEBO, pull=1),
    Free("outcomes/placebo.hope_wear", 48, 6, 480, PLACEBO, pull=0.5),
    Free("outcomes/placebo.hope_kept", 1, 0.05, 6, (*PLACEBO, *CONSOLIDATED[:3]), pull=1),
    Free("outcomes/placebo.admission_hope", 0.5, 0.05, 1, ADMITTED, pull=0.5),
    Free("outcomes/placebo.care_gain", 1, 0.04, 6, WEEKS, pull=1),
    Free("outcomes/placebo.resistance_on_care", 0.4, 0.02, 1, (*SALINE, *WEEKS), pull=0.7),
    Free("outcomes/own_course.own_gain", 0.35, 0.04, 2, ("rutherford2012-waitlist-hamd",), pull=0.5),
    Free("outcomes/own_course.swing_time", 20, 2, 180, (*PEOPLE, *AT_24H, *MONTHS), pull=0.7),
    Free("context/trial_belief.doubt_weight", 0.5, 0.05, 1, (*SALINE, *MASK), pull=1),
    Free("context/trial_belief.sedation_sign", 0.5, 0.05, 1, MASK, pull=1),
    Free("outcomes/fast_relief.fast_gain", 0.6, 0.04, 6, EARLY, pull=1.5, note=PRODUCT["fast"]),
    Free("outcomes/fast_relief.fast_half", 0.1, 0.01, 3, EARLY, pull=0.7, note=PRODUCT["fast"]),
    Free("outcomes/fast_relief.fast_fade", 24, 4, 96, (*EARLY, *LATE), pull=0.5),
    Free("outcomes/synaptic_relief.synaptic_gain", 2, 0.2, 120, LATE, pull=1, note=PRODUCT["synapses"]),
    Free("outcomes/consolidation.consolidation_gain", 0.5, 0.05, 0.95, (*CONSOLIDATED, *MONTHS), pull=0.5, note=PRODUCT["well"]),
    Free("outcomes/consolidation.consolidation_time", 8, 2, 40, (*CONSOLIDATED, *MONTHS), pull=0.5, note=PRODUCT["well"]),
    Free("outcomes/ssri_relief.ssri_gain", 0.35, 0.02, 2, SSRI, pull=1),
    Free("outcomes/ssri_relief.ssri_time", 20.3, 3, 120, SSRI, pull=0.5),
    Free("outcomes/consolidation.practice_consolidates", 3, 0.05, 60, PRACTICE, pull=2, note=PRODUCT["practice"]),
    Free("outcomes/madrs.unselected_loss", 0.36, 0.02, 0.9, CLINICS, pull=0.5),
    Free("course_spread", 0.3, 0.02, 1.5, (*PEOPLE, *MONTHS), pull=0.7),
    Free("hope_spread", 1, 0.04, 4, AT_24H, pull=0.7),
    Free("care_spread", 1, 0.04, 4, (*WEEKS, *PEOPLE), pull=0.7),
    Free("fast_spread", 60, 10, 200, AT_24H, pull=0.7),
    Free("synaptic_spread", 60, 10, 200, (*CONSOLIDATED, *PEOPLE), pull=0.7),
]


class Trials:
    """All fitted arms on the same virtual people, ready to be simulated again and again."""

    def __init__(self, model: Model, experiments: Iterable[Experiment], people: int, threads: int | None):
        self.model, self.threads, self.evaluations = model, threads, 0
        self.experiments = list(experiments)
        names = Names.of(model)
        self.bound = {e.id: arms(e, names) for e in self.experiments}
        asked: dict[Arm, set[float]] = {}
        for e in self.experiments:
            for arm in self.bound[e.id].values():
                asked.setdefault(arm, set()).update(moments(e, arm.edges))
        self.people = people
        self.arms = {arm: np.array(sorted({min(0.0, *arm.edges, 0.0), *at})) for arm, at in asked.items()}
        self.groups = {arm: replace(parse_people(arm.people), n=people) for arm in self.arms}
        self.times = [at for at in self.arms.values() for _ in range(people)]
        self.observe = sorted({name for e in self.experiments for name in e.reads})
        self.units = {name: model.observable(name).unit for name in self.observe}

    def drawn(self, values: dict[str, float]) -> dict[Group, object]:
        """The virtual people of every group under these values and spreads."""
        changed = _changed(self.model, values)
        return {
            group: sample(changed, group.preset, group.n, SEED, overrides(group, self.model), even=True)
            for group in set(self.groups.values())
        }

    def simulate(self, values: dict[str, float]) -> dict[Arm, Course]:
        """The courses of all arms for one set of parameter values."""
        drawn = self.drawn(values)
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
        found: list[Residual] = []
        for e in self.experiments:
            drug, control = courses[self.bound[e.id]["drug"]], courses[self.bound[e.id]["control"]]
            kin = trial_of(e), design_of(e)
            for point in e.points:
                if e.kind == "sign":  # a contrast that is lost, or that is still seen
                    predicted = float(np.mean(level(e, point, drug)) - np.mean(level(e, point, control)))
                    error = 2 * SD_OF_CHANGE / float(np.sqrt(point.n or 1))  # half of the people in each arm
                    least = -INSIDE * error if point.expect == "down" else 0.0
                    off = max(0.0, predicted - least) if least else predicted
                    found.append(Residual(e.id, least, predicted, off / error, f"{point.start:g} h", *kin))
                    continue
                predicted = measure(e, point, drug, control)
                off = error_of(e, point, predicted)
                found.append(Residual(e.id, point.number, min(predicted, 1e6), off, f"{point.start:g} h", *kin))
        self.evaluations += 1
        if self.evaluations % len(FREE) == 0:  # about once an iteration
            print(f"{self.evaluations}: half the sum of squares {sum(r.error**2 for r in found) / 2:.1f}", flush=True)
        return found


def error_of(e: Experiment, point: Point, predicted: float) -> float:
    """How far off, in standard errors of the published number and of trials beside each other."""
    if e.measure.comparison.startswith(("relapse", "ratio")):  # times and ratios, on a logarithmic scale
        error = LOG_ERROR if not e.spread else np.hypot(LOG_ERROR, np.log(point.high / point.low) / 3.92)
        return float(np.log(max(min(predicted, 10 * point.number), 1e-3) / point.number) / error)
    error = standard_error(e, point, predicted >= point.number) if e.spread else 0.1 * abs(point.number)
    small = BETWEEN_TRIALS[e.unit] if e.id not in SSRI else 0.0
    return softened((predicted - point.number) / float(np.hypot(error, small)))


def softened(error: float) -> float:
    """The residual whose square is twice the negative log likelihood of a Student t: far misses pull less."""
    return float(np.sign(error) * np.sqrt((TAILS + 1) * np.log1p(error**2 / TAILS)))


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
        for key, (kind, names) in SPREADS.items()
        for name in names
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
    """The experiments that may be fitted to: the depression trials, as far as they are numbers (and a few contrasts)."""
    trials = [e for e in shipped() if e.role == "fit" and e.file == "depression.csv" and e.level == "outcomes"]
    return tuple(e for e in trials if e.kind == "value" or e.id in SIGNS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=64)
    parser.add_argument("--threads", type=int, default=None)
    parser.add_argument("--on", action="store_true", help="begin where the last fit ended")
    parser.add_argument("--hold", metavar="NAME=VALUE", action="append", default=[], help="fit the others around a value")
    options = parser.parse_args()
    trials = Trials(assemble(species="human"), experiments(), options.people, options.threads)
    more = last_fit("outcomes", "spreads") if options.on else {}
    if options.hold:
        held = {name: float(value) for name, value in (each.split("=") for each in options.hold)}
        if strangers := held.keys() - {free.name for free in FREE}:
            parser.error(f"--hold: {', '.join(sorted(strangers))} is not among what is fitted")
        others = [free for free in FREE if free.name not in held]
        result = fit(others, lambda values: trials.residuals(values | held), seed=SEED, tolerance=5e-4, first=more.get("first"))
        misfit = sum(row["error"] ** 2 for row in result["residuals"]) / 2
        print(f"{' '.join(options.hold)}: half the sum of squares {misfit:.1f}, with the pulls {result['cost']:.1f}")
        return
    result = fit_pulled(FREE, trials.residuals, seed=SEED, tolerance=5e-4, **more)
    result["spreads"] = [entry for entry in result["parameters"] if entry["name"] in SPREADS]
    result["parameters"] = [entry for entry in result["parameters"] if entry["name"] not in SPREADS]
    by_name = {entry["name"]: entry for entry in result["parameters"]}
    for entry in result["spreads"]:
        kind, names = SPREADS[entry["name"]]
        for name in names:
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
