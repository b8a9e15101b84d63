"""Forward sensitivities: derivatives of observables along parameters and starts, right across schedule edges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from regrowth.engine.asked import Parameters, Times, check_settings
from regrowth.engine.assemble import Model
from regrowth.engine.emit import Plan
from regrowth.engine.integrate import Rest, raise_failures, simulator
from regrowth.engine.lower import Direction
from regrowth.engine.schedule import Events, Schedule
from regrowth.errors import RegrowthError, nearest
from regrowth.language import unit


@dataclass(frozen=True)
class Sensitivities:
    """``values[name]`` is (people, times); ``jacobian[name]`` (people, along, times), in declared units."""

    times: np.ndarray
    along: tuple[str, ...]
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
    """Integrate as :meth:`Simulator.solve` does, and differentiate along some parameters, covariates or starts.

    Parameters
    ----------
    along
        Parameters and covariates by name; and states as ``level.state``: their value at the start, all else as it
        was at rest. A parameter also moves the undosed steady state from which the person starts.
    times
        Hours, the same for all people.

    The other arguments are those of :meth:`Simulator.solve`. A schedule is held fixed: a dose per kg does not follow a
    change of ``weight``. Where an equation has a kink the derivative is that of the side on which the person is.

    Raises
    ------
    RegrowthError, SolveError
        As :meth:`Simulator.solve`; and for an unknown name in ``along``.
    """
    check_settings(rtol, threads, "raise")
    directions, factors = _directions(model, along)
    sim = simulator(model, "float64", "Rodas5P", directions, simulator(model).positions(observe))
    rows, events, shared, per_person, rest = sim.prepared(
        times, len(observe), schedule, parameters, n_people, threads
    )
    if shared is None:
        raise RegrowthError("sensitivities need one array of times for all people")
    start, rest_tangent = _start(sim.plan, rest)
    # states at rest need no short steps, but tangents of a displaced start answer on every time scale in turn
    displaced = any(d.state is not None for d in directions)
    job = sim.run(
        rows, rest, events, per_person, tuple(range(len(observe))), rtol=rtol, threads=threads,
        start=start, rest_tangent=rest_tangent,
        longest_share=min(0.3, (1e3 * rtol) ** 0.25) if displaced else np.inf,
    )  # fmt: skip
    n = len(rows)
    raise_failures(sim.failures(job, rest), n)
    columns = job.out.reshape(1 + len(along), len(observe), n, len(shared))
    values, jacobian = {}, {}
    for k, name in enumerate(observe):
        factor = unit(model.observable(name).unit).factor
        columns[:, k] *= (np.array([1.0, *factors]) / factor)[:, None, None]
        values[name] = columns[0, k]
        jacobian[name] = columns[1:, k].swapaxes(0, 1)
    return Sensitivities(shared, tuple(along), values, jacobian, job.steps)


def _directions(model: Model, along: Sequence[str]) -> tuple[tuple[Direction, ...], np.ndarray]:
    """Positions of what is named, and what one declared unit of each is in coherent units."""
    if not along:
        raise RegrowthError("name at least one parameter or state to differentiate along")
    units = [p.unit for p in (*model.parameters, *model.covariates)]
    states = {f"{o.level}.{o.symbol}": o.symbol for o in model.observables}
    position = {s.name: i for i, s in enumerate(model.states)}
    found, factors = [], []
    for name in along:
        if (k := model.parameter_index.get(name)) is not None:
            found.append(Direction(parameter=k))
            factors.append(unit(units[k]).factor)
        elif (k := position.get(states.get(name, ""))) is not None:
            found.append(Direction(state=k))
            factors.append(unit(model.states[k].unit).factor)
        else:
            known = [*model.parameter_index, *(full for full, symbol in states.items() if symbol in position)]
            raise RegrowthError(f"the model has no parameter, covariate or state {name!r}. {nearest(name, known)}")
    return tuple(found), np.array(factors)


def _start(plan: Plan, rest: Rest) -> tuple[np.ndarray, np.ndarray]:
    """Rows at the start, states and then tangents; and the tangents of the values at rest (people, along × …)."""
    assert plan.tangents is not None
    tangents: list[np.ndarray] = []
    values = np.zeros((len(rest.states), len(plan.along), rest.values.shape[1]))
    parameter = 0
    for k, (direction, reach) in enumerate(zip(plan.along, plan.tangents.reaches, strict=True)):
        if direction.state is not None:
            tangents.append(np.tile([float(i == direction.state) for i in reach.states], (len(values), 1)))
        else:
            tangents.append(rest.state_tangents[:, parameter, reach.states])
            values[:, k] = rest.value_tangents[:, parameter]
            parameter += 1
    start = np.ascontiguousarray(np.concatenate([rest.states, *tangents], axis=1))
    return start, np.ascontiguousarray(values.reshape(len(values), -1))
