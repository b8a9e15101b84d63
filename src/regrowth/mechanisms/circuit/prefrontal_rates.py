"""Firing rates of prefrontal pyramidal, parvalbumin and somatostatin cells, with NMDA, AMPA and GABA kept apart.

Question    When NMDA receptors are blocked in some cells more than in others, does the circuit fire more or less?
Idea        Three populations in the dynamic mean-field tradition (Wong & Wang 2006; Deco 2014; interneuron types as in
            Garcia del Molino 2017): each rate relaxes to a softplus of its net input, the smooth form of the
            Abbott-Chance curve, with the published curvature. NMDA input passes through a slow gate that saturates
            with the pyramidal rate and is scaled by what block leaves of the target cell's receptors; AMPA and GABA
            inputs are fast and follow rates. Inputs are in units of the curve's width. The background input of each cell is whatever
            holds the healthy, undrugged circuit at the published resting rates. Wiring by who contacts whom
            (Pfeffer 2013): PV inhibits E and PV; SST inhibits E and PV, not SST; PV spares SST.
            Block of interneurons disinhibits; block of pyramidal NMDA input, the stronger of the two at full
            block, quietens: so a drug that favours interneurons raises firing at low dose and lowers it at high dose.
            Lost mood synapses weaken E-E excitation a little; homeostasis hides most of it.
Leaves out  VIP cells, layers, D1 and D2 pyramidal cells, thalamus and hippocampus, noise and oscillation as such,
            benzodiazepines; AMPA antagonists, silencing and stimulation (taken at the signalling level), adaptation over hours.
            Gamma power is that of the linearised E-PV loop shaken by E's own shot noise: a direction, not a spectrum.
Rivals      No disinhibition: receptors/channel_block with interneuron_selectivity = 1.
"""

from regrowth.language import mechanism, par, state


def _weight(name: str, value: float, meaning: str, why: str):
    return par(name, value, "1", meaning, source=f"assumed: {why}", spread="lognormal 20%", bounds=(0, None))


MECHANISM = mechanism(
    parameters=[
        par("e_healthy", 2, "Hz", "pyramidal rate, healthy rest", source="assumed: within 1-5 Hz reported for prefrontal pyramidal cells",
            spread="lognormal 30%", bounds=(0.1, 20)),
        par("pv_healthy", 10, "Hz", "parvalbumin rate, healthy rest", source="garciadelmolino2017", spread="lognormal 30%", bounds=(0.5, 60)),
        par("sst_healthy", 5, "Hz", "somatostatin rate, healthy rest", source="assumed: 3 Hz in Garcia del Molino 2017, higher in awake mice",
            spread="lognormal 30%", bounds=(0.5, 60)),
        par("curvature_e", 0.16, "s", "curvature of the input-rate curve, pyramidal cells", source="deco2014", bounds=(0.01, None)),
        par("curvature_i", 0.087, "s", "curvature of the input-rate curve, interneurons", source="deco2014", bounds=(0.01, None)),
        par("nmda_time", 100, "ms", "decay of NMDA gating", source="deco2014", bounds=(1, None)),
        par("nmda_opening", 0.641, "1", "NMDA gating opened per spike", source="deco2014", bounds=(0, None)),
        par("response_e", 5, "ms", "response time of pyramidal rates",
            source="assumed: AMPA current and high-conductance membrane; sets gamma frequency, no resting rate", bounds=(0.5, None)),
        par("response_pv", 5, "ms", "response time of parvalbumin rates",
            source="assumed: fast membrane and GABA-A decay; sets gamma frequency, no resting rate", bounds=(0.5, None)),
        par("response_sst", 20, "ms", "response time of somatostatin rates",
            source="assumed: slow, facilitating cells; sets no resting rate", bounds=(0.5, None)),
        _weight("nmda_to_e", 2.0, "NMDA part of recurrent input to E at rest",
                "two thirds of recurrent charge; slow decay makes NMDA the larger part, Deco 2014 has NMDA alone"),
        _weight("ampa_to_e", 1.0, "AMPA part of recurrent input to E at rest", "one third of recurrent charge"),
        _weight("nmda_to_pv", 0.7, "NMDA part of E input to PV at rest",
                "a quarter; most adult fast-spiking cells show little NMDA current (Wang & Gao 2009)"),
        _weight("ampa_to_pv", 1.9, "AMPA part of E input to PV at rest", "three quarters"),
        _weight("nmda_to_sst", 1.6, "NMDA part of E input to SST at rest", "two thirds; tonic GluN2B drive (Gerhard 2020)"),
        _weight("ampa_to_sst", 0.8, "AMPA part of E input to SST at rest", "one third"),
        _weight("pv_to_e", 2.5, "GABA input from PV to E at rest", "inhibition balances recurrent excitation; strongest of the GABA inputs (Pfeffer 2013)"),
        _weight("sst_to_e", 1.5, "GABA input from SST to E at rest", "about half of that from PV (Pfeffer 2013)"),
        _weight("pv_to_pv", 2.0, "GABA input from PV to PV at rest", "as strong as onto E (Pfeffer 2013)"),
        _weight("sst_to_pv", 0.4, "GABA input from SST to PV at rest", "a fifth of that from PV: 6.4 of 34.6 pA in Garcia del Molino 2017"),
        par("synapse_gain", 0.1, "1", "change of E-E excitation per change of mood synapses",
            source="assumed: weak, since firing is held by homeostasis; lowers E in depression by a few per cent",
            spread="lognormal 50%", bounds=(0, 1)),
        par("ceiling", 40, "1", "largest net input, keeps rates below those of a refractory cell",
            source="assumed: far above any input met", bounds=(5, 200)),
    ],
    reads=["nmda_pv", "nmda_sst", "nmda_pyramidal", "gaba_a_receptors"],
    feedback=["mood_synapses"],
    states=[
        state("e_rate", "Hz", "firing rate of pyramidal cells", bounds=(0, None), scale=1, start=2),
        state("pv_rate", "Hz", "firing rate of parvalbumin cells", bounds=(0, None), scale=5, start=10),
        state("sst_rate", "Hz", "firing rate of somatostatin cells", bounds=(0, None), scale=2, start=5),
        state("nmda_gate", "1", "NMDA gating of pyramidal synapses", bounds=(0, 1), scale=0.1, start=0.1),
    ],
    gives=["e_rate", "pv_rate", "sst_rate", "gamma_power"],
    equations="""
        gate_healthy = nmda_opening*nmda_time*e_healthy/(1 + nmda_opening*nmda_time*e_healthy)
        gate = nmda_gate/gate_healthy
        e = e_rate/e_healthy                                  # rates relative to healthy rest
        pv = pv_rate/pv_healthy
        sst = sst_rate/sst_healthy
        synapses = 1 + synapse_gain*(mood_synapses - 1)

        background_e = log(exp(curvature_e*e_healthy) - 1) - nmda_to_e - ampa_to_e + pv_to_e + sst_to_e
        background_pv = log(exp(curvature_i*pv_healthy) - 1) - nmda_to_pv - ampa_to_pv + pv_to_pv + sst_to_pv
        background_sst = log(exp(curvature_i*sst_healthy) - 1) - nmda_to_sst - ampa_to_sst

        input_e = min(ceiling, background_e + synapses*(nmda_to_e*nmda_pyramidal*gate + ampa_to_e*e) -
            gaba_a_receptors*(pv_to_e*pv + sst_to_e*sst))
        input_pv = min(ceiling, background_pv + nmda_to_pv*nmda_pv*gate + ampa_to_pv*e -
            gaba_a_receptors*(pv_to_pv*pv + sst_to_pv*sst))
        input_sst = min(ceiling, background_sst + nmda_to_sst*nmda_sst*gate + ampa_to_sst*e)

        d e_rate/dt = (log(1 + exp(input_e))/curvature_e - e_rate)/response_e
        d pv_rate/dt = (log(1 + exp(input_pv))/curvature_i - pv_rate)/response_pv
        d sst_rate/dt = (log(1 + exp(input_sst))/curvature_i - sst_rate)/response_sst
        d nmda_gate/dt = nmda_opening*e_rate*(1 - nmda_gate) - nmda_gate/nmda_time

        slope_e = exp(input_e)/(1 + exp(input_e))/curvature_e
        slope_pv = exp(input_pv)/(1 + exp(input_pv))/curvature_i
        damping_e = (1 - slope_e*synapses*ampa_to_e/e_healthy)/response_e
        damping_pv = (1 + slope_pv*gaba_a_receptors*pv_to_pv/pv_healthy)/response_pv
        damping = max(0.05*damping_pv, damping_e + damping_pv)
        resonance = max(0.05*damping_pv^2, damping_e*damping_pv +
            slope_e*gaba_a_receptors*pv_to_e/pv_healthy/response_e*slope_pv*ampa_to_pv/e_healthy/response_pv)
        gamma_raw = e_rate*(resonance + damping_pv^2)/(damping^2*resonance)
        gamma_power = gamma_raw/at_rest(gamma_raw)
    """,
)
