"""Whatever is typed, a sentence is read or refused with a ProtocolError; what is read can be written and read again."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from regrowth.protocol import (
    Amount,
    Dose,
    Perturbation,
    ProtocolError,
    Step,
    When,
    from_mapping,
    parse_dose,
    parse_duration,
    parse_perturbation,
    parse_time,
    parse_times,
    reads,
)
from regrowth.protocol.drugs import DRUGS, ROUTES

amounts = st.builds(
    Amount,
    st.floats(1e-6, 1e6, exclude_min=True),
    st.sampled_from(["ng", "µg", "mg", "g", "nmol", "µmol"]),
    st.booleans(),
    st.just(""),
)
rates = st.builds(
    Amount, st.floats(1e-6, 1e6), st.sampled_from(["ng", "mg", "µmol"]), st.booleans(), st.sampled_from(["h", "min"])
)
spans = st.tuples(st.floats(0.1, 1000), st.sampled_from(["min", "h", "day", "s", "week"])).filter(
    lambda s: s[1] != "s" or s[0] >= 1
)
infusions = st.builds(lambda a, s: Step(a, *s), st.one_of(amounts, rates), spans)
pauses = st.builds(lambda s: Step(None, *s), spans)
real_drugs = st.sampled_from([drug.name for drug in DRUGS if drug.compounds])


@st.composite
def doses(draw):
    if draw(st.booleans()):
        steps = draw(st.lists(infusions, min_size=1, max_size=3))
        steps += draw(st.lists(st.one_of(infusions, pauses), max_size=2))
        return Dose(draw(real_drugs), draw(st.sampled_from(["IV", "SC"])), tuple(steps))
    return Dose(draw(real_drugs), draw(st.sampled_from(list(ROUTES))), (Step(draw(amounts), None),))


@given(doses())
@settings(deadline=None)
def test_a_dose_reads_back_as_written(dose):
    assert parse_dose(str(dose)) == dose


@given(doses(), st.floats(0.01, 300), st.floats(0, 1000))
@settings(deadline=None)
def test_rows_deliver_the_dose(dose, weight, start):
    rows = dose.rows(start)
    hours = [step.hours for step in dose.steps if step.amount for _ in dose.product.compounds]
    delivered = sum(row.value * (weight if row.per_kg else 1) * h for row, h in zip(rows, hours, strict=True))
    share = sum(share for _, share in dose.product.compounds)
    assert delivered == pytest.approx(dose.micromoles(weight) * share, rel=1e-9)
    assert all(row.stop > row.start >= start and row.value > 0 for row in rows)
    assert max(row.stop for row in rows) <= start + dose.hours + 1e-6 * (start + dose.hours)


targets = st.sampled_from(["mTORC1", "AMPA receptors", "GluN2B on SST cells", "4E-BP2", "5-HT 1A", "GSK3β"])
whens = st.one_of(
    st.just(When(-math.inf, math.inf)),
    st.builds(lambda a, b: When(a, a + b), st.floats(-1e4, 1e4), st.floats(0.01, 1e4)),
    st.builds(lambda a: When(a, math.inf), st.floats(-1e4, 1e4)),
)
changes = st.one_of(
    st.tuples(st.just("factor"), st.floats(0, 1000)),
    st.tuples(st.just("rate"), st.floats(0, 1e6)),
    st.tuples(st.just("level"), st.floats(0, 1e6)),
)


@given(targets, changes, whens, st.sampled_from(["", "rapamycin", "K252a, ventral hippocampus"]))
@settings(deadline=None)
def test_a_perturbation_reads_back_as_written(target, change, when, agent):
    perturbation = Perturbation(target, *change, when, agent)
    assert parse_perturbation(str(perturbation)) == perturbation


words = st.sampled_from(
    "0.5 mg/kg mg racemic ketamine esketamine IV IM IP oral nasal over 40 min then bolus pause saline -95 % mTORC1 from "
    "until for throughout day 7 24 h week every last dose after before study x to = 1/h ( ) , . - + 1e999 0 µg £ 𝟙 \t".split(
        " "
    )
)
sentences = st.one_of(st.text(max_size=60), st.lists(words, max_size=12).map(" ".join))
anything = st.one_of(
    sentences, st.integers(), st.floats(), st.none(), st.booleans(), st.lists(st.integers(), max_size=2)
)


@pytest.mark.parametrize("read", [parse_dose, parse_perturbation, parse_time, parse_times, parse_duration])
@given(text=anything)
@settings(deadline=None, max_examples=300)
@example("٣ mg ketamine IM")
@example("²")
@example("0.5 mg/kg ketamine IV over ١ min")
def test_only_protocol_errors(read, text):
    try:
        read(text)
    except ProtocolError as error:
        assert str(error)


keys = st.sampled_from(
    "on days,daily for,twice weekly for".split(",")
    + "title people species arms measure observe evidence until trial give perturb practise stress setting at starts lasts "
    "like swap drop add what arm value change n from seed ketamine".split()
    + ["on days", "daily for", "twice weekly for"]
)
trees = st.recursive(
    st.one_of(sentences, st.none(), st.booleans(), st.integers(-10, 100), st.floats(), st.dates()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=4)),
    max_leaves=12,
)


@given(trees)
@settings(deadline=None, max_examples=300)
def test_any_mapping_is_read_or_refused(tree):
    try:
        from_mapping({"arms": {"a": [{"give": "saline oral"}]}, **tree} if isinstance(tree, dict) else tree)
    except ProtocolError as error:
        assert str(error)


@given(st.dictionaries(keys, trees, max_size=4))
@settings(deadline=None, max_examples=200)
def test_any_event_is_read_or_refused(event):
    try:
        from_mapping({"arms": {"a": [{"give": "saline oral", **event}]}})
    except ProtocolError as error:
        assert str(error)


@given(st.text(alphabet="ab:-[]{}&*!|>'\"#%@`,? \n\t0", max_size=40))
@settings(deadline=None, max_examples=200)
def test_any_text_is_read_or_refused(text):
    try:
        reads(text)
    except ProtocolError as error:
        assert str(error)
