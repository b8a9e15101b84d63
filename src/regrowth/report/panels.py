"""What a report shows of each level: which observables share a panel, and how long the acute lens is."""

from __future__ import annotations

from dataclasses import dataclass

from regrowth.report.words import words


@dataclass(frozen=True)
class Panel:
    """One row of a level's figure. Several observables in a panel differ by line style."""

    title: str
    observables: tuple[str, ...]
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """How a level is introduced and drawn."""

    title: str
    says: str
    lens: float
    panels: tuple[Panel, ...]


def _panel(title: str, *observables: str | tuple[str, str]) -> Panel:
    pairs = [(o, "") if isinstance(o, str) else o for o in observables]
    return Panel(title, tuple(name for name, _ in pairs), tuple(label for _, label in pairs))


PAGES: dict[str, Page] = {
    "pharmacokinetics": Page(
        "Pharmacokinetics",
        "What the body does to the dose: how much reaches plasma and brain, and how fast it leaves.",
        6,
        (
            _panel("Ketamine, arterial plasma", ("s_ketamine_arterial", "S"), ("r_ketamine_arterial", "R")),
            _panel("Ketamine, venous plasma", ("s_ketamine_venous", "S"), ("r_ketamine_venous", "R")),
            _panel(
                "Norketamine, arterial plasma", ("s_norketamine_arterial", "S"), ("r_norketamine_arterial", "R")
            ),
            _panel("Hydroxynorketamine, plasma", ("hnk_plasma", "HNK"), ("dhnk_plasma", "DHNK")),
            _panel("Unbound ketamine, brain", ("s_ketamine_brain_free", "S"), ("r_ketamine_brain_free", "R")),
            _panel("Midazolam effect", "midazolam_effect"),
            _panel("Serotonin transporter occupied", "sert_occupancy"),
        ),
    ),
    "receptors": Page(
        "Receptors",
        "NMDA receptors left working, by the kind of cell that carries them. 1 is undrugged.",
        4,
        (
            _panel("NMDA conductance, PV interneurons", "nmda_pv"),
            _panel("NMDA conductance, SST interneurons", "nmda_sst"),
            _panel("NMDA conductance, pyramidal cells", "nmda_pyramidal"),
            _panel("NMDA, resting (spontaneous) release", "nmda_resting"),
            _panel("NMDA conductance, lateral habenula", "nmda_habenula"),
        ),
    ),
    "circuit": Page(
        "Circuit",
        "Cortical firing and glutamate release while the drug is there.",
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
            _panel("AMPA drive (1 = rest)", "ampa_drive"),
            _panel("BDNF released (1 = rest)", "bdnf_released"),
            _panel("TrkB active", "trkb_active"),
            _panel("eEF2 brake, p-eEF2 (1 = rest)", "eef2_brake"),
            _panel("mTORC1 active (1 = rest)", "mtorc1_active"),
            _panel("Synaptic protein (1 = rest)", "synaptic_protein"),
        ),
    ),
    "synapses": Page(
        "Synapses",
        "New synapses are born transient. Some mature and stay; the rest are pruned within days.",
        24,
        (
            _panel("Transient synapses, mood circuit", "mood_transient"),
            _panel("Stable synapses, mood circuit", "mood_stable"),
            _panel("Synapses, mood circuit (1 = healthy)", "mood_synapses"),
            _panel("Spine density (1 = own rest)", "spine_density"),
            _panel("Spine turnover", ("spine_formation", "formed"), ("spine_elimination", "lost")),
        ),
    ),
    "context": Page(
        "Context",
        "What the person lives through: stress, practice, setting, expectancy.",
        24,
        (
            _panel("Stress", "stress_level"),
            _panel("New path practised", "rehearsal_mood"),
            _panel("Setting", "setting_support"),
            _panel("Expectancy", "expectancy"),
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
            _panel("Dissociation", "dissociation"),
            _panel("Placebo response", "placebo"),
        ),
    ),
}

MOST = 7
"""Panels per figure; more would be too small to read."""

CASCADE = (
    ("pharmacokinetics.s_ketamine_brain_free", "Ketamine in the brain"),
    ("receptors.nmda_pv", "NMDA current, PV cells"),
    ("circuit.glutamate_release", "Glutamate release"),
    ("signalling.bdnf_released", "BDNF released"),
    ("signalling.mtorc1_active", "mTORC1 active"),
    ("signalling.synaptic_protein", "Synaptic protein"),
    ("synapses.mood_transient", "Transient synapses"),
    ("synapses.mood_stable", "Stable synapses"),
    ("behaviour.immobility", "Immobility"),
    ("outcomes.dissociation", "Dissociation"),
    ("outcomes.madrs", "MADRS"),
)
"""The order of events, from dose to symptom: one observable per step."""


def page_of(level: str) -> Page:
    return PAGES.get(level) or Page(words(level), "", 24, ())
