"""Words of the synapse level: pools of synapses with ages, and what imaging and patch clamp see of them."""

from regrowth.language import additive, given, port, target

PORTS = [
    port("growth_signal", "1", "synaptic protein as it reaches spine birth, hours late; 1 = unstressed undrugged rest"),
    additive("spine_retention", "1", "share by which the loss of young spines is lowered"),
    port("mood_transient", "1", "young synapses of the mood circuit, 1 = healthy prefrontal total at set point"),
    port("mood_stable", "1", "stable synapses of the mood circuit, 1 = healthy prefrontal total at set point"),
    port("mood_synapses", "1", "all synapses of the mood circuit, 1 = healthy prefrontal total at set point"),
    port("newly_born_share", "1", "share of the young synapses of the mood circuit that came since rest"),
    port("spine_birth", "1/d", "spines born per day, as a share of the healthy total"),
    port("young_risk", "1/d", "rate at which young synapses are lost that nothing saves"),
    port("young_loss_rate", "1/d", "rate at which young synapses of the mood circuit are lost"),
    port("maturing_rate", "1/d", "rate at which young synapses of the mood circuit mature"),
    port("stable_loss_rate", "1/d", "rate at which stable synapses of the mood circuit are lost"),
    port("spine_density", "1", "spine density relative to the own undrugged rest"),
    port("spine_formation", "%", "spines that two sessions 2 d apart would call new, at the present rates"),
    port("spine_elimination", "%", "spines that two sessions 2 d apart would call lost, at the present rates"),
    port("new_spines", "%", "spines new at the end of the imaging interval, of those at its start"),
    port("lost_spines", "%", "spines lost by the end of the imaging interval, of those at its start"),
    port("new_spine_survival", "%", "new spines of the imaging interval that are still there, of those at its end"),
    port("sv2a", "1", "SV2A density of medial prefrontal cortex as PET sees it, 1 = healthy"),
    port("sv2a_change", "%", "change of that density from the own undrugged rest"),
    port("sv2a_change_in_noise", "1", "the same, over the standard deviation between two scans of one person"),
    port("fear_path", "1", "strength of the fear path: its synapses times their size, 1 = healthy total of all paths"),
    port("safety_path", "1", "strength of the safety path in the place of the sessions, in the same unit"),
    port("safety_path_elsewhere", "1", "strength of the safety path in everyday life, in the same unit"),
    additive("safety_retention", "1", "share by which the loss of young synapses is lowered by use of the safety path"),
    port("habit_path", "1", "strength of the habit path: its synapses times their size, 1 = healthy total of all paths"),
    port("recovery_path", "1", "strength of the recovery path in the place of the sessions, in the same unit"),
    port("recovery_path_elsewhere", "1", "strength of the recovery path in everyday life, in the same unit"),
    additive("recovery_retention", "1", "share by which the loss of young synapses is lowered by use of the recovery path"),
    port("mepsc_frequency", "1", "frequency of miniature excitatory currents, 1 = own undrugged rest"),
    port("mepsc_amplitude", "1", "amplitude of miniature excitatory currents, 1 = own undrugged rest"),
]

INPUTS = [
    given("spine_removal", "1/h",
        "removal of the young spines above the resting number (activated synaptic photo-shrinkage)"),
    given("imaging_interval", "1", "1 between two imaging sessions: spines born meanwhile and still there count as new"),
]

TARGETS = [
    target("rac1", "Rac1, the motor of spine birth (NSC 23766)"),
    target("dopamine_d1", "dopamine D1 signalling in medial prefrontal cortex (silenced release, D1 cells)"),
]
