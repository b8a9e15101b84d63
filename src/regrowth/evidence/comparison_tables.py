"""The comparison as tables for a terminal: letters for answers, capitals where they are right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from regrowth.evidence.comparison import GROUPS
from regrowth.protocol.study import ROLES

if TYPE_CHECKING:
    from regrowth.evidence.answers import Answer, ModelSet, Row
    from regrowth.evidence.comparison import Comparison

LETTERS = {
    "blocked": "b", "reduced": "r", "kept": "k", "enhanced": "e", "reversed": "v", "mimicked": "m", "partial": "p",
    "no_effect": "n", "silent": "·", "up": "u", "down": "d", "no change": "c",
}  # fmt: skip
PAIR = "⇄"
_KINDS = (("default", "yours"), ("alone",), ("without", "with"), ("null",))
_HEADS = {"alone": "alone", "without": "out or in", "with": "out or in", "null": "nulls"}
_TITLES = {
    "battery": "Battery of interventions",
    "signs": "Directions",
    "numbers": "Numbers",
}


def comparison_tables(comparison: Comparison) -> Group:
    """Rows by group, then the contradictory pairs, the totals, and what separates each pair of hypotheses."""
    parts: list[RenderableType] = [_key(comparison)]
    for group in GROUPS:
        rows = [row for row in comparison.rows if row.group == group]
        if rows:
            parts.append(_matrix(comparison, group, rows))
    if not comparison.rows:
        parts.append(Text("No experiment could be compared."))
    else:
        parts.append(_totals(comparison))
    if comparison.pairs:
        parts.append(_pairs(comparison))
    if comparison.separations and comparison.rows:
        parts.append(_separations(comparison))
    if comparison.not_bindable:
        lost = ", ".join(e.id for e, _ in comparison.not_bindable)
        parts.append(Text(f"\nNot bindable to any set: {lost}"))
    return Group(*parts)


def letter(answer: Answer | None) -> str:
    """One sign for an answer: a capital if it is right. Numbers have a tick or a cross."""
    if answer is None:
        return " "
    if not answer.answered:
        return "–"
    if not isinstance(answer.told, str) or answer.told not in LETTERS:
        return "✓" if answer.passed else "✗"
    return LETTERS[answer.told].upper() if answer.passed else LETTERS[answer.told]


def _cells(blocks: list[list[ModelSet]], row: Row) -> Text:
    text = Text()
    for sets in blocks:
        for one in sets:
            answer = row.answers.get(one.name)
            style = "" if answer is None else "bold green" if answer.passed else "red" if answer.answered else "dim"
            text.append(f" {letter(answer)}", style)
        text.append(" " * (_wide(sets) - 2 * len(sets)))
    return text


def _wide(sets: list[ModelSet]) -> int:
    """Letters that a block of columns takes, its heading's if that is wider."""
    head = _HEADS.get(sets[0].kind, "")
    return max(2 * len(sets) + 1, len(head) + 2 if head else 0)


def _head(blocks: list[list[ModelSet]]) -> Text:
    above, below = "", ""
    for sets in blocks:
        below += "".join(f" {one.label[-1]}" for one in sets).ljust(_wide(sets))
        above += f" {_HEADS.get(sets[0].kind, '')}".ljust(_wide(sets))
    return Text(f"{above}\n{below}")


def _blocks(comparison: Comparison, rows: list[Row]) -> list[list[ModelSet]]:
    """The columns in blocks, without nulls that can answer none of the rows."""
    able = [one for one in comparison.sets if any(one.name in row.answers for row in rows)]
    blocks = [[one for one in able if one.kind in kinds] for kinds in _KINDS]
    return [sets for sets in blocks if sets]


def _key(comparison: Comparison) -> Text:
    text = Text("\nColumns: d default", style="dim")
    for h in comparison.hypotheses:
        text.append(f", {h.letter} {h.name}")
    text.append(". Out or in: the default without it, or with it where the default has it not (X, T). ")
    text.append("Nulls: k everything kept, m majority verdict, q majority by question, n no drug effect.\n")
    text.append(
        "Answers: blocked, reduced, kept, enhanced; mimicked, partial, no effect; v reversed; · the drug does nothing; "
        "– no answer. CAPITAL, ✓: right. After the name ○: never fitted to. "
    )
    text.append(f"{PAIR} contradicted by another laboratory.")
    return text


def _matrix(comparison: Comparison, group: str, rows: list[Row]) -> Group:
    split = [row for row in rows if comparison.disagree(row)]
    title = f"\n{_TITLES[group]}: the sets disagree on {len(split)} of {len(rows)}"
    table = Table(box=None, header_style="dim", padding=(0, 1, 0, 0))
    blocks = _blocks(comparison, rows)
    table.add_column("\nexperiment", overflow="fold", max_width=31)
    table.add_column("\npublished", no_wrap=True, max_width=9)
    table.add_column(_head(blocks), no_wrap=True)
    for row in rows:
        e = row.experiment
        name = Text(e.id).append(" ○" if e.role == "check" else "", "dim")
        name.append(f" {PAIR}" if e.pair else "", "yellow")
        table.add_row(name, published(row), _cells(blocks, row), end_section=bool(split) and row is split[-1])
    return Group(Text(title, "bold"), table)


def published(row: Row) -> str:
    """What was found, in a word or a number."""
    e = row.experiment
    if e.kind == "curve":
        return f"{len(e.points)} points"
    expect = e.points[0].expect
    return expect.replace("_", " ") if isinstance(expect, str) else f"{expect:.4g}"


def _totals(comparison: Comparison) -> Group:
    table = Table(
        title="\nRight", title_justify="left", title_style="bold", box=None, header_style="dim", padding=(0, 1, 0, 0),
    )  # fmt: skip
    table.add_column("\nset", overflow="fold")
    columns = [f"{group} {role}" for group in GROUPS for role in (*ROLES, "both")]
    totals = comparison.totals()
    shown = [name for name in columns if any(name in counted for counted in totals.values())]
    shown = [name for name in shown if name.startswith("battery") or name.endswith("both")]
    for name in shown:
        group, role = name.split()
        table.add_column(f"{group}\n{role}" if group == "battery" else f"\n{group}", justify="right", no_wrap=True)
    previous = comparison.sets[0].kind
    for one in comparison.sets:
        if one.kind not in (previous, "with") and previous:
            table.add_section()
        previous = "without" if one.kind == "with" else one.kind
        table.add_row(one.name, *(share(totals.get(one.name, {}).get(name)) for name in shown))
    return Group(table, Text("A pair of contradictory findings counts as one. No rival was fitted anew.", "dim"))


def share(counted: dict[str, int] | None) -> str:
    """`27/29  93%`."""
    if not counted:
        return ""
    return f"{counted['passed']}/{counted['of']} {100 * counted['passed'] / counted['of']:3.0f}%"


def _pairs(comparison: Comparison) -> Table:
    table = Table(title=f"\n{PAIR} Contradictory pairs", title_justify="left", title_style="bold", box=None,
                  header_style="dim", padding=(0, 1, 0, 0))  # fmt: skip
    for name in ("pair", "one laboratory", "another", "default sides with"):
        table.add_column(name, overflow="fold")
    for name, rows in comparison.pairs.items():
        sides = [row.experiment.id for row in rows if row.answers["default"].passed]
        table.add_row(name, *(f"{r.experiment.id}: {published(r)}" for r in rows[:2]), ", ".join(sides) or "neither")
    return table


def _separations(comparison: Comparison) -> Table:
    table = Table(title="\nWhat separates each pair", title_justify="left", title_style="bold", box=None,
                  header_style="dim", padding=(0, 1, 0, 0))  # fmt: skip
    for name in ("pair", "experiment", "published", "they say"):
        table.add_column(name, overflow="fold")
    table.add_column("more", justify="right")
    for s in comparison.separations:
        names = f"{s.a.letter} {s.b.letter}"
        if not s.rows:
            table.add_row(names, "nothing here separates them", "", "", "")
            continue
        best = s.rows[0]
        said = Text()
        for h, answer in zip((s.a, s.b), s.answers(best), strict=True):
            label = h.letter if s.contrast == "alone" else f"{'−' if h.in_default else '+'}{h.letter}"
            said.append(f"{label} {told(answer)}  ", "green" if answer.passed else "red")
        mark = f" {PAIR}" if best.experiment.pair else ""
        table.add_row(names, best.experiment.id + mark, published(best), said, f"+{len(s.rows) - 1}")
    return table


def told(answer: Answer) -> str:
    """An answer in a word or a number."""
    if not answer.answered:
        return "no answer"
    if isinstance(answer.told, str):
        return "no drug effect" if answer.told == "silent" else answer.told.replace("_", " ")
    return f"{len(answer.told)} points" if isinstance(answer.told, list) else f"{answer.told:.3g}"
