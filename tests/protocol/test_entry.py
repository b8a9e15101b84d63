"""Who goes on: the sentence, and protocols that say so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regrowth.errors import RegrowthError
from regrowth.protocol import ProtocolError, reads
from regrowth.protocol.entry import Gate, parse_gate
from regrowth.study import prepare

HEAD = """people: {{from: {people}, n: 2}}
enter: {enter}
arms:
  ketamine: [{{give: 0.5 mg/kg racemic ketamine IV over 40 min}}]
measure:
  - {{what: {what}, at: [day 0, day 1, day 14]}}
"""


def plan(enter: str, what: str = "MADRS", people: str = "trd_adults"):
    return reads(HEAD.format(enter=enter, what=what, people=people), "six.yaml")


@pytest.mark.parametrize(
    ("text", "gate"),
    [
        ("responders at day 28", Gate("responders", (672.0,))),
        ("non-remitters at week 4", Gate("remitters", (672.0,), False)),
        ("no response at 24 h", Gate("response", (24.0,), False)),
        ("remission_12 at day 2, day 1 and 72 h", Gate("remission_12", (24.0, 48.0, 72.0))),
        ("CAPS-5 responders at study day 15", Gate("CAPS-5 responders", (336.0,))),
    ],
)
def test_the_sentence_says_who_and_when(text, gate):
    assert parse_gate(text) == gate
    assert parse_gate(str(gate)) == gate


@given(
    who=st.sampled_from(["responders", "remitters", "remission_12", "CAPS-5 responders"]),
    days=st.lists(st.integers(1, 700), min_size=1, max_size=6, unique=True),
    found=st.booleans(),
)
def test_a_gate_reads_back_as_it_is_written(who, days, found):
    gate = Gate(who, tuple(sorted(24.0 * day for day in days)), found)
    assert parse_gate(str(gate)) == gate


def test_one_sentence_or_a_list_of_gates():
    assert [gate.line for gate in plan("responders at day 1").enter] == [None]
    several = plan("\n  - responders at day 1\n  - no remission_12 at day 2")
    assert [(gate.who, gate.line) for gate in several.enter] == [("responders", 3), ("remission_12", 4)]
    assert several.found_at == (24.0, 48.0) and reads(HEAD.replace("enter: {enter}\n", "").format(
        people="trd_adults", what="MADRS")).enter == ()  # fmt: skip


@pytest.mark.parametrize(
    ("enter", "says"),
    [
        ("responders", r'six.yaml, line 2: enter: I can\'t read "responders" .* "responders at day 28"'),
        ("{who: responders}", "six.yaml, line 2: enter: who goes on must be one sentence, not keys with values"),
        ("[]", "six.yaml, line 2: enter: an empty list"),
        ("responders at day -1", "six.yaml, line 2: enter: .* is before treatment"),
        ("responders at soon", 'six.yaml, line 2: enter: I can\'t read "soon" as a time'),
        ("responders at day 14", "six.yaml, line 2: enter: responders at day 14, but the protocol ends at day 14"),
        ("\n  - responders at day 1\n  - 7", "six.yaml, line 4: enter: I can't read \"7\""),
    ],
)
def test_what_cannot_be_read_is_told_with_file_line_and_the_way_out(enter, says):
    with pytest.raises(ProtocolError, match=says):
        plan(enter)


@pytest.mark.parametrize(
    ("enter", "what", "says"),
    [
        ("[respnse at day 1]", "MADRS", r"six.yaml, line 2: enter: .*respnse.* Did you mean .*response"),
        ("[MADRS at day 1]", "MADRS", "MADRS is no yes-or-no measure"),
        ("[mtorc1_active at day 1]", "MADRS", "is no yes-or-no measure"),
        ("[responders at day 1]", "HAM-D", r"by which scale\? .* MADRS responders \(response\)"),
        ("[responders at day 1]", "[MADRS, CAPS-5]", "by which scale"),
    ],
)
def test_who_goes_on_must_be_something_that_visits_find(enter, what, says):
    people = "ptsd_adults" if "CAPS" in what else "trd_adults"
    with pytest.raises(RegrowthError, match=says):
        prepare(plan(enter, what, people))


@pytest.mark.parametrize(
    ("enter", "what", "people", "measure"),
    [
        ("responders at day 1", "MADRS", "trd_adults", "response"),
        ("remitters at day 1", "MADRS", "trd_adults", "remission_10"),
        ("responders at day 1", "CAPS-5", "ptsd_adults", "trauma_response"),
        ("remitters at day 1", "CAPS-5", "ptsd_adults", "ptsd_diagnosis_lost"),
        ("CAPS-5 responders at day 1", "[MADRS, CAPS-5]", "ptsd_adults", "trauma_response"),
        ("remission_12 at day 1", "HAM-D", "trd_adults", "remission_12"),
    ],
)
def test_responders_are_those_of_the_scale_that_is_measured(enter, what, people, measure):
    assert [o.symbol for _, o in prepare(plan(enter, what, people)).gates] == [measure]


def test_a_gate_after_every_measure_is_warned_of():
    text = HEAD.format(people="trd_adults", enter="responders at day 7", what="MADRS").replace(", day 14", "")
    with pytest.warns(UserWarning, match="nothing is measured after day 7"):
        prepare(reads(text + "until: day 14\n", "six.yaml"))
