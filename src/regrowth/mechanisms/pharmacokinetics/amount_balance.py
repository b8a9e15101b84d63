"""The balance sheet: what was given of ketamine and its metabolites, what is in the body, what has left.

Question    Is any drug lost or invented?
Idea        Ketamine, norketamine, hydroxy- and dehydronorketamine turn into one another molecule by molecule,
            so given = in the body + eliminated at all times. Each mechanism reports its own part; nothing else
            reads these sums.
Leaves out  Products beyond hydroxy- and dehydronorketamine, which count as eliminated.
"""

from regrowth.language import mechanism, state

MECHANISM = mechanism(
    reads=["ketamine_entering", "ketamine_leaving", "ketamine_in_body"],
    states=[
        state("ketamine_given", "umol", "given since the start", bounds=(0, None), scale=100),
        state("ketamine_eliminated", "umol", "eliminated, or never absorbed, since the start", bounds=(0, None),
            scale=100),
    ],
    equations="""
        d ketamine_given/dt      = ketamine_entering
        d ketamine_eliminated/dt = ketamine_leaving
        ketamine_unaccounted     = ketamine_given - ketamine_in_body - ketamine_eliminated
    """,
)
