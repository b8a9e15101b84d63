"""MADRS: the severity of depression.

Question    What would a rater write down?
Idea        Severity is the person's own baseline, lowered by everything that relieves: placebo, the fast
            functional path, synapses, consolidation, an SSRI. A score lies between nothing and the scale's
            top, so reliefs add on its log odds, the usual transform of bounded scores (lesaffre2007): a step
            of relief moves the score most in the middle of the scale and passes neither end, and people
            who differ evenly on it differ as widely in points as published. Drug-placebo gaps in points
            hardly depend on baseline then: one side of a dispute (furukawa2018; they grow with it in
            stone2022). Most people in clinics would be turned away by trials (long or other illness,
            substances); they get better less (wisniewski2009), whatever is done. Without input nothing
            moves: the score stays at baseline for ever.
Leaves out  The illness' own course and relapse from outside causes; items; the rater's error, which belongs
            to the visit and is added where visits are simulated.
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par("madrs_top", 60, "point", "highest possible MADRS", source="montgomery1979"),
        par("midazolam_on_mood", 0, "1",
            "relief (log odds of severity) of full midazolam effect, beyond what it does to belief",
            source="assumed: none; that midazolam lifts mood by itself has been suggested, never shown",
            bounds=(-0.5, 1)),
        par("unselected_loss", 0.4497, "1", "share of relief that people lack whom trials would turn away",
            source="fitted: yale2018-resp, yale2018-rem, mgh2020-resp-ind, hull2022-phq9-resp, hull2022-phq9-rem",
            note="derived: response of 39.1 % against 51.6 % is 0.317 SD between people, at an SD of 1.9 in log odds of severity",
            bounds=(0, 1), interval=(0.3565, 0.5674)),
    ],
    reads=["madrs_baseline", "mood_relief", "midazolam_effect", "unselected"],
    gives=["madrs", "mood_left"],
    species=("human",),
    equations="""
        mood_relief += midazolam_on_mood*midazolam_effect
        # log odds of madrs/madrs_top are those of the baseline less the relief
        unrelieved = exp(-(1 - unselected_loss*unselected)*mood_relief)
        mood_left = madrs_top*unrelieved/(madrs_top - madrs_baseline*(1 - unrelieved))
        madrs = madrs_baseline*mood_left
    """,
)  # fmt: skip
