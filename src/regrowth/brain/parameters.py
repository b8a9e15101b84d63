"""The whole brain's own numbers, each with unit, meaning and source.

The room computes in seconds, nanoamperes and nanocoulombs, the units of the papers that the equations come from.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

from regrowth.language import par

_TO_SECONDS = {"ms": 1e-3}

PARAMETERS = (
    # reduced Wong-Wang dynamics, excitatory and inhibitory
    par("background", 0.382, "nA", "effective external input", source="deco2014"),
    par("background_e", 1, "1", "share of it that excitatory cells get", source="deco2014"),
    par("background_i", 0.7, "1", "share of it that inhibitory cells get", source="deco2014"),
    par("j_nmda", 0.15, "nA", "excitatory synaptic coupling", source="deco2014, luppi2022"),
    par("recurrence", 1.4, "1", "local excitatory recurrence", source="deco2014, luppi2022"),
    par("gain_e", 310, "1/nC", "slope of the input-rate curve, excitatory", source="deco2014, luppi2022"),
    par("threshold_e", 125, "Hz", "offset of the input-rate curve, excitatory", source="deco2014"),
    par("curvature_e", 0.16, "s", "curvature of the input-rate curve, excitatory", source="deco2014"),
    par("gain_i", 615, "1/nC", "slope of the input-rate curve, inhibitory", source="deco2014, luppi2022"),
    par("threshold_i", 177, "Hz", "offset of the input-rate curve, inhibitory", source="deco2014"),
    par("curvature_i", 0.087, "s", "curvature of the input-rate curve, inhibitory", source="deco2014"),
    par("time_nmda", 100, "ms", "decay of NMDA gating", source="deco2014, luppi2022"),
    par("time_gaba", 10, "ms", "decay of GABA gating", source="deco2014, luppi2022"),
    par("opening", 0.641, "1", "NMDA gating opened per spike", source="deco2014, luppi2022"),
    par("noise", 0.0003, "1/sqrt(ms)", "noise of the gating variables", source="assumed: so small that regions stay where feedback inhibition holds them; 0.01 (deco2014) throws this connectome to high rates at the coupling that fits, 0.001 does while the drug is there. Correlations of small fluctuations do not depend on it", bounds=(0, None)),
    par("rest_rate", 3.0631, "Hz", "excitatory rate at which feedback inhibition holds every region", source="deco2014", note="input 0.026 nA below threshold_e/gain_e"),
    par("coupling", 1.092, "1", "global coupling, on a connectome whose largest weight is 1", source="fitted: functional connectivity of seven people (calibration/brain_wiring.py)", bounds=(0, 5)),
    par("twins", 0.459, "1", "weight between a region and its twin, beyond what was measured", source="fitted: functional connectivity of seven people (calibration/brain_wiring.py)", bounds=(0, 3)),
    par("feedforward", 0.429, "1", "what interneurons get of long fibres, as a share of what excitatory cells get", source="fitted: functional connectivity of seven people (calibration/brain_wiring.py)", bounds=(0, 1)),
    # what the drug and the synapses do to it
    par("elsewhere", 0.25, "1", "change of synapses outside prefrontal cortex, as a share of that within", source="assumed: loss and regrowth are best shown in prefrontal cortex; somatosensory spines answer late and to several doses", spread="uniform 0..1", bounds=(0, 1)),
    # haemodynamics
    par("signal_decay", 0.65, "1/s", "decay rate of the vasodilatory signal", source="friston2003, deco2014"),
    par("flow_return", 0.41, "1/s", "rate of autoregulation of flow", source="friston2003, deco2014"),
    par("transit", 0.98, "s", "mean transit time of blood", source="friston2003, deco2014"),
    par("stiffness", 0.32, "1", "Grubb's exponent", source="friston2003, deco2014"),
    par("extraction", 0.34, "1", "oxygen extraction at rest", source="friston2003, deco2014"),
    par("blood_volume", 0.02, "1", "resting blood volume fraction", source="friston2003, deco2014"),
    # how scans are read
    par("slowest", 0.01, "Hz", "lower edge of the band in which connectivity is read", source="assumed: the usual resting-state band"),
    par("fastest", 0.1, "Hz", "upper edge of that band", source="assumed: the usual resting-state band"),
    par("repetition", 0.72, "s", "time between two volumes", source="vanessen2013", note="the repetition time of the functional data that the coupling is fitted to"),
    par("reliability", 0.29, "1", "intraclass correlation of connectivity between two scans of a person", source="noble2019", bounds=(0, 1)),
    par("window", 60, "s", "window of functional-connectivity dynamics", source="hansen2015"),
    par("window_step", 10, "s", "step between windows", source="assumed: windows overlap by five sixths"),
)  # fmt: skip
"""Everything the whole brain assumes beyond the run that it reads."""


@cache
def numbers() -> MappingProxyType[str, float]:
    """Values in seconds, nA and nC, by name."""
    return MappingProxyType({p.name: p.value * _TO_SECONDS.get(p.unit, 1.0) for p in PARAMETERS})
