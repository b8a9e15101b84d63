"""Immobility in the forced-swim and tail-suspension tests.

Question    How long does the animal stay immobile, compared with its own undrugged rest?
Idea        A fast term that needs no new synapse and a slow term that rests on them add on a log scale, so
            immobility falls towards zero and never passes it. 1 is the animal's own undrugged rest,
            stressed or not.
Leaves out  Locomotor effects of the drug itself in the first minutes; habituation to the test; strains.
"""

from regrowth.language import mechanism

MECHANISM = mechanism(
    reads=["fast_relief", "slow_relief"],
    gives=["immobility"],
    equations="""
        immobility = exp(-(fast_relief + slow_relief))
    """,
)
