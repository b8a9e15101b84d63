"""Functional connectivity without simulating: the noise-driven fluctuations around the working point.

Near a stable working point the equations are linear, noise in gives noise out, and the spectrum of the BOLD signals
follows from the Jacobian and the linearised balloon (Deco 2014 use the same moments method for correlations).
Connectivity is then exact in the limit of small noise, free of sampling error, and takes milliseconds, so that a
difference between two conditions is a difference of the model. The simulation in `dynamics` judges it; the tests
hold the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from regrowth.brain.parameters import numbers
from regrowth.brain.working_point import WorkingPoint
from regrowth.errors import NoRestingState

Array = NDArray[np.float64]
_FREQUENCIES = 31


def covariance(point: WorkingPoint) -> Array:
    """Covariance of the regions' BOLD signals within the band in which connectivity is read.

    Raises
    ------
    NoRestingState
        If the working point is not stable: the brain would leave it, and fluctuations say nothing.
    """
    k = numbers()
    with one_thread():
        values, vectors = np.linalg.eig(point.jacobian.astype(complex))
    growth = float(np.max(np.real(values)))
    if growth >= 0:
        raise NoRestingState(
            "This brain has no resting state there: excitation grows by itself "
            f"({growth:.2g} per second). The condition lies outside what the brain model can say."
        )
    n = len(point.gating_e)
    power = k["noise"] ** 2 * 1000.0  # per second; it is declared per root millisecond
    with one_thread():
        inverse = np.linalg.inv(vectors)
        source = power * (inverse @ inverse.conj().T)
    weight = np.zeros(source.shape, complex)
    for frequency in np.linspace(k["slowest"], k["fastest"], _FREQUENCIES):
        response = 1.0 / (2j * np.pi * frequency - values)
        weight += abs(bold_response(frequency, float(point.gating_e.mean()))) ** 2 * np.outer(response, response.conj())
    seen = vectors[:n]
    with one_thread():
        return (seen @ (weight * source) @ seen.conj().T).real


@contextmanager
def one_thread() -> Iterator[None]:
    """Matrices this small are slower on several threads, and their last bits would hang on how many there are."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        yield


def connectivity(point: WorkingPoint) -> Array:
    """Correlations of the regions' BOLD signals."""
    return correlation(covariance(point))


def correlation(values: Array) -> Array:
    """A covariance as correlations."""
    size = np.sqrt(np.diag(values))
    return values / np.outer(size, size)


def without_global_signal(values: Array) -> Array:
    """A covariance after regressing out the mean over regions."""
    towards = values.sum(axis=1)
    return values - np.outer(towards, towards) / towards.sum()


def bold_response(frequency: float, activity: float) -> complex:
    """The balloon's linear response around a steady activity, at one frequency (Hz)."""
    k = numbers()
    omega = 2j * np.pi * frequency
    power = 1.0 / k["stiffness"]
    flow = 1.0 + activity / k["flow_return"]
    volume = flow ** k["stiffness"]
    left = (1.0 - k["extraction"]) ** (1.0 / flow)
    taken = flow * (1.0 - left) / k["extraction"]
    content = taken * volume / flow  # deoxyhaemoglobin: what comes in leaves with the blood
    d_flow = 1.0 / (omega**2 + omega * k["signal_decay"] + k["flow_return"])
    d_volume = d_flow / (omega * k["transit"] + power * volume ** (power - 1.0))
    d_taken = (1.0 - left + left * np.log(1.0 - k["extraction"]) / flow) / k["extraction"] * d_flow
    leaving = content * (power - 1.0) * volume ** (power - 2.0) * d_volume
    d_content = (d_taken - leaving) / (omega * k["transit"] + volume ** (power - 1.0))
    first, second, third = bold_weights()
    d_ratio = d_content / volume - content / volume**2 * d_volume
    return -k["blood_volume"] * (first * d_content + second * d_ratio + third * d_volume)


def bold_weights() -> tuple[float, float, float]:
    """Weights of the three parts of the BOLD signal (Friston 2003)."""
    extraction = numbers()["extraction"]
    return 7.0 * extraction, 2.0, 2.0 * extraction - 0.2
