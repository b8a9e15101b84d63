"""Fit how plasma escitalopram occupies serotonin transporters.

    uv run python calibration/escitalopram.py
    uv run python calibration/apply.py

Occupancies of midbrain transporters (SPECT) 6 h after single doses of 5, 10 and 20 mg (Klein 2006), and 6 and 54 h
after the last of ten daily 10 mg tablets (Klein 2007). Weighted with the standard errors of the means.
"""

from __future__ import annotations

from fitting import Bench, Free, Residual, chosen, fit, save

from regrowth.evidence.scoring import deviation

SEED = 20261123
POINTS = tuple(f"klein2006-escitalopram-{dose}mg" for dose in (5, 10, 20)) + tuple(
    f"klein2007-escitalopram-{hour}h" for hour in (6, 54)
)
P = "pharmacokinetics/escitalopram."
FREE = [
    Free(P + "half_tight", 0.002, 1e-4, 0.02, POINTS),
    Free(P + "half_loose", 0.02, 0.002, 0.5, POINTS),
]


def main() -> None:
    experiments = [e for e in chosen("pharmacokinetics", "human") if e.id in POINTS]
    bench = Bench(experiments, ["pharmacokinetics/body_size", "pharmacokinetics/escitalopram"], "human")

    def residuals(values: dict[str, float]) -> list[Residual]:
        found = bench.predict(values)
        return [
            Residual(e.id, float(e.points[0].expect), found[e.id][0], deviation(e, e.points[0], found[e.id][0]))
            for e in experiments
        ]

    result = fit(FREE, residuals, seed=SEED, starts=3)
    path = save("escitalopram", result)
    for p in result["parameters"]:
        print(f"{p['name']:44s} {p['value']:8.4g}  {p['interval']}")
    print(f"cost {result['cost']:g}; written to {path.name}")


if __name__ == "__main__":
    main()
