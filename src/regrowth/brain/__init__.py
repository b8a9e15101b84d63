"""The whole brain: 80 cortical regions, their measured connectome, and what block and synapses do to connectivity.

>>> from regrowth.brain import scan
>>> scan("protocols/murrough2013.yaml", "40 min, 24 h, 10 d").table()  # doctest: +SKIP

Arrays, not ODE text: NumPy and Numba. Needs the extra `brain` for the connectome.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what an editor and a type checker see
    from regrowth.brain.condition import HEALTHY as HEALTHY
    from regrowth.brain.condition import Condition as Condition
    from regrowth.brain.condition import conditions as conditions
    from regrowth.brain.dynamics import simulate as simulate
    from regrowth.brain.linear import connectivity as connectivity
    from regrowth.brain.measures import reading as reading
    from regrowth.brain.scanning import Scans as Scans
    from regrowth.brain.scanning import scan as scan

_WHERE = {
    "scan": "regrowth.brain.scanning",
    "Scans": "regrowth.brain.scanning",
    "Condition": "regrowth.brain.condition",
    "conditions": "regrowth.brain.condition",
    "HEALTHY": "regrowth.brain.condition",
    "connectivity": "regrowth.brain.linear",
    "reading": "regrowth.brain.measures",
    "simulate": "regrowth.brain.dynamics",
}
__all__ = list(_WHERE)


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)
