"""Slow relief: mood follows the synapses of the mood circuit.

Question    What carries relief from the first day on, and why is it lost in a week or two?
Idea        Severity falls with the synapses gained over the person's own undosed rest, and rises when they
            are lost. The relation is linear on the log odds of severity, so it saturates in points and
            never passes zero.
Leaves out  Which synapses, where. From symptoms only the product of gain and synapse change can be told;
            the change is fixed upstream from animal data, the gain here. Where people feel the drug, trials
            hardly tell lasting hope from slow relief: fitted beside belief and hope, they leave little to
            the synapses, and a trial with the felt effect masked is what would decide. With the gain held at nothing
            the trials are fitted as well (half the sum of squares 118.6, 120.1 as fitted, 32 people, pulls as stated; at 2.5 it
            is 127.1, at 5 139.8). What speaks against more is that relief is lost sooner than imaged synapses are.
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par("synaptic_gain", 0.9785, "1",
            "relief (log odds of severity) per unit of mood synapses gained; 1 unit = the healthy total",
            source="fitted: kishimoto2016-g-d1, price2022ipd-beta-24h, price2022ipd-beta-7d, singh2016-madrs-d15-ket-2x",
            spread="lognormal 52.6%", bounds=(0, None),
            note="only as a product: with the synapses gained, which are fixed upstream from animals",
            interval=(0.4314, 2.22)),
    ],
    reads=["mood_synapses"],
    species=("human",),
    equations="""
        synapses_gained = mood_synapses - at_rest(mood_synapses)
        mood_relief += synaptic_gain*synapses_gained
    """,
)  # fmt: skip
