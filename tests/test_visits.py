"""Visits: ratings, response, relapse and its curve, on made-up runs and against a textbook's."""

import numpy as np
import pytest

from regrowth.errors import RegrowthError
from regrowth.visits import Visits, mean_interval, relapse, share_interval, visits


def made(ratings: np.ndarray, times: list[float]) -> Visits:
    return Visits(("a",), np.array(times), np.asarray(ratings, float)[None])


def test_ratings_stray_by_a_rater_and_are_the_same_every_time(make_run):
    run = make_run(people=400)
    found, again = visits(run), visits(run)
    np.testing.assert_array_equal(found.ratings, again.ratings)
    off = found.ratings - run.at("outcomes.madrs", list(found.times)).values
    assert np.std(off) == pytest.approx(2.65, rel=0.08)
    assert abs(np.corrcoef(off[0, :, 1], off[1, :, 1])[0, 1]) < 0.2  # arms stray by themselves
    assert found.responds[0, :, 0].sum() == 0


def test_a_run_without_the_scale_says_so(make_run):
    with pytest.raises(RegrowthError, match="nothing to rate"):
        visits(make_run(people=3), [0, 24], scale="outcomes.caps_5")
    with pytest.raises(RegrowthError, match="visits need times"):
        visits(make_run(people=3), [0])


def test_relapse_needs_two_visits_in_a_row():
    times = [0, 24, *(24.0 * d for d in (4, 8, 11, 15))]
    ratings = [
        [40, 10, 12, 30, 12, 12],  # once only
        [40, 10, 12, 30, 30, 30],  # relapses on day 8
        [40, 10, 30, 30, 12, 12],  # on day 4
        [40, 35, 30, 30, 30, 30],  # never responded
    ]
    found = relapse(made(ratings, times), "a", 0.0)
    assert found is not None and (found.followed, found.relapsed) == (3, 2)
    np.testing.assert_allclose(found.days, [0, 4, 8, 15])
    np.testing.assert_allclose(found.share, [1, 2 / 3, 1 / 3, 1 / 3])
    assert found.days_until(0.5) == 8 and np.isinf(found.days_until(0.9))
    assert (found.low <= found.share).all() and (found.share <= found.high).all()


def test_nobody_well_or_nobody_relapsing():
    times = [0.0, 24.0, 96.0, 192.0]
    assert relapse(made(np.full((5, 4), 40.0), times), "a", 0.0) is None
    well = np.tile([40.0, 10, 10, 10], (5, 1))
    found = relapse(made(well, times), "a", 0.0)
    assert found is not None and found.relapsed == 0 and np.isinf(found.days_until(0.5))


def test_intervals_cover_as_they_should():
    random = np.random.default_rng(1)
    inside = [low <= 5 <= high for _, low, high in (mean_interval(random.normal(5, 2, (12, 1))) for _ in range(1500))]
    assert np.mean(inside) == pytest.approx(0.95, abs=0.02)
    p, low, high = share_interval(np.array([[True]] * 8 + [[False]] * 2))
    np.testing.assert_allclose([p[0], low[0], high[0]], [0.8, 0.4902, 0.9433], atol=2e-4)  # Wilson, 8 of 10
    for n in range(1, 60):
        p, low, high = share_interval(np.array([[False, True]] * n))
        assert low[0] >= 0 and high[1] <= 1 and f"{low[0]:.0%}" == "0%"


def test_the_curve_is_the_textbook_one():
    """Remission times under 6-MP (Freireich 1963): the Kaplan-Meier estimate of Kalbfleisch & Prentice."""
    lost = np.array([6, 6, 6, 7, 10, 13, 16, 22, 23])
    kept = np.array([6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35])
    from scipy.stats import CensoredData, ecdf

    curve = ecdf(CensoredData(uncensored=lost, right=kept)).sf
    np.testing.assert_allclose(curve.evaluate([6, 10, 23]), [0.857, 0.753, 0.448], atol=1e-3)
