"""The look: one palette, safe for colour-blind eyes, and figure settings that touch no global state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

# Okabe & Ito (2008), in the order in which they differ most beside one another on white
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7A5C00", "#3F3F3F")
INK, MUTED, FAINT, PAPER = "#1B2430", "#5A6472", "#D9DDE2", "#FFFFFF"
CONTROL = "#7A828C"
WIDTH = 10.4  # inches, of a figure as wide as its page
LEVEL_COLOURS = {
    "pharmacokinetics": "#5B7FA6",
    "receptors": "#3F8F8B",
    "circuit": "#5E9B54",
    "signalling": "#B58A1E",
    "synapses": "#C4672B",
    "context": "#8A7A9E",
    "behaviour": "#A6506E",
    "outcomes": "#A6506E",
}
_CONTROL_ARM = re.compile(r"\b(placebo|saline|midazolam|vehicle|sham|control|untreated|no drug)\b", re.IGNORECASE)
LINES = ("-", (0, (4, 1.6)), (0, (1, 1.4)), (0, (6, 1.5, 1, 1.5)))


def arm_colours(arms: Sequence[str]) -> dict[str, str]:
    """One colour per arm; the first arm that is plainly a control is grey."""
    control = next((arm for arm in arms if _CONTROL_ARM.search(arm) and "ketamine" not in arm.lower()), None)
    others = [arm for arm in arms if arm != control]
    colours = {arm: COLOURS[i % len(COLOURS)] for i, arm in enumerate(others)}
    if control is not None:
        colours[control] = CONTROL
    return colours


@contextmanager
def look() -> Iterator[None]:
    """Figure settings for the length of a block."""
    import matplotlib

    with matplotlib.rc_context(
        {
            "font.family": "DejaVu Sans",
            "font.size": 9,
            "axes.titlesize": 9.5,
            "axes.titlelocation": "left",
            "axes.titlepad": 5,
            "axes.titley": 1.0,  # a fixed place costs no measuring of tick labels
            "axes.titlecolor": INK,
            "axes.edgecolor": "#9AA3AE",
            "axes.linewidth": 0.8,
            "axes.labelcolor": MUTED,
            "axes.labelsize": 8.5,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.axisbelow": True,
            "axes.grid": True,
            "axes.grid.axis": "y",
            "grid.color": "#ECEEF1",
            "grid.linewidth": 0.8,
            "xtick.color": MUTED,
            "ytick.color": MUTED,
            "xtick.labelsize": 8.5,
            "ytick.labelsize": 8.5,
            "xtick.major.size": 3,
            "ytick.major.size": 0,
            "lines.linewidth": 1.9,
            "lines.solid_capstyle": "round",
            "figure.facecolor": PAPER,
            "axes.facecolor": PAPER,
            "savefig.facecolor": PAPER,
            "svg.fonttype": "none",
        }
    ):
        yield
