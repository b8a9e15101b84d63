"""The brain as a level of evidence: what `regrowth check` observes of it, from courses of the levels below.

An experiment that observes `brain.gbc` is simulated like any other, only with the observables that the brain reads;
each moment that is asked for then becomes one reading of connectivity.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from regrowth.brain.condition import HEALTHY, READS, Condition
from regrowth.brain.connectome import INSTALL, installed
from regrowth.brain.measures import MEANINGS, reading
from regrowth.brain.spread import of_change, of_difference
from regrowth.evidence.experiment import Experiment
from regrowth.evidence.measuring import Course

OBSERVABLES = {f"brain.{name}": "1" for name in MEANINGS}


def missing() -> str:
    """Why nothing can be observed, or an empty text."""
    return "" if installed() else f"the whole brain needs the connectome of the extra `brain`: {INSTALL}"


def course(experiment: Experiment, below: Course) -> Course:
    """The experiment's brain observables at the moments it asks for; the first of them at rest."""
    names = [name.removeprefix("brain.") for name in experiment.observe.names]
    moments = [below.times[0], *sorted({t for p in experiment.points for t in (p.start, p.stop)})]
    at = [int(np.argmin(np.abs(below.times - t))) for t in moments]
    people = len(below.values[READS[0]])
    rest = below.values["circuit.e_rate"][:, 0]
    found = np.empty((len(names), people, len(at)))
    for person in range(people):
        for column, place in enumerate(at):
            condition = Condition.of([below.values[name][person, place] for name in READS], rest[person])
            values = reading(condition).values
            found[:, person, column] = [values[name] for name in names]
    return _as_course(names, np.array(moments), found, of_change)


def healthy_course(experiment: Experiment, like: Course) -> Course:
    """The same observables of healthy, undrugged people: for findings that compare patients with them."""
    names = [name.removeprefix("brain.") for name in experiment.observe.names]
    values = reading(HEALTHY).values
    shape = next(iter(like.values.values())).shape
    found = np.stack([np.full(shape, values[name]) for name in names])
    return _as_course(names, like.times, found, of_difference)


def _as_course(names: Sequence[str], times: np.ndarray, values: np.ndarray, spread: Callable[[str], float]) -> Course:
    full = [f"brain.{name}" for name in names]
    noise = {whole: spread(name) for whole, name in zip(full, names, strict=True)}
    return Course(times, dict(zip(full, values, strict=True)), dict.fromkeys(full, "1"), noise)
