"""MADRS: the severity of depression.

Question    What would a rater write down?
Idea        Severity is the person's own baseline, lowered by everything that relieves: placebo, the fast
            functional path, synapses, consolidation, an SSRI. Reliefs add on the log scale of severity, so
            that each removes a share of what is left, the score never passes zero, and drug-placebo gaps
            shrink where placebo responses are large, as they do between trials. Without input nothing
            moves: the score stays at baseline for ever.
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
            "relief (log severity) of full midazolam effect, beyond what it does to belief",
            source="assumed: none; that midazolam lifts mood by itself has been suggested, never shown",
            bounds=(-0.5, 1),
        ),
    ],
    reads=["madrs_baseline", "mood_relief", "midazolam_effect"],
    gives=["madrs"],
    species=("human",),
    equations="""
        severity = madrs_baseline*exp(-mood_relief)
        mood_relief += midazolam_on_mood*midazolam_effect
        madrs = min(madrs_top, severity)
    """,
)
