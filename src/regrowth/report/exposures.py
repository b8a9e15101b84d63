"""Peak, area and half-life of drug and metabolites after the first dose: a table of the report and of the screen."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Exposures:
    """Exposures of everybody, and what they come to over people: arm, level and the cells under `HEADINGS`."""

    table: pd.DataFrame
    rows: list[tuple[str, str, list[str]]]
    measured: bool  # by the protocol; else they are of the usual compounds


def exposures_of(run: Run) -> Exposures | None:
    """Exposures to what the protocol measures in plasma, or else to the usual compounds; None without any."""
    import pandas as pd

    from regrowth.noncompartmental import exposures

    asked = {m["observable"]: m.get("unit", "") for m in run.attrs["measures"]}
    measured = {name: told for name, told in asked.items() if all(p.endswith(_IN_PLASMA) for p in name.split(" + "))}
    usual = {name: "" for name in (f"pharmacokinetics.{name}" for name in _LEVELS) if name in run}
    tables = [exposures(run, name, unit=told) for name, told in (measured or usual).items()]
    some = [table.loc[np.asarray(table["peak"], float) > 0] for table in tables]
    if not sum(map(len, some)):
        return None
    whole = pd.concat(some, ignore_index=True)
    return Exposures(whole, list(_rows_of(whole)), bool(measured))


def _rows_of(table: pd.DataFrame) -> Iterator[tuple[str, str, list[str]]]:
    """Geometric means (CV %), of times of peak the median (range)."""
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


def exposures_html(run: Run, found: Exposures) -> str:
    """Non-compartmental summaries of the first dose, by arm and compound; open where the protocol measures levels."""
    body = []
    for arm, level, cells in found.rows:
        told = "".join(f"<td class=n>{escape(cell)}</td>" for cell in cells)
        body.append(f"<tr><td>{escape(arm)}</td><td>{escape(level)}</td>{told}</tr>")
    heads = "".join(f"<th class=n>{text}</th>" for text in HEADINGS)
    who = ", geometric means (geometric CV) over people, of tmax the median (range)" if run.people_count > 1 else ""
    return (
        f"<details{' open' if found.measured else ''}><summary>Peak, area and half-life after the first dose"
        f'</summary><div class="scroll"><table><tr><th>arm</th><th>level</th>{heads}</tr>{"".join(body)}</table></div>'
        f"<p class=quiet><small>Non-compartmental{who}; areas in the level's unit times hours. The window "
        "ends at the second dose. Between people, not of samples: no residual error.</small></p></details>"
    )
