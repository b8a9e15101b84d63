"""Deep NMDA block silences the growth kinases for hours.

Question    Why does an anaesthetic dose, which passes through every lower concentration on its way out,
            fail at 24 h?
Idea        Calcium through synaptic NMDA receptors of pyramidal cells keeps ERK and Akt responsive.
            Near-complete block, as under anaesthesia, dephosphorylates both (Straiko 2009), and they come
            back within hours: later than the concentration falls through the window of low doses. Low doses
            never get there.
Leaves out  The phosphatases; that 50 and 160 mg/kg were active in other laboratories (Salat 2015, Yin 2007,
            Chiu 2015).
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("deep_half", 0.7179, "1", "blocked share of pyramidal NMDA conductance for half of the largest rate of silencing",
            source="fitted: chowdhury2017-fst-30, chowdhury2017-fst-80, miller2014-mepsc-freq-dir",
            spread="lognormal 10%", bounds=(0.1, 1), interval=(0.5, 0.95)),
        par("deep_power", 10, "1", "steepness of silencing against block",
            source="assumed: a threshold between 30 and 80 mg/kg (chowdhury2017)", bounds=(1, 20)),
        par("silencing_rate", 5.935, "1/h", "largest rate of silencing",
            source="fitted: chowdhury2017-fst-30, chowdhury2017-fst-80, miller2014-mepsc-freq-dir",
            spread="lognormal 40%", bounds=(0, None), interval=(0.9423, 30)),
        par("silence_life", 25.65, "h", "time constant with which the kinases become responsive again",
            source="fitted: chowdhury2017-fst-30, chowdhury2017-fst-80, miller2014-mepsc-freq-dir",
            spread="lognormal 40%", bounds=(0.1, 72), interval=(4.461, 48)),
    ],
    reads=["nmda_pyramidal"],
    states=[state("kinases_silent", "1", "share of growth kinases silenced by deep block", bounds=(0, 1))],
    gives=["growth_readiness"],
    equations="""
        block_depth = positive(1 - nmda_pyramidal/at_rest(nmda_pyramidal))
        d kinases_silent/dt = silencing_rate*hill(block_depth, deep_half, deep_power)*(1 - kinases_silent) -
            kinases_silent/silence_life
        growth_readiness = 1 - kinases_silent
    """,
)  # fmt: skip
