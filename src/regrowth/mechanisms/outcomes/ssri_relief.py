"""An SSRI's own effect on mood: small, early, saturating.

Question    How much does a serotonin-transporter blocker add to placebo, and when?
Idea        Not a delayed step: the drug-placebo gap opens in the first week and saturates. About a third of
            the six-week gap is there at week 1, which gives the time constant; the average gap in trials
            gives the size.
Leaves out  Serotonin itself, dose beyond occupancy, responders and non-responders (individual data look
            like a mixture), growth through synapses. Other antidepressants are stood in for by an SSRI.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("ssri_time", 22.79, "d", "time constant with which the effect builds up and is lost",
            source="fitted: stone2022-diff, taylor2006-share-wk1",
            note="derived: (1 - exp(-1/T))/(1 - exp(-6/T)) = 1/3 with T in weeks", spread="lognormal 40%",
            bounds=(1, 365), interval=(13.79, 37.66)),
        par("ssri_gain", 0.2166, "1", "relief (log odds of severity) at full occupancy of the transporter",
            source="fitted: stone2022-diff, taylor2006-share-wk1", spread="lognormal 100%", bounds=(0, None),
            interval=(0.1729, 0.2714)),
    ],
    reads=["sert_occupancy"],
    states=[state("ssri_effect", "1", "effect of transporter block on mood, 1 = full", bounds=(0, 1))],
    species=("human",),
    equations="""
        d ssri_effect/dt = (sert_occupancy - ssri_effect)/ssri_time
        mood_relief += ssri_gain*ssri_effect
    """,
)  # fmt: skip
