"""From arterial plasma to the effect site and to unbound drug in brain water.

Question    What concentration do the receptors see, and how late?
Idea        One first-order link per enantiomer, without mass. In people its half-time is that of perception and
            analgesia under S-ketamine, 8.3 min (Olofsen 2022). Brain water holds a fixed ratio of the linked
            plasma level: the ratio of cerebrospinal fluid to total plasma, 0.4 (Moaddel 2023); with 56 %
            unbound in plasma that is an unbound partition of about 0.7. Norketamine enters about a fifth as
            well (label), without further delay; so does (2R,6R)-HNK at its total brain:plasma ratio (Highland
            2019).
Leaves out  Total (bound) drug in brain tissue, which is 6.5 times plasma in the rat (Cohen 1973) and 1.7 times
            in the mouse (Can 2016) and says nothing about what is free. Part of the 8.3 min may belong to the
            receptors themselves, which have their own kinetics.
Conflicts   Protein binding: 44 % bound in plasma (label; Dayton 1983: at most 47 %) is taken; 65-71 % (Schmidt
            2024) is albumin alone, and is the bound, not the free share.
"""

from regrowth.language import alternative, mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("half_time", 8.3, "min", "half-time from arterial plasma to the effect site", source="olofsen2022",
            spread="lognormal 40%", bounds=(0.01, None), note="95 % interval 5.1-13.0",
            rat=alternative(0.15, "cohen1973", "lognormal 70%",
                "derived: brain over plasma is 6.5 at all times studied, 30 s the first, so within 10 % of it by then"),
            mouse=alternative(0.15, "assumed: as in the rat (cohen1973)", "lognormal 70%")),
        par("ketamine_ratio", 0.4, "1", "unbound ketamine in brain water over total in plasma", source="moaddel2023",
            spread="lognormal 30%", bounds=(0, None),
            note="cerebrospinal fluid over total plasma, second-hand, approximate",
            rat=alternative(0.4, "assumed: the human value", "lognormal 50%"),
            mouse=alternative(0.4, "assumed: the human value", "lognormal 50%")),
        par("norketamine_ratio", 0.08, "1", "the same for norketamine", source="spravato2019", spread="lognormal 50%",
            bounds=(0, None),
            note="derived: ketamine's 0.4 over the five-fold lower brain:plasma ratio of the label; species not stated there",
            rat=alternative(0.154, "cohen1973", "lognormal 50%", "derived: 0.4 x 2.5/6.5, the total brain:plasma ratios"),
            mouse=alternative(0.118, "can2016", "lognormal 50%", "derived: 0.4 x 0.51/1.73, the total brain:plasma ratios")),
        par("hnk_ratio", 0.67, "1", "unbound (2R,6R)-HNK in brain water over total in plasma",
            source="assumed: total brain:plasma ratio 0.67-1.2 in rodents (highland2019), little bound",
            spread="uniform 0.4..1.2", bounds=(0, None),
            mouse=alternative(0.55, "assumed: total brain:plasma ratio 0.55 (can2016), little bound", "uniform 0.4..1.2")),
    ],
    reads=[
        "s_ketamine_arterial", "r_ketamine_arterial", "s_norketamine_arterial", "r_norketamine_arterial",
        "hnk_2r6r_plasma", "s_ketamine_injected_brain", "r_ketamine_injected_brain", "hnk_injected_brain",
    ],
    states=[
        state("s_ketamine_effect", "umol/L", "S-ketamine, effect site", bounds=(0, None), scale=0.5),
        state("r_ketamine_effect", "umol/L", "R-ketamine, effect site", bounds=(0, None), scale=0.5),
    ],
    gives=[
        "s_ketamine_effect", "r_ketamine_effect", "s_ketamine_brain_free", "r_ketamine_brain_free",
        "s_norketamine_brain_free", "r_norketamine_brain_free", "hnk_brain_free",
    ],
    equations="""
        d s_ketamine_effect/dt = log(2)/half_time*(s_ketamine_arterial - s_ketamine_effect)
        d r_ketamine_effect/dt = log(2)/half_time*(r_ketamine_arterial - r_ketamine_effect)

        s_ketamine_brain_free    = ketamine_ratio*s_ketamine_effect + s_ketamine_injected_brain
        r_ketamine_brain_free    = ketamine_ratio*r_ketamine_effect + r_ketamine_injected_brain
        s_norketamine_brain_free = norketamine_ratio*s_norketamine_arterial
        r_norketamine_brain_free = norketamine_ratio*r_norketamine_arterial
        hnk_brain_free           = hnk_ratio*hnk_2r6r_plasma + hnk_injected_brain
    """,
)
