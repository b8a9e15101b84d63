"""Files that appear whole or not at all.

Everything is written under a temporary name beside its final place and renamed at the end. An interrupt, a full
disk or a crash leaves at most a hidden `.name.partial-…`, never half a result under the final name; the next to write
under that name removes what a killed process left.
"""

from __future__ import annotations

import errno
import glob
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from regrowth.errors import RegrowthError

try:
    import fcntl
except ImportError:  # not on Windows: there nothing is taken for abandoned
    fcntl = None

_ASIDE = "replaced"  # what stood under the name before, while it is exchanged
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def written_whole(
    path: str | Path, *, force: bool = False, ours: Callable[[Path], bool] | None = None
) -> Iterator[Path]:
    """Give a temporary path to write a file or folder to; put it under `path` once the block has succeeded.

    An existing `path` is refused unless `force`. Even then a folder is replaced only if `ours(path)` says that
    regrowth wrote it, so that a slip of the keyboard can't delete anything else.
    """
    path = Path(path)
    refuse_existing(path, force=force, ours=ours)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(path)
        room, lock = _locked_room(path)
    except OSError as error:
        raise _explained(error, path) from error
    try:
        yield room / path.name
        _put_in_place(room / path.name, path, room)
    except OSError as error:
        elsewhere = error.filename is not None and room.name not in str(error.filename)
        if elsewhere and error.errno not in _NO_ROOM:
            raise
        raise _explained(error, path) from error
    finally:
        shutil.rmtree(room, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def refuse_existing(
    path: str | Path, *, force: bool = False, ours: Callable[[Path], bool] | None = None
) -> None:
    """Raise if writing to `path` would overwrite something that must not be overwritten, or can't succeed."""
    path = Path(path)
    if file := next((above for above in path.parents if above.is_file()), None):
        raise RegrowthError(f"Can't write {path}: {file} is a file, not a folder. Choose another place.")
    if not os.path.lexists(path) or (path.is_dir() and not any(path.iterdir())):
        return
    if ours is not None and not path.is_dir():
        raise RegrowthError(f"{path} is a file, and results go into a folder. Choose another place.")
    if not force:
        raise RegrowthError(f"{path} exists already. Choose another place, or replace it: force=True.")
    if path.is_dir() and (ours is None or not ours(path)):
        raise RegrowthError(
            f"{path} holds files that regrowth didn't write, so even force=True leaves it alone. "
            "Choose another place."
        )


def _locked_room(path: Path) -> tuple[Path, int | None]:
    """A new folder beside `path`, and the lock that says for as long as this process lives that it is in use."""
    while True:
        room = Path(tempfile.mkdtemp(prefix=f".{path.name}.partial-", dir=path.parent))
        lock = _lock(room)
        if room.is_dir():  # nobody took it for abandoned in between
            return room, lock


def _remove_abandoned(path: Path) -> None:
    """Remove what killed processes of the same user left of `path`; what they had moved aside stays."""
    for room in path.parent.glob(f".{glob.escape(path.name)}.partial-????????"):
        if room.is_symlink() or not room.is_dir() or (room / _ASIDE).exists():
            continue
        lock = _lock(room)
        if lock is not None:
            if os.fstat(lock).st_uid == os.geteuid():
                shutil.rmtree(room, ignore_errors=True)
            os.close(lock)


def _lock(folder: Path) -> int | None:
    """A lock that ends with this process, however it ends; None where another holds it or the system has none."""
    if fcntl is None:
        return None
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _put_in_place(new: Path, path: Path, room: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        os.rename(path, room / _ASIDE)
        try:
            os.rename(new, path)
        except BaseException:
            os.rename(room / _ASIDE, path)
            raise
    else:
        os.replace(new, path)


def _explained(error: OSError, path: Path) -> RegrowthError:
    if error.errno in _NO_ROOM:
        try:
            left = f" ({shutil.disk_usage(path.parent).free / 1e6:.0f} MB left there)"
        except OSError:
            left = ""
        return RegrowthError(
            f"No room to write {path}{left}. Nothing was left behind; make room or choose another place."
        )
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return RegrowthError(f"Not allowed to write {path}: {error.strerror}. Choose another place.")
    return RegrowthError(f"Can't write {path}: {error.strerror or error}. Nothing was left behind.")
