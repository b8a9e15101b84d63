"""SV2A: what a synaptic-density PET scan would see.

Question    Why does PET show no change a day after ketamine, although synapses have been gained?
Idea        The tracer binds vesicles in every terminal of the region, excitatory and inhibitory, old and
            new. Only a share of them belongs to the synapses that come and go here, and the rest does not
            move. The change is given in per cent and in units of the scan's own test-retest noise: below
            one, a single person's scan cannot tell it.
Leaves out  Vesicles per terminal, delay of presynaptic growth, partial volume, the tracer's kinetics.
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par("moving_share", 0.4, "1",
            "share of the region's SV2A in terminals on synapses that come and go with the mood circuit",
            source="assumed: apical synapses of pyramidal cells, less than half of all terminals in the region",
            spread="uniform 0.2..0.8", bounds=(0, 1)),
        par("scan_noise", 8.5, "%", "standard deviation between two scans of one person, grey matter",
            source="tuncel2021", bounds=(0.1, None)),
    ],
    reads=["mood_synapses"],
    gives=["sv2a", "sv2a_change", "sv2a_change_in_noise"],
    equations="""
        sv2a = 1 - moving_share + moving_share*mood_synapses
        sv2a_change = sv2a/at_rest(sv2a) - 1
        sv2a_change_in_noise = sv2a_change/scan_noise
    """,
)  # fmt: skip
