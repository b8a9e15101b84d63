"""TrkB and ERK after BDNF from outside: binding, intake and return of the receptor, gain and lag of ERK.

    uv run python calibration/bdnf_trkb.py

Yuen & Mobley 1999 (active TrkB in cells, 7.3 nmol/L BDNF; model units of the digitised figure, so only the shape
counts: one scale is fitted beside the parameters) and Ji 2010 (p-ERK in neurons, 1 nmol/L, fold of rest). A weak pull
keeps rates that the data leave open near their start. Check points are predicted, never fitted.
"""

from __future__ import annotations

import numpy as np
from fitting import Free, Residual, fit, save

from regrowth.engine import Schedule, assemble, simulator

TRKB = {"yuen1999-trkb-0p5min": (0.5, 1.0), "yuen1999-trkb-5min": (5, 14.5), "yuen1999-trkb-15min": (15, 9.5),
        "yuen1999-trkb-30min": (30, 7.5)}  # fmt: skip
ERK = {"ji2010-perk-15min": (15, 5.6, 0.55), "ji2010-perk-30min": (30, 3.9, 0.4), "ji2010-perk-60min": (60, 4.0, 0.8),
       "ji2010-perk-120min": (120, 3.0, 0.5), "ji2010-perk-240min": (240, 2.2, 0.7), "ji2010-perk-480min": (480, 2.2, 0.2)}  # fmt: skip
CHECK = {"yuen1999-trkb-15min", "ji2010-perk-30min", "ji2010-perk-120min", "ji2010-perk-480min"}
SCALE_UNCERTAINTY = 0.1  # of the peak: error of a digitised, scaled figure, assumed

MODEL = simulator(assemble(species="rat"))
MINUTES = np.array(sorted({v[0] for v in (*TRKB.values(), *ERK.values())}))


def course(values: dict[str, float]) -> tuple[np.ndarray, np.ndarray]:
    """TrkB (7.3 nmol/L) and ERK (1 nmol/L) at MINUTES, relative to rest."""
    schedule = Schedule.from_rows(2, [(0, "bdnf_exogenous", 0, 12, 7.3), (1, "bdnf_exogenous", 0, 12, 1.0)])
    names = {k: v for k, v in values.items() if "/" in k}
    solved = MODEL.solve(
        schedule=schedule,
        times=MINUTES / 60,
        parameters=names,
        observe=["signalling.trkb_bound", "signalling.erk_active"],
    )
    return solved.values["signalling.trkb_bound"][0], solved.values["signalling.erk_active"][1]


def residuals(values: dict[str, float], wanted) -> list[Residual]:
    trkb, erk = course(values)
    found = []
    for name, (minute, observed) in TRKB.items():
        if wanted(name):
            predicted = values["scale"] * float(trkb[np.searchsorted(MINUTES, minute)])
            found.append(Residual(name, observed, predicted, (predicted - observed) / (SCALE_UNCERTAINTY * 14.5)))
    for name, (minute, observed, sem) in ERK.items():
        if wanted(name):
            predicted = float(erk[np.searchsorted(MINUTES, minute)])
            found.append(Residual(name, observed, predicted, (predicted - observed) / sem))
    return found


def main() -> None:
    both = tuple(n for n in (*TRKB, *ERK) if n not in CHECK)
    erk = tuple(n for n in ERK if n not in CHECK)
    free = [
        Free("signalling/trkb.k_bind", 6, 0.3, 100, both, 1.0),
        Free("signalling/trkb.k_unbind", 12, 0.5, 100, both, 1.0),
        Free("signalling/trkb.k_intake", 4, 0.2, 40, both, 1.0),
        Free("signalling/trkb.k_return", 0.6, 0.05, 10, both, 1.0),
        Free("signalling/erk.erk_gain", 0.8, 0.05, 20, erk, 1.0),
        Free("signalling/erk.erk_lag", 5, 0.5, 60, erk, 0.5),
        Free("scale", 25, 5, 200, ()),
    ]
    result = fit(free, lambda v: residuals(v, lambda n: n not in CHECK), seed=11, starts=4)
    values = {p["name"]: p["value"] for p in result["parameters"]}
    result["predicted_check"] = [vars(r) for r in residuals(values, lambda n: n in CHECK)]
    result["scale"] = values["scale"]
    result["parameters"] = [p for p in result["parameters"] if p["name"] != "scale"]
    save("bdnf_trkb", result)
    for p in result["parameters"]:
        print(f"{p['name']:32s} {p['value']:8.4g}  {p['interval']}")
    for r in [*result["residuals"], *result["predicted_check"]]:
        print(f"{r['experiment']:26s} {r['observed']:6.3g} {r['predicted']:6.3g} {r['error']:6.2f}")


if __name__ == "__main__":
    main()
