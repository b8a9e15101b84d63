"""How regions are wired: the measured connectome, what tractography misses of it, and whom its fibres excite.

Tractography loses most callosal fibres to lateral cortex, where they cross others; so each region is joined to its
twin by a little more than was measured, as Finger 2016 and others do. Long fibres reach interneurons too: a share of
what they bring to excitatory cells (feedforward inhibition, Deco 2014). Which of several published wirings to take,
and its three numbers, was settled by healthy people's functional connectivity alone
(`calibration/brain_wiring.py`), cross-validated between two groups of people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regrowth.brain.connectome import connectome
from regrowth.brain.parameters import numbers

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Wiring:
    """Global coupling times weights, from region j (column) onto i (row), and the share of it that interneurons get."""

    weights: Array
    feedforward: float


def wiring(
    coupling: float | None = None,
    twins: float | None = None,
    feedforward: float | None = None,
    structure: Array | None = None,
) -> Wiring:
    """The wiring of the human brain; by default with the fitted numbers and the connectome that they were fitted on.

    Parameters
    ----------
    coupling, twins, feedforward
        Instead of the parameters of these names.
    structure
        Another connectome, (80, 80), largest weight about 1.
    """
    k = numbers()
    weights = (connectome().weights if structure is None else structure).copy()
    left = np.arange(0, len(weights), 2)
    weights[left, left + 1] += k["twins"] if twins is None else twins
    weights[left + 1, left] = weights[left, left + 1]
    coupling = k["coupling"] if coupling is None else coupling
    return Wiring(coupling * weights, k["feedforward"] if feedforward is None else feedforward)
