"""What people believe they were given: prior odds, felt effects, and the doubt when nothing is felt.

Question    How strongly does a person expect to be on active treatment, and when does blinding fail?
Idea        Belief starts at the allocation ratio. A felt effect, dissociation or a sedative's drowsiness,
            convinces as far as it is strong, and is remembered for weeks. A dosing session that passes
            without felt effect raises doubt; a pill that is not expected to be felt does not. In open-label
            treatment people believe what they are told. An antidepressant started openly beside a blinded
            spray is expected to help in both arms, but tells nothing about the spray. Belief drives the hope
            that sessions raise (outcomes/placebo) where nothing else was begun openly, so that unblinding is
            simulated and not assumed away: people given saline stop hoping, people given midazolam do not. What is expected of care as a
            whole is what people were told on entering; felt effects leave that as it is. Under anaesthesia
            nothing is felt and nothing is missed: belief stays where it was.
Leaves out  Staff and family who guess; side effects other than dissociation and sedation; belief from
            getting better. That people may know a drug again that they feel less: where tolerance
            dulls what is felt, it tells less, and only memory holds the belief; nobody has asked people's
            guesses from dose to dose.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("notice_rate", 4, "1/h", "rate at which people become aware of what they feel",
            source="assumed: a quarter of an hour", spread="lognormal 50%", bounds=(0.1, 60)),
        par("felt_half", 0.25, "1", "felt effect, as a share of full dissociation, that is a half-convincing sign",
            source="assumed: half of the typical peak under 0.5 mg/kg over 40 min", spread="lognormal 40%",
            bounds=(0.01, 2)),
        par("sedation_sign", 0.3941, "1", "weight of full sedation as a sign of active drug, beside full dissociation",
            source="fitted: wilkinson2019-resp-sal, wilkinson2019-resp-mid, murrough2013-madrs-24h-midazolam",
            bounds=(0, 1), interval=(0.1909, 0.8137)),
        par("felt_memory", 3, "wk", "how long a felt effect keeps its weight",
            source="assumed: weeks, so that twice-weekly sessions keep it alive", bounds=(0.1, None)),
        par("doubt_lag", 1.5, "h", "time of a session without felt effect in which doubt grows",
            source="assumed: within the two hours of a dosing session", bounds=(0.1, 24)),
        par("doubt_weight", 0.238, "1", "share of the prior belief that full doubt removes",
            source="fitted: singh2016-madrs-d15-pbo-2x, singh2016-madrs-d15-pbo-3x, singh2016esk-madrs-d1-placebo, wilkinson2019-resp-sal, wilkinson2019-resp-mid, murrough2013-madrs-24h-midazolam",
            bounds=(0, 1), interval=(0.1037, 0.546)),
    ],
    reads=["in_trial", "treatment_session", "open_label", "new_antidepressant", "anaesthesia", "expectancy_prior",
           "midazolam_effect"],
    feedback=["dissociation"],
    states=[
        state("felt_effect", "1", "remembered felt effect of the treatment", bounds=(0, 1)),
        state("doubt", "1", "doubt that the treatment was active", bounds=(0, 1)),
    ],
    gives=["told_active", "belief", "expectancy"],
    species=("human",),
    equations="""
        awake = 1 - max(0, min(anaesthesia, 1))
        sign = awake*hill(max(dissociation, sedation_sign*midazolam_effect), felt_half, 2)    # how telling it is now
        d felt_effect/dt = notice_rate*positive(sign - felt_effect) - felt_effect/felt_memory
        in_session = awake*max(0, min(treatment_session, 1))
        d doubt/dt = in_session*(1 - sign)*(1 - doubt)/doubt_lag - notice_rate*sign*doubt - doubt/felt_memory
        told_active = max(0, min(open_label, 1))
        guess = expectancy_prior*(1 - doubt_weight*doubt)*(1 - felt_effect) + felt_effect
        belief = told_active + (1 - told_active)*guess
        expectancy = in_trial*max(told_active + (1 - told_active)*expectancy_prior, min(1, new_antidepressant))
    """,
)  # fmt: skip
