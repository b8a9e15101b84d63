"""Slow relief: mood follows the synapses of the mood circuit.

Question    What carries relief from the first day on, and why is it lost in a week or two?
Idea        Severity falls with the synapses gained over the person's own undosed rest, and rises when they
            are lost. The relation is linear on the log scale of severity, so it saturates in points and
            never passes zero.
Leaves out  Which synapses, where. From symptoms only the product of gain and synapse change can be told;
            the change is fixed upstream from animal data, the gain here.
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par(
            "synaptic_gain",
            4,
            "1",
            "relief (log severity) per unit of mood synapses gained; 1 unit = the healthy total",
            source="assumed: literature start, half of severity for a gain of about a sixth of the healthy total",
            spread="lognormal 60%",
            bounds=(0, None),
        ),
    ],
    reads=["mood_synapses"],
    species=("human",),
    equations="""
        synapses_gained = mood_synapses - at_rest(mood_synapses)
        mood_relief += synaptic_gain*synapses_gained
    """,
)
