"""Dissociation during and after a dose, and its rating.

Question    How strong is the dissociated state, when does it peak, and when is it gone?
Idea        It follows S-ketamine at the effect site, with the concentration for half effect and the delay measured in
            volunteers; R-ketamine adds nothing (Olofsen 2022). The rating is the Clinician-Administered Dissociative
            States Scale (CADSS). It is an acute effect; whether it matters for mood is left to other mechanisms.
            What was felt is familiar by the next day, and a familiar state is felt less: ratings fall after the first infusion
            and then no further (Rodrigues 2020).
Leaves out  Set and setting, trait dissociation, norketamine (no part in S-ketamine's effects on cognition, Olofsen 2012), the
            loss of consciousness at anaesthetic levels (the rating then has no meaning). Tolerance within a session.
Conflicts   Over sessions: ratings fall after the first of several infusions and stay there (Rodrigues 2020), fall over eight
            esketamine doses (Chen 2022) and to less than half over 14 weekly injections (Glue 2018), yet at 30 min do not change
            over six weekly injections (Del Sant 2023), though doses rose. None of the papers to be fitted prints how much: a
            moderate fall is assumed, and the one number (Glue 2018) is kept for checking. Within a session: after injections
            under the skin ratings are reported gone at 60 or 120 min, when the plasma level is still that of an infusion's end:
            the model is too slow there.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("c50", 0.51, "umol/L", "S-ketamine at the effect site for half of the full effect", source="olofsen2022",
            spread="lognormal 40%", bounds=(0.01, None)),
        par("slope", 2.443, "1", "Hill exponent", source="fitted: moujaes2024-cadss-ket, aanhetrot2010-cadss-40, aanhetrot2010-cadss-end, daly2017-esk-dissoc-end",
            spread="lognormal 20%", bounds=(0.5, 6), note="start: nearly linear over 50-200 ng/mL (Bowdle 1998)", interval=(1.792, 3.33)),
        par("cadss_full", 28.55, "point", "CADSS at full effect", source="fitted: moujaes2024-cadss-ket, aanhetrot2010-cadss-40",
            spread="lognormal 60%", bounds=(0, 92), interval=(19.57, 41.65)),
        par("attenuation", 0.3, "1", "share of the dissociation that full familiarity takes away",
            source="assumed: falls are reported without a number (rodrigues2020, chen2022), and none at 30 min (delsant2023)",
            spread="uniform 0..0.6", bounds=(0, 1)),
        par("noticing", 10, "1/h", "rate at which full dissociation leaves its impression",
            source="assumed: one infusion is enough, for ratings fall after the first and then no further (rodrigues2020)",
            spread="lognormal 50%", bounds=(0, None)),
        par("consolidation", 24, "h", "time in which the impression fades, and a third of it in which it makes the state familiar",
            source="assumed: a day and its night", spread="lognormal 50%", bounds=(0.1, None)),
        par("forgetting", 12, "wk", "how long the state stays familiar", source="assumed: weekly and fortnightly doses keep it up",
            spread="lognormal 70%", bounds=(0.1, None)),
    ],
    reads=["s_ketamine_effect"],
    states=[
        state("impression", "1", "impression of a dissociated state felt today", bounds=(0, 1)),
        state("familiarity", "1", "how familiar the dissociated state is", bounds=(0, 1)),
    ],
    species=("human",),
    gives=["dissociation", "cadss"],
    equations="""
        dissociation = hill(s_ketamine_effect, c50, slope)*(1 - attenuation*familiarity)
        cadss = cadss_full*dissociation
        d impression/dt = noticing*dissociation*(1 - impression) - impression/consolidation
        d familiarity/dt = 3*impression*(1 - familiarity)/consolidation - familiarity/forgetting
    """,
)
