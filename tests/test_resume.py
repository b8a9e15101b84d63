"""A large run that is interrupted goes on where it stopped, and gives the same to the bit."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from typing import Any

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import regrowth
from regrowth import population, resume, simulation
from regrowth.cli import app

PROTOCOL = "protocols/murrough2013.yaml"
MADRS = "outcomes.madrs"
HOW = dict(people=24, seed=3, observe=[MADRS], times=[0.0, 24.0, 72.0])


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(resume, "MOST_PEOPLE", 16)  # 8 people in each of two arms: 24 people are three parts


@pytest.fixture(scope="module")
def uninterrupted():
    return regrowth.simulate(PROTOCOL, **HOW)


def interrupted_after(share):
    def progress(done, total):
        if done > share * total:
            raise KeyboardInterrupt

    return progress


def same(run, other):
    keys = run.attrs.keys() - {"created"}
    assert np.array_equal(run[MADRS].values, other[MADRS].values)
    assert run.tree["people"].to_dataset().identical(other.tree["people"].to_dataset())
    assert {key: run.attrs[key] for key in keys} == {key: other.attrs[key] for key in keys}


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
def test_a_killed_run_goes_on(uninterrupted, tmp_path):
    script = f"""
        import os, signal, regrowth
        from regrowth import resume
        resume.MOST_PEOPLE = 16
        kill = lambda done, total: done > 0.7 * total and os.kill(os.getpid(), signal.SIGKILL)
        regrowth.simulate({PROTOCOL!r}, **{HOW!r}, keep={str(tmp_path)!r}, progress=kill)
    """
    killed = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=False)
    assert killed.returncode < 0 and len(list(tmp_path.glob("*.npy"))) == 2
    simulated = []
    with pytest.warns(resume.ResumeWarning, match="16 of 24 people are there"):
        run = regrowth.simulate(PROTOCOL, **HOW, keep=tmp_path, progress=lambda done, total: simulated.append(done))
    same(run, uninterrupted)
    assert min(simulated) > 32 and max(simulated) == 48  # only the last part was simulated anew


@pytest.mark.parametrize(
    "change", [dict(seed=4), dict(people=25), dict(rtol=1e-5), dict(times=[0.0, 24.0]), dict(without=["outcomes/rating"])]
)
def test_parts_of_another_run_are_removed(tmp_path, change):
    with pytest.raises(resume.Interrupted, match="8 of 24 people are kept"):
        regrowth.simulate(PROTOCOL, **HOW, keep=tmp_path, progress=interrupted_after(0.4))
    other = HOW | change
    with pytest.warns(resume.ResumeWarning, match="removed"):
        run = regrowth.simulate(PROTOCOL, **other, keep=tmp_path)
    assert np.array_equal(run[MADRS].values, regrowth.simulate(PROTOCOL, **other)[MADRS].values)


def test_whatever_else_is_in_the_folder_stays(tmp_path):
    foreign = [tmp_path / "mine.npy", tmp_path / "notes.txt"]
    for file in foreign:
        file.write_bytes(b"mine")
    with pytest.raises(resume.Interrupted, match="8 of 24 people are kept"):
        regrowth.simulate(PROTOCOL, **HOW, keep=tmp_path, progress=interrupted_after(0.4))
    with pytest.warns(resume.ResumeWarning, match="removed"):
        regrowth.simulate(PROTOCOL, **HOW | dict(people=8), keep=tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted(foreign)


def interrupted_at(person):
    """Ctrl-C as people from `person` on are begun."""
    solve = simulation.Study.run

    def run(study, start=0, stop=None, **how):
        if start >= person:
            raise KeyboardInterrupt
        return solve(study, start, stop, **how)

    return run


@pytest.mark.parametrize("write", [population.endpoints, population.save])
def test_a_population_goes_on_too(write, tmp_path, monkeypatch):
    how: dict[str, Any] = dict(people=12, seed=3, chunk=5)
    if write is population.save:
        how["observe"] = [MADRS]
    straight, kept, resumed = (tmp_path / name for name in ("straight", "kept", "resumed"))
    write(PROTOCOL, straight, **how)
    with monkeypatch.context() as patch, pytest.raises(resume.Interrupted, match="10 of 12 people are kept"):
        patch.setattr(simulation.Study, "run", interrupted_at(10))
        write(PROTOCOL, resumed, keep=kept, **how)
    assert not resumed.exists() and len(list(kept.iterdir())) == 2
    with pytest.warns(resume.ResumeWarning, match="10 of 12 people are there"):
        write(PROTOCOL, resumed, keep=kept, **how)
    assert not kept.exists()  # all of it stands in the file now
    if write is population.endpoints:
        assert pd.read_parquet(straight).equals(pd.read_parquet(resumed))
    else:
        same(regrowth.Run.load(straight), regrowth.Run.load(resumed))


def test_curves_of_a_population_go_on_too(tmp_path, monkeypatch):
    how: dict[str, Any] = dict(people=12, seed=3, observe=[MADRS], times=[0.0, 24.0], chunk=5, keep=tmp_path)
    with monkeypatch.context() as patch, pytest.raises(resume.Interrupted):
        patch.setattr(simulation.Study, "run", interrupted_at(5))
        population.curves(PROTOCOL, **how)
    with pytest.warns(resume.ResumeWarning, match="5 of 12 people are there"):
        resumed = population.curves(PROTOCOL, **how)
    straight = population.curves(PROTOCOL, **how | dict(keep=None))
    assert np.array_equal(resumed.mean(MADRS), straight.mean(MADRS))
    assert np.array_equal(resumed.quantile(MADRS, 0.9), straight.quantile(MADRS, 0.9))


def test_a_small_run_keeps_nothing(tmp_path):
    regrowth.simulate(PROTOCOL, **HOW | dict(people=8), keep=tmp_path / "kept")
    assert not (tmp_path / "kept").exists()


@pytest.mark.filterwarnings("default::regrowth.resume.ResumeWarning")
def test_the_command_says_what_it_kept_and_tidies_up(tmp_path, monkeypatch):
    words = ["run", PROTOCOL, "--endpoints", "--people", "24", "--out", str(tmp_path / "results")]
    simulate = regrowth.simulate

    def interrupted(*args, **how):
        return simulate(*args, **how | dict(progress=interrupted_after(0.4)))

    monkeypatch.setattr(regrowth, "simulate", interrupted, raising=False)
    stopped = CliRunner().invoke(app, words)
    assert stopped.exit_code == 130 and "8 of 24 people are kept" in stopped.output
    assert [path.name for path in tmp_path.iterdir()] == [".results.unfinished"]
    monkeypatch.setattr(regrowth, "simulate", simulate, raising=False)
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0 and "8 of 24 people are there already" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["results"]
