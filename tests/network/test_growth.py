"""Growth: the cohort equations are its mean, threads change nothing, nothing drifts, and fate depends on size and age."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from regrowth.network.growth import grow
from regrowth.network.lives import NEVER
from regrowth.network.readouts import risk_by_age, survival, tally, turnover

SEEDS = (1, 2, 3)


def relative(grown, which: str, pool: int) -> np.ndarray:
    return grown.pool(which) / grown.cohort[grown.preset.pools[pool]] - 1


@pytest.mark.parametrize("arm", ["all", "dose"])
def test_the_equations_are_the_mean_of_the_network(the_trial, arm):
    """28 days with dose, practice and stress: both pools within 5 % at every hour, for every seed; the mean within 2 %."""
    runs = [grow(the_trial().drives[arm], 60_000, seed, read_every=None, settling_days=30, keep_lives=False) for seed in SEEDS]
    for pool, which in enumerate(("young", "stable")):
        off = np.array([relative(run, which, pool) for run in runs])
        assert np.abs(off).max() < 0.05
        assert np.abs(off.mean(axis=0)).max() < 0.02
    # and there was something to agree on
    young = runs[0].cohort[runs[0].preset.pools[0]]
    assert young.max() > 1.2 * young[0]


def test_threads_change_nothing_to_the_last_bit(the_trial):
    drives = the_trial(3).drives["all"]
    one, two, three = (grow(drives, 70_000, 5, threads=n, read_every=24, settling_days=2) for n in (1, 2, 3))
    for other in (two, three):
        for name in ("state", "size", "source", "tag"):
            assert np.array_equal(getattr(one.synapses, name), getattr(other.synapses, name)), name
        assert np.array_equal(one.lives.ended, other.lives.ended)
        assert one.readings == other.readings


def test_a_seed_makes_a_network_and_another_makes_another(the_trial):
    drives = the_trial(3).drives["all"]
    a, b, c = (grow(drives, 5_000, seed, read_every=None, settling_days=2) for seed in (1, 1, 2))
    assert np.array_equal(a.synapses.size, b.synapses.size)
    assert not np.array_equal(a.lives.source, c.lives.source)


def test_arms_share_their_chance_until_they_differ(the_grown):
    """With the same seed, networks with and without practice are the same until practice begins, a day after the dose."""
    with_, without = the_grown("all"), the_grown("dose")
    start = int(np.searchsorted(with_.hours, 24))
    for name in ("young", "stable", "born"):
        assert np.array_equal(with_.counts[name][:start], without.counts[name][:start])
    assert not np.array_equal(with_.counts["young"][-1], without.counts["young"][-1])


def test_lives_add_up(the_grown):
    grown = the_grown("all")
    lives, end = grown.lives, grown.hours[-1]
    assert (lives.ended > lives.born).all()
    settled = lives.matured < NEVER
    assert (lives.matured[settled] >= lives.born[settled]).all() and (lives.matured[settled] <= lives.ended[settled]).all()
    now = grown.counts["young"] + grown.counts["stable"]
    for hour in (0, 24, 200, end):
        alive = np.bincount(lives.tag[lives.alive(hour)], minlength=3)
        assert np.array_equal(alive, now[np.searchsorted(grown.hours, hour)])
    table = tally(grown)
    assert (table["before"] + table["born"] - table["pruned"] - table["lost of before"] == table["now"]).all()
    assert (table["born"] == table["kept"] + table["pruned"]).all()


def test_risk_falls_with_age(the_grown):
    risk = risk_by_age(the_grown("nothing"), [0, 1, 3, 7, 20])["risk"].to_numpy()
    assert (np.diff(risk) < 0).all()
    assert risk[0] > 3 * risk[-1]


def test_large_synapses_live_longer(the_trial):
    drives = the_trial(10).drives["nothing"]
    at_start = grow(dataclasses.replace(drives), 20_000, 3, read_every=None, settling_days=40)
    # sizes at the end, ages at the end: old ones are large
    site = at_start.lives.site[at_start.lives.ended == NEVER]
    born = at_start.lives.born[at_start.lives.ended == NEVER]
    size = at_start.synapses.size[site]
    assert size[born < -24 * 14].mean() > 1.5 * size[born > 24 * 8].mean()
    assert np.corrcoef(size, -born)[0, 1] > 0.3


def test_sizes_are_broad_and_skewed(the_trial):
    grown = grow(the_trial(3).drives["nothing"], 20_000, 3, read_every=None, settling_days=60, keep_lives=False)
    stable = grown.synapses.size[grown.synapses.state == 2].astype(float)
    assert 0.3 < stable.std() / stable.mean() < 0.8
    assert ((stable - stable.mean()) ** 3).mean() / stable.std() ** 3 > 0.5


def test_practice_keeps_the_new_path_and_only_with_new_synapses(the_trial, the_grown):
    """Survival of what was born in the window rises in the practised path; without a dose practice saves nothing."""
    at = [24 * 8]
    kept = {arm: survival(the_grown(arm), (0, 48), at, "new")[0] for arm in ("all", "dose", "practice", "nothing")}
    assert kept["all"] > 1.25 * kept["dose"]
    assert kept["practice"] == pytest.approx(kept["nothing"], abs=0.06)
    old = {arm: survival(the_grown(arm), (0, 48), at, "old")[0] for arm in ("all", "dose")}
    assert old["all"] == pytest.approx(old["dose"], abs=0.06)


def test_without_the_steering_hypothesis_practice_saves_nothing(the_trial):
    people = the_trial(8, ("context/steering",))
    runs = {arm: grow(people.drives[arm], 20_000, 1, read_every=None, settling_days=10) for arm in ("all", "dose")}
    kept = {arm: survival(run, (0, 48), [24 * 7], "new")[0] for arm, run in runs.items()}
    assert kept["all"] == pytest.approx(kept["dose"], abs=0.05)


def test_turnover_as_imaging_counts_it(the_grown):
    drug, control = (turnover(the_grown(arm), [0, 48, 96]) for arm in ("dose", "nothing"))
    assert drug[0].formed > 1.2 * control[0].formed
    assert drug[0].density == pytest.approx(1 + drug[0].formed - drug[0].lost)
    assert 0.05 < control[0].formed < 0.5 and control[0].formed == pytest.approx(control[0].lost, rel=0.1)


@pytest.mark.slow
def test_nothing_drifts_in_an_undosed_year(the_trial):
    """Counts, tags and the reading stay within 10 % over a simulated year."""
    from regrowth.network.subject import person
    from regrowth.protocol import reads

    quiet = reads("title: A year\npeople: trd_adults\narms:\n  nothing:\n    - give: saline IV over 40 min\n")
    drives = person(quiet, days=365).drives["nothing"]
    grown = grow(drives, 80_000, 2, read_every=24 * 14, keep_lives=False)
    counts = grown.counts["young"] + grown.counts["stable"]
    assert np.abs(counts.sum(axis=1) / counts[0].sum() - 1).max() < 0.03
    assert np.abs(counts[:, 1:] / counts[0, 1:] - 1).max() < 0.10
    widths = np.array([r.width for r in grown.reading()[1]])
    assert np.abs(widths / widths[0] - 1).max() < 0.10
    ten_weeks = 24 * 70
    late, early = counts[-ten_weeks:].mean(axis=0), counts[:ten_weeks].mean(axis=0)
    assert np.abs(late / early - 1).max() < 0.05


@pytest.mark.slow
def test_cost_is_linear_and_small(the_trial):
    """Processor seconds of 28 days, settling and readings included, for 1e5 synapses (benchmarks/network_cost.py: more)."""
    import time

    drives = the_trial().drives["all"]
    grow(drives, 5_000, 1, settling_days=0)
    taken = []
    for synapses in (50_000, 100_000):
        start = time.process_time()
        grow(drives, synapses, 1, read_every=None)
        taken.append(time.process_time() - start)
    assert taken[1] < 12  # two cores for 6 s
    assert taken[1] < 2.6 * taken[0]
