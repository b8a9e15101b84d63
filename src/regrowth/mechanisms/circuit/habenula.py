"""Burst firing of the lateral habenula.

Question    How much of the habenula's bursting is left when its NMDA receptors are blocked, and how much does stress add?
Idea        Bursts need NMDA current and T-type calcium channels together (Yang 2018): bursting falls steeply once a good
            part of the NMDA current is gone. Chronic stress raises it.
Leaves out  Tonic firing, theta synchrony, astrocytic Kir4.1, the targets downstream (VTA, raphe).
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par("half_nmda", 0.6, "1", "NMDA conductance at which bursting is half of its maximum",
            source="assumed: 10 mg/kg silences bursting in mice, 0.5 of receptors blocked", spread="lognormal 20%", bounds=(0.05, 5)),
        par("steepness", 4, "1", "Hill exponent of bursting on NMDA conductance",
            source="assumed: regenerative, steeper than the current", spread="lognormal 30%", bounds=(1, 12)),
        par("stress_gain", 2.3, "1", "rise of bursting with stress, per unit", source="yang2018",
            note="derived: 23 % of neurons burst in helpless rats against 7 %; percentages recalled, not yet checked in the paper",
            spread="lognormal 40%", bounds=(0, None)),
    ],
    reads=["nmda_habenula", "habenula_activity", "t_type_channels_habenula"],
    feedback=["stress_level"],
    gives=["habenula_bursting"],
    equations="""
        habenula_bursting = habenula_activity*t_type_channels_habenula*(1 + stress_gain*stress_level)*
            hill(nmda_habenula, half_nmda, steepness)/hill(1, half_nmda, steepness)
    """,
)
