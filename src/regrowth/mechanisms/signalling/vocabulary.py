"""Words of the signalling level: from glutamate at AMPA receptors to new synaptic protein."""

from regrowth.language import additive, covariate, given, port, target

PORTS = [
    additive("glutamate_surge", "1", "glutamate released onto prefrontal pyramidal cells above rest, as a share of rest"),
    additive("ampa_potentiation", "1", "gain in AMPA transmission beyond that of intact receptors, as a share"),
    port("ampa_throughput", "1", "present AMPA transmission of the prefrontal circuit, surface pool aside; 1 = rest"),
    port("ampa_drive", "1", "AMPA-receptor drive, throughput times surface pool; 1 = own undrugged rest"),
    port("surface_ampa", "1", "functional surface AMPA receptors, 1 = own undrugged rest"),
    port("calcium_entry", "1", "L-type calcium entry driven by AMPA throughput above rest, 0 to 1"),
    additive("eef2_release", "1", "share of resting calcium to eEF2 kinase that is taken away"),
    port("eef2_brake", "1", "phosphorylated eEF2, the brake on dendritic translation; 1 = own undrugged rest"),
    port("dendritic_translation", "1", "dendritic translation set free by less p-eEF2, as a share of full release"),
    port("bdnf_protein", "1", "tissue BDNF protein, 1 = own undrugged rest"),
    port("bdnf_released", "1", "BDNF in the extracellular space, 1 = own undrugged rest"),
    additive("trkb_sensitivity", "1", "gain in TrkB signalling per bound BDNF, as a share"),
    port("trkb_active", "1", "active TrkB, 1 = own undrugged rest"),
    port("growth_readiness", "1", "responsiveness of Akt and ERK, 1 = intact, 0 = silenced by deep NMDA block"),
    port("erk_active", "1", "phosphorylated ERK, 1 = own undrugged rest"),
    port("akt_active", "1", "active Akt, 1 = own undrugged rest"),
    port("akt_signal", "1", "Akt activation above rest as mTORC1 sees it, 0 to 1"),
    port("erk_signal", "1", "ERK activation above rest as mTORC1 sees it, 0 to 1"),
    port("gsk3_active", "1", "GSK3 activity, 1 = own undrugged rest"),
    additive("mtorc1_gain", "1", "gain of Akt's push on mTORC1, as a share"),
    additive("mtorc1_push", "1", "push on mTORC1 that does not come from Akt"),
    port("redd1_level", "1", "REDD1, the stress-induced brake on mTORC1; 0 = unstressed"),
    port("mtorc1_basal", "1",
        "mTORC1 activity that stress, Rheb and inhibitors allow without any push, 1 = unstressed rest"),
    port("mtorc1_active", "1", "active mTORC1, 1 = unstressed undrugged rest"),
    port("p70s6k_active", "1", "phosphorylated p70 S6 kinase, 1 = unstressed undrugged rest"),
    port("s6k_pulse", "1", "p70 S6 kinase activity above the own rest, as a share of it, that translation sees"),
    port("synaptic_protein", "1", "synaptic proteins (PSD-95, synapsin, GluA1), 1 = unstressed undrugged rest"),
]

INPUTS = [
    given("prefrontal_stimulation", "1",
        "optogenetic or electrical drive of infralimbic pyramidal cells, added to the surge"),
    given("bdnf_exogenous", "nmol/L", "BDNF added from outside (bath or infusion)"),
    given("vegf_exogenous", "1", "VEGF added from outside, 1 = the brain's own resting level"),
]

TARGETS = [
    target("hnk_formation", "(2R,6R)-hydroxynorketamine that ketamine turns into (C6 deuteration slows it)"),
    target("resting_nmda_receptors", "NMDA receptors opened by spontaneous release (deletion from CA1 cells)"),
    target("ampa_receptors", "AMPA receptors (NBQX, DNQX; above 1 for a positive modulator)"),
    target("prefrontal_activity", "activity of medial prefrontal pyramidal cells at dosing (muscimol, silenced inputs)"),
    target("l_type_calcium_channels", "L-type voltage-gated calcium channels (verapamil, nifedipine)"),
    target("eef2_kinase", "eEF2 kinase (NH125, rottlerin, knockout)"),
    target("protein_synthesis", "protein synthesis (anisomycin)"),
    target("bdnf", "BDNF present and free to bind (antibody, knockout)"),
    target("bdnf_release", "dendritic trafficking and activity-dependent release of BDNF (Val66Met)"),
    target("trkb", "TrkB kinase (K252a, ANA-12, knockout)"),
    target("vegf", "VEGF signalling of excitatory neurons (antibody, knockout)"),
    target("erk", "ERK, through MEK (U0126, SL327)"),
    target("pi3k", "PI3 kinase (LY294002)"),
    target("gsk3", "glycogen synthase kinase 3 (lithium, SB216763)"),
    target("redd1", "REDD1 (knockout)"),
    target("rheb", "Rheb, the activator of mTORC1 (above 1 when its degradation is stopped)"),
    target("mtorc1", "mTORC1 kinase activity (rapamycin)"),
    target("four_e_bp2", "4E-BP2, the brake on cap-dependent translation that mTORC1 lifts (knockout)"),
]

COVARIATES = [
    covariate("bdnf_met", "1", "1 = carries BDNF Met (Val66Met), 0 = Val/Val",
        human=0, rat=0, mouse=0, bounds=(0, 1), source="pivac2009"),
]
