"""Traxoprodil and Ro 25-6981: antagonists of GluN2B-containing receptors.

Question    What share of GluN2B-containing receptors is occupied, and for how long?
Idea        One compartment each; occupancy from the unbound level in the brain and the published affinity. At the doses
            given in experiments occupancy is near 1 and only its duration is in question. They act through the same
            place in the receptors as the target `GluN2B`, with which older rows write the same experiments.
Leaves out  Activity dependence, CYP2D6 (poor metabolisers of traxoprodil keep it for much longer), absorption of Ro
            25-6981 through the liver. No level is in our tables: volumes and half-lives are assumed.
"""

from regrowth.language import alternative, mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("v", 300, "L", "distribution volume", source="assumed: a lipophilic base, 4 L/kg", spread="lognormal 70%",
            bounds=(0.1, None)),
        par("half_life", 3, "h", "half-life", source="assumed: extensive metabolisers", spread="lognormal 50%",
            bounds=(0.1, None), rat=alternative(1, "assumed: faster in a small animal", "lognormal 70%"),
            mouse=alternative(0.7, "assumed: faster in a small animal", "lognormal 70%")),
        par("ka", 5, "1/h", "absorption rate from the peritoneum", source="assumed: peak within half an hour",
            spread="lognormal 70%", bounds=(0, None)),
        par("free_ratio", 0.1, "1", "unbound in brain water over total in plasma",
            source="assumed: lipophilic bases are nine tenths bound", spread="lognormal 70%", bounds=(0, None)),
        par("traxoprodil_half", 0.011, "umol/L", "traxoprodil for half occupancy", source="menniti1997",
            spread="lognormal 30%", bounds=(0, None), note="recalled, not yet checked in the paper"),
        par("ro_half", 0.009, "umol/L", "Ro 25-6981 for half occupancy", source="fischer1997", spread="lognormal 30%",
            bounds=(0, None), note="recalled, not yet checked in the paper"),
    ],
    reads=["traxoprodil_iv", "traxoprodil_ip", "ro_25_6981_ip", "volume_scale"],
    states=[
        state("traxoprodil_in_depot", "umol", "traxoprodil in the peritoneum", bounds=(0, None), scale=1),
        state("traxoprodil_amount", "umol", "traxoprodil in the body", bounds=(0, None), scale=10),
        state("ro_25_6981_in_depot", "umol", "Ro 25-6981 in the peritoneum", bounds=(0, None), scale=1),
        state("ro_25_6981_amount", "umol", "Ro 25-6981 in the body", bounds=(0, None), scale=10),
    ],
    equations="""
        leaving = log(2)/half_life
        d traxoprodil_in_depot/dt = traxoprodil_ip - ka*traxoprodil_in_depot
        d traxoprodil_amount/dt   = traxoprodil_iv + ka*traxoprodil_in_depot - leaving*traxoprodil_amount
        d ro_25_6981_in_depot/dt  = ro_25_6981_ip - ka*ro_25_6981_in_depot
        d ro_25_6981_amount/dt    = ka*ro_25_6981_in_depot - leaving*ro_25_6981_amount
        per_litre = free_ratio/(v*volume_scale)
        glun2b_occupancy += hill(per_litre*(traxoprodil_amount/traxoprodil_half + ro_25_6981_amount/ro_half), 1, 1)
    """,
)
