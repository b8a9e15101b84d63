"""All arms of all experiments of one species in one solve, each arm once, as one or more persons."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from regrowth.evidence.binding import Arm
from regrowth.evidence.experiment import Experiment
from regrowth.evidence.measuring import Array, Course, moments
from regrowth.evidence.persons import draw

if TYPE_CHECKING:
    from regrowth.engine import Events, Model

Progress = Callable[[int, int], None]


def simulate(
    model: Model,
    experiments: Sequence[Experiment],
    bound: dict[str, dict[str, Arm]],
    seconds: dict[str, float],
    rtol: float = 1e-6,
    progress: Progress | None = None,
) -> tuple[dict[Arm, Course], dict[Arm, str]]:
    """One solve for all arms: the courses, and for arms that failed the reason."""
    from regrowth.engine import simulator

    asked: dict[Arm, set[float]] = {}
    for e in experiments:
        for arm in bound[e.id].values():
            asked.setdefault(arm, set()).update(moments(e, arm.edges))
    observe = sorted({name for e in experiments for name in e.reads})
    units = {name: model.observable(name).unit for name in observe}
    batch = Batch(model)
    for arm, at in asked.items():
        batch.add(arm, np.array(sorted({min(0.0, *arm.edges, 0.0), *at})))
    started = time.perf_counter()
    sim = simulator(model)
    seconds["compile"] += time.perf_counter() - started
    started = time.perf_counter()
    solution = sim.solve(
        parameters=batch.numbers(),
        schedule=batch.schedule(),
        times=batch.times,
        observe=observe,
        rtol=rtol,
        errors="keep",
        progress=_counter(progress, len(batch.times)),
    )
    seconds["solve"] += time.perf_counter() - started
    failures = {f.person: f"{f.reason} at {f.time:.4g} h, in {f.state}" for f in solution.failures}
    courses: dict[Arm, Course] = {}
    broken: dict[Arm, str] = {}
    for arm, persons in batch.persons.items():
        if bad := [failures[i] for i in persons if i in failures]:
            broken[arm] = bad[0]
            continue
        at = batch.times[persons[0]]
        values = {name: np.stack([solution.values[name][i][: len(at)] for i in persons]) for name in observe}
        courses[arm] = Course(at, values, units)
    return courses, broken


class Batch:
    """The persons of one solve: each arm's people with their numbers, schedules and output times."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.persons: dict[Arm, range] = {}
        self.times: list[Array] = []
        self._events: list[Events] = []
        self._groups: list[dict[str, Array]] = []

    def add(self, arm: Arm, times: Array) -> None:
        from regrowth.engine import Events

        people = draw(arm.people, self.model)
        weights = people.covariates.get("weight", np.ones(people.n))
        self._events.append(Events.for_arm(self.model, arm.rows, weights))
        self._groups.append(people.covariates | people.parameters)
        self.persons[arm] = range(len(self.times), len(self.times) + people.n)
        self.times += [times] * people.n

    def schedule(self) -> Events:
        """What is done to everybody."""
        from regrowth.engine import Events

        return Events.join(self._events)

    def numbers(self) -> dict[str, Array]:
        """One array over persons for each number that somebody has of their own."""
        usual = {p.name: p.value for p in self.model.parameters}
        sizes = [len(persons) for persons in self.persons.values()]
        own = {name for group in self._groups for name in group}
        return {
            name: np.concatenate(
                [g[name] if name in g else np.full(n, usual[name]) for g, n in zip(self._groups, sizes, strict=True)]
            )
            for name in sorted(own)
        }


def _counter(progress: Progress | None, total: int) -> Callable[[int], None] | None:
    """The engine tells how many people just finished; whoever watches wants how many have, of how many."""
    if progress is None:
        return None
    done = 0

    def more(people: int) -> None:
        nonlocal done
        done += people
        progress(done, total)

    return more
