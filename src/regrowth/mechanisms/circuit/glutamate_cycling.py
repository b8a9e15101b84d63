"""Prefrontal glutamate release, and the glutamate-glutamine cycle that labelling studies measure.

Question    By how much does glutamate release rise and fall, as a flux, relative to the person's own rest?
Idea        Released glutamate follows the firing of pyramidal cells; nearly all of it is taken up and cycled through
            glutamine, so cycling follows release with the delay of the glutamine pool. A flux can rise while the pool,
            which spectroscopy without a label sees, does not move.
Leaves out  Release probability, presynaptic mGlu2/3 and HCN1 control, release from glia, subcortical input.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("cycle_time", 8, "min", "turnover of the glutamine pool by cycling",
            source="assumed: a pool of some 2-3 umol/g renewed at 0.2-0.4 umol/g/min", spread="lognormal 40%", bounds=(0.1, None)),
    ],
    reads=["e_rate"],
    states=[state("glutamate_cycling", "1", "glutamate-glutamine cycling, own rest = 1", bounds=(0, None), start=1)],
    gives=["glutamate_release", "glutamate_cycling"],
    equations="""
        glutamate_release = e_rate/at_rest(e_rate)
        d glutamate_cycling/dt = (glutamate_release - glutamate_cycling)/cycle_time
    """,
)
