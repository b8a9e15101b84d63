"""Simulate a protocol: people × arms on the compiled model, as one labelled run."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from regrowth.bibliography import bibliography, keys_of
from regrowth.border import checked
from regrowth.engine import FEW, Events, Model, Observable, SolveError, assemble, simulator
from regrowth.engine.asked import free_memory
from regrowth.engine.assemble import default_set
from regrowth.engine.cuda import solve_on_gpu
from regrowth.errors import RegrowthError, listed
from regrowth.matching import Gated, Measured, arm_rows, gates_of, kept_of, measures_of
from regrowth.people import People, PeopleError, Preset, preset, sample
from regrowth.protocol import Arm, Protocol, ProtocolError, read
from regrowth.protocol.build import refuse_too_many
from regrowth.protocol.doubts import doubts
from regrowth.protocol.words import ProtocolWarning
from regrowth.result import About, Run, sum_of
from regrowth.resume import run_in_parts
from regrowth.visits import entrants

if TYPE_CHECKING:
    from regrowth.engine import Failure, Solution

#: people per arm up to which every observable is kept; beyond, only ports and what is measured
_RISE_AND_FALL = np.array([5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90, 105, 120, 150]) / 60  # hours after a dose


@checked
def simulate(
    protocol: Protocol | str | Path,
    *,
    with_: Sequence[str] = (),
    without: Sequence[str] = (),
    model: Model | None = None,
    people: int | None = None,
    seed: int | None = None,
    observe: Sequence[str] | None = None,
    times: Sequence[float] | None = None,
    rtol: float = 1e-6,
    threads: int | None = None,
    gpu: bool = False,
    progress: Callable[[int, int], None] | None = None,
    keep: str | Path | None = None,
) -> Run:
    """Run a protocol: virtual people, the same in every arm or each arm its own, from their undosed steady states.

    Parameters
    ----------
    protocol
        A protocol, or the path of its file.
    with_, without
        Mechanisms added to and left out of the default set: by name, or by the path of a file of your own.
    model
        An assembled model instead of the default one.
    people, seed
        Override what the protocol says.
    observe
        Observables to keep (``level.name``); by default all for few people, ports and measures for many.
    times
        Hours to keep; by default hourly, finer around the first dose, and every visit.
    rtol
        Relative tolerance of the integration.
    gpu
        Integrate on an NVIDIA GPU (:mod:`regrowth.engine.cuda`; ``pip install 'regrowth[gpu]'``) instead of on
        ``threads`` of the processor.
    progress
        Called with (people done, people in all).
    keep
        A folder for the finished parts of a large run: after an interrupt the same call goes on from there
        (:mod:`regrowth.resume`). Delete it when you have what you want.

    Raises
    ------
    RegrowthError
        Whatever is wrong with the protocol, the people or the model, or a person who could not be integrated.
    """
    study = prepare(
        protocol, with_=with_, without=without, model=model, people=people, seed=seed, observe=observe, times=times,
        gpu=gpu,
    )  # fmt: skip
    refuse_too_much(study)
    if keep is not None:
        run = run_in_parts(study, Path(keep), rtol=rtol, threads=threads, progress=progress)
    else:
        run = study.run(rtol=rtol, threads=threads, progress=progress)
    _refuse_nobody(study, run)
    return run


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


def refuse_too_much(study: Study) -> None:
    """Say when results would not fit into memory, and how many people would."""
    each = 3 * study.bytes_per_person  # values, their rearranged copy, people and workspace
    there = free_memory()
    refuse_too_many(study.people)
    if there is not None and (needed := each * study.people) > 0.8 * there:
        arms = len(study.plan.arms)
        raise RegrowthError(
            f"{study.people:,} people × {arms} arm{'s' * (arms > 1)} × {len(study.times):,} times × "
            f"{len(study.kept)} observables need about {needed / 2**30:.1f} GiB of memory; {there / 2**30:.1f} GiB are "
            f"free. About {round_down(0.8 * there / each):,} people would fit, and many more with --endpoints, which "
            "keeps only what is measured. In Python keep less (observe=…, times=…), or use regrowth.population."
        )


def round_down(count: float) -> int:
    """A count with two digits that mean something."""
    step = 10 ** max(len(str(int(count))) - 2, 0)
    return int(count) // step * step


def output_times(plan: Protocol) -> np.ndarray:
    """Hours at which a run is kept: hourly, every 2 min around the first dose, at every edge and every visit.

    After later doses closely enough for their peaks to be seen as high as the first, but for tablets that go on beside
    infusions or sprays.
    """
    start, end = min(plan.starts, -1.0), max(plan.horizon, 6.0)
    every = 1.0 if end <= 60 * 24 else 6.0
    given = [(time, dose.route == "oral") for arm in plan.arms for time, dose in arm.doses]
    first = min((time for time, _ in given), default=0.0)
    doses = {time for time, oral in given if not oral} or {time for time, _ in given}
    grids = [
        np.arange(np.floor(start), end + 1e-9, every),
        first + np.arange(-0.5, 6.0 + 1e-9, 1 / 30),
        first + np.arange(6.0, 24.0 + 1e-9, 0.25),
        np.array([*plan.measured_at(), *plan.found_at]),
        *(time + _RISE_AND_FALL for time in doses),
        np.array([t for arm in plan.arms for row in arm.schedule for t in (row.start, row.stop)]),
    ]
    times = np.concatenate(grids)
    return np.unique(np.round(times[np.isfinite(times) & (times >= start) & (times <= end)], 9))


def visits(plan: Protocol) -> list[float]:
    """Hours at which something is measured or says who goes on, with the visit before the first dose."""
    return sorted({0.0, *plan.measured_at(), *plan.found_at})


def usual_people(species: str) -> str:
    """The preset that stands in where a protocol names a species and no people."""
    return {"human": "trd_adults"}.get(species, species)


def _refuse_nobody(study: Study, run: Run) -> None:
    """Say so where nobody of an arm went on: there is nothing to follow."""
    if not study.gates:
        return
    for arm, passed in zip(run.arms, entrants(run), strict=True):
        if not passed.any():
            asked, line = " and ".join(str(gate) for gate, _ in study.gates), study.gates[0][0].line
            raise ProtocolError(
                f'enter: of {len(passed):,} people in arm "{arm}" nobody was found so ({asked}), and nobody is left to '
                "follow. Take more people (people: {n: …}), or ask for less.", Path(study.plan.file).name, line,
            )  # fmt: skip


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


@contextmanager
def failures_by_arm(plan: Protocol, n: int, first: int = 0) -> Iterator[None]:
    """Whoever could not be integrated is called by arm and person, not by a number across arms of ``n`` people."""
    try:
        yield
    except SolveError as error:
        names = [arm.name for arm in plan.arms]
        who = [f'arm "{name}", person {first + person}' for name in names for person in range(n)]
        raise SolveError(error.failures, error.n, who.__getitem__) from error


def _run(
    study: Study, people: Sequence[People], values: Mapping[str, Any], failures: Sequence[Failure], first: int
) -> Run:
    plan, model, kept = study.plan, study.model, study.kept
    arms, n = len(plan.arms), people[0].n
    covariates = people[0].covariates
    if plan.people.independent or any(arm.people for arm in plan.arms):
        covariates = {name: np.stack([group.covariates[name] for group in people]) for name in covariates}
    shape = (arms, n, -1)
    sources = {m.name: keys_of(p.source for p in m.parameters) for m in model.mechanisms}
    keys = sorted({key for own in sources.values() for key in own} | {d.source for d in plan.evidence if d.source})
    known = bibliography()
    run = Run.of(
        {o.name: np.asarray(values[o.name]).reshape(shape) for o in kept},
        {o.name: About(o.unit, o.meaning, tuple(sources.get(o.mechanism, ()))) for o in kept},
        title=plan.title,
        arms=[arm.name for arm in plan.arms],
        times=study.times,
        people=covariates,
        first=first,
        fingerprint=model.fingerprint,
        default_model={m.name for m in model.mechanisms} == set(default_set(model.species)),
        seed=study.seed if study.people > 1 else None,
        species=model.species,
        protocol=plan.text,
        protocol_name=Path(plan.file).stem if plan.file else plan.title,
        measures=[
            {"observable": sum_of([o.name for o in own]), "label": m.what, "times": list(m.at), "unit": m.unit}
            for m, own in study.measures
        ],
        enter=[
            {"observable": o.name, "label": str(gate), "times": list(gate.at), "found": gate.found}
            for gate, o in study.gates
        ],
        events=[row for arm in plan.arms for row in _event_rows(arm)],
        parameters=[
            {"name": p.name, "value": p.value, "unit": p.unit, "meaning": p.meaning, "source": p.source,
             "spread": p.spread, "note": p.note}
            for p in model.parameters
        ],
        mechanisms=[
            {"name": m.name, "title": m.title, "reads": list(m.reads), "feedback": list(m.feedback),
             "gives": [*m.gives, *dict.fromkeys(e.target for e in m.equations if e.kind == "add")]}
            for m in model.mechanisms
        ],
        evidence=[asdict(dot) for dot in plan.evidence],
        citations=[
            {"key": key, "text": str(known[key]), "title": known[key].title, "doi": known[key].fields.get("doi", "")}
            for key in keys
            if key in known
        ],
        failures=[
            {"arm": plan.arms[f.person // n].name, "person": f.person % n, "time": f.time, "reason": f.what}
            for f in failures
        ],
        warnings=(*plan.warnings, *study.doubts),
        arm_people={arm.name: arm.who for arm in plan.arms if arm.people},
    )  # fmt: skip
    if study.gates:
        run.forget_later(~entrants(run), plan.found_at[-1])
    return run


def _event_rows(arm: Arm) -> list[dict[str, object]]:
    kinds = {"give": "dose", "perturb": "perturbation"}
    rows = []
    for event in arm.events:
        kind = kinds.get(event.kind, "context")
        spans = {(row.start, row.stop) for row in event.rows()}
        if kind == "dose":
            spans = {(t, t + event.hours) for t in event.moments}
        rows += [
            {"arm": arm.name, "kind": kind, "key": event.kind, "label": event.text, "start": float(a), "stop": float(b)}
            for a, b in sorted(spans)
        ]
    return rows
