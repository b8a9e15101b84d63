"""A pharmacokinetic study from protocol to table: sums of enantiomers, units of mass, exposures, samples."""

import math

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import regrowth
from regrowth.assay import samples
from regrowth.cli import app
from regrowth.errors import RegrowthError
from regrowth.noncompartmental import exposures, geometric
from regrowth.protocol.drugs import KETAMINE
from regrowth.report import findings, level_figure, report_html
from regrowth.report.exposures import exposures_of

TOTAL = "pharmacokinetics.s_ketamine_venous + r_ketamine_venous"
STUDY = """
title: Two routes
people: {from: healthy, n: 12, seed: 1}
arms:
  IV: {give: 0.5 mg/kg racemic ketamine IV over 40 min}
  nasal: {give: 84 mg esketamine nasal}
measure:
  - {what: s_ketamine_venous + r_ketamine_venous, at: [40 min, 4 h, 24 h], unit: ng/mL}
evidence:
  - {what: s_ketamine_venous + r_ketamine_venous, arm: IV, at: 40 min, value: 185, unit: ng/mL, sd: 40, n: 10}
until: 48 h
"""


@pytest.fixture(scope="module")
def run():
    return regrowth.simulate(regrowth.reads(STUDY))


def test_a_sum_is_the_sum_of_its_parts_in_the_unit_asked_for(run):
    parts = [run[f"pharmacokinetics.{e}_ketamine_venous"] for e in "sr"]
    np.testing.assert_allclose(run[TOTAL].values, parts[0].values + parts[1].values, rtol=1e-12)
    in_mass = run.course(TOTAL, "ng/mL")
    np.testing.assert_allclose(in_mass.values, KETAMINE * run[TOTAL].values, rtol=1e-12)
    assert in_mass.attrs["unit"] == "ng/mL" and run[TOTAL].attrs["unit"] == "umol/L"
    assert TOTAL in run and "pharmacokinetics.s_ketamine_venous + nothing" not in run


def test_what_is_measured_keeps_its_unit_in_every_table(run):
    points = run.endpoints()
    assert set(points["unit"]) == {"ng/mL"} and set(points["observable"]) == {TOTAL}
    at = run.at(TOTAL, [4.0], "ng/mL").sel(arm="IV").values[:, 0]
    np.testing.assert_allclose(points[(points["arm"] == "IV") & (points["time"] == 4)]["value"], at)
    (found,) = findings(run)
    assert found.as_written(found.published) == pytest.approx(185) and found.written == "ng/mL"
    page = report_html(run)
    assert "<td class=n>185 ng/mL" in page and "S-ketamine + R-ketamine venous, ng/mL" in page


def test_levels_are_drawn_in_the_unit_measured_and_over_decades(run):
    figure = level_figure(run, "pharmacokinetics")
    assert figure is not None
    titles = [axis.get_title(loc="left") for axis in figure.axes]
    assert "S-ketamine + R-ketamine venous, ng/mL" in titles and "Ketamine, arterial plasma, µmol/L" in titles
    scales = [axis.get_yscale() for axis in figure.axes]
    assert scales.count("log") == sum(map(bool, titles)) > 4


def test_exposures_are_those_of_the_course(run):
    table = exposures(run, TOTAL, unit="ng/mL")
    course = run.course(TOTAL, "ng/mL").sel(arm="IV").values
    own = table[table["arm"] == "IV"]
    np.testing.assert_allclose(own["peak"], course.max(axis=1))
    np.testing.assert_allclose(own["auc_last"], np.trapezoid(course, run.times, axis=1), rtol=0.02)
    with pytest.raises(RegrowthError, match="no window of arm 'IV'"):
        exposures(run, TOTAL, start=20.0, stop=3.0)


def test_areas_are_dose_over_clearance(run):
    """AUC∞ of each person = dose / clearance, arterial and venous alike; the well-stirred liver is linear."""
    weight = run["people"]["weight"].values
    clearance = run["pharmacokinetics.s_ketamine_clearance"].sel(arm="IV").values[:, 0]
    expected = 0.25 * weight / KETAMINE * 1000 / clearance  # µmol·h/L: half of 0.5 mg/kg is S
    for site in ("arterial", "venous"):
        table = exposures(run, f"pharmacokinetics.s_ketamine_{site}")
        np.testing.assert_allclose(table[table["arm"] == "IV"]["auc_infinite"], expected, rtol=0.02)


def test_geometric_means_and_variation():
    rng = np.random.default_rng(1)
    values = np.exp(rng.normal(math.log(100), 0.3, 4000))
    table = pd.DataFrame({"arm": "a", "observable": "x.y_plasma", "unit": "ng/mL", "peak": values, "time_of_peak": 1.0,
                          "auc_last": 2 * values, "auc_infinite": np.where(values > 50, values, np.nan), "half_life": 3.0})  # fmt: skip
    (row,) = geometric(table).to_dict("records")
    assert row["people"] == 4000 and row["peak"] == pytest.approx(100, rel=0.02)
    assert row["peak_cv"] == pytest.approx(100 * math.sqrt(math.expm1(0.09)), rel=0.05)
    assert row["half_life"] == pytest.approx(3) and row["half_life_cv"] == pytest.approx(0, abs=1e-6)
    assert row["time_of_peak"] == row["time_of_peak_low"] == row["time_of_peak_high"] == 1.0
    assert row["auc_infinite"] > row["peak"]  # who has none is left out
    (alone,) = geometric(table.head(1)).to_dict("records")
    assert math.isnan(alone["peak_cv"]) and alone["people"] == 1


def test_one_sample_tells_enantiomers_apart_or_not(run):
    total = samples(run, TOTAL, [1.0], seed=1, unit="ng/mL", limit=2.0)
    assert set(total["unit"]) == {"ng/mL"}
    np.testing.assert_allclose(total[total["arm"] == "IV"]["level"], run.at(TOTAL, [1.0], "ng/mL").sel(arm="IV").values[:, 0])
    assert samples(run, TOTAL, [48.0], unit="ng/mL", limit=2.0)["measured"].isna().mean() > 0.5
    with pytest.raises(RegrowthError, match="scatter differently"):
        samples(run, "pharmacokinetics.s_ketamine_venous + s_norketamine_venous", [1.0])


def test_the_command_writes_exposures_of_what_is_measured(tmp_path):
    path = tmp_path / "study.yaml"
    path.write_text(STUDY, "utf-8")
    done = CliRunner().invoke(app, ["run", str(path), "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    table = pd.read_csv(tmp_path / "out" / "exposures.csv")
    assert set(table["observable"]) == {TOTAL} and len(table) == 24 and set(table["unit"]) == {"ng/mL"}
    assert "Exposure, first dose: geometric mean (CV)" in done.output and "AUC∞" in done.output


def test_where_no_levels_are_measured_exposures_are_those_of_the_usual_compounds(run, make_run):
    measured, usual = exposures_of(run), exposures_of(make_run())
    assert measured is not None and measured.measured and set(measured.table["observable"]) == {TOTAL}
    assert usual is not None and not usual.measured and set(usual.table["observable"]) == {"pharmacokinetics.hnk_plasma"}


@pytest.mark.parametrize(
    ("measure", "says"),
    [
        ("{what: s_ketamine_venous + madrs, at: 1 h}", "sum over levels"),
        ("{what: s_ketamine_venous + s_ketamine_portal, at: 1 h}", "can't be expressed"),
        ("{what: madrs, at: 1 h, unit: ng/mL}", "can't be expressed"),
        ("{what: s_ketamine_venous, at: 1 h, unit: lb/mL}", "can't read the unit"),
        ("{what: s_ketamine_venous + r_ketamin_venous, at: 1 h}", "r_ketamine_venous"),
    ],
)
def test_what_does_not_add_up_is_refused(measure, says):
    text = f"arms: {{a: {{give: 84 mg esketamine nasal}}}}\nmeasure:\n  - {measure}\n"
    with pytest.raises(RegrowthError, match=says) as told:
        regrowth.simulate(regrowth.reads(text))
    assert "line 3" in str(told.value)
