"""Populations in chunks give what one run gives, in bounded memory."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import regrowth
from regrowth import population
from regrowth.errors import RegrowthError
from regrowth.protocol.read import reads
from regrowth.study import prepare

PROTOCOL = "protocols/murrough2013.yaml"
MADRS = "outcomes.madrs"


@pytest.fixture(scope="module")
def whole():
    return regrowth.simulate(PROTOCOL, people=12, seed=3, observe=[MADRS])


def test_chunks_hold_the_same_people(whole):
    study = prepare(PROTOCOL, people=12, seed=3, observe=[MADRS])
    parts = [run[MADRS].values for _, run in population.chunks(study, chunk=5)]
    assert np.array_equal(np.concatenate(parts, axis=1), whole[MADRS].values)


def test_endpoints_are_streamed_whole(whole, tmp_path):
    path = population.endpoints(PROTOCOL, tmp_path / "e.parquet", people=12, seed=3, chunk=5)
    streamed = pd.read_parquet(path)
    keys = ["measure", "arm", "person", "time"]
    together = whole.endpoints().merge(streamed, on=keys, suffixes=("", "_streamed"))
    assert len(together) == len(streamed) == len(whole.endpoints())
    # a visit may be a step of the solver in one and interpolated in the other
    assert np.allclose(together["value"], together["value_streamed"], rtol=1e-4, atol=1e-4)


def test_saved_in_chunks_loads_as_one_run(whole, tmp_path):
    path = population.save(PROTOCOL, tmp_path / "run.zarr", people=12, seed=3, observe=[MADRS], chunk=5)
    loaded = regrowth.Run.load(path)
    assert loaded.people_count == 12
    assert list(loaded.tree.coords["person"].values) == list(range(12))
    assert np.array_equal(loaded[MADRS].values, whole[MADRS].values)


def test_curves_are_those_of_the_whole(whole):
    found = population.curves(PROTOCOL, people=12, seed=3, observe=[MADRS], chunk=5)
    values = whole[MADRS].values
    assert np.allclose(found.mean(MADRS), values.mean(axis=1))
    assert np.allclose(found.sd(MADRS), values.std(axis=1, ddof=1), atol=1e-6)
    assert np.allclose(found.quantile(MADRS, 0.5), np.median(values, axis=1), rtol=1e-3)


def test_too_many_people_at_once_are_refused_with_the_memory_they_need():
    with pytest.raises(RegrowthError, match=r"GiB.*regrowth\.population"):
        regrowth.simulate(PROTOCOL, people=1_000_000, observe=[MADRS], times=np.arange(0, 5000))


def test_arms_hold_the_same_people_or_their_own():
    text = Path(PROTOCOL).read_text().replace("n: 1,", "n: 3,")
    same = regrowth.simulate(reads(text), observe=[MADRS], times=[0, 24])
    own = regrowth.simulate(reads(text.replace("n: 3,", "n: 3, arms: independent,")), observe=[MADRS], times=[0, 24])
    before = {run: run[MADRS].values[:, :, 0] for run in (same, own)}
    assert np.array_equal(before[same][0], before[same][1])
    assert not np.isclose(before[own][0], before[own][1]).any()
    assert own.tree["people"]["weight"].dims == ("arm", "person") and same.tree["people"]["weight"].dims == ("person",)
