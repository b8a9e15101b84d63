"""AMPA drive: what reaches the cell through its AMPA receptors.

Question    How strongly are prefrontal pyramidal cells driven through AMPA receptors?
Idea        Throughput is glutamate release (surge and optogenetic drive above rest) times the receptors
            that work, times any gain in transmission. Drive is throughput times the pool of functional
            surface receptors. Block by NBQX takes both to nearly nothing, before and under ketamine alike.
Leaves out  Saturation and desensitisation of the receptors; subunits beyond what a target can express.
"""

from regrowth.language import mechanism

MECHANISM = mechanism(
    reads=["glutamate_surge", "ampa_potentiation", "surface_ampa", "ampa_receptors", "prefrontal_stimulation"],
    gives=["ampa_throughput", "ampa_drive"],
    equations="""
        ampa_throughput = ampa_receptors*(1 + ampa_potentiation)*positive(1 + glutamate_surge + prefrontal_stimulation)
        ampa_drive = ampa_throughput*surface_ampa
    """,
)
