"""A study: a protocol matched to a model, all that is needed to simulate its people, or some of them."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from regrowth.bibliography import keys_of
from regrowth.border import checked
from regrowth.engine import FEW, Model, Observable, assemble, simulator
from regrowth.engine.cuda import solve_on_gpu
from regrowth.errors import listed
from regrowth.hours import output_times
from regrowth.matching import Gated, Measured, gates_of, kept_of, measures_of
from regrowth.origin import citations, of_model, of_protocol
from regrowth.people import People, PeopleError, Preset, preset, sample
from regrowth.protocol import Arm, Protocol, ProtocolError, read
from regrowth.protocol.doubts import doubts
from regrowth.protocol.words import ProtocolWarning
from regrowth.question import asked, failures_by_arm
from regrowth.result import About, Run, sum_of
from regrowth.visits import entrants

if TYPE_CHECKING:
    from regrowth.engine import Failure, Solution


@dataclass(frozen=True)
class Study:
    """A protocol matched to a model: what is needed to simulate all of its people, or some of them."""

    plan: Protocol
    model: Model
    who: Preset
    people: int
    seed: int
    measures: tuple[Measured, ...]
    kept: tuple[Observable, ...]
    times: np.ndarray
    gpu: bool = False
    unread: frozenset[str] = frozenset()  # covariates set by hand that no mechanism of the model reads
    gates: tuple[Gated, ...] = ()  # who goes on, by which yes-or-no measure
    doubts: tuple[str, ...] = ()  # what is asked for that can't show anything

    @property
    def bytes_per_person(self) -> int:
        """Memory that one person's results take."""
        return 8 * len(self.plan.arms) * len(self.times) * len(self.kept)

    def run(
        self,
        start: int = 0,
        stop: int | None = None,
        *,
        rtol: float = 1e-6,
        threads: int | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Run:
        """Simulate people ``start … stop - 1`` in every arm; all by default."""
        drawn = self.drawn(start, stop or self.people)
        return self.run_of(drawn, start, rtol=rtol, threads=threads, progress=progress)

    def run_of(
        self,
        people: Sequence[People],
        first: int = 0,
        *,
        rtol: float = 1e-6,
        threads: int | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Run:
        """Simulate people of your own making: those of each arm, equally many; the first of them has this number."""
        solution = _solve(self, people, rtol, threads, progress)
        return _run(self, people, solution.values, solution.failures, first)

    def labelled(self, values: Mapping[str, np.ndarray], start: int = 0, stop: int | None = None) -> Run:
        """The run of people ``start … stop - 1`` from arrays of (arm, person, time) by observable, as it gave them."""
        return _run(self, self.drawn(start, stop or self.people), values, [], start)

    def drawn(self, start: int, stop: int) -> list[People]:
        """The people of each arm, ``start … stop - 1``: the same ones wherever arms share them and set nothing."""
        plan = self.plan
        shared: list[People] = []

        def drawn_for(arm: Arm) -> People:
            settings = {k: v for k, v in {**plan.people.settings, **arm.people}.items() if k not in self.unread}
            name = arm.name if plan.people.independent else ""
            try:
                return sample(self.model, self.who, self.people, self.seed, settings, chunk=(start, stop), arm=name)
            except PeopleError as error:
                if error.about not in settings:
                    raise
                line = {**plan.people.lines, **arm.lines}.get(error.about)
                raise ProtocolError(f"people: {error}", Path(plan.file).name, line) from None

        found = []
        for arm in plan.arms:
            if plan.people.independent or arm.people:
                found.append(drawn_for(arm))
                continue
            shared = shared or [drawn_for(arm)]
            found += shared
        return found


@checked
def prepare(
    protocol: Protocol | str | Path,
    *,
    with_: Sequence[str] = (),
    without: Sequence[str] = (),
    model: Model | None = None,
    people: int | None = None,
    seed: int | None = None,
    observe: Sequence[str] | None = None,
    times: Sequence[float] | None = None,
    gpu: bool = False,
) -> Study:
    """Match a protocol to a model without simulating it; see :func:`simulate` for the arguments."""
    plan = protocol if isinstance(protocol, Protocol) else read(protocol)
    model = model or assemble(plan.species, listed(with_), listed(without))
    n = plan.people.n if people is None else people
    measures, gates = measures_of(plan, model), gates_of(plan, model)
    at = np.asarray(output_times(plan) if times is None else sorted(times), dtype=np.float64)
    who = preset(plan.people.preset or usual_people(plan.species))
    end = max((t for m, _ in measures for t in m.at), default=float(at[-1]))
    read_off = [o.name for _, own in measures for o in own]
    set_by_hand = {name for settings in (plan.people.settings, *(arm.people for arm in plan.arms)) for name in settings}
    unread = frozenset((set_by_hand & who.traits.keys()) - {c.name for c in model.covariates})
    weights = {p.name: p.value for p in model.parameters if p.name not in set_by_hand}
    said = tuple(dict.fromkeys(doubts(plan, who.name, {*who.traits, *set_by_hand}, read_off, end, unread, weights)))
    for text in said:
        warnings.warn(text, ProtocolWarning, stacklevel=2)
    return Study(
        plan,
        model,
        who,
        n,
        (plan.people.seed or 0) if seed is None else seed,
        measures,
        kept_of(plan, model, n, observe, measures, gates),
        at,
        gpu,
        unread,
        gates,
        said,
    )


def usual_people(species: str) -> str:
    """The preset that stands in where a protocol names a species and no people."""
    return {"human": "trd_adults"}.get(species, species)


def _solve(study: Study, people: Sequence[People], rtol, threads, progress) -> Solution:
    arms, n = len(study.plan.arms), people[0].n
    events, parameters = asked(study.model, study.plan, people)
    observe = [o.name for o in study.kept]
    done = 0

    def step(count: int) -> None:
        nonlocal done
        done += count
        if progress:
            progress(done, arms * n)

    question: dict[str, Any] = dict(
        times=study.times, observe=observe, schedule=events, parameters=parameters, rtol=rtol
    )
    with failures_by_arm(study.plan, n, people[0].first):
        if study.gpu:
            solution = solve_on_gpu(study.model, **question)
            step(arms * n)
            return solution
        return simulator(study.model, alone=arms * n <= FEW).solve(**question, threads=threads, progress=step)


def _run(
    study: Study, people: Sequence[People], values: Mapping[str, Any], failures: Sequence[Failure], first: int
) -> Run:
    plan, model, kept = study.plan, study.model, study.kept
    arms, n = len(plan.arms), people[0].n
    covariates = people[0].covariates
    if plan.people.independent or any(arm.people for arm in plan.arms):
        covariates = {name: np.stack([group.covariates[name] for group in people]) for name in covariates}
    sources = {m.name: keys_of(p.source for p in m.parameters) for m in model.mechanisms}
    run = Run.of(
        {o.name: np.asarray(values[o.name]).reshape(arms, n, -1) for o in kept},
        {o.name: About(o.unit, o.meaning, tuple(sources.get(o.mechanism, ()))) for o in kept},
        **of_protocol(plan),
        **of_model(model),
        times=study.times,
        people=covariates,
        first=first,
        seed=study.seed if study.people > 1 else None,
        measures=[
            {"observable": sum_of([o.name for o in own]), "label": m.what, "times": list(m.at), "unit": m.unit}
            for m, own in study.measures
        ],
        enter=[
            {"observable": o.name, "label": str(gate), "times": list(gate.at), "found": gate.found}
            for gate, o in study.gates
        ],
        citations=citations([*chain.from_iterable(sources.values()), *(d.source for d in plan.evidence)]),
        failures=[
            {"arm": plan.arms[f.person // n].name, "person": f.person % n, "time": f.time, "reason": f.what}
            for f in failures
        ],
        warnings=(*plan.warnings, *study.doubts),
    )
    if study.gates:
        run.forget_later(~entrants(run), plan.found_at[-1])
    return run
