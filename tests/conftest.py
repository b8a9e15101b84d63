"""Synthetic runs: the right shape and labels, made without the engine."""

from __future__ import annotations

import numpy as np
import pytest

from regrowth.result import About, Run


def made_up_run(people: int = 1, infusion_days: tuple[int, ...] = (0,), days: float = 14, seed: int = 1) -> Run:
    """A run with invented curves of the usual shapes. Nothing in it is biology."""
    edges = [24.0 * day for day in infusion_days] + [24.0 * day + 2 / 3 for day in infusion_days]
    end = 24.0 * days
    visits = [0.0, 4.0, 24.0, *(24.0 * day for day in (7, 14, 28) if day <= days)]
    minutes = [edge + np.arange(0, 3, 1 / 30) for edge in edges]
    times = np.unique(np.concatenate([np.arange(-1, end + 1), visits, *minutes]).round(9))
    times = times[times <= end]
    arms = ["ketamine", "midazolam"]
    rng = np.random.default_rng(seed)

    def pulses(up: float, down: float) -> np.ndarray:
        out = np.zeros_like(times)
        for day in infusion_days:
            since = np.maximum(times - 24.0 * day, 0.0)
            out += (1 - np.exp(-np.minimum(since, 2 / 3) / up)) * np.exp(-np.maximum(since - 2 / 3, 0) / down)
        return out

    def curve(rest: float, size: float, up: float, down: float, other: float = 0.0, cv: float = 0.2) -> np.ndarray:
        scatter = np.exp(rng.normal(0, cv if people > 1 else 0, (2, people, 1)))
        weight = np.array([1.0, other]).reshape(2, 1, 1)
        return rest + size * scatter * weight * pulses(up, down)

    baseline = 32 + (5 * rng.standard_normal((1, people, 1)) if people > 1 else 0) + np.zeros((2, people, 1))
    relief = curve(0, 16, 0.7, 110, 0.45, 0.5)
    values = {
        "pharmacokinetics.s_ketamine_arterial": curve(0, 0.75, 0.25, 1.4),
        "pharmacokinetics.r_ketamine_arterial": curve(0, 0.7, 0.25, 1.5),
        "pharmacokinetics.s_ketamine_brain_free": curve(0, 0.3, 0.3, 1.4),
        "pharmacokinetics.s_norketamine_arterial": curve(0, 0.25, 0.6, 5.0),
        "pharmacokinetics.hnk_plasma": curve(0, 0.15, 1.0, 9.0),
        "receptors.nmda_pv": curve(1, -0.45, 0.3, 1.2),
        "receptors.nmda_pyramidal": curve(1, -0.2, 0.3, 1.2),
        "circuit.pv_rate": curve(8, -2.4, 0.3, 1.2),
        "circuit.glutamate_release": curve(1, 0.6, 0.3, 1.3),
        "signalling.bdnf_released": curve(1, 0.9, 0.5, 4.0),
        "signalling.mtorc1_active": curve(1, 0.8, 0.6, 3.0),
        "signalling.synaptic_protein": curve(1, 0.3, 0.9, 40),
        "synapses.mood_transient": curve(0.12, 0.08, 0.9, 60),
        "synapses.mood_synapses": curve(0.78, 0.1, 0.9, 200),
        "context.stress_level": curve(1, 0, 1, 1),
        "outcomes.dissociation": curve(0, 0.5, 0.2, 0.5),
        "outcomes.madrs": np.clip(baseline - relief, 0, 60),
    }
    units = {"s_": "umol/L", "r_": "umol/L", "hn": "umol/L", "pv": "Hz", "ma": "point"}
    about = {
        name: About(units.get(name.split(".")[1][:2], "1"), f"{name.split('.')[1].replace('_', ' ')}", ("kamp2020",))
        for name in values
    }
    events = [
        {"arm": arm, "kind": "dose", "label": label, "start": 24.0 * day, "stop": 24.0 * day + 2 / 3}
        for arm, label in (("ketamine", "0.5 mg/kg racemic ketamine IV over 40 min"), ("midazolam", "0.045 mg/kg midazolam IV over 40 min"))
        for day in infusion_days
    ]
    return Run.of(
        values,
        about,
        title="An invented run",
        arms=arms,
        times=times,
        people={"weight": np.full(people, 70.0)},
        fingerprint="0123abcd",
        seed=seed,
        protocol="title: An invented run\n",
        protocol_name="invented",
        measures=[{"observable": "outcomes.madrs", "label": "MADRS", "times": visits}],
        events=events,
        parameters=[
            {"name": "pharmacokinetics/ketamine.cl", "value": 79.0, "unit": "L/h", "meaning": "clearance", "source": "kamp2020", "spread": "lognormal 24%"},
            {"name": "receptors/nmda_block.p_open", "value": 0.2, "unit": "1", "meaning": "open probability at rest", "source": "assumed: no in-vivo value", "spread": "uniform 0.05..0.4"},
            {"name": "outcomes/madrs.gain", "value": 90.0, "unit": "point", "meaning": "points per unit of synapses", "source": "fitted: kishimoto2016-day1", "spread": "normal 20"},
        ],
        mechanisms=[
            {"name": "pharmacokinetics/ketamine", "title": "Ketamine in plasma", "reads": ["weight"], "gives": ["s_ketamine_arterial", "s_ketamine_brain_free"], "feedback": []},
            {"name": "receptors/nmda_block", "title": "NMDA block by cell", "reads": ["s_ketamine_brain_free", "pv_rate"], "gives": ["nmda_pv", "nmda_pyramidal"], "feedback": ["pv_rate"]},
            {"name": "circuit/disinhibition", "title": "E, PV and SST rates", "reads": ["nmda_pv", "mood_synapses"], "gives": ["pv_rate", "glutamate_release"], "feedback": ["mood_synapses"]},
            {"name": "synapses/mood", "title": "Transient and stable synapses", "reads": ["glutamate_release"], "gives": ["mood_synapses"], "feedback": []},
            {"name": "outcomes/madrs", "title": "MADRS", "reads": ["mood_synapses"], "gives": ["madrs"], "feedback": []},
        ],
        citations=[
            {"key": "kamp2020", "text": "Kamp J et al. (2020) Br J Clin Pharmacol 86", "doi": "10.1111/bcp.14239"},
        ],
    )  # fmt: skip


@pytest.fixture
def make_run():
    return made_up_run
