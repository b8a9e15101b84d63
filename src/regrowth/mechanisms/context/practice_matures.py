"""Rival of steering: practice makes all young synapses mature faster, ketamine or not.

Question    Could practice work on every young synapse, not only on those born in the window?
Idea        Use of the new path reactivates the mood circuit as a whole and raises the maturation of all its
            young synapses. Training alone should then relieve about as much as training after ketamine, and
            the two should add.
Leaves out  Which kind of practice; wear by repetition.
Rivals      context/steering
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    default=False,
    parameters=[
        par("reactivation", 0.2, "1", "reactivation of the mood circuit at full use of the new path",
            source="assumed: a fifth of full reactivation; more would make training alone stronger than ketamine",
            spread="lognormal 50%", bounds=(0, 1)),
    ],
    reads=["new_path_in_use"],
    equations="""
        rehearsal_mood += reactivation*min(1, positive(new_path_in_use))
    """,
)  # fmt: skip
