"""People and animals: presets with published baselines, and virtual populations drawn from them."""

from regrowth.people.draws import draws
from regrowth.people.presets import PRESETS, PeopleError, Preset, Trait, preset
from regrowth.people.sampling import People, sample

__all__ = ["PRESETS", "People", "PeopleError", "Preset", "Trait", "draws", "preset", "sample"]
