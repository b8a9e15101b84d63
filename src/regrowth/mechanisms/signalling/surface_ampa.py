"""Fast potentiation: AMPA receptors put into the membrane within the hour.

Question    What carries the first hours, before any spine has grown?
Idea        Protein translated in dendrites once the eEF2 brake is off (BDNF above all) acts through TrkB
            and puts AMPA receptors into the membrane: a homeostatic scaling that needs eEF2 kinase,
            translation, BDNF, TrkB and working AMPA receptors, but neither transcription nor mTORC1. It
            fades over some hours.
Leaves out  Region: it stands for hippocampal CA3-CA1 synapses. GluA1 against GluA2; the slow rise of
            receptor protein is part of synaptic protein.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("insertion_max", 0.9926, "1/h", "largest rate of receptor insertion, as a share of the resting pool",
            source="fitted: koike2011-nbqx-acute, autry2011-trkbko, nosyreva2013-eef2kko, zhou2014-cx546, lindholm2012-bdnfhet, carreno2015-k252a-vhipp, gigliucci2013-pcpa-24h",
            spread="lognormal 40%", bounds=(0, None), interval=(0.3, 6.025)),
        par("insertion_half", 0.1975, "1", "released translation (times TrkB) for half of that rate",
            source="fitted: koike2011-nbqx-acute, autry2011-trkbko, nosyreva2013-eef2kko, zhou2014-cx546, lindholm2012-bdnfhet, carreno2015-k252a-vhipp, gigliucci2013-pcpa-24h",
            spread="lognormal 40%", bounds=(0.001, None), interval=(0.07272, 0.5363)),
        par("insertion_power", 2, "1", "steepness of insertion against released translation",
            source="assumed: a trace of drug a day later does nothing", bounds=(1, 4)),
        par("insertion_fade", 2.5, "h", "time constant with which inserted receptors are taken back",
            source="assumed: the early effect lasts some hours (autry2011)", spread="lognormal 40%", bounds=(0.5, 48)),
        par("insertion_room", 1, "1", "largest pool of inserted receptors, as a share of the resting pool",
            source="assumed: at most a doubling", bounds=(0.1, None)),
    ],
    reads=["dendritic_translation", "trkb_active", "bdnf_release", "ampa_receptors"],
    states=[state("inserted_ampa", "1", "AMPA receptors inserted above rest", bounds=(0, None))],
    gives=["surface_ampa"],
    equations="""
        insertion_signal = dendritic_translation*bdnf_release*trkb_active*ampa_receptors
        d inserted_ampa/dt = insertion_max*hill(insertion_signal, insertion_half, insertion_power)*(1 - inserted_ampa/insertion_room) -
            inserted_ampa/insertion_fade
        surface_ampa = 1 + inserted_ampa
    """,
)  # fmt: skip
