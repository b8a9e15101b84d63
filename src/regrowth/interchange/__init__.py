"""Models and schedules in the field's exchange formats."""

from regrowth.interchange.sbml import export_sbml

__all__ = ["export_sbml"]
