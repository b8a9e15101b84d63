"""Residual error of simulated samples: published size, seeded, per person."""

import numpy as np
import pytest

from regrowth.assay import KETAMINE, log_sd, samples
from regrowth.errors import RegrowthError

VENOUS = "pharmacokinetics.s_ketamine_arterial"


def test_scatter_has_the_published_size(make_run):
    table = samples(make_run(people=2000), VENOUS, [1.0], seed=3)
    own = table[table["level"] > 0]
    scatter = np.log(own["measured"] / own["level"])
    assert scatter.std() == pytest.approx(KETAMINE, rel=0.06)
    assert abs(scatter.mean()) < 0.03


def test_the_same_seed_gives_the_same_person_the_same_error(make_run):
    few, many = (samples(make_run(people=n), VENOUS, [0.5, 2.0], seed=5) for n in (3, 9))
    chosen = many[many["person"] < 3]
    errors = [_errors(table) for table in (few, chosen)]
    np.testing.assert_allclose(errors[0], errors[1])
    other = samples(make_run(people=3), VENOUS, [0.5, 2.0], seed=6)
    assert np.abs(_errors(other) - errors[0]).max() > 0.01


def _errors(table):
    own = table[table["arm"] == "ketamine"]
    return np.log(np.asarray(own["measured"]) / np.asarray(own["level"]))


def test_below_the_limit_is_not_a_number(make_run):
    table = samples(make_run(people=4), VENOUS, [1.0], limit=1e9)
    assert np.isnan(np.asarray(table["measured"])).all()


def test_what_no_laboratory_measures_is_refused(make_run):
    with pytest.raises(RegrowthError, match="no level in plasma"):
        log_sd("pharmacokinetics.s_ketamine_brain_free")
    with pytest.raises(RegrowthError, match="the run ends at"):
        samples(make_run(days=1), VENOUS, [1e4])
