"""Dehydronorketamine: the last metabolite measured beside ketamine, one compartment per enantiomer.

Question    What is the level of S- and R-dehydronorketamine in plasma?
Idea        A share of eliminated norketamine (fixed in norketamine) fills one compartment; volume and clearance
            are fitted to the one curve there is, S-dehydronorketamine in arterial plasma after esketamine (Kamp
            2020, digitised within about 17 %).
Leaves out  Everything known of R-dehydronorketamine: it is taken like S. In bipolar patients dehydronorketamine
            was the main metabolite at 230 min in 4 of 9 (Zhao 2012), in Kamp's volunteers a tenth of
            norketamine: this model follows the latter.
"""

from regrowth.language import mechanism, par, state
from regrowth.mechanisms.pharmacokinetics._animals import scaled

MECHANISM = mechanism(
    parameters=[
        scaled(par("v", 16.02, "L", "distribution volume", source="fitted: kamp2020-arterial-s-dhnk-esketamine",
            spread="lognormal 40%", bounds=(0.1, None), interval=(9.624, 26.68))),
        scaled(par("cl", 42.68, "L/h", "clearance", source="fitted: kamp2020-arterial-s-dhnk-esketamine",
            spread="lognormal 40%", bounds=(0, None), interval=(33.25, 54.78))),
    ],
    reads=["s_dhnk_formed", "r_dhnk_formed", "volume_scale", "clearance_scale"],
    states=[
        state("s_dhnk", "umol", "S-dehydronorketamine", bounds=(0, None), scale=1),
        state("r_dhnk", "umol", "R-dehydronorketamine", bounds=(0, None), scale=1),
    ],
    gives=["dhnk_plasma", "s_dhnk_plasma"],
    equations="""
        s_dhnk_plasma = s_dhnk/(v*volume_scale)
        dhnk_plasma   = (s_dhnk + r_dhnk)/(v*volume_scale)
        s_dhnk_out    = clearance_scale*cl*s_dhnk_plasma
        r_dhnk_out    = clearance_scale*cl*(dhnk_plasma - s_dhnk_plasma)

        d s_dhnk/dt = s_dhnk_formed - s_dhnk_out
        d r_dhnk/dt = r_dhnk_formed - r_dhnk_out

        ketamine_in_body += s_dhnk + r_dhnk
        ketamine_leaving += s_dhnk_out + r_dhnk_out
    """,
)
