"""NMDA block: where it settles, how fast, on which cells, and what it leaves alone."""

import numpy as np
import pytest

from regrowth.language import load

from .bench import hold

SITES = ("pv", "sst", "pyramidal", "extrasynaptic", "resting", "habenula")
BLOCK = [f"receptors.block_{site}" for site in SITES] + ["receptors.trapped_habenula"]
P = {p.name: p.value for p in load("receptors/channel_block").mechanism.parameters}


def test_block_settles_at_concentration_over_ic50():
    c = np.array([0.1, 1.0, 10.0, 100.0])
    found = hold(c, [0, 24], BLOCK)
    ic50 = 1 / (0.7 / P["ic50_2a"] + 0.3 / P["ic50_2b"])
    np.testing.assert_allclose(found["block_pyramidal"][:, -1], c / (c + ic50), rtol=2e-3)
    np.testing.assert_allclose(found["block_extrasynaptic"][:, -1], c / (c + P["ic50_2b"]), rtol=2e-3)


def test_where_block_settles_does_not_depend_on_activity_but_how_fast_does():
    found = hold([5.0], [0, 2 / 60, 24], BLOCK)
    np.testing.assert_allclose(found["block_resting"][:, -1], found["block_pyramidal"][:, -1], rtol=1e-3)
    assert found["block_pyramidal"][0, 1] > 5 * found["block_resting"][0, 1]


def test_a_busier_cell_is_freed_sooner():
    quiet, busy = (
        hold([5.0], [0, 0.5, 0.52], BLOCK, until=0.5, parameters={"receptors/channel_block.open_time": ms})[
            "block_pyramidal"
        ][0]
        for ms in (5, 50)
    )
    assert busy[2] / busy[1] < quiet[2] / quiet[1] < 1


def test_interneurons_are_blocked_before_pyramidal_cells():
    found = hold([0.4, 4.0], [0, 1], BLOCK)
    for site in ("pv", "sst"):
        assert (found[f"block_{site}"][:, 1] > 1.5 * found["block_pyramidal"][:, 1]).all()


def test_block_stays_between_none_and_all():
    found = hold([0.0, 1e-3, 1.0, 1e3, 1e6], np.linspace(0, 6, 40), BLOCK, until=2)
    for values in found.values():
        assert values.min() >= -1e-9 and values.max() <= 1 + 1e-9
    both = found["block_habenula"] + found["trapped_habenula"]
    assert both.max() <= 1 + 1e-9
    assert all(np.abs(values[0]).max() < 1e-12 for values in found.values())


def test_s_ketamine_is_more_potent_than_r_and_the_racemate_lies_between():
    s, r, both = (
        hold([1.0], [0, 12], ["receptors.ketamine_like"], drug=drug)["ketamine_like"][0, -1]
        for drug in ("S-ketamine", "R-ketamine", "ketamine")
    )
    assert s / r == pytest.approx(P["s_to_r"])
    assert both == pytest.approx((s + r) / 2) == pytest.approx(1.0)


def test_hydroxynorketamine_does_not_block_at_clinical_levels():
    found = hold([0.5], [0, 24], [*BLOCK, "receptors.nmda_habenula"], drug="HNK")
    assert max(found[f"block_{site}"].max() for site in SITES) < 0.01
    assert found["nmda_habenula"].min() > 0.9  # deep trapping adds up over a day


def test_memantine_at_clinical_levels_leaves_quiet_receptors_alone():
    memantine = hold([0.5], [0, 24], ["receptors.nmda_resting", "receptors.nmda_pyramidal"], drug="memantine")
    assert 1 - memantine["nmda_resting"][0, -1] < 0.01 < 1 - memantine["nmda_pyramidal"][0, -1] < 0.06


def test_removing_glun2b_takes_its_share_and_no_more():
    taken = (("glun2b_sst", 1.0, 99.0, 0.0),)
    found = hold(
        [0.0], [0, 2], ["receptors.nmda_sst", "receptors.nmda_pv", "receptors.nmda_extrasynaptic"], targets=taken
    )
    assert found["nmda_sst"][0, -1] == pytest.approx(1 - P["share_2b_sst"])
    assert found["nmda_pv"][0, -1] == found["nmda_extrasynaptic"][0, -1] == 1
    found = hold([0.0], [0, 2], ["receptors.nmda_extrasynaptic"], targets=(("glun2b", 1.0, 99.0, 0.0),))
    assert found["nmda_extrasynaptic"][0, -1] == 0


def test_block_in_the_habenula_outlasts_the_drug():
    found = hold([4.0], [0, 0.5, 12, 24, 360], ["receptors.nmda_habenula", "receptors.nmda_pyramidal"], until=0.5)
    assert found["nmda_pyramidal"][0, 2] > 0.999
    assert found["nmda_habenula"][0, 2] < found["nmda_habenula"][0, 3] < 0.95
    assert found["nmda_habenula"][0, 4] > 0.99


@pytest.mark.parametrize(("start", "stop", "longer"), [(0.0, 0.5, True), (2.0, 6.0, False)])
def test_habenula_activity_traps_while_drug_is_high_and_frees_when_it_is_gone(start, stop, longer):
    plain = hold([4.0], [0, 24], ["receptors.nmda_habenula"], until=0.5)["nmda_habenula"][0, -1]
    active = hold(
        [4.0], [0, 24], ["receptors.nmda_habenula"], until=0.5, targets=(("habenula_activity", start, stop, 5.0),)
    )
    assert (active["nmda_habenula"][0, -1] < plain) == longer


def test_the_assay_meets_potency_and_rates_together():
    """Gilling 2009: ketamine half blocks at 0.71 µmol/L, though k_off/k_on is 1.47; brief applications show k_off."""
    from regrowth.engine import Schedule, assemble_mechanisms, simulator

    assay = simulator(assemble_mechanisms([load("receptors/recombinant_channel")], "rat"))
    rows = [(0, "ketamine_bath", 0.0, 1.0, 0.71), (1, "ketamine_bath", 0.0, 3 / 3600, 10.0)]
    seconds = np.array([0, 3, 3 + 1 / 0.22, 3600]) / 3600
    block = assay.solve(schedule=Schedule.from_rows(2, rows), times=seconds, observe=["receptors.recombinant_block"])
    block = block.values["receptors.recombinant_block"]
    assert block[0][3] == pytest.approx(0.5, rel=0.01)
    assert block[1][2] / block[1][1] == pytest.approx(np.exp(-1), rel=0.1)


def test_channel_block_in_the_body_keeps_the_ic50_and_the_off_rate_of_the_assay():
    """Gilling 2009, hGluN1/2A without Mg: IC50 0.71 µmol/L, k_off 0.22 /s. The measured on-rate can't be met as well."""
    channel = "receptors/channel_block."
    held = {channel + name: 0.71 for name in ("ic50_2a", "ic50_2b", "ic50_2d")} | {channel + "quiet_opening": 1}
    seconds = np.array([0, 60, 60 + 1 / 0.22]) / 3600
    block = hold([0.71], seconds, BLOCK, until=60 / 3600, parameters=held)["block_resting"][0]
    assert block[1] == pytest.approx(0.5, rel=0.01)
    assert block[2] / block[1] == pytest.approx(np.exp(-1), rel=0.01)
