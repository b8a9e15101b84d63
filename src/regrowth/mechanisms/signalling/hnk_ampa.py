"""Hydroxynorketamine strengthens AMPA transmission.

Question    Does the metabolite (2R,6R)-HNK carry part of the effect without NMDA-receptor block?
Idea        (2R,6R)-HNK raises glutamate release probability and so AMPA transmission, half-maximally at a
            few micromolar, a range that the brain sees for some tens of minutes after a mouse dose.
Leaves out  The site of action (presynaptic, mGlu2 dependent in some hands). One laboratory loses the 24 h
            effect of ketamine when HNK formation is slowed (Zanos 2016); another keeps it, and finds HNK
            inactive in defeated mice (Zhang 2018, Yang 2017). Here HNK adds to NMDA block and is not
            necessary. Cannot explain why knocking down GluN2B in interneurons abolishes the effect of
            ketamine (Gerhard 2020), nor why the S form, which makes other isomers, works.
Rivals      signalling/disinhibition
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par("hnk_gain", 0.3, "1", "largest gain in AMPA transmission by HNK",
            source="assumed: about as large as the surge of an active ketamine dose", spread="lognormal 50%",
            bounds=(0, 2)),
        par("hnk_half", 3.3, "umol/L", "free (2R,6R)-HNK for half of that gain",
            source="riggs2020", spread="lognormal 50%", bounds=(0.01, None)),
    ],
    reads=["hnk_brain_free", "hnk_formation"],
    equations="""
        ampa_potentiation += hnk_gain*hill(hnk_formation*hnk_brain_free, hnk_half, 1)
    """,
)  # fmt: skip
