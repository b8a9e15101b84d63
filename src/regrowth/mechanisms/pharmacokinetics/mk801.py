"""MK-801 (dizocilpine): the tightest of the channel blockers, in rodents.

Question    What unbound concentration does MK-801 reach in the brain of a mouse or a rat?
Idea        Absorption from one depot into one compartment; an intraperitoneal dose is available in part, against one
            under the skin. Fitted to plasma and brain of the mouse after 0.1 mg/kg (PMC6806415). Brain holds some
            18 times plasma in total, nearly all of it bound: what is free is assumed equal to half of total plasma.
Leaves out  A second phase; people, who were hardly given it.
"""

from regrowth.language import alternative, mechanism, par, state
from regrowth.mechanisms.pharmacokinetics._animals import scaled

MECHANISM = mechanism(
    species=("rat", "mouse"),
    parameters=[
        par("ka", 6, "1/h", "absorption rate", source="assumed: peak within half an hour", spread="lognormal 70%",
            bounds=(0, None)),
        scaled(par("v", 1000, "L", "distribution volume over availability under the skin, at 70 kg",
            source="assumed: start of the fit, 14 L/kg", spread="lognormal 50%", bounds=(0.1, None),
            mouse=alternative(984.6, "fitted: mk801-mouse-ip-plasma-cmax, mk801-mouse-ip-plasma-auc, mk801-mouse-sc-plasma-cmax, mk801-mouse-ip-brain-cmax", "lognormal 50%", interval=(794.6, 1220)))),
        scaled(par("cl", 100, "L/h", "clearance over availability under the skin, at 70 kg",
            source="assumed: start of the fit", spread="lognormal 50%", bounds=(0, None),
            mouse=alternative(130.8, "fitted: mk801-mouse-ip-plasma-cmax, mk801-mouse-ip-plasma-auc, mk801-mouse-sc-plasma-cmax, mk801-mouse-ip-brain-cmax", "lognormal 50%", interval=(93.62, 182.7)))),
        par("f_ip", 0.6, "1", "intraperitoneal availability relative to under the skin",
            source="assumed: as in the mouse", spread="uniform 0.3..1", bounds=(0, 1),
            mouse=alternative(0.5392, "fitted: mk801-mouse-ip-plasma-cmax, mk801-mouse-ip-plasma-auc, mk801-mouse-sc-plasma-cmax, mk801-mouse-ip-brain-cmax", "uniform 0.3..1", interval=(0.4099, 0.7093))),
        par("brain_total", 18, "1", "total in brain over total in plasma", source="assumed: as in the mouse",
            spread="lognormal 30%", bounds=(0, None), mouse=alternative(17.15, "fitted: mk801-mouse-ip-plasma-cmax, mk801-mouse-ip-plasma-auc, mk801-mouse-sc-plasma-cmax, mk801-mouse-ip-brain-cmax", "lognormal 30%", interval=(13, 22.63))),
        par("free_ratio", 0.5, "1", "unbound in brain water over total in plasma",
            source="assumed: about half unbound in plasma, passive entry", spread="lognormal 50%", bounds=(0, None)),
    ],
    reads=["mk801_ip", "mk801_sc", "volume_scale", "clearance_scale"],
    states=[
        state("mk801_in_depot", "umol", "MK-801 at the injection site", bounds=(0, None), scale=0.01),
        state("mk801_amount", "umol", "MK-801 in the body", bounds=(0, None), scale=0.01),
    ],
    equations="""
        mk801_plasma = mk801_amount/(v*volume_scale)
        mk801_brain  = brain_total*mk801_plasma               # bound and unbound
        d mk801_in_depot/dt = f_ip*mk801_ip + mk801_sc - ka*mk801_in_depot
        d mk801_amount/dt   = ka*mk801_in_depot - clearance_scale*cl*mk801_plasma
        mk801_brain_free   += free_ratio*mk801_plasma
    """,
)
