"""Resting NMDA receptors feed eEF2 kinase.

Question    Why do only NMDA antagonists that block at rest act fast?
Idea        Spontaneous glutamate release opens synaptic NMDA receptors even at rest; their calcium drives
            eEF2 kinase. Ketamine blocks them in physiological magnesium, memantine hardly does (Autry 2011,
            Gideons 2014).
Leaves out  The size of the site's own magnesium block (receptors level). Cannot explain why p-eEF2 stays
            unchanged in cortex, nor why deleting NMDA receptors from CA1 cells spares ketamine (Zhang
            2016).
Rivals      signalling/disinhibition, signalling/extrasynaptic_glun2b
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par("resting_share", 1.0, "1", "share of eEF2 kinase drive that resting NMDA receptors supply",
            source="assumed: all of it at rest; p-eEF2 falls in step with block of NMDA miniature currents (autry2011)",
            bounds=(0, 1)),
    ],
    reads=["nmda_resting", "resting_nmda_receptors"],
    equations="""
        eef2_release += resting_share*positive(1 - resting_nmda_receptors*nmda_resting)
    """,
)  # fmt: skip
