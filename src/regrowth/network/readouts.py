"""What a microscope would count: births, losses and survival by tag and age, turnover between imaging sessions."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from regrowth.errors import RegrowthError
from regrowth.network.growth import Grown
from regrowth.network.lives import NEVER
from regrowth.network.sheet import TAGS


@dataclass(frozen=True)
class Turnover:
    """Of two imaging sessions: synapses new at the second and lost since the first, over those of the first."""

    first: float
    last: float
    formed: float
    lost: float
    density: float


def turnover(grown: Grown, sessions: Sequence[float]) -> list[Turnover]:
    """Formation and elimination between consecutive sessions (hours), as imaging papers define them."""
    lives = grown.lives
    seen = [lives.alive(t) for t in _inside(grown, sessions)]
    start = seen[0].sum() if seen else 0
    return [
        Turnover(a, b, (y & ~x).sum() / x.sum(), (x & ~y).sum() / x.sum(), y.sum() / start)
        for a, b, x, y in zip(sessions, sessions[1:], seen, seen[1:], strict=False)
    ]


def survival(grown: Grown, born: tuple[float, float], at: Sequence[float], tag: str | None = None) -> np.ndarray:
    """Share of the synapses new at the second of two sessions that is still there at later times (hours)."""
    lives = grown.lives
    first, last = _inside(grown, born)
    new = (lives.born > first) & lives.alive(last)
    if tag is not None:
        new &= lives.tag == _tag(tag)
    if not new.any():
        return np.full(len(at), np.nan)
    return np.array([(lives.alive(t) & new).sum() / new.sum() for t in _inside(grown, at)])


def risk_by_age(grown: Grown, days: Sequence[float]) -> pd.DataFrame:
    """Observed risk of loss per day by age (edges in days), and the same by size at the end: it falls with both."""
    lives, first, last = grown.lives, float(grown.hours[0]), float(grown.hours[-1])
    ended = np.minimum(lives.ended, last)
    rows = []
    for low, high in itertools.pairwise(days):
        enter = np.maximum(lives.born + 24 * low, first)
        leave = np.minimum(lives.born + 24 * high, ended)
        at_risk = np.clip(leave - enter, 0, None).sum() / 24
        lost = ((lives.ended <= last) & (lives.ended > enter) & (lives.ended <= lives.born + 24 * high)).sum()
        risk = lost / at_risk if at_risk else np.nan
        rows.append({"from": low, "to": high, "synapse days": at_risk, "lost": lost, "risk": risk})
    return pd.DataFrame(rows)


def tally(grown: Grown, since: float = 0.0, until: float | None = None) -> pd.DataFrame:
    """By tag: synapses there at the start, born since, of these matured, still there, and pruned."""
    lives = grown.lives
    until = float(grown.hours[-1]) if until is None else until
    _inside(grown, (since, until))
    rows = []
    for code, name in enumerate(TAGS):
        mine = lives.tag == code
        before = mine & lives.alive(since)
        born = mine & (lives.born > since) & (lives.born <= until)
        there = lives.ended > until
        rows.append(
            {
                "tag": {"old": grown.preset.old, "new": grown.preset.new}.get(name, name),
                "before": int(before.sum()),
                "born": int(born.sum()),
                "matured": int((born & (lives.matured <= until)).sum()),
                "kept": int((born & there).sum()),
                "pruned": int((born & ~there).sum()),
                "lost of before": int((before & ~there).sum()),
                "now": int((mine & lives.alive(until)).sum()),
            }
        )
    return pd.DataFrame(rows)


def readings(grown: Grown) -> pd.DataFrame:
    """Readings of the fast clock, one row per time and place: width, chance of the old path, value."""
    rows = []
    for time, found in grown.readings:
        for place, r in found.items():
            read = {"width": r.width, "chance": r.chance, "value": r.value}
            rows.append({"time": time, "place": place or "no cue", **read})
    return pd.DataFrame(rows, columns=["time", "place", "width", "chance", "value"])


def headline(grown: Grown, place: str | None = None) -> tuple[np.ndarray, np.ndarray]:
    """The preset's first read-out in time: occupancy (mood), recall (fear) or value (craving)."""
    place = ("here" if grown.preset.contexts else "") if place is None else place
    times, found = grown.reading(place)
    value = grown.preset.headline == "value"
    return times, np.array([r.value if value else r.chance for r in found])


def _tag(name: str) -> int:
    if name not in TAGS:
        raise RegrowthError(f"A synapse is tagged {', '.join(TAGS)}, not {name!r}.")
    return TAGS.index(name)


def _inside(grown: Grown, times: Sequence[float]) -> list[float]:
    first, last = float(grown.hours[0]), float(grown.hours[-1])
    if len(grown.lives) == 0:
        raise RegrowthError("This network was grown without the lives of its synapses (keep_lives=False).")
    for t in times:
        if not first <= t <= last:
            raise RegrowthError(f"Hour {t:g} is outside what was grown ({first:g} to {last:g} h).")
    return [float(t) for t in times]


__all__ = ["NEVER", "Turnover", "headline", "readings", "risk_by_age", "survival", "tally", "turnover"]
