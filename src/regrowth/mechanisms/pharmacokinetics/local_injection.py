"""Ketamine or (2R,6R)-HNK injected into the brain region under study.

Question    What does the tissue see after a micro-injection?
Idea        The dose spreads in a fixed volume of brain water and is washed into the blood at one rate, for
            every drug alike.
Leaves out  Gradients, the untouched rest of the brain. Volume and rate are assumptions: read the result as
            "drug present, about this long", never as a dose-response.
"""

from regrowth.language import alternative, mechanism, par, state

MECHANISM = mechanism(
    species=("rat", "mouse"),
    parameters=[
        par("v", 0.02, "mL", "brain water reached", source="assumed: some cubic millimetres around the cannula",
            spread="lognormal 100%", bounds=(0, None),
            mouse=alternative(0.01, "assumed: some cubic millimetres around the cannula", "lognormal 100%")),
        par("half_life", 20, "min", "half-life in the tissue", source="assumed: wash-out within the hour",
            spread="lognormal 100%", bounds=(0.1, None)),
    ],
    reads=["s_ketamine_local", "r_ketamine_local", "hnk_local"],
    states=[
        state("s_ketamine_injected", "umol", "S-ketamine at the injection site", bounds=(0, None), scale=0.001),
        state("r_ketamine_injected", "umol", "R-ketamine at the injection site", bounds=(0, None), scale=0.001),
        state("hnk_injected", "umol", "(2R,6R)-HNK at the injection site", bounds=(0, None), scale=0.001),
    ],
    equations="""
        washed = log(2)/half_life
        d s_ketamine_injected/dt = s_ketamine_local - washed*s_ketamine_injected
        d r_ketamine_injected/dt = r_ketamine_local - washed*r_ketamine_injected
        d hnk_injected/dt        = hnk_local - washed*hnk_injected

        s_ketamine_injected_brain += s_ketamine_injected/v
        r_ketamine_injected_brain += r_ketamine_injected/v
        hnk_injected_brain        += hnk_injected/v

        s_ketamine_absorbed += washed*s_ketamine_injected
        r_ketamine_absorbed += washed*r_ketamine_injected
        hnk_absorbed        += washed*hnk_injected
        ketamine_entering   += s_ketamine_local + r_ketamine_local + hnk_local
        ketamine_in_body    += s_ketamine_injected + r_ketamine_injected + hnk_injected
    """,
)
