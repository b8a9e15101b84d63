"""Quantiles of what streams by, without keeping it: counts in bins that widen with the value.

DDSketch (Masson, Rim & Lee 2019, doi:10.14778/3352063.3352135): bin edges are a geometric series, so every quantile is
known to the same relative accuracy. Counts add up, so that the result does not depend on how the values were grouped.
"""

from __future__ import annotations

import numpy as np

#: how far from a true value of the sample a quantile may lie, relative to it
ACCURACY = 1e-3
_LOG_STEP = np.log((1 + ACCURACY) / (1 - ACCURACY))
_FIRST = 400_000  # the bin of 1; those of the smallest numbers stay above 0, the bin of 0 itself
_BINS = 1 << 21  # of either sign and 0, fewer than this


class Sketch:
    """Counts of values in every cell of an array of any shape.

    >>> sketch = Sketch()
    >>> for part in np.split(np.arange(1.0, 1001.0)[:, None], 10):  # one cell, a thousand values
    ...     sketch.add(part)
    >>> bool(abs(sketch.quantile(0.5)[0] / 500.5 - 1) < ACCURACY)
    True
    """

    def __init__(self) -> None:
        self.n = np.zeros(0, np.int64)  # values of each cell
        self._shape: tuple[int, ...] = ()
        self._bins = np.zeros(0, np.int64)  # cell and bin in one number, ascending
        self._counts = np.zeros(0, np.int64)

    def add(self, values: np.ndarray) -> None:
        """Count values of shape (values, cells …); those that are NaN are missing."""
        self._shape = values.shape[1:]
        flat = values.reshape(len(values), -1)
        there = ~np.isnan(flat)
        self.n = there.sum(axis=0) + (self.n if len(self.n) else 0)
        cells = np.arange(flat.shape[1], dtype=np.int64) * _BINS + _BINS // 2
        bins, counts = np.unique((cells + _bin(np.where(there, flat, 0.0)))[there], return_counts=True)
        self._bins, place = np.unique(np.concatenate([self._bins, bins]), return_inverse=True)
        self._counts = np.bincount(place, np.concatenate([self._counts, counts])).astype(np.int64)

    def quantile(self, q: float) -> np.ndarray:
        """Values of shape (cells …) below which the share ``q`` lies, between neighbours as NumPy has it.

        NaN in a cell without values.
        """
        below, first = np.cumsum(self._counts), np.cumsum(self.n) - self.n
        rank = q * np.maximum(self.n - 1, 0)
        whole = rank.astype(np.int64)

        def at(k: np.ndarray) -> np.ndarray:
            found = np.searchsorted(below, first + np.minimum(k, self.n - 1), side="right")
            return _value(self._bins[np.minimum(found, len(self._bins) - 1)] % _BINS - _BINS // 2)

        low, share = at(whole), rank - whole
        values = np.where(share == 0, low, low + share * (at(whole + 1) - low))
        return np.where(self.n > 0, values, np.nan).reshape(self._shape)


def _bin(values: np.ndarray) -> np.ndarray:
    """Whole numbers in the order of the values."""
    size = np.abs(values)
    tiny = size < np.finfo(np.float64).tiny
    place = np.rint(np.log(np.where(tiny, 1.0, size)) / _LOG_STEP).astype(np.int64) + _FIRST
    return np.where(tiny, 0, np.sign(values).astype(np.int64) * place)


def _value(bins: np.ndarray) -> np.ndarray:
    return np.where(bins == 0, 0.0, np.sign(bins) * np.exp((np.abs(bins) - _FIRST) * _LOG_STEP))
