"""Fit human ketamine pharmacokinetics to arterial and venous curves, and to what other routes deliver.

    uv run python calibration/human_pharmacokinetics.py
    uv run python calibration/apply.py

Bounded least squares on log concentrations, from literature values (Noppers 2011, Otto 2021, Perez-Ruixo 2021), all parameters at
once. Only experiments with the role `fit` are used; roles were chosen before the first fit.

Weights: digitisation and spread as stated with each curve, written as standard deviations of the logarithm. Not used: the
availabilities of Pharmacotherapy 2022 (11-17 %), which contradict its own peaks.
Results, residuals and intervals: human_pharmacokinetics.json.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fitting import Bench, Free, chosen, fit, save

from regrowth.language import catalogue, load

SEED = 20261123
LOG_SD = {  # by the start of the experiment's id; the longest that fits counts
    "kamp2020-arterial-": 0.05,
    "kamp2020-arterial-r-norketamine": 0.07,
    "kamp2020-arterial-total-hnk": 0.12,
    "kamp2020-arterial-s-dhnk": 0.17,
    "otto2021-": 0.10,
    "persson2002-": 0.05,
    "perezruixo2021-cauc-": 0.05,
    "perezruixo2021-swallowed": 0.15,
    "yanagihara2003-": 0.20,
    "hasan2021-s-oral-f": 0.30,
    "hasan2021-s-iv-hnk": 0.30,
    "hasan2021-r-iv-hnk": 0.30,
    "yanagihara2003-sl": 0.25,
    "rolan2014-": 0.10,
    "kamp2020meta-vss": 0.30,
    "hasan2021-s-vss": 0.30,
    "hasan2021-r-vss": 0.30,
    "hirlinger1984-": 0.25,
    "pharmacotherapy2022-": 0.25,
    **{f"pharmacotherapy2022-in-{mg}-tmax": 0.43 for mg in (10, 30, 50)},  # geometric SD 3 to 4.4, n 7 to 10
    **{f"pharmacotherapy2022-in-{mg}-nk-tmax": 0.20 for mg in (10, 30, 50)},  # geometric SD 1.8, n 5 to 10
}

KAMP = "kamp2020-arterial-"
PARENT = (
    f"{KAMP}s-ketamine-racemic",
    f"{KAMP}r-ketamine-racemic",
    "otto2021-venous-s-ketamine",
    "pharmacotherapy2022-iv-10-auc",
)
METABOLITE = (
    f"{KAMP}s-norketamine-racemic",
    f"{KAMP}r-norketamine-racemic",
    "otto2021-venous-s-norketamine",
    "pharmacotherapy2022-iv-10-nk-cmax",
)
HNK = (f"{KAMP}total-hnk-racemic", "hasan2021-s-iv-hnk-ratio", "hasan2021-r-iv-hnk-ratio")
DHNK = (f"{KAMP}s-dhnk-esketamine",)
SLOW = ("otto2021-venous-s-ketamine", "hasan2021-s-vss", "hasan2021-r-vss", "kamp2020meta-vss")
VEIN = ("otto2021-venous-s-ketamine", "persson2002-s-art-cmax", "persson2002-s-ven-cmax")
ORAL = ("perezruixo2021-swallowed", "yanagihara2003-oral-f", "yanagihara2003-oral-nk-auc", "hasan2021-s-oral-f")
NASAL = (
    "perezruixo2021-cauc-56-esk-cmax",
    "perezruixo2021-cauc-56-esk-auc",
    "perezruixo2021-cauc-56-nesk-cmax",
    "perezruixo2021-cauc-56-nesk-auc",
)
SOLUTION = (
    *(f"pharmacotherapy2022-in-{mg}-{what}" for mg in (10, 30, 50) for what in ("cmax", "tmax", "nk-cmax", "nk-tmax")),
    "pharmacotherapy2022-in-30-nk-auc",
    "pharmacotherapy2022-in-50-nk-auc",
)
TONGUE = ("rolan2014-sl-f", "yanagihara2003-sl-nk-auc")

P = "pharmacokinetics/"
NOPPERS = "Noppers 2011, second-hand"
OTTO = "Otto 2021, fixed there to Fanta 2015"
FREE = [
    Free(
        P + "liver.cl_int_s",
        255,
        100,
        800,
        PARENT,
        pull=0.25,
        note="start: clearance 95 L/h (Noppers 2011, Fanta 2015)",
    ),
    Free(P + "liver.cl_int_r", 221, 100, 800, PARENT, pull=0.25, note="start: 6 % less clearance than S (Hasan 2021)"),
    Free(P + "liver.to_norketamine_r", 0.75, 0.4, 0.98, METABOLITE, note="start: between S and 0.80 (Simons 2024)"),
    Free(P + "ketamine_disposition.v_central", 17.0, 3, 60, PARENT, pull=0.5, note=f"start: 17 ({NOPPERS})"),
    Free(P + "ketamine_disposition.v_shallow", 28.3, 5, 300, PARENT, pull=0.5, note=f"start: 28.3 ({NOPPERS})"),
    Free(P + "ketamine_disposition.v_deep", 147, 50, 800, PARENT, pull=0.5, note=f"start: 147 ({NOPPERS})"),
    Free(P + "ketamine_disposition.q_shallow", 127, 10, 500, PARENT, pull=0.5, note=f"start: 127 ({NOPPERS})"),
    Free(P + "ketamine_disposition.q_deep", 91.9, 5, 300, PARENT, pull=0.5, note=f"start: 91.9 ({NOPPERS})"),
    Free(P + "ketamine_disposition.v_slow", 187, 30, 800, SLOW, pull=0.5, note=f"start: 187 ({OTTO})"),
    Free(P + "ketamine_disposition.q_slow", 23.2, 2, 100, SLOW, pull=0.5, note=f"start: 23.2 ({OTTO})"),
    Free(P + "ketamine_disposition.venous_delay", 12, 1, 120, VEIN),
    Free(P + "ketamine_disposition.direct_share", 0.3, 0.01, 0.8, VEIN),
    Free(P + "norketamine.v_central", 70, 5, 200, METABOLITE, pull=0.5, note="start: Perez-Ruixo 2021"),
    Free(P + "norketamine.v_peripheral", 115, 20, 400, METABOLITE, pull=0.5, note="start: Perez-Ruixo 2021"),
    Free(P + "norketamine.q", 26.1, 5, 200, METABOLITE, pull=0.5, note="start: Perez-Ruixo 2021"),
    Free(P + "norketamine.cl_s", 38, 10, 100, METABOLITE, pull=0.5, note="start: Perez-Ruixo 2021"),
    Free(P + "norketamine.cl_r", 38, 10, 100, METABOLITE, pull=0.5, note="start: as S-norketamine"),
    Free(P + "norketamine.venous_delay", 5, 0.5, 40, ("otto2021-venous-s-norketamine",), pull=0.7),
    Free(P + "hydroxynorketamine.v_central", 100, 10, 800, HNK),
    Free(P + "hydroxynorketamine.v_peripheral", 415, 50, 3000, HNK, pull=0.5, note="start: rat, per kg (Moaddel 2015)"),
    Free(P + "hydroxynorketamine.q", 60, 2, 500, HNK),
    Free(P + "hydroxynorketamine.cl_s", 12.6, 2, 200, HNK, pull=0.5, note="start: rat, scaled (Moaddel 2015)"),
    Free(P + "hydroxynorketamine.cl_r", 12.6, 2, 200, HNK, pull=0.5, note="start: rat, scaled (Moaddel 2015)"),
    Free(P + "dehydronorketamine.v", 50, 5, 400, DHNK),
    Free(P + "dehydronorketamine.cl", 20, 2, 200, DHNK),
    Free(
        P + "absorption_gut.ka",
        0.97,
        0.3,
        8,
        NASAL,
        pull=1,
        note="start: Perez-Ruixo 2021 (printed in L/h, a misprint)",
    ),
    Free(P + "absorption_gut.f_gut", 0.64, 0.2, 0.95, ORAL, pull=0.5, note="start: Perez-Ruixo 2021"),
    Free(P + "absorption_mucosa.nasal_share", 0.54, 0.1, 0.8, NASAL, pull=0.3, note="start: Perez-Ruixo 2021"),
    Free(P + "absorption_mucosa.nasal_swallowed", 0.5, 0.02, 1, NASAL),
    Free(P + "absorption_mucosa.ka_nasal", 2.93, 0.5, 10, NASAL, pull=1, note="start: Perez-Ruixo 2021"),
    Free(P + "absorption_nasal_solution.share", 0.15, 0.01, 0.6, SOLUTION),
    Free(P + "absorption_nasal_solution.ka", 2.93, 0.5, 30, SOLUTION, pull=1, note="start: as the device, Perez-Ruixo 2021"),
    Free(P + "absorption_nasal_solution.swallowed", 0.4, 0.02, 1, SOLUTION),
    Free(P + "absorption_mucosa.sublingual_share", 0.15, 0.02, 0.4, TONGUE),
    Free(P + "absorption_injection.ka_im", 5, 0.5, 30, ("hirlinger1984-im-0p5", "hirlinger1984-im-1"), pull=1),
]


def log_sd(experiment: str) -> float:
    """The standard deviation of log(observed) taken for an experiment."""
    return LOG_SD[max((start for start in LOG_SD if experiment.startswith(start)), key=len)]


def mechanisms(species: str) -> list[str]:
    """The pharmacokinetic mechanisms of a species."""
    names = [name for name in catalogue() if name.startswith("pharmacokinetics/")]
    return [name for name in names if species in load(name).mechanism.species]


def main() -> None:
    wanted = {name for free in FREE for name in free.experiments}
    extra = [Path(argument) for argument in sys.argv[1:]]
    experiments = [e for e in chosen("pharmacokinetics", "human", "fit", extra) if e.id in wanted]
    if missing := wanted - {e.id for e in experiments}:
        raise SystemExit(f"these experiments are not there, or not for fitting: {', '.join(sorted(missing))}")
    bench = Bench(experiments, mechanisms("human"), "human")
    result = fit(FREE, lambda values: bench.residuals(values, log_sd), seed=SEED, starts=6)
    path = save("human_pharmacokinetics", result | {"log_sd": LOG_SD})
    for p in result["parameters"]:
        bound = "  AT A BOUND" if p["at_bound"] else ""
        print(f"{p['name']:52s} {p['value']:8.4g}  [{p['interval'][0]:.4g}, {p['interval'][1]:.4g}]{bound}")
    print(f"cost {result['cost']:g} (all starts: {result['costs_of_all_starts']}); written to {path.name}")


if __name__ == "__main__":
    main()
