"""Synapses of the fear circuit: the fear path and the safety path.

Question    What do trauma, sessions, ketamine and everyday life do to the synapses that carry fear and safety?
Idea        A fear path that trauma made strong competes with a safety path (prefrontal-amygdala). Births, losses and
            maturation are those of synapses/mood_circuit; each path gets its share of births by how often it is
            reactivated. Exposure uses the safety path: its synapses grow, new ones find partners in it, and in the
            window after ketamine use saves those that are young (context/steering). Short retrieval makes the old
            memory labile; it shrinks while NMDA block keeps it from restabilising. Sizes are forgotten in days: fear
            returns. What is felt less is replayed less, so relief holds itself up for a while, never for good.
Conflicts   Gains of exposure hold for years (resick2012). A longer memory of sizes (20, 40 or 80 d, the gains refitted) met
            courses of exposure and their follow-ups no better than 10 d: it lasts longer, but is then too much beside therapy
            without exposure (schnurr2007, foa2018). What holds is carried by care and the own course (outcomes/trauma_course).
Leaves out  Amygdala and hippocampus as places of their own, sleep, generalisation between cues. All rates of this
            circuit are assumptions; trials see only their product with outcomes/trauma.fear_gain.
"""

from regrowth.language import mechanism
from regrowth.mechanisms.synapses._two_paths import equations, parameters, states

MECHANISM = mechanism(
    parameters=parameters(),
    reads=["spine_birth", "young_risk", "maturing_rate", "stable_loss_rate", "mood_transient", "nmda_pyramidal",
           "trauma_load", "safety_retention"],
    feedback=["stress_level", "safety_in_use", "fear_labile", "trauma_relief"],
    states=states("fear", "safety", "the fear path", "the safety path"),
    gives=["fear_path", "safety_path", "safety_path_elsewhere"],
    species=("human",),
    equations=equations("fear", "safety", "trauma_load", "(1 - exp(-positive(trauma_relief)))"),
)  # fmt: skip
