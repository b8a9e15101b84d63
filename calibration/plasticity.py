"""Signalling, synapses and behaviour, fitted to the mechanism battery and to spine imaging.

    uv run python calibration/plasticity.py [--tables FILE.csv ...]

Experiments of role `fit` only, those that are shipped or those in the files named. A number counts by its distance in
standard errors. A verdict counts by how far the ratio of effects (with the perturbation, or instead of the drug, over
the drug alone) lies from the middle part of its class, and a sign by how far the relative difference lies from what
counts as one; both are rounded off for large distances, so that one finding that the model cannot have does not bend the
rest. A weak pull keeps every parameter near its literature start. Of contradictory pairs, the side named in `LEFT`
is left out: the model takes the other one.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from fitting import Free, Residual, fit, save

from regrowth.engine import Schedule, assemble, simulator
from regrowth.evidence import read, shipped
from regrowth.evidence.batch import Batch
from regrowth.evidence.binding import Names, NotBindable, arms
from regrowth.evidence.checking import by_species
from regrowth.evidence.experiment import WITH_DRUG, Experiment
from regrowth.evidence.measuring import Course, level, measure, moments
from regrowth.evidence.scoring import DETECTABLE, SIGNS, deviation

LEVELS = ("signalling", "synapses", "behaviour")
LEFT = {
    "yang2017-hnk-csds", "yang2018-sl327-s", "gerhard2020-pv", "zhang2018-d2rket",  # pairs in the battery
    "lindholm2012-bdnf-null",  # against autry2011-bdnf-30min
    "zanos2016-peef2-24h",  # against gideons2014-eef2-24h
    "salat2015-1wk-rebound",  # against autry2011-fst-ket-1wk, li2011-cus-1wk
    "chowdhury2017-fst-3",  # against autry2011 in mice at the same dose
    "yuen1999-trkb-0p5min", "yuen1999-trkb-5min", "yuen1999-trkb-30min",  # fitted in bdnf_trkb.py, with Ji 2010
    "ji2010-perk-15min", "ji2010-perk-60min", "ji2010-perk-240min",
}  # fmt: skip
#: ratios of effects that sit well inside each verdict
INSIDE = {
    "blocked": (-0.15, 0.15),
    "reduced": (0.35, 0.65),
    "kept": (0.85, 1.15),
    "enhanced": (1.4, math.inf),
    "mimicked": (0.65, math.inf),
    "no_effect": (-0.15, 0.15),
}
VERDICT_UNIT = 0.1  # a ratio this far outside counts as one standard deviation
LARGEST = 4.0  # no finding counts for more than this
PULL = 1.0  # standard deviation of log(value/start)
SMALLEST_EFFECT = 0.03  # of the control, below which a drug's effect is taken as this


@dataclass
class Bench:
    """The fit experiments of one species, ready to be simulated again and again."""

    experiments: list[Experiment]
    species: str

    def __post_init__(self) -> None:
        model = assemble(species=self.species)
        names = Names.of(model)
        self.bound, kept = {}, []
        for e in self.experiments:
            try:
                self.bound[e.id] = arms(e, names)
                kept.append(e)
            except NotBindable:
                continue
        self.experiments = kept
        self.simulator = simulator(model)
        self.parameters = {p.name for p in model.parameters}
        self.batch = Batch(model)
        asked: dict[object, set[float]] = {}
        for e in kept:
            for arm in self.bound[e.id].values():
                asked.setdefault(arm, set()).update(moments(e, arm.edges))
        for arm, at in asked.items():
            self.batch.add(arm, np.array(sorted({min(0.0, *arm.edges, 0.0), *at})))
        self.observe = sorted({n for e in kept for n in e.reads})
        self.units = {n: model.observable(n).unit for n in self.observe}
        self.schedule, self.numbers = self.batch.schedule(), self.batch.numbers()

    def predict(self, values: dict[str, float]) -> list[Residual]:
        own = {k: v for k, v in values.items() if k in self.parameters}
        solved = self.simulator.solve(
            parameters=self.numbers | own,
            schedule=self.schedule,
            times=self.batch.times,
            observe=self.observe,
            errors="keep",
        )
        broken = {f.person for f in solved.failures}
        courses = {}
        for arm, persons in self.batch.persons.items():
            at = self.batch.times[persons[0]]
            bad = broken.intersection(persons)
            values_at = {n: np.stack([solved.values[n][i][: len(at)] for i in persons]) for n in self.observe}
            courses[arm] = None if bad else Course(at, values_at, self.units)
        return [r for e in self.experiments for r in residual(e, {n: courses[a] for n, a in self.bound[e.id].items()})]


class Equivalence:
    """An assumption that takes part in the fit: 0.5 mg/kg over 40 min in a depressed person grows as many synapses in
    a day as 10 mg/kg in the peritoneum of a stressed mouse. Nothing measures synapses in people well enough to say."""

    SPREAD = 0.3  # of the logarithm of the ratio
    UMOL_PER_KG = MappingProxyType({"human": 0.5e3 / 237.73, "mouse": 10e3 / 237.73})

    def __init__(self) -> None:
        self.arms = {}
        for species, route, lasts, weight in (("human", "iv", 2 / 3, 70), ("mouse", "ip", 1 / 60, 0.025)):
            rate = self.UMOL_PER_KG[species] * weight / lasts / 2
            rows = [(0, f"{e}_ketamine_{route}", 0, lasts, rate) for e in "sr"]
            model = assemble(species=species)
            known = {p.name for p in model.parameters}
            self.arms[species] = simulator(model), Schedule.from_rows(1, rows), known

    def predict(self, values: dict[str, float]) -> list[Residual]:
        gain = {}
        for species, (sim, schedule, known) in self.arms.items():
            own = {k: v for k, v in values.items() if k in known} | {"stress_load": 1.0}
            solved = sim.solve(
                parameters=own, schedule=schedule, times=np.array([0.0, 24.0]), observe=["synapses.spine_density"]
            )
            density = solved.values["synapses.spine_density"][0]
            gain[species] = max(float(density[1] - density[0]), 1e-4)
        ratio = gain["human"] / gain["mouse"]
        return [Residual("assumed: dose equivalence", 1, ratio, rounded(math.log(ratio) / self.SPREAD))]


def rounded(distance: float) -> float:
    """The distance itself when small, LARGEST when large."""
    return distance / math.sqrt(1 + (distance / LARGEST) ** 2)


def residual(e: Experiment, courses: dict[str, Course | None]) -> list[Residual]:
    if any(c is None for c in courses.values()):
        return [Residual(e.id, math.nan, math.nan, LARGEST)]
    if e.kind in ("value", "curve"):
        numbers = [measure(e, p, courses["drug"], courses["control"]) for p in e.points]
        found = zip(e.points, numbers, strict=True)
        return [Residual(e.id, float(p.expect), x, rounded(deviation(e, p, x)), f"{p.start:g} h") for p, x in found]
    point = e.points[0]
    at = {name: float(np.mean(level(e, point, course))) for name, course in courses.items()}
    effect = at["drug"] - at["control"]
    if e.kind == "sign":
        wanted, share = SIGNS[str(point.expect)], effect / abs(at["control"])
        far, near = 1.6 * DETECTABLE, 0.6 * DETECTABLE
        low, high = {1: (far, math.inf), -1: (-math.inf, -far), 0: (-near, near)}[wanted]
        return [Residual(e.id, wanted, share, rounded(outside(share, low, high) / (0.5 * DETECTABLE)))]
    other = at["both"] - at["alone"] if point.expect in WITH_DRUG else at["instead"] - at["control"]
    least = SMALLEST_EFFECT * abs(at["control"])
    ratio = other / (math.copysign(max(abs(effect), least), effect))
    low, high = INSIDE[str(point.expect)]
    middle = high if math.isinf(low) else low if math.isinf(high) else (low + high) / 2
    silent = max(0.0, 1 - abs(effect) / least)  # the drug alone should do something
    return [Residual(e.id, middle, ratio, rounded(outside(ratio, low, high) / VERDICT_UNIT + 2 * silent))]


def outside(x: float, low: float, high: float) -> float:
    return low - x if x < low else x - high if x > high else 0.0


SPINES = ("phoum2016-form-pre-ket", "phoum2016-form-d1-ket", "phoum2016-form-d3-ket", "phoum2016-persist-d5-ket",
          "phoum2016-persist-d15-ket", "phoum2016-gap-d1", "phoum2016-gap-d5")  # fmt: skip
FAST = ("koike2011-nbqx-acute", "autry2011-trkbko", "nosyreva2013-eef2kko", "zhou2014-cx546", "lindholm2012-bdnfhet",
        "carreno2015-k252a-vhipp", "gigliucci2013-pcpa-24h")  # fmt: skip
SLOW = ("li2010-u0126-behav", "li2010-ly294002-behav", "lepack2014-verapamil", "deyama2019-vegf-mimic",
        "fukumoto2019-rac1", "chowdhury2017-fst-30", "chowdhury2017-fst-80")  # fmt: skip
DEEP = ("chowdhury2017-fst-30", "chowdhury2017-fst-80", "miller2014-mepsc-freq-dir")
GSK3 = ("liu2013-lithium", "chiu2015-lithium-sustain")
#: name, start, low, high, the experiments that tell it most
FREE = [
    (
        "signalling/calcium.surge_power",
        3,
        2,
        4,
        ("lepack2016-muscimol", "harraz2016-memantine", "lepack2014-bdnf-release"),
    ),
    ("signalling/bdnf.release_gain", 0.65, 0.2, 3, ("lepack2014-bdnf-release",)),
    ("signalling/bdnf.translation_gain", 3, 0.3, 20, ("autry2011-bdnf-30min", "gideons2014-8h-24h")),
    ("signalling/surface_ampa.insertion_max", 2.0, 0.3, 10, FAST),
    ("signalling/surface_ampa.insertion_half", 0.08, 0.01, 1, FAST),
    ("signalling/pi3k_akt.growth_factor_half", 0.4, 0.05, 2, SLOW),
    ("signalling/mtorc1.akt_push", 3, 0.3, 10, SLOW),
    ("signalling/mtorc1.erk_share", 0.75, 0.1, 1, ("li2010-u0126-behav",)),
    ("signalling/mtorc1.rheb_use", 3, 0.5, 20, (*SLOW, "paul2014-pmtor-peak")),
    ("signalling/gsk3.gsk3_on_mtorc1", 3, 0.1, 20, GSK3),
    ("signalling/gsk3.gsk3_on_loss", 0.6, 0.05, 1, GSK3),
    ("signalling/deep_block.deep_half", 0.75, 0.5, 0.95, DEEP),
    ("signalling/deep_block.silencing_rate", 5, 0.5, 30, DEEP),
    ("signalling/deep_block.silence_life", 12, 3, 48, DEEP),
    ("signalling/synaptic_protein.translation_boost", 50, 5, 300, (*SLOW, "li2010-synprot-peak")),
    ("signalling/synaptic_protein.s6k_half", 0.4, 0.05, 3, SLOW),
    ("signalling/synaptic_protein.protein_turnover", 36, 20, 60, ("li2010-synprot-peak", *SPINES)),
    ("synapses/growth.delivery_step", 6, 2, 15, SPINES),
    ("synapses/mood_circuit.transient_life", 2, 0.5, 6, SPINES),
    ("synapses/mood_circuit.maturing_share", 0.22, 0.03, 0.6, SPINES),
    ("synapses/mood_circuit.transient_share", 0.24, 0.05, 0.5, SPINES),
    ("synapses/mood_circuit.growth_max", 1.5, 0.2, 10, SPINES),
    ("synapses/mood_circuit.growth_half", 0.25, 0.02, 2, SPINES),
    ("behaviour/fast_potentiation.inserted_weight", 1.5, 0.2, 4, FAST),
    ("behaviour/fast_potentiation.inserted_half", 0.5, 0.05, 3, FAST),
    ("behaviour/fast_potentiation.surge_weight", 0.03, 0.005, 1, FAST),
    ("behaviour/habenula.burst_weight", 0.3, 0.02, 2, ("yang2018-lhb-ttype", "ma2023-lhb-untrap")),
    ("behaviour/synaptic.gain_relief", 1.2, 0.2, 4, SLOW),
    ("behaviour/synaptic.gain_half", 0.08, 0.01, 0.5, SLOW),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tables", nargs="*", default=[])
    parser.add_argument("--starts", type=int, default=1)
    parser.add_argument("--dry", action="store_true", help="print residuals at the present values and stop")
    given = parser.parse_args()
    found = [e for path in given.tables for e in read(path)] if given.tables else shipped()
    chosen = [e for e in found if e.role == "fit" and e.level in LEVELS and e.id not in LEFT]
    groups = by_species(chosen)
    benches = [Bench(group, species) for species, group in groups.items()]

    equivalence = Equivalence()

    def predict(values: dict[str, float]) -> list[Residual]:
        return [r for b in benches for r in b.predict(values)] + equivalence.predict(values)

    if given.dry:
        show(predict({}))
        return
    used = tuple(e.id for b in benches for e in b.experiments)
    free = [Free(name, start, low, high, told_by, PULL) for name, start, low, high, told_by in FREE]
    result = fit(free, predict, seed=23, starts=given.starts)
    result["experiments"] = list(used)
    save("plasticity", result)
    for p in result["parameters"]:
        print(
            f"{p['name']:48s} {p['start']:8.3g} -> {p['value']:8.4g}  {p['interval']} {'BOUND' if p['at_bound'] else ''}"
        )
    show(
        [
            Residual(r["experiment"], r["observed"], r["predicted"], r["error"], r.get("at", ""))
            for r in result["residuals"]
        ]
    )


def show(residuals: list[Residual]) -> None:
    for r in sorted(residuals, key=lambda r: -abs(r.error)):
        print(f"{r.experiment:32s} {r.at:8s} {r.observed:8.3g} {r.predicted:8.3g} {r.error:7.2f}")
    print("cost", sum(r.error**2 for r in residuals) / 2, Counter(abs(r.error) > 1 for r in residuals))


if __name__ == "__main__":
    main()
