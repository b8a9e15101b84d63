"""Escitalopram and the serotonin transporters it occupies.

Question    What share of serotonin transporters does a daily tablet block, and how soon?
Idea        Oral absorption into one compartment (Sogaard 2005: 31 L/h, 1100 L), and a shallow saturating
            relation between plasma level and occupancy of midbrain transporters (half of them bound more
            tightly than the other half), fitted to single doses of 5-20 mg and to ten days of 10 mg, early and
            late after the last tablet (Klein 2006, 2007).
Leaves out  Demethylcitalopram; CYP2C19 genotype; slow unbinding, which the shallow slope imitates: occupancy
            outlasts plasma (Klein 2007).
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    species=("human",),
    parameters=[
        par("f", 0.8, "1", "oral availability", source="lexapro2002", bounds=(0, 1),
            note="label; Sogaard 2005 calls it high"),
        par("ka", 1.1, "1/h", "absorption rate", source="sogaard2005", spread="lognormal 50%", bounds=(0, None),
            note="derived from a peak at 3-4 h"),
        par("cl", 31, "L/h", "clearance", source="sogaard2005", spread="lognormal 40%", bounds=(0, None)),
        par("v", 1100, "L", "distribution volume", source="sogaard2005", spread="lognormal 30%", bounds=(0.1, None)),
        par("half_tight", 0.0005005, "umol/L", "plasma level that occupies half the tighter half",
            source="fitted: klein2006-escitalopram-5mg, klein2006-escitalopram-10mg, klein2006-escitalopram-20mg, klein2007-escitalopram-6h, klein2007-escitalopram-54h",
            spread="lognormal 50%", bounds=(0, None), interval=(0.0001, 0.02)),
        par("half_loose", 0.03085, "umol/L", "plasma level that occupies half the looser half",
            source="fitted: klein2006-escitalopram-5mg, klein2006-escitalopram-10mg, klein2006-escitalopram-20mg, klein2007-escitalopram-6h, klein2007-escitalopram-54h",
            spread="lognormal 50%", bounds=(0, None), interval=(0.01363, 0.06984)),
    ],
    reads=["escitalopram_oral", "volume_scale", "clearance_scale"],
    states=[
        state("escitalopram_in_gut", "umol", "escitalopram in the gut", bounds=(0, None), scale=10),
        state("escitalopram_amount", "umol", "escitalopram in the body", bounds=(0, None), scale=10),
    ],
    gives=["sert_occupancy"],
    equations="""
        escitalopram_plasma      = escitalopram_amount/(v*volume_scale)
        d escitalopram_in_gut/dt = escitalopram_oral - ka*escitalopram_in_gut
        d escitalopram_amount/dt = f*ka*escitalopram_in_gut - clearance_scale*cl*escitalopram_plasma
        tight_sites              = escitalopram_plasma/(escitalopram_plasma + half_tight)
        loose_sites              = escitalopram_plasma/(escitalopram_plasma + half_loose)
        sert_occupancy           = (tight_sites + loose_sites)/2
    """,
)
