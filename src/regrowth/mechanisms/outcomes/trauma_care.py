"""What care does for post-traumatic stress: visits, attention, therapy that keeps off the trauma.

Question    How much of the change comes from being treated, without drug and without exposure?
Idea        As in depression, symptoms fall over weeks under care. Unlike there, being told that the treatment is active
            adds little: people on blinded pills of placebo get better by as much as those who know that they are
            in a therapy centred on the present (brady2000, schnurr2007, foa2018). People on a waiting
            list, who expect no treatment, have none of it. People differ in it widely.
Leaves out  Visit frequency, raters, what a therapy centred on the present teaches; that veterans get better by less.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("care_gain", 0.2408, "1", "relief of trauma symptoms (log severity) of care in people who are sure of active treatment",
            source="fitted: albott2018-pcl5-end, albott2018-ptsd-remission, albott2018-ttr-ptsd, albott2018-ttr-dep, brady2000-caps-placebo, brady2000-response-placebo, brady2000-caps-sertraline, brady2000-response-sertraline, davidson2001-response-placebo, davidson2001-response-sertraline, stein2006-response-placebo, stein2006-response-drug, zohar2002-response-placebo, zohar2002-response-sertraline, schnurr2007-pct-post, schnurr2007-pct-3mo, schnurr2007-pct-6mo, schnurr2007-pct-lossdx-post, schnurr2007-pct-lossdx-6mo, forman2018-exposure-caps, forman2018-exposure-all, forman2018-exposure-lossdx, forman2018-exposure-bdi, forman2018-cpt-smd, forman2018-cpt-lossdx, forman2018-cpt-bdi, schnurr2007-pe-post, schnurr2007-pe-3mo, schnurr2007-pe-6mo, schnurr2007-pe-lossdx-post, schnurr2007-pe-lossdx-6mo, monson2006-cpt-lossdx-post, foa2018-massed-2wk, foa2018-massed-12wk, foa2018-spaced-2wk, foa2018-spaced-12wk", spread="lognormal 70%", bounds=(0, 2), interval=(0.1376, 0.4215)),
        par("told_half", 0.252, "1", "odds told at entry at which half of it comes", source="fitted: albott2018-pcl5-end, albott2018-ptsd-remission, albott2018-ttr-ptsd, albott2018-ttr-dep, brady2000-caps-placebo, brady2000-response-placebo, brady2000-caps-sertraline, brady2000-response-sertraline, davidson2001-response-placebo, davidson2001-response-sertraline, stein2006-response-placebo, stein2006-response-drug, zohar2002-response-placebo, zohar2002-response-sertraline, schnurr2007-pct-post, schnurr2007-pct-3mo, schnurr2007-pct-6mo, schnurr2007-pct-lossdx-post, schnurr2007-pct-lossdx-6mo, forman2018-exposure-caps, forman2018-exposure-all, forman2018-exposure-lossdx, forman2018-exposure-bdi, forman2018-cpt-smd, forman2018-cpt-lossdx, forman2018-cpt-bdi, schnurr2007-pe-post, schnurr2007-pe-3mo, schnurr2007-pe-6mo, schnurr2007-pe-lossdx-post, schnurr2007-pe-lossdx-6mo, monson2006-cpt-lossdx-post, foa2018-massed-2wk, foa2018-massed-12wk, foa2018-spaced-2wk, foa2018-spaced-12wk", bounds=(0.005, 10), interval=(0.05597, 1.135)),
        par("care_time", 16.8, "d", "time constant of slow change under care",
            source="assumed: as in depression (outcomes/placebo); trials of trauma leave it free from 3 to 44 days", spread="lognormal 30%", bounds=(1, 365)),
    ],
    reads=["expectancy"],
    states=[state("trauma_care", "1", "slow change under care", bounds=(0, 1))],
    species=("human",),
    equations="""
        d trauma_care/dt = (hill(expectancy, told_half, 1) - trauma_care)/care_time
        trauma_relief += care_gain*trauma_care
    """,
)  # fmt: skip
