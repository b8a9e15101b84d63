"""The working point: rates, inhibition and the Jacobian of every region in a given condition.

Reduced Wong-Wang dynamics with feedback and feedforward inhibition (Deco 2014):

    I_E  = background_e I0 + a (w+ J S_E + G J sum_j C_ij S_E,j) - J_i S_I           a: excitation that is left
    I_I  = background_i I0 + b (J S_E + lambda G J sum_j C_ij S_E,j) - S_I           b: excitation of interneurons left
    dS_E = -S_E/tau_E + (1 - S_E) gamma H(I_E) + noise,    dS_I = -S_I/tau_I + H(I_I) + noise

Every region has an excitatory rate that its inhibition J_i holds. At rest it is Deco's 3 Hz, in health and in
depression alike: homeostasis keeps firing while synapses come and go over days. (With inhibition left as it was in
health, the synapses that a depressed person lacks would cost two thirds of prefrontal firing, and a few per cent more
than the healthy number would triple it. Neither is known of anybody: glutamatergic energy use in depression is a
quarter low, in occipital cortex, Abdallah 2014.) While the drug is there, it is that rate times what the circuit
level says about pyramidal firing, more where there are more NMDA receptors. So the two levels can't disagree about
firing, and no number of the brain is set by what the drug does to connectivity.

Synapses scale excitation onto a region (`a`), fully in prefrontal regions and by a part elsewhere, up to the healthy
number. Beyond it, scaling holds the total (Turrigiano 2008), and the surplus, which restores nothing that was lost
(as half of regrown spines do in stressed mice, Moda-Sava 2019), comes from anywhere in the cortex: connections along
the connectome are diluted. So the same new synapses bring a depressed brain nearer to health and a healthy one away
from it. Block scales excitation by the NMDA share of the circuit level, times the region's receptor density relative
to prefrontal cortex.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from regrowth.brain.condition import Condition, Shares
from regrowth.brain.parameters import numbers
from regrowth.brain.regions import regions
from regrowth.brain.wiring import Wiring, wiring
from regrowth.errors import NoRestingState

Array = NDArray[np.float64]


@dataclass(frozen=True)
class WorkingPoint:
    """All regions at rest in one condition."""

    network: Array  # G J C: from region j onto i, nA per S_E, before what block and synapses do
    excitation: Array  # a
    far_onto_inhibitory: Array  # lambda b
    local: Array  # w+ J a
    onto_inhibitory: Array  # J b
    inhibition: Array  # J_i
    gating_e: Array  # S_E
    gating_i: Array  # S_I
    rate_e: Array  # Hz
    rate_i: Array
    jacobian: Array  # of (S_E, S_I), 1/s

    @property
    def slowest(self) -> float:
        """Real part of the leading eigenvalue, 1/s; negative if this state lasts."""
        return float(np.linalg.eigvals(self.jacobian).real.max())


def working_point(condition: Condition, *, wires: Wiring | None = None, shares: Shares | None = None) -> WorkingPoint:
    """The working point of a condition; by default with the fitted wiring."""
    k = numbers()
    here = regions()
    wires = wires or wiring()
    shares = shares or _usual_shares()

    present = np.clip(1.0 + np.where(here.prefrontal, 1.0, k["elsewhere"]) * (condition.synapses - 1.0), 0.0, None)
    lost_e = here.nmda * shares.pyramidal * (1.0 - condition.nmda_pyramidal)
    lost_pv = here.nmda * shares.pv * (1.0 - condition.nmda_pv)
    lost_sst = here.nmda * shares.sst * (1.0 - condition.nmda_sst)
    lost_i = (1.0 - shares.sst_part) * lost_pv + shares.sst_part * lost_sst
    left_e = np.minimum(present, 1.0) * np.clip(1.0 - lost_e, 0.0, None)
    left_i = np.clip(1.0 - lost_i, 0.0, None)

    rate_e = k["rest_rate"] * np.clip(1.0 + here.nmda * (condition.firing - 1.0), 0.0, None)
    drive = k["opening"] * rate_e * k["time_nmda"]
    gating_e = drive / (1.0 + drive)
    input_e = _input_for(rate_e)
    network = k["j_nmda"] * _diluted(wires.weights, present)
    far_onto_inhibitory = wires.feedforward * left_i
    local = k["recurrence"] * k["j_nmda"] * left_e
    onto_inhibitory = k["j_nmda"] * left_i
    arriving = (network * gating_e).sum(axis=1)
    excited_i = k["background_i"] * k["background"] + onto_inhibitory * gating_e + far_onto_inhibitory * arriving
    input_i, rate_i = _inhibitory(excited_i)
    gating_i = k["time_gaba"] * rate_i
    excited_e = k["background_e"] * k["background"] + local * gating_e + left_e * arriving
    inhibition = (excited_e - input_e) / gating_i
    if (inhibition < 0).any():
        worst = here.names[int(np.argmin(inhibition))]
        raise NoRestingState(f"No inhibition holds {worst} at {rate_e.min():.3g} to {rate_e.max():.3g} Hz.")

    slope_e = (1.0 - gating_e) * k["opening"] * slope(input_e, "e")
    slope_i = slope(input_i, "i")
    decay_e = 1.0 / k["time_nmda"] + k["opening"] * rate_e
    e_from_e = slope_e[:, None] * (left_e[:, None] * network + np.diag(local)) - np.diag(decay_e)
    i_from_e = slope_i[:, None] * (far_onto_inhibitory[:, None] * network + np.diag(onto_inhibitory))
    jacobian = np.block(
        [[e_from_e, -np.diag(slope_e * inhibition)], [i_from_e, -np.diag(1.0 / k["time_gaba"] + slope_i)]]
    )
    return WorkingPoint(
        network, left_e, far_onto_inhibitory, local, onto_inhibitory, inhibition, gating_e, gating_i, rate_e, rate_i,
        jacobian,
    )  # fmt: skip


def _diluted(weights: Array, present: Array) -> Array:
    """The wiring where a region has more synapses than is usual: the surplus comes from anywhere, scaling holds all."""
    surplus = (1.0 - 1.0 / np.maximum(present, 1.0))[:, None]
    anywhere = (weights.sum(axis=1) / (len(weights) - 1))[:, None] * (1.0 - np.eye(len(weights)))
    return (1.0 - surplus) * weights + surplus * anywhere


@cache
def _usual_shares() -> Shares:
    return Shares.usual()


def rate(current: Array, kind: str) -> Array:
    """Firing rate of cells of a kind (`e` or `i`) at an input current: the curve of Abbott and Chance."""
    k = numbers()
    above = k[f"gain_{kind}"] * current - k[f"threshold_{kind}"]
    return above / -np.expm1(-k[f"curvature_{kind}"] * above)


def slope(current: Array, kind: str) -> Array:
    """How fast that rate rises with the current."""
    k = numbers()
    curvature = k[f"curvature_{kind}"]
    above = k[f"gain_{kind}"] * current - k[f"threshold_{kind}"]
    falling = np.exp(-curvature * above)
    return k[f"gain_{kind}"] * (1.0 - falling - above * curvature * falling) / (1.0 - falling) ** 2


def _input_for(wanted: Array) -> Array:
    """The current at which excitatory cells fire at a rate: Newton's method on a convex, rising curve."""
    k = numbers()
    current = np.full_like(wanted, k["threshold_e"] / k["gain_e"] + 0.05)
    for _ in range(60):
        step = (rate(current, "e") - wanted) / slope(current, "e")
        current = current - step
        if np.abs(step).max() < 1e-15:
            break
    return current


def _inhibitory(excitation: Array) -> tuple[Array, Array]:
    """Input and rate of inhibitory cells that inhibit themselves: I = excitation - tau H(I)."""
    tau = numbers()["time_gaba"]
    current = excitation.copy()
    for _ in range(60):
        step = (current + tau * rate(current, "i") - excitation) / (1.0 + tau * slope(current, "i"))
        current = current - step
        if np.abs(step).max() < 1e-15:
            break
    return current, rate(current, "i")
