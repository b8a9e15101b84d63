"""Figures: what they show, and that they leave matplotlib's settings alone."""

from __future__ import annotations

import math

import matplotlib
import numpy as np
import pytest

from regrowth.drawing.style import COLOURS, CONTROL, arm_colours
from regrowth.report import Dot, cascade_figure, level_figure
from regrowth.report.doses import cascade_doses
from regrowth.report.panels import panels


@pytest.mark.parametrize("people", [1, 12])
def test_every_level_that_moves_has_hours_beside_the_whole_course(make_run, people):
    run = make_run(people=people, days=28, infusion_days=(0, 2, 4))
    for level in run.levels:
        figure = level_figure(run, level)
        if level == "context":
            assert figure is None
            continue
        assert figure is not None
        labels = {axis.get_xlabel() for axis in figure.axes}
        assert {"hours since the first dose", "days since the first dose"} <= labels


def test_arms_that_coincide_are_drawn_around_one_another(make_run):
    run = make_run(infusion_days=(0, 2, 4))
    alike = run["outcomes.madrs"].copy(data=np.repeat(run["outcomes.madrs"].values[:1], len(run.arms), axis=0))
    apart = level_figure(run, "outcomes")
    run.tree["outcomes"]["madrs"] = alike
    together = level_figure(run, "outcomes")
    assert apart is not None and together is not None

    def widest(figure):
        panel = next(axis for axis in figure.axes if "MADRS" in axis.get_title(loc="left"))
        return max(line.get_linewidth() for line in panel.lines)

    assert widest(together) > widest(apart)


def test_an_infusion_is_wide_enough_to_see_on_the_hours_axis(make_run):
    figure = level_figure(make_run(), "pharmacokinetics")
    assert figure is not None
    lens = figure.axes[0]
    low, high = lens.get_xlim()
    assert (2 / 3) / (high - low) > 0.05


def test_the_hours_follow_the_first_dose_of_ketamine(make_run):
    run = make_run(days=28)
    shift = {"start": 168.0, "stop": 168.0 + 2 / 3}
    run.attrs["events"] = [event | (shift if event["kind"] == "dose" else {}) for event in run.attrs["events"]]
    figure = level_figure(run, "outcomes")
    assert figure is not None
    low, high = figure.axes[0].get_xlim()
    assert low < 168 < high < 168 + 100
    labels = {axis.get_xlabel() for axis in figure.axes}
    assert labels == {"", "hours since the dose at day 7", "days since time 0"}


def test_what_holds_throughout_is_drawn(make_run):
    run = make_run(days=28)
    throughout = {"arm": run.arms[0], "kind": "context", "label": "open label", "start": -math.inf, "stop": math.inf}
    run.attrs["events"] = [*run.attrs["events"], throughout]
    figure = level_figure(run, "outcomes")
    assert figure is not None
    assert figure.axes[0].get_xlim()[0] > -24


def test_a_short_run_has_one_axis_only(make_run):
    figure = level_figure(make_run(days=0.25), "pharmacokinetics")
    assert figure is not None
    assert {axis.get_xlabel() for axis in figure.axes} == {"", "hours since the first dose"}


def test_axes_carry_units(make_run):
    figure = level_figure(make_run(), "pharmacokinetics")
    assert figure is not None
    titles = [axis.get_title(loc="left") for axis in figure.axes if axis.get_title(loc="left")]
    assert titles and all("µmol/L" in title for title in titles)


def test_evidence_is_drawn_with_its_bars_and_kept_in_view(make_run):
    run = make_run()
    dots = [Dot("outcomes.madrs", "ketamine", 24.0, 60.0, 55.0, 65.0, "x"), Dot("outcomes.madrs", "ketamine", 48.0, 9.0)]
    figure = level_figure(run, "outcomes", dots)
    assert figure is not None
    madrs = [axis for axis in figure.axes if axis.get_ylim()[1] > 60]
    assert len(madrs) == 2  # the lens and the whole course, on one scale
    assert madrs[0].get_ylim() == madrs[1].get_ylim()


def test_what_never_moves_is_named_instead_of_drawn(make_run):
    drawn, still = panels(make_run(), "context")
    assert drawn == [] and still == ["stress_level"]


def test_people_who_failed_do_not_spoil_the_figure(make_run):
    run = make_run(people=3)
    for level in run.levels:
        for name in run[level].data_vars:
            run[level][name][0, 1, 5:] = np.nan
    assert level_figure(run, "outcomes") is not None
    assert cascade_figure(run) is not None


def test_the_cascade_needs_a_dose(make_run):
    run = make_run()
    assert cascade_figure(run) is not None
    run.attrs["events"] = []
    assert cascade_figure(run) is None


def test_the_cascade_begins_with_the_drug_and_marks_its_later_doses(make_run):
    run = make_run()
    arm = run.arms[0]
    given = [{"arm": arm, "kind": "dose", "label": "esketamine nasal", "start": t, "stop": t + 0.02} for t in (24.0, 48.0, 72.0)]
    tablets = [{"arm": arm, "kind": "dose", "label": "escitalopram oral", "start": t, "stop": t + 0.02} for t in (0.0, 24.0)]
    run.attrs["events"] = [*tablets, *given]
    assert [dose["start"] for dose in cascade_doses(run)] == [24.0, 48.0, 72.0]
    figure = cascade_figure(run)
    assert figure is not None
    (marks,) = [line for line in figure.axes[0].lines if line.get_marker() == "v"]
    assert list(marks.get_xdata()) == [24.0, 48.0]  # hours since the first of them


@pytest.mark.parametrize("control", ["placebo", "midazolam", "saline + training"])
def test_arm_colours_are_distinct_and_a_control_is_grey(control):
    colours = arm_colours(["ketamine", control, "ketamine + practice"])
    assert colours == {"ketamine": COLOURS[0], control: CONTROL, "ketamine + practice": COLOURS[1]}


def test_drawing_changes_no_global_setting(make_run):
    before = dict(matplotlib.rcParams)
    level_figure(make_run(), "outcomes")
    assert dict(matplotlib.rcParams) == before
