"""Miniature currents: what patch clamp sees of synapses and receptors.

Question    How do frequency and amplitude of mEPSCs change a day after the dose?
Idea        Frequency counts synapses; amplitude follows the surface receptors of the average synapse, and
            newborn synapses are weak, so a wave of young synapses lowers the mean.
Leaves out  Release probability; the evoked 5-HT and orexin currents of layer V.
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par("young_strength", 0.3, "1", "current of a young synapse, as a share of a stable one",
            source="assumed: new spines are small; at 24 h mean amplitude is lower (miller2014)",
            spread="lognormal 40%", bounds=(0, 1)),
    ],
    reads=["mood_transient", "mood_stable", "mood_synapses", "surface_ampa"],
    gives=["mepsc_frequency", "mepsc_amplitude"],
    equations="""
        mepsc_frequency = mood_synapses/at_rest(mood_synapses)
        mean_strength = (mood_stable + young_strength*mood_transient)/mood_synapses
        mepsc_amplitude = surface_ampa*mean_strength/at_rest(mean_strength)
    """,
)  # fmt: skip
