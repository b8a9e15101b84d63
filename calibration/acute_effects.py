"""Fit the sizes of acute effects: ratings, blood pressure, heart rate, sedation.

    uv run python calibration/acute_effects.py
    uv run python calibration/apply.py

Sizes at full effect of CADSS, PANSS positive and negative, the error of working memory, systolic and diastolic
pressure and heart rate, the Hill exponent of dissociation, and the level that sedates half of the people. The
concentrations for half effect and the delay are not touched: they come from elsewhere. Only experiments with the role
`fit`; peaks' times are not used. CADSS of van Schalkwyk 2018 is not used: when it was rated, during or after the infusion,
is not stated. Errors are in units of points or mmHg over a standard deviation that is the same for every study of a
kind (the studies differ by method more than by their own errors): 4 points of CADSS (1 where it is said to be gone, from
the bounds of 2 points assumed there), 2 of PANSS, 1 degree, 4 and 3 mmHg, 2 beats/min, 10 per cent sedated, assumed from
the spread of means. PANSS, working memory and sedation rest on one row each: they describe it.
Rerun after any change of the human pharmacokinetics. Results: acute_effects.json.
"""

from __future__ import annotations

from fitting import Bench, Free, Residual, chosen, fit, save

from regrowth.engine import default_set

CADSS = ("moujaes2024-cadss-ket", "aanhetrot2010-cadss-40")
GONE = ("aanhetrot2010-cadss-end", "daly2017-esk-dissoc-end")
STUDIES = (
    "vankawala2021-", "rivaposse2018-", "glue2017-sc1-", "delsant2020-", "daly2017-esk-", "doherty2020-", "doherty2020-old-",
)  # fmt: skip
SYSTOLIC = (*(study + "sbp" for study in STUDIES), "lapidus2014-sbp40")
DIASTOLIC = tuple(study + "dbp" for study in STUDIES)
PULSE = ("vankawala2021-hr", "glue2017-sc1-hr")
POSITIVE, NEGATIVE, ERROR = ("moujaes2024-panss-pos",), ("moujaes2024-panss-neg",), ("moujaes2024-swm-ket",)
SEDATED = ("spravato-sedation-56",)
SD = {
    **dict.fromkeys(CADSS, 4.0),
    **dict.fromkeys(GONE, 1.0),
    **dict.fromkeys(SYSTOLIC, 4.0),
    **dict.fromkeys(DIASTOLIC, 3.0),
    **dict.fromkeys(PULSE, 2.0),
    **dict.fromkeys((*POSITIVE, *NEGATIVE), 2.0),
    **dict.fromkeys(ERROR, 1.0),
    **dict.fromkeys(SEDATED, 10.0),
}
FREE = [
    Free("outcomes/dissociation.cadss_full", 40, 5, 92, CADSS),
    Free(
        "outcomes/dissociation.slope", 2, 1, 5, (*CADSS, *GONE), pull=0.2,
        note="start: nearly linear over 50-200 ng/mL (Bowdle 1998)",
    ),
    Free("outcomes/blood_pressure.systolic_full", 40, 5, 120, SYSTOLIC),
    Free("outcomes/blood_pressure.diastolic_full", 32, 4, 100, DIASTOLIC),
    Free("outcomes/blood_pressure.heart_full", 12, 1, 60, PULSE),
    Free("outcomes/psychotomimetic.positive_full", 10, 1, 42, POSITIVE),
    Free("outcomes/psychotomimetic.negative_full", 10, 1, 42, NEGATIVE),
    Free("outcomes/psychotomimetic.error_gain", 5, 0.1, 60, ERROR),
    Free("outcomes/sedation.sedation_half", 0.3, 0.02, 5, SEDATED),
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
