"""Words of the circuit level: firing rates, glutamate, habenula bursting, and what experiments do to them."""

from regrowth.language import port, target

PORTS = [
    port("e_rate", "Hz", "firing rate of prefrontal pyramidal cells"),
    port("pv_rate", "Hz", "firing rate of prefrontal parvalbumin cells"),
    port("sst_rate", "Hz", "firing rate of prefrontal somatostatin cells"),
    port("self_excitation", "1", "fast gain of pyramidal cells on themselves, at the present rates"),
    port("self_inhibition", "1", "gain of parvalbumin cells on themselves, at the present rates"),
    port("loop_gain", "1", "fast gain around the loop from pyramidal to parvalbumin cells and back, at the present rates"),
    port("glutamate_release", "1", "prefrontal glutamate release, a flux, relative to the person's own rest"),
    port("glutamate_cycling", "1", "glutamate-glutamine cycling as labelling studies see it, relative to own rest"),
    port("glutamate_pool", "1", "prefrontal glutamate as unlabelled spectroscopy sees it, a pool, relative to own rest"),
    port("glx_pool", "1", "glutamate and glutamine together (Glx), a pool, relative to own rest"),
    port("gamma_power", "1", "gamma-band power (30-80 Hz) of the pyramidal-parvalbumin loop, relative to own rest"),
    port("habenula_bursting", "1", "burst firing of the lateral habenula, 1 = healthy rest"),
]

TARGETS = [
    target("gaba_a_receptors", "GABA-A receptors of the prefrontal circuit (picrotoxin)"),
    target("habenula_activity", "drive to the lateral habenula (optogenetic or natural activation)"),
    target("t_type_channels_habenula", "T-type calcium channels of the lateral habenula (mibefradil, ethosuximide)"),
]
