"""The steering hypothesis: what is used while synapses are young decides which of them stay.

Question    Does practice after ketamine choose the synapses that are kept?
Idea        Use of the new path reactivates its young synapses, and reactivated synapses mature instead of being pruned.
            One parameter carries the whole hypothesis; at 0, or with `--without context/steering`, practice changes no
            synapse. It is set by a single randomised trial of self-association training after ketamine, and what that
            trial shows is a difference in symptoms, not in synapses.
Leaves out  Reactivation that strengthens the old path; which kind of practice; dose of practice beyond full use.
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par(
            "steering",
            1,
            "1",
            "share of the practised path's use that reactivates mood synapses; 0 switches the hypothesis off",
            source="assumed: full, until fitted to the one trial of training after ketamine (price2022)",
            spread="lognormal 40%",
            bounds=(0, 5),
        ),
    ],
    reads=["new_path_in_use"],
    equations="""
        rehearsal_mood += steering*min(1, positive(new_path_in_use))
    """,
)
