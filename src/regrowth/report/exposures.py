"""Peak, area and half-life of drug and metabolites after the first dose: a table of the report and of the screen."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from regrowth.report.words import heading, number, unit

if TYPE_CHECKING:
    import pandas as pd

    from regrowth.result import Run

_LEVELS = ("s_ketamine_venous", "r_ketamine_venous", "s_norketamine_venous", "r_norketamine_venous", "hnk_plasma")
_IN_PLASMA = ("_venous", "_arterial", "_plasma")
HEADINGS = ("Cmax", "tmax (h)", "AUC∞", "half-life (h)")


def measured_levels(run: Run) -> dict[str, str]:
    """Plasma levels, and sums of them, that the protocol measures, and the units it wants them in."""
    found = {m["observable"]: m.get("unit", "") for m in run.attrs["measures"]}
    return {name: told for name, told in found.items() if all(p.strip().endswith(_IN_PLASMA) for p in name.split("+"))}


def exposures_of(run: Run, usual: bool = False) -> pd.DataFrame | None:
    """Exposures of everybody to what the protocol measures, or else to the usual compounds; None without any."""
    import pandas as pd

    from regrowth.noncompartmental import exposures

    wanted = measured_levels(run)
    if usual and not wanted:
        wanted = {name: "" for name in (f"pharmacokinetics.{name}" for name in _LEVELS) if name in run}
    tables = [exposures(run, name, unit=told) for name, told in wanted.items()]
    some = [table.loc[np.asarray(table["peak"], float) > 0] for table in tables]
    return pd.concat(some, ignore_index=True) if sum(map(len, some)) else None


def cells_of(table: pd.DataFrame) -> Iterator[tuple[str, str, list[str]]]:
    """Arm, level and the cells under `HEADINGS`, geometric means (CV %), of a table of exposures."""
    from regrowth.noncompartmental import geometric

    records: list[dict[Any, Any]] = geometric(table).to_dict("records")
    for row in records:
        times = number(row["time_of_peak"], 2)
        if row["time_of_peak_high"] > row["time_of_peak_low"]:
            times += f" ({number(row['time_of_peak_low'], 2)} to {number(row['time_of_peak_high'], 2)})"
        some = [_with_cv(row, key) for key in ("peak", "auc_infinite", "half_life")]
        yield row["arm"], f"{heading(row['observable'])}, {unit(row['unit'])}", [some[0], times, *some[1:]]


def _with_cv(row: Mapping[Any, Any], key: str) -> str:
    cv = row[f"{key}_cv"]
    return number(row[key]) + (f" ({cv:.0f} %)" if math.isfinite(cv) else "")


def exposures_html(run: Run) -> str:
    """Non-compartmental summaries of the first dose, by arm and compound; open where the protocol measures levels."""
    table = exposures_of(run, usual=True)
    if table is None:
        return ""
    body = []
    for arm, level, cells in cells_of(table):
        told = "".join(f"<td class=n>{escape(cell)}</td>" for cell in cells)
        body.append(f"<tr><td>{escape(arm)}</td><td>{escape(level)}</td>{told}</tr>")
    heads = "".join(f"<th class=n>{text}</th>" for text in HEADINGS)
    who = ", geometric means (geometric CV) over people, of tmax the median (range)" if run.people_count > 1 else ""
    return (
        f"<details{' open' if measured_levels(run) else ''}><summary>Peak, area and half-life after the first dose"
        f'</summary><div class="scroll"><table><tr><th>arm</th><th>level</th>{heads}</tr>{"".join(body)}</table></div>'
        f"<p class=quiet><small>Non-compartmental{who}; areas in the level's unit times hours. The window "
        "ends at the second dose. Between people, not of samples: no residual error.</small></p></details>"
    )
