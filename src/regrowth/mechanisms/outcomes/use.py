"""Use, abstinence and relapse.

Question    On how many days does the person use, and how long does abstinence last?
Idea        Use is a daily hazard. Relief lowers it in proportion (log scale), through craving and motivation. Of those
            who go on using, it gives days per week; of those who try to abstain, from the quit day on, it gives the
            chance to be abstinent still, starting from the rate of relapse under usual care: the preset's, another for
            people who were detoxified than for those who drank until days before. Relief that would have come without a
            drug is in that rate already and lowers it no further. Whoever stays abstinent settles: the hazard falls
            with the time abstinent, whatever the drug, so that curves of relapse fall steeply for weeks and then lie
            flat (kirshenbaum2009). A choice between drug and money in the laboratory is lowered in the same proportion,
            and a heavy day needs a lapse and more. Who lapsed while trying may return to abstinence: days of use and
            the share who are abstinent at a time count those too, and trials find far more of these than of people who
            never lapsed. Many trials count who stays away as using; what they see is less than the abstinence that
            people who can be asked report, by those who stay away though abstinent: a trial's own dropout, of which the
            abstinent have less.
Leaves out  Amounts per day, lapses forgiven by a trial's definition. Relief delays relapse but hastens no return.
            Whoever returned relapses as those do who never lapsed, and stays away as seldom. Who stays away does so
            whatever the drug. How far flattening comes from settling and how far from differences between people,
            curves can't tell.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("use_on_craving", 1, "1", "log hazard of use per log of craving", source="assumed: in proportion",
            spread="lognormal 30%", bounds=(0, None)),
        par("use_on_motivation", 0.3, "1", "fall of the log hazard of use when motivation doubles",
            source="assumed: less than craving's", spread="lognormal 50%", bounds=(0, None)),
        par("settling_time", 9.797, "wk", "time constant with which the hazard of relapse falls in those who stay abstinent",
            source="fitted: prochaska1992-abst-1mo, prochaska1992-abst-3mo, prochaska1992-abst-6mo, prochaska1992-abst-12mo, pickens1985-relapse-12mo, pickens1985-now-12mo, miller2001-abst-12mo, mann2004-abst-6mo, sass1996-abst-60d, sass1996-abst-48wk, sass1996-days-48wk, whitworth1996-abst-12mo, chick2000-abst-24d, chick2000-abst-6mo, chick2000-days-6mo, tempesta2000-now-6mo, tempesta2000-days-6mo, paille1995-days-12mo, foster1998-heavy-12wk, dakwar2020-heavy-ketamine, azhari2021-use-1wk, azhari2021-use-6wk, omalley2007-abst-12d, omalley2007-abst-6mo, omalley2007-heavy-20d, kranzler2004-abst-12wk, kranzler2004-heavy-12wk, higgins1991-abst-4wk, higgins1991-abst-8wk, higgins1993-abst-8wk, higgins1993-abst-16wk, back2010-abst-1mo, roos2019-abst-12wk, krupitsky2007-abst-multiple, krupitsky2007-abst-single, gossop1989-lapse-6wk, gossop1989-now-6mo, gossop1987-abst-6mo, krupitsky2004-abst-6mo, krupitsky2006-abst-6mo, krupitsky2012-abst-6mo, broers2000-abst-1mo, chutuape2001-days-6mo", bounds=(1, 100), interval=(5.893, 16.29)),
        par("own_risk", 1, "1", "the person's own rate of relapse, as a multiple of the condition's",
            source="assumed: 1 by definition; curves can't tell its spread from settling", spread="lognormal 100%",
            bounds=(0, None)),
        par("heavy_share", 0.8313, "1", "hazard of a heavy day, as a share of that of any use",
            source="fitted: dakwar2020-heavy-ketamine, omalley2007-heavy-20d, kranzler2004-heavy-12wk, foster1998-heavy-12wk", spread="lognormal 30%", bounds=(0, 1), interval=(0.4962, 1)),
        par("dropout_abstinent", 0.7076, "1", "rate at which people who are still abstinent stay away, as a share of everybody's",
            source="fitted: higgins1991-abst-4wk, higgins1991-abst-8wk, higgins1993-abst-8wk, higgins1993-abst-16wk, mann2004-abst-6mo, sass1996-abst-60d, sass1996-abst-48wk, sass1996-days-48wk, whitworth1996-abst-12mo, chick2000-abst-6mo, chick2000-days-6mo, tempesta2000-now-6mo, tempesta2000-days-6mo, paille1995-days-12mo, kranzler2004-abst-12wk, kranzler2004-heavy-12wk, krupitsky2004-abst-6mo, krupitsky2006-abst-6mo, krupitsky2012-abst-6mo", spread="lognormal 30%", bounds=(0, 1), interval=(0.4176, 1)),
        par("return_rate", 0.03479, "1/wk", "rate at which people who try to abstain return to it after a lapse",
            source="fitted: pickens1985-now-12mo, gossop1989-now-6mo, sass1996-days-48wk, chick2000-days-6mo, tempesta2000-now-6mo, tempesta2000-days-6mo, paille1995-days-12mo, azhari2021-use-1wk, azhari2021-use-6wk, chutuape2001-days-6mo", spread="lognormal 50%", bounds=(0, None), interval=(0.01816, 0.06664)),
        par("choice_rest", 0.87, "1", "share of laboratory choices for the drug without treatment", source="dakwar2017",
            note="derived: 4.33 of 5 after midazolam", bounds=(0, 1)),
        par("new_attempt", 1, "h", "time in which the count of abstinence starts anew when no attempt is going on",
            source="assumed: a new attempt counts from its start", bounds=(0.1, 24)),
    ],
    reads=["abstaining", "craving_relief", "craving_hoped", "motivation_rise", "use_days_baseline", "relapse_rate", "dropout_rate",
           "in_trial", "use_relief"],
    states=[
        state("still_abstinent", "1", "chance of no use since the quit day", bounds=(0, 1), start=1),
        state("returned", "1", "chance of being abstinent again after a lapse", bounds=(0, 1)),
        state("attending", "1", "chance that a person who is abstinent comes to the visits", bounds=(0, 1), start=1),
        state("settled", "1", "how far the hazard of relapse has fallen with the time abstinent", bounds=(0, 1)),
    ],
    gives=["use_saved", "abstinence", "abstinence_seen", "abstinent_now", "abstinent_now_seen", "no_heavy_use", "no_heavy_use_seen",
           "use_days", "heavy_use_days", "drug_choice"],
    species=("human",),
    equations="""
        use_relief += use_on_craving*craving_relief + use_on_motivation*motivation_rise
        trying = max(0, min(abstaining, 1))
        use_ratio = exp(-use_relief)
        d settled/dt = trying*(1 - settled)/settling_time - (1 - trying)*settled/new_attempt
        relapse_hazard = relapse_rate*own_risk*(1 - settled)*exp(use_on_craving*craving_hoped - use_relief)
        d still_abstinent/dt = (1 - trying)*(1 - still_abstinent)/new_attempt - trying*relapse_hazard*still_abstinent
        d returned/dt = trying*(return_rate*(1 - still_abstinent - returned) - relapse_hazard*returned) - (1 - trying)*returned/new_attempt
        d attending/dt = (1 - trying)*(1 - attending)/new_attempt - trying*min(1, in_trial)*dropout_abstinent*dropout_rate*attending
        abstinent_now = still_abstinent + returned
        use_saved = 1 - exp(-positive(use_relief))*(1 - trying*abstinent_now)
        abstinence = still_abstinent
        abstinence_seen = attending*abstinence
        abstinent_now_seen = attending*abstinent_now
        no_heavy_use = positive(still_abstinent)^heavy_share
        no_heavy_use_seen = attending*no_heavy_use
        use_days = (1 - trying*abstinent_now)*(1 - exp(log(1 - use_days_baseline)*use_ratio))
        heavy_use_days = heavy_share*use_days
        drug_choice = min(1, choice_rest*use_ratio)
    """,
)  # fmt: skip
