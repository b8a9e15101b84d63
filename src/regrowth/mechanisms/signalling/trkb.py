"""TrkB: bound within minutes, half silenced within half an hour.

Question    How active is TrkB for a given BDNF outside?
Idea        BDNF binds and activates surface TrkB; active receptors are taken in and lost for signalling,
            and come back slowly. A step of BDNF gives a peak at 5 min and half of it at 30 min (Yuen &
            Mobley 1999); hours of BDNF halve the surface pool.
Leaves out  Dimers, truncated TrkB, p75, endosomal signalling as such; regions (nucleus accumbens, where
            TrkB works the other way).
Rivals      signalling/trkb_binding
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("bdnf_rest", 0.05, "nmol/L", "extracellular BDNF at rest",
            source="assumed: tens of picomolar, far below the affinity of TrkB", spread="lognormal 50%",
            bounds=(0.0001, None)),
        par("k_bind", 2.411, "L/nmol/h", "binding rate",
            source="fitted: yuen1999-trkb-0p5min, yuen1999-trkb-5min, yuen1999-trkb-30min, ji2010-perk-15min, ji2010-perk-60min, ji2010-perk-240min",
            bounds=(0.01, None), interval=(4.61e-09, 1.261e+09)),
        par("k_unbind", 5.234, "1/h", "unbinding rate",
            source="fitted: yuen1999-trkb-0p5min, yuen1999-trkb-5min, yuen1999-trkb-30min, ji2010-perk-15min, ji2010-perk-60min, ji2010-perk-240min",
            bounds=(0.01, None), interval=(2.762e-13, 9.92e+13)),
        par("k_intake", 3.212, "1/h", "rate at which active receptors are taken in",
            source="fitted: yuen1999-trkb-0p5min, yuen1999-trkb-5min, yuen1999-trkb-30min, ji2010-perk-15min, ji2010-perk-60min, ji2010-perk-240min",
            bounds=(0, None), interval=(3.658e-07, 2.821e+07)),
        par("k_return", 0.268, "1/h", "rate at which receptors come back to the surface",
            source="fitted: yuen1999-trkb-0p5min, yuen1999-trkb-5min, yuen1999-trkb-30min, ji2010-perk-15min, ji2010-perk-60min, ji2010-perk-240min",
            bounds=(0.0001, None), interval=(3.591e-11, 2e+09)),
    ],
    reads=["bdnf_released", "bdnf_exogenous", "trkb_sensitivity", "trkb"],
    states=[
        state("trkb_bound", "1", "share of TrkB that is bound and active", bounds=(0, 1), scale=0.1),
        state("trkb_inside", "1", "share of TrkB that has been taken in", bounds=(0, 1), scale=0.1),
    ],
    gives=["trkb_active"],
    equations="""
        bdnf_outside_conc = bdnf_rest*bdnf_released + bdnf_exogenous
        d trkb_bound/dt = k_bind*bdnf_outside_conc*(1 - trkb_bound - trkb_inside) - (k_unbind + k_intake)*trkb_bound
        d trkb_inside/dt = k_intake*trkb_bound - k_return*trkb_inside
        bound_intact = k_bind*bdnf_rest/(k_bind*bdnf_rest*(1 + k_intake/k_return) + k_unbind + k_intake)   # rest, all intact
        trkb_active = trkb*(1 + trkb_sensitivity)*trkb_bound/bound_intact
    """,
)  # fmt: skip
