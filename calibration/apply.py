"""Write calibrated values into the mechanism files, or check that they stand there.

    uv run python calibration/apply.py [RESULTS.json ...]            write
    uv run python calibration/apply.py --check [RESULTS.json ...]    compare; exit 1 on any difference

A results file has a list "parameters"; each entry names a parameter in full (`pharmacokinetics/liver.cl_int_s`), its
`value` in the declared unit, the `experiments` it was fitted to, and optionally a `species` (the alternative of that
species is set), an `interval`, a `spread` and a `note`. In the mechanism file the number, the source (`fitted: …`), the
interval, the spread and the note are replaced; nothing else is touched. Without arguments, all results beside this script are used.
A list "rates" holds rates of relapse, which belong to the presets of people and are written there.
How the parameters of each fit go together is written to `src/regrowth/correlations.json`.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "src" / "regrowth"
MECHANISMS = PACKAGE / "mechanisms"
CORRELATIONS = PACKAGE / "correlations.json"
PRESETS = PACKAGE / "people" / "presets.py"


def results() -> list[Path]:
    """All results files beside this script that set parameters."""
    return [path for path in sorted(HERE.glob("*.json")) if "parameters" in json.loads(path.read_text())]


def entries(path: Path) -> list[dict]:
    """The parameters a results file sets."""
    return json.loads(path.read_text())["parameters"]


def source_of(entry: dict) -> str:
    """The source a calibrated parameter carries."""
    return "fitted: " + ", ".join(entry["experiments"])


def correlations() -> dict[str, dict]:
    """How the parameters of each fit go together, for `regrowth.uncertain`: names, and rows of the lower triangle."""
    found = {}
    for path in results():
        content = json.loads(path.read_text())
        names = [entry["name"] for entry in content["parameters"]]
        species = {entry.get("species", "human") for entry in content["parameters"]}
        if len(names) == len(content.get("correlation", ())) > 1 == len(species):
            found[path.stem] = {"species": species.pop(), "names": names, "lower": content["correlation"]}
    return found


def apply(path: Path) -> list[str]:
    """Write one results file into the mechanism files; returns the names of the parameters that changed."""
    changed = []
    for entry in entries(path):
        mechanism, _, parameter = entry["name"].rpartition(".")
        file = MECHANISMS / f"{mechanism}.py"
        before = file.read_text()
        after = rewritten(before, parameter, entry)
        if after != before:
            file.write_text(after)
            changed.append(entry["name"])
    return changed + _apply_rates(path)


def _apply_rates(path: Path) -> list[str]:
    changed = []
    for entry in json.loads(path.read_text()).get("rates", ()):
        before = PRESETS.read_text()
        rate = rf'("{entry["name"]}",.*?"relapse_rate": Trait\()[\d.]+'
        after, found = re.subn(rate, rf"\g<1>{entry['value']:.6g}", before, count=1, flags=re.DOTALL)
        if not found:
            raise SystemExit(f"no relapse_rate is written out for {entry['name']} in {PRESETS.name}")
        if after != before:
            PRESETS.write_text(after)
            changed.append(f"{PRESETS.stem}.{entry['name']}")
    return changed


def rewritten(text: str, parameter: str, entry: dict) -> str:
    """The text of a mechanism file with one parameter's number, source, interval, spread and note replaced."""
    call = _declaration(text, parameter)
    first = 0 if entry.get("species") else 1  # where the number stands; in an alternative the rest follows by place
    if entry.get("species"):
        call = _alternative(call, parameter, entry["species"])
    fields = {"value": call.args[first]} | {
        name: _argument(call, place if entry.get("species") else None, name)
        for name, place in (("source", 1), ("spread", 2), ("note", 3), ("interval", None))
    }
    new = {"value": format(entry["value"], ".6g"), "source": json.dumps(source_of(entry), ensure_ascii=False)}
    if entry.get("spread"):
        new["spread"] = json.dumps(entry["spread"])
    added = {}
    if entry.get("note") is not None:
        added["note"] = json.dumps(entry["note"], ensure_ascii=False)
    if entry.get("interval"):
        added["interval"] = f"({entry['interval'][0]:.6g}, {entry['interval'][1]:.6g})"
    new |= {name: value for name, value in added.items() if fields[name] is not None}
    if late := "".join(f", {name}={value}" for name, value in added.items() if fields[name] is None):
        # after the last argument
        last = max((*call.args, *(k.value for k in call.keywords)), key=lambda n: (n.end_lineno, n.end_col_offset))
        if same := [name for name in new if fields[name] is last]:
            new[same[0]] += late
        else:
            fields["last"], new["last"] = last, f"{ast.get_source_segment(text, last)}{late}"
    places = [(fields[name], new_text) for name, new_text in new.items()]
    for node, new_text in sorted(places, key=lambda place: (place[0].lineno, place[0].col_offset), reverse=True):
        text = _replaced(text, node, new_text)
    ast.parse(text)
    return text


def problems(path: Path) -> list[str]:
    """Differences between a results file and the loaded mechanisms."""
    from regrowth.language import load

    found = []
    for entry in entries(path):
        mechanism, _, name = entry["name"].rpartition(".")
        declared = {p.name: p for p in load(mechanism).mechanism.parameters}.get(name)
        if declared is None:
            found.append(f"{path.name}: {entry['name']} does not exist")
            continue
        declared = declared.for_species(entry.get("species", "human"))
        if declared.value != float(format(entry["value"], ".6g")):
            found.append(f"{path.name}: {entry['name']} is {declared.value:g}, the fit gave {entry['value']:g}")
        if entry.get("spread") and declared.spread != entry["spread"]:
            found.append(
                f"{path.name}: {entry['name']} varies by {declared.spread!r}, the fit gave {entry['spread']!r}"
            )
        if declared.interval and entry.get("interval") and list(declared.interval) != entry["interval"]:
            found.append(f"{path.name}: {entry['name']} has the interval {declared.interval}, the fit {entry['interval']}")
        if declared.source != source_of(entry):
            found.append(f"{path.name}: {entry['name']} has the source {declared.source!r}, not {source_of(entry)!r}")
    return found


def _declaration(text: str, parameter: str) -> ast.Call:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "par":
            if node.args and isinstance(node.args[0], ast.Constant) and node.args[0].value == parameter:
                return node
    raise SystemExit(f"no `par({parameter!r}, …)` is written out in the mechanism file")


def _alternative(call: ast.Call, parameter: str, species: str) -> ast.Call:
    for keyword in call.keywords:
        if keyword.arg == species and isinstance(keyword.value, ast.Call):
            return keyword.value
    raise SystemExit(f"`par({parameter!r}, …)` has no alternative for {species}")


def _argument(call: ast.Call, position: int | None, name: str) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    return call.args[position] if position is not None and position < len(call.args) else None


def _replaced(text: str, node: ast.expr, new: str) -> str:
    lines = text.splitlines(keepends=True)
    assert node.end_lineno is not None and node.end_col_offset is not None
    start = sum(len(line) for line in lines[: node.lineno - 1]) + _characters(lines[node.lineno - 1], node.col_offset)
    last = lines[node.end_lineno - 1]
    stop = sum(len(line) for line in lines[: node.end_lineno - 1]) + _characters(last, node.end_col_offset)
    return text[:start] + new + text[stop:]


def _characters(line: str, utf8_offset: int) -> int:
    return len(line.encode()[:utf8_offset].decode())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="results files (default: all beside this script)")
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 on any difference")
    options = parser.parse_args()
    files = options.files or results()
    if options.check:
        found = [problem for path in files for problem in problems(path)]
        if json.loads(CORRELATIONS.read_text()) != correlations():
            found.append(f"{CORRELATIONS.name} is not what the fits gave")
        print("\n".join(found) or f"{len(files)} results files: the mechanism files hold the fitted values")
        return 1 if found else 0
    for path in files:
        print(f"{path.name}: {', '.join(apply(path)) or 'nothing to change'}")
    CORRELATIONS.write_text(json.dumps(correlations(), indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
