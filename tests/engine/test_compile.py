"""The compiler and its cache: damaged entries, folders that can't be written, compilers that are not there."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import textwrap
from importlib.metadata import PackageNotFoundError

import pytest

from regrowth.engine import compile as compiling
from regrowth.engine.compile import CompilerError, cache_folder, compiled
from regrowth.errors import RegrowthError

SOURCE = "int answer(void) { return 42; }\n"


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """A cache of its own, with the compiler's own cache shared so that each test does not build libc anew."""
    shared = cache_folder() / "zig"
    shared.mkdir(parents=True, exist_ok=True)
    folder = tmp_path / "cache"
    folder.mkdir()
    (folder / "zig").symlink_to(shared)
    monkeypatch.setenv("REGROWTH_CACHE", str(folder))
    return folder


def entries(cache):
    return sorted(p for p in cache.iterdir() if p.suffix == compiling._SUFFIX)


def test_compiles_once_and_loads_from_the_cache(cache, monkeypatch):
    assert compiled(SOURCE).answer() == 42
    (entry,) = entries(cache)
    monkeypatch.setattr(compiling, "_run_compiler", lambda *_: pytest.fail("compiled again"))
    assert compiled(SOURCE).answer() == 42
    assert entries(cache) == [entry]
    assert {p.name for p in cache.iterdir()} == {entry.name, "zig"}  # nothing else is left behind


def test_another_text_processor_or_compiler_is_another_entry(cache, monkeypatch):
    compiled(SOURCE)
    compiled(SOURCE.replace("42", "43"))
    monkeypatch.setattr(compiling, "version", lambda _: "9.9")
    compiled(SOURCE)
    monkeypatch.setattr(compiling, "processor", lambda: "another avx512f")
    monkeypatch.setattr(compiling, "_processor_flags", lambda: ())
    compiled(SOURCE)
    assert len(entries(cache)) == 4


@pytest.mark.parametrize("damage", [lambda b: b[: len(b) // 2], lambda b: b"", lambda b: b"\x7fELF nonsense", lambda b: b + b"x"])
def test_a_damaged_entry_is_rebuilt(cache, damage):
    """In a process of its own, since loading half a library kills the process that does not look first."""
    compiled(SOURCE)
    (entry,) = entries(cache)
    whole = entry.read_bytes()
    replaced = entry.with_name("damaged")
    replaced.write_bytes(damage(whole))
    os.replace(replaced, entry)
    code = f"from regrowth.engine.compile import compiled; print(compiled({SOURCE!r}).answer())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, check=False)
    assert (done.stdout.strip(), done.returncode) == ("42", 0), done.stderr
    (entry,) = entries(cache)
    assert len(entry.read_bytes()) == len(whole)


def test_two_processes_may_compile_at_once(cache):
    code = textwrap.dedent(
        f"""
        import sys
        from regrowth.engine.compile import compiled
        sys.stdin.readline()
        print(compiled({SOURCE!r}).answer())
        """
    )
    pipe = subprocess.PIPE
    both = [subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe, stderr=pipe, text=True) for _ in range(3)]
    for p in both:
        assert p.stdin is not None
        p.stdin.write("go\n")
        p.stdin.flush()
    for p in both:
        out, err = p.communicate(timeout=120)
        assert (out.strip(), p.returncode) == ("42", 0), err
    assert compiled(SOURCE).answer() == 42


@pytest.mark.skipif(sys.platform != "linux", reason="uses a folder that Linux never lets be written")
def test_a_folder_that_can_not_be_written_is_named_with_the_way_out(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    for place in (str(tmp_path / "file" / "cache"), "/proc/regrowth"):
        monkeypatch.setenv("REGROWTH_CACHE", place)
        with pytest.raises(CompilerError, match=f"can't|cannot be kept in {place}.*set REGROWTH_CACHE"):
            compiled(SOURCE)


@pytest.mark.skipif(os.name != "posix" or os.getuid() == 0, reason="permissions do not hold for root")
def test_a_read_only_cache_still_gives_what_it_holds(cache):
    compiled(SOURCE)
    cache.chmod(0o500)
    try:
        assert compiled(SOURCE).answer() == 42
        with pytest.raises(CompilerError, match="REGROWTH_CACHE"):
            compiled(SOURCE.replace("42", "44"))
    finally:
        cache.chmod(0o700)


def test_a_cache_that_refuses_new_files_still_gives_what_it_holds(cache, monkeypatch):
    compiled(SOURCE)

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(compiling.tempfile, "TemporaryFile", refuse)
    assert compiled(SOURCE).answer() == 42
    with pytest.raises(CompilerError, match=r"Permission denied.*REGROWTH_CACHE"):
        compiled(SOURCE.replace("42", "44"))


@pytest.mark.skipif(sys.platform != "linux", reason="limits file sizes as Linux does")
@pytest.mark.parametrize("limit", [10, 2000])
def test_a_full_disk_is_said(cache, limit):
    """10 bytes: not even the text fits; 2000: the library does not."""
    code = textwrap.dedent(
        f"""
        import resource
        from regrowth.engine.compile import compiled
        resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
        try:
            compiled({SOURCE.replace("42", "45")!r})
        except Exception as error:
            print(type(error).__name__, error)
        """
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("CompilerError"), done.stdout + done.stderr
    assert "REGROWTH_CACHE" in done.stdout
    assert entries(cache) == []


def test_a_compiler_that_is_not_installed(monkeypatch):
    def missing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(compiling, "version", missing)
    with pytest.raises(CompilerError, match="pip install ziglang"):
        compiled(SOURCE)


def test_a_compiler_that_can_not_be_run(monkeypatch):
    monkeypatch.setattr(compiling.sys, "executable", "/nowhere/python")
    with pytest.raises(CompilerError, match="pip install --force-reinstall ziglang"):
        compiled(SOURCE)


def test_a_broken_compiler(monkeypatch):
    real = subprocess.run

    def broken(command, **more):
        return real([sys.executable, "-c", "import sys; sys.exit('No module named ziglang')"], **more)

    monkeypatch.setattr(compiling.subprocess, "run", broken)
    with pytest.raises(CompilerError, match="ziglang, which carries the C compiler, is not installed"):
        compiled(SOURCE)


def test_text_that_is_not_c_gives_the_compilers_own_words():
    with pytest.raises(CompilerError, match="error"):
        compiled("int answer(void) { return wrong; }")
    assert issubclass(CompilerError, RegrowthError)


def test_the_library_is_plain_ctypes():
    assert isinstance(compiled(SOURCE), ctypes.CDLL)
