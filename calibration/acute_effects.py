"""Fit the sizes of acute effects: ratings, blood pressure, heart rate, sedation.

    uv run python calibration/acute_effects.py
    uv run python calibration/apply.py

Sizes at full effect of CADSS, PANSS positive and negative, the error of working memory, systolic and diastolic
pressure and heart rate, the Hill exponent of dissociation and how fast tolerance of it grows, and the level that sedates
half of the people. The concentrations for half effect and the delay are not touched: they come from elsewhere. Only
experiments with the role `fit`; peaks' times are not used. CADSS of van Schalkwyk 2018 is not used: when it was rated,
during or after the infusion, is not stated. Errors of CADSS are in standard errors of the study where it prints a spread
(as the rule that scores them), else in 4 points; in 1 where it is said to be gone, from the bounds of 2 points assumed
there. Others are over a standard deviation that is the same for every study of a kind (the studies differ by method more
than by their own errors): 2 points of PANSS, 1 degree, 4 and 3 mmHg, 2 beats/min, 10 per cent sedated, assumed from the
spread of means. PANSS, working memory and sedation rest on one row each: they describe it.
What a study says of the same people twice is fitted as a ratio, since whatever moves the whole study drops out. The end
of Goldway's infusion over what 27 people rated after the bolus: 0.53, standard deviation 0.1 (theirs is 0.09 by
resampling people; the minutes are assumed). The last dose over a first on that day: 1 where ratings did not change, at
most 0.95 (the rule that scores signs) where they fell and the text read does not say how far; 0.2, from a scatter of 1.19
means (van Schalkwyk 2018) in 50 to 70 people.
Rerun after any change of the human pharmacokinetics. Results: acute_effects.json.
"""

from __future__ import annotations

from dataclasses import replace

from fitting import Bench, Free, Residual, chosen, fit, save

from regrowth.engine import default_set
from regrowth.evidence.scoring import DETECTABLE

CADSS = {"moujaes2024-cadss-ket": 1.6, "aanhetrot2010-cadss-40": 4.0, "goldway2025-cadss-bolus": 1.9}
GONE = (
    "aanhetrot2010-cadss-end", "daly2017-esk-dissoc-end", "abdallah2022-cadss-end", "wlodarczyk2021-cadss-end",
    "jnj2024-cadss-end",
)  # fmt: skip
KEPT = {"goldway2025-cadss-end": ("goldway2025-cadss-bolus", 0.526)}  # over what; as printed in the study's table
SAME, LESS = ("delsant2023-cadss-last",), ("chen2022-cadss-last", "abdallah2022-cadss-last")
STUDIES = (
    "vankawala2021-", "rivaposse2018-", "glue2017-sc1-", "delsant2020-", "daly2017-esk-", "doherty2020-", "doherty2020-old-",
)  # fmt: skip
SYSTOLIC = (*(study + "sbp" for study in STUDIES), "lapidus2014-sbp40")
DIASTOLIC = tuple(study + "dbp" for study in STUDIES)
PULSE = ("vankawala2021-hr", "glue2017-sc1-hr")
POSITIVE, NEGATIVE, ERROR = ("moujaes2024-panss-pos",), ("moujaes2024-panss-neg",), ("moujaes2024-swm-ket",)
SEDATED = ("spravato-sedation-56",)
SD = {
    **CADSS,
    **dict.fromkeys(GONE, 1.0),
    **dict.fromkeys(KEPT, 0.1),
    **dict.fromkeys((*SAME, *LESS), 0.2),
    **dict.fromkeys(SYSTOLIC, 4.0),
    **dict.fromkeys(DIASTOLIC, 3.0),
    **dict.fromkeys(PULSE, 2.0),
    **dict.fromkeys((*POSITIVE, *NEGATIVE), 2.0),
    **dict.fromkeys(ERROR, 1.0),
    **dict.fromkeys(SEDATED, 10.0),
}
FREE = [
    Free("outcomes/dissociation.cadss_full", 40, 5, 92, tuple(CADSS)),
    Free(
        "outcomes/dissociation.slope", 2, 1, 3.2, (*CADSS, *GONE, *KEPT), pull=0.2,
        note="start: nearly linear over 50-200 ng/mL (Bowdle 1998: R of 0.93 or more, which allows up to 3.2)",
    ),
    Free("outcomes/dissociation_tolerance.tolerance_gain", 0.5, 0.01, 10, (*SAME, *LESS, *KEPT, *GONE)),
    Free(
        "outcomes/dissociation_tolerance.tolerance_wear", 14, 0.5, 365, (*SAME, *LESS), pull=1.0,
        note="start assumed: weeks, since it still tells a week after an injection; how it ends was never measured",
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
    experiments = [
        replace(e, measure=replace(e.measure, comparison="ratio to control")) if e.kind == "sign" else e for e in experiments
    ]
    bench = Bench(experiments, list(default_set("human")), "human")

    def residuals(values: dict[str, float]) -> list[Residual]:
        predicted = {name: numbers[0] for name, numbers in bench.predict(values).items()}
        found = []
        for e in bench.experiments:
            number, observed = predicted[e.id], float(e.points[0].expect) if e.kind == "value" else 1.0
            if e.id in KEPT:
                over, observed = KEPT[e.id]
                number /= predicted[over]
            elif e.id in LESS:
                observed = min(number, 1 - DETECTABLE)
            found.append(Residual(e.id, observed, number, (number - observed) / SD[e.id]))
        return found

    result = fit(FREE, residuals)
    path = save("acute_effects", result | {"sd": SD})
    for p in result["parameters"]:
        print(f"{p['name']:45s} {p['value']:8.4g}  [{p['interval'][0]:.4g}, {p['interval'][1]:.4g}]")
    for r in result["residuals"]:
        print(f"  {r['experiment']:28s} observed {r['observed']:8.4g}  predicted {r['predicted']:8.4g}")
    print(f"cost {result['cost']:g}; written to {path.name}")


if __name__ == "__main__":
    main()
