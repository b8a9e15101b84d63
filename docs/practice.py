"""The figures of "What does practice in the window change?": when to practise, and what, in mood, fear and craving.

    uv run python docs/practice.py [--people N]

Each condition runs its own arms on the same virtual people, with the steering hypothesis and without it.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import regrowth
from regrowth.drawing.style import COLOURS, CONTROL, INK, MUTED, look
from regrowth.protocol import from_mapping
from regrowth.report.words import signed

IMAGES = Path(__file__).parent / "images"
STEERING = "context/steering"
KETAMINE, SALINE = "0.5 mg/kg racemic ketamine IV over 40 min", "saline IV over 40 min"
STARTS = (1, 2, 3, 5, 7, 10, 14, 21)  # days after the infusion on which the first of four days of practice falls
KINDS = (
    (COLOURS[0], "-", "after ketamine"), (COLOURS[2], "-", "after saline"),
    (COLOURS[0], (0, (4, 1.6)), "after ketamine, no steering"),
)  # fmt: skip
WIDE = {"linewidth": 4.5, "alpha": 0.45, "zorder": 1.5}  # beneath, so that what lies on it is seen
READ = 35  # day on which it is read off


@dataclass(frozen=True)
class Condition:
    """What is practised by whom, and what is read off."""

    name: str
    people: str
    practice: str
    lasts: str
    observable: str
    label: str


CONDITIONS = (
    Condition("mood", "trd_adults", "self-association training", "40 min", "outcomes.madrs", "MADRS"),
    Condition("fear", "ptsd_adults", "exposure", "90 min", "outcomes.caps_5", "CAPS-5"),
    Condition("craving", "cud_adults", "relapse prevention", "60 min", "outcomes.craving", "points of 100"),
)


def arm(condition: Condition, dose: str, start: float | None) -> list[dict[str, object]]:
    """An infusion, and four days of daily practice from day `start` on."""
    events: list[dict[str, object]] = [{"give": dose}]
    if start is not None:
        when = {"starts": f"day {start:g}", "daily for": "4 days", "lasts": condition.lasts}
        events.append({"session": condition.practice, **when})
    return events


def run(
    condition: Condition, arms: dict[str, list[dict[str, object]]], people: int, without: tuple[str, ...] = ()
) -> regrowth.Run:
    who = {"from": condition.people, "n": people, "seed": 1}
    plan = from_mapping({"title": condition.name, "people": who, "arms": arms, "until": f"day {READ}"})
    times = [-1.0, 0.0, *np.arange(2.0, 24 * READ + 1, 6.0), 24.0 * READ]
    return regrowth.simulate(plan, without=without, observe=[condition.observable], times=sorted(set(times)))


def course(found: regrowth.Run, observable: str, name: str) -> np.ndarray:
    """The mean over people."""
    return found[observable].sel(arm=name).mean("person").values


def courses(people: int) -> Figure:
    """What four arms do in each condition, with steering (lines) and without (dashes, where it matters)."""
    arms = (("ketamine + practice", KETAMINE, 1, COLOURS[0]), ("ketamine", KETAMINE, None, COLOURS[1]),
            ("saline + practice", SALINE, 1, COLOURS[2]), ("saline", SALINE, None, CONTROL))  # fmt: skip
    with look():
        figure = Figure(figsize=(10.4, 3.5), layout="constrained")
        axes = figure.subplots(1, len(CONDITIONS))
        for axis, condition in zip(axes, CONDITIONS, strict=True):
            wanted = {name: arm(condition, dose, start) for name, dose, start, _ in arms}
            steered, unsteered = run(condition, wanted, people), run(condition, wanted, people, (STEERING,))
            days = steered.times / 24
            for name, _, start, colour in arms:
                wide = WIDE if start is None else {}
                axis.plot(days, course(steered, condition.observable, name), color=colour, label=name, **wide)
            name, _, _, colour = arms[0]
            axis.plot(days, course(unsteered, condition.observable, name), color=colour, linestyle=(0, (4, 1.6)),
                      label=f"{name}, no steering")  # fmt: skip
            axis.axvspan(1, 5, color="#F1F3F5", linewidth=0, zorder=0)
            finish(axis, f"{condition.name.capitalize()}: {condition.label}", "days since the infusion")
        legend(figure, axes[0])
    return figure


def timing(people: int) -> tuple[Figure, list[str]]:
    """By when the practice starts: what it adds to ketamine and to saline on the day that is read; and a table."""
    heads = " | ".join(f"{c.name}, {c.label}" for c in CONDITIONS)
    rows = [f"| from day | {heads} |", "|---:|" + "---:|" * len(CONDITIONS)]
    cells: dict[int, list[str]] = {start: [] for start in STARTS}
    with look():
        figure = Figure(figsize=(10.4, 3.2), layout="constrained")
        axes = figure.subplots(1, len(CONDITIONS))
        for axis, condition in zip(axes, CONDITIONS, strict=True):
            lines = []
            for dose, without in ((KETAMINE, ()), (SALINE, ()), (KETAMINE, (STEERING,))):
                arms = {"none": arm(condition, dose, None)} | {f"{s}": arm(condition, dose, s) for s in STARTS}
                found = run(condition, arms, people, without)
                last = {name: course(found, condition.observable, name)[-1] for name in found.arms}
                lines.append([float(last[f"{s}"] - last["none"]) for s in STARTS])
            for line, (colour, style, label) in zip(lines, KINDS, strict=True):
                wide = WIDE if label == "after saline" else {}
                axis.plot(STARTS, line, color=colour, linestyle=style, marker="o", markersize=3.5, label=label, **wide)
            axis.axhline(0, color=INK, linewidth=0.8, zorder=1)
            finish(axis, f"{condition.name.capitalize()}: {condition.label}, change by practice", "practice from day")
            for place, start in enumerate(STARTS):
                cells[start].append(", ".join(signed(line[place], 1) for line in lines))
        legend(figure, axes[0])
    return figure, rows + [f"| {start} | " + " | ".join(cells[start]) + " |" for start in STARTS]


def legend(figure: Figure, axis: Axes) -> None:
    handles = axis.get_legend_handles_labels()
    figure.legend(*handles, loc="outside lower center", handlelength=3, ncols=5, frameon=False, fontsize=8.5)


def finish(axis: Axes, title: str, below: str) -> None:
    axis.set_title(title, fontsize=8.5)
    axis.set_xlabel(below, color=MUTED)


def main() -> None:
    from build import fill

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=100)
    people = parser.parse_args().people
    courses(people).savefig(IMAGES / "practice-courses.png", dpi=110)
    figure, rows = timing(people)
    figure.savefig(IMAGES / "practice-timing.png", dpi=110)
    fill(Path(__file__).parent / "tutorials" / "what-does-practice-in-the-window-change.md", "timing", "\n".join(rows))


if __name__ == "__main__":
    main()
