"""Gamma power of the loop between pyramidal and parvalbumin cells.

Question    By how much does cortical power at 30-80 Hz rise and fall with the firing of the circuit?
Idea        Gamma in the awake cortex is filtered noise, not a clock (Burns 2011): a damped resonance of the loop,
            shaken by the pyramidal cells' own irregular spikes. The loop is linearised at the present rates. Each
            cell filters with its membrane in the high-conductance state, each synapse with its decay and its latency, as in
            rate models of gamma (Keeley 2019; constants of Brunel & Wang 2003). Power rises steeply as disinhibition
            raises the loop's gain towards the border of oscillation, and falls with firing at high doses.
            The spectrum is read at six frequencies; no parameter is fitted to gamma.
Leaves out  Somatostatin cells within the loop, volume conduction, other bands, the shape of the background; what happens
            beyond the border, where the real rhythm would grow until it saturates: the blur stands for that.
"""

from regrowth.language import mechanism, par

STEPS = 5
_AT = """
        turn_{k} = 2*3.14159265*(lowest + {k}/{steps}*(highest - lowest))
        e_real_{k} = 1 - self_excitation - e_square*turn_{k}^2
        e_imaginary_{k} = turn_{k}*(e_sum - e_cube*turn_{k}^2)
        pv_real_{k} = 1 + self_inhibition - pv_square*turn_{k}^2
        pv_imaginary_{k} = turn_{k}*(pv_sum - pv_cube*turn_{k}^2)
        real_{k} = e_real_{k}*pv_real_{k} - e_imaginary_{k}*pv_imaginary_{k} + loop_gain
        imaginary_{k} = e_real_{k}*pv_imaginary_{k} + e_imaginary_{k}*pv_real_{k}
        power_{k} = (1 + (ampa_decay*turn_{k})^2)*(1 + (latency*turn_{k})^2)*(pv_real_{k}^2 + pv_imaginary_{k}^2)/
            (real_{k}^2 + imaginary_{k}^2 + (blur*loop_gain)^2)
"""

MECHANISM = mechanism(
    parameters=[
        par("lowest", 30, "Hz", "lower end of the band", source="pinault2008", bounds=(1, None)),
        par("highest", 80, "Hz", "upper end of the band", source="pinault2008", bounds=(1, None)),
        par("membrane_e", 10, "ms", "membrane time constant of pyramidal cells, high-conductance state",
            source="assumed: half of the 20 ms at rest (wong2006)", bounds=(0.5, None)),
        par("membrane_pv", 5, "ms", "membrane time constant of parvalbumin cells, high-conductance state",
            source="assumed: half of the 10 ms at rest (wong2006)", bounds=(0.5, None)),
        par("ampa_decay", 2, "ms", "decay of AMPA current",
            source="brunel2003", note="recalled, not yet checked in the paper", bounds=(0, None)),
        par("gaba_decay", 5, "ms", "decay of GABA-A current", source="brunel2003", bounds=(0, None)),
        par("latency", 1.5, "ms", "latency and rise of either current",
            source="brunel2003", note="1 + 0.5 ms; recalled, not yet checked in the paper", bounds=(0, None)),
        par("blur", 0.1, "1", "smallest distance from the border of oscillation, as a share of the loop's gain",
            source="assumed: irregular, unequal cells never share one sharp resonance", bounds=(1e-3, 1)),
    ],
    reads=["e_rate", "self_excitation", "self_inhibition", "loop_gain"],
    gives=["gamma_power"],
    equations="""
        e_sum = membrane_e + ampa_decay + latency             # three filters in a row, seen by E's self-excitation
        e_square = membrane_e*ampa_decay + membrane_e*latency + ampa_decay*latency
        e_cube = membrane_e*ampa_decay*latency
        pv_sum = membrane_pv + gaba_decay + latency           # and by PV's self-inhibition
        pv_square = membrane_pv*gaba_decay + membrane_pv*latency + gaba_decay*latency
        pv_cube = membrane_pv*gaba_decay*latency
    """
    + "".join(_AT.format(k=k, steps=STEPS) for k in range(STEPS + 1))
    + f"""
        gamma_raw = e_rate*({" + ".join(f"power_{k}" for k in range(STEPS + 1))})
        gamma_power = gamma_raw/at_rest(gamma_raw)
    """,
)
