"""Evidence: published experiments as data, bound to the model and scored beside null models.

>>> from regrowth.evidence import cite
>>> cite("li2010")
'Li et al. 2010, Science 329:959, doi:10.1126/science.1190287'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from regrowth.evidence.bibliography import cite
from regrowth.evidence.experiment import Experiment, ExperimentError
from regrowth.evidence.reading import left_out, read, shipped

if TYPE_CHECKING:
    from regrowth.evidence.comparing import compare
    from regrowth.evidence.scoreboard import Scoreboard, check, check_experiments, select

__all__ = [
    "Experiment", "ExperimentError", "Scoreboard", "check", "check_experiments", "cite", "compare", "left_out", "read",
    "select", "shipped",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name in ("Scoreboard", "check", "check_experiments", "select"):
        from regrowth.evidence import scoreboard

        return getattr(scoreboard, name)
    if name == "compare":
        from regrowth.evidence import comparing

        return comparing.compare
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
