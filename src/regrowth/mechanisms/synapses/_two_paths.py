"""The law of two competing paths, once for every circuit that has them.

An old and a new path are ensembles of the cortex that synapses/mood_circuit describes: births, losses and maturation
are its rates, a path gets the share of births that falls within its ensemble. Neurons reactivated together find one
another, so the share rises with reactivation: of everyday life, of stress, of sessions. Sizes move besides: use makes
synapses grow, and an old memory whose restabilisation fails shrinks. The same law, synapse by synapse: `network`.
"""

from __future__ import annotations

from string import Template

from regrowth.language import Parameter, State, par, state

LAW = Template("""
    ${old}_improved = min(1, $load)*everyday*hill($better, better_half, 2)
    ${old}_replay = $load*(old_replay + old_stress*stress_level)*(1 - ${old}_improved)
    ${new}_replay = new_replay*(1 + ${old}_improved) + choice_gain*${new}_in_use
    ${old}_welcome = 1 + choosiness*${old}_replay
    ${new}_welcome = 1 + choosiness*${new}_replay
    ${old}_birth = spine_birth*ensemble_share^2*${old}_welcome/(1 + ensemble_share*(${old}_welcome - 1))
    ${new}_birth = spine_birth*ensemble_share^2*${new}_welcome/(1 + ensemble_share*(${new}_welcome - 1))
    ${old}_saved = ${new}_retention/(1 + (preference - 1)*${new}_young/mood_transient)
    ${new}_saved = min(1, preference*${old}_saved)
    d ${old}_young/dt = ${old}_birth - (young_risk*(1 - min(1, ${old}_saved)) + maturing_rate)*${old}_young
    d ${old}_stable/dt = maturing_rate*${old}_young - stable_loss_rate*${old}_stable
    d ${new}_young/dt = ${new}_birth - (young_risk*(1 - ${new}_saved) + maturing_rate)*${new}_young
    d ${new}_stable/dt = maturing_rate*${new}_young - stable_loss_rate*${new}_stable

    ${old}_unstable = ${old}_labile*hill(1 - nmda_pyramidal/at_rest(nmda_pyramidal), restabilise_half, 1)
    d ${old}_size/dt = (1 - ${old}_size)/size_time - labile_loss*${old}_unstable*${old}_size
    d ${new}_size/dt = (1 - ${new}_size)/size_time + hebb*${new}_in_use*positive(1 - ${new}_size/largest_size)
    ${old}_path = ${old}_size*(${old}_stable + young_strength*${old}_young)
    ${new}_count = ${new}_stable + young_strength*${new}_young
    ${new}_path = ${new}_size*${new}_count
    ${new}_path_elsewhere = (1 + (1 - place_bound)*(${new}_size - 1))*${new}_count
""")


def equations(old: str, new: str, load: str, better: str) -> str:
    """The law for a circuit: its paths, the covariate that makes the old one strong, how much better life is (0 to 1)."""
    return LAW.substitute(old=old, new=new, load=load, better=better)


def parameters() -> list[Parameter]:
    """What both circuits have in common; all of it assumed, and the same numbers as in the explicit network."""
    return [
        par("ensemble_share", 0.2, "1", "neurons of a path, as a share of all",
            source="assumed: engrams hold a tenth to a fifth of the cells of their area", bounds=(0.02, 0.4)),
        par("choosiness", 2, "1", "weight of joint reactivation, beside chance, when a new synapse finds its partner",
            source="assumed: neurons of one ensemble are joined two to four times as often as by chance", bounds=(0, 100)),
        par("choice_gain", 1.5, "1", "reactivation of the new path that full use adds while partners are chosen",
            source="assumed: what is used together is wired together", spread="lognormal 30%", bounds=(0, 50)),
        par("preference", 8, "1", "how much more of the saving of young synapses goes to the new path than to others",
            source="assumed: the choice that the steering hypothesis speaks of", bounds=(1, 1000)),
        par("young_strength", 0.3, "1", "size of a young synapse, as a share of a stable one's",
            source="assumed: as in synapses/mepsc", bounds=(0, 1)),
        par("size_time", 10, "d", "time in which a synapse forgets its size",
            source="assumed: gives the broad sizes of yasumatsu2008; the clock by which fear and craving return",
            spread="lognormal 30%", bounds=(0.5, 100)),
        par("largest_size", 3, "1", "size beyond which use adds nothing",
            source="assumed: the largest spines have a few times the usual volume", bounds=(1, 20)),
        par("hebb", 0.15, "1/d", "growth of synapses of the new path in full use",
            source="assumed: extinction works within sessions, without a drug", spread="lognormal 30%", bounds=(0, 5)),
        par("labile_loss", 1, "1/h", "rate at which a labile memory shrinks when restabilisation fails",
            source="assumed: no measurement per synapse", bounds=(0, 5)),
        par("restabilise_half", 0.2, "1", "block of pyramidal NMDA receptors at which half of the restabilisation fails",
            source="assumed: NMDA antagonists after retrieval weaken memories (das2019); no dose response is known",
            bounds=(0.01, 1)),
        par("place_bound", 0.3, "1", "share of the growth by use that holds only in the place of the sessions",
            source="assumed: fear and craving are renewed elsewhere; only its product with the gain shows in symptoms",
            bounds=(0, 1)),
        par("old_replay", 1.5, "1", "reactivation of the old path in a person with the disorder",
            source="assumed: the old path is the stronger one before treatment", spread="lognormal 20%", bounds=(0, 10)),
        par("old_stress", 0.5, "1", "rise of it at the stress of a depressed person",
            source="assumed: stress renews fear and craving", spread="lognormal 30%", bounds=(0, 10)),
        par("new_replay", 0.8, "1", "reactivation of the new path in everyday life",
            source="assumed: weaker than the old one before treatment", spread="lognormal 20%", bounds=(0, 10)),
        par("everyday", 0.25, "1", "how far a better life turns everyday reactivation from the old to the new path",
            source="assumed: a quarter at most; twice that, and a small relief would cure by itself", bounds=(0, 0.9)),
        par("better_half", 0.5, "1", "share of symptoms (or of use) gone at which half of that turn is made",
            source="assumed: a small relief changes how a person lives by little", bounds=(0.05, 1)),
    ]  # fmt: skip


def states(old: str, new: str, about_old: str, about_new: str) -> list[State]:
    """The six states of one circuit."""
    return [
        state(f"{path}_{what}", "1", f"{meaning} of {about}", bounds=(0, None), start=start, scale=0.1)
        for path, about in ((old, about_old), (new, about_new))
        for what, meaning, start in (
            ("young", "young synapses", 0.02), ("stable", "stable synapses", 0.08), ("size", "mean size of synapses", 1.0),
        )
    ]  # fmt: skip
