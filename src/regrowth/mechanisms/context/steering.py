"""The steering hypothesis: what is used while it is new decides what stays.

Question    Does practice after ketamine choose what is kept?
Idea        Use of the new path does two things. It saves young synapses from pruning: those born in the
            window, above the person's own rest, are the ones that have a path still to win, and a saved
            synapse goes on to mature at its usual rate. And while they are there, it lets the wellness of the
            moment consolidate (outcomes/consolidation). Practice of somebody who has no new synapses, or
            no relief, changes nothing. One parameter carries the hypothesis; at 0, or with `--without context/steering`,
            practice does nothing at all. It rests on one randomised trial of self-association training after
            ketamine, and what that trial shows is a difference in symptoms, not in synapses.
Leaves out  Use that keeps the old path; which kind of practice; practice that teaches something by itself.
Rivals      context/practice_matures
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par("steering", 0.8, "1",
            "share of the pruning of newly born synapses that full use of the new path prevents; 0 = no steering",
            source="assumed: most of it; symptoms alone can't tell it from the rate of consolidation by practice",
            spread="lognormal 30%", bounds=(0, 1)),
    ],
    reads=["new_path_in_use", "safety_in_use", "recovery_in_use", "newly_born_share", "steered_use"],
    equations="""
        steered_use += steering*min(1, positive(new_path_in_use))
        spine_retention += min(1, steered_use)*newly_born_share
        safety_retention += steering*min(1, safety_in_use)*newly_born_share
        recovery_retention += steering*min(1, recovery_in_use)*newly_born_share
    """,
)  # fmt: skip
