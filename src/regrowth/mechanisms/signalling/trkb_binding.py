"""Ketamine binds TrkB and helps BDNF there.

Question    Could ketamine act on TrkB itself?
Idea        Bound ketamine keeps TrkB at the synapse and eases its activation by BDNF (Casarotto 2021), in
            proportion to occupancy at free brain concentration.
Leaves out  The binding motif and its mutation. The affinity is uncertain and, at the order remembered, lies
            well above free brain levels at 0.5 mg/kg: a rival, outside the default set. Cannot explain why
            AMPA receptors and L-type channels are needed, nor why memantine and ketamine differ.
Rivals      signalling/disinhibition, signalling/resting_nmda
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    default=False,
    parameters=[
        par("binding_gain", 1, "1", "gain in TrkB signalling at full occupancy",
            source="assumed: a doubling", spread="lognormal 60%", bounds=(0, 10)),
        par("binding_half", 12, "umol/L", "free ketamine for half occupancy of TrkB",
            source="assumed: order of 10 µmol/L, not confirmed in a text that could be read", spread="lognormal 60%",
            bounds=(0.01, None)),
    ],
    reads=["s_ketamine_brain_free", "r_ketamine_brain_free"],
    equations="""
        trkb_sensitivity += binding_gain*hill(s_ketamine_brain_free + r_ketamine_brain_free, binding_half, 1)
    """,
)  # fmt: skip
