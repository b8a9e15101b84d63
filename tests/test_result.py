"""The run: labels, tables, and files that appear whole or not at all."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import textwrap

import numpy as np
import pyarrow.parquet
import pytest
import xarray as xr

from regrowth.errors import RegrowthError
from regrowth.result import Run
from regrowth.saving import is_run
from regrowth.writing import written_whole


def test_levels_and_labels(make_run):
    run = make_run(people=3)
    assert run.levels[0] == "pharmacokinetics" and run.levels[-1] == "outcomes"
    madrs = run["outcomes"]["madrs"]
    assert madrs.dims == ("arm", "person", "time")
    assert madrs.attrs["unit"] == "point"
    assert run["outcomes.madrs"].identical(madrs)
    assert list(madrs.coords["arm"].values) == ["ketamine", "midazolam"]
    assert madrs.sel(arm="ketamine", time=24.0).shape == (3,)


def test_an_unknown_name_is_answered_with_the_nearest(make_run):
    run = make_run()
    with pytest.raises(RegrowthError, match=r"outcomes\.madrs"):
        run["outcomes.madr"]
    with pytest.raises(RegrowthError, match="no level 'outcome'"):
        run["outcome"]


@pytest.mark.parametrize("chunk_bytes", [1, 100_000, 8_000_000])  # a person a chunk, some people, all
@pytest.mark.parametrize("people", [1, 5, 13])
def test_save_and_load_give_the_same_run(make_run, tmp_path, monkeypatch, people, chunk_bytes):
    monkeypatch.setattr("regrowth.saving._CHUNK_BYTES", chunk_bytes)
    run = make_run(people=people)
    path = run.save(tmp_path / "run.zarr")
    back = Run.load(path)
    assert back.attrs == run.attrs
    assert back.arms == run.arms
    for name in run.observables:
        np.testing.assert_array_equal(back[name].values, run[name].values)
        assert back[name].attrs == run[name].attrs
    np.testing.assert_array_equal(back.tree["people"]["weight"].values, run.tree["people"]["weight"].values)
    assert back.summary().equals(run.summary())
    plain = xr.open_zarr(path, group="outcomes", consolidated=False)
    np.testing.assert_array_equal(plain["madrs"].values, run["outcomes.madrs"].values)


def test_summary_of_one_person_has_no_interval(make_run):
    table = make_run().summary()
    assert {"mean", "change"} <= set(table.columns)
    assert not {"low", "high", "response"} & set(table.columns)
    first = table[table["time"] == 0]
    np.testing.assert_allclose(first["change"], 0, atol=1e-12)


def test_summary_of_people_gives_intervals_and_rates(make_run):
    run = make_run(people=200)
    table = run.summary().set_index(["arm", "time"])
    row = table.loc[("ketamine", 24.0)]
    values = run["outcomes.madrs"].sel(arm="ketamine", time=24.0).values
    before = run["outcomes.madrs"].sel(arm="ketamine", time=0.0).values
    assert row["mean"] == pytest.approx(values.mean())
    assert row["low"] < row["mean"] < row["high"]
    assert row["response"] == pytest.approx(np.mean(values <= before / 2))
    assert row["remission"] == pytest.approx(np.mean(values <= 10))


def test_a_failed_person_is_left_out_of_the_mean_and_counted(make_run):
    run = make_run(people=4)
    run["outcomes.madrs"][0, 2, :] = np.nan
    row = run.summary().set_index(["arm", "time"]).loc[("ketamine", 24.0)]
    assert row["people"] == 3 and np.isfinite(row["mean"])


def test_endpoints_are_parquet(make_run, tmp_path):
    run = make_run(people=2)
    table = pyarrow.parquet.read_table(run.save_endpoints(tmp_path / "endpoints.parquet"))
    assert table.num_rows == 2 * 2 * len(run.attrs["measures"][0]["times"])
    assert b"not medical advice" in table.schema.metadata[b"notice"]


def test_an_existing_run_is_replaced_only_with_force(make_run, tmp_path):
    path = make_run().save(tmp_path / "run.zarr")
    with pytest.raises(RegrowthError, match="force=True"):
        make_run(days=3).save(path)
    assert Run.load(path).times[-1] == 14 * 24
    make_run(days=3).save(path, force=True)
    assert Run.load(path).times[-1] == 3 * 24
    assert [entry.name for entry in tmp_path.iterdir()] == ["run.zarr"]


def test_force_never_replaces_a_folder_of_somebody_else(make_run, tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work")
    with pytest.raises(RegrowthError, match="leaves it alone"):
        make_run().save(tmp_path / "thesis", force=True)
    assert (tmp_path / "thesis" / "chapter.txt").read_text() == "years of work"


def test_load_refuses_what_is_no_run(tmp_path):
    with pytest.raises(RegrowthError, match="no run at"):
        Run.load(tmp_path / "nowhere.zarr")
    with pytest.raises(RegrowthError, match="not a saved run"):
        Run.load(tmp_path)


def test_an_interrupt_in_mid_write_leaves_nothing(make_run, tmp_path, monkeypatch):
    run = make_run()
    write = Run.write_zarr

    def interrupted(self, path):
        write(self, path)
        raise KeyboardInterrupt

    monkeypatch.setattr(Run, "write_zarr", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run.save(tmp_path / "run.zarr")
    assert list(tmp_path.iterdir()) == []
    # and a run that stood there before stands there still
    monkeypatch.setattr(Run, "write_zarr", write)
    path = run.save(tmp_path / "run.zarr")
    monkeypatch.setattr(Run, "write_zarr", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run.save(path, force=True)
    assert is_run(path) and len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(os.name != "posix", reason="limits a process' file size")
def test_a_full_disk_is_a_clear_error_and_leaves_nothing(make_run, tmp_path):
    run = make_run(people=40)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))
    try:
        with pytest.raises(RegrowthError, match="No room to write"):
            run.save(tmp_path / "run.zarr")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
def test_a_killed_process_leaves_no_run_under_the_final_name(tmp_path):
    script = f"""
        import os, signal
        from regrowth.writing import written_whole
        with written_whole({str(tmp_path / "run.zarr")!r}) as temporary:
            temporary.mkdir()
            (temporary / "zarr.json").write_text("half")
            os.kill(os.getpid(), signal.SIGKILL)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=False)
    assert not (tmp_path / "run.zarr").exists()
    (left,) = tmp_path.iterdir()
    others = [tmp_path / f".{name}.partial-abcdefgh" for name in ("other.zarr", "run.zarr.more")]
    for folder in others:
        folder.mkdir()
    with written_whole(tmp_path / "run.zarr") as temporary:
        assert not left.exists()
        temporary.write_text("whole")
    assert sorted(tmp_path.iterdir()) == sorted([*others, tmp_path / "run.zarr"])


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX locks")
def test_what_a_living_process_writes_is_left_alone(tmp_path):
    path = tmp_path / "run.zarr"
    with written_whole(path) as first:
        first.write_text("first")
        with written_whole(path) as second:
            second.write_text("second")
        assert first.read_text() == "first" and path.read_text() == "second"
        path.unlink()
        script = f"from regrowth.writing import written_whole\nwith written_whole({str(path)!r}) as t: t.write_text('third')"
        subprocess.run([sys.executable, "-c", script], check=True)
        assert first.read_text() == "first" and path.read_text() == "third"
    assert [p.name for p in tmp_path.iterdir()] == ["run.zarr"] and path.read_text() == "first"


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
def test_an_earlier_result_that_a_killed_process_moved_aside_is_kept(tmp_path):
    aside = tmp_path / ".run.zarr.partial-abcdefgh" / "replaced"
    aside.mkdir(parents=True)
    with written_whole(tmp_path / "run.zarr") as temporary:
        temporary.write_text("new")
    assert aside.is_dir()


def test_values_between_stored_times_are_linear_and_those_at_them_exact(make_run):
    run = make_run(people=2)
    madrs = run["outcomes.madrs"]
    np.testing.assert_array_equal(run.at("outcomes.madrs", [0.0, 24.0, 336.0]).values, madrs.sel(time=[0, 24, 336]).values)
    middle = (run.times[10] + run.times[11]) / 2
    expected = (madrs.values[..., 10] + madrs.values[..., 11]) / 2
    np.testing.assert_allclose(run.at("outcomes.madrs", [middle]).values[..., 0], expected)
    assert run.at("outcomes.madrs", [1e6]).values[0, 0, 0] == madrs.values[0, 0, -1]


def test_errors_about_other_files_keep_their_own_text(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"elsewhere"), written_whole(tmp_path / "run.zarr"):
        open(tmp_path / "elsewhere")
    assert list(tmp_path.iterdir()) == []
