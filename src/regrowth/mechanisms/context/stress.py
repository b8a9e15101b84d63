"""Stress as one level: the person's own load and what happens from outside.

Question    How stressed is this person or animal now?
Idea        Own chronic load and outside stress add up and are felt within a day or so; the level is
            bounded, since more adversity on top of a full load changes little. 1 is the load of a depressed
            person or of a rodent after weeks of chronic unpredictable stress, so that the same number
            drives synapse loss in both.
Leaves out  Cortisol and its daily rhythm, kinds of stress, control over the stressor, early adversity,
            genes.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("stress_max", 2, "1", "highest level that any adversity can reach",
            source="assumed: twice the load of a depressed person; keeps the level bounded", bounds=(1, None)),
        par("stress_lag", 1, "d", "time for outside stress to be felt in full, and to fade",
            source="assumed: between the hours of a glucocorticoid response and the days of chronic paradigms",
            spread="lognormal 50%", bounds=(0.05, 14)),
    ],
    reads=["stress", "stress_load"],
    states=[state("felt_stress", "1", "outside stress as felt", bounds=(0, None))],
    gives=["stress_level"],
    equations="""
        d felt_stress/dt = (positive(stress) - felt_stress)/stress_lag
        stress_level = min(stress_max, stress_load + felt_stress)
    """,
)  # fmt: skip
