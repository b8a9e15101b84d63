"""The error of a rating: how far one rater's score strays from the severity that the model simulates."""

from __future__ import annotations

from regrowth.language import load

#: the mechanism and parameter that is the SD of one rating's error, and what a point of it is worth on the scale
_ERRORS = {
    "outcomes.madrs": ("outcomes/rating", "rating_error", 1.0),
    "outcomes.hamd": ("outcomes/rating", "rating_error", 1 / 1.3),
}


def rating_error(observable: str) -> float:
    """The SD of one rating's error, in points; 0 for what is measured and not rated."""
    if observable not in _ERRORS:
        return 0.0
    mechanism, name, factor = _ERRORS[observable]
    return factor * next(p.value for p in load(mechanism).mechanism.parameters if p.name == name)
