"""Peak, area and half-life of drug and metabolites after the first dose, as a table of the report."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Any

from regrowth.report.words import number, unit, words

if TYPE_CHECKING:
    from regrowth.result import Run

_LEVELS = ("s_ketamine_venous", "r_ketamine_venous", "s_norketamine_venous", "r_norketamine_venous", "hnk_plasma")
_SUMMARIES = ("peak", "time_of_peak", "auc_last", "auc_infinite", "half_life")
_MOST = 200  # people per arm


def _middle(values: Iterable[float]) -> float:
    """The median of what can be told."""
    known = [float(value) for value in values if math.isfinite(value)]
    return statistics.median(known) if known else math.nan


def exposures_html(run: Run) -> str:
    """Non-compartmental summaries of the first dose, by arm and compound: the median over people."""
    from regrowth.noncompartmental import exposures

    names = [f"pharmacokinetics.{name}" for name in _LEVELS if f"pharmacokinetics.{name}" in run]
    records = exposures(run, *names, most=_MOST).to_dict("records") if names else []
    groups: dict[tuple[str, str, str], list[dict[Any, Any]]] = {}
    for record in records:
        if record["peak"] > 0:
            groups.setdefault((record["arm"], record["observable"], record["unit"]), []).append(record)
    if not groups:
        return ""
    body = []
    for (arm, name, told), people in groups.items():
        cells = "".join(f"<td class=n>{number(_middle(p[key] for p in people))}</td>" for key in _SUMMARIES)
        body.append(f"<tr><td>{escape(arm)}</td><td>{escape(words(name.split('.')[1]))} "
                    f"<small>{escape(unit(told))}</small></td>{cells}</tr>")  # fmt: skip
    return (
        "<details><summary>Peak, area and half-life after the first dose</summary>"
        '<div class="scroll"><table><tr><th>arm</th><th>level</th><th class=n>Cmax</th><th class=n>tmax (h)</th>'
        "<th class=n>AUC to last</th><th class=n>AUC to infinity</th><th class=n>half-life (h)</th></tr>"
        f"{''.join(body)}</table></div><p class=quiet><small>Non-compartmental, median over people; areas in the "
        "level's unit times hours. The window ends at the second dose.</small></p></details>"
    )
