"""Psychic distance: what is called up while dissociated is felt less.

Question    How much fear is felt when a trauma memory is called up on the drug?
Idea        Fear in a session is the chance of its recall, damped by dissociation. An assumption without a measurement;
            it changes what is felt, not what is learnt.
Leaves out  Whether less fear makes a session teach more, because it can be borne, or less, because it was not felt.
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par("distance", 0.5, "1", "share of the fear that full dissociation takes away",
            source="assumed: half of it; never measured", spread="uniform 0..1", bounds=(0, 1)),
    ],
    reads=["fear_recall", "dissociation"],
    gives=["fear_felt"],
    species=("human",),
    equations="""
        fear_felt = fear_recall*(1 - distance*dissociation)
    """,
)  # fmt: skip
