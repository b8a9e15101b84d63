"""Psychotomimetic effects and working memory under NMDA-receptor hypofunction.

Question    How strong are psychosis-like and negative symptoms, and how imprecise spatial working memory, on the drug?
Idea        NMDA hypofunction (Krystal 2003): symptoms follow the same effect site as dissociation, each with a size of
            its own, and its tolerance. Working memory suffers where blocked interneurons let activity spread: the bump of firing that
            holds a place widens with disinhibition (Murray 2014), so the error of angle grows with the loss of NMDA
            conductance in somatostatin and parvalbumin cells. Ratings are of the Positive and Negative Syndrome Scale
            (PANSS), as rises over the undrugged state.
Leaves out  Cognition other than spatial working memory and tolerance of it, people with schizophrenia, dopamine. Three sizes are
            fitted to one study (Moujaes 2024): they describe it, only their course in time is a prediction.
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par("positive_full", 16.81, "point", "PANSS positive, rise at full effect", source="fitted: moujaes2024-panss-pos",
            spread="lognormal 50%", bounds=(0, 42), interval=(7.739, 36.5)),
        par("negative_full", 16.61, "point", "PANSS negative, rise at full effect", source="fitted: moujaes2024-panss-neg",
            spread="lognormal 80%", bounds=(0, 42), interval=(7.587, 36.35)),
        par("error_rest", 4.75, "1", "error of angle in spatial working memory without drug, degrees",
            source="moujaes2024", spread="lognormal 40%", bounds=(0, 90)),
        par("error_gain", 8.119, "1", "rise of that error when interneurons lose all NMDA conductance, degrees",
            source="fitted: moujaes2024-swm-ket", spread="lognormal 70%", bounds=(0, 90), interval=(2.672, 24.67)),
    ],
    reads=["dissociation", "nmda_pv", "nmda_sst"],
    species=("human",),
    gives=["panss_positive", "panss_negative", "working_memory_error"],
    equations="""
        panss_positive = positive_full*dissociation
        panss_negative = negative_full*dissociation
        interneurons_lost = 1 - (nmda_pv + nmda_sst)/(at_rest(nmda_pv) + at_rest(nmda_sst))
        working_memory_error = error_rest + error_gain*interneurons_lost
    """,
)
