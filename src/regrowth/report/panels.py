"""What a report shows of each level: which observables share a panel, and how long the acute lens is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from regrowth.report.words import heading, words

if TYPE_CHECKING:
    from regrowth.result import Run


@dataclass(frozen=True)
class Panel:
    """One row of a level's figure. Several observables in a panel differ by line style.

    A panel that speaks of one condition is shown where somebody has it: `condition` is the covariate that says so.
    `unit` is the one that the protocol measures it in, if it says so.
    """

    title: str
    observables: tuple[str, ...]
    labels: tuple[str, ...] = ()
    condition: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Page:
    """How a level is introduced and drawn."""

    title: str
    says: str
    lens: float
    panels: tuple[Panel, ...]


def _panel(title: str, *observables: str | tuple[str, str], condition: str = "") -> Panel:
    pairs = [(o, "") if isinstance(o, str) else o for o in observables]
    return Panel(title, tuple(name for name, _ in pairs), tuple(label for _, label in pairs), condition)


def applies(condition: str, run: Run) -> bool:
    """Whether somebody in this run has a condition, a covariate's name; none asked for applies to everybody."""
    people = run.tree.children.get("people")
    if not condition or people is None or condition not in people.data_vars:
        return not condition
    return bool((people[condition] > 0).any())


PAGES: dict[str, Page] = {
    "pharmacokinetics": Page(
        "Pharmacokinetics",
        "What the body does to the dose: how much reaches plasma and brain, and how fast it leaves. "
        "1 µmol/L of ketamine is 238 ng/mL.",
        6,
        (
            _panel("Ketamine, arterial plasma", ("s_ketamine_arterial", "S"), ("r_ketamine_arterial", "R")),
            _panel("Ketamine, venous plasma", ("s_ketamine_venous", "S"), ("r_ketamine_venous", "R")),
            _panel("Norketamine, arterial plasma", ("s_norketamine_arterial", "S"), ("r_norketamine_arterial", "R")),
            _panel("Later metabolites, plasma", ("hnk_plasma", "HNK"), ("dhnk_plasma", "DHNK")),
            _panel("Unbound ketamine, brain", ("s_ketamine_brain_free", "S"), ("r_ketamine_brain_free", "R")),
            _panel("Midazolam effect (share of the largest)", "midazolam_effect"),
            _panel("Serotonin transporters occupied (share)", "sert_occupancy"),
            _panel("Unbound memantine, brain", "memantine_brain_free"),
        ),
    ),
    "receptors": Page(
        "Receptors",
        "NMDA-receptor conductance left, by the kind of cell that carries the receptor. 1 is undrugged.",
        4,
        (
            _panel("PV interneurons", "nmda_pv"),
            _panel("SST interneurons", "nmda_sst"),
            _panel("Pyramidal cells, synaptic and extrasynaptic", ("nmda_pyramidal", "synaptic"),
                   ("nmda_extrasynaptic", "extrasynaptic")),
            _panel("Opened by spontaneous release", "nmda_resting"),
            _panel("Lateral habenula", "nmda_habenula"),
        ),
    ),
    "circuit": Page(
        "Circuit",
        "Prefrontal firing, glutamate release and habenula bursting while the drug is there.",
        4,
        (
            _panel("Firing, pyramidal cells", "e_rate"),
            _panel("Firing, PV interneurons", "pv_rate"),
            _panel("Firing, SST interneurons", "sst_rate"),
            _panel("Glutamate release (1 = own rest)", "glutamate_release"),
            _panel("Habenula bursting (1 = healthy rest)", "habenula_bursting"),
        ),
    ),
    "signalling": Page(
        "Signalling",
        "From AMPA drive to BDNF, mTORC1 and new synaptic protein: minutes to days.",
        12,
        (
            _panel("AMPA drive (1 = own rest)", "ampa_drive"),
            _panel("BDNF released (1 = own rest)", "bdnf_released"),
            _panel("TrkB active (1 = own rest)", "trkb_active"),
            _panel("Phosphorylated eEF2, a brake (1 = own rest)", "eef2_brake"),
            _panel("mTORC1 active (1 = unstressed rest)", "mtorc1_active"),
            _panel("Synaptic protein (1 = unstressed rest)", "synaptic_protein"),
        ),
    ),
    "synapses": Page(
        "Synapses",
        "New synapses are born young and transient. Some mature and stay; the rest are pruned within days.",
        24,
        (
            _panel("Young synapses, mood circuit (share of healthy total)", "mood_transient"),
            _panel("Stable synapses, mood circuit (share of healthy total)", "mood_stable"),
            _panel("All synapses, mood circuit (1 = healthy total)", "mood_synapses"),
            _panel("Spine density (1 = own rest)", "spine_density"),
            _panel("Fear and safety path (share of healthy total, by size)", ("fear_path", "fear"),
                   ("safety_path", "safety"), condition="trauma_load"),
            _panel("Habit and recovery path (share of healthy total, by size)", ("habit_path", "habit"),
                   ("recovery_path", "recovery"), condition="use_disorder"),
            _panel("Spine turnover per 2 days", ("spine_formation", "formed"), ("spine_elimination", "lost")),
        ),
    ),
    "context": Page(
        "Context",
        "What the person lives through and believes: stress, practice, setting, expectancy.",
        24,
        (
            _panel("Stress (1 = that of a depressed person)", "stress_level"),
            _panel("New path in use (0 to 1)", "new_path_in_use"),
            _panel("Sessions on the trauma (0 to 1)", ("safety_in_use", "safety path in use"),
                   ("fear_labile", "memory labile"), condition="trauma_load"),
            _panel("Sessions on the cue (0 to 1)", ("recovery_in_use", "recovery path in use"),
                   ("habit_labile", "memory labile"), condition="use_disorder"),
            _panel("Synapses reactivated by practice (0 to 1)", "rehearsal_mood"),
            _panel("Felt safety of the setting (0 to 1)", "setting_support"),
            _panel("Belief to be on active treatment (0 to 1)", "belief"),
        ),
    ),
    "behaviour": Page(
        "Behaviour",
        "What the animal does, relative to its own undrugged rest.",
        24,
        (_panel("Immobility (1 = own rest)", "immobility"),),
    ),
    "outcomes": Page(
        "Outcomes",
        "What the person reports and the rater scores.",
        24,
        (
            _panel("MADRS", "madrs"),
            _panel("CAPS-5", "caps_5", condition="trauma_load"),
            _panel("Chance that a cue recalls fear", ("fear_recall", "everyday life"),
                   ("fear_recall_here", "place of the sessions"), condition="trauma_load"),
            _panel("Craving", "craving", condition="use_disorder"),
            _panel("Abstinent since the quit day", ("abstinence", "no use"), ("no_heavy_use", "no heavy day"),
                   condition="use_disorder"),
            _panel("Days of use per week", ("use_days", "any"), ("heavy_use_days", "heavy"), condition="use_disorder"),
            _panel("Motivation to quit", "motivation", condition="use_disorder"),
            _panel("CADSS, dissociation", "cadss"),
            _panel("Rise of blood pressure", ("systolic_rise", "systolic"), ("diastolic_rise", "diastolic")),
        ),
    ),
}  # fmt: skip

NOT_IN = {"human": {"behaviour"}, "rat": {"outcomes"}, "mouse": {"outcomes"}}
"""Levels that say nothing about a species: people are not put into a swim test, animals are not interviewed."""


def levels_of(run: Run) -> list[str]:
    """The levels that a report of this run shows, in reading order."""
    return [level for level in run.levels if level not in NOT_IN.get(run.attrs["species"], set())]


MOST = 7
"""Panels per figure; more would be too small to read."""


def page_of(level: str) -> Page:
    return PAGES.get(level) or Page(words(level), "", 24, ())


def panels(run: Run, level: str) -> tuple[list[Panel], list[str]]:
    """What a level's figure shows, and the names of what is left out because it never moves."""
    held = set(run[level].data_vars)
    drawn = {n for panel in page_of(level).panels for n in panel.observables}
    asked = {m["observable"].partition(".")[2]: m.get("unit", "") for m in run.attrs["measures"]
             if m["observable"].startswith(f"{level}.")}  # fmt: skip
    chosen = [Panel(heading(n), (n,), ("",)) for n in asked if n not in drawn]  # sums, and what no panel has
    for panel in (p for p in page_of(level).panels if applies(p.condition, run)):
        pairs = [(n, lab) for n, lab in zip(panel.observables, panel.labels, strict=True) if n in held]
        if pairs:
            chosen.append(Panel(panel.title, tuple(n for n, _ in pairs), tuple(lab for _, lab in pairs)))
    chosen = [replace(p, unit=next((asked[n] for n in p.observables if asked.get(n)), "")) for p in chosen]
    named = {name for panel in chosen for name in panel.observables}
    if len(chosen) < 2:
        given = [name for m in run.attrs["mechanisms"] for name in m["gives"]]
        more = [n for n in given if n in held] or sorted(held)
        chosen += [Panel(words(n), (n,), ("",)) for n in more if n not in named]
    moving = [p for p in chosen if any(_moves(run[f"{level}.{n}"].values) for n in p.observables)]
    still = [n for p in chosen if p not in moving for n in p.observables]
    return moving[:MOST], still


def _moves(values: np.ndarray) -> bool:
    if not np.isfinite(values).any():
        return False
    middle = np.nanmax(np.abs(values))
    spread = np.nanmax(np.nanmax(values, axis=-1) - np.nanmin(values, axis=-1))
    return bool(spread > 1e-4 * max(middle, 1e-12))
