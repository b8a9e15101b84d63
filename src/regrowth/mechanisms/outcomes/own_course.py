"""The illness' own course: what would have come on a waiting list, and each person's ups and downs.

Question    How much do people change by themselves in the weeks of a trial, and how differently?
Idea        People enter a trial when they are worst. On waiting lists severity falls by about 4 points of HAM-D
            (regression to the mean and spontaneous recovery together); in depression that has resisted
            treatment that mean is zero. Around it everybody has ups and downs, whatever is given and believed,
            for as long as one looks: people who did well by themselves at the end of a course need not do well
            a month later, and some of those who are well relapse whatever goes on. The ups and downs are a stationary
            process whose correlation falls with time as exp(-t/T), made of three swings of equal power whose
            frequencies lie in the middle of the thirds of its spectrum (spectral representation, shinozuka1972). Where
            a person stands in each swing at entry, and whither it goes, is chance; severity at entry is given, so a swing
            counts by how far it has moved since. Swings are even on the log odds of severity; near the top of the scale
            a bad one takes people less far up than a good one takes them down. They make much of the spread of changes
            in either arm, which grows over the first month.
Leaves out  Ups and downs within days; relapse from outside causes. How much of the mean is regression and how
            much recovery can't be told from trials.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("swing_time", 21.67, "d", "time in which the correlation of the ups and downs falls to a third",
            source="fitted: jones2022-d28-women-placebo-sd, jones2022-d28-women-esk-sd, singh2016-madrs-d15-pbo-2x-sd, aspire2-madrs-24h-placebo-sd, aspire2-madrs-24h-esk-sd, daly2018-resp-24h-placebo, kato2021-relapse-6mo-drug, kato2021-relapse-6mo-placebo",
            bounds=(1, 365), interval=(18.69, 25.11)),
        par("own_gain", 0.3197, "1",
            "relief (log odds of severity) on a waiting list, in depression that has not resisted treatment",
            source="fitted: rutherford2012-waitlist-hamd", spread="lognormal 30%", bounds=(0, None),
            interval=(0.2023, 0.505)),
        par("slow_stands", 0, "1", "where the person stands in the slow swing at entry, better (above 0) or worse than usual",
            source="fitted: jones2022-d28-women-placebo-sd, jones2022-d28-women-esk-sd, singh2016-madrs-d15-pbo-2x-sd, kato2021-relapse-6mo-drug, kato2021-relapse-6mo-placebo",
            spread="normal 0.344", bounds=(None, None), note="zero on average by definition; only the spread is fitted"),
        par("slow_turns", 0, "1", "whither the person's slow swing goes at entry, better (above 0) or worse",
            source="fitted: jones2022-d28-women-placebo-sd, jones2022-d28-women-esk-sd, singh2016-madrs-d15-pbo-2x-sd, kato2021-relapse-6mo-drug, kato2021-relapse-6mo-placebo",
            spread="normal 0.344", bounds=(None, None), note="zero on average by definition; only the spread is fitted"),
        par("middle_stands", 0, "1", "where the person stands in the middle swing at entry, better (above 0) or worse than usual",
            source="fitted: jones2022-d28-women-placebo-sd, jones2022-d28-women-esk-sd, singh2016-madrs-d15-pbo-2x-sd, kato2021-relapse-6mo-drug, kato2021-relapse-6mo-placebo",
            spread="normal 0.344", bounds=(None, None), note="zero on average by definition; only the spread is fitted"),
        par("middle_turns", 0, "1", "whither the person's middle swing goes at entry, better (above 0) or worse",
            source="fitted: jones2022-d28-women-placebo-sd, jones2022-d28-women-esk-sd, singh2016-madrs-d15-pbo-2x-sd, kato2021-relapse-6mo-drug, kato2021-relapse-6mo-placebo",
            spread="normal 0.344", bounds=(None, None), note="zero on average by definition; only the spread is fitted"),
        par("quick_stands", 0, "1", "where the person stands in the quick swing at entry, better (above 0) or worse than usual",
            source="fitted: jones2022-d28-women-placebo-sd, jones2022-d28-women-esk-sd, singh2016-madrs-d15-pbo-2x-sd, kato2021-relapse-6mo-drug, kato2021-relapse-6mo-placebo",
            spread="normal 0.344", bounds=(None, None), note="zero on average by definition; only the spread is fitted"),
        par("quick_turns", 0, "1", "whither the person's quick swing goes at entry, better (above 0) or worse",
            source="fitted: jones2022-d28-women-placebo-sd, jones2022-d28-women-esk-sd, singh2016-madrs-d15-pbo-2x-sd, kato2021-relapse-6mo-drug, kato2021-relapse-6mo-placebo",
            spread="normal 0.344", bounds=(None, None), note="zero on average by definition; only the spread is fitted"),
    ],
    reads=["in_trial", "treatment_resistance"],
    states=[
        state("entered", "1", "time since entering a trial, 1 = long ago", bounds=(0, 1)),
        state("slow_moved", "1", "how far the slow swing has moved since entry, better above 0"),
        state("slow_going", "1", "whither the slow swing goes"),
        state("middle_moved", "1", "how far the middle swing has moved since entry, better above 0"),
        state("middle_going", "1", "whither the middle swing goes"),
        state("quick_moved", "1", "how far the quick swing has moved since entry, better above 0"),
        state("quick_going", "1", "whither the quick swing goes"),
    ],
    gives=["own_relief"],
    species=("human",),
    equations="""
        followed = min(1, in_trial)
        d entered/dt = (followed - entered)/swing_time
        # tan 15, 45 and 75 degrees: the middles of the thirds of the spectrum 1/(1 + w^2)
        d slow_moved/dt = (0.268*followed*slow_going - (1 - followed)*slow_moved)/swing_time
        d slow_going/dt = ((1 - followed)*(slow_turns - slow_going) - 0.268*followed*(slow_stands + slow_moved))/swing_time
        d middle_moved/dt = (followed*middle_going - (1 - followed)*middle_moved)/swing_time
        d middle_going/dt = ((1 - followed)*(middle_turns - middle_going) - followed*(middle_stands + middle_moved))/swing_time
        d quick_moved/dt = (3.732*followed*quick_going - (1 - followed)*quick_moved)/swing_time
        d quick_going/dt = ((1 - followed)*(quick_turns - quick_going) - 3.732*followed*(quick_stands + quick_moved))/swing_time
        own_relief = own_gain*(1 - treatment_resistance)*entered + slow_moved + middle_moved + quick_moved
        mood_relief += own_relief
        unaided_relief += own_relief
    """,
)  # fmt: skip
