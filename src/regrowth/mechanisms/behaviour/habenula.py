"""The habenula path: bursts stop, immobility falls.

Question    Does silencing lateral-habenula bursts lower immobility by itself?
Idea        Bursts of the lateral habenula drive despair in stressed animals; relief is in proportion to the
            bursting that is taken away, at once and for as long as it is away. Unstressed animals burst
            little and gain little.
Leaves out  Midbrain targets. Cannot explain why infralimbic muscimol blocks ketamine; others find the
            sustained effect independent of the habenula.
Rivals      behaviour/fast_potentiation, behaviour/synaptic
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par("burst_weight", 0.2076, "1", "relief (log immobility) per unit of bursting taken away, 1 = healthy rest",
            source="fitted: yang2018-lhb-ttype, ma2023-lhb-untrap", spread="lognormal 40%", bounds=(0, None),
            interval=(0.06699, 0.6436)),
    ],
    reads=["habenula_bursting", "stress_level"],
    equations="""
        fast_relief += burst_weight*min(1, positive(stress_level))*(at_rest(habenula_bursting) - habenula_bursting)
    """,
)  # fmt: skip
