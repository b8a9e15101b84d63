"""The network as a level of evidence: what repeated two-photon imaging would count of its synapses.

An experiment that observes `network.new_spines` is simulated like any other, only with the observables that the cohort
law reads, hour by hour; a network is grown on them, and the two sessions of the experiment's `imaging interval`
are counted in it, synapse by synapse.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import replace
from typing import Any

import numpy as np

from regrowth.engine import Model
from regrowth.errors import nearest
from regrowth.evidence.binding import NotBindable
from regrowth.evidence.experiment import Experiment, Measure, Observe
from regrowth.evidence.measuring import Course
from regrowth.network.drives import Drives
from regrowth.network.growth import Grown, grow
from regrowth.network.law import CohortLaw
from regrowth.network.parameters import numbers
from regrowth.network.presets import PRESETS
from regrowth.protocol.perturbation import parse_perturbation

OBSERVABLES = {
    "network.new_spines": "%",
    "network.lost_spines": "%",
    "network.new_spine_survival": "%",
    "network.density": "1",
}
SYNAPSES, SEED, MOST_PEOPLE = 20_000, 1, 4
_INTERVAL = "imaging_interval"
_recent: deque[tuple[Course, str, int, Grown]] = deque(maxlen=8)


def underlying(experiment: Experiment, model: Model) -> Experiment:
    """What has to be simulated: the same arms, with what the cohort law reads, in the middle of every hour.

    Raises
    ------
    NotBindable
        When the network has no such observable, the experiment no imaging sessions, or the model no synapses.
    """
    for name in experiment.observe.names:
        if name not in OBSERVABLES:
            raise NotBindable(f"the network has no observable {name}. {nearest(name, OBSERVABLES)}".rstrip())
    first, last = _span(experiment)
    hours = np.arange(first, last) + 0.5
    points = tuple(replace(experiment.points[0], start=h, stop=h) for h in hours)
    return replace(experiment, observe=Observe(tuple(CohortLaw(model).reads)), measure=Measure(), points=points)


def course(experiment: Experiment, below: Course, model: Model) -> Course:
    """The experiment's network observables at the moments that it asks for; the first of them at rest."""
    start, stop = sessions(experiment)
    moments = np.unique([start - 1, *(t for p in experiment.points for t in (p.start, p.stop))])
    people = min(MOST_PEOPLE, len(next(iter(below.values.values()))))
    found = {name: np.zeros((people, len(moments))) for name in OBSERVABLES}
    for person in range(people):
        grown = _grown(below, model, person)
        for column, at in enumerate(moments):
            for name, value in counted(grown, start, stop, at).items():
                found[f"network.{name}"][person, column] = value
    return Course(moments, found, OBSERVABLES)


def sessions(experiment: Experiment) -> tuple[float, float]:
    """Hours of the two imaging sessions, from the experiment's context."""
    for text in experiment.context:
        try:
            rows = parse_perturbation(text).rows()
        except ValueError:
            continue
        for row in rows:
            if row.channel.replace(" ", "_") == _INTERVAL:
                return row.start, row.stop
    raise NotBindable("counting in the network needs two sessions: context `imaging interval = 1 from -24 h for 48 h`")


def counted(grown: Grown, start: float, stop: float, at: float) -> dict[str, float]:
    """New and lost at the second session (as far as it has come), survival of the new ones, density against rest."""
    lives, now = grown.lives, float(np.clip(at, grown.hours[0], grown.hours[-1]))
    first, second = lives.alive(start), lives.alive(min(stop, max(now, start)))
    new = second & ~first
    return {
        "new_spines": 100 * new.sum() / first.sum(),
        "lost_spines": 100 * (first & ~second).sum() / first.sum(),
        "new_spine_survival": 100 * (new & lives.alive(now)).sum() / max(new.sum(), 1),
        "density": lives.alive(now).sum() / lives.alive(grown.hours[0]).sum(),
    }


def _span(experiment: Experiment) -> tuple[int, int]:
    start, stop = sessions(experiment)
    return math.floor(min(start - 1, 0)), math.ceil(max(stop, *(p.stop for p in experiment.points)))


def _grown(below: Course, model: Model, person: int) -> Grown:
    """One person's network in one arm; experiments that look at the same arm look at the same network."""
    for known, fingerprint, who, grown in _recent:
        if known is below and fingerprint == model.fingerprint and who == person:
            return grown
    grown = grow(_drives(CohortLaw(model), below, person), SYNAPSES, SEED + person, read_every=None)
    _recent.append((below, model.fingerprint, person, grown))
    return grown


def _drives(law: CohortLaw, below: Course, person: int) -> Drives:
    first = math.floor(below.times[0])
    hours = math.ceil(below.times[-1]) - first
    middles = first + np.arange(hours) + 0.5
    series: dict[str, Any] = {n: np.interp(middles, below.times, below.values[n][person]) for n in law.reads}
    rest = {name: float(below.values[name][person, 0]) for name in law.reads}
    still = {name: np.full(hours, law.resting_input(name)) for name in law.inputs}
    level, nothing = rest.get("context.stress_level", 0.0), np.zeros(hours)
    return Drives(
        PRESETS["mood"],
        law.bind(series, rest, {}, still),
        first,
        use=nothing,
        stress=np.full(hours, level),
        stress_rest=level,
        ampa=np.ones(hours),
        labile=nothing,
        overwrite=nothing,
        sessions=(),
        cohort={},
        young_size=law.parameter("synapses/mepsc.young_strength", numbers()["young_size"]),
    )


__all__ = ["OBSERVABLES", "counted", "course", "sessions", "underlying"]
