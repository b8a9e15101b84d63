"""Fit the few numbers that link the fear and craving circuits to symptoms, to the `fit` rows of PTSD and addiction.

    uv run python calibration/fear_craving.py [--people N]     about two minutes
    uv run python calibration/apply.py calibration/fear_craving.json

Rates of the circuits are assumed and held: symptoms see only their product with a gain. Everything upstream, and the
course in time of hope and care, is held as fitted to depression trials and animals. Two fits, since no row of one
condition sees a parameter of the other; each value is pulled towards its start, because most rows come from small
trials of one group. Errors include a standard deviation between trials (2 points, 8 % of
people, a day a week).
"""

from __future__ import annotations

import argparse
import re
from dataclasses import replace

import numpy as np
from fitting import Bench, Free, Residual, fit, save

from regrowth.engine.assemble import default_set
from regrowth.evidence import Experiment, shipped
from regrowth.evidence.experiment import Point
from regrowth.evidence.scoring import INSIDE, deviation, standard_error
from regrowth.language import load, parse_spread

SEED = 5
SPREAD, RISK = "own_risk_spread", "outcomes/use.own_risk"
BETWEEN_TRIALS = {"point": 2.0, "%": 8.0, "1": 1.0}
FARTHEST = 4.0  # as a multiple of what was published: where a time to relapse isn't reached, and for ratios near zero


def named(experiments: list[Experiment], *starts: str) -> tuple[str, ...]:
    return tuple(e.id for e in experiments if e.id.startswith(starts))


def free(ptsd: list[Experiment], addiction: list[Experiment]) -> dict[str, list[Free]]:
    """What is fitted, from which start and how far from it, by condition."""
    t, c = "outcomes/trauma", "outcomes/craving"
    drug = named(ptsd, "borgogna2024", "albott2018", "forman2018-fluoxetine", "forman2018-sertraline", "stein2006")
    course = named(addiction, "krupitsky2007", "azhari2021", "dakwar2020", "das2019")
    return {
        "ptsd": [
            Free(f"{t}.fear_gain", 1, 0.1, 2, named(ptsd, "forman2018-exposure", "forman2018-cpt"), pull=0.7),
            Free(f"{t}.mood_on_trauma", 0.3, 0.03, 1.5, drug, pull=0.5),
            Free(f"{t}.trauma_on_mood", 0.5, 0.05, 0.8, named(ptsd, "forman2018-exposure-bdi"), pull=0.5),
        ],
        "addiction": [
            Free(f"{c}.habit_gain", 1, 0.1, 2, course, pull=0.4),
            Free(f"{c}.mood_on_craving", 0.3, 0.03, 2.5, named(addiction, "dakwar2017", "dakwar2014-days", *course), pull=0.7),
            Free(f"{c}.placebo_on_craving", 0.3, 0.03, 1.5, course, pull=0.5),
            Free(f"{c}.motivation_by_relief", 1, 0.1, 5, named(addiction, "dakwar2014-urica"), pull=0.7),
            Free(SPREAD, 150, 30, 400, named(addiction, "prochaska1992", "gossop1989", "pickens1985"), pull=0.4),
        ],
    }  # fmt: skip


def error(experiment: Experiment, point: Point, predicted: float) -> float:
    """How far off, in standard deviations."""
    predicted = min(predicted, FARTHEST * abs(point.number)) if point.number else predicted
    if experiment.spread in ("", "fold") or experiment.measure.comparison.startswith("relapse"):
        ratio = max(predicted / point.number, 1 / FARTHEST)
        return deviation(experiment, point, ratio * point.number) if experiment.spread in ("", "fold") else float(
            np.log(ratio) / (np.log((point.high or 0) / point.number) / INSIDE)
        )
    own = standard_error(experiment, point, predicted >= point.number)
    return (predicted - point.number) / float(np.hypot(own, BETWEEN_TRIALS.get(experiment.unit, 0.0)))


def wider(risks: np.ndarray, spread: float) -> np.ndarray:
    """The same people with another coefficient of variation (%) of their own risk, about the same median."""
    sigma = np.sqrt(np.log1p((spread / 100) ** 2))
    declared = parse_spread(next(p.spread for p in load("outcomes/use").mechanism.parameters if p.name == "own_risk"))
    assert declared
    return np.exp(np.log(risks) * sigma / np.sqrt(np.log1p(declared.first**2)))


def group(file: str, people: int) -> list[Experiment]:
    """The `fit` values of one file, on fewer people than they are scored with."""
    chosen = [e for e in shipped() if e.file == file and e.role == "fit" and e.kind == "value"]
    return [replace(e, people=re.sub(r"^\d+", str(people), e.people)) for e in chosen]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=24)
    people = parser.parse_args().people
    groups = {name: group(f"{name}.csv", people) for name in ("ptsd", "addiction")}
    parts = {}
    for name, wanted in free(*groups.values()).items():
        bench = Bench(groups[name], list(default_set("human")), "human")

        risks = bench.numbers.get(RISK)

        def residuals(values: dict[str, float], bench: Bench = bench, risks: object = risks) -> list[Residual]:
            if SPREAD in values:
                bench.numbers[RISK] = wider(np.asarray(risks), values[SPREAD])
            found = bench.predict({k: v for k, v in values.items() if k != SPREAD}, rtol=1e-6)
            return [
                Residual(e.id, point.number, number, error(e, point, number), f"{point.start / 24:.4g} d")
                for e in bench.experiments
                for point, number in zip(e.points, found[e.id], strict=True)
            ]

        parts[name] = fit(wanted, residuals, seed=SEED, tolerance=1e-4)
    spread = next(entry for entry in parts["addiction"]["parameters"] if entry["name"] == SPREAD)
    parts["addiction"]["parameters"].remove(spread)
    parts["addiction"]["parameters"].append(
        {"name": RISK, "value": 1.0, "at_bound": False, "experiments": spread["experiments"],
         "spread": f"lognormal {spread['value']:.3g}%", "note": "1 by definition; only the spread is fitted"}
    )  # fmt: skip
    result = {key: [x for part in parts.values() for x in part[key]] for key in ("parameters", "residuals")}
    costs = {name: part["cost"] for name, part in parts.items()}
    result |= {"spreads": [spread], "costs": costs, "seed": SEED, "people": people}
    print(save("fear_craving", result))


if __name__ == "__main__":
    main()
