"""The own course of post-traumatic stress: some get well by themselves over years.

Question    Who gets well without treatment, and when?
Idea        Of people who are still ill months after the trauma, about a third no longer have the diagnosis three to
            four years later, untreated, and the longer one looks the fewer still have it. Each person gets well at a
            pace of his or her own, gradually, on the log scale of severity; paces differ so widely that some are well
            within a year and others never in their lives. Time counts from entering a trial or a study, as for
            mood (outcomes/own_course), so that a person whom nobody follows stays at rest.
Leaves out  The quick recovery of the first months after a trauma, which chronic PTSD has behind it; relapse by
            new trauma; that mood gets better with it.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("recovery_time", 902.8, "wk", "time constant with which a person gets well by himself or herself",
            source="fitted: morina2014-remission-40mo, perkonigg2005-remission-42mo, steinert2015-recovery-5y", spread="lognormal 100%", bounds=(26, None),
            note="its spread is assumed: that of the own risk of relapse (outcomes/use)", interval=(600.5, 1357)),
        par("recovery_depth", 1.5, "1", "relief of trauma symptoms (log severity) in those who are well again",
            source="assumed: a fifth of the symptoms is left; only its product with the pace shows in the diagnosis",
            bounds=(0, 4)),
    ],
    reads=["in_trial"],
    states=[state("recovered", "1", "how far the person has got well by himself or herself", bounds=(0, 1))],
    species=("human",),
    equations="""
        d recovered/dt = (min(1, in_trial) - recovered)/recovery_time
        trauma_relief += recovery_depth*recovered
    """,
)  # fmt: skip
