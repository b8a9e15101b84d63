"""Sedation, from drowsiness after a clinical dose to anaesthesia.

Question    What share of people is sedated, and what share unconscious, at a given time?
Idea        Both follow S- and R-ketamine at the effect site; people differ in the level that takes them there. Sedation
            is that of the esketamine trials (any fall of the observer's alertness scale). Consciousness is lost at
            anaesthetic levels: 1200-2400 ng/mL after 1-2 mg/kg (Zanos 2018), 2 ug/mL of S-ketamine (Langsjo 2005).
            The share meeting the trials' criterion of dissociation (rise of CADSS above 4) follows from the mean rating and
            from how widely people scatter around it: ratings are skewed, with a standard deviation above the mean (van
            Schalkwyk 2018), so the median is well below the mean.
Leaves out  Depth of anaesthesia, breathing, other sedatives, norketamine, people falling asleep on placebo.
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par("sedation_half", 0.3824, "umol/L", "ketamine (as S) at the effect site at which half are sedated",
            source="fitted: spravato-sedation-56", spread="", bounds=(0.01, None), interval=(0.2376, 0.6153)),
        par("sedation_slope", 2, "1", "steepness over people of sedation", source="assumed: about that of dissociation",
            bounds=(0.5, 10)),
        par("unconscious_half", 4, "umol/L", "ketamine (as S) at the effect site at which half are unconscious",
            source="assumed: near the lower end of anaesthetic levels, 1200-2400 ng/mL of racemate (zanos2018)", bounds=(0.1, None)),
        par("unconscious_slope", 5, "1", "steepness over people of unconsciousness",
            source="assumed: anaesthetics are steep", bounds=(1, 20)),
        par("r_part", 0.33, "1", "sedative potency of R- relative to S-ketamine",
            source="assumed: as at the NMDA receptor", bounds=(0, None)),
        par("criterion", 4, "point", "CADSS above which trials count dissociation", source="spravato2019"),
        par("rating_scatter", 1.19, "1", "standard deviation of CADSS over people, over its mean", source="vanschalkwyk2018",
            note="derived: 9.2/7.7", bounds=(0.1, 5)),
    ],
    reads=["s_ketamine_effect", "r_ketamine_effect", "cadss"],
    species=("human",),
    gives=["sedated", "unconscious", "dissociated"],
    equations="""
        sedating = s_ketamine_effect + r_part*r_ketamine_effect
        sedated = hill(sedating, sedation_half, sedation_slope)
        unconscious = hill(sedating, unconscious_half, unconscious_slope)
        cadss_width = sqrt(log(1 + rating_scatter^2))               # of the ratings' logarithm, were they lognormal
        median_rating = cadss/exp(cadss_width^2/2)
        dissociated = hill(median_rating, criterion, 1.702/cadss_width)    # the logistic curve nearest to the normal one
    """,
)
