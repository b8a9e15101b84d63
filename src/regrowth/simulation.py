"""Simulate a protocol: people × arms on the compiled model, as one labelled run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from regrowth.border import checked
from regrowth.engine import Model
from regrowth.engine.asked import free_memory
from regrowth.errors import RegrowthError
from regrowth.protocol import Protocol, ProtocolError
from regrowth.protocol.build import refuse_too_many
from regrowth.result import Run
from regrowth.resume import run_in_parts
from regrowth.study import Study, prepare
from regrowth.visits import entrants


@checked
def simulate(
    protocol: Protocol | str | Path,
    *,
    with_: Sequence[str] = (),
    without: Sequence[str] = (),
    model: Model | None = None,
    people: int | None = None,
    seed: int | None = None,
    observe: Sequence[str] | None = None,
    times: Sequence[float] | None = None,
    rtol: float = 1e-6,
    threads: int | None = None,
    gpu: bool = False,
    progress: Callable[[int, int], None] | None = None,
    keep: str | Path | None = None,
) -> Run:
    """Run a protocol: virtual people, the same in every arm or each arm its own, from their undosed steady states.

    Parameters
    ----------
    protocol
        A protocol, or the path of its file.
    with_, without
        Mechanisms added to and left out of the default set: by name, or by the path of a file of your own.
    model
        An assembled model instead of the default one.
    people, seed
        Override what the protocol says.
    observe
        Observables to keep (``level.name``); by default all for few people, ports and measures for many.
    times
        Hours to keep; by default hourly, finer around the first dose, and every visit.
    rtol
        Relative tolerance of the integration.
    gpu
        Integrate on an NVIDIA GPU (:mod:`regrowth.engine.cuda`; ``pip install 'regrowth[gpu]'``) instead of on
        ``threads`` of the processor.
    progress
        Called with (people done, people in all).
    keep
        A folder for the finished parts of a large run: after an interrupt the same call goes on from there
        (:mod:`regrowth.resume`). Delete it when you have what you want.

    Raises
    ------
    RegrowthError
        Whatever is wrong with the protocol, the people or the model, or a person who could not be integrated.
    """
    study = prepare(
        protocol, with_=with_, without=without, model=model, people=people, seed=seed, observe=observe, times=times,
        gpu=gpu,
    )  # fmt: skip
    refuse_too_much(study)
    if keep is not None:
        run = run_in_parts(study, Path(keep), rtol=rtol, threads=threads, progress=progress)
    else:
        run = study.run(rtol=rtol, threads=threads, progress=progress)
    _refuse_nobody(study, run)
    return run


def refuse_too_much(study: Study) -> None:
    """Say when results would not fit into memory, and how many people would."""
    each = 3 * study.bytes_per_person  # values, their rearranged copy, people and workspace
    there = free_memory()
    refuse_too_many(study.people)
    if there is not None and (needed := each * study.people) > 0.8 * there:
        arms = len(study.plan.arms)
        raise RegrowthError(
            f"{study.people:,} people × {arms} arm{'s' * (arms > 1)} × {len(study.times):,} times × "
            f"{len(study.kept)} observables need about {needed / 2**30:.1f} GiB of memory; {there / 2**30:.1f} GiB are "
            f"free. About {round_down(0.8 * there / each):,} people would fit, and many more with --endpoints, which "
            "keeps only what is measured. In Python keep less (observe=…, times=…), or use regrowth.population."
        )


def round_down(count: float) -> int:
    """A count with two digits that mean something."""
    step = 10 ** max(len(str(int(count))) - 2, 0)
    return int(count) // step * step


def _refuse_nobody(study: Study, run: Run) -> None:
    """Say so where nobody of an arm went on: there is nothing to follow."""
    if not study.gates:
        return
    for arm, passed in zip(run.arms, entrants(run), strict=True):
        if not passed.any():
            asked, line = " and ".join(str(gate) for gate, _ in study.gates), study.gates[0][0].line
            raise ProtocolError(
                f'enter: of {len(passed):,} people in arm "{arm}" nobody was found so ({asked}), and nobody is left to '
                "follow. Take more people (people: {n: …}), or ask for less.", Path(study.plan.file).name, line,
            )  # fmt: skip
