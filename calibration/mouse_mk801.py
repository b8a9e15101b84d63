"""Fit MK-801 in the mouse to its levels in plasma and brain after 0.1 mg/kg (PMC6806415).

    uv run python calibration/mouse_mk801.py
    uv run python calibration/apply.py

Four numbers to four rows: a description of one study, good for saying how long the drug is there. The brain peak after a
dose under the skin and the brain area are kept back as checks. Results: mouse_mk801.json.
"""

from __future__ import annotations

from fitting import Bench, Free, chosen, fit, save

from regrowth.language import catalogue, load

ROWS = ("mk801-mouse-ip-plasma-cmax", "mk801-mouse-ip-plasma-auc", "mk801-mouse-sc-plasma-cmax", "mk801-mouse-ip-brain-cmax")
P = "pharmacokinetics/mk801."
FREE = [
    Free(P + "v", 1000, 100, 20000, ROWS, species="mouse"),
    Free(P + "cl", 100, 5, 2000, ROWS, species="mouse"),
    Free(P + "f_ip", 0.6, 0.1, 1, ROWS, species="mouse"),
    Free(P + "brain_total", 18, 2, 100, ROWS, species="mouse"),
]


def main() -> None:
    names = [n for n in catalogue() if n.startswith("pharmacokinetics/") and "mouse" in load(n).mechanism.species]
    bench = Bench([e for e in chosen("pharmacokinetics", "mouse") if e.id in ROWS], names, "mouse")
    result = fit(FREE, lambda values: bench.residuals(values, lambda _: 0.1))
    path = save("mouse_mk801", result)
    for p in result["parameters"]:
        print(f"{p['name']:40s} {p['value']:8.4g}  [{p['interval'][0]:.4g}, {p['interval'][1]:.4g}]")
    print(f"cost {result['cost']:g}; written to {path.name}")


if __name__ == "__main__":
    main()
