"""Declarations that can not be used as written, and files that can not be found: each says what to do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regrowth.description import describe
from regrowth.language import (
    MechanismError,
    additive,
    alternative,
    catalogue,
    check,
    covariate,
    given,
    load,
    mechanism,
    par,
    parse_spread,
    port,
    state,
    target,
    vocabulary,
)

WORDS = {
    w.name: replace(w, level=level)
    for level, w in [
        ("circuit", port("e_rate", "Hz", "rate")),
        ("circuit", port("pv_rate", "Hz", "rate")),
        ("signalling", additive("growth", "1", "growth")),
        ("signalling", port("later", "1", "of a later level")),
        ("circuit", given("s_ketamine_iv", "umol/h", "dose")),
        ("circuit", target("mtorc1", "activity")),
        ("circuit", covariate("weight", "kg", "weight", human=70, mouse=0.025)),
    ]
}
RATE = par("rate", 5, "Hz", "a rate", source="assumed: test")


def checked(name: str = "circuit/made_up", **parts):
    level = name.partition("/")[0]
    return check(replace(mechanism(**parts), name=name, level=level), WORDS)


def test_a_whole_declaration_is_kept():
    found = checked(
        parameters=[
            par("k", 0.15, "1/s", "binding", source="li2010", spread="lognormal 40%", bounds=(0, None), mouse=alternative(0.2, "assumed: guess", "normal 0.1", note="n")),
            RATE,
        ],
        reads=["s_ketamine_iv", "mtorc1"],
        states=[state("dose", "umol", "what was given", bounds=(0, None), scale=10)],
        gives=["e_rate"],
        equations="""
            d dose/dt = s_ketamine_iv - k*dose
            e_rate = rate*(1 + helper)*mtorc1
            helper = dose/(dose + dose)   # half
            growth += helper
        """,
    )
    m = found.mechanism
    assert found.auxiliaries == {"helper": "1"}
    assert [e.kind for e in m.equations] == ["rate", "value", "value", "add"]
    k = m.parameters[0]
    assert (k.kind, RATE.kind) == ("measured", "assumed")
    mouse = k.for_species("mouse")
    assert (mouse.value, mouse.source, mouse.spread, mouse.note) == (0.2, "assumed: guess", "normal 0.1", "n")
    assert k.for_species("rat") == k
    assert par("a", 1, "1", "m", source="fitted: exp-1").kind == "fitted"


@pytest.mark.parametrize(
    "text, found",
    [("lognormal 40%", ("lognormal", 0.4, 0.0)), ("normal 0.2", ("normal", 0.2, 0.0)), ("uniform 0.05..0.4", ("uniform", 0.05, 0.4)),
     ("uniform -1 .. 1e1", ("uniform", -1.0, 10.0)), ("lognormal 7.5 %", ("lognormal", 0.075, 0.0))],
)  # fmt: skip
def test_spreads(text, found):
    spread = parse_spread(text)
    assert spread is not None
    assert (spread.kind, spread.first, spread.second) == pytest.approx(found)


@pytest.mark.parametrize("text", ["40%", "lognormal 40", "normal", "uniform 1..0", "uniform 1..1", "gamma 3", "normal e", "lognormal 1.2.3%"])
def test_bad_spreads_say_how_to_write_one(text):
    with pytest.raises(MechanismError, match="spread"):
        parse_spread(text)


X = state("x", "1", "x")
LEFT = "d x/dt = -rate*x"

CASES = {
    "unknown read": (dict(reads=["e_rat"], equations="y = e_rat"), "'e_rat' is not in the vocabulary. Did you mean e_rate"),
    "gives unknown": (dict(gives=["e_ratte"], equations="e_ratte = 1"), "Did you mean e_rate"),
    "gives an additive port": (dict(gives=["growth"], equations="growth = 1"), "contribute to it with +="),
    "gives an input": (dict(gives=["s_ketamine_iv"], equations="s_ketamine_iv = 1"), "declared as input"),
    "gives what belongs to another level": (dict(gives=["later"], equations="later = 1"), "belongs to the level signalling"),
    "feedback on no port": (dict(feedback=["weight"], equations="y = weight"), "is no port"),
    "unknown species": (dict(species=("human", "cat"), equations="y = 1"), "unknown species cat"),
    "no rate": (dict(states=[X], equations="y = x"), "state x has no rate equation"),
    "two rates": (dict(parameters=[RATE], states=[X], equations=f"{LEFT}\n{LEFT}"), "x has two rate equations"),
    "rate of no state": (dict(parameters=[RATE], equations=LEFT), "x is not declared as a state"),
    "given without equation": (dict(gives=["e_rate"], equations="y = 1"), "no equation says what it is"),
    "assigned twice": (dict(equations="y = 1\ny = 2"), "y already has a meaning"),
    "a state assigned": (dict(parameters=[RATE], states=[X], equations=f"{LEFT}\nx = 2"), "x already has a meaning"),
    "a parameter assigned": (dict(parameters=[RATE], equations="rate = 2"), "rate already has a meaning"),
    "a word assigned without being given": (dict(equations="pv_rate = 1"), "list it in gives"),
    "contribution to no additive port": (dict(equations="growht += 1"), "growht is no additive port, so += has nothing to add to. Did you mean growth"),
    "unknown name, near one": (dict(parameters=[RATE], equations="y = ratte"), "unknown name 'ratte'. Did you mean rate"),
    "unknown name that is a word": (dict(equations="y = weight"), "List it in reads"),
    "unused parameter": (dict(parameters=[RATE], equations="y = 1"), "declared but never used: rate"),
    "unused read": (dict(reads=["weight"], equations="y = 1"), "declared but never used: weight"),
    "declared twice": (dict(parameters=[par("x", 1, "1", "m", source="assumed: t"), RATE], states=[X], equations=LEFT), "x is declared twice"),
    "named like a function": (dict(parameters=[par("hill", 1, "1", "m", source="assumed: t")], equations="y = hill"), "name of a function"),
    "no source": (dict(parameters=[replace(RATE, source=" ")], equations="y = rate"), "rate has no source"),
    "empty assumption": (dict(parameters=[replace(RATE, source="assumed:")], equations="y = rate"), "rate has no source"),
    "follows beyond reason": (
        dict(parameters=[replace(RATE, spread="lognormal 20%", follows=("a/b.c", 1.0))], equations="y = rate"),
        "a correlation lies between -1 and 1",
    ),
    "a contribution to what has one giver": (
        dict(gives=["e_rate"], equations="e_rate += 1"), "List it in gives and define it with =",
    ),
    "two parameters of one name": (
        dict(parameters=[RATE, replace(RATE, value=2)], equations="y = rate"), "rate is declared twice",
    ),
    "bounds the wrong way round": (dict(parameters=[replace(RATE, bounds=(1, 0))], equations="y = rate"), "bounds run from low to high"),
    "outside bounds": (dict(parameters=[replace(RATE, bounds=(0, 1))], equations="y = rate"), "outside its bounds 0..1"),
    "a species' value outside bounds": (
        dict(parameters=[replace(RATE, bounds=(0, None), species={"rat": alternative(-1, "assumed: t")})], equations="y = rate"),
        "= -1 lies outside",
    ),
    "no number": (dict(parameters=[replace(RATE, value=float("nan"))], equations="y = rate"), "rate = nan is no number"),
    "scale": (dict(parameters=[RATE], states=[state("x", "1", "x", scale=0)], equations=LEFT), "positive scale"),
    "circle": (dict(equations="y = z\nz = y"), "in a circle: y → z → y"),
    "unknown unit": (dict(parameters=[replace(RATE, unit="per s")], equations="y = rate"), "unknown unit 'per s'"),
    "bad spread": (dict(parameters=[replace(RATE, spread="20%")], equations="y = rate"), "can't read the spread"),
    "bad equation": (dict(equations="y = sin(2)"), "unknown function 'sin'"),
}  # fmt: skip


@pytest.mark.parametrize("parts, words", CASES.values(), ids=CASES)
def test_what_can_not_be_used_is_named_with_its_mechanism(parts, words):
    with pytest.raises(MechanismError) as caught:
        checked(**parts)
    assert str(caught.value).startswith("circuit/made_up: ")
    assert words in str(caught.value)


def test_a_missing_mechanism_names_the_nearest():
    near = next(n for n in catalogue() if n.startswith("receptors/"))
    with pytest.raises(MechanismError, match=f"there is no mechanism '{near}x'. Did you mean .*{near}"):
        load(near + "x")
    with pytest.raises(MechanismError, match=r"no mechanism file nowhere\.py"):
        load("nowhere.py")


def test_a_file_of_ones_own(tmp_path):
    folder = tmp_path / "circuit"
    folder.mkdir()
    text = '"""Mine.\n\nQuestion  Is it?\n"""\nfrom regrowth.language import mechanism\n'
    (folder / "mine.py").write_text(text + 'MECHANISM = mechanism(equations="my_auxiliary = 2")\n')
    loaded = load(str(folder / "mine.py"))
    assert (loaded.mechanism.name, loaded.mechanism.level) == ("circuit/mine", "circuit")
    assert loaded.mechanism.title == "Mine."

    (folder / "empty.py").write_text(text)
    with pytest.raises(MechanismError, match="circuit/empty: the file must set MECHANISM"):
        load(str(folder / "empty.py"))

    (tmp_path / "stray.py").write_text(text)
    with pytest.raises(MechanismError, match="folder named after its level"):
        load(str(tmp_path / "stray.py"))

    (folder / "mine.py").write_text(text + 'MECHANISM = mechanism(equations="changed = 2")\n')
    assert load(str(folder / "mine.py")).auxiliaries == {"changed": "1"}

    (folder / "broken.py").write_text("MECHANISM = (")
    with pytest.raises(MechanismError, match=r"broken\.py.*line 1"):
        load(str(folder / "broken.py"))

    (folder / "wordy.py").write_text(text + 'MECHANISM = mechanism(reads="weight", equations="y = weight")\n')
    with pytest.raises(MechanismError, match=r"wordy\.py, line 6: reads is a list: \['weight'\]"):
        load(str(folder / "wordy.py"))


def test_vocabulary_is_read_once_and_whole():
    words = vocabulary()
    assert words is vocabulary()
    assert all(name == w.name and w.level and w.meaning for name, w in words.items())


@pytest.mark.parametrize("name", catalogue())
def test_a_card_says_its_docstring_in_lines_of_one_width(name):
    said = describe(name).split("\n\nReads")[0].splitlines()[3:]
    assert " ".join(load(name).mechanism.doc.split()) in " ".join(" ".join(said).split())
    assert all(len(line) <= 108 for line in said[2:])
