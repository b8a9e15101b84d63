"""Agents by name: the sentences that they stand for, in protocols as in experiments."""

import pytest

from regrowth.language import vocabulary
from regrowth.protocol import ProtocolError, arm, parse_perturbation, reads, resolve
from regrowth.protocol.agents import agents, in_full


def test_agents_stand_for_their_sentences():
    assert in_full("rapamycin (brain)") == ["mTORC1 -95 % from -30 min for 24 h (rapamycin brain)"]
    assert in_full("NBQX from -1 h for 4 h")[0].startswith("AMPA receptors -95 % from -1 h for 4 h")
    assert in_full("mTORC1 -50 % throughout") == ["mTORC1 -50 % throughout"]


def test_every_agent_acts_on_something_the_models_have():
    known = tuple(name for name, word in vocabulary().items() if word.kind in ("target", "input"))
    for agent in agents():
        for sentence in in_full(agent.agent):
            assert resolve(parse_perturbation(sentence).target, known)


def test_a_protocol_takes_agents_by_name_with_their_usual_time_or_another():
    plan = reads(
        "species: rat\narms:\n  a:\n    - give: 10 mg/kg ketamine IP\n    - perturb: rapamycin (brain)\n"
        "    - perturb: NBQX from -1 h for 4 h\n"
    )
    rows = {row.channel: row for row in plan.arm("a").schedule}
    assert (rows["mtorc1"].start, rows["mtorc1"].stop) == (-0.5, 23.5)
    assert (rows["ampa_receptors"].start, rows["ampa_receptors"].stop) == (-1.0, 3.0)


def test_an_agent_with_several_targets_gives_an_event_for_each():
    several = next(a.agent for a in agents() if len(in_full(a.agent)) > 1)
    made = arm("10 mg/kg ketamine IP", perturb=several, species="rat")
    assert len([event for event in made.events if event.kind == "perturb"]) == len(in_full(several))


def test_an_unknown_agent_is_answered_with_the_nearest():
    with pytest.raises(ProtocolError, match=r"Did you mean rapamycin \(brain\)"):
        parse_perturbation("rapamicyn (brain) from -30 min for 24 h")
