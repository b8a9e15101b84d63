"""Large runs that go on where an interrupt left them.

People are simulated in parts, and each finished part is kept in a folder, under the fingerprint of everything that
decides its numbers. The same call takes up what is there; results are the same to the bit as without an interrupt.
Parts of another run that are found there are removed.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from regrowth.writing import written_whole

if TYPE_CHECKING:
    from regrowth.result import Run
    from regrowth.study import Study

#: a part holds at most so many people × arms, and so many bytes of results: some seconds of work
MOST_PEOPLE = 4096
MOST_BYTES = 2**29
LEAST_PEOPLE = 8
_PART = re.compile(r"[0-9a-f]{16}-\d+-\d+\.npy")


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
    spans = _spans(study)
    parts = kept_parts(study, spans, folder, rtol=rtol, threads=threads, progress=progress)
    if len(spans) == 1:
        return next(parts)
    values = np.empty((len(study.kept), len(study.plan.arms), study.people, len(study.times)))
    for (start, stop), part in zip(spans, parts, strict=True):
        values[:, :, start:stop] = [part[o.name].values for o in study.kept]
    return study.labelled(dict(zip([o.name for o in study.kept], values, strict=True)))


def kept_parts(
    study: Study,
    spans: Sequence[tuple[int, int]],
    folder: Path,
    *,
    rtol: float = 1e-6,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Run]:
    """Runs of people `start … stop - 1`, span after span: read from `folder` if they are there, or simulated and kept.

    A single span is not kept: there is nothing to go on from before it is done.
    """
    arms, people = len(study.plan.arms), study.people
    key = _fingerprint(study, rtol) if len(spans) > 1 else ""
    files = [folder / f"{key}-{start}-{stop}.npy" for start, stop in spans] if key else []
    _remove_others(folder, files)
    if not files:
        yield study.run(rtol=rtol, threads=threads, progress=progress)
        return
    if found := sum(b - a for (a, b), file in zip(spans, files, strict=True) if file.exists()):
        _say(f"going on with an interrupted run: {found:,} of {people:,} people are there already.")
    for (start, stop), file in zip(spans, files, strict=True):
        if file.exists():
            values = dict(zip([o.name for o in study.kept], np.load(file), strict=True))
            yield study.labelled(values, start, stop)
            continue
        told = progress and (lambda n, _, before=start: progress(arms * before + n, arms * people))
        try:
            part = study.run(start, stop, rtol=rtol, threads=threads, progress=told)
            with written_whole(file, force=True) as temporary:
                np.save(temporary, np.array([part[o.name].values for o in study.kept]))
        except KeyboardInterrupt as stopped:
            raise Interrupted(
                f"{start:,} of {people:,} people are kept in {folder}; the same again goes on from there."
                if start
                else "No part was finished yet, so nothing is kept."
            ) from stopped
        yield part


def forget(folder: Path) -> None:
    """Remove the parts that are kept in a folder, and the folder if nothing else is in it."""
    for file in _kept_in(folder):
        file.unlink()
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _spans(study: Study) -> list[tuple[int, int]]:
    """People `start … stop - 1` of each part; of even size, so that none is too small for the solver's lanes."""
    most = min(MOST_PEOPLE // len(study.plan.arms), MOST_BYTES // max(study.bytes_per_person, 1))
    count = -(-study.people // max(most, LEAST_PEOPLE))
    return list(pairwise(int(border) for border in np.linspace(0, study.people, count + 1)))


def _fingerprint(study: Study, rtol: float) -> str:
    """Of what decides the numbers: protocol, people, model, what is kept, tolerance, and the program itself."""
    plan = study.plan
    told = hashlib.sha256()
    arms = [(arm.name, arm.schedule, sorted(arm.people.items(), key=str)) for arm in plan.arms]
    said = (importlib.metadata.version("regrowth"), plan.text, arms, plan.people, plan.enter, study.people, study.seed)
    kept = (study.model.fingerprint, [o.name for o in study.kept], study.times.tobytes(), rtol, study.gpu)
    told.update(repr((said, kept)).encode())
    for file in sorted(Path(__file__).parent.rglob("*")):
        if file.suffix in (".py", ".c", ".h", ".cu"):
            told.update(file.read_bytes())
    return told.hexdigest()[:16]


def _remove_others(folder: Path, ours: Sequence[Path]) -> None:
    if others := [file for file in _kept_in(folder) if file not in ours]:
        _say(
            f"{folder} kept parts of a run with another protocol, model, seed, number of people or size of parts; "
            "they are removed."
        )
        for file in others:
            file.unlink()


def _kept_in(folder: Path) -> list[Path]:
    """The parts in a folder, by their names: whatever else somebody keeps there is left alone."""
    return [file for file in folder.glob("*.npy") if _PART.fullmatch(file.name)]


def _say(text: str) -> None:
    warnings.warn(text, ResumeWarning, stacklevel=4)
