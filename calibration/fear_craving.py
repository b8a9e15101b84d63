"""Fit the few numbers that link the fear and craving circuits to symptoms and use, to the `fit` rows of PTSD and addiction.

    uv run python calibration/fear_craving.py [--people N] [--on]     with --on three minutes of processor time
    uv run python calibration/apply.py calibration/fear_craving.json

Rates of the circuits are assumed and held: symptoms see only their product with a gain. Everything upstream, and the
course in time of hope and care, is held as fitted to depression trials and animals. Two fits, since no row of one
condition sees a parameter of the other; each value is pulled towards its start, because most rows come from small
trials of one group. How hard, one factor for all pulls, is chosen for PTSD by leaving out one paper at a time
(`fitting.fit_pulled`). In addiction one press-level number (das2019) would decide it, and take gains to their bounds:
there pulls are as stated. The people are those whom the rows are scored on: the first 32 of them alone get better by a
point of CAPS-5 more. Errors include a standard deviation between trials (2 points, 8 % of people, a day a week), over
the root of how many trials were pooled, and times the root of how many numbers of one unit a paper gives, so that these
count as about one witness. Rates of relapse belong to the presets (`regrowth.people`): the results file holds them under
"rates", and a test compares.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from designs import design_of, trial_of
from fitting import Bench, Free, Residual, fit, fit_pulled, last_fit, save

from regrowth.engine.assemble import default_set
from regrowth.evidence import Experiment, shipped
from regrowth.evidence.experiment import Point
from regrowth.evidence.scoring import INSIDE, deviation, standard_error

SEED = 5
RATES = frozenset({"aud_adults", "aud_outpatients", "oud_adults", "cud_adults"})  # presets whose rate of relapse is fitted
BETWEEN_TRIALS = {"point": 2.0, "%": 8.0, "d/wk": 1.0}
FARTHEST = 10.0  # as a multiple of what was published: where a time to relapse isn't reached, and for ratios near zero


def named(experiments: list[Experiment], *starts: str) -> tuple[str, ...]:
    return tuple(e.id for e in experiments if e.id.startswith(starts))


def free(ptsd: list[Experiment], addiction: list[Experiment]) -> dict[str, list[Free]]:
    """What is fitted, from which start and how far from it, by condition."""
    t, c, u = "outcomes/trauma", "outcomes/craving", "outcomes/use"
    drug = named(ptsd, "borgogna2024", "albott2018", "duek2023", "forman2018-fluoxetine", "forman2018-sertraline", "stein2006", "zohar2002")
    arms = named(ptsd, "brady2000", "davidson2001", "albott2018", "stein2006-response", "zohar2002", "schnurr2007-pct")
    exposure = named(ptsd, "forman2018-exposure", "forman2018-cpt", "schnurr2007-pe", "monson2006", "foa2018-massed", "foa2018-spaced")
    untreated = named(ptsd, "morina2014", "perkonigg2005", "steinert2015")
    course = named(addiction, "krupitsky2007", "azhari2021", "dakwar2020", "das2019")
    alcohol = named(addiction, "prochaska1992", "pickens1985", "miller2001", "mann2004", "sass1996", "whitworth1996", "chick2000", "foster1998", "tempesta2000", "paille1995")
    outpatients = named(addiction, "omalley2007", "kranzler2004", "dakwar2020", "azhari2021")
    cocaine = named(addiction, "higgins1991", "higgins1993", "back2010", "roos2019")
    opiates = named(addiction, "gossop", "chutuape2001", "krupitsky2004", "krupitsky2006", "krupitsky2007", "krupitsky2012", "broers2000")
    heavy = named(addiction, "omalley2007-heavy", "kranzler2004-heavy", "foster1998", "dakwar2020-heavy")
    seen = tuple(e.id for e in addiction if any(name.endswith("_seen") for name in e.observe.names))
    again = tuple(e.id for e in addiction if any("abstinent_now" in name for name in e.observe.names)) + named(addiction, "azhari2021", "chutuape2001")
    curves = (*alcohol, *outpatients, *cocaine, *opiates)
    return {
        "ptsd": [
            Free(f"{t}.fear_gain", 1, 0.1, 2, exposure, pull=0.7),
            Free(f"{t}.mood_on_trauma", 0.15, 0.015, 0.75, drug, pull=0.5),
            Free(f"{t}.unaided_on_trauma", 0.25, 0.015, 0.75, (*arms, *exposure), pull=0.5),
            Free(f"{t}.trauma_on_mood", 1, 0.1, 3, named(ptsd, "forman2018-exposure-bdi", "forman2018-cpt-bdi"), pull=0.5),
            Free("outcomes/trauma_care.care_gain", 0.25, 0.015, 2, (*arms, *exposure), pull=0.7),
            Free("outcomes/trauma_care.told_half", 0.2, 0.005, 10, (*arms, *exposure), pull=1),
            Free("outcomes/trauma_course.recovery_time", 500, 26, 5000, untreated, pull=0.7),
        ],
        "addiction": [
            Free(f"{c}.mood_on_craving", 0.5, 0.05, 10, named(addiction, "dakwar2017", "dakwar2014-days", *course), pull=0.7),
            Free(f"{c}.unaided_on_craving", 0.15, 0.015, 2, course, pull=0.5),
            Free(f"{c}.motivation_by_relief", 1, 0.1, 5, named(addiction, "dakwar2014-urica"), pull=0.7),
            Free(f"{u}.settling_time", 6, 1, 100, curves, pull=0.7),
            Free(f"{u}.heavy_share", 0.4, 0.1, 1, heavy, pull=0.5),
            Free(f"{u}.dropout_abstinent", 0.7, 0.1, 1, seen, pull=0.5),
            Free(f"{u}.return_rate", 0.05, 0.001, 10, again, pull=0.7),
            Free("aud_adults", 0.12, 0.02, 2, alcohol, pull=0.7),
            Free("aud_outpatients", 0.12, 0.02, 2, outpatients, pull=0.7),
            Free("oud_adults", 0.3, 0.02, 10, opiates, pull=0.7),
            Free("cud_adults", 0.3, 0.02, 10, cocaine, pull=0.7),
        ],
    }  # fmt: skip


def error(experiment: Experiment, point: Point, predicted: float, alike: int = 1) -> float:
    """How far off, in standard deviations; so many rows of the paper are `alike`, and stray together."""
    predicted = min(predicted, FARTHEST * abs(point.number)) if point.number else predicted
    if experiment.spread == "fold" or experiment.measure.comparison.startswith("relapse"):
        ratio = max(predicted / point.number, 1 / FARTHEST)
        if experiment.spread == "fold":
            return deviation(experiment, point, ratio * point.number)
        return float(np.log(ratio) / (np.log((point.high or 0) / point.number) / INSIDE))
    # without a printed spread, what counts as right (1.25-fold) stands for two standard errors
    own = standard_error(experiment, point, predicted >= point.number) if experiment.spread else 0.125 * abs(point.number)
    strays = BETWEEN_TRIALS.get(experiment.unit, 0.0) * (alike / experiment.trials) ** 0.5
    return (predicted - point.number) / float(np.hypot(own, strays))


def group(file: str, people: int) -> list[Experiment]:
    """The `fit` values of one file, on fewer people than they are scored with."""
    chosen = [e for e in shipped() if e.file == file and e.role == "fit" and e.kind == "value"]
    return [replace(e, people=re.sub(r"^\d+", str(people), e.people)) for e in chosen]


def predictor(bench: Bench) -> Callable[[dict[str, float]], list[Residual]]:
    """Residuals of a group of experiments for parameter values and rates of relapse (by the preset's name)."""

    alike = Counter((trial_of(e), e.unit) for e in bench.experiments)

    def residuals(values: dict[str, float]) -> list[Residual]:
        for arm, persons in bench.persons.items():
            for rate in RATES & values.keys():
                if rate in arm.people:
                    bench.numbers["relapse_rate"][persons.start : persons.stop] = values[rate]
        found = bench.predict({k: v for k, v in values.items() if k not in RATES}, rtol=1e-5)
        return [
            Residual(e.id, point.number, number, error(e, point, number, alike[trial_of(e), e.unit]), f"{point.start / 24:.4g} d", trial_of(e), design_of(e))
            for e in bench.experiments
            for point, number in zip(e.points, found[e.id], strict=True)
        ]

    return residuals


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--on", action="store_true", help="begin where the last fit ended")
    options = parser.parse_args()
    groups = {name: group(f"{name}.csv", options.people) for name in ("ptsd", "addiction")}
    parts = {}
    for name, wanted in free(*groups.values()).items():
        predict = predictor(Bench(groups[name], list(default_set("human")), "human"))
        more = last_fit("fear_craving", "rates", name) if options.on else {}
        if name == "ptsd":
            found = fit_pulled(wanted, predict, seed=SEED, tolerance=1e-3, **more)
        else:
            more.pop("factor", None)
            found = fit(wanted, predict, seed=SEED, tolerance=1e-3, **more) | {"pull_factor": 1.0}
        print(name, found["cost"], found["left_out_error_by_pull"], found["left_out_noise_by_pull"], flush=True)
        parts[name] = found
    result = {key: [x for part in parts.values() for x in part[key]] for key in ("parameters", "residuals")}
    result["rates"] = [entry for entry in result["parameters"] if entry["name"] in RATES]
    result["parameters"] = [entry for entry in result["parameters"] if entry["name"] not in RATES]
    for key in ("cost", "pull_factor", "left_out_error_by_pull", "left_out_noise_by_pull"):
        result[key] = {name: part[key] for name, part in parts.items()}
    result |= {"seed": SEED, "people": options.people}
    print(save("fear_craving", result))


if __name__ == "__main__":
    main()
