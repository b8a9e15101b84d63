"""Synapses of the mood circuit: born, kept or pruned.

Question    How many synapses does medial prefrontal cortex hold, and how many of them are stable?
Idea        Young (transient) synapses are born where there is room, die within days or mature; stable ones
            are lost over weeks. Births rise with the growth signal, as long as Rac1, D1 signalling and AMPA
            receptors allow; stress lowers births (through the growth signal and directly) and raises
            losses; reactivation raises maturation. Room shrinks as the total grows and so holds it near a
            set point: one stable rest, no drift, and repeated doses saturate. The healthy total at set
            point is 1 by construction.
Leaves out  Ensembles: old path, new path and rest share these pools, with reactivation as one number. Size
            and strength. Losses are those of imaging through open windows; thinned-skull studies find far
            less turnover.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("transient_life", 1.619, "d", "mean time for which a young synapse stays young",
            source="fitted: phoum2016-form-pre-ket, phoum2016-form-d1-ket, phoum2016-form-d3-ket, phoum2016-persist-d5-ket, phoum2016-persist-d15-ket, phoum2016-gap-d1, phoum2016-gap-d5",
            spread="lognormal 30%", bounds=(0.3, 10), interval=(0.6682, 3.924)),
        par("maturing_share", 0.2065, "1", "share of young synapses that mature at healthy rest",
            source="fitted: phoum2016-form-pre-ket, phoum2016-form-d1-ket, phoum2016-form-d3-ket, phoum2016-persist-d5-ket, phoum2016-persist-d15-ket, phoum2016-gap-d1, phoum2016-gap-d5",
            spread="lognormal 30%", bounds=(0.01, 0.9), interval=(0.1245, 0.3426)),
        par("transient_share", 0.2123, "1", "share of young synapses in the healthy total",
            source="fitted: phoum2016-form-pre-ket, phoum2016-form-d1-ket, phoum2016-form-d3-ket, phoum2016-persist-d5-ket, phoum2016-persist-d15-ket, phoum2016-gap-d1, phoum2016-gap-d5",
            spread="lognormal 20%", bounds=(0.02, 0.6), interval=(0.1149, 0.3924)),
        par("capacity", 1.4, "1", "total at which no room for births is left, as a multiple of the healthy total",
            source="assumed: no published ceiling; sets how fast the total returns to its set point",
            spread="lognormal 10%", bounds=(1.05, 3)),
        par("growth_max", 2.331, "1", "largest rise of births by the growth signal, as a multiple of rest",
            source="fitted: phoum2016-form-pre-ket, phoum2016-form-d1-ket, phoum2016-form-d3-ket, phoum2016-persist-d5-ket, phoum2016-persist-d15-ket, phoum2016-gap-d1, phoum2016-gap-d5",
            spread="lognormal 40%", bounds=(0, None), interval=(0.9111, 5.964)),
        par("growth_half", 0.2575, "1", "growth signal above rest for half of that rise",
            source="fitted: phoum2016-form-pre-ket, phoum2016-form-d1-ket, phoum2016-form-d3-ket, phoum2016-persist-d5-ket, phoum2016-persist-d15-ket, phoum2016-gap-d1, phoum2016-gap-d5",
            spread="lognormal 40%", bounds=(0.001, None), interval=(0.04892, 1.355)),
        par("stress_on_birth", 0.15, "1", "share of births that the stress of a depressed person takes away directly",
            source="assumed: part of the loss of spines under chronic stress", spread="lognormal 50%", bounds=(0, 0.9)),
        par("stress_on_loss", 0.2, "1", "rise of losses at the stress of a depressed person, as a share",
            source="assumed: part of the loss of spines under chronic stress", spread="lognormal 50%", bounds=(0, None)),
        par("rehearsal_on_maturing", 1, "1", "rise of maturation when the circuit is fully reactivated, as a share",
            source="assumed: full reactivation doubles maturation; no measurement after ketamine",
            spread="lognormal 50%", bounds=(0, None)),
        par("imaging_gap", 2, "d", "time between the two imaging sessions that formation and elimination refer to",
            source="phoumthipphavong2016", bounds=(0.1, 60)),
    ],
    reads=["growth_signal", "spine_retention", "ampa_receptors", "rac1", "dopamine_d1", "spine_removal"],
    feedback=["stress_level", "rehearsal_mood"],
    states=[
        state("mood_transient", "1", "young synapses, 1 = healthy total", bounds=(0, None), start=0.2),
        state("mood_stable", "1", "stable synapses, 1 = healthy total", bounds=(0, None), start=0.8),
    ],
    gives=["mood_transient", "mood_stable", "mood_synapses", "newly_born_share", "spine_birth", "young_risk",
           "young_loss_rate", "maturing_rate", "stable_loss_rate", "spine_density", "spine_formation",
           "spine_elimination"],
    equations="""
        mood_synapses = mood_transient + mood_stable
        room = positive(capacity - mood_synapses)/(capacity - 1)
        growth_rise = rac1*dopamine_d1*min(1, ampa_receptors)*positive(growth_signal - at_rest(growth_signal))
        births_allowed = (min(growth_signal, at_rest(growth_signal)) + growth_max*hill(growth_rise, growth_half, 1))*
            positive(1 - stress_on_birth*stress_level)
        spine_birth = transient_share/transient_life*births_allowed*room
        wear = 1 + stress_on_loss*positive(stress_level)
        maturing_rate = maturing_share/transient_life*(1 + rehearsal_on_maturing*rehearsal_mood)
        young_risk = (1 - maturing_share)/transient_life*wear
        young_loss_rate = young_risk*positive(1 - spine_retention)
        stable_loss_rate = maturing_share/transient_life*transient_share/(1 - transient_share)*wear
        newly_born_share = positive(mood_transient - at_rest(mood_transient))/mood_transient
        removed = positive(spine_removal)*positive(mood_transient - at_rest(mood_transient))
        d mood_transient/dt = spine_birth - (young_loss_rate + maturing_rate)*mood_transient - removed
        d mood_stable/dt = maturing_rate*mood_transient - stable_loss_rate*mood_stable

        spine_density = mood_synapses/at_rest(mood_synapses)
        young_rate = young_loss_rate + maturing_rate
        young_left = (1 - exp(-young_rate*imaging_gap))/young_rate   # mean presence of a spine born within the gap
        matured = maturing_rate/young_rate*(imaging_gap - young_left)
        spine_formation = spine_birth*(young_left + matured)/mood_synapses
        young_lost = mood_transient*young_loss_rate/young_rate*(1 - exp(-young_rate*imaging_gap))
        spine_elimination = (young_lost + mood_stable*(1 - exp(-stable_loss_rate*imaging_gap)))/mood_synapses
    """,
)  # fmt: skip
