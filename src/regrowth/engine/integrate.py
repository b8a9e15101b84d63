"""Solve a compiled model for many people: own parameters, own schedule, own output times."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np

from regrowth.border import checked
from regrowth.engine.asked import (
    Parameters,
    Times,
    as_events,
    check_memory,
    check_settings,
    number_of_people,
    output_times,
)
from regrowth.engine.assemble import Model
from regrowth.engine.compile import compiled, lanes
from regrowth.engine.emit import Plan, observer_source, rest_source, solver_source
from regrowth.engine.job import INTERRUPTED, Job, address, chunks
from regrowth.engine.lower import Direction
from regrowth.engine.schedule import Events, Schedule
from regrowth.engine.tableau import TABLEAUS
from regrowth.errors import RegrowthError, nearest
from regrowth.language import unit

Precision = Literal["float64", "float32"]

_REASONS = {
    0: "done",
    1: "the step became too small",
    2: "too many steps",
    3: "not finite at the start",
    4: "interrupted",
    5: "no undosed steady state",
}
NO_REST = 5
#: up to so many people it is quicker to solve each alone
FEW = 3
#: people whose rests are found in one go: milliseconds of work
_MANY = 256


class SolveError(RegrowthError):
    """Some of ``n`` people could not be integrated; carries the failures. The text calls them as ``who`` says."""

    def __init__(self, failures: list[Failure], n: int, who: Callable[[int], str] = "person {}".format):
        shown = "\n".join(f"  {who(f.person)}: {f.what}" for f in failures[:5])
        more = f"\n  … and {len(failures) - 5} more" if len(failures) > 5 else ""
        super().__init__(f"{len(failures)} of {n} people could not be integrated:\n{shown}{more}")
        self.failures, self.n = failures, n


@dataclass(frozen=True)
class Failure:
    """Why one person has no result: when (hours), which state, and what happened."""

    person: int
    time: float
    state: str
    reason: str

    @property
    def what(self) -> str:
        return f"{self.reason} at {self.time:.4g} h, in {self.state}"

    def __str__(self) -> str:
        return f"person {self.person}: {self.what}"


@dataclass(frozen=True)
class Solution:
    """Values by observable, in declared units: ``(people, times)``, or a list per person if times differ.

    ``status`` is 0 for a person who was integrated; the others are in ``failures`` and their values are NaN.
    """

    times: np.ndarray | list[np.ndarray]
    values: dict[str, np.ndarray | list[np.ndarray]]
    status: np.ndarray
    failures: list[Failure]
    steps: np.ndarray
    rejected: np.ndarray
    lane_use: float


@dataclass(frozen=True)
class Rest:
    """Undosed steady states: ``states`` (people, states) and values of at_rest names, coherent units.

    Derivatives along the simulator's parameters: ``state_tangents`` (people, parameters, states), ``value_tangents``.
    """

    states: np.ndarray
    values: np.ndarray
    state_tangents: np.ndarray
    value_tangents: np.ndarray
    status: np.ndarray
    worst: np.ndarray


class Simulator:
    """A compiled model. Make it with :func:`simulator`."""

    def __init__(
        self,
        model: Model,
        precision: Precision,
        method: str,
        along: tuple[Direction, ...] = (),
        selected: tuple[int, ...] = (),
        alone: bool = False,
    ):
        self.model = model
        self.precision: Precision = precision
        self.method = method
        single = precision == "float32"
        self.plan = Plan.of(
            model, lanes=lanes(single), single=single, along=along, selected=selected, alone=alone
        )
        sources = [solver_source(self.plan, TABLEAUS[method]), rest_source(model, lanes(False), along)]
        with ThreadPoolExecutor(2) as pool:  # the two compile side by side
            solver, rest = pool.map(compiled, sources)
        self._solve = solver.solve_people
        self._solve.argtypes = [ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64]
        self._find_rest = rest.find_rest
        self._find_rest.argtypes = [ctypes.c_void_p] * 10 + [ctypes.c_int64] * 2
        self._observers: dict[tuple[int, ...], tuple[ctypes.CDLL, np.ndarray]] = {}
        self.scales = np.array(model.scales)
        self._guess = np.array([s.start * unit(s.unit).factor for s in model.states])
        self._defaults = np.array(
            [p.value * unit(p.unit).factor for p in model.parameters]
            + [(c.default_for(model.species) or 0.0) * unit(c.unit).factor for c in model.covariates]
        )
        self._units = np.array([unit(p.unit).factor for p in (*model.parameters, *model.covariates)])

    # -- people ------------------------------------------------------------------------------------

    def people(self, parameters: Parameters, n: int) -> np.ndarray:
        """Parameter rows (n, P) in coherent units from overrides in declared units.

        Raises
        ------
        RegrowthError
            An unknown name, a wrong shape, or a value that is no number; says which parameter and person.
        """
        rows = np.tile(self._defaults, (n, 1))
        if parameters is None:
            return rows
        if isinstance(parameters, np.ndarray):
            if parameters.shape != rows.shape:
                raise RegrowthError(
                    f"the parameter array is {parameters.shape}; {n} people and {rows.shape[1]} parameters "
                    f"and covariates need {rows.shape}"
                )
            rows = np.ascontiguousarray(parameters, dtype=np.float64) * self._units
        else:
            index = self.model.parameter_index
            given = np.empty((len(parameters), n))
            for k, (name, value) in enumerate(parameters.items()):
                if name not in index:
                    raise RegrowthError(f"the model has no parameter {name!r}. {nearest(name, index)}")
                try:
                    array = np.asarray(value, dtype=np.float64)
                except (TypeError, ValueError):
                    raise RegrowthError(f"{name} is {value!r}, which is no number") from None
                if array.shape not in ((), (n,)):
                    raise RegrowthError(f"{name} has shape {array.shape}; for {n} people it is () or ({n},)")
                given[k] = array
            columns = [index[name] for name in parameters]
            rows[:, columns] = given.T * self._units[columns]
        if not np.isfinite(rows).all():
            person, column = np.argwhere(~np.isfinite(rows))[0]
            name = list(self.model.parameter_index)[column]
            raise RegrowthError(f"{name} of person {person} is {rows[person, column]}, which is no number")
        return rows

    def rest(self, rows: np.ndarray, held: np.ndarray, threads: int | None = None) -> Rest:
        """Each person's undosed steady state under the inputs that hold before the run (people, inputs)."""
        n = len(rows)
        guess = np.tile(self._guess, (n, 1))
        sizes = len(self.model.states), len(self.model.rest_names)
        states, values = (np.zeros((n, size)) for size in sizes)
        along = sum(d.parameter is not None for d in self.plan.along)
        state_tangents, value_tangents = (np.zeros((n, along, size)) for size in sizes)
        status, worst = np.zeros(n, np.int32), np.zeros(n, np.int32)
        filled = (states, values, state_tangents, value_tangents, status, worst)
        arrays = [address(a) for a in (rows, held, guess, self.scales, *filled)]
        if n < _MANY:
            self._find_rest(*arrays, 0, n)
        else:
            with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
                list(pool.map(lambda span: self._find_rest(*arrays, *span), chunks((0, n), _MANY)))
        return Rest(*filled)

    def observer(self, selected: tuple[int, ...]) -> tuple[ctypes.CDLL, np.ndarray]:
        """Compiled code for some observables, and the rows (states, state tangents) it reads."""
        if selected not in self._observers:
            source, read = observer_source(self.plan, selected)
            self._observers[selected] = compiled(source), np.array(read, np.int32)
        return self._observers[selected]

    # -- solving -----------------------------------------------------------------------------------

    def solve(
        self,
        *,
        times: Times,
        observe: Sequence[str],
        schedule: Schedule | Events | None = None,
        parameters: Parameters = None,
        n_people: int | None = None,
        rtol: float = 1e-6,
        threads: int | None = None,
        errors: Literal["raise", "keep"] = "raise",
        progress: Callable[[int], None] | None = None,
        first_step: float = 1e-3,
        longest_step: float = 1e3,
        most_steps: int = 100_000,
        chunk: int | None = None,
        retry: bool = True,
    ) -> Solution:
        """Integrate every person from the undosed steady state through the schedule.

        Parameters
        ----------
        times
            Hours: one array for all, or a list with one ascending array per person. What is asked at an edge of
            the schedule is the value just before it.
        observe
            Observables (``level.name``).
        schedule
            What is done to whom; nothing by default.
        parameters
            Overrides by name in declared units (scalar or one per person), or the whole (people, P) array.
        rtol
            Relative tolerance; the absolute one is ``rtol`` × each state's declared scale.
        threads
            Plain threads (default: all processors). Results do not depend on it, nor on ``chunk``.
        errors
            ``raise``: SolveError if anyone fails; ``keep``: their values are NaN and stand in ``failures``. After an
            interrupt (Ctrl-C), ``keep`` gives what is finished; the others failed as interrupted.
        progress
            Called with the number of people just finished.

        Raises
        ------
        SolveError, RegrowthError
        """
        check_settings(rtol, threads, errors)
        selected = self.positions(observe)
        rows, events, shared, per_person, rest = self.prepared(
            times, len(observe), schedule, parameters, n_people, threads
        )
        job = self.run(
            rows, rest, events, per_person, selected, rtol=rtol, threads=threads, progress=progress, chunk=chunk,
            first_step=first_step, longest_step=longest_step, most_steps=most_steps, retry=retry,
            keep=errors == "keep",
        )  # fmt: skip
        failures = self.failures(job, rest)
        if errors == "raise":
            raise_failures(failures, len(rows))
        return self.solution(job, observe, shared, per_person, failures)

    def prepared(
        self,
        times: Times,
        observables: int,
        schedule: Schedule | Events | None,
        parameters: Parameters,
        n_people: int | None,
        threads: int | None = None,
    ) -> tuple[np.ndarray, Events, np.ndarray | None, list[np.ndarray], Rest]:
        """What is asked, checked: people's rows, edges, the times that all share and everybody's, and the rests."""
        n, carried = number_of_people(schedule, parameters, times, n_people), 1 + self.plan.directions
        numbers = len(self.model.parameter_index) + 2 * len(self.model.states) * carried
        check_memory(n, times, observables * carried, numbers)
        rows = self.people(parameters, n)
        events = as_events(schedule, self.model, n)
        return rows, events, *output_times(times, n), self.rest(rows, events.held, threads)

    def positions(self, observe: Sequence[str]) -> tuple[int, ...]:
        """Where observables stand in the model; raises for an unknown name, with the nearest."""
        if not observe:
            raise RegrowthError("there is nothing to observe: name at least one observable, such as outcomes.madrs")
        return tuple(self.model.position(name) for name in observe)

    def run(
        self, rows: np.ndarray, rest: Rest, events: Events, out_times: list[np.ndarray], selected: tuple[int, ...], *,
        rtol: float, threads: int | None = None, progress: Callable[[int], None] | None = None,
        chunk: int | None = None, first_step: float = 1e-3, longest_step: float = 1e3, most_steps: int = 100_000,
        retry: bool = True, keep: bool = False, start: np.ndarray | None = None, rest_tangent: np.ndarray | None = None,
        longest_share: float = np.inf,
    ) -> Job:  # fmt: skip
        """Integrate arrays of people; failed people once more, with tighter steps. The job holds what came out."""
        directions = self.plan.directions
        observer, read = self.observer(selected)
        threads = threads or os.cpu_count() or 1
        # chunks long enough to keep the lanes filled, short enough to share out and to report progress
        chunk = chunk or int(np.clip(len(rows) // (4 * threads), self.plan.people, 1024))

        def job(tighter: float, steps: int, out: np.ndarray | None = None) -> Job:
            return Job(
                self._solve, observer, read, len(selected) * (1 + directions), rows=rows,
                start=rest.states if start is None else start, rest=rest.values,
                rest_tangent=np.zeros((len(rows), 1)) if rest_tangent is None else rest_tangent,
                scales=self.scales, events=events, out_times=out_times, rtol=rtol * tighter,
                first_step=first_step * tighter, longest_step=longest_step * tighter,
                longest_share=longest_share, most_steps=steps, out=out,
            )  # fmt: skip

        first = job(1.0, most_steps)
        try:
            first.run(np.flatnonzero(rest.status == 0), threads, chunk, progress)
        except KeyboardInterrupt:
            if not keep:
                raise
            retry = False
        failed = np.flatnonzero((first.status != 0) & (rest.status == 0) & (first.status != INTERRUPTED))
        if retry and len(failed):
            # a hundredth of the tolerance takes about three times the steps, at order 4 or 5
            again = job(0.01, 3 * most_steps, first.out)
            again.run(failed, threads, chunk, None)
            for name in ("status", "failed_at", "failed_state", "steps", "rejected"):
                getattr(first, name)[failed] = getattr(again, name)[failed]
        first.status[rest.status != 0] = NO_REST
        return first

    def failures(self, job: Job, rest: Rest) -> list[Failure]:
        """Everybody who was not integrated."""
        found = []
        for i in np.flatnonzero(job.status != 0):
            state = rest.worst[i] if job.status[i] == NO_REST else job.failed_state[i]
            at = job.time_start[i] if job.status[i] == NO_REST else job.failed_at[i]
            found.append(Failure(int(i), float(at), self.model.states[state].name, _REASONS[int(job.status[i])]))
        return found

    def solution(self, job: Job, observe, shared, per_person: list[np.ndarray] | None, failures) -> Solution:
        """What came out, by observable, in declared units."""
        for f in failures:
            job.out[:, job.offsets[f.person] : job.offsets[f.person + 1]] = np.nan
        factors = [unit(self.model.observable(name).unit).factor for name in observe]
        values: dict[str, np.ndarray | list[np.ndarray]] = {}
        for column, name, factor in zip(job.out, observe, factors, strict=True):
            column /= factor
            if shared is not None:
                values[name] = column.reshape(len(job.status), len(shared))
            else:
                values[name] = [column[a:b] for a, b in zip(job.offsets[:-1], job.offsets[1:], strict=True)]
        use = job.slots[0] / job.slots[1] if job.slots[1] else 1.0
        times = shared if shared is not None else per_person
        assert times is not None
        return Solution(times, values, job.status, failures, job.steps, job.rejected, float(use))


def raise_failures(failures: list[Failure], n: int) -> None:
    """Raise SolveError if there are any, showing the first few."""
    if failures:
        raise SolveError(failures, n)


@checked
@cache
def simulator(
    model: Model,
    precision: Precision = "float64",
    method: str = "Rodas5P",
    along: tuple[Direction, ...] = (),
    selected: tuple[int, ...] = (),
    alone: bool = False,
) -> Simulator:
    """Compile a model, or take it from the cache.

    ``along`` and ``selected`` (positions) are for :func:`regrowth.engine.sensitivities`. People share the processor's
    widest registers, one per lane, unless each is to be solved ``alone``: up to ``FEW`` that takes less time.
    """
    if method not in TABLEAUS:
        raise RegrowthError(f"unknown method {method!r}; there are {', '.join(TABLEAUS)}")
    return Simulator(model, precision, method, along, selected, alone)
