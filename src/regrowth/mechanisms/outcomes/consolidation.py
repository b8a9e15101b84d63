"""Consolidation: being well for weeks makes the wellness last, and being worse the illness.

Question    Why does stopping after sixteen weeks undo less than stopping after two?
Idea        While a person is better, activity, sleep, relations and habits recover with a time constant of
            weeks and then hold some of the relief by themselves; they are lost as slowly. What catches up is
            relief itself, on the log odds of severity: the deeper it goes, the more of it can hold, and worse weeks
            drag on likewise, so that ups and downs leave no drift behind. Practice of
            the new path while well and while new synapses are there speeds it (context/steering): after
            ketamine, and not after saline. The gain is below one, so that without treatment the person's own
            baseline is the only rest. What would have consolidated without a drug is kept apart, since craving
            and trauma symptoms follow the two by different shares.
Leaves out  What exactly recovers. It cannot be told from symptoms whether the slow part is psychological or
            synaptic (stable synapses upstream carry some of it already).
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("consolidation_time", 9.352, "wk", "time constant with which relief consolidates, and is lost again",
            source="fitted: murrough2013b-ttr-q1, murrough2013b-ttr, murrough2013b-ttr-q3, daly2018-resp-fu8-total, kato2021-relapse-6mo-drug, kato2021-relapse-6mo-placebo",
            spread="lognormal 50%", bounds=(2, 104),
            note="only as a product: how much consolidates and how fast are hardly told apart", interval=(5.267, 16.6)),
        par("consolidation_gain", 0.35, "1", "share of the relief caught up with that then holds by itself",
            source="fitted: murrough2013b-ttr-q1, murrough2013b-ttr, murrough2013b-ttr-q3, daly2018-resp-fu8-total, kato2021-relapse-6mo-drug, kato2021-relapse-6mo-placebo",
            spread="lognormal 30%", bounds=(0, 0.95),
            note="only as a product: how much consolidates and how fast are hardly told apart",
            interval=(0.2233, 0.5486)),
        par("practice_consolidates", 3.088, "1/d",
            "rate at which full, steering practice on new synapses alone consolidates the relief of the moment",
            source="fitted: price2022-beta-30d, price2022-trained-30d, price2022-sham-30d", spread="lognormal 50%",
            bounds=(0, None), note="only as a product: with the steering parameter and how long a path stays in use",
            interval=(0.5237, 18.21)),
    ],
    reads=["mood_relief", "unaided_relief", "steered_use", "newly_born_share"],
    states=[
        state("consolidated", "1", "relief (log odds of severity) that everyday life has caught up with"),
        state("consolidated_unaided", "1", "what that would be without a drug"),
    ],
    species=("human",),
    equations="""
        ahead = mood_relief - consolidated
        d consolidated/dt = ahead/consolidation_time + practice_consolidates*steered_use*newly_born_share*positive(ahead)
        mood_relief += consolidation_gain*consolidated
        d consolidated_unaided/dt = (unaided_relief - consolidated_unaided)/consolidation_time
        unaided_relief += consolidation_gain*consolidated_unaided
    """,
)  # fmt: skip
