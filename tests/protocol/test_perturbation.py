"""The perturbation sentence."""

from __future__ import annotations

import pytest

from regrowth.protocol import ProtocolError, name_of, parse_perturbation, resolve

INF = float("inf")


@pytest.mark.parametrize(
    ("text", "channel", "start", "stop", "value"),
    [
        ("mTORC1 -95 % from -30 min for 24 h (rapamycin, intracerebroventricular)", "mtorc1", -0.5, 23.5, 0.05),
        ("mTORC1 −95% from -30 min for 24 h", "mtorc1", -0.5, 23.5, 0.05),
        ("AMPA receptors -100 % for 3 h (NBQX)", "ampa_receptors", 0, 3, 0),
        ("Rheb +50 % from day 1 until day 3", "rheb", 24, 72, 1.5),
        ("GSK3β x 0.5 from day 2 on (lithium)", "gsk3beta", 48, INF, 0.5),
        ("BDNF to 40 % throughout (BDNF +/-)", "bdnf", -INF, INF, 0.4),
        ("GluN2B on SST cells -80 % throughout", "glun2b_on_sst_cells", -INF, INF, 0.2),
        ("spine removal 0.5 1/h from 24 h for 1 h", "spine_removal", 24, 25, 0.5),
        ("spine removal 0.5 per min from 24 h for 1 h", "spine_removal", 24, 25, 30),
        ("spine removal 12 1/day from 24 h for 1 h", "spine_removal", 24, 25, 0.5),
        ("prefrontal stimulation = 0.8 from 0 h for 1 h (ChR2)", "prefrontal_stimulation", 0, 1, 0.8),
        ("5-HT 1A to 5 % for 2 h", "5_ht_1a", 0, 2, 0.05),
        ("4E-BP2 x 0 throughout", "4e_bp2", -INF, INF, 0),
    ],
)
def test_what_it_means(text, channel, start, stop, value):
    found = parse_perturbation(text)
    (row,) = found.rows()
    assert row.channel == channel and row.value == pytest.approx(value) and not row.per_kg
    assert (row.start, row.stop) == (pytest.approx(start), pytest.approx(stop))
    assert parse_perturbation(str(found)) == found


def test_the_agent_is_kept():
    assert parse_perturbation("TrkB -90 % for 2 h (K252a, ventral hippocampus)").agent == "K252a, ventral hippocampus"
    assert parse_perturbation("TrkB -90 % for 2 h").agent == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("mTORC1 95 % for 2 h", "needs its sign"),
        ("mTORC1 -195 % for 2 h", "-0.95 times normal"),
        ("mTORC1 -95 %", "the time is missing"),
        ("mTORC1 for 2 h", "the change is missing"),
        ("-95 % for 2 h", "the target is missing"),
        ("mTORC1 -95 % from 2 h", "isn't a time"),
        ("mTORC1 -95 % from 2 h until 1 h", "before it starts"),
        ("mTORC1 -95 % for ever", "as a duration"),
        ("mTORC1 -95 % from breakfast for 2 h", "as a time"),
        ("spine removal 0.5 1/fortnight for 1 h", "isn't a time unit"),
        ("mTORC1 -95 % sometimes", "isn't a time"),
        ("%% -95 % for 1 h", "the target is missing"),
        ("", "the change is missing"),
    ],
)
def test_an_unreadable_one_says_what_is_wrong(text, told):
    with pytest.raises(ProtocolError) as caught:
        parse_perturbation(text)
    assert told in str(caught.value)
    assert "A perturbation needs a target, a change and a time" in str(caught.value)


def test_words_find_the_models_names():
    names = ["glun2b_sst", "glun2b_pv", "glun2b_pyramidal", "ampa_receptors", "mtorc1"]
    assert resolve("GluN2B on SST cells", names) == "glun2b_sst"
    assert resolve("PV-cell GluN2B", names) == "glun2b_pv"
    assert resolve("AMPA receptors", names) == "ampa_receptors"
    assert resolve("AMPA", names) == "ampa_receptors"
    with pytest.raises(ProtocolError, match="Did you mean mtorc1"):
        resolve("mTORC", names)
    with pytest.raises(ProtocolError, match="Known: ampa_receptors"):
        resolve("xyzzy", names)


def test_names_are_ascii_words():
    assert name_of("  GABA-A receptors (PFC) ") == "gaba_a_receptors_pfc"
    assert name_of("GSK3β") == "gsk3beta"
    assert name_of("") == ""
