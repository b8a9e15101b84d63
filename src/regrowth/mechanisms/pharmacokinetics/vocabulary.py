"""Words of the pharmacokinetics level: dosing channels, concentrations, amounts, and what sets a body's size."""

from regrowth.language import additive, covariate, given, port, target

_ENANTIOMERS = (("s", "S"), ("r", "R"))

PORTS = [
    port("volume_scale", "1", "body size for volumes, 1 = 70 kg adult"),
    port("clearance_scale", "1", "body size for clearances and flows, 1 = 70 kg adult"),
    *(
        word
        for e, name in _ENANTIOMERS
        for word in (
            additive(f"{e}_ketamine_portal", "umol/h", f"{name}-ketamine carried from the gut or peritoneum to the liver"),
            additive(f"{e}_norketamine_portal", "umol/h", f"{name}-norketamine carried from the gut wall to the liver"),
            additive(f"{e}_ketamine_swallowed", "umol/h", f"{name}-ketamine swallowed after a nasal or sublingual dose"),
            additive(f"{e}_ketamine_absorbed", "umol/h", f"{name}-ketamine reaching the circulation, not by vein"),
            additive(f"{e}_norketamine_formed", "umol/h", f"{name}-norketamine reaching the circulation, not by vein"),
            port(f"{e}_ketamine_clearance", "L/h", f"hepatic clearance of {name}-ketamine from plasma"),
            port(f"{e}_norketamine_share", "1", f"share of hepatic {name}-ketamine metabolism that yields norketamine"),
            port(f"{e}_hnk_formed", "umol/h", f"{name}-norketamine turning into hydroxynorketamine"),
            port(f"{e}_dhnk_formed", "umol/h", f"{name}-norketamine turning into dehydronorketamine"),
            port(f"{e}_ketamine_arterial", "umol/L", f"total {name}-ketamine in arterial plasma"),
            port(f"{e}_ketamine_venous", "umol/L", f"total {name}-ketamine in plasma of a sampled arm vein"),
            port(f"{e}_norketamine_arterial", "umol/L", f"total {name}-norketamine in arterial plasma"),
            port(f"{e}_norketamine_venous", "umol/L", f"total {name}-norketamine in plasma of a sampled arm vein"),
            port(f"{e}_hnk_plasma", "umol/L", f"hydroxynorketamine formed from {name}-ketamine, in plasma"),
            port(f"{e}_ketamine_effect", "umol/L", f"{name}-ketamine at the effect site, as the arterial plasma level it equals"),
            port(f"{e}_ketamine_brain_free", "umol/L", f"unbound {name}-ketamine in brain water"),
            port(f"{e}_norketamine_brain_free", "umol/L", f"unbound {name}-norketamine in brain water"),
            additive(f"{e}_ketamine_injected_brain", "umol/L", f"{name}-ketamine added to brain water by a local injection"),
        )
    ),
    port("liver_flow", "L/h", "blood flow through the liver"),
    additive("hnk_absorbed", "umol/h", "(2R,6R)-hydroxynorketamine given as a drug, reaching the circulation, not by vein"),
    additive("hnk_injected_brain", "umol/L", "(2R,6R)-hydroxynorketamine added to brain water by a local injection"),
    additive("hnk_plasma", "umol/L", "total hydroxynorketamine in plasma, all isomers"),
    additive("hnk_2r6r_plasma", "umol/L", "(2R,6R)-hydroxynorketamine in plasma"),
    port("dhnk_plasma", "umol/L", "total dehydronorketamine in plasma"),
    port("s_dhnk_plasma", "umol/L", "S-dehydronorketamine in plasma"),
    port("hnk_brain_free", "umol/L", "unbound (2R,6R)-hydroxynorketamine in brain water"),
    additive("ketamine_entering", "umol/h", "ketamine and metabolites given, all channels"),
    additive("ketamine_in_body", "umol", "ketamine and metabolites in the body, depots included"),
    additive("ketamine_leaving", "umol/h", "ketamine and metabolites eliminated, or never absorbed"),
    port("midazolam_effect", "1", "midazolam effect, share of the largest electroencephalographic effect"),
    port("sert_occupancy", "1", "share of midbrain serotonin transporters occupied by escitalopram"),
    port("memantine_brain_free", "umol/L", "unbound memantine in brain water"),
    additive("mk801_brain_free", "umol/L", "unbound MK-801 in brain water", default=0),
    additive("lanicemine_brain_free", "umol/L", "unbound lanicemine in brain water", default=0),
    additive("glun2b_occupancy", "1", "share of GluN2B-containing receptors held by an antagonist", default=0),
]

_ROUTES = {
    "iv": "into a vein",
    "im": "into a muscle",
    "sc": "under the skin",
    "ip": "into the peritoneum",
    "oral": "swallowed",
    "nasal": "sprayed into the nose by the licensed device",
    "nasal_solution": "put into the nose as a solution, by an atomiser or a pump",
    "sublingual": "under the tongue",
    "local": "into the brain region under study",
}


def _channels(compound: str, name: str, *routes: str):
    return [given(f"{compound}_{route}", "umol/h", f"{name} {_ROUTES[route]}") for route in routes]


INPUTS = [
    *_channels("s_ketamine", "S-ketamine", *_ROUTES),
    *_channels("r_ketamine", "R-ketamine", *_ROUTES),
    *_channels("s_norketamine", "S-norketamine", "iv", "ip"),
    *_channels("r_norketamine", "R-norketamine", "iv", "ip"),
    *_channels("hnk", "(2R,6R)-hydroxynorketamine", "iv", "ip", "oral", "local"),
    *_channels("midazolam", "midazolam", "iv"),
    *_channels("escitalopram", "escitalopram", "oral"),
    *_channels("memantine", "memantine", "oral", "ip"),
    *_channels("mk801", "MK-801", "ip", "sc"),
    *_channels("lanicemine", "lanicemine", "iv"),
    *_channels("traxoprodil", "traxoprodil", "iv", "ip"),
    *_channels("ro_25_6981", "Ro 25-6981", "ip"),
]

TARGETS = [
    target("cyp_enzymes", "hepatic cytochrome P450 enzymes that metabolise ketamine"),
]

COVARIATES = [
    covariate("weight", "kg", "body weight", human=70, rat=0.3, mouse=0.025, bounds=(0.005, 300)),
    covariate("age", "year", "age", human=40, rat=0.25, mouse=0.2, bounds=(0, 120)),
    covariate("asian", "1", "1 = Asian (Perez-Ruixo 2021)", human=0, bounds=(0, 1), source="perezruixo2021"),
    covariate("japanese", "1", "1 = Japanese (Perez-Ruixo 2021)", human=0, bounds=(0, 1), source="perezruixo2021"),
    covariate("cyp2b6_activity", "1",
        "intrinsic clearance set by CYP2B6 genotype: 1 = *1/*1; 0.35 and 0.15 give the clearance ratios of *1/*6 and *6/*6",
        human=1, bounds=(0, 5), source="li2015"),
]
