"""Fit the size of the dissociation rating and of the rise in blood pressure.

    uv run python calibration/acute_effects.py
    uv run python calibration/apply.py

Three sizes: CADSS at full effect, systolic and diastolic rise at full effect. Concentrations for half effect, Hill
exponent and delay are not touched: they come from elsewhere. (Freeing the concentration for half of the pressure rise
gives 0.4 umol/L and lowers the sum of squares by 3.2, too little to contradict the large rises under anaesthesia in
Langsjo 2005.) Only experiments with the role `fit`; peaks' times are
not used. Errors are in units of points or mmHg over a standard deviation that is the same for every study of a kind
(the studies differ by method more than by their own errors): 4 points, 4 and 3 mmHg, assumed from the spread of means.
Rerun after any change of the human pharmacokinetics. Results: acute_effects.json.
"""

from __future__ import annotations

from fitting import Bench, Free, Residual, chosen, fit, save

from regrowth.engine import default_set

CADSS = ("moujaes2024-cadss-ket", "aanhetrot2010-cadss-40", "vanschalkwyk2018-cadss")
STUDIES = ("vankawala2021-", "rivaposse2018-", "glue2017-sc1-", "delsant2020-", "daly2017-esk-")
SYSTOLIC = (*(study + "sbp" for study in STUDIES), "lapidus2014-sbp40")
DIASTOLIC = tuple(study + "dbp" for study in STUDIES)
SD = {**dict.fromkeys(CADSS, 4.0), **dict.fromkeys(SYSTOLIC, 4.0), **dict.fromkeys(DIASTOLIC, 3.0)}
FREE = [
    Free("outcomes/dissociation.cadss_full", 40, 5, 92, CADSS),
    Free("outcomes/blood_pressure.systolic_full", 40, 5, 120, SYSTOLIC),
    Free("outcomes/blood_pressure.diastolic_full", 32, 4, 100, DIASTOLIC),
]


def main() -> None:
    experiments = [e for e in chosen("outcomes", "human") if e.id in SD]
    if missing := set(SD) - {e.id for e in experiments}:
        raise SystemExit(f"these experiments are not there, or not for fitting: {', '.join(sorted(missing))}")
    bench = Bench(experiments, list(default_set("human")), "human")

    def residuals(values: dict[str, float]) -> list[Residual]:
        predicted = bench.predict(values)
        pairs = [(e.id, float(e.points[0].expect), predicted[e.id][0]) for e in bench.experiments]
        return [Residual(name, observed, number, (number - observed) / SD[name]) for name, observed, number in pairs]

    result = fit(FREE, residuals)
    path = save("acute_effects", result | {"sd": SD})
    for p in result["parameters"]:
        print(f"{p['name']:45s} {p['value']:8.4g}  [{p['interval'][0]:.4g}, {p['interval'][1]:.4g}]")
    for r in result["residuals"]:
        print(f"  {r['experiment']:28s} observed {r['observed']:8.4g}  predicted {r['predicted']:8.4g}")
    print(f"cost {result['cost']:g}; written to {path.name}")


if __name__ == "__main__":
    main()
