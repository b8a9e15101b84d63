"""Compile generated C with the pinned compiler of the ``ziglang`` wheel; cache the result by content."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import platform
import subprocess
import sys
import tempfile
import time
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from regrowth.errors import RegrowthError

#: -fno-math-errno and contraction are safe; full fast-math is not, since NaN checks must hold
_FLAGS = (
    "-O2",
    "-shared",
    "-fPIC",
    "-std=c11",
    "-ffp-contract=fast",
    "-fno-math-errno",
    "-fno-trapping-math",
    "-fno-sanitize=all",
    "-Wno-psabi",
    "-Wno-unknown-attributes",
)
_SUFFIX = ".dll" if sys.platform == "win32" else ".so"

_KEEP_DAYS = 90


class CompilerError(RegrowthError):
    """The C compiler is missing, broken, or refused generated code."""


def cache_folder() -> Path:
    """Where compiled models are kept: ``$REGROWTH_CACHE``, or the user's cache folder."""
    if chosen := os.environ.get("REGROWTH_CACHE"):
        return Path(chosen)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    return base / "regrowth"


@cache
def processor() -> str:
    """The processor as far as compiled code depends on it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return f"{platform.machine()} {platform.processor()}"
    flags = next((line for line in lines if line.startswith(("flags", "Features"))), "")
    model = next((line for line in lines if line.startswith("model name")), "")
    return f"{platform.machine()} {model} {flags}"


@cache
def lanes(single: bool) -> int:
    """People per vector: what fills the processor's widest registers (one step wider is split by the compiler)."""
    features = f" {processor()} "
    bits = 512 if " avx512f " in features else 256 if " avx2 " in features else 128
    if platform.machine().lower() in ("amd64", "x86_64") and "flags" not in features:
        bits = 256
    return bits // (32 if single else 64)


def compiled(source: str) -> ctypes.CDLL:
    """The library of some C text, from the cache or compiled now.

    Raises
    ------
    CompilerError
        With the compiler's own words and the way out.
    """
    flags = (*_FLAGS, *_processor_flags())
    content = "\n".join([source, _compiler_version(), processor(), *flags])
    key = hashlib.sha256(content.encode()).hexdigest()[:32]
    if (library := _kept(key)) is not None:
        return library
    folder = _usable_folder()
    try:
        with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as scratch:
            built = Path(scratch, "model" + _SUFFIX)
            Path(scratch, "model.c").write_text(source, encoding="utf-8")
            _run_compiler([*flags, "-o", built.name, "model.c"], folder, scratch)
            path = folder / f"{key}-{_digest(built)}{_SUFFIX}"
            with contextlib.suppress(PermissionError):  # Windows: another process made it meanwhile, and uses it
                os.replace(built, path)  # atomic: two processes may compile the same model at once
            _prune(folder)
            return ctypes.CDLL(str(path))
    except OSError as error:
        raise _unusable(folder, error) from None


def _kept(key: str) -> ctypes.CDLL | None:
    """The library kept under a key. Its name ends in its digest: loading half a file would end the process."""
    for path in sorted(cache_folder().glob(f"{key}-*{_SUFFIX}")):
        try:
            if _digest(path) == path.stem.partition("-")[2]:
                with contextlib.suppress(OSError):
                    os.utime(path)  # used: see _prune
                return ctypes.CDLL(str(path))
            path.unlink()  # damaged
        except OSError:
            continue
    return None


def _prune(folder: Path) -> None:
    """Drop what nobody has used for a season."""
    oldest = time.time() - _KEEP_DAYS * 86400
    for path in folder.glob(f"*-*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < oldest:
                path.unlink()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _compiler_version() -> str:
    try:
        return version("ziglang")
    except PackageNotFoundError:
        raise CompilerError(
            "the package ziglang, which carries the C compiler, is not installed: `pip install ziglang`"
        ) from None


def _processor_flags() -> tuple[str, ...]:
    wide = " avx512f " in f" {processor()} "
    return ("-march=native", *(("-mprefer-vector-width=512",) if wide else ()))


def _run_compiler(arguments: list[str], folder: Path, where: str) -> None:
    environment = os.environ | {
        "ZIG_GLOBAL_CACHE_DIR": str(folder.resolve() / "zig"),
        "ZIG_LOCAL_CACHE_DIR": str(Path(where).resolve() / "zig"),  # its objects are of no further use
    }
    command = [sys.executable, "-m", "ziglang", "cc", *arguments]
    try:
        done = subprocess.run(
            command, env=environment, cwd=where, capture_output=True, text=True, timeout=600, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CompilerError(
            f"the C compiler could not be run: {error}. Reinstall it with `pip install --force-reinstall ziglang`."
        ) from None
    if done.returncode:
        words = (done.stderr or done.stdout).strip()[-2000:]
        if "No module named ziglang" in words:
            words = "the package ziglang, which carries the C compiler, is not installed"
        raise CompilerError(
            f"the C compiler failed: {words}\n"
            "If it is missing or broken: `pip install --force-reinstall ziglang`; if the disk is full, set "
            f"REGROWTH_CACHE to another folder (now {folder})."
        )


def _usable_folder() -> Path:
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
        return folder
    except OSError as error:
        raise _unusable(folder, error) from None


def _unusable(folder: Path, error: OSError) -> CompilerError:
    return CompilerError(
        f"compiled models cannot be kept in {folder} ({error.strerror or error}); "
        "make room there, or set REGROWTH_CACHE to a folder that can be written"
    )
