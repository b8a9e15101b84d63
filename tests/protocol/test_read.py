"""Protocol files: every mistake is told with file and line and the way out."""

from __future__ import annotations

import os
import textwrap
import warnings

import pytest

from regrowth.protocol import ProtocolError, ProtocolWarning, from_mapping, read, reads
from regrowth.protocol.read import LARGEST_FILE

GOOD = """\
title: A trial
people: {from: trd_adults, n: 20, seed: 7, weight: 80}
arms:
  ketamine:
    - give: 0.5 mg/kg racemic ketamine IV over 40 min
  placebo:
    like: ketamine
    swap: {give: saline IV over 40 min}
measure:
  - {what: MADRS, at: [day 0, 24 h]}
evidence:
  - {what: MADRS, arm: ketamine, at: 24 h, change: -16.5, sd: 4, n: 47, source: murrough2013}
"""


def told(text: str) -> str:
    with pytest.raises(ProtocolError) as caught:
        reads(textwrap.dedent(text), "six.yaml")
    return str(caught.value)


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


def test_a_good_file(tmp_path):
    path = tmp_path / "good.yaml"
    path.write_text(GOOD, "utf-8")
    plan = read(path)
    assert plan.file == str(path) and plan.text == GOOD
    assert plan.people.settings == {"weight": 80.0} and plan.people.n == 20
    (dot,) = plan.evidence
    assert (dot.what, dot.arm, dot.at, dot.value, dot.change) == ("MADRS", "ketamine", 24, -16.5, True)
    assert (dot.spread, dot.low, dot.high, dot.n, dot.source) == ("sd", -20.5, -12.5, 47, "murrough2013")


def test_a_published_mean_over_time():
    (dot,) = reads(changed("at: 24 h, change", "at: 24 h to day 30, change")).evidence
    assert (dot.at, dot.until, dot.ends) == (24, 720, 720)


def test_a_dos_file_with_a_byte_order_mark_reads_alike(tmp_path):
    path = tmp_path / "dos.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert read(path).arms == reads(GOOD).arms


def test_the_designs_message():
    message = told("""\
        title: Six infusions

        people: trd_adults
        arms:

          ketamine:
            - give: 0.5 mg ketamine IV
        """)
    assert message.startswith(
        'six.yaml, line 7: I can\'t read "0.5 mg ketamine IV" as a dose. A dose needs an amount, a drug, a route '
        'and a time: "0.5 mg/kg racemic ketamine IV over 40 min".'
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("title: A trial", "titel: A trial", 1, "Did you mean title"),
        ("title: A trial", "title: [a, b]", 1, "title must be text"),
        ("trd_adults", "trd_adult", 2, "Did you mean trd_adults, "),
        ("n: 20", "n: 10000000", 2, "need about 2,000 GB if their curves are kept"),
        ("n: 20", "n: 0", 2, "whole number from 1"),
        ("n: 20", "n: many", 2, "whole number from 1"),
        ("n: 20", "n: 2.5", 2, "whole number from 1"),
        ("n: 20", "n: '20'", 2, 'n: "20" must be a whole number'),
        ("n: 20", "n: 2026-01-01", 2, "n: 2026-01-01 must be a whole number"),
        ("seed: 7", "seed: -1", 2, "whole number from 0"),
        ("weight: 80", "weight: .nan", 2, "weight: nan isn't a number"),
        ("weight: 80", "treatment_resistance: .inf", 2, "treatment_resistance: inf isn't a number"),
        ("weight: 80", "weight: null", 2, "weight: nothing isn't a number"),
        ("weight: 80", "weight: [70, 80]", 2, "weight: [70, 80] isn't a number"),
        ("weight: 80", "weight: '80'", 2, 'weight: "80" isn\'t a number. Leave out the quotes'),
        ("weight: 80", "weight: {mean: '80', sd: 4}", 2, 'mean: "80" isn\'t a number. Leave out the quotes'),
        ("weight: 80", "weight: {mean: .nan}", 2, "weight: nan is not a number"),
        ("weight: 80", "weight: {mean: 80, sd: many}", 2, "weight: 'many' is not a number"),
        ("change: -16.5", "change: .nan", 12, "change: nan isn't a number"),
        ("weight: 80", "weight: 80 kg", 2, "Leave out the unit"),
        ("weight: 80", "weight: 8000", 2, "impossible for a human"),
        ("{from: trd_adults, n: 20, seed: 7, weight: 80}", "[trd_adults]", 2, "write a preset"),
        ("{from: trd_adults, n: 20, seed: 7, weight: 80}", "mouse\nspecies: human", 3, "are of species mouse"),
        ("{from: trd_adults, n: 20, seed: 7, weight: 80}", "trd_adults\nspecies: mice", 3, "are of species human"),
        ("title: A trial", "species: dog", 1, "I know no species"),
        ("title: A trial", "trial: perhaps", 1, "true or false"),
        ("title: A trial", "until: 12 h", 1, "after the end"),
        ("title: A trial", "until: -12 h", 1, "before anything happens"),
        ("title: A trial", "observe: 3", 1, "list of names"),
        ("    - give: 0.5", "    - give: 0,5", 5, "use a decimal point"),
        ("    - give", "    - gives", 5, "Did you mean give?"),
        ("    - give", "      at: 24 h\n    - give", 6, "this isn't YAML"),
        ("over 40 min\n  placebo", "over 40 min\n      at: -24 h\n  placebo", 6, "before the start"),
        ("over 40 min\n  placebo", "over 40 min\n      on days: [1, 1]\n  placebo", 6, "named twice"),
        ("over 40 min\n  placebo", "over 40 min\n      starts: 24 h after last dose\n  placebo", 6, "no dose before this"),
        ("over 40 min\n  placebo", "over 40 min\n      dayly for: 4 days\n  placebo", 6, "Did you mean daily for, "),
        ("  ketamine:", "  ketamine: ketamine\n  more:", 4, "an arm is a list of events"),
        ("  ketamine:", "  ketamine:\n  more:", 4, "For no treatment write []"),
        ("  placebo:", "  ketamine:", 6, "stands here a second time"),
        ("  placebo:", "  '':", 4, "needs a name"),
        ("title: ", "role: chek\ntitle: ", 1, "write `fit` or `check`"),
        ("weight: 80", "weight: {sd: 4}", 2, "write one number, {mean: …, sd: …}, or {times: …}"),
        ("weight: 80", "weight: {mean: 80, sd: -4}", 2, "a spread can't be negative"),
        ("  placebo:", "  Ketamine :", 6, "has the same name"),
        ("like: ketamine", "like: ketamin", 7, "Did you mean ketamine?"),
        ("like: ketamine", "like: placebo", 6, "is like itself"),
        ("    like: ketamine\n", "", 6, "needs `like:`"),
        ("swap: {give: saline IV over 40 min}", "swap: {give: saline}", 8, "the route is missing"),
        ("swap: {give: saline IV over 40 min}", "swap: {practise: sham training}", 8, "no `practise:` to swap"),
        ("swap: {give: saline IV over 40 min}", "swap: saline", 8, "what takes whose place"),
        ("swap: {give: saline IV over 40 min}", "drop: stress", 8, "no `stress:` to drop. It has give."),
        ("    - give: 0.5 mg/kg racemic ketamine IV over 40 min\n", "    - {give: 9 mg ketamine oral, every 2 weeks for: 8 weeks}\n", 5,
         "Write every: 2 weeks for 8 weeks."),
        ("swap: {give: saline IV over 40 min}", "add: stress", 8, "an arm is a list of events"),
        ("swap: {give: saline IV over 40 min}", "swop: {give: saline}", 8, "Did you mean swap?"),
        ("at: [day 0, 24 h]", "at: [day 0, 24]", 10, "has no unit"),
        ("at: [day 0, 24 h]", "at: [-24 h, 24 h]", 10, "before the start"),
        ("at: [day 0, 24 h]", "when: 24 h", 10, "Keys are what, at or unit."),
        ("{what: MADRS, at: [day 0, 24 h]}", "{what: MADRS}", 10, "needs `what` and `at`"),
        ("{what: MADRS, at: [day 0, 24 h]}", "MADRS", 10, "should be like"),
        ("what: MADRS, at: [day", "what: [], at: [day", 10, "names what is measured"),
        ("arm: ketamine, at", "arm: ketamin, at", 12, "Did you mean ketamine?"),
        ("change: -16.5", "change: -16.5 points", 12, "Leave out the unit"),
        ("change: -16.5", "change: -16.5, value: 3", 12, "either `value` or `change`"),
        ("sd: 4", "sd: -4", 12, "is negative"),
        ("sd: 4", "sd: 4, sem: 1", 12, "one kind of spread"),
        ("sd: 4", "ci: [3, 1]", 12, "runs backwards"),
        ("at: 24 h, change", "at: day 3 to 24 h, change", 12, "runs backwards"),
        ("sd: 4", "sd: 4, unit: SD", 12, "what its SD is"),
        ("sd: 4", "ci: 3", 12, "two ends"),
        ("sd: 4", "sd: 4, unit: SD of 8.5", 12, "SD of 8.5 points"),
        ("at: 24 h, change", "at: later, change", 12, "as a time"),
        ("what: MADRS, arm: ketamine, ", "arm: ketamine, ", 12, "needs `what`"),
    ],
)  # fmt: skip
def test_every_mistake_has_its_line_and_a_way_out(old, new, line, words):
    message = told(changed(old, new))
    assert message.startswith(f"six.yaml, line {line}: "), message
    assert words in message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("# only a comment\n", "is empty"),
        ("Dear patient,\n", "isn't a protocol"),
        ("- a\n- b\n", "isn't a protocol"),
        ("title: A novel\n", "it has no `arms:`"),
        ("arms: {}\n", "write a name and what is done"),
        ("arms: []\n", "write a name and what is done"),
        ("arms:\n\t- give\n", "line 2: this line is indented with a tab"),
        ("a: b\n---\nc: d\n", "One file holds one"),
        ("a: b: c\n", "Check the indentation"),
        ("a: [1, 2\n", "this isn't YAML"),
        ('a: "open\n', "this isn't YAML"),
        ("a: *nobody\n", "this isn't YAML"),
        ("arms: !!python/object/apply:os.system [echo]\n", "write a name and what is done"),
        ("arms: {a: [{give: !!binary aGVsbG8=}]}\n", "a dose must be one sentence"),
        ("arms: {a: [{give: 2020-01-01}]}\n", "line 1: a dose must be one sentence, not a date"),
        ("arms: {a: [{give: {what: ketamine}}]}\n", "line 1: a dose must be one sentence, not keys with values"),
        ("people: {n: " + "9" * 5000 + "}\narms: {a: []}\n", "six.yaml"),
        ("[" * 5000, "nested too deeply"),
        ("a\0b: 1\n", "this isn't YAML"),
        ("? [a, b]\n: 3\n", "line 1: a key must be a word"),
        ("title: " + "{" * 40 + "}" * 40, "line 1: a key must be a word"),
        ("title:\n  " + "? " * 40, "line 2: a key must be a word"),
    ],
)  # fmt: skip
def test_what_is_not_a_protocol_is_said_to_be_none(text, words):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the loader may warn before it fails
        with pytest.raises(ProtocolError) as caught:
            reads(text, "six.yaml")
    assert words in str(caught.value) and "six.yaml" in str(caught.value)


def test_a_huge_file_is_refused_unread(tmp_path):
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    with pytest.raises(ProtocolError, match=r"huge\.yaml is 102,400 kB\. A protocol has at most 256 kB"):
        read(path)
    with pytest.raises(ProtocolError, match="at most"):
        reads("#" * (LARGEST_FILE + 1))


def test_aliases_cannot_blow_up():
    text = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20)
    )
    assert "no key" in told(text + "arms: {x: *u}\n")
    assert "isn't an event" in told("arms:\n  x: &x [*y]\n".replace("*y", "[]"))


def test_places_that_are_no_files(tmp_path):
    (tmp_path / "murrough2013.yaml").write_text(GOOD, "utf-8")
    with pytest.raises(ProtocolError, match=r"Did you mean murrough2013\.yaml"):
        read(tmp_path / "murough2013.yaml")
    with pytest.raises(ProtocolError, match="is a folder"):
        read(tmp_path)
    with pytest.raises(ProtocolError, match=r"there is no file .*nothing\.yaml\.$"):
        read(tmp_path / "nothing.yaml")  # an ending in common is no likeness
    with pytest.raises(ProtocolError, match="there is no file"):
        read(tmp_path / "no" / "such.yaml")
    binary = tmp_path / "latin.yaml"
    binary.write_bytes(b"title: ok\nnote: caf\xe9\n")
    with pytest.raises(ProtocolError, match=r"latin\.yaml, line 2: this isn't UTF-8"):
        read(binary)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(ProtocolError, match="isn't an ordinary file"):
        read(tmp_path / "pipe.yaml")


def test_a_dose_above_the_published_range_warns_and_is_kept(tmp_path):
    path = tmp_path / "high.yaml"
    path.write_text(GOOD.replace("0.5 mg/kg racemic", "6 mg/kg racemic"), "utf-8")
    with pytest.warns(ProtocolWarning, match="above the published human range"):
        plan = read(path)
    assert len(plan.warnings) == 1


def test_absurd_doses_name_their_line():
    message = told(changed("0.5 mg/kg racemic", "500 mg/kg racemic"))
    assert message.startswith("six.yaml, line 5: ") and "check the unit" in message
    message = told(changed("saline IV over 40 min", "1 mg/kg ketamine IP"))
    assert message.startswith("six.yaml, line 8: ") and "IP is for animals" in message


def test_species_and_people_agree_or_fill_in():
    arms = {"a": [{"give": "10 mg/kg ketamine IP"}]}
    for keys, species, preset in [
        ({"species": "mice"}, "mouse", "mouse"),
        ({"people": "rat_stressed"}, "rat", "rat_stressed"),
        ({"people": {"species": "rats", "n": 4}}, "rat", "rat"),
        ({"people": {"from": "mouse"}, "species": "mouse"}, "mouse", "mouse"),
    ]:
        plan = from_mapping({"arms": arms, **keys})
        assert (plan.species, plan.people.preset) == (species, preset)
    assert from_mapping({"arms": {"a": []}}).people.preset == "trd_adults"
    with pytest.raises(ProtocolError, match="in one place"):
        from_mapping({"arms": arms, "species": "rat", "people": {"species": "mouse"}})


def test_the_horizon_covers_what_is_read_off_and_done():
    def horizon(**keys):
        return from_mapping({"arms": {"a": [{"give": "saline IV over 2 h", "on days": [1, 15]}]}, **keys}).horizon

    assert horizon() == 14 * 24 + 2 + 168
    assert horizon(measure=[{"what": "MADRS", "at": "day 28"}]) == 672
    assert horizon(measure={"what": "MADRS", "at": "day 2"}) == 14 * 24 + 2 + 24  # a dose that nothing measures
    assert horizon(measure=[{"what": "MADRS", "at": "24 h after last dose"}]) == 15 * 24
    assert horizon(until="week 12") == 12 * 168
    with pytest.raises(ProtocolError, match="after the end"):
        horizon(until="day 10")


@pytest.mark.parametrize("kind", ["practise", "session"])
def test_practice_outside_the_run_is_refused_with_a_way_out(kind):
    times = {"starts": "day 5", "daily for": "10 days", "lasts": "1 h"}
    arms = {"a": [{"give": "saline IV over 2 h"}, {kind: "exposure", **times}]}
    assert from_mapping({"arms": arms, "until": "day 15"}).horizon == 360
    with pytest.raises(ProtocolError, match='"exposure" happens at day 14, after the end at day 12'):
        from_mapping({"arms": arms, "until": "day 12"})


def test_practice_that_nothing_reads_is_warned_about():
    arms = {"a": [{"practise": "exposure", "at": "day 1", "lasts": "1 h"}]}
    plan = from_mapping({"arms": arms, "species": "mouse"})
    with pytest.warns(ProtocolWarning, match='nothing in this model takes "exposure": to practise it does nothing'):
        plan.arms[0].bound_rows(["practice_mood"], ["practice_mood", "practice_fear"])


def test_measures_relative_to_doses_need_arms_that_agree():
    arms = {"a": [{"give": "saline oral"}], "b": [{"give": "saline oral", "on days": [1, 2]}]}
    with pytest.raises(ProtocolError, match="different times"):
        from_mapping({"arms": arms, "measure": [{"what": "MADRS", "at": "24 h after last dose"}]})


def test_several_names_may_share_a_measure():
    plan = from_mapping({"arms": {"a": []}, "measure": [{"what": ["MADRS", "HAM-D"], "at": "every 1 h for 2 h"}]})
    assert [(m.what, m.at) for m in plan.measures] == [("MADRS", (0, 1, 2)), ("HAM-D", (0, 1, 2))]


def test_a_mapping_without_lines_still_tells_what_is_wrong():
    with pytest.raises(ProtocolError) as caught:
        from_mapping({"arms": {"a": [{"give": "0.5 mg ketamine IV"}]}})
    assert str(caught.value).startswith("I can't read")
