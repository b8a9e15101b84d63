"""regrowth: ketamine from dose to synapse to symptom.

    import regrowth
    run = regrowth.simulate("protocols/murrough2013.yaml")
    run["outcomes"]["madrs"]

A research model, not medical advice.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what an editor and a type checker see
    from regrowth.description import describe as describe
    from regrowth.engine import Schedule as Schedule
    from regrowth.engine import assemble as assemble
    from regrowth.engine import simulator as simulator
    from regrowth.errors import RegrowthError as RegrowthError
    from regrowth.evidence import check as check
    from regrowth.evidence import compare as compare
    from regrowth.interchange import export_sbml as export_sbml
    from regrowth.language import mechanism as mechanism
    from regrowth.people import sample as sample
    from regrowth.protocol import Protocol as Protocol
    from regrowth.protocol import read as read
    from regrowth.protocol import reads as reads
    from regrowth.result import Run as Run
    from regrowth.sensitivity import sensitivities as sensitivities
    from regrowth.simulation import simulate as simulate
    from regrowth.uncertainty import uncertain as uncertain

#: stands on every report and screen
NOTICE = "A research model, not medical advice."

#: the face of the package, imported when first used so that commands answer at once
_WHERE = {
    "simulate": "regrowth.simulation",
    "sensitivities": "regrowth.sensitivity",
    "uncertain": "regrowth.uncertainty",
    "read": "regrowth.protocol",
    "reads": "regrowth.protocol",
    "Protocol": "regrowth.protocol",
    "Run": "regrowth.result",
    "assemble": "regrowth.engine",
    "simulator": "regrowth.engine",
    "Schedule": "regrowth.engine",
    "mechanism": "regrowth.language",
    "describe": "regrowth.description",
    "check": "regrowth.evidence",
    "compare": "regrowth.evidence",
    "sample": "regrowth.people",
    "export_sbml": "regrowth.interchange",
    "RegrowthError": "regrowth.errors",
}
__all__ = list(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'regrowth' has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return sorted(_WHERE)
