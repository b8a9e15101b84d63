"""Fast relief: the functional path, from hours to about a day.

Question    Why does mood lift within the hour, before any spine can have grown?
Idea        Two functional changes relieve at once: stronger AMPA throughput in the mood circuit, and a
            habenula that stops bursting. Either charges a short-lived functional change of the circuit,
            which fades over about a day. Removing new spines does not touch it, which is what animal
            experiments on induction and maintenance found.
Leaves out  Regions (one circuit stands for prefrontal cortex); opioid and monoamine routes. Only the
            product of weight and gain can be told from symptoms: the split between AMPA and habenula is an
            assumption.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("ampa_weight", 1, "1", "weight of a doubling of AMPA drive",
            source="assumed: sets the scale of the fast signal", bounds=(0, None)),
        par("habenula_weight", 0.5, "1", "weight of a fully silenced habenula, beside a doubling of AMPA drive",
            source="assumed: local habenula block relieves rodents within the hour, but is not needed for it",
            bounds=(0, None)),
        par("fast_half", 0.07336, "1", "signal that charges the fast change at half its largest rate",
            source="fitted: daly2018-madrs-2h-esk84, daly2018-madrs-24h-esk84, murrough2013b-madrs-2h, murrough2013-madrs-24h-ketamine",
            spread="lognormal 50%", bounds=(0.001, None),
            note="only as a product: with the size of the fast signal, whose weights are assumed",
            interval=(0.03356, 0.1604)),
        par("fast_slope", 2, "1", "Hill exponent of charging on the signal",
            source="assumed: a lasting signal of a few per mille should not relieve", bounds=(1, 6)),
        par("fast_charge", 1.5, "1/h", "largest rate of charging",
            source="assumed: benefit over control is first seen 40 min after the start of the infusion (kishimoto2016)",
            spread="lognormal 30%", bounds=(0, None)),
        par("fast_fade", 24.34, "h", "time constant with which fast relief fades",
            source="fitted: daly2018-madrs-2h-esk84, daly2018-madrs-24h-esk84, murrough2013b-madrs-2h, murrough2013-madrs-24h-ketamine, kishimoto2016-g-d1, price2022ipd-beta-24h, price2022ipd-beta-7d, singh2016-madrs-d15-ket-2x",
            spread="lognormal 40%", bounds=(2, 96), interval=(13.58, 43.64)),
        par("fast_gain", 0.3554, "1", "relief (log odds of severity) at full fast change",
            source="fitted: daly2018-madrs-2h-esk84, daly2018-madrs-24h-esk84, murrough2013b-madrs-2h, murrough2013-madrs-24h-ketamine",
            spread="lognormal 55.7%", bounds=(0, None),
            note="only as a product: with the size of the fast signal, whose weights are assumed",
            interval=(0.2534, 0.4984)),
    ],
    reads=["ampa_drive", "habenula_bursting"],
    states=[state("fast_change", "1", "short-lived functional change of the mood circuit", bounds=(0, 1))],
    species=("human",),
    equations="""
        fast_signal = ampa_weight*positive(ampa_drive/at_rest(ampa_drive) - 1) +
            habenula_weight*positive(1 - habenula_bursting/at_rest(habenula_bursting))
        d fast_change/dt = fast_charge*hill(fast_signal, fast_half, fast_slope)*(1 - fast_change) - fast_change/fast_fade
        mood_relief += fast_gain*fast_change
    """,
)  # fmt: skip
