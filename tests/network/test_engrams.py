"""The three engrams: what practice, stress, place and retrieval do to recall."""

from __future__ import annotations

import numpy as np
import pytest

from regrowth.errors import RegrowthError
from regrowth.network.growth import grow
from regrowth.network.presets import PRESETS, preset
from regrowth.network.readouts import headline


def at(grown, hour: float, place: str | None = None) -> float:
    times, values = headline(grown, place)
    return float(values[np.argmin(np.abs(times - hour))])


def test_mood_the_negative_basin_narrows_with_practice_in_the_window(the_grown):
    runs = {arm: the_grown(arm, read_every=24) for arm in ("all", "dose", "practice", "nothing")}
    day5 = {arm: at(run, 24 * 5) for arm, run in runs.items()}
    assert day5["all"] < day5["dose"] - 0.1
    assert day5["all"] < day5["practice"] - 0.05
    assert abs(day5["dose"] - day5["nothing"]) < 0.15
    assert day5["nothing"] > 0.6  # a depressed person's negative basin is the wider one


def test_mood_stress_prunes_and_widens_the_negative_basin(the_trial):
    from regrowth.network.subject import person
    from regrowth.protocol import reads

    text = "title: Stress\npeople: {from: healthy}\narms:\n  stress:\n    - stress: 1 from day 1 for 40 days\n"
    grown = grow(person(reads(text), days=42).drives["stress"], 60_000, 1, read_every=24 * 8)
    total = (grown.counts["young"] + grown.counts["stable"]).sum(axis=1)
    start = int(np.searchsorted(grown.hours, 0))
    assert total[-25] < 0.97 * total[start]
    assert at(grown, 24 * 40) > at(grown, 0) + 0.1
    assert at(grown, 0) < 0.5  # in health the positive basin is the wider one


def test_fear_extinction_renewal_and_return(the_fear):
    drives = the_fear().drives
    run = {arm: grow(drives[arm], 40_000, 2, read_every=24) for arm in ("nothing", "extinction", "ketamine and extinction")}
    assert at(run["nothing"], 24 * 6) > 0.7
    assert at(run["extinction"], 24 * 6) < 0.4 * at(run["nothing"], 24 * 6)
    for arm in ("extinction", "ketamine and extinction"):
        later = 24 * 14
        assert at(run[arm], later, "elsewhere") > at(run[arm], later, "here"), "renewal in another place"
    assert at(run["extinction"], 24 * 20, "elsewhere") > at(run["extinction"], 24 * 6, "elsewhere"), "fear returns"
    assert at(run["ketamine and extinction"], 24 * 20, "elsewhere") < at(run["extinction"], 24 * 20, "elsewhere")


def test_fear_short_retrieval_makes_the_memory_labile_and_block_keeps_it_so(the_fear):
    drives = the_fear().drives
    assert drives["retrieval, then ketamine"].labile.max() > 0.5
    assert drives["extinction"].labile.max() < 0.4  # an hour of exposure extinguishes instead
    both, alone = (grow(drives[arm], 40_000, 2, read_every=24) for arm in ("retrieval, then ketamine", "ketamine"))
    assert at(both, 24 * 3) < at(alone, 24 * 3) - 0.05


def test_craving_value_falls_with_the_new_path(the_fear):
    from regrowth.network.subject import person
    from regrowth.protocol import reads

    text = """
title: Cue exposure
people: cud_adults
arms:
  exposure:
    - practise: cue exposure
      at: day 1
      daily for: 5 days
      lasts: 60 min
"""
    text = text.replace("      at: day 1\n", "      starts: day 1\n")
    grown = grow(person(reads(text), "craving", days=10).drives["exposure"], 40_000, 1, read_every=24)
    assert at(grown, 24 * 6) < at(grown, 0) - 0.3
    assert -1 <= at(grown, 24 * 6) <= 1


def test_an_unknown_preset_is_refused_with_the_nearest():
    with pytest.raises(RegrowthError, match="Did you mean craving"):
        preset("cravings")
    assert preset("fear") is PRESETS["fear"]


def test_practice_of_another_engram_is_refused(the_trial):
    from regrowth.network.subject import person
    from regrowth.protocol import reads

    from .conftest import TRIAL

    with pytest.raises(RegrowthError, match=r"practises mood, and the preset is fear\. Take --preset mood"):
        person(reads(TRIAL), "fear", days=2)
