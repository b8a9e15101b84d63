"""The same people for simulators that read SBML: one exported file, and each person's numbers by SBML id."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from regrowth.bench.problem import Problem
from regrowth.engine import Events, simulator
from regrowth.interchange import export_sbml
from regrowth.interchange.sbml import rest_id, resting, sbml_id


def sbml_and_people(problem: Problem, n: int) -> tuple[str, list[dict[str, float]]]:
    """SBML text of the first person, and for each person what is set in it: parameters, rest, edges.

    Rests are found by this package beforehand and cost the other simulators nothing.
    """
    model = problem.model
    sim = simulator(model)
    people = problem.people(n)
    rows = sim.people({**people.covariates, **people.parameters}, n)
    events = problem.schedule(people).events(model)
    rest = sim.rest(rows, events.held)
    names = [sbml_id(name) for name in model.parameter_index]
    inputs = [w.name for w in model.inputs]
    persons = []
    for p in range(n):
        a, b = events.offsets[p : p + 2]
        values = dict(zip(names, rows[p], strict=True))
        values |= {s.name: resting(x, s) for s, x in zip(model.states, rest.states[p], strict=True)}
        values |= dict(zip(map(rest_id, model.rest_names), rest.values[p], strict=True))
        for number, t in enumerate(np.unique(events.times[a:b])):
            values[f"edge_{number}__time"] = t
            for k in range(a, b):
                if events.times[k] == t:
                    values[f"edge_{number}__{inputs[events.channels[k]]}"] = events.values[k]
        persons.append({name: float(v) for name, v in values.items()})
    a, b = events.offsets[:2]
    first = Events(
        events.offsets[:2], events.times[a:b], events.channels[a:b], events.values[a:b], events.held[:1].copy()
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.xml"
        export_sbml(model, first, path)
        return path.read_text(encoding="utf-8"), persons
