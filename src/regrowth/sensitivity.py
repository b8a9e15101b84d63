"""How what is measured answers to the model's numbers: derivatives for a protocol's typical person, arm by arm.

    import regrowth
    regrowth.sensitivities("protocols/murrough2013.yaml", ["receptors/channel_block.s_to_r"])
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from regrowth.border import checked
from regrowth.engine import Model
from regrowth.engine import sensitivities as differentiated
from regrowth.errors import listed
from regrowth.hours import visits
from regrowth.protocol import Protocol
from regrowth.question import asked, failures_by_arm
from regrowth.study import prepare

if TYPE_CHECKING:
    import pandas as pd

NOTHING = 1e-9  # a value below this share of the largest is nothing, and has no elasticity


@checked
def sensitivities(
    protocol: Protocol | str | Path,
    along: Sequence[str],
    *,
    observe: Sequence[str] = (),
    times: Sequence[float] | None = None,
    with_: Sequence[str] = (),
    without: Sequence[str] = (),
    model: Model | None = None,
    rtol: float = 1e-6,
) -> pd.DataFrame:
    """Derivatives of observables along parameters, covariates or starts, for the typical person in every arm.

    Parameters
    ----------
    protocol
        A protocol, or the path of its file.
    along
        Parameters by full name (``level/mechanism.parameter``), covariates by name; a state, ``level.state``, means
        its value at the start.
    observe
        Observables (``level.name``) beside what the protocol measures.
    times
        Hours; by default those at which the protocol measures something.
    with_, without, model, rtol
        As in :func:`regrowth.simulate`.

    Returns
    -------
    pandas.DataFrame
        A row per arm, observable, time and direction: ``value`` in ``unit``, ``slope`` (change of the value per unit
        of the number, in declared units) and ``elasticity`` (per cent of the value per per cent of the number; no
        number where the value is nothing, or along a start). Doses are held as amounts: one per kg doesn't follow
        ``weight``.

    Raises
    ------
    RegrowthError
        Whatever is wrong with the protocol or the model; an unknown name in ``along`` is told with the nearest.
    """
    import pandas as pd

    along = listed(along)
    study = prepare(protocol, with_=with_, without=without, model=model, people=1, observe=listed(observe), times=times)
    model, arms = study.model, [arm.name for arm in study.plan.arms]
    hours = np.asarray(visits(study.plan) if times is None else sorted(times), dtype=np.float64)
    schedule, parameters = asked(model, study.plan, study.drawn(0, 1))
    with failures_by_arm(study.plan, 1):
        found = differentiated(
            model, along, times=hours, observe=[o.name for o in study.kept], schedule=schedule, parameters=parameters,
            rtol=rtol,
        )  # fmt: skip
    usual = {p.name: p.value for p in model.parameters}
    numbers = np.array([parameters.get(name, np.full(len(arms), usual.get(name, np.nan))) for name in along])
    tables = []
    for observable in study.kept:
        value, slope = found.values[observable.name], found.jacobian[observable.name]
        arm, direction, time = (grid.ravel() for grid in np.indices(slope.shape))
        here = value[arm, time]
        at = numbers[direction, arm]
        seen = np.abs(here) > NOTHING * np.abs(here).max()
        elasticity = np.divide(slope.ravel() * at, here, out=np.full(len(here), np.nan), where=seen)
        tables.append(
            pd.DataFrame(
                {
                    "arm": np.array(arms, dtype=object)[arm],
                    "observable": observable.name,
                    "unit": observable.unit,
                    "time": hours[time],
                    "along": np.array(along, dtype=object)[direction],
                    "value": here,
                    "slope": slope.ravel(),
                    "elasticity": elasticity,
                }
            )
        )
    return pd.concat(tables, ignore_index=True)
