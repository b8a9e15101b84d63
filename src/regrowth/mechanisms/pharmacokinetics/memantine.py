"""Memantine: the channel blocker that does not act like ketamine.

Question    What unbound concentration does memantine reach in the brain?
Idea        Absorption from one depot (gut or peritoneum) into one compartment; brain water at the ratio of
            cerebrospinal fluid to serum, 0.52 (label). People keep it for days (half-life 60-80 h, volume 9-11
            L/kg), rodents for hours (below 4 h, Beconi 2011).
Leaves out  Urinary pH, saturable clearance in the rat (Beconi 2011).
"""

from regrowth.language import alternative, mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("ka", 0.7, "1/h", "absorption rate", source="namenda2003", spread="lognormal 50%", bounds=(0, None),
            note="derived from a peak at 3-8 h",
            rat=alternative(5, "assumed: peak within half an hour of an intraperitoneal dose", "lognormal 70%"),
            mouse=alternative(5, "assumed: peak within half an hour of an intraperitoneal dose", "lognormal 70%")),
        par("f_oral", 1.0, "1", "oral availability", source="namenda2003", bounds=(0, 1),
            rat=alternative(0.41, "lee2016", note="one strain"),
            mouse=alternative(0.41, "assumed: as in the rat", "uniform 0.2..1")),
        par("v", 700, "L", "distribution volume", source="namenda2003", spread="lognormal 20%", bounds=(0.1, None),
            note="derived: 9-11 L/kg at 70 kg",
            rat=alternative(700, "assumed: the human value per kg", "lognormal 50%"),
            mouse=alternative(700, "assumed: the human value per kg", "lognormal 50%")),
        par("half_life", 70, "h", "half-life", source="namenda2003", spread="lognormal 20%", bounds=(0.1, None),
            note="middle of 60-80 h", rat=alternative(3, "assumed: below 4 h (beconi2011)", "lognormal 40%"),
            mouse=alternative(2, "assumed: below 4 h (beconi2011)", "lognormal 40%")),
        par("brain_ratio", 0.52, "1", "unbound in brain water over total in plasma", source="namenda2003",
            spread="lognormal 30%", bounds=(0, None), note="cerebrospinal fluid over serum in people"),
    ],
    reads=["memantine_oral", "memantine_ip", "volume_scale"],
    states=[
        state("memantine_in_depot", "umol", "memantine in gut or peritoneum", bounds=(0, None), scale=10),
        state("memantine_amount", "umol", "memantine in the body", bounds=(0, None), scale=10),
    ],
    gives=["memantine_brain_free"],
    equations="""
        d memantine_in_depot/dt = f_oral*memantine_oral + memantine_ip - ka*memantine_in_depot
        d memantine_amount/dt   = ka*memantine_in_depot - log(2)/half_life*memantine_amount
        memantine_brain_free    = brain_ratio*memantine_amount/(v*volume_scale)
    """,
)
