"""Figures of the pharmacology page: levels, block, dose-response, acute effects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from regrowth.drawing.style import COLOURS, MUTED, WIDTH, look
from regrowth.protocol.drugs import KETAMINE, NORKETAMINE
from regrowth.report.pharmacology_runs import DOSES, EFFECTS, IV_DOSES, REPEATED, ROUTES, Runs
from regrowth.report.words import number

if TYPE_CHECKING:
    from regrowth.result import Run

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
            plain_log(axis.yaxis)
        axes[1].legend(frameon=False, fontsize=8, ncols=2, loc="lower right")
        return figure


def _published_levels(
    rows: Sequence[Mapping[str, Any]], word: str, dose: str, top: float
) -> Iterator[tuple[float, float, str, bool]]:
    """Time, level, mark and whether it was held back, of S + R after a dose like this; peaks at the time `top`."""
    for row in rows:
        at_once = row["doses"] == 1 and row["unit"] == "ng/mL" and row["kind"] == "value"
        if at_once and row["observe"] == f"{PK}s_{word}_venous + {PK}r_{word}_venous":
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
                plain_log(axis.xaxis)
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
                if arm is None or row["observe"] != name or row["doses"] > 1:
                    continue
                if row["kind"] != "value" or row["measure"] not in ("", "peak"):
                    continue
                at_edge = row["measure"] == "peak"
                axis.plot(
                    3.95 if at_edge else row["at"][0], (0.01 if row["unit"] == "%" else 1.0) * row["observed"],
                    "<" if at_edge else "o", color=colours[arm], markersize=6 if at_edge else 5, clip_on=not at_edge,
                    markerfacecolor="white" if row["role"] == "check" else colours[arm],
                )  # fmt: skip
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


def repeated_figure(runs: Runs, rows: Sequence[Mapping[str, Any]]) -> Figure:
    """The highest rating of dissociation after each of many doses, with published ones of the same doses."""
    with look():
        figure = Figure(figsize=(WIDTH, 3.3), layout="constrained")
        axis = figure.subplots()
        for (arm, (dose, days)), colour in zip(REPEATED.items(), COLOURS, strict=False):
            felt, times = runs.repeated["outcomes.cadss"].sel(arm=arm).values[0], runs.repeated.times
            peaks = [felt[(times >= 24 * (day - 1)) & (times <= 24 * (day - 1) + 2)].max() for day in days]
            axis.plot([(day - 1) / 7 for day in days], peaks, "-", marker=".", color=colour, label=arm)
            wanted = {"give": dose, "observe": "outcomes.cadss", "kind": "value", "measure": "peak"}
            for row in rows:
                if all(row[key] == value for key, value in wanted.items()):
                    axis.plot(
                        row["at"][0] / 168, row["observed"], "o", color=colour, markersize=6, clip_on=False, zorder=3,
                        markerfacecolor="white" if row["role"] == "check" else colour,
                    )  # fmt: skip
        axis.set_ylim(bottom=0)
        axis.set_xlim(0, 13.2)
        axis.set_title("Dissociation, highest rating after each dose (CADSS, points)")
        axis.set_xlabel("weeks")
        axis.legend(frameon=False, fontsize=9, loc="lower right")
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


def plain_log(axis: Any) -> None:
    """Ticks at powers of ten, as plain numbers."""
    axis.set_major_locator(LogLocator(10))
    axis.set_major_formatter(FuncFormatter(lambda value, _: number(value, 2)))
    axis.set_minor_formatter(NullFormatter())
