"""Trauma symptoms: CAPS-5, PCL-5 and IES-R.

Question    What would interviewer and patient write down about post-traumatic stress, and how far does it follow mood?
Idea        Severity is the person's own baseline, lowered on the log scale by two things. The balance of the fear and
            safety paths, which sessions move; and, weakly, relief of mood, by which drugs act without any session, and, by
            a share of its own, by which hope and mood's ups and downs do. What care does stands apart
            (outcomes/trauma_care). Not a scaled MADRS: the fear circuit has clocks of its own, so gains can part. Fear that is
            unlearnt lifts mood in those who carry a trauma. Questionnaires are taken as proportional to CAPS-5.
            How likely a cue recalls fear is read from the balance, in the place of the sessions and elsewhere.
            Questionnaires and interviewers lose the diagnosis at cut-offs of their own, and trials are read by the one they used.
Conflicts   Of SSRIs one pool prints 2.9 points of CAPS-5 more than placebo and 21 % more responders (stein2006), which no
            people as varied as trials' have together: the model says 4.5 points and 17 %. A share of relief of their own
            for SSRIs came out higher than ketamine's, not lower, and no fit was better for it.
Leaves out  Symptom clusters (that a diagnosis asks for some of each, beside severity), delayed onset, dropout. What trials identify is the product of `fear_gain` and the change
            of the balance (from exposure therapy), and `mood_on_trauma` (from ketamine without sessions); the link
            from circuit to symptom is unproven: one trial found the amygdala changed and symptoms not (duek2023).
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par("fear_gain", 0.6677, "1", "relief (log severity) per unit of log balance that moves from fear to safety",
            source="fitted: forman2018-exposure-caps, forman2018-exposure-all, forman2018-exposure-lossdx, forman2018-exposure-bdi, forman2018-cpt-smd, forman2018-cpt-lossdx, forman2018-cpt-bdi, schnurr2007-pe-post, schnurr2007-pe-3mo, schnurr2007-pe-6mo, schnurr2007-pe-lossdx-post, schnurr2007-pe-lossdx-6mo, monson2006-cpt-lossdx-post, foa2018-massed-2wk, foa2018-massed-12wk, foa2018-spaced-2wk, foa2018-spaced-12wk", spread="lognormal 30%", bounds=(0, 2.5), note="only as a product: with what a session does to synapses, which is assumed; above 2 some people would have two rests", interval=(0.3858, 1.156)),
        par("mood_on_trauma", 0.3131, "1", "relief of trauma symptoms (log severity) per relief of mood (log odds of severity)",
            source="fitted: borgogna2024-g-omnibus, borgogna2024-g-adjusted, borgogna2024-g-24h, borgogna2024-g-24h-passive, borgogna2024-g-24h-active, borgogna2024-g-1wk, albott2018-pcl5-end, albott2018-ptsd-remission, albott2018-ttr-ptsd, albott2018-ttr-dep, duek2023-symptoms-7d, forman2018-fluoxetine-smd, forman2018-sertraline-smd, stein2006-wmd, stein2006-response-placebo, stein2006-response-drug, zohar2002-response-placebo, zohar2002-response-sertraline", spread="lognormal 50%", bounds=(0, 2), interval=(0.2012, 0.4871)),
        par("unaided_on_trauma", 0.1892, "1", "the same per relief of mood that comes without a drug",
            source="fitted: albott2018-pcl5-end, albott2018-ptsd-remission, albott2018-ttr-ptsd, albott2018-ttr-dep, brady2000-caps-placebo, brady2000-response-placebo, brady2000-caps-sertraline, brady2000-response-sertraline, davidson2001-response-placebo, davidson2001-response-sertraline, stein2006-response-placebo, stein2006-response-drug, zohar2002-response-placebo, zohar2002-response-sertraline, schnurr2007-pct-post, schnurr2007-pct-3mo, schnurr2007-pct-6mo, schnurr2007-pct-lossdx-post, schnurr2007-pct-lossdx-6mo, forman2018-exposure-caps, forman2018-exposure-all, forman2018-exposure-lossdx, forman2018-exposure-bdi, forman2018-cpt-smd, forman2018-cpt-lossdx, forman2018-cpt-bdi, schnurr2007-pe-post, schnurr2007-pe-3mo, schnurr2007-pe-6mo, schnurr2007-pe-lossdx-post, schnurr2007-pe-lossdx-6mo, monson2006-cpt-lossdx-post, foa2018-massed-2wk, foa2018-massed-12wk, foa2018-spaced-2wk, foa2018-spaced-12wk", spread="lognormal 50%", bounds=(0, 2), interval=(0.1109, 0.3228)),
        par("trauma_on_mood", 0.6933, "1", "relief of mood (log odds of severity) per relief by the fear circuit, in people with trauma",
            source="fitted: forman2018-exposure-bdi, forman2018-cpt-bdi", spread="lognormal 50%", bounds=(0, 4), interval=(0.2704, 1.777)),
        par("recall_width", 0.5, "1", "log balance over which recall of fear goes from unlikely to likely",
            source="assumed: sets only the scale of the read-out", bounds=(0.05, 5)),
        par("pcl5_per_caps5", 1.25, "1", "PCL-5 points per CAPS-5 point",
            source="assumed: patients rate themselves about a quarter higher than interviewers do", bounds=(0.5, 3)),
        par("iesr_per_caps5", 1.25, "1", "IES-R points per CAPS-5 point", source="assumed: as for PCL-5", bounds=(0.5, 3)),
        par("caps5_top", 80, "point", "highest possible CAPS-5", source="weathers2018"),
        par("response_share", 0.3, "1", "fall of CAPS-5 that trials call response", source="feder2021"),
        par("rating_width", 1.6, "point", "width of the chance that an error carries a rating across a cut-off",
            source="assumed: as for MADRS", bounds=(0.01, 10)),
        par("pcl5_cutoff", 33, "point", "PCL-5 below which a person counts as without PTSD", source="assumed: the usual provisional cut-off",
            bounds=(10, 60)),
        par("diagnosis_cutoff", 22.5, "point", "CAPS-5 below which an interviewer no longer diagnoses PTSD", source="schnurr2007",
            bounds=(10, 40), note="45 of the 136 points of the older CAPS, halved as its points are; the same group later asked for 25 of CAPS-5 (schnurr2022)"),
    ],
    reads=["fear_path", "safety_path", "safety_path_elsewhere", "trauma_load", "caps5_baseline", "mood_relief", "unaided_relief",
           "hope_relief", "own_relief", "trauma_relief"],
    gives=["caps_5", "pcl_5", "ies_r", "trauma_response", "trauma_remission", "ptsd_diagnosis_lost", "fear_recall",
           "fear_recall_here"],
    species=("human",),
    equations="""
        fear_balance = log(fear_path/safety_path_elsewhere)
        fear_relief = fear_gain*(at_rest(fear_balance) - fear_balance)
        trauma_relief += fear_relief + mood_on_trauma*(mood_relief - unaided_relief) + unaided_on_trauma*(hope_relief + own_relief)
        mood_relief += trauma_on_mood*trauma_load*fear_relief
        fear_recall = smooth_step(fear_balance, 0, recall_width)
        fear_recall_here = smooth_step(log(fear_path/safety_path), 0, recall_width)
        caps_5 = min(caps5_top, caps5_baseline*exp(-trauma_relief))
        pcl_5 = pcl5_per_caps5*caps_5
        ies_r = iesr_per_caps5*caps_5
        trauma_response = smooth_step((1 - response_share)*caps5_baseline - caps_5, 0, rating_width)
        trauma_remission = smooth_step(pcl5_cutoff - pcl_5, 0, rating_width)
        ptsd_diagnosis_lost = smooth_step(diagnosis_cutoff - caps_5, 0, rating_width)
    """,
)  # fmt: skip
