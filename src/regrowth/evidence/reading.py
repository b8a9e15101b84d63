"""Reading files of experiments: the shipped ones and anybody's, every mistake named by file, line and field."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from regrowth.errors import nearest
from regrowth.evidence.experiment import (
    FIELDS,
    INSTEAD,
    KINDS,
    SIGNS,
    SPREADS,
    WITH_DRUG,
    Experiment,
    ExperimentError,
    Measure,
    Point,
    parse_measure,
    parse_observe,
    window,
)
from regrowth.language.units import unit
from regrowth.protocol.entry import Gate, parse_gate
from regrowth.protocol.study import ROLES
from regrowth.protocol.times import parse_times
from regrowth.reading import Unreadable, decoded, parsed

T = TypeVar("T")
_BIGGEST_FILE = 20_000_000


def read(path: str | Path) -> list[Experiment]:
    """Read a `.csv` or `.yaml` file of experiments; every mistake names file, line and field."""
    path = Path(path)
    if not path.is_file():
        what = f"{path} is not an ordinary file" if path.exists() else f"There is no file {path}"
        raise ExperimentError(f"{what}. A file of experiments is a .csv or .yaml file.")
    if path.stat().st_size > _BIGGEST_FILE:
        raise ExperimentError(
            f"{path} is {path.stat().st_size / 1e6:.0f} MB; a file of experiments has one row per finding "
            f"and at most {_BIGGEST_FILE / 1e6:.0f} MB."
        )
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ExperimentError(f"I can't open {path}: {error.strerror or error}.") from error
    with _named(str(path)):
        text = decoded(raw)
    return parse(text, str(path))


@contextmanager
def _named(name: str) -> Iterator[None]:
    """A reader's complaint gets the name of the file."""
    try:
        yield
    except Unreadable as error:
        raise ExperimentError(f"{name}{f', line {error.line}' if error.line else ''}: {error}") from error


def shipped() -> list[Experiment]:
    """All experiments that come with the package, in file order."""
    folder = files("regrowth.evidence").joinpath("experiments")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".csv"))
    found = [e for name in names for e in parse(folder.joinpath(name).read_text(encoding="utf-8"), name)]
    _unique(found)
    return found


def left_out() -> list[dict[str, str]]:
    """Findings of the literature that were not bound, each with its reason: id, table, reason."""
    text = files("regrowth.evidence").joinpath("left_out.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def parse(text: str, name: str) -> list[Experiment]:
    """Experiments from the text of a file; the name's ending says whether it is CSV or YAML."""
    rows = _yaml_rows(text, name) if name.endswith((".yaml", ".yml")) else _csv_rows(text, name)
    found: list[Experiment] = []
    for line, row in rows:
        _known_fields(row, name, line)
        if found and found[-1].kind == "curve" and row.get("id") == found[-1].id:
            found[-1] = _with_points(found[-1], row, name, line)
        else:
            found.append(_experiment(row, name, line))
    if not found:
        raise ExperimentError(f"{name} holds no experiment. Its columns are {', '.join(FIELDS)}.")
    _unique(found)
    return found


def _unique(found: Iterable[Experiment]) -> None:
    seen: dict[str, Experiment] = {}
    for e in found:
        if e.id in seen:
            raise ExperimentError(f"{e.where}, id: {e.id!r} stands already in {seen[e.id].where}.")
        seen[e.id] = e


def _csv_rows(text: str, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = reader.fieldnames or ()
        if twice := [column for column in columns if columns.count(column) > 1]:
            raise ExperimentError(f"{name}, line 1: the column {twice[0]!r} stands there twice.")
        if len(columns) == 1 and (other := re.search(r"[;\t]", columns[0])):
            raise ExperimentError(f"{name}, line 1: columns are separated by commas, not by {other[0]!r}.")
        for row in reader:
            if None in row:
                raise ExperimentError(f"{name}, line {reader.line_num}: more fields than the {len(row) - 1} columns.")
            filled = {key: (value or "").strip() for key, value in row.items()}
            if any(filled.values()) and not next(iter(filled.values())).startswith("#"):
                yield reader.line_num, filled
    except csv.Error as error:
        raise ExperimentError(f"{name}, line {reader.line_num + 1}: not a readable CSV table ({error}).") from error


def _yaml_rows(text: str, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    with _named(name):
        loaded = parsed(text)
    listed = loaded.get("experiments") if isinstance(loaded, Mapping) else loaded
    if not isinstance(listed, list) or not all(isinstance(row, Mapping) for row in listed):
        raise ExperimentError(f"{name}: I expected a list of experiments, or `experiments:` and a list under it.")
    for i, row in enumerate(listed):
        line = listed.lc.data[i][0] + 1  # type: ignore[attr-defined]
        points = row.get("points") or [{}]
        if not isinstance(points, list) or not all(isinstance(point, Mapping) for point in points):
            raise ExperimentError(f"{name}, line {line}, points: write a list, e.g. - {{at: 1 h, expect: 50}}.")
        for k, point in enumerate(points):
            spoken = {"id": row.get("id", ""), **point} if k else {**row, **point}
            fields = {str(key): value for key, value in spoken.items() if key != "points"}
            yield line, {key: _spoken(value, f"{name}, line {line}, {key}") for key, value in fields.items()}


def _spoken(value: object, where: str) -> str:
    """A field as a CSV file would have it: lists are written with semicolons between."""
    if isinstance(value, Mapping):
        raise ExperimentError(f"{where}: write text, a number or a list, not a mapping of keys.")
    if isinstance(value, list):
        return "; ".join(_spoken(v, where) for v in value)
    return "" if value is None else str(value).strip()


def _known_fields(row: Mapping[str, str], name: str, line: int) -> None:
    for field in row:
        if field not in FIELDS:
            near = nearest(field, FIELDS) or f"The fields are {', '.join(FIELDS)}."
            raise ExperimentError(f"{name}, line {line}: unknown field {field!r}. {near}")


class _Row:
    """A row being read: turns a reader's complaint into one that names file, line and field."""

    def __init__(self, row: Mapping[str, str], name: str, line: int) -> None:
        self.row, self.name, self.line = row, name, line

    def fault(self, field: str, text: str) -> ExperimentError:
        ending = "" if text.endswith(("?", ".")) else "."
        return ExperimentError(f"{self.name}, line {self.line}, {field}: {text}{ending}")

    def text(self, field: str) -> str:
        return self.row.get(field, "")

    def needed(self, field: str) -> str:
        if not self.text(field):
            raise self.fault(field, f"is empty, and every experiment needs {field!r}")
        return self.text(field)

    def one_of(self, field: str, known: Iterable[str]) -> str:
        value, known = self.needed(field), tuple(known)
        if value not in known:
            raise self.fault(field, f"{value!r} is not one of {', '.join(known)}. {nearest(value, known)}".rstrip())
        return value

    def read(self, field: str, reader: Callable[[str], T], default: T) -> T:
        return self.must(field, reader) if self.text(field) else default

    def must(self, field: str, reader: Callable[[str], T]) -> T:
        self.needed(field)
        try:
            return reader(self.text(field))
        except ValueError as error:
            raise self.fault(field, str(error)) from error

    def number(self, field: str) -> float | None:
        return self.read(field, _number_or_none, None)

    def sentences(self, field: str) -> tuple[str, ...]:
        return tuple(s.strip() for s in self.text(field).split(";") if s.strip())


def _experiment(row: Mapping[str, str], name: str, line: int) -> Experiment:
    r = _Row(row, name, line)
    kind = r.one_of("kind", KINDS)
    measure = r.read("measure", parse_measure, Measure())
    found = Experiment(
        id=r.needed("id"),
        kind=kind,
        role=r.one_of("role", ROLES),
        people=r.needed("people"),
        observe=r.must("observe", parse_observe),
        measure=measure,
        points=(_point(r, kind),),
        source=r.needed("source"),
        give=r.sentences("give"),
        on=r.read("on", _moments, (0.0,)),
        control=r.sentences("control"),
        perturb=r.sentences("perturb"),
        instead=r.sentences("instead"),
        context=r.sentences("context"),
        enter=r.read("enter", _gates, ()),
        unit=r.read("unit", _unit, "1"),
        spread=r.one_of("spread", SPREADS) if r.text("spread") else "",
        trials=r.read("trials", _trials, 1),
        pair=r.text("pair"),
        note=r.text("note"),
        file=name,
        line=line,
    )
    _hangs_together(found, r)
    return found


def _with_points(curve: Experiment, row: Mapping[str, str], name: str, line: int) -> Experiment:
    r = _Row(row, name, line)
    for field, value in row.items():
        if value and field not in ("id", "kind", "at", "expect", "low", "high", "n"):
            if value != _as_written(curve, field):
                raise r.fault(field, f"differs from the first row of the curve {curve.id!r}; leave it empty")
    point = _point(r, "curve")
    if point.start <= curve.points[-1].start:
        raise r.fault("at", f"the points of the curve {curve.id!r} must be in time order")
    return replace(curve, points=(*curve.points, point))


def _as_written(curve: Experiment, field: str) -> str:
    value = getattr(curve, field, "")
    return "; ".join(map(str, value)) if isinstance(value, tuple) and field != "on" else str(value)


def _point(r: _Row, kind: str) -> Point:
    visits = r.must("at", _moments) if "," in r.text("at") else ()
    start, stop = (visits[0], visits[-1]) if visits else r.must("at", window)
    expect: float | str = r.needed("expect")
    if kind == "sign":
        expect = r.one_of("expect", SIGNS)
    elif kind == "verdict":
        expect = r.one_of("expect", (*WITH_DRUG, *INSTEAD))
    else:
        expect = r.must("expect", _number)
    low, high = r.number("low"), r.number("high")
    if low is not None and high is not None and low > high:
        raise r.fault("low", f"{low:g} lies above high, {high:g}")
    n = r.number("n")
    if n is not None and n < 1:
        raise r.fault("n", f"{n:g} is no number of people or animals")
    return Point(start, stop, expect, low, high, n, visits)


def _hangs_together(e: Experiment, r: _Row) -> None:
    point = e.points[0]
    if e.measure.needs_visits != bool(point.visits):
        raise r.fault("at", "several visits (`1 d, 7 d, 28 d`) and `at one or more of the visits` need each other")
    if e.measure.needs_window and not point.is_window:
        asked = e.measure.comparison if e.measure.of_courses else e.measure.reduction
        raise r.fault("at", f"{asked!r} needs a window such as `0-24 h`")
    if point.is_window and not (e.measure.needs_window or point.visits):
        raise r.fault("at", "a window needs a measure such as `peak`, `mean` or `auc`")
    if e.kind in ("sign", "verdict") and e.measure.comparison:
        raise r.fault("measure", f"a {e.kind} is already a comparison; name only the reduction")
    if (kind := _kind_of_number(e)) and unit(e.unit).dimension != unit(kind).dimension:
        wanted = "a pure number; its unit is 1 or %" if kind == "1" else "a time; its unit is one of time"
        raise r.fault("unit", f"{e.unit!r} can't be: what is measured is {wanted}")
    if e.enter and e.kind not in ("value", "curve"):
        raise r.fault("enter", f"a {e.kind} is of everybody; who goes on is for values and curves")
    if e.enter and point.stop <= (last := max(time for gate in e.enter for time in gate.at)):
        raise r.fault("at", f"{point.stop:g} h is not after the visit at {last:g} h that says who goes on")
    if e.measure.needs_entry and not e.enter:
        raise r.fault("enter", "relapse is of people who were well: say who and when, `outcomes.response at 12 d`")
    if e.kind == "verdict":
        if not e.give:
            raise r.fault("give", "a verdict compares with the drug alone: say what is given")
        if point.expect in WITH_DRUG and (not e.perturb or e.instead):
            raise r.fault("perturb", f"{point.expect!r} needs a perturbation beside the drug, and nothing instead")
        if point.expect in INSTEAD and not (e.instead or e.perturb):
            raise r.fault("instead", f"{point.expect!r} needs something given or done instead of the drug")
    elif e.instead:
        raise r.fault("instead", "only a verdict compares with something given instead")
    if e.kind in ("value", "curve") and e.spread and e.spread != "fold" and (point.low is None or point.high is None):
        raise r.fault("spread", f"{e.spread!r} needs both low and high")
    if e.spread == "fold" and (point.high is None or point.high <= 1):
        raise r.fault("high", "with spread `fold`, high is the factor allowed either way, above 1")


def _kind_of_number(e: Experiment) -> str:
    """A unit of the kind that the measure gives, whatever is observed; empty where it is the observable's."""
    if e.kind not in ("value", "curve") or e.measure.of_courses:
        return ""
    if e.measure.comparison.startswith(("ratio", "relative")):
        return "1"
    if e.measure.reduction in ("time of peak", "half-life"):
        return "h"
    return "1" if e.observe.under else ""


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"I can't read {text!r} as a number") from None
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(f"{text!r} is not a finite number")
    return value


def _gates(text: str) -> tuple[Gate, ...]:
    gates = tuple(parse_gate(part) for part in text.split(";") if part.strip())
    for gate in gates:
        if not gate.who.startswith("outcomes."):
            raise ValueError(f"{gate.who!r} is no yes-or-no measure; write one's name: `outcomes.response at 12 d`")
    return gates


def _unit(text: str) -> str:
    unit(text)  # raises, naming what units are made of
    return text


def _trials(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise ValueError(f"I can't read {text!r} as a number of trials")
    return int(text)


def _number_or_none(text: str) -> float | None:
    return _number(text)


def _moments(text: str) -> tuple[float, ...]:
    moments = parse_times(text)
    if list(moments) != sorted(set(moments)):
        raise ValueError(f"the times {text!r} must rise")
    return moments
