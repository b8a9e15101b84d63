"""Other NMDA-receptor drugs, slow release, and the acute effects beside dissociation."""

from functools import cache

import numpy as np
import pytest

from regrowth.engine import Schedule, assemble, simulator
from regrowth.protocol.dose import parse_dose

NMDA = [f"receptors.nmda_{cell}" for cell in ("pv", "sst", "pyramidal", "extrasynaptic")]


@cache
def model(species):
    return simulator(assemble(species))


def course(species, dose, times, observe, weight):
    rows = [(0, r.channel, r.start, r.stop, r.value * (weight if r.per_kg else 1)) for r in parse_dose(dose).rows()]
    solution = model(species).solve(
        schedule=Schedule.from_rows(1, rows), times=np.asarray(times, float), observe=list(observe),
        parameters={"weight": weight},
    )  # fmt: skip
    assert not solution.failures
    return {name.split(".")[1]: np.asarray(solution.values[name])[0] for name in observe}


def test_mk801_blocks_interneurons_first_and_raises_gamma():
    found = course("rat", "0.16 mg/kg MK-801 SC", np.linspace(0, 2, 25), [*NMDA, "circuit.gamma_power"], 0.3)
    assert found["nmda_sst"].min() < found["nmda_pyramidal"].min() < 0.98
    assert found["gamma_power"].max() > 1.05


def test_lanicemine_blocks_all_cells_alike_and_lowers_glutamate():
    observe = [*NMDA, "circuit.glutamate_release"]
    found = course("human", "100 mg lanicemine IV over 60 min", np.linspace(0, 6, 37), observe, 70)
    lost = [1 - found[name.split(".")[1]].min() for name in NMDA[:3]]
    assert 0.1 < min(lost) and max(lost) < 1.5 * min(lost)
    assert found["glutamate_release"].max() < 1.01


@pytest.mark.parametrize(
    ("species", "dose", "weight"),
    [("human", "0.75 mg/kg/h traxoprodil IV over 2 h", 70), ("rat", "10 mg/kg Ro 25-6981 IP", 0.3)],
)
def test_glun2b_antagonists_take_glun2b_away(species, dose, weight):
    observe = [*NMDA, "pharmacokinetics.glun2b_occupancy"]
    found = course(species, dose, np.linspace(0, 3, 19), observe, weight)
    assert found["glun2b_occupancy"].max() > 0.8
    assert found["nmda_extrasynaptic"].min() < 0.2
    assert found["nmda_sst"].min() < found["nmda_pyramidal"].min() < found["nmda_pv"].min() < 0.95


def test_slow_release_gives_exposure_with_little_dissociation():
    observe = ["outcomes.cadss", "pharmacokinetics.s_norketamine_venous", "pharmacokinetics.s_ketamine_venous"]
    times = np.linspace(0, 24, 97)
    slow = course("human", "240 mg ketamine oral over 10 h", times, observe, 70)
    fast = course("human", "0.5 mg/kg ketamine IV over 40 min", times, observe, 70)
    assert slow["cadss"].max() < 0.15 * fast["cadss"].max()
    assert np.trapezoid(slow["s_ketamine_venous"], times) > np.trapezoid(fast["s_ketamine_venous"], times)
    assert np.trapezoid(slow["s_norketamine_venous"], times) > 5 * np.trapezoid(slow["s_ketamine_venous"], times)


def test_ratings_are_linear_over_50_to_200_ng_per_ml_of_venous_plasma():
    """Bowdle 1998: R of 0.93 to 0.99 over levels held for 20-28 min."""
    observe = ["outcomes.cadss", "pharmacokinetics.s_ketamine_venous", "pharmacokinetics.r_ketamine_venous"]
    levels, ratings = [], []
    for rate in (0.11, 0.21, 0.32, 0.42):  # mg/kg/h for 2 h
        found = course("human", f"{rate} mg/kg/h ketamine IV over 2 h", [0, 2.0], observe, 70)
        levels.append(237.7 * (found["s_ketamine_venous"][1] + found["r_ketamine_venous"][1]))
        ratings.append(found["cadss"][1])
    assert min(levels) < 70 and max(levels) > 180
    assert np.corrcoef(levels, ratings)[0, 1] > 0.93


def test_symptoms_and_working_memory_return_to_rest():
    names = ["panss_positive", "panss_negative", "working_memory_error", "heart_rate_rise", "sedated", "unconscious"]
    observe = [f"outcomes.{name}" for name in names]
    found = course("human", "0.5 mg/kg ketamine IV over 40 min", [-1, 0, 2 / 3, 24], observe, 70)
    for name in names[:5]:
        assert found[name][2] > found[name][0] + 0.1
        assert found[name][3] == pytest.approx(found[name][0], abs=0.1)
    assert found["unconscious"].max() < 0.01


def test_an_anaesthetic_dose_takes_consciousness():
    found = course("human", "2 mg/kg ketamine IV bolus", np.linspace(0, 1, 61), ["outcomes.unconscious"], 70)
    assert found["unconscious"].max() > 0.5
    assert found["unconscious"][-1] < 0.1
