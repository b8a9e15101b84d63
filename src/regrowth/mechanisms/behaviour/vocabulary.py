"""Words of the behaviour level: what an animal in a test shows."""

from regrowth.language import additive, port, target

PORTS = [
    additive("fast_relief", "1", "relief on the log scale of immobility that does not need new synapses"),
    additive("slow_relief", "1", "relief on the log scale of immobility that rests on synapses"),
    port("immobility", "1", "immobility in a forced-swim or tail-suspension test, 1 = own undrugged rest"),
]

INPUTS = []

TARGETS = [
    target("serotonin", "brain serotonin (PCPA)"),
]

COVARIATES = []
