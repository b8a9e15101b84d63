"""Midazolam: the active placebo of ketamine trials.

Question    How strong is midazolam's own effect during and after its infusion?
Idea        One compartment (clearance and volume of Pecking 2002) and an effect without delay that saturates
            around 31 ng/mL in plasma, the level of half the largest rise of electroencephalographic beta power
            (Greenblatt 2004, three infusion speeds).
Leaves out  The fast distribution of the first minutes, the active hydroxy-metabolite, tolerance.
Conflicts   Half-effect levels run from 31 (Greenblatt 2004) to 290 ng/mL (Buhrer 1990) with the measure and the
            speed of dosing; the value from slow infusions is taken because trials infuse over 40 min.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    species=("human",),
    parameters=[
        par("cl", 18.5, "L/h", "clearance", source="pecking2002", spread="lognormal 23%", bounds=(0, None),
            note="derived: 4.4 mL/min/kg at 70 kg"),
        par("v", 77, "L", "distribution volume", source="pecking2002", spread="lognormal 18%", bounds=(0.1, None),
            note="derived: 1.1 L/kg at 70 kg"),
        par("half_effect", 0.095, "umol/L", "plasma level of half the largest effect", source="greenblatt2004",
            spread="lognormal 50%", bounds=(0, None), note="derived: 31 ng/mL / 325.8 g/mol"),
        par("steepness", 1, "1", "Hill exponent", source="assumed: not stated", spread="uniform 1..3", bounds=(1, 6)),
    ],
    reads=["midazolam_iv", "volume_scale", "clearance_scale"],
    states=[
        state("midazolam_amount", "umol", "midazolam in the body", bounds=(0, None), scale=10),
    ],
    gives=["midazolam_effect"],
    equations="""
        midazolam_plasma      = midazolam_amount/(v*volume_scale)
        d midazolam_amount/dt = midazolam_iv - clearance_scale*cl*midazolam_plasma
        midazolam_effect      = hill(midazolam_plasma, half_effect, steepness)
    """,
)
