"""A bench for receptors and circuit: concentrations held by hand in place of pharmacokinetics, later levels held still."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from regrowth.engine import Schedule, assemble_mechanisms, simulator
from regrowth.language import load

HELD = {
    "pharmacokinetics": """
MECHANISM = mechanism(
    parameters=[par("held", 1, "h/L", "turns an input into a held concentration", source="assumed: a bench")],
    reads=["s_ketamine_local", "r_ketamine_local", "s_norketamine_iv", "r_norketamine_iv", "hnk_local", "memantine_oral"],
    gives=["s_ketamine_brain_free", "r_ketamine_brain_free", "s_norketamine_brain_free", "r_norketamine_brain_free",
           "hnk_brain_free", "memantine_brain_free"],
    equations=\"\"\"
        s_ketamine_brain_free = held*s_ketamine_local
        r_ketamine_brain_free = held*r_ketamine_local
        s_norketamine_brain_free = held*s_norketamine_iv
        r_norketamine_brain_free = held*r_norketamine_iv
        hnk_brain_free = held*hnk_local
        memantine_brain_free = held*memantine_oral
    \"\"\",
)
""",
    "synapses": """
MECHANISM = mechanism(parameters=[par("synapses_held", 1, "1", "held", source="assumed: a bench")],
                      gives=["mood_synapses"], equations="mood_synapses = synapses_held")
""",
    "context": """
MECHANISM = mechanism(parameters=[par("stress_held", 0, "1", "held", source="assumed: a bench")],
                      gives=["stress_level"], equations="stress_level = stress_held")
""",
}
CHANNELS = {
    "S-ketamine": "s_ketamine_local",
    "R-ketamine": "r_ketamine_local",
    "S-norketamine": "s_norketamine_iv",
    "HNK": "hnk_local",
    "memantine": "memantine_oral",
}
OWN = ("receptors/channel_block", "circuit/prefrontal_rates", "circuit/gamma", "circuit/glutamate_cycling", "circuit/habenula")


@cache
def bench_simulator():
    """The compiled bench, for rat; receptors and circuit are the shipped ones."""
    with TemporaryDirectory() as folder:
        held = []
        for level, text in HELD.items():
            path = Path(folder) / level / "bench.py"
            path.parent.mkdir()
            path.write_text(f'"""Held still."""\nfrom regrowth.language import mechanism, par\n{text}')
            held.append(load(str(path)))
        return simulator(assemble_mechanisms([*held, *(load(name) for name in OWN)], "rat"))


def hold(concentrations, times, observe, *, drug="ketamine", until=None, targets=(), parameters=None):
    """Hold each concentration (µmol/L) from time 0, one person each; returns (people, times) by short name.

    ``targets`` are (name, start h, stop h, value) for every person.
    """
    times = np.asarray(times, float)
    until = times[-1] + 1 if until is None else until
    rows = []
    for person, c in enumerate(concentrations):
        for compound, share in {"ketamine": (("S-ketamine", 0.5), ("R-ketamine", 0.5))}.get(drug, ((drug, 1.0),)):
            if c:
                rows.append((person, CHANNELS[compound], 0.0, until, c * share))
        rows += [(person, *target) for target in targets]
    solution = bench_simulator().solve(
        parameters=parameters,
        schedule=Schedule.from_rows(len(concentrations), rows),
        times=times,
        observe=list(observe),
    )
    assert not solution.failures
    return {name.split(".")[1]: np.asarray(solution.values[name]) for name in observe}
