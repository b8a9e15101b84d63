"""Assembling: what fits, what does not, and how it is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from regrowth.engine import assemble, assemble_mechanisms, default_set, simulator
from regrowth.language import MechanismError, additive, check, covariate, given, load, mechanism, par, port, state

WORDS = {
    w.name: replace(w, level=level)
    for level, w in [
        ("pharmacokinetics", port("conc", "umol/L", "concentration")),
        ("pharmacokinetics", given("dose", "umol/h", "dose")),
        ("pharmacokinetics", covariate("weight", "kg", "weight", human=70, rat=0.3)),
        ("circuit", port("rate", "Hz", "firing")),
        ("circuit", port("quiet", "1", "has a default", default=0.5)),
        ("circuit", additive("push", "%", "contributions", default=20)),
        ("synapses", port("size", "1", "size")),
    ]
}


def made(name: str, equations: str, **more):
    parameters = more.pop("parameters", {})
    m = mechanism(
        equations=equations,
        parameters=[par(k, v, u, k, source="assumed: test") for k, (v, u) in parameters.items()],
        **more,
    )
    return check(replace(m, name=name, level=name.partition("/")[0]), WORDS)


BODY = made(
    "pharmacokinetics/body",
    "d amount/dt = dose - k*amount\nconc = amount/(volume*weight)",
    parameters={"k": (1, "1/h"), "volume": (2, "L/kg")},
    reads=["dose", "weight"],
    states=[state("amount", "umol", "amount")],
    gives=["conc"],
)
CELL = made(
    "circuit/cell",
    "d r/dt = (top*(1 + push)*hill(conc, half, 2)*size - r)/lag\nrate = r",
    parameters={"top": (10, "Hz"), "half": (1, "umol/L"), "lag": (1, "s")},
    reads=["conc", "push"],
    feedback=["size"],
    states=[state("r", "Hz", "rate", scale=10)],
    gives=["rate"],
)
GROWTH = made(
    "synapses/growth",
    "d s/dt = (1 + rate/at_rest_rate - s)/slow\nsize = s",
    parameters={"at_rest_rate": (5, "Hz"), "slow": (2, "d")},
    reads=["rate"],
    states=[state("s", "1", "size", start=1)],
    gives=["size"],
)
PUSHER = made("circuit/pusher", "push += extra", parameters={"extra": (0.3, "1")})
ALL = [GROWTH, PUSHER, CELL, BODY]  # in no order


def test_order_comes_from_ports_not_from_the_list():
    one, other = (assemble_mechanisms(list(m), "human") for m in (ALL, ALL[::-1]))
    assert one == other and hash(one) == hash(other)
    assert [m.name for m in one.mechanisms] == ["pharmacokinetics/body", "circuit/cell", "circuit/pusher", "synapses/growth"]
    assert one.loops == (("size", "circuit/cell"),)
    targets = [v.target for v in one.values]
    assert set(targets) == {"conc", "push", "rate", "size"}
    assert [s.name for s in one.states] == ["amount", "r", "s"] == [d.target for d in one.rates]


def test_an_additive_port_is_its_default_and_all_contributions():
    second = made("circuit/second", "push += extra*2", parameters={"extra": (0.05, "1")})
    for parts, expected in ((ALL, 50), ([BODY, CELL, GROWTH], 20), ([*ALL, second], 60)):
        model = assemble_mechanisms(parts, "human")
        s = simulator(model).solve(times=[0.0], observe=["circuit.push"], n_people=1)
        assert s.values["circuit.push"][0, 0] == pytest.approx(expected)  # %


def test_a_port_with_a_default_needs_no_giver():
    reader = made("circuit/reader", "x = quiet*2", reads=["quiet"])
    s = simulator(assemble_mechanisms([reader], "human")) if False else None
    model = assemble_mechanisms([reader, BODY], "human")
    assert s is None and [v.target for v in model.values if v.target == "quiet"] == ["quiet"]


def test_the_fingerprint_knows_every_number():
    model = assemble_mechanisms(ALL, "human")
    other = made("circuit/pusher", "push += extra", parameters={"extra": (0.31, "1")})
    assert assemble_mechanisms([GROWTH, other, CELL, BODY], "human").fingerprint != model.fingerprint
    assert assemble_mechanisms(ALL, "rat").fingerprint != model.fingerprint


CASES = {
    "nothing gives": ([CELL, GROWTH], "circuit/cell reads 'conc', which nothing in the model gives"),
    "two give": ([*ALL, made("circuit/rival", "rate = rival_rate", parameters={"rival_rate": (1, "Hz")}, gives=["rate"])], "'rate' is given by both circuit/cell and circuit/rival"),
    "later level read without feedback": ([BODY, GROWTH, made("circuit/cell", "rate = top*size", parameters={"top": (1, "Hz")}, reads=["size"], gives=["rate"])], "reads 'size' of the later level synapses; declare it in feedback"),
    "feedback of an earlier level": ([*ALL, made("synapses/x", "x1 = rate", feedback=["rate"])], "circuit is no later level"),
    "one name twice": ([*ALL, made("circuit/other", "d s/dt = -k*s", parameters={"k": (1, "1/h")}, states=[state("s", "1", "s")])], "the name 's' is already taken"),
    "one auxiliary twice": ([made("circuit/a", "x = 1"), made("circuit/b", "x = 2")], "circuit/b and circuit/a both define 'x'"),
    "a state named as another's auxiliary": ([made("circuit/a", "amount = 1"), BODY], "'amount' is already taken"),
    "algebraic loop": (
        [made("circuit/a", "rate = top*size", parameters={"top": (1, "Hz")}, feedback=["size"], gives=["rate"]),
         made("synapses/b", "size = rate/top", parameters={"top": (1, "Hz")}, reads=["rate"], gives=["size"])],
        "algebraic loop, with no state in it: rate (circuit/a) → size (synapses/b) → rate (circuit/a)",
    ),
    "wrong species": ([replace(BODY, mechanism=replace(BODY.mechanism, species=("rat",)))], "not made for human; it is for rat"),
}  # fmt: skip


@pytest.mark.parametrize("parts, words", CASES.values(), ids=CASES)
def test_what_does_not_fit_is_said(parts, words):
    with pytest.raises(MechanismError) as caught:
        assemble_mechanisms(parts, "human")
    assert words in str(caught.value)


def test_names_that_do_not_exist_name_the_nearest():
    model = assemble_mechanisms(ALL, "human")
    with pytest.raises(MechanismError, match=r"no observable 'circuit.rte'. Did you mean circuit.rate"):
        model.observable("circuit.rte")
    with pytest.raises(MechanismError, match=r"takes the input 'dosis'. Did you mean dose"):
        model.input("dosis")
    with pytest.raises(MechanismError, match="unknown species 'cat'"):
        assemble("cat")
    first = default_set("human")[0]
    with pytest.raises(MechanismError, match="both added and left out"):
        assemble("human", with_=(first,), without=(first,))
    with pytest.raises(MechanismError, match="there is no mechanism 'circuit/nothing'"):
        assemble("human", with_=("circuit/nothing",))
    with pytest.raises(MechanismError, match=f"cannot be left out: it is not in the human model. Did you mean .*{first}"):
        assemble("human", without=(first + "s",))


def test_leaving_out_what_others_read_names_who_could_give_it():
    giver = "receptors/channel_block"
    with pytest.raises(MechanismError, match=f"which nothing in the model gives. It is given by .*{giver}"):
        assemble("human", without=(giver,))


@pytest.mark.parametrize("species", ["human", "rat", "mouse"])
def test_every_default_set_assembles_and_every_name_has_a_unit(species):
    model = assemble(species)
    assert all(species in load(name).mechanism.species for name in default_set(species))
    assert len({o.name for o in model.observables}) == len(model.observables)
    assert len(model.parameter_index) == len(model.parameters) + len(model.covariates)
    for word in model.covariates:
        assert word.default_for(species) is not None


def test_a_small_loop_comes_to_rest_together():
    """cell ↔ growth, through feedback: solved as one system."""
    s = simulator(assemble_mechanisms(ALL, "human")).solve(
        times=np.array([0.0, 50.0]), observe=["circuit.rate", "synapses.size"], n_people=1
    )
    assert s.values["circuit.rate"][0].tolist() == pytest.approx([0, 0], abs=1e-12)
    assert s.values["synapses.size"][0].tolist() == pytest.approx([1, 1])
