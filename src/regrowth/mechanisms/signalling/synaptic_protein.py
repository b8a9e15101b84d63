"""Synaptic protein: a pulse of mTORC1 becomes days of PSD-95, synapsin and GluA1.

Question    How much synaptic protein is there, and for how long?
Idea        S6 kinase and the release of 4E-BP raise cap-dependent translation while mTORC1 is active; the
            protein made then peaks within hours and decays over a day or two, so that it is still up at 72
            h. Rest follows mTORC1's own resting activity, so chronic stress lowers it.
Leaves out  Which protein; transcription; local against somatic translation; 4E-BP in inhibitory cells.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("translation_boost", 48.12, "1", "largest rise of translation above rest, as a multiple of rest",
            source="fitted: li2010-u0126-behav, li2010-ly294002-behav, lepack2014-verapamil, deyama2019-vegf-mimic, fukumoto2019-rac1, chowdhury2017-fst-30, chowdhury2017-fst-80, li2010-synprot-peak",
            spread="lognormal 40%", bounds=(0, None), interval=(9.144, 253.2)),
        par("s6k_half", 0.2837, "1", "p70S6K above rest for half of that rise",
            source="fitted: li2010-u0126-behav, li2010-ly294002-behav, lepack2014-verapamil, deyama2019-vegf-mimic, fukumoto2019-rac1, chowdhury2017-fst-30, chowdhury2017-fst-80",
            spread="lognormal 40%", bounds=(0.001, None), interval=(0.05726, 1.406)),
        par("s6k_power", 2, "1", "steepness of that rise against p70S6K",
            source="assumed: a pulse counts, a small lasting rise hardly does", bounds=(1, 4)),
        par("protein_turnover", 37.39, "h", "time constant of the synaptic protein made",
            source="fitted: li2010-synprot-peak, phoum2016-form-pre-ket, phoum2016-form-d1-ket, phoum2016-form-d3-ket, phoum2016-persist-d5-ket, phoum2016-persist-d15-ket, phoum2016-gap-d1, phoum2016-gap-d5",
            spread="lognormal 30%", bounds=(2, 480), interval=(20, 60)),
    ],
    reads=["mtorc1_basal", "s6k_pulse", "protein_synthesis", "four_e_bp2"],
    states=[
        state("synaptic_protein", "1", "synaptic proteins, 1 = unstressed undrugged rest", bounds=(0, None), start=1)
    ],
    gives=["synaptic_protein"],
    equations="""
        translation = protein_synthesis*(mtorc1_basal +
            translation_boost*four_e_bp2*hill(s6k_pulse, s6k_half, s6k_power))
        d synaptic_protein/dt = (translation - synaptic_protein)/protein_turnover
    """,
)  # fmt: skip
