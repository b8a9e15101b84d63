"""Observed against predicted, and how close any model of one value per question could come.

Papers that ask the same question differ among themselves by more than 1.25-fold. For each such group the most rows are
counted that a single value can bring within a factor: the ceiling of any model that gives one answer per question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter

from regrowth.drawing.style import FAINT, MUTED, WIDTH, look
from regrowth.evidence.ceiling import shared
from regrowth.report.pharmacology_figures import CHECK, FIT, plain_log

if TYPE_CHECKING:
    from regrowth.protocol.dose import Dose

LIMITS = (1.25, 2.0)
_OWN_TARGET = (*(f"perezruixo2021-{people}-" for people in ("cauc", "jpn", "asn", "old")), "persson2002-")


@dataclass(frozen=True)
class Alike:
    """Rows that ask the same question: the question, their ids, what they found (levels and areas per mg of dose)."""

    what: str
    ids: tuple[str, ...]
    found: np.ndarray

    def ceiling(self, limit: float) -> int:
        """The most rows that one value can bring within `limit`-fold."""
        return shared(self._reach(limit))[0]

    def best(self, limit: float) -> float:
        """A value that brings so many rows within `limit`-fold: the middle of those, on a logarithmic scale."""
        return float(np.exp(shared(self._reach(limit))[1]))

    def _reach(self, limit: float) -> list[tuple[float, float]]:
        """Logarithms of the values that bring a row within `limit`-fold, by row."""
        half = np.log(limit) + 5e-10
        return [(float(log - half), float(log + half)) for log in np.log(self.found)]


def is_route(row: Mapping[str, Any]) -> bool:
    """Whether a value of a person's ketamine tells how much arrives, how fast, or as what.

    The exposures of Perez-Ruixo 2021 and the peaks of Persson 2002 are judged by themselves.
    """
    measured = str(row["measure"]).startswith(("peak", "time of peak", "auc"))
    return measured and "ketamine" in str(row["observe"]) and not str(row["id"]).startswith(_OWN_TARGET)


def groups(rows: Sequence[Mapping[str, Any]]) -> list[Alike]:
    """Rows by question: the same measure of the same compound by the same route; a row alone is a group of one.

    Enantiomers and racemate count as one compound, but for hydroxynorketamine, of which R makes twice as much as S;
    levels and areas are per mg of what was given of it; release over hours, and infusions of other length, are other
    questions.
    """
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in rows:
        what, per = question(row)
        found[what].append((str(row["id"]), float(row["observed"]) / per))
    return [
        Alike(what, tuple(name for name, _ in some), np.array([value for _, value in some]))
        for what, some in sorted(found.items())
    ]


def ceilings(some: Sequence[Alike]) -> dict[str, int]:
    """How many rows there are, and how many of them one value per group could bring within each limit."""
    return {"of": sum(len(group.ids) for group in some)} | {
        f"{limit:g}": sum(group.ceiling(limit) for group in some) for limit in LIMITS
    }


def within(fold: np.ndarray) -> dict[str, int]:
    """How many ratios there are, and how many lie within each limit of one."""
    off = np.abs(np.log(fold))
    return {"of": len(fold)} | {f"{limit:g}": int(np.sum(off <= np.log(limit) + 1e-9)) for limit in LIMITS}


def question(row: Mapping[str, Any]) -> tuple[str, float]:
    """What a row measures, in words, and the mg of dose that its number is to be divided by."""
    from regrowth.protocol.dose import parse_dose

    measure, observed = str(row["measure"]), str(row["observe"])
    compounds = [compound(part) for part in observed.split(" / ")]
    last = str(row["give"]).split(";")[-1].split(" on ")[0].strip()
    dose = parse_dose(last)
    named = "availability" if measure == "auc ratio to control" else measure
    what = f"{' / '.join(compounds)}, {named}, {by_which_way(dose)}"
    if "ratio" in measure or len(compounds) > 1 or measure == "time of peak":
        return what, 1.0
    both = "s_" in observed and "r_" in observed
    share = 1.0 if both or dose.drug != "racemic ketamine" else 0.5
    return what, dose.milligrams(70) * share


def by_which_way(dose: Dose) -> str:
    """The route of a dose and, where it is an infusion, its length."""
    return dose.route + (f" over {dose.hours:.2g} h" if dose.hours > 0.1 else "")


def compound(observed: str) -> str:
    """The compound, with its site where that is not the vein; sums of several are named whole."""
    names = {part.strip().removeprefix("pharmacokinetics.") for part in observed.split("+")}
    bare = sorted({name if "hnk" in name else name.removeprefix("s_").removeprefix("r_") for name in names})
    return " + ".join(name.removesuffix("_venous").removesuffix("_plasma").replace("_", " ") for name in bare)


def agreement_figure(rows: Sequence[Mapping[str, Any]]) -> tuple[Figure, dict[str, dict[str, int]]]:
    """Observed against predicted for every single value, with the 1.25- and 2-fold lines; and the counts behind.

    Counts: of all values in `people`, of those by `routes` (`is_route`), and of these the `routes never fitted`.
    """
    chosen, human = _chosen(rows)
    fold = np.array([float(r["fold"]) for r in chosen])
    routes = human & np.array([is_route(r) for r in chosen], dtype=bool)
    unfitted = routes & np.array([r["role"] == "check" for r in chosen], dtype=bool)
    parts = {"people": human, "routes": routes, "routes never fitted": unfitted}
    counts = {name: within(fold[some]) for name, some in parts.items()}
    with look():
        figure = Figure(figsize=(WIDTH, 4.7), layout="constrained")
        axis, strip = figure.subplots(1, 2, width_ratios=[1, 1.15])
        line = np.array([0.02, 5e3])
        axis.fill_between(line, line / 1.25, line * 1.25, color="#E5EEF5", linewidth=0, zorder=0)
        for limit, style in ((1, "-"), (1.25, (0, (4, 2))), (2, (0, (1, 1.4)))):
            for edge in {limit, 1 / limit}:
                axis.plot(line, edge * line, color=MUTED, linewidth=0.9, linestyle=style, zorder=1)
        for role, colour in (("fit", FIT), ("check", CHECK)):
            for is_human, mark in ((True, "o"), (False, "^")):
                some = [r for r, h in zip(chosen, human, strict=True) if r["role"] == role and h == is_human]
                if some:
                    who = "people" if is_human else "rodents"
                    label = f"{who}, {'fitted to' if role == 'fit' else 'never fitted'}"
                    axis.plot([r["observed"] for r in some], [r["predicted"] for r in some], mark, label=label,
                              markersize=5, color=colour, linestyle="none",
                              markerfacecolor=colour if role == "fit" else "white")  # fmt: skip
        axis.set_xscale("log")
        axis.set_yscale("log")
        axis.set_xlim(*line)
        axis.set_ylim(*line)
        axis.set_xlabel("observed, each in its own unit")
        axis.set_ylabel("predicted")
        axis.set_title("Observed and predicted")
        if chosen:
            axis.legend(frameon=False, fontsize=8, loc="upper left")
        plain_log(axis.xaxis)
        plain_log(axis.yaxis)
        worst = sorted(zip(fold, chosen, strict=True), key=lambda pair: -abs(np.log(pair[0])))[:16]
        for place, (ratio, row) in enumerate(reversed(worst)):
            colour = FIT if row["role"] == "fit" else CHECK
            strip.plot([1, ratio], [place, place], color=FAINT, linewidth=1.5, zorder=1)
            face = colour if row["role"] == "fit" else "white"
            strip.plot(ratio, place, "o", color=colour, markerfacecolor=face, markersize=5)
        strip.set_yticks(range(len(worst)), [row["id"] for _, row in reversed(worst)], fontsize=7.5)
        _fold_axis(strip, "The farthest: predicted over observed")
        return figure, counts


def ceiling_figure(rows: Sequence[Mapping[str, Any]]) -> tuple[Figure, dict[str, dict[str, int]]]:
    """What papers found over the value that suits most of one question, with predictions; and the ceilings.

    Ceilings: of all values of routes in `all`, and of questions asked more than once in `repeated`, with what the model
    reaches of these in `model`.
    """
    chosen, human = _chosen(rows)
    routes = [row for row, is_human in zip(chosen, human, strict=True) if is_human and is_route(row)]
    by_id = {str(row["id"]): row for row in routes}
    alike = groups(routes)
    shown = sorted((g for g in alike if len(g.ids) > 1), key=lambda g: g.ceiling(LIMITS[0]) / len(g.ids))
    with look():
        figure = Figure(figsize=(WIDTH, 0.7 + 0.34 * max(len(shown), 1)), layout="constrained")
        axis = figure.subplots()
        axis.axvspan(1 / LIMITS[0], LIMITS[0], color="#E5EEF5", linewidth=0, zorder=0)
        for place, group in enumerate(reversed(shown)):
            best = group.best(LIMITS[0])
            for name, value in zip(group.ids, group.found, strict=True):
                row = by_id[name]
                colour = FIT if row["role"] == "fit" else CHECK
                predicted = value / best * float(row["fold"])
                axis.plot(predicted, place, "|", color="black", markersize=9, markeredgewidth=1.4, zorder=3)
                axis.plot(value / best, place, "o", color=colour, markersize=5, zorder=2,
                          markerfacecolor=colour if row["role"] == "fit" else "white")  # fmt: skip
        labels = [f"{g.what} ({g.ceiling(LIMITS[0])} of {len(g.ids)})" for g in reversed(shown)]
        axis.set_yticks(range(len(shown)), labels, fontsize=8)
        axis.set_ylim(-0.6, len(shown) - 0.4)
        _fold_axis(axis, "Questions asked more than once: found over the value that suits most")
    fold = np.array([float(by_id[name]["fold"]) for group in shown for name in group.ids])
    return figure, {"all": ceilings(alike), "repeated": ceilings(shown), "model": within(fold)}


def _chosen(rows: Sequence[Mapping[str, Any]]) -> tuple[list[Mapping[str, Any]], np.ndarray]:
    """Single pharmacokinetic values that can be compared as a ratio, and which are of people."""
    from regrowth.evidence import shipped
    from regrowth.evidence.persons import species_of

    species = {e.id: species_of(e.people) for e in shipped()}
    chosen = [r for r in rows if r["kind"] == "value" and r["level"] == "pharmacokinetics" and r.get("fold", 0) > 0]
    return chosen, np.array([species.get(r["id"], "human") == "human" for r in chosen], dtype=bool)


def _fold_axis(axis: Any, title: str) -> None:
    axis.set_xscale("log")
    for limit in (0.5, 0.8, 1, 1.25, 2):
        axis.axvline(limit, color=MUTED, linewidth=0.8, linestyle="-" if limit == 1 else (0, (2, 2)), zorder=0)
    axis.set_xticks([0.1, 0.25, 0.5, 1, 2, 4], ["0.1", "0.25", "0.5", "1", "2", "4"])
    axis.xaxis.set_minor_formatter(NullFormatter())
    axis.grid(False)
    axis.set_title(title)
