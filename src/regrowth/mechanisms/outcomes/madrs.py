"""MADRS: the severity of depression.

Question    What would a rater write down?
Idea        Severity is the person's own baseline, lowered by everything that relieves: placebo, the fast
            functional path, synapses, consolidation, an SSRI. A score lies between nothing and the scale's
            top, so reliefs add on its log odds, the usual transform of bounded scores (lesaffre2007): a step
            of relief moves the score most in the middle of the scale and passes neither end, and people
            who differ evenly on it differ as widely in points as published. Drug-placebo gaps in points
            hardly depend on baseline then: one side of a dispute (furukawa2018; they grow with it in
            stone2022). Without input nothing moves: the score stays at baseline for ever.
Leaves out  The illness' own course and relapse from outside causes; items; the rater's error, which belongs
            to the visit and is added where visits are simulated.
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par(
            "madrs_top",
            60,
            "point",
            "highest possible MADRS",
            source="montgomery1979",
        ),
        par(
            "midazolam_on_mood",
            0,
            "1",
            "relief (log odds of severity) of full midazolam effect, beyond what it does to belief",
            source="assumed: none; that midazolam lifts mood by itself has been suggested, never shown",
            bounds=(-0.5, 1),
        ),
    ],
    reads=["madrs_baseline", "mood_relief", "midazolam_effect"],
    gives=["madrs", "mood_left"],
    species=("human",),
    equations="""
        mood_relief += midazolam_on_mood*midazolam_effect
        # log odds of madrs/madrs_top are those of the baseline less the relief
        mood_left = madrs_top*exp(-mood_relief)/(madrs_top - madrs_baseline*(1 - exp(-mood_relief)))
        madrs = madrs_baseline*mood_left
    """,
)
