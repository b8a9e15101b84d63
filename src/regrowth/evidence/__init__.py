"""Evidence: published experiments as data, bound to the model and scored beside null models.

>>> from regrowth.evidence import cite
>>> cite("li2010")
'Li et al. 2010, Science 329:959, doi:10.1126/science.1190287'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from regrowth.bibliography import cite
from regrowth.evidence.experiment import Experiment, ExperimentError
from regrowth.evidence.reading import left_out, read, shipped

if TYPE_CHECKING:
    from regrowth.evidence.checking import check, check_experiments, select
    from regrowth.evidence.comparing import compare
    from regrowth.evidence.scoreboard import Scoreboard

__all__ = [
    "Experiment", "ExperimentError", "Scoreboard", "check", "check_experiments", "cite", "compare", "left_out", "read",
    "select", "shipped",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """Heavy imports wait until somebody asks for them."""
    homes = {
        "check": "checking", "check_experiments": "checking", "select": "checking", "compare": "comparing",
        "Scoreboard": "scoreboard",
    }  # fmt: skip
    if name not in homes:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"regrowth.evidence.{homes[name]}"), name)
