"""Levels that are read from other levels: the explicit network and the whole brain.

Such an experiment is simulated with the observables that its level reads, and each course is then turned into one
of the level's own. Its `control` may say `healthy people`: patients are then compared with healthy, untreated ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from regrowth.errors import nearest
from regrowth.evidence.binding import Names, NotBindable
from regrowth.evidence.experiment import Experiment
from regrowth.evidence.measuring import Course

if TYPE_CHECKING:
    from regrowth.engine import Model

DERIVED = ("network", "brain")
HEALTHY_PEOPLE = "healthy people"


def underlying(experiment: Experiment, names: Names, model: Model) -> Experiment:
    """What has to be simulated for an experiment: itself, or the same people and doses seen one level below.

    Raises
    ------
    NotBindable
        When the level isn't installed, has no such observable, or knows no such animal.
    """
    if experiment.level not in DERIVED:
        return experiment
    if experiment.level == "network":
        from regrowth.evidence import imaging

        return imaging.underlying(experiment, model)
    from dataclasses import replace

    from regrowth.brain.condition import READS
    from regrowth.evidence.connectivity import OBSERVABLES, missing
    from regrowth.evidence.experiment import Observe

    if names.species != "human":
        raise NotBindable(f"the brain is a human one; nothing of it is known for a {names.species}")
    for name in experiment.observe.names:
        if name not in OBSERVABLES:
            raise NotBindable(f"the brain has no observable {name}. {nearest(name, OBSERVABLES)}".rstrip())
    if reason := missing():
        raise NotBindable(reason)
    control = () if experiment.control == (HEALTHY_PEOPLE,) else experiment.control
    return replace(experiment, observe=Observe(READS), control=control)


def as_observed(experiment: Experiment, courses: dict[str, Course], model: Model) -> dict[str, Course]:
    """The arms' courses in what the experiment observes."""
    if experiment.level not in DERIVED:
        return courses
    if experiment.level == "network":
        from regrowth.evidence import imaging

        return {name: imaging.course(experiment, below, model) for name, below in courses.items()}
    from regrowth.evidence.connectivity import course, healthy_course

    found = {name: course(experiment, below) for name, below in courses.items()}
    if experiment.control == (HEALTHY_PEOPLE,):
        found["control"] = healthy_course(experiment, found["drug"])
    return found
