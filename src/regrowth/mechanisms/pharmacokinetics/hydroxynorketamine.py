"""Hydroxynorketamine: a slow descriptive compartment for the sum of its isomers, and (2R,6R)-HNK given as a drug.

Question    What is the total hydroxynorketamine in plasma, and how much of it is (2R,6R)-HNK?
Idea        One compartment per parent enantiomer, filled from norketamine; volume and clearances are fitted. (2R,6R)-HNK is an assumed
            share of the R-derived sum; given as a drug it has a compartment of its own with the same volume and clearance.
Leaves out  Formation from hydroxyketamine without norketamine; conjugates. The human assays do not measure the same thing (Kamp 2020: sum
            of isomers; Hasan 2021: 2,6-isomers). Not an NMDA-receptor blocker at clinical levels: a level to be read by others.
Conflicts   A half-life of about 15 min in mouse brain dialysate (Lumsden 2019) against 8 h for (2S,6S)-HNK in rat plasma
            (Moaddel 2015): each species follows its own paper.
"""

from regrowth.language import alternative, mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("v", 200, "L", "distribution volume", source="assumed: start value", spread="lognormal 40%",
            bounds=(0.1, None),
            rat=alternative(515, "moaddel2015", "lognormal 30%", "derived: 7.352 L/kg of (2S,6S)-HNK times 70 kg"),
            mouse=alternative(200, "assumed: start value", "lognormal 50%")),
        par("cl_s", 31, "L/h", "clearance of S-derived hydroxynorketamine", source="assumed: start value",
            spread="lognormal 40%", bounds=(0, None),
            rat=alternative(12.6, "moaddel2015", "lognormal 30%", "derived: 0.704 L/h/kg of (2S,6S)-HNK at 0.3 kg, scaled to 70 kg"),
            mouse=alternative(60, "assumed: start value", "lognormal 50%")),
        par("cl_r", 17, "L/h", "clearance of R-derived hydroxynorketamine", source="assumed: start value",
            spread="lognormal 40%", bounds=(0, None),
            rat=alternative(12.6, "assumed: as (2S,6S)-HNK in moaddel2015", "lognormal 50%"),
            mouse=alternative(60, "assumed: start value", "lognormal 50%")),
        par("share_2r6r", 0.43, "1", "(2R,6R)-HNK as a share of R-derived hydroxynorketamine",
            source="assumed: like (2S,6S;2R,6R)-HNK among the two pairs measured in moaddel2010, 656 against 881 ng/mL (second-hand)",
            spread="uniform 0.2..0.8", bounds=(0, 1),
            rat=alternative(0.8, "assumed: the 6,6 isomers dominate in rodents", "uniform 0.5..1"),
            mouse=alternative(0.8, "assumed: the 6,6 isomers dominate in rodents", "uniform 0.5..1")),
    ],
    reads=["hnk_iv", "hnk_absorbed", "s_hnk_formed", "r_hnk_formed", "volume_scale", "clearance_scale"],
    states=[
        state("s_hnk", "umol", "hydroxynorketamine formed from S-ketamine", bounds=(0, None), scale=10),
        state("r_hnk", "umol", "hydroxynorketamine formed from R-ketamine", bounds=(0, None), scale=10),
        state("hnk_as_drug", "umol", "(2R,6R)-HNK given as a drug", bounds=(0, None), scale=10),
    ],
    gives=["hnk_plasma", "hnk_2r6r_plasma"],
    equations="""
        s_hnk_plasma    = s_hnk/(v*volume_scale)
        r_hnk_plasma    = r_hnk/(v*volume_scale)
        drug_plasma     = hnk_as_drug/(v*volume_scale)
        hnk_plasma      = s_hnk_plasma + r_hnk_plasma + drug_plasma
        hnk_2r6r_plasma = share_2r6r*r_hnk_plasma + drug_plasma

        s_hnk_out = clearance_scale*cl_s*s_hnk_plasma
        r_hnk_out = clearance_scale*cl_r*r_hnk_plasma
        drug_out  = clearance_scale*cl_r*drug_plasma

        d s_hnk/dt       = s_hnk_formed - s_hnk_out
        d r_hnk/dt       = r_hnk_formed - r_hnk_out
        d hnk_as_drug/dt = hnk_iv + hnk_absorbed - drug_out

        ketamine_entering += hnk_iv
        ketamine_in_body  += s_hnk + r_hnk + hnk_as_drug
        ketamine_leaving  += s_hnk_out + r_hnk_out + drug_out
    """,
)
