"""A bench for context and outcomes: everything upstream is held by hand through inputs."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from regrowth.engine import Schedule, assemble_mechanisms, simulator
from regrowth.language import catalogue, load

UNITS = {
    "s_ketamine_iv": "umol/h", "midazolam_iv": "umol/h", "escitalopram_oral": "umol/h",
    "prefrontal_stimulation": "1", "imaging_interval": "1",
}  # fmt: skip
HELD = {
    "pharmacokinetics": (
        {"one": ("h/umol", 1), "felt": ("h/L", 1)},
        {
            "s_ketamine_effect": "felt*s_ketamine_iv",
            "r_ketamine_effect": "0*felt*s_ketamine_iv",
            "midazolam_effect": "one*midazolam_iv",
            "sert_occupancy": "one*escitalopram_oral",
        },
    ),
    "circuit": ({"full": ("1", 1)}, {"habenula_bursting": "full"}),
    "signalling": ({"size": ("1", 1)}, {"ampa_drive": "1 + size*prefrontal_stimulation"}),
    "synapses": (
        {"old": ("1", 0.6), "young": ("1", 0.2)},
        {
            "mood_transient": "young + imaging_interval",
            "mood_synapses": "old + young + imaging_interval",
            "newly_born_share": "positive(imaging_interval)/(young + positive(imaging_interval))",
        },
    ),
}
MOOD = tuple(
    f"outcomes/{name}"
    for name in (
        "dissociation", "madrs", "rating", "placebo", "own_course", "fast_relief", "synaptic_relief", "consolidation", "ssri_relief",
    )
)  # fmt: skip
#: what a test may hold, and the input that does it
CHANNELS = {
    "dissociating": "s_ketamine_iv",
    "sedation": "midazolam_iv",
    "sert": "escitalopram_oral",
    "ampa": "prefrontal_stimulation",
    "synapses": "imaging_interval",
}


@cache
def outcome_simulator(without: tuple[str, ...] = (), with_: tuple[str, ...] = ()):
    """The compiled bench: held upstream levels, the shipped context and outcomes."""
    with TemporaryDirectory() as folder:
        held = []
        for level, (numbers, gives) in HELD.items():
            inputs = sorted({name for name in UNITS if any(name in text for text in gives.values())})
            path = Path(folder) / level / "bench.py"
            path.parent.mkdir()
            path.write_text(
                '"""Held by hand."""\nfrom regrowth.language import mechanism, par\nMECHANISM = mechanism(parameters=['
                + ", ".join(
                    f'par("{n}", {v}, "{u}", "held", source="assumed: a bench")' for n, (u, v) in numbers.items()
                )
                + f"], reads={inputs!r}, gives={list(gives)!r}, equations='''\n"
                + "\n".join(f"{name} = {text}" for name, text in gives.items())
                + "\n''')\n"
            )
            held.append(load(str(path)))
        names = [n for n in (*(n for n in catalogue() if n.startswith("context/")), *MOOD) if n not in without]
        own = [load(n) for n in names]
        own = [m for m in own if "human" in m.mechanism.species and (m.mechanism.default or m.mechanism.name in with_)]
        return simulator(assemble_mechanisms([*held, *own], "human"))


def live(rows, times, observe, *, people=1, parameters=None, without=(), with_=()):
    """Each person lives through the rows (channel, start h, stop h, value); (people, times) by short name."""
    table = [
        (person, CHANNELS.get(name, name), float(start), float(stop), float(value))
        for person in range(people)
        for name, start, stop, value in (rows[person] if rows and isinstance(rows[0], list) else rows)
    ]
    solution = outcome_simulator(tuple(without), tuple(with_)).solve(
        parameters=parameters,
        schedule=Schedule.from_rows(people, table),
        times=np.asarray(times, float),
        observe=list(observe),
    )
    assert not solution.failures
    return {name.split(".")[1]: np.asarray(solution.values[name]) for name in observe}


def session(day, hours=2.0):
    """A dosing session on this day, as a row."""
    return ("treatment_session", 24.0 * day, 24.0 * day + hours, 1.0)
