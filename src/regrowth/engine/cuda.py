"""Solve people on an NVIDIA GPU, one person per thread, from the same text as on the processor (extra ``gpu``)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from regrowth.engine.asked import Parameters, Times, check_settings
from regrowth.engine.assemble import Model
from regrowth.engine.emit import Plan, cuda_source
from regrowth.engine.integrate import Precision, Solution, raise_failures, simulator
from regrowth.engine.job import Job, Problem
from regrowth.engine.schedule import Events, Schedule
from regrowth.engine.tableau import TABLEAUS
from regrowth.errors import RegrowthError

_THREADS_PER_BLOCK = 64
_RESULTS = ("out", "status", "failed_at", "failed_state", "steps", "rejected")


def solve_on_gpu(
    model: Model,
    *,
    times: Times,
    observe: Sequence[str],
    schedule: Schedule | Events | None = None,
    parameters: Parameters = None,
    n_people: int | None = None,
    rtol: float = 1e-6,
    precision: Precision = "float64",
) -> Solution:
    """As :meth:`Simulator.solve`, on the first GPU. Steady states are found on the processor.

    The GPU's compiler takes half a minute for each new set of observables, once: CuPy keeps what it made. Tens of
    thousands of people at a time keep a large GPU busy.

    Raises
    ------
    RegrowthError
        If CuPy or a GPU is missing (with the way out), the GPU's memory is too small, or people could not be
        integrated.
    """
    cupy = _cupy()
    check_settings(rtol, None, "raise")
    sim = simulator(model)
    selected = sim.positions(observe)
    rows, events, shared, per_person, rest = sim.prepared(times, len(observe), schedule, parameters, n_people)
    n = len(rows)
    plan = Plan.of(model, lanes=1, single=precision == "float32")
    text, read = cuda_source(plan, TABLEAUS[sim.method], selected)
    job = Job(
        None, None, np.array(read, np.int32), len(selected), rows=rows, start=rest.states, rest=rest.values,
        rest_tangent=np.zeros((n, 1)), scales=sim.scales, events=events, out_times=per_person, rtol=rtol,
        first_step=1e-3, longest_step=1e3, longest_share=np.inf, most_steps=100_000,
    )  # fmt: skip
    try:
        _run(cupy, text, job, n)
    except cupy.cuda.memory.OutOfMemoryError as error:
        raise RegrowthError(
            f"{n:,} people with {job.out.shape[1]:,} rows of results do not fit into the GPU's memory ({error}). Solve "
            "them in parts, or ask for fewer times or observables."
        ) from None
    failures = sim.failures(job, rest)
    raise_failures(failures, n)
    return sim.solution(job, observe, shared, per_person, failures)


def _run(cupy, text: str, job: Job, n: int) -> None:
    """Copy a job to the GPU, solve it there, and copy its results back."""
    arrays = {name: cupy.asarray(array) for name, array in job.arrays.items() if name != "out"}
    arrays["out"] = cupy.empty(job.out.shape)
    problem = Problem(**{name: a.data.ptr for name, a in arrays.items()}, **job.settings)
    struct = cupy.asarray(np.frombuffer(bytes(problem), dtype=np.uint8))
    kernel = cupy.RawKernel(text, "solve_all", options=("--std=c++17",))
    kernel((-(-n // _THREADS_PER_BLOCK),), (_THREADS_PER_BLOCK,), (struct, np.int64(n)))
    for name in _RESULTS:
        job.arrays[name][...] = cupy.asnumpy(arrays[name])


def _cupy():
    try:
        import cupy  # pyright: ignore[reportMissingImports]
    except ImportError:
        raise RegrowthError("solving on a GPU needs CuPy: pip install 'regrowth[gpu]'") from None
    try:
        cupy.cuda.runtime.getDeviceCount()
    except cupy.cuda.runtime.CUDARuntimeError as error:
        raise RegrowthError(f"CuPy finds no GPU to solve on: {error}") from None
    return cupy
