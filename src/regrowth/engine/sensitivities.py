"""Forward sensitivities: derivatives of observables with respect to parameters, right across schedule edges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from regrowth.engine.asked import Parameters, Times, as_events, number_of_people, output_times
from regrowth.engine.assemble import Model
from regrowth.engine.integrate import Rest, Simulator, raise_failures, simulator
from regrowth.engine.schedule import Events, Schedule
from regrowth.errors import RegrowthError, nearest
from regrowth.language import unit

#: relative step of the central differences that give the derivatives of the undosed steady state, where it starts
_STEP = 1e-5


@dataclass(frozen=True)
class Sensitivities:
    """``values[name]`` is (people, times); ``jacobian[name]`` (people, parameters, times), in declared units."""

    times: np.ndarray
    parameters: tuple[str, ...]
    values: dict[str, np.ndarray]
    jacobian: dict[str, np.ndarray]
    steps: np.ndarray


def sensitivities(
    model: Model,
    along: Sequence[str],
    *,
    times: Times,
    observe: Sequence[str],
    schedule: Schedule | Events | None = None,
    parameters: Parameters = None,
    n_people: int | None = None,
    rtol: float = 1e-6,
    threads: int | None = None,
) -> Sensitivities:
    """Integrate as :meth:`Simulator.solve` does, and differentiate along some parameters or covariates.

    The derivative is that of the discrete solution: each step's tangents reuse its LU factors. Where a person
    starts, at rest, it comes from central differences of the steady state. A schedule is held fixed: a dose per kg
    does not follow a change of ``weight``.

    Raises
    ------
    RegrowthError, SolveError
        As :meth:`Simulator.solve`; and for an unknown parameter.
    """
    index = model.parameter_index
    for name in along:
        if name not in index:
            raise RegrowthError(f"the model has no parameter {name!r}. {nearest(name, index)}")
    if not along:
        raise RegrowthError("name at least one parameter to differentiate along")
    plain = simulator(model)
    chosen = tuple(index[name] for name in along)
    sim = simulator(model, "float64", "Rodas5P", chosen, plain.positions(observe))
    n = number_of_people(schedule, parameters, times, n_people)
    rows = sim.people(parameters, n)
    events = as_events(schedule, model, n)
    shared, per_person = output_times(times, n)
    if shared is None:
        raise RegrowthError("sensitivities need one array of times for all people")
    rest = sim.rest(rows, events.held)
    start_tangents, rest_tangents = _at_rest(sim, rows, events.held, chosen)
    job = sim.run(
        rows, rest, events, per_person, tuple(range(len(observe))), rtol=rtol, threads=threads,
        start=np.ascontiguousarray(np.concatenate([rest.states, start_tangents], axis=1)),
        rest_tangent=rest_tangents,
    )  # fmt: skip
    raise_failures(sim.failures(job, rest), n)
    columns = job.out.reshape(n, len(shared), 1 + len(along), len(observe))
    given = [unit(p.unit).factor for p in (*model.parameters, *model.covariates)]
    factors = np.array([given[k] for k in chosen])
    values, jacobian = {}, {}
    for k, name in enumerate(observe):
        factor = unit(model.observable(name).unit).factor
        values[name] = columns[:, :, 0, k] / factor
        jacobian[name] = np.moveaxis(columns[:, :, 1:, k], 2, 1) * factors[None, :, None] / factor
    return Sensitivities(shared, tuple(along), values, jacobian, job.steps)


def _at_rest(sim: Simulator, rows: np.ndarray, held: np.ndarray, chosen: tuple[int, ...]):
    """Tangents of the steady state and of the values at rest: (people, directions × …) each."""
    states, values = [], []
    for k in chosen:
        step = _STEP * np.maximum(np.abs(rows[:, k]), 1e-6)
        sides: list[Rest] = []
        for sign in (1, -1):
            moved = rows.copy()
            moved[:, k] += sign * step
            sides.append(sim.rest(moved, held))
        states.append((sides[0].states - sides[1].states) / (2 * step[:, None]))
        values.append((sides[0].values - sides[1].values) / (2 * step[:, None]))
    return np.concatenate(states, axis=1), np.ascontiguousarray(np.concatenate(values, axis=1))
