"""Three engrams on one engine: which two paths compete, what practises the new one, and how recall is read.

mood      a negative and a positive path; stress calls up the negative one, practice the positive one
fear      fear and safety; sessions extinguish or, when short, make the old memory labile; safety is bound to a place
craving   a cue's habit path and a new path; the new one is bound to the place in which it was learnt
"""

from __future__ import annotations

from dataclasses import dataclass

from regrowth.errors import RegrowthError, nearest
from regrowth.network.parameters import numbers


@dataclass(frozen=True)
class Preset:
    """An engram: names of its two paths, and which rules of the engine hold for it.

    ``bound_to_window``   practice chooses synapses only as far as the cohort law says (context/steering): without
                          surplus births none. Where it is off, practice teaches by itself, as extinction does.
    ``contexts``          some neurons stand for the place of the sessions, others for elsewhere: renewal can be read.
    ``headline``          the read-out that a figure shows first
    """

    name: str
    title: str
    old: str
    new: str
    practice: str
    bound_to_window: bool
    contexts: bool
    headline: str
    headline_words: str
    pools: tuple[str, str] = ("mood_transient", "mood_stable")

    def number(self, what: str) -> float:
        """A number of this preset: `replay_old` and so on, see `parameters`."""
        return numbers()[f"{self.name}_{what}"]


PRESETS = {
    p.name: p
    for p in (
        Preset("mood", "Mood: the negative and the positive path", "negative path", "positive path", "practice_mood",
               True, False, "occupancy", "time spent in the negative path"),
        Preset("fear", "Fear and safety", "fear", "safety", "practice_fear",
               False, True, "recall", "chance that the cue recalls fear"),
        Preset("craving", "Craving: the habit and the new path", "habit", "new path", "practice_craving",
               False, True, "value", "value of the cue, from avoided (−1) to wanted (1)"),
    )
}  # fmt: skip


def preset(name: str | Preset) -> Preset:
    """Look up a preset; the error names the nearest."""
    if isinstance(name, Preset):
        return name
    if name not in PRESETS:
        hint = f" {nearest(str(name), PRESETS)}".rstrip()
        raise RegrowthError(f"There is no engram preset {name!r}.{hint} Presets: {', '.join(PRESETS)}.")
    return PRESETS[name]
