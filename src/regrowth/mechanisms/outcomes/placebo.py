"""Placebo: hope that each dosing session raises, and slow change under care.

Question    How much of the change would have come without an active drug?
Idea        Two courses, both in proportion to what people believe. A dosing session raises hope within the
            hour; it wears off in days, the slower the more has improved, and is raised again by the next
            session. Under care (visits, attention, time) severity falls over weeks, faster early on: about
            60 % of a six-week change comes in the first two weeks. Those who know that they get an active
            drug gain most, those who felt nothing in a session least, and those whose depression has
            resisted treatment gain less than others. People differ widely in both, and some get worse.
            Regression to the mean is part of the slow course.
Leaves out  Visit frequency, raters, trial site; the share of the slow part that would come on a waiting
            list.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par(
            "hope_onset",
            1,
            "h",
            "time in which a session raises hope",
            source="assumed: within the session",
            bounds=(0.1, 24),
        ),
        par(
            "hope_wear",
            62.1,
            "h",
            "time in which hope wears off when nothing improves",
            source="fitted: daly2018-madrs-2h-placebo, daly2018-madrs-24h-placebo, daly2018-madrs-ep-placebo",
            spread="lognormal 30%",
            bounds=(4, 500),
        ),
        par(
            "hope_gain",
            0.7362,
            "1",
            "relief (log severity) at full hope",
            source="fitted: daly2018-madrs-2h-placebo, daly2018-madrs-24h-placebo, daly2018-madrs-ep-placebo",
            spread="normal 0.674",
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
            0.8138,
            "1",
            "relief (log severity) of slow change under care in people who are sure of active treatment",
            source="fitted: jones2022-d28-women-placebo, jones2022-d28-men-placebo, posternak2005-share-2wk-placebo",
            bounds=(None, None),
        ),
        par(
            "own_course",
            0,
            "1",
            "the person's own course under care, better (above 0) or worse than others'",
            source="fitted: jones2022-d28-women-placebo, jones2022-d28-women-esk, su2017-response-ketamine-0p5",
            spread="normal 0.37",
            bounds=(None, None), note="zero on average by definition; only the spread is fitted",
        ),
        par(
            "resistance_on_care",
            0.669,
            "1",
            "share of that change which is lost in treatment-resistant depression",
            source="fitted: singh2016-madrs-d15-pbo-2x, singh2016-madrs-d15-pbo-3x, singh2016esk-madrs-d1-placebo, jones2022-d28-women-placebo, jones2022-d28-men-placebo, posternak2005-share-2wk-placebo",
            bounds=(0, 1),
        ),
    ],
    reads=["treatment_session", "belief", "expectancy", "treatment_resistance", "mood_relief"],
    states=[
        state("hope", "1", "hope raised by sessions", bounds=(0, 1)),
        state("care", "1", "slow change under care", bounds=(0, 1)),
    ],
    species=("human",),
    equations="""
        unimproved = exp(-positive(mood_relief))
        d hope/dt = max(0, min(treatment_session, 1))*positive(belief - hope)/hope_onset - unimproved*hope/hope_wear
        d care/dt = (expectancy - care)/care_time
        mood_relief += hope_gain*hope + (care_gain*(1 - resistance_on_care*treatment_resistance) + own_course)*care
    """,
)
