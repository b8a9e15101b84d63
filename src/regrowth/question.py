"""What the engine is asked when a protocol's people are simulated, and how its failures are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from regrowth.engine import Events, Model, SolveError
from regrowth.errors import RegrowthError
from regrowth.matching import arm_rows
from regrowth.people import People
from regrowth.protocol import Protocol


def asked(model: Model, plan: Protocol, people: Sequence[People]) -> tuple[Events, dict[str, np.ndarray]]:
    """What the engine is asked, arm after arm: the schedule of everybody in each, and everybody's numbers by name.

    ``people`` are those of each arm.
    """
    arms, n = len(plan.arms), people[0].n
    if "weight" in people[0].covariates:
        weights = [group.covariates["weight"] for group in people]
    elif any(row.per_kg for arm in plan.arms for row in arm.schedule):
        raise RegrowthError("doses per kg need a model that knows body weight; no mechanism in this one reads it")
    else:
        weights = [np.ones(n)] * arms
    rows = [arm_rows(arm, model, plan.file) for arm in plan.arms]
    events = Events.join([Events.for_arm(model, own, weight) for own, weight in zip(rows, weights, strict=True)])
    numbers = [{**group.covariates, **group.parameters} for group in people]
    usual = {p.name: p.value for p in model.parameters}  # for arms that leave alone what another sets
    names = dict.fromkeys(name for own in numbers for name in own)
    return events, {
        name: np.concatenate([own[name] if name in own else np.full(n, usual[name]) for own in numbers])
        for name in names
    }


@contextmanager
def failures_by_arm(plan: Protocol, n: int, first: int = 0) -> Iterator[None]:
    """Whoever could not be integrated is called by arm and person, not by a number across arms of ``n`` people."""
    try:
        yield
    except SolveError as error:
        names = [arm.name for arm in plan.arms]
        who = [f'arm "{name}", person {first + person}' for name in names for person in range(n)]
        raise SolveError(error.failures, error.n, who.__getitem__) from error
