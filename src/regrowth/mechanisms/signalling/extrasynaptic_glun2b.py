"""Extrasynaptic GluN2B receptors hold mTORC1 back.

Question    Does ketamine reach mTORC1 of pyramidal cells directly, without AMPA receptors?
Idea        Ambient glutamate at extrasynaptic GluN2B restrains mTORC1; block lifts the restraint, so
            protein synthesis rises even with AMPA receptors blocked (Miller 2014), while spines still need
            AMPA drive to be kept.
Leaves out  Ambient glutamate itself. Cannot explain why deleting GluN2B from pyramidal cells spares
            ketamine (Gerhard 2020), nor why NBQX stops p-mTOR in vivo. A rival, outside the default set.
Rivals      signalling/disinhibition, signalling/resting_nmda
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    default=False,
    parameters=[
        par("restraint", 1.17, "1", "mTORC1 above rest when extrasynaptic GluN2B is fully blocked, as a multiple of rest",
            source="miller2014",
            note="derived: p-p70S6K 217 % of control when GluN2B is deleted from cortical pyramidal cells",
            spread="lognormal 40%", bounds=(0, None)),
    ],
    reads=["nmda_extrasynaptic"],
    equations="""
        mtorc1_push += restraint*positive(1 - nmda_extrasynaptic)
    """,
)  # fmt: skip
