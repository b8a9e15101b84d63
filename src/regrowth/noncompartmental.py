"""Non-compartmental summaries: peak, time of peak, area under the curve and half-life of any course.

The usual rules (Gabrielsson & Weiner 2012, Methods Mol Biol 929:377): areas by the linear rule while the level rises
and by the logarithmic rule while it falls; the terminal slope by the regression on the last points that has the
highest adjusted R², at least three of them and all after the peak; the area beyond the last point from that slope.

>>> import numpy as np
>>> t = np.linspace(0, 24, 97)
>>> found = noncompartmental(t, 10 * np.exp(-0.3 * t))
>>> round(found.auc_infinite, 2), round(found.half_life, 2)
(33.33, 2.31)
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from regrowth.errors import RegrowthError

if TYPE_CHECKING:
    import pandas as pd

    from regrowth.result import Run

LEAST_POINTS = 3
SHARE_OF_PEAK = 1e-3  # below it a simulated level counts as not quantifiable, where no limit is given
_LOGNORMAL = ("peak", "auc_last", "auc_infinite", "half_life")  # what is averaged on the logarithm
_SAME = 1e-4  # adjusted R² that differ by less count as equal: the longer regression is taken (as in PKNCA)


@dataclass(frozen=True)
class Exposure:
    """What a course amounts to. Times in the unit given, counted from `start`; NaN where it can't be told.

    `extrapolated` is the share of the whole area that lies beyond the last quantifiable point.
    """

    peak: float
    time_of_peak: float
    last: float
    auc_last: float
    auc_infinite: float
    extrapolated: float
    half_life: float
    terminal_points: int


def noncompartmental(
    times: ArrayLike, levels: ArrayLike, *, start: float = 0.0, limit: float | None = None
) -> Exposure:
    """Summarise one course of levels.

    Parameters
    ----------
    times, levels
        One-dimensional, times rising. What lies before `start` is left out.
    start
        When the dose began; times of peak are counted from it.
    limit
        The lowest level that can be quantified: the course ends with the last point above it. By default a
        thousandth of the peak.
    """
    t, y = _checked(times, levels, start)
    if not len(t) or not np.isfinite(y).all() or y.max() <= 0:
        return Exposure(*(math.nan,) * 7, terminal_points=0)
    highest = int(np.argmax(y))
    floor = SHARE_OF_PEAK * y[highest] if limit is None else limit
    above = np.flatnonzero(y >= max(floor, 0.0))
    if not len(above) or y[above[-1]] <= 0:
        return Exposure(*(math.nan,) * 7, terminal_points=0)
    stop = int(above[-1]) + 1
    area = float(np.sum(_areas(t[:stop], y[:stop])))
    rate, at_last, points = _terminal(t[highest + 1 : stop], y[highest + 1 : stop])
    tail = at_last / rate if rate > 0 else math.nan
    return Exposure(
        peak=float(y[highest]),
        time_of_peak=float(t[highest] - start),
        last=float(t[stop - 1] - start),
        auc_last=area,
        auc_infinite=area + tail,
        extrapolated=tail / (area + tail),
        half_life=math.log(2) / rate if rate > 0 else math.nan,
        terminal_points=points,
    )


def exposures(
    run: Run,
    *observables: str,
    unit: str = "",
    start: float | None = None,
    stop: float | None = None,
    limit: float | None = None,
) -> pd.DataFrame:
    """The same for observables of a run, or sums of them, in a `unit`: a row per arm, observable and person.

    The window begins with the first dose of each arm (or `start`, hours) and ends before the second (or at `stop`):
    of a dosing interval at steady state give both. Areas are in the unit times hours; `limit` is in the unit.

    Examples
    --------
    >>> table = exposures(run, "pharmacokinetics.s_ketamine_venous + r_ketamine_venous", unit="ng/mL")  # doctest: +SKIP
    >>> geometric(table)  # doctest: +SKIP
    """
    import pandas as pd

    rows = []
    for arm in run.arms:
        begin, end = _window(run, arm)
        begin, end = begin if start is None else start, end if stop is None else stop
        if not run.times[0] <= begin < end:
            whole = f"{run.times[0]:g} to {run.times[-1]:g} h"
            raise RegrowthError(f"{begin:g} to {end:g} h is no window of arm {arm!r}, which runs from {whole}.")
        inside = (run.times >= begin - 1e-9) & (run.times <= end + 1e-9)
        for name in observables:
            series = run.course(name, unit)
            for person, levels in enumerate(series.sel(arm=arm).values[:, inside]):
                found = noncompartmental(run.times[inside], levels, start=begin, limit=limit)
                rows.append(
                    {"arm": arm, "observable": name, "unit": series.attrs["unit"], "person": person, **asdict(found)}
                )
    return pd.DataFrame(rows)


def geometric(table: pd.DataFrame) -> pd.DataFrame:
    """Exposures over people, as they are reported: a row per arm and observable.

    For peak, areas and half-life the geometric mean and, `…_cv`, the geometric coefficient of variation in per cent,
    100·√(exp(variance of the logarithm) − 1); for the time of peak the median with `…_low` and `…_high`, the first
    and the last. Who has no such number is left out; `people` are those with a peak. One person has no variation.
    """
    import pandas as pd

    rows = []
    group = ["arm", "observable", "unit"]
    for _, people in table.groupby(group, sort=False):
        numbers = {key: np.asarray(people[key], float) for key in ("time_of_peak", *_LOGNORMAL)}
        row: dict[str, object] = {key: people[key].iloc[0] for key in group}
        row["people"] = int((numbers["peak"] > 0).sum())
        for key in _LOGNORMAL:
            logs = np.log(numbers[key][numbers[key] > 0])
            row[key] = float(np.exp(logs.mean())) if len(logs) else math.nan
            row[f"{key}_cv"] = 100 * math.sqrt(math.expm1(logs.var(ddof=1))) if len(logs) > 1 else math.nan
        times = numbers["time_of_peak"][numbers["peak"] > 0]
        of_times = (np.median(times), times.min(), times.max()) if len(times) else (math.nan,) * 3
        row |= zip(("time_of_peak", "time_of_peak_low", "time_of_peak_high"), map(float, of_times), strict=True)
        rows.append(row)
    return pd.DataFrame(rows)


def _window(run: Run, arm: str) -> tuple[float, float]:
    doses = sorted({float(e["start"]) for e in run.attrs["events"] if e["arm"] == arm and e["kind"] == "dose"})
    last = float(run.times[-1])
    return doses[0] if doses else 0.0, doses[1] if len(doses) > 1 else last


def _checked(times: ArrayLike, levels: ArrayLike, start: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    t, y = np.asarray(times, float), np.asarray(levels, float)
    if t.ndim != 1 or t.shape != y.shape:
        raise RegrowthError(f"times and levels must be two rows of one length; they are {t.shape} and {y.shape}.")
    if np.any(np.diff(t) <= 0):
        raise RegrowthError("times must rise; sort the samples, and average those taken at one time.")
    inside = t >= start - 1e-9
    return t[inside], y[inside]


def _areas(t: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Area of each interval: linear where the level rises, logarithmic where it falls."""
    step, before, after = np.diff(t), y[:-1], y[1:]
    linear = step * (before + after) / 2
    falls = (after > 0) & (after < before * (1 - 1e-9))
    with np.errstate(divide="ignore", invalid="ignore"):
        logarithmic = step * (before - after) / np.log(before / after)
    return np.where(falls, logarithmic, linear)


def _terminal(t: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, float, int]:
    """Terminal rate, the level that the line gives at the last point, and how many points it rests on."""
    positive = y > 0
    t, logs = t[positive], np.log(y[positive])
    if len(t) < LEAST_POINTS:
        return math.nan, math.nan, 0
    late, down = (t - t[-1])[::-1], (logs - logs[-1])[::-1]  # from the last point backwards, for precision
    n = np.arange(1, len(t) + 1)
    sx, sy = np.cumsum(late), np.cumsum(down)
    sxx, syy = np.cumsum(late**2) - sx**2 / n, np.cumsum(down**2) - sy**2 / n
    sxy = np.cumsum(late * down) - sx * sy / n
    with np.errstate(divide="ignore", invalid="ignore"):
        adjusted = 1 - (1 - sxy**2 / (sxx * syy)) * (n - 1) / (n - 2)
        slope = sxy / sxx
    usable = (n >= LEAST_POINTS) & (slope < 0) & np.isfinite(adjusted)
    if not usable.any():
        return math.nan, math.nan, 0
    best = int(np.flatnonzero(usable & (adjusted >= adjusted[usable].max() - _SAME))[-1])
    rate = -float(slope[best])
    at_last = float(np.exp(logs[-1] + (sy[best] - slope[best] * sx[best]) / n[best]))
    return rate, at_last, int(n[best])
