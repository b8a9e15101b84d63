"""The illness' own course: what would have come on a waiting list, and each person's ups and downs.

Question    How much do people change by themselves in the weeks of a trial, and how differently?
Idea        People enter a trial when they are worst. On waiting lists severity falls by about 4 points of HAM-D
            (regression to the mean and spontaneous recovery together); in depression that has resisted
            treatment that mean is zero. Around it everybody has ups and downs, whatever is given and believed:
            one spell follows another, each lasting some weeks and independent of the one before, so that people
            who did well by themselves at the end of a course need not do well a month later. Spells are even on
            the log odds of severity; near the top of the scale a bad one takes people less far up than a good
            one takes them down. They make much of the spread of changes in either arm, which grows over the
            first month.
Leaves out  Ups and downs within days; relapse from outside causes. How much of the mean is regression and how
            much recovery can't be told from trials.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("spell", 9.598, "d", "how long a spell takes to come, and to pass into the next",
            source="fitted: jones2022-d28-women-placebo-sd, jones2022-d28-women-esk-sd, singh2016-madrs-d15-pbo-2x-sd, aspire2-madrs-24h-placebo-sd, aspire2-madrs-24h-esk-sd, daly2018-resp-24h-placebo",
            bounds=(1, 365), interval=(5.876, 15.68)),
        par("own_gain", 0.3386, "1",
            "relief (log odds of severity) on a waiting list, in depression that has not resisted treatment",
            source="fitted: rutherford2012-waitlist-hamd", spread="lognormal 30%", bounds=(0, None),
            interval=(0.233, 0.4921)),
        par("first_spell", 0, "1", "the person's first spell, better (above 0) or worse than others'",
            source="fitted: jones2022-d28-women-placebo-sd, jones2022-d28-women-esk-sd, singh2016-madrs-d15-pbo-2x-sd",
            spread="normal 1.4", bounds=(None, None), note="zero on average by definition; only the spread is fitted"),
        par("second_spell", 0, "1", "the person's second spell, better (above 0) or worse than others'",
            source="fitted: jones2022-d28-women-placebo-sd, jones2022-d28-women-esk-sd, singh2016-madrs-d15-pbo-2x-sd",
            spread="normal 1.4", bounds=(None, None), note="zero on average by definition; only the spread is fitted"),
        par("third_spell", 0, "1", "the person's third spell, better (above 0) or worse than others'",
            source="fitted: jones2022-d28-women-placebo-sd, jones2022-d28-women-esk-sd, singh2016-madrs-d15-pbo-2x-sd",
            spread="normal 1.4", bounds=(None, None), note="zero on average by definition; only the spread is fitted"),
        par("later_spell", 0, "1", "the person's later spell, better (above 0) or worse than others'",
            source="fitted: jones2022-d28-women-placebo-sd, jones2022-d28-women-esk-sd, singh2016-madrs-d15-pbo-2x-sd",
            spread="normal 1.4", bounds=(None, None), note="zero on average by definition; only the spread is fitted"),
    ],
    reads=["in_trial", "treatment_resistance"],
    states=[
        state("entered", "1", "time since entering a trial, 1 = a spell or more ago", bounds=(0, 1)),
        state("into_second", "1", "passage into the second spell", bounds=(0, 1)),
        state("into_third", "1", "passage into the third spell", bounds=(0, 1)),
        state("into_later", "1", "passage into the later spells", bounds=(0, 1)),
    ],
    species=("human",),
    equations="""
        d entered/dt = (min(1, in_trial) - entered)/spell
        d into_second/dt = (entered - into_second)/spell
        d into_third/dt = (into_second - into_third)/spell
        d into_later/dt = (into_third - into_later)/spell
        # bumps of such a chain peak at 0.37, 0.27 and 0.22: the first is made as high as the third
        spells = 0.6*first_spell*(entered - into_second) + second_spell*(into_second - into_third) +
            third_spell*(into_third - into_later) + later_spell*into_later/3
        own_relief = own_gain*(1 - treatment_resistance)*entered + spells    # what would have come by itself
        mood_relief += own_relief
        unaided_relief += own_relief
    """,
)  # fmt: skip
