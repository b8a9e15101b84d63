"""Placebo: hope that comes with the first session and fades, and slow change under care.

Question    How much of the change would have come without an active drug?
Idea        Two courses. Hope follows expectancy within the hour and loses most of its force in days, as the first
            session's excitement wears off. Change under care, visits, attention, time and regression to the mean, builds up over
            weeks; it is faster early on (about 60 % of a six-week change falls in the first two weeks). People
            differ widely in it, and some get worse.
Leaves out  Visit frequency, raters, trial site; the share of the slow part that would come on a waiting list.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par(
            "hope_onset",
            1,
            "h",
            "time in which hope takes hold at the first session",
            source="assumed: within the first session",
            bounds=(0.1, 24),
        ),
        par(
            "hope_wear",
            2,
            "d",
            "time in which hope wears off",
            source="assumed: days, placebo arms rated at 2 h, 24 h and 8 d (daly2018) show most of it",
            bounds=(0.2, 30),
        ),
        par(
            "hope_lasting",
            0.3,
            "1",
            "share of hope that does not wear off",
            source="assumed: calibration/outcomes sets it",
            bounds=(0, 1),
        ),
        par(
            "hope_gain",
            0.5,
            "1",
            "relief (log severity) at full expectancy",
            source="assumed: literature start; calibration/outcomes sets it",
            spread="normal 0.3",
            bounds=(None, None),
        ),
        par(
            "care_time",
            16.8,
            "d",
            "time constant of slow change under care",
            source="posternak2005",
            note="derived: (1 - exp(-2/T))/(1 - exp(-6/T)) = 0.616 with T in weeks",
            spread="lognormal 30%",
            bounds=(1, 365),
        ),
        par(
            "care_gain",
            0.25,
            "1",
            "relief (log severity) of slow change under care",
            source="assumed: literature start, a fifth of severity; calibration/outcomes sets it",
            spread="normal 0.35",
            bounds=(None, None),
        ),
    ],
    reads=["in_trial", "expectancy"],
    states=[
        state("hope", "1", "hope raised by expectancy", bounds=(0, None)),
        state("hope_worn", "1", "hope that has worn off", bounds=(0, None)),
        state("care", "1", "slow change under care", bounds=(0, None)),
    ],
    species=("human",),
    equations="""
        d hope/dt = (expectancy - hope)/hope_onset
        d hope_worn/dt = (hope - hope_worn)/hope_wear
        d care/dt = (in_trial - care)/care_time
        mood_relief += hope_gain*(hope - (1 - hope_lasting)*hope_worn) + care_gain*care
    """,
)
