"""Craving and motivation to quit.

Question    How strongly does a cue make the person want, and how much does he or she want to stop?
Idea        Craving is the person's own, lowered on the log scale by the balance of the habit and recovery paths, which
            practice and interrupted reconsolidation move, and by what the drug does to the circuit of mood, by which
            ketamine acts without any session; relief of mood that would have come without a drug counts for less, and
            not at all for motivation. Motivation rises with the drug's relief and with practice. The value of the cue, from
            avoided (-1) to wanted (1), is read from the balance.
Leaves out  Withdrawal, cues of different strength, the mystical-type experience that went with less drinking in one
            small trial (an observed mediator, not a cause). Gains rest on small trials of one group: shrunk hard.
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par("habit_gain", 1, "1", "relief of craving (log) per unit of log balance that moves from habit to recovery",
            source="assumed: in proportion; trials leave 0.4 to 2", spread="lognormal 30%", bounds=(0, 2.5)),
        par("mood_on_craving", 2.037, "1", "relief of craving (log) per relief of mood (log odds) by a drug",
            source="fitted: dakwar2014-days-post, dakwar2017-choice-ket, dakwar2017-choice-mid, dakwar2017-selfadmin, dakwar2020-heavy-ketamine, krupitsky2007-abst-multiple, krupitsky2007-abst-single, azhari2021-use-1wk, azhari2021-use-6wk, das2019-halving-9mo", spread="lognormal 50%", bounds=(0, 10), note="only as a product: with the relief of mood, which depression trials set", interval=(1.015, 4.086)),
        par("craving_top", 100, "point", "highest possible craving", source="assumed: the end of an analogue scale"),
        par("unaided_on_craving", 0.4643, "1", "relief of craving (log) per relief of mood without a drug (log odds)",
            source="fitted: dakwar2020-heavy-ketamine, krupitsky2007-abst-multiple, krupitsky2007-abst-single, azhari2021-use-1wk, azhari2021-use-6wk, das2019-halving-9mo", spread="lognormal 50%", bounds=(0, 2), interval=(0.2689, 0.8018)),
        par("motivation_rest", 6.5, "point", "motivation to quit before treatment (URICA)", source="dakwar2014",
            note="derived: a gain of 3.9 points was 60 %", bounds=(0, 14)),
        par("motivation_top", 14, "point", "highest possible motivation (URICA)", source="assumed: the end of the scale"),
        par("motivation_by_relief", 1.888, "1", "relative rise of motivation at full relief of mood",
            source="fitted: dakwar2014-urica-24h", note="only one trial of eight people sees it", spread="lognormal 50%", bounds=(0, None), interval=(0.8751, 4.072)),
        par("motivation_by_practice", 0.3, "1", "relative rise of motivation while the recovery path is in full use",
            source="assumed: therapies that aim at motivation move it by less than ketamine did", spread="lognormal 50%", bounds=(0, None)),
        par("value_width", 0.5, "1", "log balance over which the cue goes from avoided to wanted",
            source="assumed: sets only the scale of the read-out", bounds=(0.05, 5)),
    ],
    reads=["habit_path", "recovery_path_elsewhere", "recovery_in_use", "use_disorder", "craving_baseline", "mood_relief",
           "unaided_relief", "craving_relief"],
    gives=["craving", "craving_hoped", "motivation", "motivation_rise", "cue_value"],
    species=("human",),
    equations="""
        relieved = mood_relief - unaided_relief
        craving_hoped = unaided_on_craving*unaided_relief
        craving_balance = log(habit_path/recovery_path_elsewhere)
        craving_relief += habit_gain*(at_rest(craving_balance) - craving_balance) + mood_on_craving*relieved + craving_hoped
        craving = min(craving_top, craving_baseline*exp(-craving_relief))
        motivation_rise = min(1, use_disorder)*min(motivation_top/motivation_rest - 1,
            motivation_by_relief*(1 - exp(-positive(relieved))) + motivation_by_practice*recovery_in_use)
        motivation = motivation_rest*(1 + motivation_rise)
        cue_value = 2*smooth_step(craving_balance, 0, value_width) - 1
    """,
)  # fmt: skip
