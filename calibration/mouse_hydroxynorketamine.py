"""Fit volume and clearance of (2R,6R)-HNK in the mouse to its course in hippocampal dialysate.

    uv run python calibration/mouse_hydroxynorketamine.py
    uv run python calibration/apply.py

Three of the four points of Lumsden 2019 are fitted, the last one is for checking. Hydroxynorketamine made in the
mouse's body gets the same values, since nothing else is known of it. The ratio of brain water to plasma is not fitted:
only its product with the volume is seen.
"""

from __future__ import annotations

from fitting import Bench, Free, chosen, fit, save
from human_pharmacokinetics import mechanisms

SEED = 20261123
LOG_SD = 0.3  # assumed: dialysis recovery and three animals or so a point
POINTS = ("lumsden2019-hnk-peak", "lumsden2019-hnk-ecf-30min", "lumsden2019-hnk-ecf-60min")
P = "pharmacokinetics/"
FREE = [
    Free(P + "hydroxynorketamine_given.v", 200, 20, 2000, POINTS, species="mouse"),
    Free(P + "hydroxynorketamine_given.cl", 60, 5, 600, POINTS, species="mouse"),
]
SAME = {
    P + "hydroxynorketamine_given.v": (P + "hydroxynorketamine.v_central",),
    P + "hydroxynorketamine_given.cl": (P + "hydroxynorketamine.cl_s", P + "hydroxynorketamine.cl_r"),
}


def main() -> None:
    experiments = [e for e in chosen("pharmacokinetics", "mouse") if e.id in POINTS]
    bench = Bench(experiments, mechanisms("mouse"), "mouse")
    result = fit(FREE, lambda values: bench.residuals(values, lambda _: LOG_SD), seed=SEED, starts=3)
    note = "set equal to (2R,6R)-HNK given as a drug"
    copies = [p | {"name": name, "note": note} for p in result["parameters"] for name in SAME[p["name"]]]
    result["parameters"] += copies
    path = save("mouse_hydroxynorketamine", result | {"log_sd": LOG_SD})
    for p in result["parameters"]:
        print(f"{p['name']:48s} {p['value']:8.4g}  {p['interval']}")
    print(f"cost {result['cost']:g}; written to {path.name}")


if __name__ == "__main__":
    main()
