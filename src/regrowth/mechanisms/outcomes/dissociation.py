"""Dissociation during and after a dose, and its rating.

Question    How strong is the dissociated state, when does it peak, and when is it gone?
Idea        It follows S-ketamine at the effect site, with the concentration for half effect and the delay measured in
            volunteers; R-ketamine adds nothing (Olofsen 2022). What earlier exposure leaves raises that concentration
            (outcomes/dissociation_tolerance). The rating is the Clinician-Administered Dissociative States Scale
            (CADSS). It is an acute effect; whether it matters for mood is left to other mechanisms.
Leaves out  Set and setting, trait dissociation, norketamine, the loss of consciousness at anaesthetic levels (the rating
            then has no meaning).
Conflicts   Means of ratings after one dose differ twofold between clinics (7.7, van Schalkwyk 2018; 13.9, aan het Rot 2010)
            and volunteers rate higher still (24 after a bolus, Goldway 2025): the model goes with those that say
            when they rated. After sprays and injections under the skin ratings are reported gone at 60 to 120 min, when the
            plasma level is still that of an infusion's end: the model is a little too slow.
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par("c50", 0.51, "umol/L", "S-ketamine at the effect site for half of the full effect", source="olofsen2022",
            spread="lognormal 40%", bounds=(0.01, None)),
        par("slope", 3.093, "1", "Hill exponent", source="fitted: moujaes2024-cadss-ket, aanhetrot2010-cadss-40, goldway2025-cadss-bolus, aanhetrot2010-cadss-end, daly2017-esk-dissoc-end, abdallah2022-cadss-end, wlodarczyk2021-cadss-end, jnj2024-cadss-end, goldway2025-cadss-end",
            spread="lognormal 20%", bounds=(0.5, 6), note="start: nearly linear over 50-200 ng/mL (Bowdle 1998: R of 0.93 or more, which allows up to 3.2)", interval=(2.113, 3.2)),
        par("cadss_full", 36.85, "point", "CADSS at full effect", source="fitted: moujaes2024-cadss-ket, aanhetrot2010-cadss-40, goldway2025-cadss-bolus",
            spread="lognormal 60%", bounds=(0, 92), interval=(28.8, 47.16)),
    ],
    reads=["s_ketamine_effect", "dissociation_tolerance"],
    species=("human",),
    gives=["dissociation", "cadss"],
    equations="""
        dissociation = hill(s_ketamine_effect, c50*(1 + dissociation_tolerance), slope)
        cadss = cadss_full*dissociation
    """,
)
