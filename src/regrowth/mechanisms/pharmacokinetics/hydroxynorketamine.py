"""Hydroxynorketamine formed in the body: the sum of its isomers, by parent enantiomer.

Question    What is the total hydroxynorketamine in plasma after ketamine, and how much of it is (2R,6R)-HNK?
Idea        Two compartments per parent enantiomer, filled from norketamine. A large peripheral volume
            reconciles two human studies: the arterial sum of isomers levels off within an hour of the
            infusion's end (Kamp 2020), yet its area under the curve is 1.7 (S) to 3.1 (R) times that of
            ketamine (Hasan 2021): it leaves plasma early and the body late. (2R,6R)-HNK is an assumed share of
            the R-derived sum.
Leaves out  Formation from hydroxyketamine without norketamine; conjugates; that the two assays do not measure
            the same thing (sum of isomers, 2,6-isomers). Not an NMDA-receptor blocker at clinical levels: a
            level for others to read.
            The slow end: clearances start from the rat's, scaled (Moaddel 2015), and rest on two ratios of areas; their
            intervals span tenfold, and the half-life of 40 to 50 h that follows has not been measured in people
            (8 h in the rat): read the first day only.
Conflicts   Half-life of about 15 min in mouse brain dialysate (Lumsden 2019) against 8 h for (2S,6S)-HNK in rat
            plasma (Moaddel 2015): each species follows its own paper.
"""

from regrowth.language import alternative, mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("v_central", 48.56, "L", "central volume",
            source="fitted: kamp2020-arterial-total-hnk-racemic, hasan2021-s-iv-hnk-ratio, hasan2021-r-iv-hnk-ratio",
            spread="lognormal 40%", bounds=(0.1, None),
            rat=alternative(100, "assumed: the human value per kg", "lognormal 50%"),
            mouse=alternative(120.1, "fitted: lumsden2019-hnk-peak, lumsden2019-hnk-ecf-30min, lumsden2019-hnk-ecf-60min", "lognormal 50%", note="set equal to (2R,6R)-HNK given as a drug", interval=(66.6, 216.7)), interval=(18.49, 127.5)),
        par("v_peripheral", 773.9, "L", "peripheral volume",
            source="fitted: kamp2020-arterial-total-hnk-racemic, hasan2021-s-iv-hnk-ratio, hasan2021-r-iv-hnk-ratio",
            note="start: rat, per kg (Moaddel 2015)", spread="lognormal 40%", bounds=(0.1, None),
            rat=alternative(415, "moaddel2015", "lognormal 30%", "derived: 7.352 L/kg of (2S,6S)-HNK times 70 kg, less the central volume"),
            mouse=alternative(100, "assumed: not used, the exchange is 0"), interval=(403, 1486)),
        par("q", 268.8, "L/h", "exchange between them",
            source="fitted: kamp2020-arterial-total-hnk-racemic, hasan2021-s-iv-hnk-ratio, hasan2021-r-iv-hnk-ratio",
            spread="lognormal 40%", bounds=(0, None),
            rat=alternative(60, "assumed: the human value, scaled", "lognormal 50%"),
            mouse=alternative(0, "assumed: one fast phase in brain dialysate (lumsden2019)"), interval=(159.3, 453.4)),
        par("cl_s", 14.81, "L/h", "clearance, S-derived",
            source="fitted: kamp2020-arterial-total-hnk-racemic, hasan2021-s-iv-hnk-ratio, hasan2021-r-iv-hnk-ratio",
            spread="lognormal 40%", bounds=(0, None),
            rat=alternative(12.6, "moaddel2015", "lognormal 30%", "derived: 0.704 L/h/kg of (2S,6S)-HNK at 0.3 kg, scaled to 70 kg"),
            mouse=alternative(64.07, "fitted: lumsden2019-hnk-peak, lumsden2019-hnk-ecf-30min, lumsden2019-hnk-ecf-60min", "lognormal 50%", note="set equal to (2R,6R)-HNK given as a drug", interval=(42.82, 95.86)), note="start: rat, scaled (Moaddel 2015)", interval=(5.109, 42.9)),
        par("cl_r", 10.8, "L/h", "clearance, R-derived",
            source="fitted: kamp2020-arterial-total-hnk-racemic, hasan2021-s-iv-hnk-ratio, hasan2021-r-iv-hnk-ratio",
            spread="lognormal 40%", bounds=(0, None),
            rat=alternative(12.6, "assumed: as (2S,6S)-HNK in moaddel2015", "lognormal 50%"),
            mouse=alternative(64.07, "fitted: lumsden2019-hnk-peak, lumsden2019-hnk-ecf-30min, lumsden2019-hnk-ecf-60min", "lognormal 50%", note="set equal to (2R,6R)-HNK given as a drug", interval=(42.82, 95.86)), note="start: rat, scaled (Moaddel 2015)", interval=(3.395, 34.35)),
        par("share_2r6r", 0.43, "1", "(2R,6R)-HNK as a share of R-derived hydroxynorketamine",
            source="assumed: like (2S,6S;2R,6R)-HNK among the two pairs measured in moaddel2010, 656 against 881 ng/mL (second-hand)",
            spread="uniform 0.2..0.8", bounds=(0, 1),
            rat=alternative(0.8, "assumed: the 6,6 isomers dominate in rodents", "uniform 0.5..1"),
            mouse=alternative(0.8, "assumed: the 6,6 isomers dominate in rodents", "uniform 0.5..1")),
    ],
    reads=["s_hnk_formed", "r_hnk_formed", "volume_scale", "clearance_scale"],
    states=[
        state("s_hnk", "umol", "hydroxynorketamine formed from S-ketamine, central", bounds=(0, None), scale=10),
        state("s_hnk_peripheral", "umol", "the same, peripheral", bounds=(0, None), scale=10),
        state("r_hnk", "umol", "hydroxynorketamine formed from R-ketamine, central", bounds=(0, None), scale=10),
        state("r_hnk_peripheral", "umol", "the same, peripheral", bounds=(0, None), scale=10),
    ],
    gives=["s_hnk_plasma", "r_hnk_plasma"],
    equations="""
        s_hnk_plasma = s_hnk/(v_central*volume_scale)
        r_hnk_plasma = r_hnk/(v_central*volume_scale)
        s_hnk_exchange = clearance_scale*q*(s_hnk_plasma - s_hnk_peripheral/(v_peripheral*volume_scale))
        r_hnk_exchange = clearance_scale*q*(r_hnk_plasma - r_hnk_peripheral/(v_peripheral*volume_scale))
        s_hnk_out = clearance_scale*cl_s*s_hnk_plasma
        r_hnk_out = clearance_scale*cl_r*r_hnk_plasma

        d s_hnk/dt = s_hnk_formed - s_hnk_out - s_hnk_exchange
        d r_hnk/dt = r_hnk_formed - r_hnk_out - r_hnk_exchange
        d s_hnk_peripheral/dt = s_hnk_exchange
        d r_hnk_peripheral/dt = r_hnk_exchange

        hnk_plasma       += s_hnk_plasma + r_hnk_plasma
        hnk_2r6r_plasma  += share_2r6r*r_hnk_plasma
        ketamine_in_body += s_hnk + s_hnk_peripheral + r_hnk + r_hnk_peripheral
        ketamine_leaving += s_hnk_out + r_hnk_out
    """,
)
