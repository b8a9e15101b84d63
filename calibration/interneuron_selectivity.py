"""Fit how much better ketamine binds on interneurons to what it does to the glutamate-glutamine cycle.

    uv run python calibration/interneuron_selectivity.py
    uv run python calibration/apply.py

One free number, `interneuron_selectivity`. Fitted to the two labelling studies whose size is known: prefrontal
cycling in people during an infusion (Abdallah 2018) and in rats 10-18 min after 30 mg/kg (Chowdhury 2016). The
dose-response signs of Moghaddam 1997 and all firing rates are left out. Errors are in percentage points over a standard
deviation: 5.4 for Abdallah (13 % at t = 2.4) and, since none is known, 15 for Chowdhury (assumed). The rat row follows
pharmacokinetics that are assumed, and says little about this parameter.
Results, residual and interval: interneuron_selectivity.json.
"""

from __future__ import annotations

from collections.abc import Callable

from fitting import Bench, Free, Residual, chosen, fit, save
from scipy.optimize import brentq

from regrowth.engine import default_set

SD = {"abdallah2018-gln": 5.4, "chowdhury2016-gln-30": 15.0}
NOTE = "1 would be no selectivity beyond the subunit mix"
FREE = [Free("receptors/channel_block.interneuron_selectivity", 2.5, 1, 20, tuple(SD), note=NOTE)]


def profile_interval(residuals: Callable[[dict[str, float]], list[Residual]], best: float) -> list[float]:
    """95 %: where the sum of squared errors, their standard deviations taken as known, rises by 3.84."""
    name, low, high = FREE[0].name, FREE[0].low, FREE[0].high

    def above(value: float) -> float:
        squares = [sum(r.error**2 for r in residuals({name: v})) for v in (value, best)]
        return squares[0] - squares[1] - 3.84

    ends = [end if above(end) < 0 else brentq(above, end, best, xtol=1e-3) for end in (low, high)]
    return [float(format(end, ".4g")) for end in ends]


def main() -> None:
    benches = []
    for species in ("human", "rat"):
        experiments = [e for e in chosen("circuit", species) if e.id in SD]
        benches.append(Bench(experiments, list(default_set(species)), species))
    if missing := set(SD) - {e.id for bench in benches for e in bench.experiments}:
        raise SystemExit(f"these experiments are not there, or not for fitting: {', '.join(sorted(missing))}")

    def residuals(values: dict[str, float]) -> list[Residual]:
        found = []
        for bench in benches:
            predicted = bench.predict(values)
            for e in bench.experiments:
                observed, number = float(e.points[0].expect), predicted[e.id][0]
                found.append(Residual(e.id, observed, number, (number - observed) / SD[e.id]))
        return found

    result = fit(FREE, residuals)
    result["parameters"][0]["interval"] = profile_interval(residuals, result["parameters"][0]["value"])
    path = save("interneuron_selectivity", result | {"sd_percent": SD})
    for p in result["parameters"]:
        print(f"{p['name']:52s} {p['value']:8.4g}  [{p['interval'][0]:.4g}, {p['interval'][1]:.4g}]")
    for r in result["residuals"]:
        print(f"  {r['experiment']:40s} observed {r['observed']:8.4g}  predicted {r['predicted']:8.4g}")
    print(f"cost {result['cost']:g}; written to {path.name}")


if __name__ == "__main__":
    main()
