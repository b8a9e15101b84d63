"""The explicit network: neurons and ageing synapses, hour by hour, under a person's run and schedule.

    from regrowth import network
    person = network.person("protocols/price2022.yaml")
    grown = network.grow(person.drives["ketamine + training"], synapses=100_000, seed=1)
    network.tally(grown)

A research model, not medical advice.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what an editor and a type checker see
    from regrowth.network.graph import measures as measures
    from regrowth.network.growth import Grown as Grown
    from regrowth.network.growth import grow as grow
    from regrowth.network.lives import Lives as Lives
    from regrowth.network.parameters import PARAMETERS as PARAMETERS
    from regrowth.network.presets import PRESETS as PRESETS
    from regrowth.network.presets import preset as preset
    from regrowth.network.readouts import headline as headline
    from regrowth.network.readouts import readings as readings
    from regrowth.network.readouts import risk_by_age as risk_by_age
    from regrowth.network.readouts import survival as survival
    from regrowth.network.readouts import tally as tally
    from regrowth.network.readouts import turnover as turnover
    from regrowth.network.subject import person as person

_WHERE = {
    "Grown": "growth",
    "Lives": "lives",
    "PARAMETERS": "parameters",
    "PRESETS": "presets",
    "grow": "growth",
    "headline": "readouts",
    "measures": "graph",
    "person": "subject",
    "preset": "presets",
    "readings": "readouts",
    "risk_by_age": "readouts",
    "survival": "readouts",
    "tally": "readouts",
    "turnover": "readouts",
}
__all__ = sorted(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'regrowth.network' has no attribute {name!r}")
    return getattr(import_module(f"regrowth.network.{_WHERE[name]}"), name)


def __dir__() -> list[str]:
    return __all__
