"""The fast path to behaviour: stronger AMPA transmission.

Question    Why does immobility fall within 30 min, when no spine has grown?
Idea        Relief follows the pool of inserted AMPA receptors, with a smaller part from the surge itself,
            as far as AMPA receptors work at the time of the test. It needs BDNF, TrkB and translation
            upstream, and is blind to rapamycin and to the removal of spines.
Leaves out  Locomotion; regions.
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par("inserted_weight", 1.167, "1", "largest relief by inserted receptors (log immobility)",
            source="fitted: koike2011-nbqx-acute, autry2011-trkbko, nosyreva2013-eef2kko, zhou2014-cx546, lindholm2012-bdnfhet, carreno2015-k252a-vhipp, gigliucci2013-pcpa-24h",
            spread="lognormal 40%", bounds=(0, None), interval=(0.2, 4)),
        par("inserted_half", 1.029, "1", "inserted pool for half of that relief",
            source="fitted: koike2011-nbqx-acute, autry2011-trkbko, nosyreva2013-eef2kko, zhou2014-cx546, lindholm2012-bdnfhet, carreno2015-k252a-vhipp, gigliucci2013-pcpa-24h",
            spread="lognormal 40%", bounds=(0.001, None), interval=(0.1683, 3)),
        par("surge_weight", 0.02233, "1", "largest relief by AMPA throughput above rest (log immobility)",
            source="fitted: koike2011-nbqx-acute, autry2011-trkbko, nosyreva2013-eef2kko, zhou2014-cx546, lindholm2012-bdnfhet, carreno2015-k252a-vhipp, gigliucci2013-pcpa-24h",
            spread="lognormal 40%", bounds=(0, None), interval=(0.005, 0.1472)),
        par("surge_relief_half", 0.3, "1", "AMPA throughput above rest for half of that relief",
            source="assumed: as for calcium entry", spread="lognormal 40%", bounds=(0.001, None)),
    ],
    reads=["surface_ampa", "ampa_throughput", "ampa_receptors"],
    equations="""
        inserted_working = positive(surface_ampa - at_rest(surface_ampa))*ampa_receptors
        throughput_rise = positive(ampa_throughput - at_rest(ampa_throughput))
        fast_relief += inserted_weight*hill(inserted_working, inserted_half, 1) + surge_weight*hill(throughput_rise, surge_relief_half, 2)
    """,
)  # fmt: skip
