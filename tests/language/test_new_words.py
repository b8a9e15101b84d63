"""Words that a mechanism's file brings: resolved for each model, and every doubt answered with file and line."""

from __future__ import annotations

import re

import numpy as np
import pytest

from regrowth.description import describe, names
from regrowth.engine import assemble_mechanisms, simulator
from regrowth.engine.schedule import Schedule
from regrowth.language import MechanismError, load, load_all, vocabulary

HEAD = '''"""{title}."""

from regrowth.language import additive, covariate, given, mechanism, par, port, state, target

MECHANISM = mechanism(
    parameters=[par({k!r}, 2, "1/h", "rate", source="assumed: test")],
'''
BRINGS = HEAD.format(title="Brings", k="k") + '''    reads=[
        given("my_input", "1/h", "an input"),
        target("my_target", "a target"),
        covariate("my_trait", "1", "a trait", human=3, rat=4, bounds=(0, 9), source="assumed: test"),
        additive("my_sum", "1", "a sum", default=1),
    ],
    states=[state("my_state", "1", "a state")],
    gives=[port("my_port", "1", "a port")],
    equations="""
        d my_state/dt = my_input - k*my_state
        my_port = my_target*my_trait*my_sum + my_state
    """,
)
'''
READS = HEAD.format(title="Reads", k="q") + '''    reads=["my_port", "my_target"],
    equations="""
        twice = 2*my_port*my_target/at_rest(my_port)*(q/q)
    """,
)
'''
ADDS = HEAD.format(title="Adds", k="a") + '''    equations="my_sum += 0.5*a/a",
)
'''


def write(folder, name, text):
    path = folder / f"{name}.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return str(path)


@pytest.fixture
def mine(tmp_path):
    return [write(tmp_path, *f) for f in (("receptors/brings", BRINGS), ("circuit/reads", READS), ("circuit/adds", ADDS))]


def test_words_hold_for_the_model_that_is_made_of_them(mine):
    before = dict(vocabulary())
    model = assemble_mechanisms(load_all(mine), "rat")
    assert [w.name for w in model.inputs] == ["my_input", "my_target"]
    assert [(c.name, c.default_for("rat")) for c in model.covariates] == [("my_trait", 4)]
    observed = {o.name: o.unit for o in model.observables}
    assert {"receptors.my_port": "1", "receptors.my_sum": "1", "receptors.my_state": "1"}.items() <= observed.items()
    rows = [(0, "my_input", 0.0, 10.0, 6.0), (0, "my_target", 20.0, 30.0, 0.5)]
    s = simulator(model).solve(
        times=np.array([-1.0, 10.0, 25.0]), observe=["receptors.my_port", "circuit.twice"],
        schedule=Schedule.from_rows(1, rows), parameters={"my_trait": np.array([4.0])},
    )  # fmt: skip
    assert s.values["receptors.my_port"][0] == pytest.approx([6, 9, 3], rel=1e-6)  # 4 × (1 + 0.5), + 6/2, × 0.5
    assert s.values["circuit.twice"][0] == pytest.approx([2, 3, 0.5], rel=1e-6)
    assert vocabulary() == before


def test_the_same_word_may_stand_in_two_files_that_say_the_same(mine, tmp_path):
    rival = READS.replace('"my_target"]', 'target("my_target", "a target")]')
    same = write(tmp_path, "receptors/rival", rival)
    assert "my_target" in assemble_mechanisms(load_all([mine[0], same]), "human").words
    other = write(tmp_path, "circuit/rival", rival)
    with pytest.raises(MechanismError, match=r"rival\.py, line 7: brings the target 'my_target', which .*brings\.py, line 9 .*another level\."):
        load_all([mine[0], other])


def test_describe_knows_the_words_of_the_files_named_beside(mine):
    with pytest.raises(MechanismError, match=r"reads\.py, line 7: 'my_port' is not in the vocabulary.*add that file, too"):
        describe(mine[1])
    assert load(mine[1], beside=mine[:1]).mechanism.title == "Reads."
    assert "my_port    [1]  a port" in describe(mine[1], with_=mine[:1])
    assert "given by circuit/adds" in describe("my_sum", with_=mine)
    assert "my_trait" in names("receptors", with_=mine) and re.search(r"my_input +\[1/h\] +an input", names(with_=mine))
    assert "gives my_port" in describe(with_=mine) and "gives my_port" not in describe()


CASES = {
    "a word of the package": ("my_target", "glun2b", "line 9: brings the target 'glun2b', but the package has a word of this name"),
    "capitals": ("my_target", "myTarget", "line 9: a word to share is written in small letters, digits and _"),
    "a function": ("my_target", "hill", "line 9: 'hill' is the name of a function"),
    "no such unit": ('"1/h", "an', '"1/hr", "an', "line 8: unknown unit '1/hr'"),
    "wrong dimension": ('"1/h", "an', '"1", "an', "line 16: `d my_state/dt = my_input - k*my_state`: it subtracts 1 and 1/h"),
    "no source": (', source="assumed: test"),\n        add', ", source=''),\n        add", "line 10: the covariate 'my_trait' has no source"),
    "out of bounds": ("human=3", "human=30", "line 10: the covariate 'my_trait' = 30 is no number within its bounds"),
    "a port that is read": ('target("my_target",', 'port("my_target", "1",', "reads: the port 'my_target' is declared in gives, not here. Others read it"),
    "a target that is given": ('gives=[', 'gives=[target("x", "x"), ', "gives: the target 'x' is declared in reads"),
    "a parameter among words": ('reads=[', 'reads=[par("x", 1, "1", "x", source="assumed: x"), ', "mechanism: reads[0] is a Parameter. It takes text or a Word (from port(…), target(…))"),
    "not used": ("my_target*", "", "line 9: declared but never used: my_target"),
    "nothing adds": ('gives=[', 'gives=[additive("x", "1", "x"), ', "line 14: gives 'x', but no equation adds to it"),
    "a name half known": ('target("my_target", "a target")', '"glun2bb"', "line 9: 'glun2bb' is not in the vocabulary. Did you mean glun2b"),
    "a port without equation": ("my_port =", "other =", "line 14: gives my_port, but no equation says what it is"),
}  # fmt: skip


@pytest.mark.parametrize("old, new, words", CASES.values(), ids=CASES)
def test_what_can_not_be_brought_is_named_with_file_and_line(old, new, words, tmp_path):
    assert old in BRINGS
    path = write(tmp_path, "receptors/brings", BRINGS.replace(old, new))
    with pytest.raises(MechanismError) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}, line ")
    assert words in str(caught.value)


def test_what_does_not_fit_together_is_named_with_file_and_line(mine, tmp_path):
    again = write(tmp_path, "receptors/again", BRINGS.replace("my_state", "other_state"))
    with pytest.raises(MechanismError, match=r"'my_port' is given by both .*again\.py, line 14 and .*brings\.py, line 14"):
        assemble_mechanisms(load_all([mine[0], again]), "human")
    own = write(tmp_path, "circuit/own", READS.replace("twice", "shade"))
    shade = write(tmp_path, "receptors/shade", BRINGS.replace("my_target", "shade"))
    with pytest.raises(MechanismError, match=r"shade\.py, line 9: brings 'shade', which circuit/own has for a quantity of its own"):
        assemble_mechanisms([load(shade), load(own, beside=mine[:1])], "human")
    namesake = write(tmp_path, "receptors/channel_block", BRINGS)
    with pytest.raises(MechanismError, match=r"two mechanisms are called 'receptors/channel_block': the package's and .*channel_block\.py"):
        assemble_mechanisms(load_all(["receptors/channel_block", namesake]), "human")
    with pytest.raises(MechanismError, match=r"reads\.py, line 7: reads 'my_port', which nothing in the model gives"):
        assemble_mechanisms([load(mine[1], beside=mine[:1])], "human")
    changed = write(tmp_path, "signalling/brings", BRINGS)
    with pytest.raises(MechanismError, match="the word 'my_input' has two meanings here"):
        assemble_mechanisms([load(mine[0]), load(changed)], "human")
