"""The network's own numbers, each with unit, meaning and source. Rates of birth and loss are not here: they are the
cohort equations' (see `law`).
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

from regrowth.language import par, unit

PARAMETERS = (
    # the sheet
    par("synapses_per_neuron", 100, "1", "excitatory synapses that a healthy neuron receives", source="assumed: a hundredth of a pyramidal neuron's, so that thousands of neurons fit a desk computer", bounds=(10, 10_000)),
    par("inhibitory_share", 0.2, "1", "inhibitory neurons, as a share of all", source="assumed: about one neuron in five, as in cortex", bounds=(0.05, 0.5)),
    par("reach", 0.5, "1", "mean distance of a partner, as a share of the sheet's side", source="assumed: the sheet is a patch of cortex across which most neurons can reach one another; shorter reach breaks an ensemble into patches", bounds=(0.01, 1)),
    par("ensemble_share", 0.2, "1", "neurons of each of the two ensembles, as a share of the excitatory ones", source="assumed: engrams hold a tenth to a fifth of the cells of their area", bounds=(0.02, 0.4)),
    par("context_share", 0.1, "1", "neurons that stand for each of two contexts (fear and craving)", source="assumed: half an ensemble", bounds=(0.01, 0.2)),
    # choice of partner at birth
    par("choosiness", 2, "1", "weight of joint reactivation, beside chance, when a new synapse finds its partner", source="assumed: neurons of one ensemble are joined two to four times as often as by chance, by how often it is reactivated", bounds=(0, 100)),
    par("eagerness", 0.3, "1", "how far a neuron below its usual activity is first to grow, as a share of births", source="assumed: homeostatic growth as in butz2013, held small because room per neuron does most", bounds=(0, 1)),
    # size
    par("young_size", 0.3, "1", "size of a newborn synapse, as a share of a stable one's", source="assumed: synapses/mepsc.young_strength is used instead where the model has it", bounds=(0.01, 1)),
    par("size_time", 10, "d", "time in which a synapse forgets its size", source="assumed: with the fluctuation below it gives the broad, skewed sizes of yasumatsu2008 and statman2014", bounds=(0.5, 100)),
    par("size_noise", 0.2, "1", "SD of a day's change of size, as a share of the size", source="assumed: fluctuations that grow with size, about a fifth a day, after yasumatsu2008", bounds=(0, 0.5)),
    par("size_half", 0.5, "1", "size at which the risk of loss is half of that at no size", source="assumed: large synapses live longer (yasumatsu2008); its mean over a pool is held at the cohort's rate", bounds=(0.05, 10)),
    par("largest_size", 3, "1", "size beyond which reactivation adds nothing", source="assumed: the largest spines have a few times the usual volume", bounds=(1, 20)),
    # steering
    par("preference", 8, "1", "how much more of the saving of young synapses goes to one in the practised path than to another", source="assumed: the choice that the steering hypothesis speaks of; the total saved is the cohort's", bounds=(1, 1000)),
    par("choice_gain", 1.5, "1", "rise of the new path's share in the choice of partners at full use in the window", source="assumed: what is used together is wired together while births are up", bounds=(0, 50)),
    # fast rates
    par("excitation", 14, "1", "recurrent gain of a fully active neuron's mean input", source="assumed: strong enough that an ensemble holds itself up", bounds=(0, 100)),
    par("inhibition", 11, "1", "gain of inhibition", source="assumed: strong enough that one ensemble silences the other", bounds=(0, 100)),
    par("background", 0.3, "1", "steady input of every excitatory neuron", source="assumed: keeps a mixture of both patterns from dying before one has won", bounds=(0, 5)),
    par("cue", 0.35, "1", "input of a cue to both ensembles", source="assumed: starts recall, too weak to decide it", bounds=(0, 5)),
    par("spread_of_starts", 0.1, "1", "SD of the mixtures of old and new from which thoughts start", source="assumed: momentary inputs are mixed, mostly near even", bounds=(0.01, 1)),
    # sessions, by mismatch
    par("mismatch_time", 20, "min", "time of a session in which what was expected is missed", source="assumed: minutes of retrieval destabilise, an hour extinguishes (the sequence of osan2011)", bounds=(1, 240)),
    par("labile_time", 6, "h", "how long a retrieved memory stays labile", source="assumed: restabilisation takes hours", bounds=(0.5, 48)),
    par("labile_loss", 1, "1/h", "rate at which labile synapses shrink when restabilisation is fully blocked or overwritten", source="assumed: no measurement per synapse", bounds=(0, 5)),
    par("restabilise_half", 0.2, "1", "block of pyramidal NMDA receptors at which half of the restabilisation fails", source="assumed: MK-801 and ketamine after retrieval weaken memories (das2019); no dose response is known", bounds=(0.01, 1)),
    # presets: how often a path is reactivated at rest, and what a practised hour does to sizes
    par("mood_old_replay", 0.4, "1", "reactivation of the negative path without stress", source="assumed: less than the positive path's in health"),
    par("mood_old_stress", 1.4, "1", "rise of it at the stress of a depressed person", source="assumed: rumination; makes the negative path the stronger one in depression"),
    par("mood_new_replay", 1, "1", "reactivation of the positive path", source="assumed: the unit of reactivation"),
    par("mood_hebb", 0.02, "1/d", "growth of synapses of a path in full use, per day", source="assumed: small, since training without ketamine relieved little (price2022)"),
    par("fear_old_replay", 1.5, "1", "reactivation of the fear path", source="assumed: fear is the stronger path before treatment"),
    par("fear_old_stress", 0.5, "1", "rise of it at full stress", source="assumed: stress renews fear"),
    par("fear_new_replay", 0.8, "1", "reactivation of the safety path", source="assumed: weaker than fear before treatment"),
    par("fear_hebb", 0.15, "1/d", "growth of synapses of the safety path in full use, per day", source="assumed: extinction works within sessions, without a drug"),
    par("craving_old_replay", 1.5, "1", "reactivation of the habit path", source="assumed: habit is the stronger path before treatment"),
    par("craving_old_stress", 0.5, "1", "rise of it at full stress", source="assumed: stress renews craving"),
    par("craving_new_replay", 0.8, "1", "reactivation of the new path", source="assumed: weaker than habit before treatment"),
    par("craving_hebb", 0.15, "1/d", "growth of synapses of the new path in full use, per day", source="assumed: as for extinction of fear"),
)  # fmt: skip
"""Everything the network assumes beyond the cohort equations."""


@cache
def numbers() -> MappingProxyType[str, float]:
    """Values in coherent units (hours), by name."""
    return MappingProxyType({p.name: p.value * unit(p.unit).factor for p in PARAMETERS})
