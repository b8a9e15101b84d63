"""How far numbers that should agree stray from each other, beside their sampling errors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def cochran_q(values: NDArray[np.float64], variances: NDArray[np.float64]) -> float:
    """Cochran's Q: squared distances from the weighted mean, each over its variance, summed.

    Of n values that differ by these variances alone it is a chi-square with n - 1 degrees of freedom (Cochran 1954,
    doi:10.2307/3001666).
    """
    weights = 1 / variances
    return float(weights @ (values - weights @ values / weights.sum()) ** 2)
