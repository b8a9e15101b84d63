"""The slow path to behaviour: synapses gained and lost.

Question    What carries the effect at 24 h and after?
Idea        Relief follows the synapses gained over the animal's own undrugged rest, losses make it worse;
            both saturate. The expression needs serotonin (depletion spares the first hour and loses the
            next day) and, in part, AMPA receptors that work at the time of the test.
Leaves out  Which synapses; new-born neurons.
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par("gain_relief", 1.034, "1", "largest relief by synapses gained (log immobility)",
            source="fitted: li2010-u0126-behav, li2010-ly294002-behav, lepack2014-verapamil, deyama2019-vegf-mimic, fukumoto2019-rac1, chowdhury2017-fst-30, chowdhury2017-fst-80",
            spread="lognormal 40%", bounds=(0, None), interval=(0.2685, 3.979)),
        par("gain_half", 0.1807, "1", "synapses gained for half of that relief, 1 = healthy total",
            source="fitted: li2010-u0126-behav, li2010-ly294002-behav, lepack2014-verapamil, deyama2019-vegf-mimic, fukumoto2019-rac1, chowdhury2017-fst-30, chowdhury2017-fst-80",
            spread="lognormal 40%", bounds=(0.001, None), interval=(0.04465, 0.5)),
        par("loss_worsening", 0.8, "1", "largest worsening by synapses lost (log immobility)",
            source="assumed: immobility at most about doubles under stress", spread="lognormal 40%", bounds=(0, None)),
        par("loss_half", 0.15, "1", "synapses lost for half of that worsening, 1 = healthy total",
            source="assumed: the loss under chronic stress", spread="lognormal 40%", bounds=(0.001, None)),
        par("ampa_share", 0.5, "1", "share of the expression that needs AMPA receptors at the test",
            source="assumed: AMPA block before the test takes part of a late effect (koike2011)", bounds=(0, 1)),
    ],
    reads=["mood_synapses", "serotonin", "ampa_receptors"],
    equations="""
        synapse_change = mood_synapses - at_rest(mood_synapses)
        expression = serotonin*(1 - ampa_share + ampa_share*min(1, ampa_receptors))
        slow_relief += expression*gain_relief*hill(positive(synapse_change), gain_half, 1) -
            loss_worsening*hill(positive(-synapse_change), loss_half, 1)
    """,
)  # fmt: skip
