"""What is read from connectivity: single numbers that papers report.

Correlations are Fisher's z. `gbc` is global brain connectivity, a region's mean correlation with all others, and
`gbcr` the same after regressing out the global signal; papers that found changes in depression used the latter, and
some findings hang on it (Kraus 2020), so an experiment observes what its paper did. Distances compare a brain with
the healthy, undrugged one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from regrowth.brain.condition import HEALTHY, Condition
from regrowth.brain.connectome import fisher
from regrowth.brain.linear import correlation, covariance, without_global_signal
from regrowth.brain.regions import regions
from regrowth.brain.working_point import working_point

Array = NDArray[np.float64]

MEANINGS = {
    "gbc": "global brain connectivity, mean over the cortex",
    "gbc_prefrontal": "global brain connectivity of prefrontal regions",
    "gbcr": "global brain connectivity, global signal regressed out",
    "gbcr_prefrontal": "global brain connectivity of prefrontal regions, global signal regressed out",
    "default_mode": "connectivity within the default mode network",
    "salience": "connectivity within the salience network",
    "auditory": "connectivity within the auditory network",
    "visual": "connectivity within the visual network",
    "default_mode_executive": "default mode with executive network, global signal regressed out",
    "segregation": "within networks less between them, relative to within (Chan 2014)",
    "insula_default_mode": "insula with the default mode network",
    "posterior_medial_prefrontal": "posterior cingulate and precuneus with medial prefrontal cortex",
    "cingulate_dorsomedial": "anterior cingulate with dorsomedial prefrontal cortex",
    "sensory_affective": "auditory and somatomotor networks with insula and anterior cingulate",
    "entropy": "entropy of the spectrum of correlations, 1 when nothing is shared",
    "gbcr_distance": "distance of the map of gbcr from the healthy one, root mean square over regions",
    "insula_default_mode_distance": "distance of insula_default_mode from the healthy value",
}
"""Every observable of the level `brain`, all of unit 1."""

_WITHIN = ("default mode", "salience", "auditory", "visual")


@dataclass(frozen=True)
class Reading:
    """Connectivity in one condition."""

    correlation: Array
    regressed: Array  # correlation after regressing out the global signal
    gbc: Array  # per region
    gbcr: Array
    values: dict[str, float]


def read_covariance(values: Array, healthy: Reading | None = None) -> Reading:
    """All measures of a covariance of BOLD signals; distances are from `healthy`, 0 without one."""
    here = regions()
    plain, regressed = correlation(values), correlation(without_global_signal(values))
    z, zr = fisher(plain), fisher(regressed)
    others = len(here) - 1
    gbc, gbcr = z.sum(axis=1) / others, zr.sum(axis=1) / others
    medial = here.of("Frontal_Sup_Medial", "Frontal_Med_Orb", "Cingulate_Ant")
    default, executive = here.of("default mode"), here.of("executive")
    found = {
        "gbc": gbc.mean(),
        "gbc_prefrontal": gbc[here.prefrontal].mean(),
        "gbcr": gbcr.mean(),
        "gbcr_prefrontal": gbcr[here.prefrontal].mean(),
        **{name.replace(" ", "_"): _within(z, here.of(name)) for name in _WITHIN},
        "default_mode_executive": _between(zr, default, executive),
        "segregation": _segregation(z),
        "insula_default_mode": _between(z, here.of("Insula"), default),
        "posterior_medial_prefrontal": _between(z, here.of("Cingulate_Post", "Precuneus"), medial),
        "cingulate_dorsomedial": _between(z, here.of("Cingulate_Ant"), here.of("Frontal_Sup_Medial")),
        "sensory_affective": _between(z, here.of("auditory", "somatomotor"), here.of("Insula", "Cingulate_Ant")),
        "entropy": _entropy(plain),
    }
    if healthy is None:
        found |= {"gbcr_distance": 0.0, "insula_default_mode_distance": 0.0}
    else:
        apart = found["insula_default_mode"] - healthy.values["insula_default_mode"]
        found["gbcr_distance"] = np.sqrt(np.mean((gbcr - healthy.gbcr) ** 2))
        found["insula_default_mode_distance"] = abs(apart)
    return Reading(plain, regressed, gbc, gbcr, {name: float(found[name]) for name in MEANINGS})


@cache
def reading(condition: Condition) -> Reading:
    """Connectivity in a condition, from the fluctuations around its working point."""
    healthy = None if condition == HEALTHY else reading(HEALTHY)
    return read_covariance(covariance(working_point(condition)), healthy)


def _within(z: Array, places: NDArray[np.intp]) -> float:
    return float(z[np.ix_(places, places)][np.triu_indices(len(places), 1)].mean())


def _between(z: Array, here: NDArray[np.intp], there: NDArray[np.intp]) -> float:
    return float(z[np.ix_(here, there)].mean())


def _segregation(z: Array) -> float:
    names = np.array(regions().networks)
    same = names[:, None] == names[None, :]
    upper = np.triu(np.ones(same.shape, bool), 1)
    within = z[same & upper].mean()
    return float((within - z[~same & upper].mean()) / within) if within else 0.0


def _entropy(correlations: Array) -> float:
    share = np.clip(np.linalg.eigvalsh(correlations), 1e-300, None) / len(correlations)
    return float(-(share * np.log(share)).sum() / np.log(len(share)))


# time series: what only a simulation or a scan has


def dynamics_of_connectivity(series: Array, per_window: int, step: int) -> Array:
    """How alike connectivity is at different times: correlations between the windows of (regions, times)."""
    starts = range(0, series.shape[1] - per_window + 1, step)
    upper = np.triu_indices(series.shape[0], 1)
    windows = np.stack([np.asarray(np.corrcoef(series[:, start : start + per_window]))[upper] for start in starts])
    return np.asarray(np.corrcoef(windows))


def in_band(series: Array, spacing: float, slowest: float, fastest: float) -> Array:
    """The part of (regions, times) between two frequencies, mean removed."""
    spectrum = np.fft.rfft(series - series.mean(axis=1, keepdims=True), axis=1)
    frequencies = np.fft.rfftfreq(series.shape[1], spacing)
    spectrum[:, (frequencies < slowest) | (frequencies > fastest)] = 0.0
    return np.fft.irfft(spectrum, series.shape[1], axis=1)
