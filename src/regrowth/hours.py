"""When a run is looked at: the hours at which it is kept, and those of its visits."""

from __future__ import annotations

import numpy as np

from regrowth.protocol import Protocol

_RISE_AND_FALL = np.array([5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90, 105, 120, 150]) / 60  # hours after a dose


def output_times(plan: Protocol) -> np.ndarray:
    """Hours at which a run is kept: hourly, every 2 min around the first dose, at every edge and every visit.

    After later doses closely enough for their peaks to be seen as high as the first, but for tablets that go on beside
    infusions or sprays.
    """
    start, end = min(plan.starts, -1.0), max(plan.horizon, 6.0)
    every = 1.0 if end <= 60 * 24 else 6.0
    given = [(time, dose.route == "oral") for arm in plan.arms for time, dose in arm.doses]
    first = min((time for time, _ in given), default=0.0)
    doses = {time for time, oral in given if not oral} or {time for time, _ in given}
    grids = [
        np.arange(np.floor(start), end + 1e-9, every),
        first + np.arange(-0.5, 6.0 + 1e-9, 1 / 30),
        first + np.arange(6.0, 24.0 + 1e-9, 0.25),
        np.array([*plan.measured_at(), *plan.found_at]),
        *(time + _RISE_AND_FALL for time in doses),
        np.array([t for arm in plan.arms for row in arm.schedule for t in (row.start, row.stop)]),
    ]
    times = np.concatenate(grids)
    return np.unique(np.round(times[np.isfinite(times) & (times >= start) & (times <= end)], 9))


def visits(plan: Protocol) -> list[float]:
    """Hours at which something is measured or says who goes on, with the visit before the first dose."""
    return sorted({0.0, *plan.measured_at(), *plan.found_at})
