"""An experiment: one published finding as data, one row = one sentence.

Read aloud, a row says: *people*, *given* a dose (or several, *on* those times), perhaps *perturbed*, perhaps given
something else *instead*; *observe* this quantity, *measure* it so, *at* that time; *expect* this, with its spread,
from this *source*. Four kinds:

value
    A number in a `unit`, with its spread (`low`, `high`, what they are in `spread`, and `n`).
curve
    Several such numbers in time order: rows that share one `id`; after the first row, empty fields mean "as above".
sign
    `up`, `down` or `no change`, against the control arm.
verdict
    What a perturbation does to the drug's effect (`blocked`, `reduced`, `kept`, `enhanced`), or what something given
    instead of the drug does (`mimicked`, `no_effect`).

An experiment's level is that of what it observes. `role` says whether parameters may be fitted to it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from regrowth.errors import RegrowthError, nearest
from regrowth.protocol.times import parse_time, parse_times

T = TypeVar("T")

KINDS = ("value", "curve", "sign", "verdict")
ROLES = ("fit", "check")
SIGNS = {"up": 1, "no change": 0, "down": -1}
WITH_DRUG = ("blocked", "reduced", "kept", "enhanced")
INSTEAD = ("mimicked", "no_effect")
SPREADS = ("sd", "sem", "ci95", "range", "iqr", "fold")
REDUCTIONS = ("value", "peak", "trough", "mean", "auc", "time of peak", "half-life")
COMPARISONS = (
    "change from rest",
    "relative change from rest",
    "ratio to rest",
    "difference from control",
    "relative difference from control",
    "ratio to control",
)
OF_COURSES = (
    "of the rise at its peak",
    "share halved from rest",
    "sd of change from rest",
    "relapse of 25 %",
    "relapse of 50 %",
    "relapse of 75 %",
)
FIELDS = (
    "id", "kind", "role", "people", "give", "on", "control", "perturb", "instead", "context",
    "observe", "measure", "at", "expect", "unit", "low", "high", "spread", "n", "pair", "source", "note",
)  # fmt: skip

_BIGGEST_FILE = 20_000_000
_NAME = re.compile(r"[a-z_]+\.[A-Za-z_]\w*")
_WINDOW = re.compile(r"(?P<start>-?[\d.]+)\s*(?P<unit>[A-Za-z]*)\s*(?:to|-|–)\s*(?P<stop>[\d.]+\s*(?P<last>[A-Za-z]+))")


class ExperimentError(RegrowthError):
    """An experiment file can't be used as written. The text names file, line and field."""


@dataclass(frozen=True, slots=True)
class Point:
    """One observation: when (a moment, or a window of hours), what was found, and its bounds."""

    start: float
    stop: float
    expect: float | str
    low: float | None = None
    high: float | None = None
    n: float | None = None

    @property
    def number(self) -> float:
        """What was found, where it is a number (values and curves)."""
        return float(self.expect)

    @property
    def is_window(self) -> bool:
        return self.stop > self.start


@dataclass(frozen=True, slots=True)
class Observe:
    """What is looked at: a sum of observables, perhaps over another sum."""

    over: tuple[str, ...]
    under: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return self.over + self.under

    @property
    def level(self) -> str:
        return self.over[0].split(".")[0]

    def __str__(self) -> str:
        return " / ".join(" + ".join(side) for side in (self.over, self.under) if side)


@dataclass(frozen=True, slots=True)
class Measure:
    """How a course in time becomes a number: a reduction, then a comparison (empty for none)."""

    reduction: str = "value"
    comparison: str = ""

    @property
    def needs_window(self) -> bool:
        return self.reduction != "value" or self.comparison.startswith("relapse")

    @property
    def of_courses(self) -> bool:
        """Whether it is made of whole courses or of all people together, rather than of one number from each."""
        return self.comparison in OF_COURSES

    def __str__(self) -> str:
        return " ".join(part for part in (self.reduction, self.comparison) if part)


@dataclass(frozen=True, slots=True)
class Experiment:
    """One finding, read and validated. Sentences (`give`, `perturb`, …) stay text until they are bound."""

    id: str
    kind: str
    role: str
    people: str
    observe: Observe
    measure: Measure
    points: tuple[Point, ...]
    source: str
    give: tuple[str, ...] = ()
    on: tuple[float, ...] = (0.0,)
    control: tuple[str, ...] = ()
    perturb: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    unit: str = "1"
    spread: str = ""
    pair: str = ""
    note: str = ""
    file: str = ""
    line: int = 0

    @property
    def level(self) -> str:
        return self.observe.level

    @property
    def where(self) -> str:
        return f"{self.file}, line {self.line}"


def window(text: str) -> tuple[float, float]:
    """A moment `24 h` or a window `0-24 h`, `1 h to 3 d`, as start and stop in hours.

    >>> window("40 min"), window("0-24 h")
    ((0.6666666666666666, 0.6666666666666666), (0.0, 24.0))
    """
    found = _WINDOW.fullmatch(text.strip())
    if not found:
        moment = parse_time(text)
        return moment, moment
    start, stop = parse_time(f"{found['start']} {found['unit'] or found['last']}"), parse_time(found["stop"])
    if stop <= start:
        raise ValueError(f"the window {text!r} runs backwards")
    return start, stop


def parse_observe(text: str) -> Observe:
    """`pharmacokinetics.s_ketamine_venous + pharmacokinetics.r_ketamine_venous`, or `… / …`."""
    sides = [tuple(name.strip() for name in side.split("+")) for side in text.split("/")]
    for name in (name for side in sides for name in side):
        if not _NAME.fullmatch(name):
            raise ValueError(f"I can't read {name!r}; write `level.name`, with `+` for a sum and one `/` for a ratio")
    if len(sides) > 2:
        raise ValueError(f"{text!r} has more than one `/`")
    return Observe(sides[0], sides[1] if len(sides) == 2 else ())


def parse_measure(text: str) -> Measure:
    """`peak`, `change from rest`, `auc ratio to control`; empty text is the value itself."""
    said = " ".join(text.split()).lower()
    if said in OF_COURSES:
        return Measure("value", said)
    comparison = max((c for c in COMPARISONS if said.endswith(c)), key=len, default="")
    reduction = said.removesuffix(comparison).strip() or "value"
    if reduction not in REDUCTIONS:
        near = nearest(said, [*REDUCTIONS, *COMPARISONS, *OF_COURSES])
        raise ValueError(
            f"I don't know the measure {text!r}. {near} A measure is one of {', '.join(REDUCTIONS)}, "
            f"perhaps followed by one of {', '.join(COMPARISONS)}; or one of {', '.join(OF_COURSES)}"
        )
    return Measure(reduction, comparison)


def read(path: str | Path) -> list[Experiment]:
    """Read a `.csv` or `.yaml` file of experiments; every mistake names file, line and field."""
    path = Path(path)
    if not path.is_file():
        raise ExperimentError(f"There is no file {path}. A file of experiments is a .csv or .yaml file.")
    if path.stat().st_size > _BIGGEST_FILE:
        raise ExperimentError(
            f"{path} is {path.stat().st_size / 1e6:.0f} MB; a file of experiments has one row per finding "
            f"and at most {_BIGGEST_FILE / 1e6:.0f} MB."
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExperimentError(f"{path} is not a text file in UTF-8 (byte {error.start}).") from error
    return parse(text, str(path))


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
        for row in reader:
            if None in row:
                raise ExperimentError(f"{name}, line {reader.line_num}: more fields than the {len(row) - 1} columns.")
            filled = {key: (value or "").strip() for key, value in row.items()}
            if any(filled.values()) and not next(iter(filled.values())).startswith("#"):
                yield reader.line_num, filled
    except csv.Error as error:
        raise ExperimentError(f"{name}, line {reader.line_num}: not a readable CSV table ({error}).") from error


def _yaml_rows(text: str, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    try:
        loaded = YAML().load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ExperimentError(f"{name}, line {line}: not readable as YAML ({error.problem}).") from error
    listed = loaded.get("experiments") if isinstance(loaded, Mapping) else loaded
    if not isinstance(listed, list) or not all(isinstance(row, Mapping) for row in listed):
        raise ExperimentError(f"{name}: I expected a list of experiments, or `experiments:` and a list under it.")
    for i, row in enumerate(listed):
        line = listed.lc.data[i][0] + 1  # type: ignore[attr-defined]
        points = row.get("points") or [{}]
        for k, point in enumerate(points):
            spoken = {"id": row.get("id", ""), **point} if k else {**row, **point}
            yield line, {str(key): _spoken(value) for key, value in spoken.items() if key != "points"}


def _spoken(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(str(v).strip() for v in value)
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
        return ExperimentError(f"{self.name}, line {self.line}, {field}: {text.rstrip('.')}.")

    def text(self, field: str) -> str:
        return self.row.get(field, "")

    def needed(self, field: str) -> str:
        if not self.text(field):
            raise self.fault(field, f"is empty, and every experiment needs {field!r}")
        return self.text(field)

    def one_of(self, field: str, known: Iterable[str]) -> str:
        value, known = self.needed(field), tuple(known)
        if value not in known:
            raise self.fault(field, f"{value!r} is not one of {', '.join(known)}. {nearest(value, known)}")
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
        unit=r.text("unit") or "1",
        spread=r.one_of("spread", SPREADS) if r.text("spread") else "",
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
    return "; ".join(value) if isinstance(value, tuple) and field != "on" else str(value)


def _point(r: _Row, kind: str) -> Point:
    start, stop = r.must("at", window)
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
    return Point(start, stop, expect, low, high, r.number("n"))


def _hangs_together(e: Experiment, r: _Row) -> None:
    point = e.points[0]
    if e.measure.needs_window and not point.is_window:
        raise r.fault("at", f"{e.measure.reduction!r} needs a window such as `0-24 h`")
    if not e.measure.needs_window and point.is_window:
        raise r.fault("at", "a window needs a measure such as `peak`, `mean` or `auc`")
    if e.kind in ("sign", "verdict") and e.measure.comparison:
        raise r.fault("measure", f"a {e.kind} is already a comparison; name only the reduction")
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


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"I can't read {text!r} as a number") from None
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(f"{text!r} is not a finite number")
    return value


def _number_or_none(text: str) -> float | None:
    return _number(text)


def _moments(text: str) -> tuple[float, ...]:
    moments = parse_times(text)
    if list(moments) != sorted(set(moments)):
        raise ValueError(f"the times {text!r} must rise")
    return moments
