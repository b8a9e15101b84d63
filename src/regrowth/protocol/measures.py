"""What is measured, and what others have measured: `measure:` and `evidence:`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from regrowth.errors import RegrowthError, nearest
from regrowth.protocol.arms import Arm
from regrowth.protocol.study import Dot, Measure
from regrowth.protocol.times import in_words, parse_time, parse_times
from regrowth.protocol.tree import items, line_of, real, refuse_unknown, whole
from regrowth.protocol.words import ProtocolError, about, plain, quoted_list

DOT_KEYS = (
    "what",
    "arm",
    "against",
    "at",
    "value",
    "change",
    "unit",
    "sd",
    "sem",
    "ci",
    "iqr",
    "range",
    "n",
    "source",
    "id",
)
SPREADS = ("sd", "sem", "ci", "iqr", "range")
EFFECT_SIZE = re.compile(r"SDs? of (\d+(?:\.\d+)?) (.+)")  # so much of a unit is one SD
DAY, WEEK = 24.0, 168.0


def read_measures(node: object, arms: Sequence[Arm]) -> tuple[Measure, ...]:
    found = []
    for item, line in items(node, "measure", "{what: MADRS, at: [day 0, 24 h, day 7]}"):
        refuse_unknown(item, ("what", "at", "unit"), "`measure:`")
        if "what" not in item or "at" not in item:
            raise ProtocolError("a measure needs `what` and `at`: {what: MADRS, at: [day 0, 24 h, day 7]}.").at(
                "", line
            )
        try:
            times = sorted(set(parse_times(item["at"], _shared_doses(item["at"], arms))))
        except ProtocolError as error:
            raise error.at("", line_of(item, "at") or line) from None
        if times[0] < 0:
            raise ProtocolError(
                f"a measure at {in_words(times[0])} is before the start. The visit before the first dose is day 0."
            ).at("", line_of(item, "at") or line)
        names = item["what"] if isinstance(item["what"], (list, tuple)) else [item["what"]]
        if not names or not all(isinstance(name, str) and name.strip() for name in names):
            raise ProtocolError("`what` names what is measured: MADRS, or [MADRS, HAM-D].").at(
                "", line_of(item, "what") or line
            )
        told = _own_unit(item, line)
        found += [Measure(str(name).strip(), tuple(times), line_of(item, "what") or line, told) for name in names]
    return tuple(found)


def _own_unit(item: Mapping, line: int | None) -> str:
    """The unit that a measure is wanted in, if one is said."""
    told = str(item.get("unit", "")).strip()
    if told:
        from regrowth.language import unit

        try:
            unit(told)
        except RegrowthError:
            raise ProtocolError(
                f'I can\'t read the unit "{told}". Write one such as ng/mL, or leave it out for the observable\'s own.'
            ).at("", line_of(item, "unit") or line) from None
    return told


def _shared_doses(at: object, arms: Sequence[Arm]) -> list[float] | None:
    """Dose times that `24 h after last dose` refers to: those of all arms, if they agree."""
    if not re.search(r"\bdose\b", str(at)):
        return None
    times = {tuple(time for time, _ in arm.doses) for arm in arms if arm.doses}
    if len(times) > 1:
        raise ProtocolError("the arms are dosed at different times: write the measure's times as hours or days.")
    return list(times.pop()) if times else None


def read_evidence(node: object, arms: Sequence[Arm], source: str) -> tuple[Dot, ...]:
    names = [arm.name for arm in arms]
    found = []
    for item, line in items(node, "evidence", "{what: MADRS, arm: ketamine, at: 24 h, change: -16.5, n: 47}"):
        refuse_unknown(item, DOT_KEYS, "`evidence:`")
        try:
            found.append(_dot(item, names, source))
        except ProtocolError as error:
            raise error.at("", line_of(item, error.key) if error.key in item else line) from None
    return tuple(found)


def _dot(item: Mapping, names: Sequence[str], source: str) -> Dot:
    for key in ("what", "arm", "at"):
        if key not in item:
            raise ProtocolError(
                f"a published value needs `{key}`: {{what: MADRS, arm: {names[0]}, at: 24 h, change: -16.5}}."
            )
    if ("value" in item) == ("change" in item):
        raise ProtocolError("a published value needs either `value` or `change` (from day 0).")
    for key in ("arm", "against"):
        if key in item and str(item[key]) not in names:
            hint = nearest(str(item[key]), names) or f"Arms are {quoted_list(list(names))}."
            with about(key):
                raise ProtocolError(f'there is no arm "{item[key]}". {hint}')
    with about("at"):
        at, until = _span(item["at"])
    with about("unit"):
        unit = _unit(str(item.get("unit", "")))
    key = "change" if "change" in item else "value"
    value = real(item, key)
    spreads = [kind for kind in SPREADS if kind in item]
    if len(spreads) > 1:
        raise ProtocolError(f"{quoted_list(spreads)}: give one kind of spread.")
    low = high = None
    if spreads:
        low, high = _bounds(item, spreads[0], value)
    return Dot(
        what=str(item["what"]),
        arm=str(item["arm"]),
        at=at,
        value=value,
        change=key == "change",
        against=str(item.get("against", "")),
        unit=unit,
        spread=spreads[0] if spreads else "",
        low=low,
        high=high,
        n=whole(item, "n", 1, 10**7, None),
        source=str(item.get("source", source)),
        id=str(item.get("id", "")),
        until=until,
    )


def _unit(text: str) -> str:
    """The unit of a published value, as it is written; `SD of 8.5 points` for an effect size."""
    sds = EFFECT_SIZE.fullmatch(text)
    own = sds[2] if sds else text
    if own in ("", "points"):
        return text
    from regrowth.language import unit

    try:
        unit(own)
    except RegrowthError:
        raise ProtocolError(
            f'I can\'t read the unit "{text}". Write points, ng/mL, %, or for an effect size what its SD is, to stand '
            "beside the model: SD of 8.5 points."
        ) from None
    return text


def _span(at: object) -> tuple[float, float | None]:
    """`24 h`, or `24 h to day 30`: hours, and the end of a span."""
    first, _, last = str(at).partition(" to ")
    if not last:
        return parse_time(at), None
    start, end = parse_time(first), parse_time(last)
    if end <= start:
        raise ProtocolError(f'"{at}" runs backwards.')
    return start, end


def _bounds(item: Mapping, kind: str, value: float) -> tuple[float, float]:
    if kind in ("sd", "sem"):
        half = real(item, kind)
        if half < 0:
            with about(kind):
                raise ProtocolError(f"{kind} {plain(half)} is negative.")
        return value - half, value + half
    pair = item[kind]
    with about(kind):
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            raise ProtocolError(f"{kind} has two ends: {kind}: [-12.7, -3.2].")
        low, high = (real({kind: end}, kind) for end in pair)
        if low > high:
            raise ProtocolError(f"{kind}: [{plain(low)}, {plain(high)}] runs backwards.")
    return low, high


def read_horizon(until: object, arms: Sequence[Arm], measures: Sequence[Measure], evidence: Sequence[Dot]) -> float:
    read_off = [*(time for measure in measures for time in measure.at), *(dot.ends for dot in evidence)]
    ends = max(arm.ends for arm in arms)
    last = max([0.0, *read_off])
    if until is None and last > 0:
        unseen = max((time + dose.hours for arm in arms for time, dose in arm.doses), default=0.0)
        return max(last, ends, unseen + DAY if unseen > last else 0.0)  # no figure ends in the middle of a dose
    if until is None:
        return ends + WEEK
    horizon = parse_time(until)
    if horizon <= 0:
        raise ProtocolError(f"until {in_words(horizon)} is before anything happens.")
    if last > horizon:
        raise ProtocolError(f"something is measured at {in_words(last)}, after the end at {in_words(horizon)}.")
    for arm in arms:
        for event in arm.events:
            starts = max([event.moments[-1], *(r.start for r in event.rows() if r.start != float("-inf"))])
            if starts >= horizon:
                when = f"{in_words(starts)}, after the end at {in_words(horizon)}"
                raise ProtocolError(f'arm "{arm.name}": "{event.text}" happens at {when}. Move it, or `until`.')
    return horizon
