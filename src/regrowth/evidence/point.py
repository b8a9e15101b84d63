"""When something was observed, and what was found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """One observation: when (a moment, a window of hours, or several visits), what was found, and its bounds."""

    start: float
    stop: float
    expect: float | str
    low: float | None = None
    high: float | None = None
    n: float | None = None
    visits: tuple[float, ...] = ()  # hours, where the paper lists them; from start to stop

    @property
    def number(self) -> float:
        """What was found, where it is a number (values and curves)."""
        return float(self.expect)

    @property
    def is_window(self) -> bool:
        return self.stop > self.start
