"""The page "pharmacology": what the model says of levels, block, glutamate and acute effects, beside the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regrowth.drawing.page import headed, linked, page
from regrowth.drawing.svg import svg_of
from regrowth.report.scores import levels_table, misses_table
from regrowth.result import NOTICE

if TYPE_CHECKING:
    from regrowth.evidence import Scoreboard
    from regrowth.report.reachable import Reach

LEVELS = ("pharmacokinetics", "receptors", "circuit", "outcomes")
_ACUTE = (
    "cadss", "dissociated", "panss", "working_memory", "systolic", "diastolic", "heart_rate", "sedated", "unconscious",
    "acute_anxiety",
)  # fmt: skip


def write_pharmacology(board: Scoreboard, path: str | Path) -> Path:
    """Write the page from a scoreboard of (at least) the levels pharmacokinetics, receptors and circuit."""
    path = Path(path)
    path.write_text(pharmacology_html(board), "utf-8")
    return path


def pharmacology_html(board: Scoreboard) -> str:
    """The page as text; it needs nothing else."""
    rows = [row for row in _rows(board) if belongs(row["level"], str(row["observe"]))]
    right = sum(row["pass"] for row in rows)
    return page(
        "Pharmacology · regrowth",
        '<header class="cover"><div class="kicker">From dose to synapse to symptom</div><h1>Pharmacology</h1>'
        f'<p class="lead">{len(rows)} published findings on levels, receptors, circuit and acute effects; '
        f"the model has {right} right ({right / max(len(rows), 1):.1%}), each counted by itself: the scoreboard counts "
        "two that contradict each other as one.</p>"
        f'<p class="notice"><b>{escape(NOTICE)}</b> Filled marks: used in fitting. Hollow marks: never fitted.</p>'
        "</header>",
        linked((anchor, title, headed(title, level, html)) for anchor, title, level, html in _sections(board, rows)),
        f"<footer>{escape(NOTICE)}</footer>",
    )


def _sections(board: Scoreboard, rows: list[dict[str, Any]]) -> Iterator[tuple[str, str, str, str]]:
    from regrowth.evidence import shipped
    from regrowth.report import agreement
    from regrowth.report import pharmacology_figures as figures
    from regrowth.report.between_papers import ceiling_said
    from regrowth.report.pharmacology_runs import simulated
    from regrowth.report.reachable import reach, reach_said

    runs = simulated()
    kamp = svg_of(figures.kamp_figure(runs, rows), "kamp")
    yield "kamp", "Three-step infusion", "pharmacokinetics", _figure(
        kamp, "Arterial plasma of 20 volunteers (Kamp et al. 2020), digitised. One structural model serves these and "
        "the venous samples of Otto et al. 2021 and Persson et al. 2002.")  # fmt: skip
    yield "routes", "The same dose by seven routes", "pharmacokinetics", _figure(
        svg_of(figures.route_figure(runs, rows), "routes"), "A 70 kg adult. Swallowed parts meet gut wall and liver "
        "first: less ketamine, no less norketamine. Dots: published levels; squares: published peaks, at the time of "
        "the model's; all brought to this dose.") + _exposures(figures.exposure_rows(runs.routes))  # fmt: skip
    figure, counts = agreement.agreement_figure(rows)
    if counts["people"]["of"]:  # no levels were scored where only other findings were asked for
        yield "agreement", "Observed and predicted", "pharmacokinetics", _figure(
            svg_of(figure, "agreement"), f"Of the values measured in people {_shares(counts['people'])} lie within "
            "1.25-fold (band) and 2-fold (dotted); of those of routes other than the exposures of Perez-Ruixo et al. "
            f"2021 (availability, peak, its time, area, metabolite ratio) {_shares(counts['routes'])}. "
            + ceiling_said(shipped(), counts["routes"], counts["routes never fitted"]))  # fmt: skip
    figure, most = agreement.ceiling_figure(rows)
    if most["repeated"]["of"]:
        yield "ceiling", "How close a model can come", "pharmacokinetics", _figure(
            svg_of(figure, "ceiling"), "Values of routes by question, levels and areas per mg of dose: dots, what "
            "papers found; black marks, predictions; in brackets, how many values one answer can bring within "
            "1.25-fold (band). Of questions asked more than once, one answer to each, chosen with hindsight, reaches "
            f"at most {_shares(most['repeated'])} within 1.25-fold and 2-fold; the model {_shares(most['model'])}. "
            f"With questions asked once counted as reached, the ceiling is {_shares(most['all'])}.")  # fmt: skip
    yield "block", "Block by cell", "receptors", _figure(
        svg_of(figures.block_figure(runs), "block"), "Busy cells are blocked, and set free, sooner; receptors at rest "
        "are blocked little and late.")  # fmt: skip
    yield "dose", "Glutamate, an inverted U, and gamma", "circuit", _figure(
        svg_of(figures.dose_figure(runs), "dose"), "Marks above: what microdialysis found in the rat (Moghaddam et al. "
        "1997), up, no change, down; never fitted. Grey band: less than 5 %, counted as no change.")  # fmt: skip
    yield "acute", "Acute effects", "outcomes", _figure(
        svg_of(figures.acute_figure(runs, rows), "acute"), "Dots: published means at their time; marks at the right "
        "edge: published peaks of the mean; after one dose. Means of each person's highest reading (Daly et al. 2017, "
        "Doherty et al. 2020) lie above any mean course: they are scored, not drawn. Studies of pressure differ "
        "fivefold among themselves.")  # fmt: skip
    yield "repeated", "Over repeated doses", "outcomes", _figure(
        svg_of(figures.repeated_figure(runs, rows), "repeated"), "Tolerance takes from what is felt, and wears off in "
        "weeks. Circles: published means of these doses. How much is lost is known within a factor "
        "of five or so: see the card of outcomes/dissociation_tolerance.")  # fmt: skip
    kinds = reach(shipped(), {str(row["id"]): bool(row["pass"]) for row in rows})
    if kinds:
        said = reach_said(kinds, sum(row["pass"] for row in rows), len(rows))
        yield "reach", "How many a model could have right", "", f"<p>{escape(said)}</p>{_reach_table(kinds)}"
    missed = sorted((row for row in rows if not row["pass"]), key=lambda row: -abs(_distance(row)))
    yield "scores", "Right and wrong", "", levels_table(_summary(rows, board)) + (
        f"<h3>All {len(missed)} misses</h3>{misses_table(missed)}" if missed else "")  # fmt: skip


def _shares(counts: Mapping[str, int]) -> str:
    of = counts["of"]
    if not of:
        return "none, as none was asked for,"
    return " and ".join(f"{counts[limit]} of {of} ({counts[limit] / of:.1%})" for limit in ("1.25", "2"))


def _figure(svg: str, caption: str) -> str:
    return f"<figure>{svg}<figcaption>{escape(caption)}</figcaption></figure>"


def _reach_table(kinds: Sequence[Reach]) -> str:
    heads = "".join(f"<th class=n>{h}</th>" for h in ("findings", "right", "expected", "at most"))
    body = "".join(
        f"<tr><td>{escape(k.kind)}</td><td class=n>{k.of}</td><td class=n>{k.right}</td>"
        f"<td class=n>{k.expected:.0f} ({k.low:.0f} to {k.high:.0f})</td><td class=n>{k.most}</td></tr>"
        for k in kinds
    )
    return f'<div class="scroll"><table><tr><th>values in people</th>{heads}</tr>{body}</table></div>'


def _exposures(rows: list[list[str]]) -> str:
    heads = "".join(f"<th class=n>{h}</th>" for _ in range(2) for h in ("Cmax", "tmax", "AUC∞", "half-life"))
    units = "".join(f"<td class=n><small>{u}</small></td>" for _ in range(2) for u in ("ng/mL", "h", "ng·h/mL", "h"))
    body = "".join(
        f"<tr><td>{escape(row[0])}</td>{''.join(f'<td class=n>{cell}</td>' for cell in row[1:])}</tr>" for row in rows
    )
    return (
        '<h3>Non-compartmental summary, venous plasma</h3><div class="scroll"><table><tr><th></th>'
        "<th colspan=4 class=n>ketamine, S + R</th><th colspan=4 class=n>norketamine, S + R</th></tr>"
        f"<tr><th>route</th>{heads}</tr><tr><td></td>{units}</tr>{body}</table></div>"
    )


def _rows(board: Scoreboard) -> list[dict[str, Any]]:
    """The scores with what the figures need of each experiment besides."""
    return [
        result.to_dict()
        | {
            "at": [point.start for point in result.experiment.points],
            "give": "; ".join(result.experiment.give),
            "doses": len(result.experiment.on),
            "measure": "" if str(result.experiment.measure) == "value" else str(result.experiment.measure),
        }
        for result in board.results
        if result.experiment.level in LEVELS
    ]


def belongs(level: str, observed: str) -> bool:
    """Whether a finding is one of this page: of outcomes, acute effects alone."""
    return level in LEVELS and (level != "outcomes" or observed.split(".")[-1].startswith(_ACUTE))


def _distance(row: Mapping[str, Any]) -> float:
    return float(row.get("z") or 3.0)


def _summary(rows: list[dict[str, Any]], board: Scoreboard) -> dict[str, Any]:
    """Counts by level and role in the form of the scoreboard's own summary; its nulls, where no row is left out."""
    found: dict[str, Any] = {}
    whole = board.summary()
    for level in LEVELS:
        roles = {}
        for role in ("fit", "check", "both"):
            some = [row for row in rows if row["level"] == level and role in (row["role"], "both")]
            if some:
                passed = sum(row["pass"] for row in some)
                nulls = whole[level][role]["nulls"] if level != "outcomes" else {}
                roles[role] = {"of": len(some), "passed": passed, "share": passed / len(some), "nulls": nulls}
        if roles:
            found["acute effects" if level == "outcomes" else level] = roles
    return found
