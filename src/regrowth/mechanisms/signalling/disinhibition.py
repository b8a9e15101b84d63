"""Disinhibition: glutamate freed from inhibition reaches prefrontal AMPA receptors.

Question    What turns NMDA-receptor block into more AMPA current?
Idea        Interneurons lose NMDA drive first, pyramidal cells are released, and the extra glutamate (given
            by the circuit level) falls on AMPA receptors of prefrontal pyramidal cells. When those cells
            are silenced, or the inputs that drive them, nothing is passed on. Taking this file out removes
            the hypothesis and leaves its rivals: resting NMDA receptors, extrasynaptic GluN2B, HNK,
            habenula.
Leaves out  Subregions (infralimbic against prelimbic); where the surge arises. Cannot explain that deleting
            GluN1 from parvalbumin cells spares ketamine (Pozzi 2014), nor why picrotoxin is no
            antidepressant.
Rivals      signalling/resting_nmda, signalling/extrasynaptic_glun2b, signalling/hnk_ampa,
            behaviour/habenula
"""

from regrowth.language import mechanism

MECHANISM = mechanism(
    reads=["glutamate_release", "prefrontal_activity"],
    equations="""
        glutamate_surge += prefrontal_activity*(glutamate_release - at_rest(glutamate_release))
    """,
)
