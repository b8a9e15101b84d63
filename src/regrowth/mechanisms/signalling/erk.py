"""ERK follows TrkB, and is held by what it induces.

Question    How active is ERK after BDNF, from minutes to hours?
Idea        ERK is phosphorylated in step with active TrkB, with a lag of minutes; the decline over hours is
            mostly that of TrkB at the surface.
Leaves out  Ras, Raf and MEK as steps; dual-specificity phosphatases as such; calcium's own way to ERK.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("erk_gain", 0.3704, "1", "ERK above rest per unit of TrkB above rest",
            source="fitted: ji2010-perk-15min, ji2010-perk-60min, ji2010-perk-240min", bounds=(0, None),
            interval=(1.788e-06, 76730)),
        par("erk_lag", 4.221, "min", "time constant of ERK phosphorylation",
            source="fitted: ji2010-perk-15min, ji2010-perk-60min, ji2010-perk-240min", bounds=(0.1, 120),
            interval=(8.332e-07, 2.139e+07)),
        par("erk_half", 0.15, "1", "ERK above rest at which mTORC1 sees half of its full help",
            source="assumed: half of the rise at an active dose", spread="lognormal 40%", bounds=(0.001, None)),
    ],
    reads=["growth_readiness", "trkb_active", "erk"],
    states=[state("erk_phospho", "1", "phosphorylated ERK without an inhibitor, 1 = rest", bounds=(0, None), start=1)],
    gives=["erk_active", "erk_signal"],
    equations="""
        d erk_phospho/dt = (1 + growth_readiness*erk_gain*positive(trkb_active - at_rest(trkb_active)) - erk_phospho)/erk_lag
        erk_active = erk*erk_phospho
        erk_signal = hill(positive(erk_active - at_rest(erk_active)), erk_half, 1)
    """,
)  # fmt: skip
