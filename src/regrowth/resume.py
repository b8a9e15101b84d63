"""Large runs that go on where an interrupt left them.

People are simulated in parts, and each finished part is kept in a folder, under the fingerprint of everything that
decides its numbers. The same call takes up what is there; results are the same to the bit as without an interrupt.
Anything else found there belongs to another run, and is removed.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import shutil
import warnings
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from regrowth.writing import written_whole

if TYPE_CHECKING:
    from regrowth.result import Run
    from regrowth.simulation import Study

#: a part holds at most so many people × arms, and so many bytes of results: some seconds of work
MOST_PEOPLE = 4096
MOST_BYTES = 2**29
LEAST_PEOPLE = 8


class ResumeWarning(UserWarning):
    """What was found of an interrupted run, and what became of it."""


class Interrupted(KeyboardInterrupt):
    """An interrupt, with what was kept."""


def run_in_parts(
    study: Study, folder: Path, *, rtol: float, threads: int | None, progress: Callable[[int, int], None] | None
) -> Run:
    """Simulate a study, keeping finished parts in `folder`; one that fits into one part is simulated as it is.

    Raises
    ------
    Interrupted
        On Ctrl-C, saying how many people are kept.
    """
    arms, people = len(study.plan.arms), study.people
    parts = _parts(study)
    if len(parts) == 1:
        _remove_others(folder, [])
        return study.run(rtol=rtol, threads=threads, progress=progress)
    key = _fingerprint(study, rtol)
    files = [folder / f"{key}-{start}.npy" for start, _ in parts]
    _remove_others(folder, files)
    if found := sum(b - a for (a, b), file in zip(parts, files, strict=True) if file.exists()):
        _say(f"going on with an interrupted run: {found:,} of {people:,} people are there already.")
    values = np.empty((len(study.kept), arms, people, len(study.times)))
    done = 0
    try:
        for (start, stop), file in zip(parts, files, strict=True):
            if file.exists():
                values[:, :, start:stop] = np.load(file)
            else:
                told = progress and (lambda n, _, before=start: progress(arms * before + n, arms * people))
                part = study.run(start, stop, rtol=rtol, threads=threads, progress=told)
                values[:, :, start:stop] = [part[o.name].values for o in study.kept]
                with written_whole(file, force=True) as temporary:
                    np.save(temporary, values[:, :, start:stop])
            done = stop
    except KeyboardInterrupt as stopped:
        raise Interrupted(
            f"{done:,} of {people:,} people are kept in {folder}; the same again goes on from there."
            if done
            else "No part was finished yet, so nothing is kept."
        ) from stopped
    return study.labelled(dict(zip([o.name for o in study.kept], values, strict=True)))


def _parts(study: Study) -> list[tuple[int, int]]:
    """People `start … stop - 1` of each part; of even size, so that none is too small for the solver's lanes."""
    most = min(MOST_PEOPLE // len(study.plan.arms), MOST_BYTES // max(study.bytes_per_person, 1))
    count = -(-study.people // max(most, LEAST_PEOPLE))
    return list(pairwise(int(border) for border in np.linspace(0, study.people, count + 1)))


def _fingerprint(study: Study, rtol: float) -> str:
    """Of what decides the numbers: protocol, people, model, what is kept, tolerance, and the program itself."""
    plan = study.plan
    told = hashlib.sha256()
    said = (importlib.metadata.version("regrowth"), plan.text, plan.arms, plan.people, study.people, study.seed)
    kept = (study.model.fingerprint, [o.name for o in study.kept], study.times.tobytes(), rtol, study.gpu)
    told.update(repr((said, kept)).encode())
    for file in sorted(Path(__file__).parent.rglob("*")):
        if file.suffix in (".py", ".c", ".h", ".cu"):
            told.update(file.read_bytes())
    return told.hexdigest()[:16]


def _remove_others(folder: Path, ours: list[Path]) -> None:
    if not folder.is_dir():
        return
    if any(file.suffix == ".npy" and file not in ours for file in folder.iterdir()):
        _say(f"{folder} kept parts of a run with another protocol, model, seed or number of people; they are removed.")
        shutil.rmtree(folder)


def _say(text: str) -> None:
    warnings.warn(text, ResumeWarning, stacklevel=4)
