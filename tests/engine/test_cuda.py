"""The CUDA text: run on the processor everywhere, and on a GPU where there is one."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from regrowth import simulate
from regrowth.bench.problem import HOURS, Problem
from regrowth.bench.problem import OBSERVE as BENCHED
from regrowth.engine import Schedule, simulator
from regrowth.engine.compile import compiled
from regrowth.engine.cuda import solve_on_gpu
from regrowth.engine.emit import Plan, cuda_source
from regrowth.engine.integrate import output_times
from regrowth.engine.job import Job
from regrowth.engine.tableau import RODAS4, RODAS5P
from regrowth.errors import RegrowthError

OBSERVE = ["pharmacokinetics.body", "pharmacokinetics.conc", "circuit.slow", "circuit.gate"]
PROTOCOL = Path(__file__).parents[2] / "protocols" / "murrough2013b.yaml"
TIMES = np.arange(-1.0, 60.0, 0.5)
#: what a CUDA compiler provides, for a C compiler: one block of one thread at a time
SHIM = """
#define __device__
#define __global__
#define __noinline__ __attribute__((noinline))
static struct { int x; } blockIdx, blockDim = {1}, threadIdx;
"""
HOST = "\nvoid on_host(const Problem *p, long long n) { for (blockIdx.x = 0; blockIdx.x < n; blockIdx.x++) solve_all(p, n); }\n"


def schedule(n: int) -> Schedule:
    return Schedule.from_rows(n, [(i, "dose", 1.0 * i, 1.0 * i + 0.5, 8.0) for i in range(n)])


def test_the_cuda_text_run_on_the_processor_agrees_with_the_engine(toy):
    n, parameters = 5, {"circuit/slow.gain": np.linspace(0.1, 0.5, 5)}
    sim = simulator(toy)
    expected = sim.solve(times=TIMES, observe=OBSERVE, schedule=schedule(n), parameters=parameters, rtol=1e-9)
    text, read = cuda_source(Plan.of(toy, lanes=1), RODAS5P, sim.positions(OBSERVE))
    assert 'extern "C" __global__ void solve_all' in text
    library = compiled(SHIM + text.replace('extern "C" ', "") + HOST)
    rows, events = sim.people(parameters, n), schedule(n).events(toy)
    rest = sim.rest(rows, events.held)
    job = Job(
        None, None, np.array(read, np.int32), len(OBSERVE), rows=rows, start=rest.states, rest=rest.values,
        rest_tangent=np.zeros((n, 1)), scales=sim.scales, events=events, out_times=output_times(TIMES, n)[1],
        rtol=1e-9, first_step=1e-3, longest_step=1e3, longest_share=np.inf, most_steps=100_000,
    )  # fmt: skip
    library.on_host.argtypes = [ctypes.c_void_p, ctypes.c_longlong]
    library.on_host(ctypes.addressof(job._problem), n)
    assert (job.status == 0).all()
    found = sim.solution(job, OBSERVE, TIMES, None, [])
    for name in OBSERVE:
        scale = np.abs(expected.values[name]).max()
        assert np.abs(found.values[name] - expected.values[name]).max() < 1e-8 * scale, name


@pytest.mark.parametrize("single", [False, True])
def test_a_cuda_compiler_accepts_the_text(toy, tmp_path, single):
    if (nvcc := shutil.which("nvcc")) is None:
        pytest.skip("no CUDA compiler here")
    text, _ = cuda_source(Plan.of(toy, lanes=1, single=single), RODAS4 if single else RODAS5P, [0, 2])
    (tmp_path / "model.cu").write_text(text)
    done = subprocess.run([nvcc, "-std=c++17", "-ptx", "model.cu"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert ".entry solve_all" in (tmp_path / "model.ptx").read_text()


@pytest.fixture
def gpu():
    """Skips where there is no GPU, with what is missing."""
    cupy = pytest.importorskip("cupy", reason="no CuPy here: pip install 'regrowth[gpu]'")
    if not cupy.cuda.is_available():
        pytest.skip("no GPU here")


def test_a_gpu_agrees_with_the_processor(gpu, toy):
    expected = simulator(toy).solve(times=TIMES, observe=OBSERVE, schedule=schedule(100), rtol=1e-8)
    found = solve_on_gpu(toy, times=TIMES, observe=OBSERVE, schedule=schedule(100), rtol=1e-8)
    for name in OBSERVE:
        scale = np.abs(expected.values[name]).max()
        assert np.abs(found.values[name] - expected.values[name]).max() < 1e-6 * scale, name


@pytest.mark.timeout(600)  # the default model takes a GPU's compiler half a minute
@pytest.mark.parametrize(("precision", "rtol", "apart"), [("float64", 1e-8, 1e-6), ("float32", 1e-4, 5e-4)])
def test_a_gpu_agrees_with_the_processor_on_the_default_model(gpu, precision, rtol, apart):
    problem = Problem.default()
    people = problem.people(16)
    question = dict(
        times=HOURS, observe=BENCHED, schedule=problem.schedule(people).events(problem.model),
        parameters={**people.covariates, **people.parameters}, rtol=rtol,
    )  # fmt: skip
    expected = simulator(problem.model).solve(**question)
    found = solve_on_gpu(problem.model, **question, precision=precision)
    for name in BENCHED:
        peak = np.abs(expected.values[name]).max(axis=1)
        assert (np.abs(found.values[name] - expected.values[name]).max(axis=1) < apart * peak).all(), name


def test_a_protocol_runs_on_a_gpu(gpu):
    asked = dict(people=40, observe=["outcomes.madrs"], times=[0.0, 24.0, 72.0])
    on_gpu, on_processor = (simulate(PROTOCOL, **asked, gpu=where)["outcomes.madrs"].values for where in (True, False))
    assert np.abs(on_gpu - on_processor).max() < 1e-4 * np.abs(on_processor).max()


def test_without_cupy_the_error_says_what_to_install(toy, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "cupy", None)
    with pytest.raises(RegrowthError, match=r"regrowth\[gpu\]"):
        solve_on_gpu(toy, times=TIMES, observe=OBSERVE)
    with pytest.raises(RegrowthError, match=r"regrowth\[gpu\]"):
        simulate(PROTOCOL, gpu=True)
