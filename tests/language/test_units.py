"""Units: factors to the coherent system, dimensions, and equations whose two sides disagree."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regrowth.language import MechanismError, UnitError, check, convert, covariate, mechanism, par, port, state, unit
from regrowth.language.units import BASES, name_of, printed


@pytest.mark.parametrize(
    "text, factor, coherent",
    [
        ("1", 1, "1"),
        ("", 1, "1"),
        ("%", 0.01, "1"),
        ("1/s", 3600, "1/h"),
        ("Hz", 3600, "1/h"),
        ("1/min", 60, "1/h"),
        ("d", 24, "h"),
        ("1/wk", 1 / 168, "1/h"),
        ("L/umol/s", 3600, "L/umol/h"),
        ("L/h/kg", 1, "L/kg/h"),
        ("mL/min/kg", 0.06, "L/kg/h"),
        ("nmol/L", 1e-3, "umol/L"),
        ("nM", 1e-3, "umol/L"),
        ("µM", 1, "umol/L"),
        ("ng/ml", 1e-9, "kg/L"),
        ("ng·h/mL", 1e-9, "h*kg/L"),
        ("mg", 1e-6, "kg"),
        ("point", 1, "point"),
        ("mmHg*L/umol", 1, "mmHg*L/umol"),
        ("year", 1, "year"),
        ("µmol/L", 1, "umol/L"),
        ("%/d", 0.01 / 24, "1/h"),
    ],
)
def test_factor_and_dimension(text, factor, coherent):
    read = unit(text)
    assert read.factor == pytest.approx(factor, rel=1e-12)
    assert read.dimension == unit(coherent).dimension
    assert unit(name_of(read.dimension)).dimension == read.dimension


def test_own_base_dimensions_convert_into_nothing():
    for a in ("point", "mmHg", "mV", "year", "h", "1"):
        for b in ("point", "mmHg", "mV", "year", "h", "1"):
            if a != b:
                with pytest.raises(MechanismError, match="same kind"):
                    convert(1.0, a, b)
    assert convert(2.0, "d", "h") == 48.0
    assert convert(120.0, "min", "h") == pytest.approx(2.0)


@pytest.mark.parametrize(
    "text, read", [("umol/L", "µmol/L"), ("L/umol/s", "L/µmol/s"), ("ug", "µg"), ("uM", "µM"), ("ng*h/mL", "ng·h/mL"), ("1/sqrt", "1/sqrt")]
)
def test_units_are_printed_as_the_field_writes_them(text, read):
    assert printed(text) == read


@pytest.mark.parametrize("micro", ["umol/L", "µmol/L", "μmol/L"], ids=["u", "micro sign", "Greek mu"])
def test_micro_is_read_however_it_is_typed(micro):
    assert unit(micro).factor == 1


@pytest.mark.parametrize("text", ["furlong", "L/", "ng per mL", "umol L", "h^", "()", "1//h", "__import__('os')", "°C", "degC"])
def test_unknown_units_are_named(text):
    with pytest.raises(MechanismError) as caught:
        unit(text)
    assert repr(text) in str(caught.value)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="hLkgums/*^%()1 2-.µ", max_size=10))
def test_any_text_is_a_unit_or_a_mechanism_error(text):
    try:
        read = unit(text)
    except MechanismError:
        return
    assert len(read.dimension) == len(BASES)
    assert 0 < read.factor < float("inf")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(-2, 2), min_size=len(BASES), max_size=len(BASES)))
def test_a_dimension_is_read_back_from_its_name(exponents):
    dimension = tuple(float(e) for e in exponents)
    assert unit(name_of(dimension)).dimension == dimension


WORDS = {
    w.name: replace(w, level="pharmacokinetics")
    for w in [
        port("conc", "umol/L", "a concentration"),
        port("effect", "1", "an effect"),
        covariate("weight", "kg", "weight", human=70),
    ]
}


def checked(equation: str, gives: str = "", **more):
    """A mechanism with one state (umol), volume (L), rate (1/s) and weight (kg)."""
    texts = ["d amount/dt = -rate*amount*weight/weight*volume/volume", equation]
    m = mechanism(
        parameters=[par("rate", 1, "1/s", "rate", source="assumed: test"), par("volume", 2, "L", "volume", source="assumed: test")],
        reads=["weight"],
        states=[state("amount", "umol", "amount")],
        gives=[gives] if gives else [],
        equations="\n".join(texts),
        **more,
    )  # fmt: skip
    return check(replace(m, name="pharmacokinetics/made_up", level="pharmacokinetics"), WORDS)


@pytest.mark.parametrize(
    "equation, coherent",
    [
        ("x = amount/volume", "umol/L"),
        ("x = rate*amount", "umol/h"),
        ("x = amount^2/volume", "umol^2/L"),
        ("x = sqrt(volume)*volume^0.5", "L"),
        ("x = max(amount, 0)", "umol"),
        ("x = 0 + amount", "umol"),
        ("x = hill(amount, 3*amount, 2)", "1"),
        ("x = smooth_step(volume, 2*volume, volume)", "1"),
        ("x = exp(-amount/amount)*at_rest(amount)", "umol"),
        ("x = 0", "1"),
        ("x = volume^-1", "1/L"),
    ],
)
def test_an_auxiliary_gets_its_unit_from_its_equation(equation, coherent):
    assert unit(checked(equation).auxiliaries["x"]).dimension == unit(coherent).dimension


@pytest.mark.parametrize(
    "equation, gives, first, second",
    [
        ("conc = amount", "conc", "umol/L", "umol"),
        ("effect = amount/volume", "effect", "in 1", "umol/L"),
        ("x = amount + volume", "", "umol", "L"),
        ("x = rate - weight", "", "1/h", "kg"),
        ("x = max(amount, weight)", "", "umol", "kg"),
        ("x = hill(amount, volume, 2)", "", "umol", "L"),
        ("x = smooth_step(amount, 0, volume)", "", "umol", "L"),
        ("x = amount + 1", "", "umol", "1"),
    ],
)
def test_two_sides_that_disagree_name_mechanism_equation_and_both_units(equation, gives, first, second):
    with pytest.raises(UnitError) as caught:
        checked(equation, gives)
    said = str(caught.value)
    assert said.startswith("pharmacokinetics/made_up: ")
    assert f"`{equation}`" in said
    assert first in said and second in said


@pytest.mark.parametrize(
    "equation, words",
    [
        ("x = exp(amount)", "the argument of exp is in umol"),
        ("x = log(volume)", "the argument of log is in L"),
        ("x = 2^amount", "an exponent is in umol"),
        ("x = amount^(volume/volume)", "umol is raised to a power that is not a plain number"),
        ("x = hill(amount, amount, volume)", "the Hill exponent is in L"),
    ],
)
def test_functions_of_pure_numbers(equation, words):
    with pytest.raises(UnitError, match=words.replace("^", r"\^")):
        checked(equation)


def test_a_rate_is_its_states_unit_per_hour():
    m = mechanism(
        parameters=[par("k", 1, "1/s", "rate", source="assumed: test")],
        states=[state("x", "umol", "x")],
        equations="d x/dt = k*x*x",
    )
    with pytest.raises(UnitError, match=r"left side is in umol/h, the right side in umol\^2/h"):
        check(replace(m, name="pharmacokinetics/m", level="pharmacokinetics"), WORDS)


def test_a_state_that_is_given_has_its_ports_unit():
    m = mechanism(states=[state("conc", "umol", "x")], gives=["conc"], equations="d conc/dt = 0")
    with pytest.raises(UnitError, match="state conc is in umol, the port in umol/L"):
        check(replace(m, name="pharmacokinetics/m", level="pharmacokinetics"), WORDS)
