"""Large virtual populations: simulated in chunks, so that memory does not grow with the number of people.

Person ``i`` is the same whatever the chunk size: random numbers are keyed by seed, quantity and person.

    from regrowth import population
    population.endpoints("protocols/murrough2013.yaml", "endpoints.parquet", people=100_000)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from regrowth.border import checked
from regrowth.errors import RegrowthError
from regrowth.hours import visits
from regrowth.matching import read_at_visits
from regrowth.protocol import Protocol
from regrowth.result import Run
from regrowth.resume import forget, kept_parts
from regrowth.saving import is_run
from regrowth.sketch import Sketch
from regrowth.study import Study, prepare
from regrowth.writing import written_whole

CHUNK = 2048
Progress = Callable[[int, int], None]
Source = Protocol | str | Path


@checked
def chunks(
    study: Study,
    *,
    chunk: int = CHUNK,
    progress: Progress | None = None,
    keep: str | Path | None = None,
    **solve: Any,
) -> Iterator[tuple[int, Run]]:
    """Runs of consecutive people as (index of the first, run).

    ``keep`` is a folder for finished chunks: after an interrupt the same call goes on from there, with the same
    numbers to the bit (:mod:`regrowth.resume`). ``solve`` goes to the integrator (``rtol``, ``threads``).
    """
    if chunk < 1:
        raise RegrowthError(f"chunk: {chunk} people at a time are none; leave it out, or ask for at least 1")
    spans = [(start, min(start + chunk, study.people)) for start in range(0, study.people, chunk)]
    if keep is None:
        runs = (study.run(start, stop, **solve) for start, stop in spans)
    else:
        runs = kept_parts(study, spans, Path(keep), **solve)
    for (start, stop), run in zip(spans, runs, strict=True):
        yield start, run
        if progress:
            progress(stop, study.people)


@checked
def endpoints(
    protocol: Source, path: str | Path, *, force: bool = False, chunk: int = CHUNK, progress: Progress | None = None,
    keep: str | Path | None = None, **options: Any,
) -> Path:  # fmt: skip
    """Write what the protocol measures, one row per arm, person and visit, as parquet.

    ``options`` are those of :func:`regrowth.study.prepare`. The file stands under its name whole or not at all.
    What an interrupt leaves in ``keep`` (see :func:`chunks`) is removed once it does.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    study = prepare(protocol, **options)
    study = _keeping_only_measures(study, np.array(visits(study.plan)))
    path = Path(path)
    with written_whole(path, force=force) as temporary:
        writer = None
        try:
            for _, run in chunks(study, chunk=chunk, progress=progress, keep=keep):
                rows = pa.Table.from_pandas(run.endpoints(), preserve_index=False)
                writer = writer or pq.ParquetWriter(temporary, rows.schema)
                writer.write_table(rows)
        finally:
            if writer:
                writer.close()
    if keep is not None:
        forget(Path(keep))
    return path


@checked
def save(
    protocol: Source, path: str | Path, *, force: bool = False, chunk: int = CHUNK, progress: Progress | None = None,
    keep: str | Path | None = None, **options: Any,
) -> Path:  # fmt: skip
    """Write a whole run as zarr, chunk by chunk; read it with ``Run.load``. Arguments as in :func:`endpoints`."""
    study = prepare(protocol, **options)
    path = Path(path)
    with written_whole(path, force=force, ours=is_run) as temporary:
        for start, run in chunks(study, chunk=chunk, progress=progress, keep=keep):
            for node in run.tree.subtree:
                dataset = node.to_dataset(inherit=False)
                group = node.path
                if start == 0:
                    dataset.to_zarr(temporary, group=group, zarr_format=3, consolidated=False)
                elif "person" in dataset.dims:
                    dataset.to_zarr(temporary, group=group, append_dim="person", zarr_format=3, consolidated=False)
    if keep is not None:
        forget(Path(keep))
    return path


@dataclass
class Curves:
    """Mean, standard deviation and quantiles over people, per observable: arrays of (arm, time).

    All are over everybody who is there, whatever the chunks: where only some go on (`enter` of a protocol), later over
    those. Quantiles are known to 0.1 % (:mod:`regrowth.sketch`).
    """

    times: np.ndarray
    arms: list[str]
    people: int = 0
    counts: dict[str, np.ndarray] = field(default_factory=dict)  # of people who are there
    means: dict[str, np.ndarray] = field(default_factory=dict)
    squares: dict[str, np.ndarray] = field(default_factory=dict)  # summed, of deviations from the mean
    sketches: dict[str, Sketch] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Curves of {', '.join(self.means)}: arms {', '.join(self.arms)}; {self.people} people>"

    def mean(self, name: str) -> np.ndarray:
        return self.means[name]

    def sd(self, name: str) -> np.ndarray:
        return np.sqrt(self.squares[name] / np.maximum(self.counts[name] - 1, 1))

    def quantile(self, name: str, q: float) -> np.ndarray:
        return self.sketches[name].quantile(q)

    def _add(self, run: Run) -> None:
        """One more chunk (Chan, Golub & LeVeque 1983, doi:10.1080/00031305.1983.10483115)."""
        self.people += run.people_count
        for name in run.observables:
            values = run[name].values
            more, before = np.isfinite(values).sum(axis=1), self.counts.get(name, 0)
            there = np.maximum(before + more, 1)
            mean = np.nansum(values, axis=1) / np.maximum(more, 1)
            squares = np.nansum((values - mean[:, None]) ** 2, axis=1)
            apart = mean - self.means.get(name, 0.0)
            self.counts[name] = before + more
            self.means[name] = self.means.get(name, 0.0) + apart * (more / there)
            self.squares[name] = self.squares.get(name, 0.0) + squares + apart**2 * (before * more / there)
            self.sketches.setdefault(name, Sketch()).add(values.swapaxes(0, 1))


@checked
def curves(
    protocol: Source, *, chunk: int = CHUNK, progress: Progress | None = None, keep: str | Path | None = None,
    **options: Any,
) -> Curves:  # fmt: skip
    """Reduce trajectories of a population as they are made; see :class:`Curves`, and :func:`chunks` for ``keep``."""
    study = prepare(protocol, **options)
    found = Curves(study.times, [arm.name for arm in study.plan.arms])
    for _, run in chunks(study, chunk=chunk, progress=progress, keep=keep):
        found._add(run)
    return found


def _keeping_only_measures(study: Study, times: np.ndarray) -> Study:
    from dataclasses import replace

    names = read_at_visits(study.measures, study.gates)
    kept = tuple(o for o in study.model.observables if o.name in names)
    return replace(study, kept=kept, times=times)
