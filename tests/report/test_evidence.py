"""Published values beside the model: units, intervals, changes and contrasts."""

from __future__ import annotations

import math

import pytest

from regrowth.report import dots, findings, report_html

ROW = {
    "what": "MADRS", "arm": "ketamine", "at": 24.0, "value": 20.0, "change": False, "against": "", "unit": "",
    "spread": "", "low": None, "high": None, "n": None, "source": "kamp2020", "id": "",
}  # fmt: skip


def with_rows(run, *rows):
    run.attrs["evidence"] = [ROW | row for row in rows]
    return run


def test_a_value_is_a_dot_beside_the_models_value(make_run):
    run = with_rows(make_run(), {})
    (found,), (dot,) = findings(run), dots(run)
    assert found.model == pytest.approx(float(run["outcomes.madrs"].sel(arm="ketamine", time=24.0).mean()))
    assert (dot.observable, dot.value, dot.time) == ("outcomes.madrs", 20.0, 24.0)
    assert math.isnan(dot.low)


def test_a_change_starts_from_the_models_baseline(make_run):
    run = with_rows(make_run(people=8), {"value": -12.0, "change": True})
    before = float(run["outcomes.madrs"].sel(arm="ketamine", time=0.0).mean())
    assert dots(run)[0].value == pytest.approx(before - 12)
    assert findings(run)[0].model < 0


@pytest.mark.parametrize(
    ("spread", "low", "high", "n", "half"),
    [
        ("sem", 18.0, 22.0, None, 1.96 * 2),
        ("sd", 10.0, 30.0, 25, 1.96 * 10 / 5),
        ("ci", 15.0, 25.0, None, 5.0),
        ("ci95", 15.0, 25.0, None, 5.0),
        ("sd", 10.0, 30.0, None, math.nan),
        ("iqr", 15.0, 25.0, 10, math.nan),
    ],
)
def test_intervals_are_those_of_the_mean(make_run, spread, low, high, n, half):
    dot = dots(with_rows(make_run(), {"spread": spread, "low": low, "high": high, "n": n}))[0]
    assert (dot.high - dot.low) / 2 == pytest.approx(half, rel=1e-3, nan_ok=True)


def test_units_are_converted(make_run):
    run = with_rows(make_run(), {"what": "s_ketamine_arterial", "at": 1.0, "value": 500.0, "unit": "nmol/L"})
    assert dots(run)[0].value == pytest.approx(0.5)
    assert findings(run)[0].unit == "umol/L"


def test_masses_are_converted_by_the_compound(make_run):
    run = with_rows(make_run(), {"what": "s_ketamine_arterial", "at": 1.0, "value": 237.7, "unit": "ng/mL"})
    assert findings(run)[0].published == pytest.approx(1.0, rel=1e-3)


def test_an_effect_size_is_told_in_points(make_run):
    run = with_rows(make_run(), {"unit": "SD of 8.5 points", "value": -2.0, "spread": "ci", "low": -3.0, "high": -1.0})
    (found,) = findings(run)
    assert (found.published, found.low, found.high, found.unit) == (-17.0, -25.5, -8.5, "point")
    assert "−2 SD of 8.5 points" in report_html(run)


def test_a_mean_over_time_is_listed_but_not_drawn(make_run):
    run = with_rows(make_run(), {"at": 0.0, "until": 24.0})
    values = run["outcomes.madrs"].sel(arm="ketamine")
    (found,) = findings(run)
    inside = values.sel(time=values.time[(values.time >= 0) & (values.time <= 24)])
    by_hand = (inside.mean("person").integrate("time") / 24).item()
    assert found.model == pytest.approx(by_hand)
    assert dots(run) == [] and "mean, 0 h to 24 h" in report_html(run)


def test_what_does_not_convert_is_listed_but_not_drawn(make_run):
    run = with_rows(make_run(), {"unit": "fathoms", "value": -0.6})
    assert dots(run) == [] and findings(run)[0].published == -0.6
    assert math.isnan(findings(run)[0].model)


def test_a_contrast_is_listed_but_not_drawn(make_run):
    run = with_rows(make_run(), {"against": "midazolam", "value": -8.0, "unit": "points"})
    values = run["outcomes.madrs"].sel(time=24.0).mean("person")
    assert findings(run)[0].model == pytest.approx(float(values.sel(arm="ketamine") - values.sel(arm="midazolam")))
    assert dots(run) == []
    assert "ketamine minus midazolam" in report_html(run)


def test_what_the_run_does_not_hold_is_left_out(make_run):
    assert findings(with_rows(make_run(), {"what": "HAM-Z"}, {"arm": "nobody"})) == []


def test_only_what_something_was_fitted_to_is_drawn_filled(make_run, monkeypatch):
    scores = {
        "experiments": [
            {"id": "one", "source": "a", "level": "outcomes", "role": "fit"},
            {"id": "two", "source": "b", "level": "outcomes", "role": "check"},
        ]
    }
    monkeypatch.setattr("regrowth.report.evidence.shipped_scores", lambda: scores)
    rows = [{"id": "one"}, {"id": "two"}, {"id": "", "source": "a"}, {"id": "", "source": "c"}]
    assert [dot.held_out for dot in dots(with_rows(make_run(), *rows))] == [False, True, False, True]
