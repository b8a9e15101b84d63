"""Fitted values stand in the mechanism files as the calibration scripts left them."""

import pytest

from .scripts import from_folder

apply = from_folder("apply")


@pytest.mark.parametrize("path", apply.results(), ids=lambda path: path.stem)
def test_mechanisms_hold_the_fitted_values(path):
    assert apply.problems(path) == []


TEXT = """
par("cl", 79, "L/h", "clearance", source="kamp2020", spread="lognormal 24%",
    mouse=alternative(0.09, "assumed: µ", "lognormal 50%")),
par("v", 3, "L", "volume", source="noppers2011"),
"""


def entry(name="cl", value=81.25, **more):
    return {"name": f"a/b.{name}", "value": value, "experiments": ["one-2001", "two-2002"], **more}


def test_number_and_source_are_replaced_and_nothing_else():
    found = apply.rewritten(TEXT, "cl", entry())
    assert found == TEXT.replace("79", "81.25").replace('"kamp2020"', '"fitted: one-2001, two-2002"')


def test_a_note_is_added_after_the_last_argument_or_replaced():
    first = apply.rewritten(TEXT, "v", entry("v", note="start: 3"))
    assert 'source="fitted: one-2001, two-2002", note="start: 3")' in first
    assert 'note="again"' in apply.rewritten(first, "v", entry("v", note="again"))


def test_an_interval_is_added_or_replaced():
    first = apply.rewritten(TEXT, "cl", entry(interval=[70.0, 95.5]))
    assert 'mouse=alternative(0.09, "assumed: µ", "lognormal 50%"), interval=(70, 95.5))' in first
    assert "interval=(71, 90))" in apply.rewritten(first, "cl", entry(interval=[71, 90]))
    both = apply.rewritten(TEXT, "v", entry("v", note="n", interval=[2, 4]))
    assert 'note="n", interval=(2, 4))' in both
    mouse = apply.rewritten(TEXT, "cl", entry(species="mouse", interval=[0.1, 0.2]))
    assert '"lognormal 50%", interval=(0.1, 0.2))' in mouse


def test_a_species_alternative_is_set_alone():
    found = apply.rewritten(TEXT, "cl", entry(species="mouse", value=0.5, note="n"))
    assert 'alternative(0.5, "fitted: one-2001, two-2002", "lognormal 50%", note="n")' in found
    assert 'par("cl", 79,' in found


def test_a_parameter_that_is_not_written_out_is_refused():
    with pytest.raises(SystemExit, match="no `par"):
        apply.rewritten(TEXT, "ke0", entry("ke0"))
    with pytest.raises(SystemExit, match="no alternative for rat"):
        apply.rewritten(TEXT, "cl", entry(species="rat"))


def test_correlations_stand_in_the_package_as_the_fits_left_them():
    import json

    assert json.loads(apply.CORRELATIONS.read_text("utf-8")) == apply.correlations() != {}
