"""Dissociation during and after a dose, and its rating.

Question    How strong is the dissociated state, when does it peak, and when is it gone?
Idea        It follows S-ketamine at the effect site, with the concentration for half effect and the delay measured in
            volunteers; R-ketamine adds nothing (Olofsen 2022). The rating is the Clinician-Administered Dissociative
            States Scale (CADSS). It is an acute effect; whether it matters for mood is left to other mechanisms.
Leaves out  Set and setting, trait dissociation, norketamine, the loss of consciousness at anaesthetic levels (the rating
            then has no meaning). Tolerance, within a session or over many.
Conflicts   Tolerance: ratings halve over 14 weekly injections (Glue 2018) and fall over esketamine doses (Chen 2022), yet at 30 min do
            not change over six weekly injections (Del Sant 2023), though doses rose. None here: of the papers to be fitted none
            prints how much, and the one number (Glue 2018) is kept for checking. After injections under the skin ratings are
            reported gone at 60 or 120 min, when the plasma level is still that of an infusion's end; without tolerance the
            model can't have both, and is too slow.
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par("c50", 0.51, "umol/L", "S-ketamine at the effect site for half of the full effect", source="olofsen2022",
            spread="lognormal 40%", bounds=(0.01, None)),
        par("slope", 2.461, "1", "Hill exponent", source="fitted: moujaes2024-cadss-ket, aanhetrot2010-cadss-40, aanhetrot2010-cadss-end, daly2017-esk-dissoc-end",
            spread="lognormal 20%", bounds=(0.5, 6), note="start: nearly linear over 50-200 ng/mL (Bowdle 1998)", interval=(1.81, 3.347)),
        par("cadss_full", 28.21, "point", "CADSS at full effect", source="fitted: moujaes2024-cadss-ket, aanhetrot2010-cadss-40",
            spread="lognormal 60%", bounds=(0, 92), interval=(19.32, 41.17)),
    ],
    reads=["s_ketamine_effect"],
    species=("human",),
    gives=["dissociation", "cadss"],
    equations="""
        dissociation = hill(s_ketamine_effect, c50, slope)
        cadss = cadss_full*dissociation
    """,
)
