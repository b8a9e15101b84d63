"""The brain in time: noise-driven Wong-Wang regions by milliseconds, and their BOLD signals.

Euler-Maruyama steps, as in the papers, with the random numbers of one seed drawn in one order, so that a seed gives
the same brain everywhere, and two conditions share their noise. Sums run over whole rows, never rearranged, so that
the result does not depend on the processor's vector width.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

from regrowth.brain.linear import bold_weights
from regrowth.brain.parameters import numbers
from regrowth.brain.working_point import WorkingPoint
from regrowth.errors import RegrowthError

Array = NDArray[np.float64]
STEP = 1e-3  # s
_BOLD_EVERY = 10  # steps
_SETTLING = 20.0  # s thrown away, so that nothing of the start is left in the BOLD signal


@dataclass(frozen=True)
class Simulation:
    """What a simulated brain did: gating and BOLD as (regions, times), `spacing` seconds apart."""

    gating: Array
    bold: Array | None
    rate: Array  # mean excitatory rate of each region, Hz
    spacing: float

    @property
    def seconds(self) -> float:
        return self.gating.shape[1] * self.spacing


def simulate(point: WorkingPoint, seconds: float, seed: int = 0, *, bold: bool = True) -> Simulation:
    """Run the brain for some seconds of its own time, from its working point."""
    if not 0 < seconds <= 24 * 3600:
        raise RegrowthError(f"A brain can be simulated for up to a day, not for {seconds:g} s.")
    k = numbers()
    every = round(k["repetition"] / STEP / _BOLD_EVERY) * _BOLD_EVERY
    settling = round(_SETTLING / STEP / every) * every if bold else 0
    steps = settling + max(1, round(seconds / STEP / every)) * every
    curves = np.array([k[f"{name}_{kind}"] for kind in "ei" for name in ("gain", "threshold", "curvature")])
    rates = np.array([1 / k["time_nmda"], 1 / k["time_gaba"], k["opening"], k["noise"] * np.sqrt(1000.0)])
    fine, rate = cast(Any, _advance)(
        np.random.Generator(np.random.PCG64(seed)), steps, _BOLD_EVERY,
        np.ascontiguousarray(point.network.T), point.excitation, point.far_onto_inhibitory, point.local,
        point.onto_inhibitory, point.inhibition,
        k["background_e"] * k["background"], k["background_i"] * k["background"], curves, rates,
        point.gating_e.copy(), point.gating_i.copy(),
    )  # fmt: skip
    per_volume = every // _BOLD_EVERY
    skip = settling // every
    volumes = fine.reshape(-1, per_volume, fine.shape[1]).mean(axis=1)[skip:].T
    signal = None
    if bold:
        signal = cast(Any, _balloon)(fine, STEP * _BOLD_EVERY, per_volume, *_haemodynamics(), point.gating_e)[skip:].T
    return Simulation(np.ascontiguousarray(volumes), signal, rate, every * STEP)


def _haemodynamics() -> tuple[float, ...]:
    k = numbers()
    names = ("signal_decay", "flow_return", "transit", "stiffness", "extraction", "blood_volume")
    return (*(k[name] for name in names), *bold_weights())


@njit(cache=True, nogil=True)
def _advance(
    rng, steps, every, from_, left_e, far_onto_i, local, onto_i, inhibition, base_e, base_i, curves, rates, s_e, s_i
):
    """Gating averaged over `every` steps, (steps/every, regions), and mean rates. `from_[j]` is what region j sends."""
    n = s_e.size
    gain_e, threshold_e, curvature_e, gain_i, threshold_i, curvature_i = curves
    decay_e, decay_i, opening, noise = rates
    shake = noise * np.sqrt(STEP)
    kept = np.zeros((steps // every, n))
    total = np.zeros(n)
    arriving = np.empty(n)
    for step in range(steps):
        for i in range(n):
            arriving[i] = 0.0
        for j in range(n):
            sent = s_e[j]
            row = from_[j]
            for i in range(n):
                arriving[i] += row[i] * sent
        row = kept[step // every]
        for i in range(n):
            excited = base_e + local[i] * s_e[i] + left_e[i] * arriving[i]
            above = gain_e * (excited - inhibition[i] * s_i[i]) - threshold_e
            rate_e = above / (1.0 - np.exp(-curvature_e * above)) if abs(above) > 1e-9 else 1.0 / curvature_e
            excited = base_i + onto_i[i] * s_e[i] + far_onto_i[i] * arriving[i]
            above = gain_i * (excited - s_i[i]) - threshold_i
            rate_i = above / (1.0 - np.exp(-curvature_i * above)) if abs(above) > 1e-9 else 1.0 / curvature_i
            e = s_e[i] + STEP * (-decay_e * s_e[i] + (1.0 - s_e[i]) * opening * rate_e) + shake * rng.standard_normal()
            k = s_i[i] + STEP * (-decay_i * s_i[i] + rate_i) + shake * rng.standard_normal()
            s_e[i] = min(max(e, 0.0), 1.0)
            s_i[i] = max(k, 0.0)
            total[i] += rate_e
            row[i] += s_e[i]
    return kept / every, total / steps


@njit(cache=True, nogil=True)
def _balloon(
    activity, step, per_volume, signal_decay, flow_return, transit, stiffness, extraction, blood, first, second, third,
    start,
):
    """The BOLD signal of activity (times, regions), one volume every `per_volume` steps (Friston 2003)."""
    steps, n = activity.shape
    volumes = np.empty((steps // per_volume, n))
    power = 1.0 / stiffness
    log_left = np.log(1.0 - extraction)
    for i in range(n):
        s = 0.0
        f = 1.0 + start[i] / flow_return
        v = f**stiffness
        q = f * (1.0 - np.exp(log_left / f)) / extraction * v / f
        for t in range(steps):
            out = v**power
            taken = f * (1.0 - np.exp(log_left / f)) / extraction
            change_s = activity[t, i] - s * signal_decay - (f - 1.0) * flow_return
            change_v = (f - out) / transit
            change_q = (taken - q * out / v) / transit
            f = max(f + step * s, 0.05)
            s += step * change_s
            v = max(v + step * change_v, 0.05)
            q = max(q + step * change_q, 0.0)
            if (t + 1) % per_volume == 0:
                volumes[t // per_volume, i] = blood * (first * (1.0 - q) + second * (1.0 - q / v) + third * (1.0 - v))
    return volumes
