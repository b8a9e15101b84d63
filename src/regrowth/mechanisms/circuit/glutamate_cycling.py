"""Prefrontal glutamate release, the glutamate-glutamine cycle that labelling studies measure, and the pools that others see.

Question    By how much does glutamate release rise and fall, as a flux, and how little of that moves the pools?
Idea        Released glutamate follows the firing of pyramidal cells; nearly all of it is taken up and comes back as
            glutamine, so cycling follows release with the delay of the glutamine pool. Label turns over with the flux.
            Spectroscopy without a label sees pools: what glutamine gains when it flows faster, glutamate lends, and their
            sum (Glx) does not move, since the cycle only hands molecules round.
Leaves out  Release probability, presynaptic mGlu2/3 and HCN1 control, release from glia, subcortical input, synthesis of new
            glutamate by glia, changes of spectroscopic visibility.
Conflicts   Spectroscopy without a label: no change of glutamate in the cingulate (Bojesen 2018), a rise (Stone 2012), Glx up by
            40 % (Milak 2016, more than release itself here). By conservation the model takes the side of no change.
            Rats 10-18 min after 30 mg/kg: +38 %, after 80 mg/kg no change (Chowdhury 2012, 2017); here -14 and -25 %. At that
            time cycling is highest, +18 %, after 3 mg/kg: the rat's unbound level, assumed and probably two to four times too high,
            moves the inverted U to lower doses, and its top is half of what was measured. A third of that level gives
            +5 % after 30 mg/kg and still a fall after 80: tried, not taken (see the peritoneum).
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("cycle_time", 8, "min", "turnover of the glutamine pool by cycling",
            source="assumed: a pool of some 2-3 µmol/g renewed at 0.2-0.4 µmol/g/min",
            spread="lognormal 40%", bounds=(0.1, None)),
        par("glutamine_share", 0.25, "1", "glutamine relative to glutamate at rest",
            source="assumed: some 2.5 and 9-10 µmol/g", spread="lognormal 20%", bounds=(0, 1)),
    ],
    reads=["e_rate"],
    states=[state("glutamate_cycling", "1", "glutamate-glutamine cycling, own rest = 1", bounds=(0, None), start=1)],
    gives=["glutamate_release", "glutamate_cycling", "glutamate_pool", "glx_pool"],
    equations="""
        glutamate_release = e_rate/at_rest(e_rate)
        d glutamate_cycling/dt = (glutamate_release - glutamate_cycling)/cycle_time
        glutamine = glutamine_share*glutamate_cycling         # in units of resting glutamate; flux = glutamine/cycle_time
        glutamate_pool = 1 - (glutamine - glutamine_share)
        glx_pool = (glutamate_pool + glutamine)/(1 + glutamine_share)
    """,
)
