"""Ketamine sprayed into the nose by the licensed device, or held under the tongue.

Question    How much of a nasal or sublingual dose is absorbed through the mucosa, how much is swallowed?
Idea        A share of each spray is absorbed through the nose; sprays after the first device deposit less of it
            (0.62 of the first, Perez-Ruixo 2021), kept here by a memory of what was sprayed in the last hours.
            Of the rest a part is swallowed and shares the fate of an oral dose, the remainder drips out. A dose
            under the tongue leaves it within minutes (held for 10 min, 13 min on average: Simons 2024), a share
            through the mucosa, the rest swallowed.
Leaves out  Solutions from an atomiser or pump (`absorption_nasal_solution`); blowing the nose, congestion.
Conflicts   Perez-Ruixo 2021 lets all that the nose does not absorb be swallowed and taken up slowly; its own
            norketamine exposure is then over-predicted 1.4- to 1.6-fold although the peak agrees. Here the
            swallowed part is a parameter and uptake from the gut is faster: peak and area of parent and
            norketamine then agree within 15 % at every dose (18 % for norketamine in Asian people). Absolute
            availability: 48 (label) to 51 % (Perez-Ruixo, 84 mg) is the area under the curve times a clearance of
            114 L/h over the dose. The same plasma levels at the lower clearance of the arterial data need 36 %,
            and this is the side taken: levels agree, availability is missed.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    species=("human",),
    parameters=[
        par("nasal_share", 0.4026, "1", "share of the first device absorbed through the nose",
            source="fitted: perezruixo2021-cauc-56-esk-cmax, perezruixo2021-cauc-56-esk-auc, perezruixo2021-cauc-56-nesk-cmax, perezruixo2021-cauc-56-nesk-auc",
            note="start: Perez-Ruixo 2021", spread="normal 0.15", bounds=(0, 1), interval=(0.3375, 0.4802)),
        par("later_devices", 0.62, "1", "the same for later devices, relative to the first", source="perezruixo2021",
            bounds=(0, 1)),
        par("device_dose", 118, "umol", "content of one device", source="perezruixo2021",
            note="derived: 28 mg / 237.7 g/mol"),
        par("device_edge", 1, "umol", "sharpness of the change from first to later devices",
            source="assumed: a hundredth of a device"),
        par("clearing", 6, "h", "half-time with which the nose recovers from earlier sprays",
            source="assumed: recovered by the next session", spread="lognormal 50%"),
        par("japanese_share", 1.34, "1", "nasal share in Japanese people, relative", source="perezruixo2021"),
        par("ka_nasal", 1.795, "1/h", "absorption rate through the nose",
            source="fitted: perezruixo2021-cauc-56-esk-cmax, perezruixo2021-cauc-56-esk-auc, perezruixo2021-cauc-56-nesk-cmax, perezruixo2021-cauc-56-nesk-auc",
            spread="lognormal 61.5%", bounds=(0, None), note="start: Perez-Ruixo 2021", interval=(1.045, 3.084)),
        par("nasal_swallowed", 0.4777, "1", "swallowed part of what the nose does not absorb",
            source="fitted: perezruixo2021-cauc-56-esk-cmax, perezruixo2021-cauc-56-esk-auc, perezruixo2021-cauc-56-nesk-cmax, perezruixo2021-cauc-56-nesk-auc",
            spread="normal 0.15", bounds=(0, 1), interval=(0.3836, 0.5948)),
        par("sublingual_share", 0.1225, "1", "share absorbed under the tongue", source="fitted: rolan2014-sl-f, yanagihara2003-sl-nk-auc",
            spread="lognormal 40%", bounds=(0, 1), interval=(0.04913, 0.3055)),
        par("sublingual_time", 13, "min", "mean time under the tongue", source="simons2024",
            spread="lognormal 50%", bounds=(0.1, None)),
    ],
    reads=[
        "s_ketamine_nasal", "r_ketamine_nasal", "s_ketamine_sublingual", "r_ketamine_sublingual", "japanese",
    ],
    states=[
        state("s_ketamine_in_nose", "umol", "S-ketamine on the nasal mucosa", bounds=(0, None), scale=10),
        state("r_ketamine_in_nose", "umol", "R-ketamine on the nasal mucosa", bounds=(0, None), scale=10),
        state("s_ketamine_under_tongue", "umol", "S-ketamine under the tongue", bounds=(0, None), scale=10),
        state("r_ketamine_under_tongue", "umol", "R-ketamine under the tongue", bounds=(0, None), scale=10),
        state("sprayed", "umol", "memory of what was sprayed in the last hours; no mass", bounds=(0, None),
            scale=100),
    ],
    equations="""
        worn    = smooth_step(sprayed, device_dose, device_edge)
        uptake  = min(1, nasal_share*(1 + japanese*(japanese_share - 1)))*(1 - worn*(1 - later_devices))
        spray   = s_ketamine_nasal + r_ketamine_nasal
        d sprayed/dt = spray - log(2)/clearing*sprayed

        d s_ketamine_in_nose/dt = uptake*s_ketamine_nasal - ka_nasal*s_ketamine_in_nose
        d r_ketamine_in_nose/dt = uptake*r_ketamine_nasal - ka_nasal*r_ketamine_in_nose

        s_from_tongue = s_ketamine_under_tongue/sublingual_time
        r_from_tongue = r_ketamine_under_tongue/sublingual_time
        d s_ketamine_under_tongue/dt = s_ketamine_sublingual - s_from_tongue
        d r_ketamine_under_tongue/dt = r_ketamine_sublingual - r_from_tongue

        s_ketamine_absorbed  += ka_nasal*s_ketamine_in_nose + sublingual_share*s_from_tongue
        r_ketamine_absorbed  += ka_nasal*r_ketamine_in_nose + sublingual_share*r_from_tongue
        s_ketamine_swallowed += (1 - uptake)*nasal_swallowed*s_ketamine_nasal + (1 - sublingual_share)*s_from_tongue
        r_ketamine_swallowed += (1 - uptake)*nasal_swallowed*r_ketamine_nasal + (1 - sublingual_share)*r_from_tongue
        ketamine_leaving     += (1 - uptake)*(1 - nasal_swallowed)*spray
        ketamine_entering    += spray + s_ketamine_sublingual + r_ketamine_sublingual
        ketamine_in_body     += s_ketamine_in_nose + r_ketamine_in_nose + s_ketamine_under_tongue + r_ketamine_under_tongue
    """,
)
