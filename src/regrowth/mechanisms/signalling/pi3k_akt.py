"""PI3 kinase and Akt: where BDNF and VEGF meet.

Question    How does TrkB reach mTORC1?
Idea        TrkB and the VEGF receptor act together on PI3 kinase (each needs the other: Deyama 2019), so
            their product counts; Akt follows within two minutes and is flat while they last (Dijkhuizen &
            Ghosh 2005). Small rises count little.
Leaves out  PTEN, PDK1, PIP3; insulin and IGF1.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("akt_lag", 1, "min", "time constant of Akt phosphorylation",
            source="assumed: full at 2 min (dijkhuizen2005)", bounds=(0.05, 60)),
        par("growth_factor_half", 0.4772, "1", "rise of TrkB times VEGF for half of the largest Akt activation",
            source="fitted: li2010-u0126-behav, li2010-ly294002-behav, lepack2014-verapamil, deyama2019-vegf-mimic, fukumoto2019-rac1, chowdhury2017-fst-30, chowdhury2017-fst-80",
            spread="lognormal 40%", bounds=(0.01, None), interval=(0.1278, 1.781)),
        par("growth_factor_power", 2, "1", "steepness of Akt activation",
            source="assumed: receptors and PI3 kinase act in pairs", bounds=(1, 4)),
        par("akt_gain", 2, "1", "largest Akt activation above rest",
            source="assumed: a threefold Akt at most; only the shape reaches mTORC1", bounds=(0, None)),
    ],
    reads=["growth_readiness", "trkb_active", "vegf", "vegf_exogenous", "pi3k"],
    states=[state("akt_signal", "1", "Akt activation above rest, 0 to 1", bounds=(0, 1))],
    gives=["akt_active", "akt_signal"],
    equations="""
        growth_factor = trkb_active*(vegf + vegf_exogenous)
        growth_factor_rise = positive(growth_factor - at_rest(growth_factor))
        d akt_signal/dt = (pi3k*growth_readiness*hill(growth_factor_rise, growth_factor_half, growth_factor_power) - akt_signal)/akt_lag
        akt_active = 1 + akt_gain*akt_signal
    """,
)  # fmt: skip
