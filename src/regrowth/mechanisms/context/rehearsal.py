"""Practice leaves the new path in use for a while after the session.

Question    How much is the new path of mood used, when it is practised for minutes a day?
Idea        A session brings the ensemble of the practised path into use; offline replay and everyday use
            keep it there for a day or two, so that daily sessions add up and a single one fades. Whether
            use decides which synapses stay is another question, asked in context/steering.
Leaves out  What is practised, how well, and sleep; wear by repetition. Only one timing has been tested in a
            trial (from 24 h after the infusion, over four days), so the edges of the window are
            assumptions.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("practice_rate", 1.5, "1/h", "rate at which a session brings the new path into use",
            source="assumed: a session of 40 min brings the path to about two thirds of full use",
            spread="lognormal 50%", bounds=(0, None)),
        par("practice_memory", 36, "h", "how long the new path stays in use after a session",
            source="assumed: a day or two, so that daily sessions add up; no direct measurement",
            spread="lognormal 50%", bounds=(1, 336)),
    ],
    reads=["practice_mood", "called_up_mood"],
    states=[state("practice_trace", "1", "use of the new path left by practice", bounds=(0, 1))],
    equations="""
        practised = positive(practice_mood) + called_up_mood
        d practice_trace/dt = practice_rate*practised*(1 - practice_trace) - practice_trace/practice_memory
        new_path_in_use += practice_trace
    """,
)  # fmt: skip
