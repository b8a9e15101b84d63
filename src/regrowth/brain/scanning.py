"""Scans of one person's brain at chosen moments of a protocol, each compared with the same brain before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from regrowth.border import checked
from regrowth.brain.condition import HEALTHY, READS, Condition, conditions
from regrowth.brain.connectome import need_extra
from regrowth.brain.measures import MEANINGS, Reading, dynamics_of_connectivity, reading
from regrowth.brain.parameters import numbers
from regrowth.errors import RegrowthError

if TYPE_CHECKING:
    import pandas as pd

    from regrowth.protocol import Protocol

FOLLOW_UP = 28 * 24.0  # h after the end of a protocol in which a brain may still be looked at
_MOST = 12


@dataclass(frozen=True)
class Scan:
    """One moment: the condition of the brain, its connectivity, and what a simulated scan adds."""

    label: str
    hours: float
    condition: Condition
    reading: Reading
    simulated: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Scans:
    """One person before and at the moments asked for."""

    title: str
    arm: str
    before: Scan
    after: tuple[Scan, ...]
    healthy: Reading
    course_hours: NDArray[np.float64]
    course: dict[str, NDArray[np.float64]]

    @property
    def all(self) -> tuple[Scan, ...]:
        return (self.before, *self.after)

    def table(self) -> pd.DataFrame:
        """One row per measure: its meaning, the healthy value, and a column per moment."""
        import pandas as pd

        rows = [
            {"measure": name, "meaning": meaning, "healthy": self.healthy.values[name]}
            | {scan.label: scan.reading.values[name] for scan in self.all}
            for name, meaning in MEANINGS.items()
        ]
        rows += [
            {"measure": name, "meaning": _SIMULATED[name], "healthy": float("nan")}
            | {scan.label: scan.simulated[name] for scan in self.all}
            for name in self.before.simulated
        ]
        return pd.DataFrame(rows)

    def regional(self) -> pd.DataFrame:
        """One row per region: its network, prefrontal or not, and global connectivity at each moment."""
        import pandas as pd

        from regrowth.brain.regions import regions

        here = regions()
        columns = {"region": here.names, "network": here.networks, "prefrontal": here.prefrontal, "nmda": here.nmda}
        for scan in self.all:
            columns[f"gbc {scan.label}"] = scan.reading.gbc
            columns[f"gbcr {scan.label}"] = scan.reading.gbcr
        return pd.DataFrame(columns)


_SIMULATED = {
    "scan_gbc": "global brain connectivity of a simulated scan",
    "scan_dynamics": "how alike connectivity is from one window of a simulated scan to another, median",
    "scan_rate": "mean excitatory rate of a simulated scan, Hz",
}


@checked
def scan(
    protocol: Protocol | str | Path,
    at: str | Sequence[float],
    *,
    arm: str | None = None,
    minutes: float = 6.0,
    seed: int = 0,
    with_: Sequence[str] = (),
    without: Sequence[str] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Scans:
    """Simulate a protocol for one person and look at the brain before and at some moments.

    Parameters
    ----------
    at
        Moments after the first dose: hours, or text such as ``"40 min, 24 h, 10 d"``.
    arm
        The protocol's arm; the first if not said.
    minutes
        Length of the simulated scan at each moment; 0 for none.

    Raises
    ------
    RegrowthError
        If the extra is missing, an arm is unknown, or a moment lies outside the run.
    """
    from regrowth.hours import output_times
    from regrowth.protocol import read
    from regrowth.simulation import simulate

    need_extra()
    plan = read(protocol) if isinstance(protocol, str | Path) else protocol
    if plan.species != "human":
        raise RegrowthError(f"The brain is a human one; this protocol is about a {plan.species}.")
    moments = _moments(at)
    start, end = min(plan.starts, -1.0), max(plan.horizon, 6.0) + FOLLOW_UP
    for label, hours in moments:
        if not start <= hours <= end:
            raise RegrowthError(
                f"{label} lies outside the run, which goes from {start:g} h to {end / 24:g} d after the first dose "
                f"({FOLLOW_UP / 24:g} d after the last thing the protocol does or measures)."
            )
    last = max(hours for _, hours in moments)
    asked = [hours for _, hours in moments]
    course_hours = np.unique(np.concatenate([[start], np.geomspace(1 / 12, max(last, 24.0), 30), asked]))
    times = np.unique(np.concatenate([output_times(plan), course_hours]))
    run = simulate(plan, people=1, observe=READS, times=times.tolist(), with_=with_, without=without)
    found = conditions(run, asked, arm)
    chosen = arm or run.arms[0]
    along = [reading(c).values for c in conditions(run, course_hours.tolist(), chosen)[1:]]
    scans = []
    for i, (condition, (label, hours)) in enumerate(zip(found, [("before", start), *moments], strict=True)):
        scans.append(Scan(label, hours, condition, reading(condition), _scanned(condition, minutes, seed)))
        if progress:
            progress(i + 1, len(found))
    return Scans(
        plan.title, chosen, scans[0], tuple(scans[1:]), reading(HEALTHY), course_hours,
        {name: np.array([values[name] for values in along]) for name in MEANINGS},
    )  # fmt: skip


def _moments(at: str | Sequence[float]) -> list[tuple[str, float]]:
    from regrowth.protocol.times import parse_time
    from regrowth.protocol.words import ProtocolError

    if isinstance(at, str):
        texts = [text.strip() for text in at.split(",") if text.strip()]
        try:
            found = [(text, parse_time(text)) for text in texts]
        except ProtocolError as error:
            raise RegrowthError(error.problem) from error
    else:
        found = [(f"{float(hours):g} h", float(hours)) for hours in at]
    if not found:
        raise RegrowthError('Say when to look at the brain, for example "40 min, 24 h, 10 d".')
    if len(found) > _MOST:
        raise RegrowthError(f"{len(found)} moments are too many to look at; at most {_MOST}.")
    return sorted(dict(found).items(), key=lambda moment: moment[1])


def _scanned(condition: Condition, minutes: float, seed: int) -> dict[str, float]:
    if not minutes:
        return {}
    from regrowth.brain.connectome import fisher
    from regrowth.brain.dynamics import simulate
    from regrowth.brain.measures import in_band
    from regrowth.brain.working_point import working_point

    k = numbers()
    if not 2 <= minutes <= 600:
        raise RegrowthError(f"A simulated scan lasts 2 to 600 minutes (or 0 for none), not {minutes:g}.")
    series = simulate(working_point(condition), 60.0 * minutes, seed)
    assert series.bold is not None
    seen = in_band(series.bold, series.spacing, k["slowest"], k["fastest"])
    z = fisher(np.asarray(np.corrcoef(seen)))
    windows = dynamics_of_connectivity(
        seen, round(k["window"] / series.spacing), round(k["window_step"] / series.spacing)
    )
    apart = int(np.ceil(k["window"] / k["window_step"]))  # windows that share nothing
    return {
        "scan_gbc": float(z.sum() / (len(z) * (len(z) - 1))),
        "scan_dynamics": float(np.median(windows[np.triu_indices(len(windows), apart)])),
        "scan_rate": float(series.rate.mean()),
    }
