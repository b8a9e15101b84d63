"""GSK3 brakes growth and retention; lithium lifts the brake.

Question    Why does lithium make a tenth of a dose work, and make a full dose last?
Idea        GSK3 primes TSC2 and so damps Akt's push on mTORC1; it also favours the removal of newly born
            spines. Akt inhibits it. Inhibiting GSK3 alone does nothing at once, because there is no push to
            amplify; with ketamine it adds.
Leaves out  GSK3 alpha against beta, knock-in mice, beta-catenin; lithium's other targets. Needed or
            helpful, never sufficient: it cannot explain any effect of ketamine by itself.
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par("akt_on_gsk3", 0.3, "1", "share of GSK3 that full Akt activation inhibits",
            source="assumed: p-GSK3 rises with ketamine, size unknown", spread="lognormal 40%", bounds=(0, 1)),
        par("gsk3_on_mtorc1", 2.805, "1", "gain of Akt's push on mTORC1 when GSK3 is fully inhibited",
            source="fitted: liu2013-lithium, chiu2015-lithium-sustain", spread="lognormal 40%", bounds=(0, None),
            interval=(0.5587, 14.08)),
        par("gsk3_on_loss", 0.995, "1", "share of young-spine loss that needs GSK3",
            source="fitted: liu2013-lithium, chiu2015-lithium-sustain", spread="lognormal 40%", bounds=(0, 1),
            interval=(0.5605, 1)),
    ],
    reads=["akt_signal", "gsk3"],
    feedback=["mood_transient"],
    gives=["gsk3_active"],
    equations="""
        gsk3_active = gsk3*(1 - akt_on_gsk3*akt_signal)
        mtorc1_gain += gsk3_on_mtorc1*positive(1 - gsk3_active)
        young_above_rest = positive(mood_transient - at_rest(mood_transient))/mood_transient
        spine_retention += gsk3_on_loss*positive(1 - gsk3)*young_above_rest
    """,
)  # fmt: skip
