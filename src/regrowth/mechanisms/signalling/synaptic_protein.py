"""Synaptic protein: a pulse of mTORC1 becomes days of PSD-95, synapsin and GluA1.

Question    How much synaptic protein is there, and for how long?
Idea        S6 kinase and the release of 4E-BP raise cap-dependent translation while mTORC1 is active; the protein made then
            peaks within hours and decays over a day or two, so that it is still up at 72 h. Rest follows mTORC1's own
            resting activity, so chronic stress lowers it.
Leaves out  Which protein; transcription; local against somatic translation; 4E-BP in inhibitory cells.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par(
            "translation_boost",
            50,
            "1",
            "largest rise of translation above rest, as a multiple of rest",
            source="assumed: literature start for the fit",
            spread="lognormal 40%",
            bounds=(0, None),
        ),
        par(
            "s6k_half",
            0.5,
            "1",
            "p70S6K above rest for half of that rise",
            source="assumed: literature start for the fit",
            spread="lognormal 40%",
            bounds=(0.001, None),
        ),
        par(
            "s6k_power",
            3,
            "1",
            "steepness of that rise against p70S6K",
            source="assumed: a pulse counts, a small lasting rise hardly does",
            bounds=(1, 4),
        ),
        par(
            "protein_turnover",
            36,
            "h",
            "time constant of the synaptic protein made",
            source="assumed: between one and two days, so that a rise is left at 72 h (li2010)",
            spread="lognormal 30%",
            bounds=(2, 480),
        ),
    ],
    reads=["p70s6k_active", "protein_synthesis", "four_e_bp2"],
    states=[
        state("synaptic_protein", "1", "synaptic proteins, 1 = unstressed undrugged rest", bounds=(0, None), start=1)
    ],
    gives=["synaptic_protein"],
    equations="""
        s6k_rise = positive(p70s6k_active - at_rest(p70s6k_active))
        translation = protein_synthesis*(min(p70s6k_active, at_rest(p70s6k_active)) +
            translation_boost*four_e_bp2*hill(s6k_rise, s6k_half, s6k_power))
        d synaptic_protein/dt = (translation - synaptic_protein)/protein_turnover
    """,
)
