"""How uncertain typical values are: a protocol run under draws of all fitted numbers, as their fits leave them.

This is not how people differ (that is `spread`, drawn by :func:`regrowth.simulate`) but how well the numbers of the
typical person are known. Each fitted parameter is drawn on the logarithm from its 95 % interval; parameters of one
fit go together as they did in it, where that was kept (`correlations.json`, written by `calibration/apply.py`).
Numbers from the literature and assumptions are held: an interval made this way is the least that can be said.

    import regrowth
    run = regrowth.uncertain("protocols/murrough2013.yaml", draws=200)
    run["outcomes.madrs"].quantile([0.025, 0.975], "person")
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from scipy.special import ndtri

from regrowth.border import checked
from regrowth.errors import RegrowthError
from regrowth.people import draws as uniform
from regrowth.simulation import refuse_too_much
from regrowth.study import prepare

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from regrowth.engine import Model
    from regrowth.language.declare import Parameter
    from regrowth.people import People
    from regrowth.protocol import Protocol
    from regrowth.result import Run

UNKNOWN = 100.0  # an interval that spans more than so many times its low end: the fit doesn't know the number
_Z = 1.959964


@checked
def uncertain(
    protocol: Protocol | str | Path,
    draws: int = 200,
    *,
    people: int = 1,
    seed: int = 0,
    observe: Sequence[str] | None = None,
    times: Sequence[float] | None = None,
    with_: Sequence[str] = (),
    without: Sequence[str] = (),
    model: Model | None = None,
    rtol: float = 1e-6,
    threads: int | None = None,
) -> Run:
    """Run a protocol under draws of the fitted numbers.

    Parameters
    ----------
    protocol
        A protocol, or the path of its file.
    draws
        How many sets of typical values are drawn.
    people
        People under each draw, the same in all; 1 is the typical person.
    seed
        Of the draws; more draws keep the first ones. People have the protocol's seed.
    observe, times, with_, without, model, rtol, threads
        As in :func:`regrowth.simulate`.

    Returns
    -------
    Run
        Its person ``i`` is person ``i % people`` under draw ``i // people``, which `run["people"]["draw"]` says, too;
        so a quantile over "person" is, of typical people, one of uncertainty. Numbers that their fits don't determine
        are held, and named in `run.attrs["warnings"]`.

    Raises
    ------
    RegrowthError
        Whatever is wrong with the protocol or the model, or fewer than 2 draws.

    See Also
    --------
    regrowth.sensitivities : which number does it.
    """
    if draws < 2:
        raise RegrowthError(f"draws: {draws} is no number of draws; ask for at least 2.")
    whole = prepare(
        protocol, with_=with_, without=without, model=model, people=people * draws, observe=observe, times=times
    )
    refuse_too_much(whole)
    study = replace(whole, people=people)
    factors, unknown = factors_of(study.model, draws, seed)
    made = []
    for arm, group in zip(study.plan.arms, study.drawn(0, people), strict=True):
        by_hand = {**study.plan.people.settings, **arm.people}
        made.append(_under(group, factors, study.model, {k for k, v in by_hand.items() if not _multiplied(v)}))
    run = study.run_of(made, rtol=rtol, threads=threads)
    run.tree["people"]["draw"] = xr.DataArray(np.repeat(np.arange(draws), people), dims="person")
    each = f", {people} people each" if people > 1 else ""
    told = [f"people are {draws} draws of {len(factors)} fitted numbers{each}."]
    if unknown:
        told.append(f"not determined by their fits, and held: {', '.join(unknown)}.")
    run.tree.attrs["warnings"] = [*run.attrs["warnings"], *told]
    return run


def factors_of(model: Model, draws: int, seed: int = 0) -> tuple[dict[str, NDArray[np.float64]], list[str]]:
    """Draws of a model's fitted parameters, each over its value, and the names of those that can't be drawn."""
    known: dict[str, Parameter] = {}
    unknown = []
    for p in model.parameters:
        if not p.source.startswith("fitted:") or p.value <= 0 or p.interval is None:
            continue
        low, high = p.interval
        if low > 0 and high <= UNKNOWN * low:
            known[p.name] = p
        else:
            unknown.append(p.name)
    scores = {name: ndtri(uniform(f"fit of {name}", seed=seed, start=0, stop=draws)) for name in known}
    for names, matrix in _correlations(model.species):
        of = [i for i, name in enumerate(names) if name in known]
        if len(of) > 1:
            root = _root(matrix[np.ix_(of, of)])
            scores |= zip((names[i] for i in of), root @ np.array([scores[names[i]] for i in of]), strict=True)
    return {name: _factor(known[name], score) for name, score in scores.items()}, unknown


def _factor(p: Parameter, score: NDArray[np.float64]) -> NDArray[np.float64]:
    """A parameter's draws over its value. An edge that is much nearer than the other was cut at the fit's bound."""
    assert p.interval is not None
    below, above = math.log(p.value / p.interval[0]), math.log(p.interval[1] / p.value)
    wide = max(below, above)
    least = -below if below < wide / 2 else -math.inf
    most = above if above < wide / 2 else math.inf
    return np.exp(np.clip(wide / _Z * score, least, most))


def _root(correlation: NDArray[np.float64]) -> NDArray[np.float64]:
    """A matrix that turns independent normal numbers into such that correlate; rounding may have made it indefinite."""
    values, vectors = np.linalg.eigh(correlation)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    return root / np.linalg.norm(root, axis=1, keepdims=True)


def _under(group: People, factors: Mapping[str, NDArray[np.float64]], model: Model, by_hand: set[str]) -> People:
    """The same people under every draw; what is set by hand to a number stays."""
    draws = len(next(iter(factors.values()), np.ones(1)))
    parameters = {name: np.tile(values, draws) for name, values in group.parameters.items()}
    for p in model.parameters:
        if p.name in factors and p.name not in by_hand:
            own = parameters.get(p.name, np.full(draws * group.n, p.value))
            parameters[p.name] = np.clip(own * np.repeat(factors[p.name], group.n), *p.bounds)
    covariates = {name: np.tile(values, draws) for name, values in group.covariates.items()}
    return replace(group, n=draws * group.n, covariates=covariates, parameters=parameters)


def _multiplied(setting: object) -> bool:
    return isinstance(setting, Mapping) and "times" in setting


@cache
def _correlations(species: str) -> tuple[tuple[list[str], NDArray[np.float64]], ...]:
    """For each fit to a species the names of its parameters and how they correlate."""
    found = []
    for fit in json.loads(files("regrowth").joinpath("correlations.json").read_text("utf-8")).values():
        if fit["species"] != species:
            continue
        lower = np.zeros((len(fit["names"]),) * 2)
        for i, row in enumerate(fit["lower"]):
            lower[i, : i + 1] = [float(number) for number in row.split()]
        found.append((fit["names"], lower + np.tril(lower, -1).T))
    return tuple(found)
