"""Figures of the pharmacology page: levels, observed against predicted, block, dose-response, acute effects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from regrowth.report.pharmacology_runs import DOSES, EFFECTS, IV_DOSES, ROUTES, Runs
from regrowth.report.style import COLOURS, FAINT, MUTED, look
from regrowth.report.words import number

if TYPE_CHECKING:
    from regrowth.result import Run

WIDTH = 10.4  # inches
KETAMINE, NORKETAMINE = 237.73, 223.70  # g/mol, = ng/mL per umol/L
PK = "pharmacokinetics."
FIT, CHECK = COLOURS[0], COLOURS[1]
CELLS = {
    "nmda_sst": ("SST", COLOURS[1]),
    "nmda_pv": ("PV", COLOURS[0]),
    "nmda_pyramidal": ("pyramidal, synaptic", COLOURS[2]),
    "nmda_extrasynaptic": ("extrasynaptic GluN2B", COLOURS[3]),
    "nmda_resting": ("at rest", COLOURS[4]),
    "nmda_habenula": ("lateral habenula", COLOURS[6]),
}
MOGHADDAM = {10: 1, 20: 1, 30: 1, 50: 0, 200: -1}  # signs found in the rat
_BOTH = ("racemic", "esketamine")
_KAMP_DATA = {
    "s_ketamine_arterial": _BOTH,
    "r_ketamine_arterial": ("racemic",),
    "hnk_plasma": ("racemic",),
    "s_norketamine_arterial": _BOTH,
    "r_norketamine_arterial": ("racemic",),
    "s_dhnk_plasma": ("esketamine",),
}
_EFFECT_TITLES = {
    "cadss": "Dissociation (CADSS, points)",
    "panss_positive": "Positive symptoms (PANSS, points)",
    "working_memory_error": "Working memory, error (degrees)",
    "systolic_rise": "Systolic pressure, rise (mmHg)",
    "diastolic_rise": "Diastolic pressure, rise (mmHg)",
    "heart_rate_rise": "Heart rate, rise (beats/min)",
    "sedated": "Sedated (share of people)",
    "acute_anxiety": "Anxiety (analogue scale 0-10)",
}


def kamp_figure(runs: Runs, rows: Sequence[Mapping[str, Any]]) -> Figure:
    """Arterial levels through the three-step infusion, with the digitised data."""
    shown = [
        ("S-ketamine", "s_ketamine_arterial"), ("R-ketamine", "r_ketamine_arterial"), ("total HNK", "hnk_plasma"),
        ("S-norketamine", "s_norketamine_arterial"), ("R-norketamine", "r_norketamine_arterial"),
        ("S-dehydronorketamine", "s_dhnk_plasma"),
    ]  # fmt: skip
    curves = [row for row in rows if row["id"].startswith("kamp2020-arterial-")]
    with look():
        figure = Figure(figsize=(WIDTH, 5.0), layout="constrained")
        axes = figure.subplots(2, 3, sharex=True).ravel()
        for axis, (title, name) in zip(axes, shown, strict=True):
            for product, colour in zip(_BOTH, (COLOURS[0], COLOURS[1]), strict=True):
                series = runs.kamp[PK + name].sel(arm=product).values[0]
                if product not in _KAMP_DATA[name]:
                    continue
                axis.plot(runs.kamp.times, series, color=colour, label=f"{product}, model")
                for row in curves:
                    if row["observe"] == PK + name and row["id"].endswith(product):
                        held = row["role"] == "check"
                        axis.plot(row["at"], row["observed"], "o", markersize=4.5, color=colour, linestyle="none",
                                  markerfacecolor="white" if held else colour, label=f"{product}, data")  # fmt: skip
            axis.set_title(f"{title} (µmol/L)")
            axis.set_ylim(bottom=0)
            axis.axvspan(0, 3, color="#F4F5F7", linewidth=0, zorder=0)
        handles, labels = axes[0].get_legend_handles_labels()
        axes[2].legend(handles, labels, frameon=False, fontsize=8, loc="upper left")
        for axis in axes[3:]:
            axis.set_xlabel("hours; infusion grey")
        return figure


def route_figure(runs: Runs, rows: Sequence[Mapping[str, Any]]) -> Figure:
    """The same dose by every route: venous ketamine and norketamine, with published levels and peaks at that dose."""
    with look():
        figure = Figure(figsize=(WIDTH, 3.5), layout="constrained")
        pairs = (("Ketamine, venous plasma (ng/mL)", "ketamine", KETAMINE),
                 ("Norketamine, venous plasma (ng/mL)", "norketamine", NORKETAMINE))  # fmt: skip
        axes = figure.subplots(1, 2)
        for axis, (title, word, mass) in zip(axes, pairs, strict=True):
            total = runs.routes[f"{PK}s_{word}_venous"] + runs.routes[f"{PK}r_{word}_venous"]
            for arm, colour in zip(runs.routes.arms, COLOURS, strict=False):
                course = mass * total.sel(arm=arm).values[0]
                axis.plot(runs.routes.times, course, color=colour, label=arm)
                top = float(runs.routes.times[np.argmax(course)])
                for at, level, mark, held in _published_levels(rows, word, ROUTES[arm], top):
                    axis.plot(at, level, mark, color=colour, ms=4.5, markerfacecolor="white" if held else colour)
            axis.set_title(title)
            axis.set_yscale("log")
            axis.set_ylim(1, 400)
            axis.set_xlim(0, 12)
            axis.set_xlabel("hours after 0.5 mg/kg of racemic ketamine")
            _plain_log(axis.yaxis)
        axes[1].legend(frameon=False, fontsize=8, ncols=2, loc="lower right")
        return figure


def _published_levels(
    rows: Sequence[Mapping[str, Any]], word: str, dose: str, top: float
) -> Iterator[tuple[float, float, str, bool]]:
    """Time, level, mark and whether it was held back, of S + R after a dose like this; peaks at the time `top`."""
    for row in rows:
        if row["observe"] == f"{PK}s_{word}_venous + {PK}r_{word}_venous" and row["unit"] == "ng/mL":
            share = _share_of(str(row["give"]), dose)
            if share and row["measure"] in ("", "peak"):
                at, mark = (top, "s") if row["measure"] else (float(row["at"][0]), "o")
                yield at, row["observed"] / share, mark, row["role"] == "check"


def _share_of(given: str, wanted: str) -> float | None:
    """How large a dose is of another that is given the same way, in a person of 70 kg; None if it is not."""
    from regrowth.protocol.dose import parse_dose

    if ";" in given or not given:
        return None
    one, other = parse_dose(given), parse_dose(wanted)
    alike = (one.drug, one.route, one.hours) == (other.drug, other.route, other.hours)
    return one.milligrams(70) / other.milligrams(70) if alike else None


def agreement_figure(rows: Sequence[Mapping[str, Any]]) -> tuple[Figure, dict[str, dict[str, int]]]:
    """Observed against predicted for every single value, with the 1.25- and 2-fold lines; and the counts behind.

    Counts: of all values in `people`, and of those by `routes`: availability, peak, its time, area and metabolite ratio
    of ketamine, without the exposures of Perez-Ruixo 2021 and the peaks of Persson 2002, judged by themselves.
    """
    from regrowth.evidence import shipped
    from regrowth.evidence.persons import species_of

    species = {e.id: species_of(e.people) for e in shipped()}
    chosen = [r for r in rows if r["kind"] == "value" and r["level"] == "pharmacokinetics" and r.get("fold", 0) > 0]
    fold = np.array([float(r["fold"]) for r in chosen])
    human = np.array([species.get(r["id"], "human") == "human" for r in chosen], dtype=bool)
    routes = human & np.array([_is_route(r) for r in chosen], dtype=bool)
    counts = {name: _within(fold[some]) for name, some in (("people", human), ("routes", routes))}
    with look():
        figure = Figure(figsize=(WIDTH, 4.7), layout="constrained")
        axis, strip = figure.subplots(1, 2, width_ratios=[1, 1.15])
        line = np.array([0.02, 5e3])
        axis.fill_between(line, line / 1.25, line * 1.25, color="#E5EEF5", linewidth=0, zorder=0)
        for limit, style in ((1, "-"), (1.25, (0, (4, 2))), (2, (0, (1, 1.4)))):
            for edge in {limit, 1 / limit}:
                axis.plot(line, edge * line, color=MUTED, linewidth=0.9, linestyle=style, zorder=1)
        for role, colour in (("fit", FIT), ("check", CHECK)):
            for is_human, mark in ((True, "o"), (False, "^")):
                some = [r for r, h in zip(chosen, human, strict=True) if r["role"] == role and h == is_human]
                if some:
                    who = "people" if is_human else "rodents"
                    label = f"{who}, {'fitted to' if role == 'fit' else 'never fitted'}"
                    axis.plot([r["observed"] for r in some], [r["predicted"] for r in some], mark, label=label,
                              markersize=5, color=colour, linestyle="none",
                              markerfacecolor=colour if role == "fit" else "white")  # fmt: skip
        axis.set_xscale("log")
        axis.set_yscale("log")
        axis.set_xlim(*line)
        axis.set_ylim(*line)
        axis.set_xlabel("observed, each in its own unit")
        axis.set_ylabel("predicted")
        axis.set_title("Observed and predicted")
        if chosen:
            axis.legend(frameon=False, fontsize=8, loc="upper left")
        _plain_log(axis.xaxis)
        _plain_log(axis.yaxis)
        worst = sorted(zip(fold, chosen, strict=True), key=lambda pair: -abs(np.log(pair[0])))[:16]
        for place, (ratio, row) in enumerate(reversed(worst)):
            colour = FIT if row["role"] == "fit" else CHECK
            strip.plot([1, ratio], [place, place], color=FAINT, linewidth=1.5, zorder=1)
            face = colour if row["role"] == "fit" else "white"
            strip.plot(ratio, place, "o", color=colour, markerfacecolor=face, markersize=5)
        strip.set_yticks(range(len(worst)), [row["id"] for _, row in reversed(worst)], fontsize=7.5)
        strip.set_xscale("log")
        for limit in (0.5, 0.8, 1, 1.25, 2):
            strip.axvline(limit, color=MUTED, linewidth=0.8, linestyle="-" if limit == 1 else (0, (2, 2)), zorder=0)
        strip.set_xticks([0.1, 0.25, 0.5, 1, 2, 4], ["0.1", "0.25", "0.5", "1", "2", "4"])
        strip.xaxis.set_minor_formatter(NullFormatter())
        strip.grid(False)
        strip.set_title("The farthest: predicted over observed")
        return figure, counts


_OWN_TARGET = (*(f"perezruixo2021-{people}-" for people in ("cauc", "jpn", "asn", "old")), "persson2002-")


def _is_route(row: Mapping[str, Any]) -> bool:
    """Whether a value of a person's ketamine tells how much arrives, how fast, or as what."""
    measured = str(row["measure"]).startswith(("peak", "time of peak", "auc"))
    return measured and "ketamine" in str(row["observe"]) and not str(row["id"]).startswith(_OWN_TARGET)


def _within(fold: np.ndarray) -> dict[str, int]:
    off = np.abs(np.log(fold))
    return {"of": len(fold)} | {f"{limit:g}": int(np.sum(off <= np.log(limit) + 1e-9)) for limit in (1.25, 2)}


def block_figure(runs: Runs) -> Figure:
    """Blocked share of NMDA conductance by cell, over hours and over two days."""
    with look():
        figure = Figure(figsize=(WIDTH, 3.3), layout="constrained")
        axes = figure.subplots(1, 2, sharey=True, width_ratios=[1.3, 1])
        for axis, (low, high) in zip(axes, ((0, 6), (0, 48)), strict=True):
            for name, (label, colour) in CELLS.items():
                series = 100 * (1 - runs.routes[f"receptors.{name}"].sel(arm="IV over 40 min").values[0])
                axis.plot(runs.routes.times, series, color=colour, label=label)
            axis.set_xlim(low, high)
            axis.set_ylim(bottom=0)
            axis.axvspan(0, 2 / 3, color="#F1F3F5", linewidth=0, zorder=0)
            axis.set_xlabel("hours after 0.5 mg/kg over 40 min")
        axes[0].set_title("NMDA conductance lost, by cell (%)")
        axes[0].legend(frameon=False, fontsize=8, loc="upper right")
        return figure


def dose_figure(runs: Runs) -> Figure:
    """Glutamate release and gamma power against dose, with the signs that Moghaddam 1997 found."""
    with look():
        figure = Figure(figsize=(WIDTH, 6.2), layout="constrained")
        axes = figure.subplots(2, 2, sharex="col")
        sides = (
            (runs.rat, DOSES, "rat", "mg/kg racemic ketamine, intraperitoneal"),
            (runs.people, IV_DOSES, "people", "mg/kg racemic ketamine over 40 min"),
        )
        for column, (run, doses, who, label) in zip(axes.T, sides, strict=True):
            release = run["circuit.glutamate_release"].values[:, 0, :]
            if run is runs.rat:
                change = 100 * (np.trapezoid(release, run.times, axis=1) / run.times[-1] - 1)
                column[0].set_title("Glutamate release in the rat, mean over 100 min (change, %)")
                room = max(float(np.ptp(change)), 10.0)
                column[0].set_ylim(change.min() - 0.12 * room, change.max() + 0.3 * room)
                for dose, sign in MOGHADDAM.items():
                    column[0].text(dose, change.max() + 0.2 * room, {1: "▲", 0: "●", -1: "▼"}[sign], ha="center",
                                   va="center", color=COLOURS[1], fontsize=11)  # fmt: skip
            else:
                change = 100 * (release[:, int(np.argmin(np.abs(run.times - 2 / 3)))] - 1)
                column[0].set_title("Glutamate release in people, end of infusion (change, %)")
            column[0].axhspan(-5, 5, color="#F1F3F5", linewidth=0, zorder=0)
            gamma = 100 * (run["circuit.gamma_power"].values[:, 0, :].max(axis=1) - 1)
            column[1].set_title(f"Gamma power in {'the rat' if who == 'rat' else who}, 30-80 Hz, peak (change, %)")
            for axis, series in zip(column, (change, gamma), strict=True):
                axis.axhline(0, color=MUTED, linewidth=0.8)
                axis.plot(doses, series, "-o", color=COLOURS[0], markersize=4)
                axis.set_xscale("log")
                _plain_log(axis.xaxis)
            column[1].set_xlabel(label)
        return figure


def acute_figure(runs: Runs, rows: Sequence[Mapping[str, Any]]) -> Figure:
    """Acute effects over time by product, with published values of the same arms."""
    with look():
        figure = Figure(figsize=(WIDTH, 6.6), layout="constrained")
        axes = figure.subplots(3, 3).ravel()
        colours = dict(zip(runs.acute.arms, COLOURS, strict=False))
        for axis, name in zip(axes, EFFECTS, strict=False):
            short = name.split(".")[1]
            for arm, colour in colours.items():
                axis.plot(runs.acute.times, runs.acute[name].sel(arm=arm).values[0], color=colour, label=arm)
            for row in rows:
                arm = _arm_of(row)
                if row["observe"] == name and arm and row["kind"] == "value" and not row["measure"]:
                    held = row["role"] == "check"
                    factor = 0.01 if row["unit"] == "%" else 1.0
                    axis.plot(row["at"][0], factor * row["observed"], "o", color=colours[arm], markersize=5,
                              markerfacecolor="white" if held else colours[arm])  # fmt: skip
                elif row["observe"] == name and arm and row["measure"] == "peak":
                    factor = 0.01 if row["unit"] == "%" else 1.0
                    held = row["role"] == "check"
                    axis.plot([3.95], [factor * row["observed"]], "<", color=colours[arm], markersize=6, clip_on=False,
                              markerfacecolor="white" if held else colours[arm])  # fmt: skip
            axis.set_xlim(0, 4)
            axis.set_title(_EFFECT_TITLES[short])
            axis.set_ylim(bottom=4 if short == "working_memory_error" else 0)
        for axis in axes[len(EFFECTS) :]:
            axis.set_axis_off()
        handles, labels = axes[0].get_legend_handles_labels()
        axes[len(EFFECTS)].legend(handles, labels, frameon=False, fontsize=9, loc="upper left")
        for axis in (*axes[4:7],):
            axis.set_xlabel("hours after the dose")
        return figure


def _arm_of(row: Mapping[str, Any]) -> str | None:
    from regrowth.report.pharmacology_runs import ACUTE

    return next((arm for arm, dose in ACUTE.items() if row["give"] == dose), None)


def exposure_rows(run: Run) -> list[list[str]]:
    """Non-compartmental summaries of venous ketamine and norketamine, by arm."""
    from regrowth.noncompartmental import noncompartmental

    rows = []
    for arm in run.arms:
        cells = [arm]
        for word, mass in (("ketamine", KETAMINE), ("norketamine", NORKETAMINE)):
            total = (run[f"{PK}s_{word}_venous"] + run[f"{PK}r_{word}_venous"]).sel(arm=arm).values[0]
            found = noncompartmental(run.times, mass * total)
            cells += [number(found.peak), number(found.time_of_peak, 2)]
            cells += [number(found.auc_infinite), number(found.half_life, 2)]
        rows.append(cells)
    return rows


def _plain_log(axis: Any) -> None:
    axis.set_major_locator(LogLocator(10))
    axis.set_major_formatter(FuncFormatter(lambda value, _: number(value, 2)))
    axis.set_minor_formatter(NullFormatter())

