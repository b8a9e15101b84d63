"""The bench: that both sides solve the same problem, and that ratios follow from what was measured."""

from __future__ import annotations

import json
import sys

import numpy as np
import pytest

from regrowth import bench as benches
from regrowth.bench import Bench
from regrowth.bench.libroadrunner import LibRoadRunner
from regrowth.bench.measure import Series
from regrowth.bench.persons import sbml_and_people
from regrowth.bench.plot import plot
from regrowth.bench.problem import HOURS, Problem
from regrowth.errors import RegrowthError


@pytest.fixture(scope="module")
def problem():
    return Problem.default()


@pytest.fixture(scope="module")
def reference(problem):
    return problem.every_state(3, 1e-11)


def test_people_differ_in_numbers_and_in_schedules(problem):
    people = problem.people(5)
    assert np.ptp(people.covariates["weight"]) > 0
    spread = [p.name for p in problem.model.parameters if p.spread]
    assert set(spread) <= set(people.parameters)
    events = problem.schedule(people).events(problem.model)
    assert (np.diff(events.offsets) == 24).all()  # six infusions of two enantiomers: on and off
    assert len(set(events.times[events.times < 24].tolist())) == 10


@pytest.mark.parametrize("name", ["libRoadRunner", pytest.param("COPASI", marks=pytest.mark.slow)])
def test_every_peer_solves_the_same_problem_for_every_person(problem, reference, name):
    sbml, persons = sbml_and_people(problem, 3)
    scales = dict(zip(problem.states, problem.scales, strict=True))
    if name == "COPASI":
        from regrowth.bench.copasi import Copasi

        peer, rtol = Copasi(sbml, scales), 1e-8
    else:
        peer, rtol = LibRoadRunner(sbml, scales), 1e-9
    found = np.stack([peer.solve(values, HOURS, problem.states, rtol) for values in persons])
    assert found.shape == reference.shape
    assert problem.error(found, reference) < 1e-4
    again = peer.solve(persons[0], HOURS, problem.symbols(), rtol)
    index = [problem.states.index(s) for s in problem.symbols() if s in problem.states]
    kept = [i for i, s in enumerate(problem.symbols()) if s in problem.states]
    np.testing.assert_allclose(again[kept], found[0][index], rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("precision, rtol, allowed", [("float64", 1e-6, 3e-4), ("float32", 1e-4, 3e-2)])
def test_the_error_in_every_state_stays_small(problem, reference, precision, rtol, allowed):
    from regrowth.engine import simulator

    assert problem.error(problem.every_state(3, rtol, simulator(problem.model, precision)), reference) < allowed


def made(name: str, points: dict[float, tuple[float, float]]) -> Series:
    return Series(name, "1", 0.0, 1, {r: [s / 2, s, s * 3] for r, (s, _) in points.items()}, {r: e for r, (_, e) in points.items()})


FOUND = Bench(
    [
        made("regrowth float64", {1e-4: (1000.0, 1e-4), 1e-6: (100.0, 1e-6)}),
        made("regrowth float32", {1e-4: (2000.0, 3e-4)}),
        made("libRoadRunner", {1e-4: (20.0, 1e-2), 1e-6: (10.0, 1e-5), 1e-8: (5.0, 1e-7)}),
        made("COPASI", {1e-4: (4.0, 1e-2), 1e-6: (3.0, 1e-3)}),
    ],
    1e-8,
    {"compile_s": 3.0, "peak_bytes_one_person": 2**27},
    {"cores": 2},
    90,
    200,
)


def test_speed_at_an_error_is_on_the_line_between_two_tolerances():
    own = FOUND.series[0]
    assert own.median(1e-4) == 1000.0
    assert own.at_error(1e-5) == pytest.approx(316.2, rel=1e-3)  # half-way in logs
    assert own.at_error(1e-7) is None and own.at_error(1.0) is None


def test_ratios_and_what_was_not_measured():
    ratios = FOUND.ratios()
    assert ratios["libroadrunner_equal_error_float64"] == pytest.approx(31.62, rel=1e-3)
    assert ratios["libroadrunner_rtol1e4_float32"] == pytest.approx(100.0)
    assert ratios["copasi_equal_error_float64"] is None  # never got as exact as that
    alone = Bench(FOUND.series[:2], float("nan"), {}, {}, 1, 1).ratios()
    assert set(alone.values()) == {None}


def test_json_tables_and_figure(tmp_path):
    read = json.loads(FOUND.to_json())
    assert read["ratios"]["libroadrunner_rtol1e4_float32"] == pytest.approx(100.0)
    assert read["medians"]["COPASI"]["by_rtol"][0]["rounds"] == [2.0, 4.0, 12.0]
    assert len(FOUND.tables()) == 3
    plot(FOUND.series, tmp_path / "b.png", benches.ERROR)
    assert (tmp_path / "b.png").stat().st_size > 10_000


def test_without_any_peer_the_way_out_is_said(problem, monkeypatch):
    from regrowth.bench import measure

    monkeypatch.setattr(measure.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(RegrowthError, match="pip install libroadrunner copasi-basico"):
        measure._peers(problem, 1, lambda _: None)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="measures memory as Unix does")
def test_start_up_is_measured_from_an_empty_cache():
    from regrowth.bench.startup import startup

    once = startup(people=16)
    assert once["first_ever_compile_s"] >= once["compile_s"] * 0.5
    assert 0 < once["one_person_28_days_s"] < once["warm_import_to_first_result_s"]
    assert 2**24 < once["peak_bytes_one_person"] < 2**31


@pytest.mark.slow
def test_a_small_bench_runs_whole(problem):
    from regrowth.bench.measure import measured

    told: list[str] = []
    series, apart = measured(problem, rounds=1, ours=16, theirs=1, tell=told.append)
    assert [s.name for s in series] == ["regrowth float64", "regrowth float32", "libRoadRunner", "COPASI"]
    assert apart < 1e-6
    assert all(len(s.speeds) == len(s.errors) for s in series) and told


def test_the_command_refuses_before_it_measures(tmp_path):
    from typer.testing import CliRunner

    from regrowth.cli import app

    (tmp_path / "b.json").write_text("{}")
    refused = CliRunner().invoke(app, ["bench", "--json", str(tmp_path / "b.json")])
    assert refused.exit_code == 2 and "exists already" in refused.output
    refused = CliRunner().invoke(app, ["bench", "--plot", str(tmp_path / "b.gif")])
    assert refused.exit_code == 2 and ".png, .svg, .pdf" in refused.output


def test_the_command_writes_what_was_measured(tmp_path, monkeypatch):
    from typer.testing import CliRunner

    from regrowth.cli import app

    monkeypatch.setattr(benches, "bench", lambda **_: FOUND)
    done = CliRunner().invoke(app, ["bench", "--json", str(tmp_path / "b.json"), "--plot", str(tmp_path / "b.svg")])
    assert done.exit_code == 0, done.output
    assert "libRoadRunner" in done.output and "not measured" in done.output
    assert json.loads((tmp_path / "b.json").read_text())["machine"] == {"cores": 2}
    assert (tmp_path / "b.svg").exists()
