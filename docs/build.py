"""Renew what is derived: the scoreboard, the model's page, the reference, score tables, the README's picture.

    uv run docs/build.py [--no-score]

A mechanism or an experiment that changes makes these pages stale; tests/test_docs.py says so.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

from reference import reference_page

ROOT = Path(__file__).resolve().parents[1]
SCOREBOARD = ROOT / "src" / "regrowth" / "report" / "scoreboard.json"


KEPT = (
    "id", "level", "kind", "role", "unit", "observed", "predicted", "z", "verdict", "error", "pass", "source"
)  # fmt: skip


def scoreboard() -> dict:
    """A fresh score of the default model, without what a report doesn't need or what differs from run to run."""
    from regrowth.evidence import check

    scores = check().to_dict()
    rows = [{key: row[key] for key in KEPT if key in row} for row in scores["experiments"]]
    return {"experiments": rows, "summary": {"levels": scores["summary"]["levels"]}}


def one_row_a_line(scores: dict) -> str:
    """The scoreboard as JSON in which a change of one score is a change of one line."""

    def short(value: object) -> str:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)

    rows = ",\n".join(f"  {short(row)}" for row in scores["experiments"])
    levels = ",\n".join(f"  {short(name)}: {short(roles)}" for name, roles in scores["summary"]["levels"].items())
    return f'{{"experiments": [\n{rows}\n ],\n "summary": {{"levels": {{\n{levels}\n }}}}\n}}\n'


def model_page() -> str:
    """Every mechanism's card in reading order, as Markdown."""
    from regrowth.description import describe
    from regrowth.language import LEVELS, catalogue, load
    from regrowth.language.card import card
    from regrowth.report.panels import page_of

    names = catalogue()
    parts = [
        "# The model explained",
        "Made by `docs/build.py` from the mechanisms themselves; the same text as `regrowth describe --all`. "
        "**A research model, not medical advice.**",
        "In parameter tables, `~` marks a number fitted by a script in `calibration/`, `×` one of these that data tell "
        "only as a product with another, `?` an assumption; unmarked "
        "numbers come from the literature.",
    ]
    for level in LEVELS:
        own = [name for name in names if name.startswith(f"{level}/")]
        if not own:
            continue
        parts += [f"## {page_of(level).title}", page_of(level).says]
        for name in own:
            loaded = load(name)
            text = card(loaded).split("\n", 2)[2].strip()
            rival = "" if loaded.mechanism.default else " (rival, off by default)"
            parts += [f"### `{name}`{rival}", f"```text\n{text}\n```"]
    wires = describe().split("\n", 2)[2].strip()
    parts += ["## Wiring", f"```text\n{wires}\n```"]
    return "\n\n".join(parts) + "\n"


def score_table(scores: dict) -> str:
    """The score by level as a Markdown table."""
    from regrowth.report.scores import toughest_null
    from regrowth.report.words import words

    lines = [
        "| level | findings | right | of those never fitted | closest null model |",
        "|---|---:|---:|---:|---|",
    ]
    for level, roles in scores["summary"]["levels"].items():
        both, unfitted = roles["both"], roles.get("check")
        null = toughest_null(both)
        beside = f"{null['passed'] / null['of']:.0%} ({null['name']})" if null else ""
        held = f"{unfitted['passed']} of {unfitted['of']} ({unfitted['share']:.0%})" if unfitted else ""
        name = "**all**" if level == "all levels" else words(level)
        lines.append(f"| {name} | {both['of']} | {both['share']:.0%} | {held} | {beside} |")
    return "\n".join(lines)


def misses(scores: dict, most: int = 25) -> str:
    """The farthest misses as a Markdown table."""
    from regrowth.report.scores import how_far, value_text

    missed = sorted((row for row in scores["experiments"] if not row["pass"]), key=how_far, reverse=True)
    lines = ["| finding | level | published | model | source |", "|---|---|---:|---:|---|"]
    lines += [
        f"| `{row['id']}` | {row['level']} | {value_text(row, 'observed')} | {value_text(row, 'predicted')} | "
        f"{row['source']} |"
        for row in missed[:most]
    ]
    return "\n".join(lines)


def outcome_errors(scores: dict) -> str:
    """How far outcomes of people that were never fitted are off, beside null models, as an item of a list."""
    found = scores["summary"]["levels"]["outcomes"]["check"]
    off, intervals = found["points_off"], found["predictive"]
    return (
        f"- **Outcomes** that were never fitted count as right if a trial of that size could have found them: "
        f"{intervals['covered']} of {intervals['of']}, and such\n  intervals are wide (half of them over "
        f"{intervals['width, point']:.0f} points or {intervals['width, %']:.0f} % of people). In points the model is "
        f"off by\n  {off['model']:.1f} there; with no practice, hope or stress it would be by {off['no context']:.1f}, "
        f"with placebo alone by {off['placebo only']:.1f}, with no drug effect by {off['no drug effect']:.1f}."
    )


def interval_table(scores: dict) -> str:
    """How often predictive intervals of outcomes cover what was published, and how wide they are."""
    from regrowth.evidence.predictive import left_out_coverage

    lines = ["| findings of outcomes | covered by the 95 % interval | half of the intervals are wider than |"]
    lines += ["|---|---:|---|"]
    covered, of = left_out_coverage()
    said = "fitted, each predicted without its own paper and all trials of its design"
    lines.append(f"| {said} | {covered} of {of} ({covered / of:.0%}) | |")
    for role, said in (("fit", "used in fitting"), ("check", "never fitted")):
        made = scores["summary"]["levels"]["outcomes"][role]["predictive"]
        wide = f"{made['width, point']:.1f} points, {made['width, %']:.0f} % of people"
        lines.append(f"| {said} | {made['covered']} of {made['of']} ({made['covered'] / made['of']:.0%}) | {wide} |")
    return "\n".join([*lines, "", ceiling_said(scores)])


def ceiling_said(scores: dict) -> str:
    """How many fitted values a model without error would put inside their published intervals."""
    from regrowth.evidence.predictive import fair_ceiling

    kinds, inside = fair_ceiling(), scores["summary"]["levels"]["outcomes"]["fit"]["inside"]
    fair = {key: sum(kind[key] for kind in kinds.values()) for key in ("rows", "inside", "inside_low", "inside_high")}
    shares = [f"{fair[key] / fair['rows']:.0%}" for key in ("inside", "inside_low", "inside_high")]
    said = {"outcomes": "depression", "trauma": "trauma", "use again": "use"}
    differ = ", ".join(
        f"in {said[name]} by {k['sd']} ({k['sd_low']} to {k['sd_high']}; {k['trials']} trials of {k['groups']} kinds)"
        for name, k in kinds.items()
    )
    return (
        "Published intervals hold sampling error alone. Trials that are alike differ beyond it, in SDs between people "
        f"and from printed\nnumbers alone, {differ}.\nA model that knew every design's true mean would so have "
        f"{shares[0]} of fitted values inside ({shares[1]} to {shares[2]}, of {fair['rows']} whose\n"
        f"sampling error is known); this one has {inside['passed']} of {inside['of']} "
        f"({inside['passed'] / inside['of']:.0%})."
    )


def routes_said(scores: dict) -> str:
    """How near the model comes to values of routes, and how near a model without error could be expected to come."""
    from textwrap import fill as wrapped

    import numpy as np

    from regrowth.evidence import shipped
    from regrowth.report.agreement import within
    from regrowth.report.between_papers import ceiling_said, of_routes

    experiments = of_routes(shipped())
    rows = {row["id"]: row for row in scores["experiments"]}
    folds = np.array([rows[e.id]["predicted"] / rows[e.id]["observed"] for e in experiments])
    unfitted = np.array([e.role == "check" for e in experiments])
    return wrapped(ceiling_said(experiments, within(folds), within(folds[unfitted])), 118)


def pharmacology_said(scores: dict) -> str:
    """How many findings of pharmacology are right, and how many a model without error could be expected to have."""
    from textwrap import fill as wrapped

    from regrowth.evidence import shipped
    from regrowth.report.pharmacology import belongs
    from regrowth.report.reachable import reach, reach_said

    passed = {row["id"]: row["pass"] for row in scores["experiments"]}
    right = {e.id: passed[e.id] for e in shipped() if e.id in passed and belongs(e.level, str(e.observe))}
    kinds = reach(shipped(), right)
    lines = ["| values in people | findings | right | expected so | at most |", "|---|---:|---:|---:|---:|"]
    for k in kinds:
        lines.append(f"| {k.kind} | {k.of} | {k.right} | {k.expected:.0f} ({k.low:.0f} to {k.high:.0f}) | {k.most} |")
    return wrapped(reach_said(kinds, sum(right.values()), len(right)), 118) + "\n\n" + "\n".join(lines)


def numbers() -> str:
    """How many of the model's numbers are measured, fitted and assumed, by level."""
    from regrowth.bibliography import kind_of_source
    from regrowth.engine import assemble
    from regrowth.language import LEVELS
    from regrowth.report.words import words

    model = assemble("human")
    lines = ["| level | from the literature | fitted | assumed |", "|---|---:|---:|---:|"]
    total = [0, 0, 0]
    for level in LEVELS:
        kinds = [kind_of_source(p.source) for p in model.parameters if p.name.startswith(f"{level}/")]
        counts = [kinds.count(kind) for kind in ("measured", "fitted", "assumed")]
        total = [a + b for a, b in zip(total, counts, strict=True)]
        if kinds:
            lines.append(f"| {words(level)} | {counts[0]} | {counts[1]} | {counts[2]} |")
    lines.append(f"| **all** | {total[0]} | {total[1]} | {total[2]} |")
    return "\n".join(lines)


def fill(path: Path, name: str, text: str) -> None:
    """Put text between `<!-- name -->` and `<!-- end name -->`."""
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end {name} -->)", re.DOTALL)
    old = path.read_text("utf-8")
    if not pattern.search(old):
        raise SystemExit(f"{path} has no place for {name}")
    path.write_text(pattern.sub(lambda found: f"{found[1]}{text}\n{found[2]}", old), "utf-8")


def picture() -> None:
    """The README's picture: the cascade of one infusion."""
    import regrowth
    from regrowth.report import cascade_figure

    figure = cascade_figure(regrowth.simulate(ROOT / "protocols" / "murrough2013.yaml"))
    assert figure is not None
    figure.savefig(ROOT / "docs" / "images" / "cascade.png", dpi=110)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--no-score", action="store_true", help="keep the scoreboard as it is")
    if not parser.parse_args().no_score:
        SCOREBOARD.write_text(one_row_a_line(scoreboard()), "utf-8")
    scores = json.loads(SCOREBOARD.read_text("utf-8"))
    (ROOT / "docs" / "model.md").write_text(model_page(), "utf-8")
    (ROOT / "docs" / "reference.md").write_text(reference_page(), "utf-8")
    fill(ROOT / "README.md", "scores", score_table(scores))
    fill(ROOT / "README.md", "outcome errors", outcome_errors(scores))
    fill(ROOT / "docs" / "credibility.md", "scores", score_table(scores))
    fill(ROOT / "docs" / "credibility.md", "misses", misses(scores))
    fill(ROOT / "docs" / "credibility.md", "numbers", numbers())
    fill(ROOT / "docs" / "credibility.md", "intervals", interval_table(scores))
    fill(ROOT / "docs" / "credibility.md", "routes", routes_said(scores))
    fill(ROOT / "docs" / "credibility.md", "pharmacology", pharmacology_said(scores))
    picture()


if __name__ == "__main__":
    main()
