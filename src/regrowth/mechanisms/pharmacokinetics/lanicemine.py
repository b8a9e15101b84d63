"""Lanicemine (AZD6765): a channel blocker that is trapped less, in people.

Question    What unbound concentration does lanicemine reach in the brain?
Idea        One compartment after infusion. No measured level is in our tables: volume and half-life are assumed so
            that 100 mg over an hour give some 4 µmol/L in plasma, which lasts the day.
Leaves out  Everything else. Read it as "present for most of a day", never as a dose-response.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    species=("human",),
    parameters=[
        par("v", 120, "L", "distribution volume", source="assumed: some 4 µmol/L after 100 mg", spread="lognormal 50%",
            bounds=(0.1, None)),
        par("half_life", 12, "h", "half-life", source="assumed: about half a day", spread="lognormal 40%",
            bounds=(0.1, None)),
        par("free_ratio", 0.5, "1", "unbound in brain water over total in plasma",
            source="assumed: like ketamine and memantine", spread="lognormal 50%", bounds=(0, None)),
    ],
    reads=["lanicemine_iv", "volume_scale"],
    states=[state("lanicemine_amount", "umol", "lanicemine in the body", bounds=(0, None), scale=100)],
    equations="""
        d lanicemine_amount/dt = lanicemine_iv - log(2)/half_life*lanicemine_amount
        lanicemine_brain_free += free_ratio*lanicemine_amount/(v*volume_scale)
    """,
)
