"""Placebo: hope that each dosing session raises, and slow change under care.

Question    How much of the change comes from being treated, without an active drug?
Idea        Two courses. A dosing session raises hope within the hour, as far as people believe that they got
            the drug; it wears off in days, the slower the more has improved, and is raised again by the next
            session. Admission to hospital raises it too, and keeps it up. Where a new antidepressant is begun
            openly beside a blinded spray, everybody knows to be treated, so what the spray felt like decides
            nothing: there sessions raise hope by the odds told at entry, in both arms. Under care (visits,
            attention) severity falls over weeks, as far as people were told to expect an active treatment
            (response is commoner where no placebo arm exists: odds ratio 1.8, rutherford2009), and less in
            depression that has resisted treatment. What a session felt like changes hope, not this slow part.
            People differ widely in both, and a few get worse: where care works longest, changes are spread
            widest. What would have come on a waiting list stands apart (outcomes/own_course).
Leaves out  Visit frequency, raters, trial site.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("hope_onset", 1, "h", "time in which a session raises hope",
            source="assumed: within the session", bounds=(0.1, 24)),
        par("hope_wear", 61.05, "h", "time in which hope wears off when nothing improves",
            source="fitted: daly2018-madrs-2h-placebo, daly2018-madrs-24h-placebo, daly2018-madrs-ep-placebo",
            spread="lognormal 30%", bounds=(4, 500), interval=(38.76, 96.15)),
        par("hope_kept", 1.008, "1",
            "how much slower hope wears where much has improved: power of what is left of the illness",
            source="fitted: daly2018-madrs-2h-placebo, daly2018-madrs-24h-placebo, daly2018-madrs-ep-placebo, murrough2013b-ttr-q1, murrough2013b-ttr, murrough2013b-ttr-q3",
            bounds=(0, 6), interval=(0.6641, 1.53)),
        par("hope_gain", 1.398, "1", "relief (log odds of severity) at full hope",
            source="fitted: daly2018-madrs-2h-placebo, daly2018-madrs-24h-placebo, daly2018-madrs-ep-placebo",
            spread="normal 1.07", bounds=(None, None), interval=(1.2, 1.628)),
        par("admission_hope", 0.6269, "1", "hope that being in hospital raises and keeps up",
            source="fitted: aspire2-madrs-24h-placebo, aspire1-rev-madrs24h-pbo, canuso2018-rev-madrs24h-pbo",
            bounds=(0, 1), interval=(0.5239, 0.7502)),
        par("care_time", 16.8, "d", "time constant of slow change under care",
            source="posternak2005",
            note="derived: (1 - exp(-2/T))/(1 - exp(-6/T)) = 0.616 with T in weeks, the whole change of placebo arms",
            spread="lognormal 30%", bounds=(1, 365)),
        par("care_gain", 1.079, "1",
            "relief (log odds of severity) of slow change under care in people who are sure of active treatment",
            source="fitted: jones2022-d28-women-placebo, jones2022-d28-men-placebo, stone2022-placebo, posternak2005-share-2wk-placebo",
            spread="normal 0.702", bounds=(None, None), interval=(0.7801, 1.492)),
        par("resistance_on_care", 0.4888, "1", "share of that change which is lost in treatment-resistant depression",
            source="fitted: singh2016-madrs-d15-pbo-2x, singh2016-madrs-d15-pbo-3x, singh2016esk-madrs-d1-placebo, jones2022-d28-women-placebo, jones2022-d28-men-placebo, stone2022-placebo, posternak2005-share-2wk-placebo",
            bounds=(0, 1), interval=(0.3238, 0.7377)),
    ],
    reads=["treatment_session", "hospital", "belief", "expectancy", "expectancy_prior", "new_antidepressant",
           "told_active", "treatment_resistance", "mood_left"],
    states=[
        state("hope", "1", "hope raised by sessions", bounds=(0, 1)),
        state("care", "1", "slow change under care", bounds=(0, 1)),
    ],
    gives=["hope_relief"],
    species=("human",),
    equations="""
        unimproved = min(1, mood_left)^hope_kept
        blinded_beside = min(1, new_antidepressant)*(1 - told_active)
        grounds = belief + blinded_beside*(expectancy_prior - belief)
        hope_of_session = max(0, min(treatment_session, 1))*positive(grounds - hope)
        raised = max(hope_of_session, min(1, hospital)*positive(admission_hope - hope))
        d hope/dt = raised/hope_onset - unimproved*hope/hope_wear
        d care/dt = (expectancy - care)/care_time
        hope_relief = hope_gain*hope
        placebo_relief = hope_relief + care_gain*(1 - resistance_on_care*treatment_resistance)*care
        mood_relief += placebo_relief
        unaided_relief += placebo_relief
    """,
)  # fmt: skip
