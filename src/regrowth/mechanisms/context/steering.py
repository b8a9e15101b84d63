"""The steering hypothesis: what is used while synapses are young decides which of them stay.

Question    Does practice after ketamine choose the synapses that are kept?
Idea        Use of the new path saves young synapses from pruning: those born in the window, above the
            person's own rest, are the ones that have a path still to win. A saved synapse goes on to mature
            at its usual rate. Practice without such synapses changes nothing. One parameter carries the
            hypothesis; at 0, or with `--without context/steering`, practice touches no synapse. It rests on
            one randomised trial of self-association training after ketamine, and what that trial shows is a
            difference in symptoms, not in synapses.
Leaves out  Use that keeps the old path; which kind of practice; practice that teaches something by itself.
Rivals      context/practice_matures
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par(
            "steering",
            0.8,
            "1",
            "share of the pruning of newly born synapses that full use of the new path prevents; 0 = no steering",
            source="assumed: most, until fitted to the one trial of training after ketamine (price2022)",
            spread="lognormal 30%",
            bounds=(0, 1),
        ),
    ],
    reads=["new_path_in_use", "mood_transient"],
    equations="""
        newly_born_share = positive(mood_transient - at_rest(mood_transient))/mood_transient
        spine_retention += steering*min(1, positive(new_path_in_use))*newly_born_share
    """,
)
