"""What trials make of rating scales: when somebody has responded or is in remission, and how far one rating strays.

response    the rating has fallen by the share that trials of the scale ask for: half of MADRS, 30 % of CAPS-5
remission   the rating is at most 10 points of MADRS, 22.5 of CAPS-5, where an interviewer no longer diagnoses PTSD
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regrowth.language import load

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scale:
    """What trials make of a scale: its name, and by which yes-or-no measures people respond and remit."""

    name: str
    responders: str
    remitters: str

    @property
    def response(self) -> float:
        """The fall that is response, as a share."""
        return FOUND_BY[self.responders].fall

    @property
    def remission(self) -> float:
        """The points that are remission, at most."""
        return FOUND_BY[self.remitters].points


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a visit finds from a rating of a scale: that it fell by a share, or is at most so many points."""

    scale: str
    fall: float = 0.0
    points: float = 0.0

    def met(self, ratings: Array, before: Array) -> NDArray[np.bool_]:
        """Whether ratings meet it, beside those before treatment; what is missing never does."""
        return ratings <= ((1 - self.fall) * before if self.fall else self.points)


SCALE = "outcomes.madrs"
SCALES = {
    SCALE: Scale("MADRS", "outcomes.response", "outcomes.remission_10"),
    "outcomes.caps_5": Scale("CAPS-5", "outcomes.trauma_response", "outcomes.ptsd_diagnosis_lost"),
}
#: yes-or-no measures that visits find from one rating, with the numbers of outcomes/rating and outcomes/trauma
FOUND_BY = {
    "outcomes.response": Criterion(SCALE, fall=0.5),
    "outcomes.remission_10": Criterion(SCALE, points=10),
    "outcomes.remission_12": Criterion(SCALE, points=12),
    "outcomes.response_hamd": Criterion("outcomes.hamd", fall=0.5),
    "outcomes.remission_hamd": Criterion("outcomes.hamd", points=7),
    "outcomes.response_qids": Criterion("outcomes.qids_sr", fall=0.5),
    "outcomes.remission_qids": Criterion("outcomes.qids_sr", points=5),
    "outcomes.response_phq": Criterion("outcomes.phq_9", fall=0.5),
    "outcomes.remission_phq": Criterion("outcomes.phq_9", points=4),
    "outcomes.trauma_response": Criterion("outcomes.caps_5", fall=0.3),
    "outcomes.ptsd_diagnosis_lost": Criterion("outcomes.caps_5", points=22.5),
}
#: what is rated, and the parameter of outcomes/rating that says how many points of MADRS one of its points is worth
_RATED = {
    "outcomes.madrs": "",
    "outcomes.hamd": "madrs_per_hamd",
    "outcomes.qids_sr": "madrs_per_qids",
    "outcomes.phq_9": "madrs_per_phq",
}


def rating_error(observable: str) -> float:
    """The SD of one rating's error, in points; 0 for what is measured and not rated."""
    if observable not in _RATED:
        return 0.0
    values = {p.name: p.value for p in load("outcomes/rating").mechanism.parameters}
    return values["rating_error"] / values.get(_RATED[observable], 1.0)


def needed_by(gates: Iterable[str]) -> set[str]:
    """The observables from which visits find these yes-or-no measures."""
    return {FOUND_BY[name].scale if name in FOUND_BY else name for name in gates}
