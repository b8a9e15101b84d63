"""How trials stray, on made-up papers whose spreads are known."""

from dataclasses import replace

import numpy as np
import pytest

from regrowth.evidence.experiment import Experiment, Measure, Observe, Point
from regrowth.evidence.predictive import Between, Scale, Straying

from .scripts import from_folder

script = from_folder("between_trials")


def made_up(truth: Between, correlation: float, papers: int, seed: int):
    random = np.random.default_rng(seed)
    groups = []
    for i in range(papers):
        size, pooled = int(random.integers(1, 6)), int(random.choice([1, 1, 9, 40]))
        kind = "difference" if i % 4 == 0 else "arm"
        sampling = random.uniform(0.01, 0.1, size)
        spread = truth.spread(kind, pooled)
        stray = random.multivariate_normal(np.zeros(size), correlation + (1 - correlation) * np.eye(size)) * spread
        if np.isfinite(truth.freedom):
            stray /= np.sqrt(random.chisquare(truth.freedom) / truth.freedom)
        off = stray + random.normal(0, np.sqrt(sampling))
        groups.append([_row(kind, pooled, float(o), float(s)) for o, s in zip(off, sampling, strict=True)])
    return groups


def _row(kind: str, pooled: int, off: float, sampling: float):
    e = Experiment(
        "x", "value", "fit", "mdd", Observe(("outcomes.madrs",)), Measure(), (Point(0, 0, off),), "s", trials=pooled
    )
    return script.Row(e, Straying(Scale(), kind, sampling**0.5, 0.0, 1.0), 0.0, off, sampling)


@pytest.mark.slow
@pytest.mark.parametrize("truth", [Between(0.4, 0.0, 0.5), Between(0.3, 0.3, 0.5), Between(0.3, 0.2, 0.7, 4.0)])
def test_the_spreads_of_made_up_papers_are_found_again(truth):
    groups = made_up(truth, 0.5, 400, seed=3)
    found, correlation, *_ = script.estimate(groups, truth.freedom, truth.model > 0)
    assert found.trials == pytest.approx(truth.trials, abs=0.07)
    assert found.model == pytest.approx(truth.model, abs=0.07)
    assert found.difference == pytest.approx(truth.difference, abs=0.12)
    assert correlation == pytest.approx(0.5, abs=0.25)


def test_intervals_cover_new_papers_nineteen_times_in_twenty():
    truth = Between(0.3, difference=0.6, freedom=5.0)
    found, *_ = script.estimate(made_up(truth, 0.5, 100, seed=1), truth.freedom, False)
    new = [row for group in made_up(truth, 0.5, 500, seed=2) for row in group]
    assert np.mean([covers for covers, _ in script.intervals(new, truth)]) == pytest.approx(0.95, abs=0.015)
    assert np.mean([covers for covers, _ in script.intervals(new, found)]) == pytest.approx(0.95, abs=0.03)


def test_the_interval_score_punishes_misses_and_width():
    near, far = _row("arm", 1, 0.1, 0.04), _row("arm", 1, 2.0, 0.04)
    narrow, wide = Between(0.1), Between(0.5)
    (inside, small), (outside, bad) = script.intervals([near, far], narrow)
    assert inside and not outside and bad > small
    assert script.intervals([near], wide)[0][1] > small and script.intervals([far], wide)[0][1] < bad


def test_trials_that_stray_have_fewer_inside_whatever_is_predicted():
    random, even, stray = np.random.default_rng(4), [], []
    for i in range(200):
        for paper in range(3):
            for rows, spread in ((even, 0.0), (stray, 0.4)):
                row = _row("arm", 1, random.normal(0, np.hypot(0.2, spread)), 0.04)
                rows.append(replace(row, experiment=replace(row.experiment, give=str(i), source=str(paper))))
    fair, unfair = script.fair_ceiling(even), script.fair_ceiling(stray)
    assert fair["groups"] == 200 and fair["inside"] > 0.93 * len(even)
    assert unfair["sd"] == pytest.approx(0.4, abs=0.05) and unfair["inside_low"] < unfair["inside"] < unfair["inside_high"]
    np.testing.assert_allclose(unfair["inside"] / len(stray), 0.62, atol=0.04)
