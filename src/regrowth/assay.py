"""Samples as a laboratory reports them: simulated levels with residual error and a limit of quantification.

Residual error is the scatter of measured levels around a person's own course: assay, sampling time, and what the model
leaves out. It is proportional (normal on the logarithm), 0.276 for esketamine and 0.422 for noresketamine in the
phase 1 and 2 studies of Perez-Ruixo 2021; the other compounds are assumed to scatter like these two.

>>> log_sd("pharmacokinetics.s_ketamine_venous"), log_sd("pharmacokinetics.r_norketamine_venous")
(0.276, 0.422)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from regrowth.border import checked
from regrowth.errors import RegrowthError
from regrowth.people import draws
from regrowth.result import parts_of

if TYPE_CHECKING:
    import pandas as pd

    from regrowth.result import Run

KETAMINE, NORKETAMINE = 0.276, 0.422  # standard deviations of the logarithm (perezruixo2021)


def log_sd(observable: str) -> float:
    """The residual standard deviation of the logarithm taken for a plasma level, or for a sum of such of one kind.

    Raises
    ------
    RegrowthError
        If the observable isn't a level of a compound in plasma, or a sum mixes compounds of different scatter.
    """
    if "+" in observable:
        found = {log_sd(part) for part in parts_of(observable)}
        if len(found) > 1:
            raise RegrowthError(f"{observable}: these scatter differently; take a sample of each.")
        return found.pop()
    name = observable.split(".")[-1]
    if not name.endswith(("_venous", "_arterial", "_plasma")):
        raise RegrowthError(f"{observable} is no level in plasma: nobody's laboratory reports it.")
    return KETAMINE if name.startswith(("s_ketamine", "r_ketamine")) else NORKETAMINE


@checked
def samples(
    run: Run,
    observables: str | Sequence[str],
    times: Sequence[float],
    *,
    seed: int = 0,
    limit: float = 0.0,
    unit: str = "",
) -> pd.DataFrame:
    """What samples taken at `times` (hours) would show: a row per arm, person, observable and time.

    Columns `level` (the model's own) and `measured` (with residual error; NaN where it is below `limit`, so not
    quantified), both and the limit in `unit` (by default the observable's own). A sum such as
    `pharmacokinetics.s_ketamine_venous + r_ketamine_venous` is one sample of a laboratory that doesn't tell them
    apart. The same seed gives the same errors, in a population of any size.
    """
    import pandas as pd

    rows = []
    for name in [observables] if isinstance(observables, str) else observables:
        sd, array = log_sd(name), run.course(name, unit)
        for arm in run.arms:
            courses = array.sel(arm=arm).values
            for time in times:
                if not run.times[0] <= time <= run.times[-1]:
                    raise RegrowthError(f"there is no sample at {time:g} h: the run ends at {run.times[-1]:g} h.")
                chance = draws(f"{name}|{time:.6g}", seed=seed, start=0, stop=len(courses), arm=f"assay {arm}")
                for person, (course, u) in enumerate(zip(courses, chance, strict=True)):
                    level = float(np.interp(time, run.times, course))
                    measured = level * float(np.exp(sd * ndtri(u)))
                    measured = measured if measured >= limit else np.nan
                    rows.append((arm, person, name, array.attrs["unit"], float(time), level, measured))
    return pd.DataFrame(rows, columns=["arm", "person", "observable", "unit", "time", "level", "measured"])
