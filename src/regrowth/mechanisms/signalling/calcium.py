"""Calcium entry through L-type channels when AMPA receptors depolarise the cell.

Question    What couples AMPA drive to BDNF release?
Idea        Depolarisation above rest opens L-type channels; entry is a saturating function of AMPA
            throughput above rest, so that small excesses (a modulator alone) do little. Without the
            channels, or without the excess, there is none.
Leaves out  NMDA-receptor calcium, calcium stores, voltage; calcium-permeable AMPA receptors.
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par("surge_half", 0.12, "1", "AMPA throughput above rest for half of the largest calcium entry",
            source="assumed: half at the surge of a human antidepressant dose", spread="lognormal 40%",
            bounds=(0.01, None)),
        par("surge_power", 2.822, "1", "steepness of calcium entry against AMPA throughput",
            source="fitted: lepack2016-muscimol, harraz2016-memantine, lepack2014-bdnf-release", bounds=(1, 4),
            interval=(2, 4)),
    ],
    reads=["ampa_throughput", "l_type_calcium_channels"],
    gives=["calcium_entry"],
    equations="""
        ampa_excess = positive(ampa_throughput - at_rest(ampa_throughput))
        calcium_entry = l_type_calcium_channels*hill(ampa_excess, surge_half, surge_power)
    """,
)  # fmt: skip
