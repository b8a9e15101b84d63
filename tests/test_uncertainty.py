"""Draws of typical values: as wide and as correlated as the fits left them, apart from how people differ."""

import numpy as np
import pytest

import regrowth
from regrowth.engine import assemble, assemble_mechanisms
from regrowth.errors import RegrowthError
from regrowth.language import catalogue, load
from regrowth.protocol import reads
from regrowth.study import prepare
from regrowth.uncertainty import _correlations, _under, factors_of

PLAN = reads("""
people: {from: healthy, n: 1}
arms:
  IV: {give: 0.5 mg/kg racemic ketamine IV over 40 min}
  by hand: {like: IV, people: {pharmacokinetics/liver.cl_int_s: 200}}
until: 6 h
""")
VENOUS = "pharmacokinetics.s_ketamine_venous"
LIVER = "pharmacokinetics/liver.cl_int_s"


@pytest.fixture(scope="module")
def model():
    return assemble("human")


@pytest.fixture(scope="module")
def kinetics():
    """The pharmacokinetics alone, which is quicker."""
    own = [load(name) for name in catalogue() if name.startswith("pharmacokinetics/")]
    return assemble_mechanisms([found for found in own if "human" in found.mechanism.species], "human")


def test_draws_have_the_intervals_and_correlations_of_the_fits(model):
    factors, unknown = factors_of(model, 4000, seed=1)
    declared = {p.name: p for p in model.parameters}
    p = declared[LIVER]
    low, high = np.quantile(p.value * factors[LIVER], [0.025, 0.975])
    assert (low, high) == pytest.approx(p.interval, rel=0.03)
    names, matrix = next(found for found in _correlations("human") if LIVER in found[0])
    assert np.linalg.eigvalsh(matrix).min() > -0.01 and (np.diag(matrix) == 1).all()
    pair = LIVER, "pharmacokinetics/liver.cl_int_r"
    r = np.corrcoef(*(np.log(factors[name]) for name in pair))[0, 1]
    assert r == pytest.approx(matrix[names.index(pair[0]), names.index(pair[1])], abs=0.05)
    assert "signalling/trkb.k_bind" in unknown and not set(unknown) & set(factors)
    assert all(declared[name].source.startswith("fitted:") for name in factors)


def test_more_draws_keep_the_first_and_a_seed_is_another_set(model):
    few, many, other = (factors_of(model, n, seed)[0][LIVER] for n, seed in ((5, 1), (50, 1), (5, 2)))
    np.testing.assert_allclose(few, many[:5])
    assert np.abs(few - other).max() > 0.01


def test_an_interval_cut_at_a_bound_is_not_left(model):
    name = "pharmacokinetics/liver.to_norketamine_r"
    p = next(p for p in model.parameters if p.name == name)
    assert p.interval is not None
    drawn = p.value * factors_of(model, 2000)[0][name]
    assert drawn.max() == pytest.approx(p.interval[1]) and drawn.min() < p.interval[0]


def test_the_spread_of_a_level_is_that_of_the_delta_method(kinetics):
    """For small spreads: variance of log(level) = elasticities · covariance of the logarithms · elasticities."""
    factors, _ = factors_of(kinetics, 400, seed=3)
    names = [name for name in factors if name.startswith("pharmacokinetics/")]
    run = regrowth.uncertain(PLAN, 400, seed=3, observe=[VENOUS], times=[0, 1, 4], model=kinetics)
    slopes = regrowth.sensitivities(PLAN, names, observe=[VENOUS], times=[1.0, 4.0], model=kinetics)
    logs = np.log([factors[name] for name in names])
    for time in (1.0, 4.0):
        own = slopes[(slopes["arm"] == "IV") & (slopes["time"] == time)].set_index("along")["elasticity"]
        expected = np.sqrt(own[names] @ np.cov(logs) @ own[names])
        found = np.log(run[VENOUS].sel(arm="IV", time=time).values).std()
        assert found == pytest.approx(expected, rel=0.12) and 0.02 < found < 0.3


def test_what_is_set_by_hand_stays(model):
    run = regrowth.uncertain(PLAN, 30, observe=["pharmacokinetics.s_ketamine_clearance"], times=[0, 1])
    spread = run["pharmacokinetics.s_ketamine_clearance"].sel(time=1).std("person")
    assert float(spread.sel(arm="by hand")) < 1e-9 < float(spread.sel(arm="IV"))
    assert any("30 draws of" in text for text in run.attrs["warnings"])
    assert any("held" in text and "trkb.k_bind" in text for text in run.attrs["warnings"])


def test_people_are_the_same_under_every_draw(kinetics):
    run = regrowth.uncertain(PLAN, 3, people=4, observe=[VENOUS], times=[0, 1], model=kinetics)
    assert run.people_count == 12 and run["people"]["draw"].values.tolist() == [0] * 4 + [1] * 4 + [2] * 4
    weights = run["people"]["weight"].sel(arm="IV").values.reshape(3, 4)
    assert (weights == weights[0]).all() and np.ptp(weights[0]) > 0
    group = prepare(PLAN, people=4, model=kinetics).drawn(0, 4)[0]
    factors, _ = factors_of(kinetics, 3)
    made = _under(group, factors, kinetics, set()).parameters[LIVER].reshape(3, 4)
    np.testing.assert_allclose(made / group.parameters[LIVER], np.repeat(factors[LIVER][:, None], 4, axis=1))
    assert (_under(group, factors, kinetics, {LIVER}).parameters[LIVER].reshape(3, 4) == group.parameters[LIVER]).all()


@pytest.mark.parametrize("draws", [1, 0, -3])
def test_too_few_draws_are_refused(draws):
    with pytest.raises(RegrowthError, match="ask for at least 2"):
        regrowth.uncertain(PLAN, draws)
