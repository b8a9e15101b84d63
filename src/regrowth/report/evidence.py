"""Published values of a protocol's own arms: as dots on the curves, and as a table beside the model."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from regrowth.conversion import conversion
from regrowth.errors import RegrowthError
from regrowth.protocol.doubts import ABSTINENCE
from regrowth.protocol.measures import EFFECT_SIZE
from regrowth.report.scores import shipped_scores
from regrowth.report.words import number
from regrowth.result import sum_of
from regrowth.visits import share_interval

if TYPE_CHECKING:
    from regrowth.result import Run

_Z = 1.959964
_SHARES = {f"outcomes.{name}" for name in ABSTINENCE}


@dataclass(frozen=True)
class Dot:
    """A published observation that belongs on a curve. `low` and `high` are its 95 % interval, NaN if unknown.

    `held_out` marks an observation that no parameter was fitted to; it is drawn hollow.
    """

    observable: str
    arm: str
    time: float
    value: float
    low: float = math.nan
    high: float = math.nan
    source: str = ""
    held_out: bool = False


@dataclass(frozen=True)
class Finding:
    """One published value beside what the model says. NaN where there is nothing to compare.

    With `until`, both are means from `time` until then (hours). `effect_size` is a value that was published in SDs, as
    it was written; `published` is in points then.
    """

    observable: str
    arm: str
    against: str
    time: float
    change: bool
    unit: str
    published: float
    low: float
    high: float
    model: float
    source: str
    id: str = ""
    until: float | None = None
    effect_size: str = ""
    scale: float = 1.0  # what a number in the unit that was written (`written`) is multiplied with to be in `unit`
    written: str = ""

    def as_written(self, value: float) -> float:
        """A number in the unit that the protocol gives this value in."""
        return value / self.scale


def findings(run: Run) -> list[Finding]:
    """What the protocol says was published about its arms, with the model's own value."""
    found = []
    for row in run.attrs.get("evidence", ()):
        name = _observable(run, row["what"])
        if name is None or row["arm"] not in run.arms:
            continue
        own = run[name].attrs["unit"]
        scale = _factor(name, own, row["unit"] or own)
        model = math.nan
        if scale is not None:
            asked = row["at"], row["change"], row.get("until")
            model = _mean(run, name, row["arm"], *asked)
            if row["against"]:
                other = row["against"] if row["against"] in run.arms else None
                model -= _mean(run, name, other, *asked) if other else math.nan
        scale = 1.0 if scale is None else scale
        low, high = _interval_of_share(row) if name in _SHARES else _interval(row)
        found.append(
            Finding(
                observable=name,
                arm=row["arm"],
                against=row["against"] or "",
                time=float(row["at"]),
                change=bool(row["change"]),
                unit=own if math.isfinite(model) else row["unit"],
                published=scale * float(row["value"]),
                low=scale * low,
                high=scale * high,
                model=model,
                source=row["source"] or "",
                id=row["id"] or "",
                until=row.get("until"),
                scale=scale,
                written="" if EFFECT_SIZE.fullmatch(row["unit"]) else row["unit"],
                effect_size=f"{number(row['value'])} {row['unit']}" if EFFECT_SIZE.fullmatch(row["unit"]) else "",
            )
        )
    return found


def dots(run: Run) -> list[Dot]:
    """The findings that are a level of one arm, as points on its curve. Changes start from the model's baseline."""
    fitted = _fitted()
    placed = []
    for f in findings(run):
        if f.against or f.until is not None or not math.isfinite(f.model):
            continue
        start = _mean(run, f.observable, f.arm, 0.0, False) if f.change else 0.0
        interval = start + f.low, start + f.high
        held_out = fitted.get(f.id, fitted.get((f.source, f.observable.split(".")[0]), False)) is False
        placed.append(Dot(f.observable, f.arm, f.time, start + f.published, *interval, f.source, held_out))
    return placed


def _fitted() -> dict[Any, bool]:
    """By experiment: whether parameters were fitted to it; by source and level: whether to any of its experiments."""
    found: dict[Any, bool] = {}
    scores = shipped_scores()
    for row in scores["experiments"] if scores else ():
        found[row["id"]] = row["role"] == "fit"
        key = (row["source"], row["level"])
        found[key] = found.get(key, False) or row["role"] == "fit"
    return found


def _observable(run: Run, what: str) -> str | None:
    from regrowth.protocol import resolve

    if "+" in what:
        parts = [_observable(run, part.strip()) for part in what.split("+")]
        return sum_of([part for part in parts if part]) if all(parts) else None
    if what in run:
        return what
    symbols = {name.split(".", 1)[1]: name for name in run.observables}
    try:
        return symbols[resolve(what.rsplit(".", 1)[-1], list(symbols))]
    except RegrowthError:
        return None


def _mean(run: Run, name: str, arm: str, time: float, change: bool, until: float | None = None) -> float:
    """The mean of people at a time, or from then until another (hours)."""
    values = run[name].sel(arm=arm).values
    if until is None:
        at = np.array([np.interp(time, run.times, person) for person in values])
    else:
        hours = np.unique([time, *run.times[(run.times > time) & (run.times < until)], until])
        at = np.array([np.trapezoid(np.interp(hours, run.times, person), hours) for person in values]) / (until - time)
    if change:
        at = at - np.array([np.interp(0.0, run.times, person) for person in values])
    return float(np.nanmean(at))


def _factor(name: str, own: str, given: str) -> float | None:
    """What a published number is multiplied with to be in the observable's own unit; `None` if they don't convert.

    Masses convert by the compound that the observable is named after, effect sizes by their SD (`SD of 8.5 points`).
    """
    if sds := EFFECT_SIZE.fullmatch(given):
        size = _factor(name, own, sds[2])
        return None if size is None else float(sds[1]) * size
    try:
        return 1 / conversion(name, own, "point" if given == "points" else given)
    except RegrowthError:
        return None


def _interval_of_share(row: dict[str, Any]) -> tuple[float, float]:
    """As below; a share of people is a count of its `n`, which has an interval of its own (Wilson's)."""
    low, high = _interval(row)
    if math.isfinite(low) or not row["n"] or row["change"] or row["against"] or row["unit"] not in ("", "%"):
        return low, high
    found = np.arange(row["n"]) < round(row["n"] * float(row["value"]) / 100)
    _, low, high = share_interval(found)
    return 100 * float(low), 100 * float(high)


def _interval(row: dict[str, Any]) -> tuple[float, float]:
    """The 95 % interval of a published mean, from whatever spread the paper gives."""
    value, low, high, n = float(row["value"]), row["low"], row["high"], row["n"]
    if low is None or high is None:
        return math.nan, math.nan
    half = (float(high) - float(low)) / 2
    if row["spread"] == "sem":
        return value - _Z * half, value + _Z * half
    if row["spread"] == "sd" and n:
        return value - _Z * half / math.sqrt(n), value + _Z * half / math.sqrt(n)
    if row["spread"].startswith("ci"):
        return float(low), float(high)
    return math.nan, math.nan
