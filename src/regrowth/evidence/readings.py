"""The highest of a person's readings, which lies above the highest point of the mean course.

Trials report pressure either as a mean at a fixed time, or as the mean over people of each one's own maximum. A
reading scatters around a person's course, and the largest of several scattered readings is biased upwards: by one to
one and a half standard deviations for four to ten readings. So a "mean of maxima" is simulated as what it is.

The scatter of one reading is derived from 2,342 infusions of one clinic (genhosppsych2024): the change from baseline at
40 min had an SD of 11.2 (systolic) and 8.45 mmHg (diastolic) around means of 16 and 11. A change is two readings, and
half of the mean is taken for true differences between people (the declared spread of the effect's size). For the pulse
nothing was found; 5 beats/min is assumed. Readings are taken every half hour after the dose, and scatter independently:
so scatter alone puts the highest of four 5.7 (systolic) and 4.6 mmHg above the reading before, as on placebo, 6.1 and
4.9 (doherty2020). People of 65 and above had 11.1 and 6.8: their readings scatter more than is said here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

Array = NDArray[np.float64]

EVERY = 0.5  # h between readings
READING_SD = {
    "outcomes.systolic_rise": 5.5,  # mmHg; ((11.2^2 - 8^2)/2)^0.5
    "outcomes.diastolic_rise": 4.5,  # mmHg; ((8.45^2 - 5.5^2)/2)^0.5
    "outcomes.heart_rate_rise": 5.0,  # beats/min
}


def reading_times(start: float, stop: float) -> Array:
    """When readings are taken in a window of hours, its end included; rises count from the one at its start."""
    return np.append(np.arange(start + EVERY, stop - 1e-9, EVERY), stop)


def expected_highest(course: Array, sd: float) -> Array:
    """The expected largest of independent normal readings around each row of ``course``.

    Parameters
    ----------
    course
        (people, readings), each person's true values at the readings.
    sd
        Scatter of one reading, in the unit of the course.
    """
    if sd == 0:
        return course.max(axis=1)
    low, high = course.min() - 8 * sd, course.max() + 8 * sd
    x = np.linspace(low, high, 801)
    none_higher = np.prod(ndtr((x[None, None, :] - course[:, :, None]) / sd), axis=1)
    return high - np.trapezoid(none_higher, x, axis=1)
