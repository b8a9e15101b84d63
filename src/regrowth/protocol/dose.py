"""The dose sentence: `0.5 mg/kg racemic ketamine IV over 40 min`.

    dose      = step {" then " step}
    step      = amount drug route [over time | bolus]      the first step names everything
              | amount over time                           later steps keep drug and route
              | pause over time
    amount    = number unit["/kg"]["/h" or "/min"]         0.5 mg/kg, 84 mg, 0.28 mg/kg/h, 20 ng, 3 nmol

Into a vein a time is needed; `bolus` (or `push`) is one minute. Every other route is given as a push of one minute
into the depot that the route's absorption starts from; SC may also be an infusion, and "oral over 10 h" is a product
that releases its drug evenly for that long. Placebo needs no amount. A compound that is in no table here, but that a
mechanism takes by an input `<name>_<route>`, is dosed in moles.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cached_property

from regrowth.protocol.drugs import (
    HUMAN,
    HUMAN_RANGE,
    REFUSED_ABOVE,
    TYPICAL_WEIGHT,
    Drug,
    drug_in_moles,
    drug_named,
    find_drug,
    find_route,
    nearest_route,
    route_names,
)
from regrowth.protocol.schedule import Row
from regrowth.protocol.times import HOURS, parse_duration, unit_of
from regrowth.protocol.words import NUMBER, ProtocolError, number, plain, quoted_list, sentence

EXAMPLE = "0.5 mg/kg racemic ketamine IV over 40 min"
_HOW_OFTEN = re.compile(
    r"\b(?:(?:once|twice|\w+ times) )?(?:(?:a|per|each|every|every other) (?:day|week)|daily|weekly)\b", re.IGNORECASE
)
NEEDS = f'A dose needs an amount, a drug, a route and a time: "{EXAMPLE}".'
PUSH = 1 / 60  # h
MOST_STEPS = 100

_MILLIGRAMS = {"ng": 1e-6, "µg": 1e-3, "mg": 1.0, "g": 1e3}
_MICROMOLES = {"nmol": 1e-3, "µmol": 1.0}
_SAME_UNIT = {"ug": "µg", "mcg": "µg", "μg": "µg", "umol": "µmol", "μmol": "µmol"}
_PER_TIME = {"h": 1.0, "hr": 1.0, "hour": 1.0, "min": 1 / 60, "minute": 1 / 60}

_AMOUNT = re.compile(rf"(-?{NUMBER}) ?([^\s\d][^\s]*)(?: (.*))?")
_OVER = re.compile(r"(?:(.*) )?over (.+)", re.IGNORECASE)
_SPAN = re.compile(rf"({NUMBER}) ?([A-Za-z]+)")


@dataclass(frozen=True)
class Amount:
    """A number with its unit, e.g. 0.28 mg/kg/h."""

    value: float
    unit: str  # ng, µg, mg, g, nmol or µmol
    per_kg: bool = False
    per_time: str = ""  # "", "h" or "min": an infusion rate

    def __str__(self) -> str:
        return f"{plain(self.value)} {self.unit}{'/kg' * self.per_kg}{'/' * bool(self.per_time)}{self.per_time}"

    def micromoles(self, molar_mass: float, hours: float) -> float:
        """Amount given in `hours`, in µmol (per kg if the amount is)."""
        total = self.value * (hours / _PER_TIME[self.per_time] if self.per_time else 1.0)
        if self.unit in _MICROMOLES:
            return total * _MICROMOLES[self.unit]
        return total * _MILLIGRAMS[self.unit] * 1000 / molar_mass


@dataclass(frozen=True)
class Step:
    """One stretch at one rate: how much, for how long. No amount: a pause, or placebo."""

    amount: Amount | None
    lasts: float | None  # in `unit`; None: a push
    unit: str = "min"

    @property
    def hours(self) -> float:
        return PUSH if self.lasts is None else self.lasts * HOURS[self.unit]


@dataclass(frozen=True)
class Dose:
    """A dose as read: drug, route and one or more steps. `str(dose)` reads back as the same dose."""

    drug: str
    route: str
    steps: tuple[Step, ...]

    @cached_property
    def product(self) -> Drug:
        return drug_in_moles(self.drug)

    @property
    def is_placebo(self) -> bool:
        return not self.product.compounds

    @property
    def hours(self) -> float:
        """How long the giving lasts."""
        return sum(step.hours for step in self.steps)

    def micromoles(self, weight: float) -> float:
        """The whole dose in µmol of product for a body of `weight` kg."""
        return sum(
            step.amount.micromoles(self.product.molar_mass, step.hours) * (weight if step.amount.per_kg else 1.0)
            for step in self.steps
            if step.amount
        )

    def milligrams(self, weight: float) -> float:
        """The whole dose in mg of product for a body of `weight` kg; NaN for a compound that is in no table."""
        return self.micromoles(weight) * self.product.molar_mass / 1000

    def rows(self, start: float = 0.0, lasts: float | None = None) -> list[Row]:
        """Schedule rows of this dose given at `start` (hours): one per step and compound, in µmol/h (per kg)."""
        rows, begin = [], start
        for step in self.steps:
            end = begin + step.hours
            if step.amount:
                rate = step.amount.micromoles(self.product.molar_mass, step.hours) / step.hours
                for compound, share in self.product.compounds:
                    channel = f"{compound}_{self.route.lower().replace(' ', '_')}"
                    rows.append(Row(channel, begin, end, rate * share, step.amount.per_kg))
            begin = end
        return rows

    def __str__(self) -> str:
        parts = []
        for place, step in enumerate(self.steps):
            amount = str(step.amount) if step.amount else ("" if self.is_placebo and not place else "pause")
            named = f"{self.drug} {self.route}" if place == 0 else ""
            if step.lasts is not None:
                span = f"over {plain(step.lasts)} {step.unit}"
            else:
                span = "bolus" if self.route == "IV" else ""
            parts.append(" ".join(part for part in (amount, named, span) if part))
        return " then ".join(parts)


def parse_dose(text: object) -> Dose:
    """Read a dose sentence.

    >>> dose = parse_dose("0.5 mg/kg ketamine i.v. over 40 min")
    >>> str(dose)
    '0.5 mg/kg racemic ketamine IV over 40 min'
    >>> round(dose.micromoles(weight=70), 1)
    147.2
    """
    words = sentence(text, "a dose", EXAMPLE)
    if match := _HOW_OFTEN.search(words):
        raise _unreadable(
            words,
            f'"{match[0]}" stands in the sentence. How often is said below it, in a key of its own: "twice weekly for: '
            '4 weeks", "daily for: 6 weeks", "on days: [1, 4, 8]"',
        )
    parts = re.split(r",? then ", words, flags=re.IGNORECASE)
    if len(parts) > MOST_STEPS:
        raise ProtocolError(f"A dose of {len(parts)} steps; at most {MOST_STEPS} are read.")
    drug, route, first = _first_step(parts[0], words)
    steps = [first, *(_later_step(part, words, drug, route) for part in parts[1:])]
    if len(steps) > 1 and route not in ("IV", "SC"):
        raise _unreadable(words, f'steps joined by "then" are for IV and SC infusions; {route} is given at once')
    return Dose(drug.name, route, tuple(steps))


def check_dose(dose: Dose, species: str) -> list[str]:
    """Refuse a dose that makes no sense for a species; return warnings about one above the published human range."""
    if species == HUMAN and dose.route in ("IP", "local"):
        raise ProtocolError(
            f'"{dose}": {dose.route} is for animals. People get IV, IM, SC, oral, nasal, nasal solution or sublingual '
            "doses."
        )
    weight = TYPICAL_WEIGHT[species]
    per_kg = dose.milligrams(weight) / weight
    if per_kg > REFUSED_ABOVE[species]:
        raise ProtocolError(
            f'"{dose}" is {plain(float(f"{per_kg:.3g}"))} mg/kg for a {species} of {plain(weight)} kg. '
            f"Nobody gives more than {plain(REFUSED_ABOVE[species])} mg/kg; check the unit."
        )
    known = HUMAN_RANGE.get((dose.drug, dose.route)) if species == HUMAN else None
    if known and per_kg > known[0] * (1 + 1e-9):
        return [f'"{dose}" is above the published human range: {known[1]}. Read its results with care.']
    return []


def _first_step(part: str, whole: str) -> tuple[Drug, str, Step]:
    amount, rest = _amount(part, whole)
    rest, lasts, unit = _time(rest, whole)
    name, route, bolus = _drug_and_route(rest, whole)
    in_moles = amount is not None and amount.unit in _MICROMOLES
    drug = (drug_in_moles(name) if in_moles else find_drug(name)) if name else None
    if drug is None:
        if amount is None and re.search(r"\d ?(?:[num]?mol|[nuµμmk]?g)\b", name):
            raise _unreadable(whole, "the amount doesn't stand first")
        raise _unreadable(whole, "the drug is missing") if not name else _with(drug_named, name, whole)
    if amount is None and drug.compounds:
        raise _unreadable(whole, "the amount is missing")
    if amount is not None and not drug.compounds:
        raise _unreadable(whole, f'{drug.name} has no amount: write "{drug.name} {route} over 40 min"')
    if bolus and (route != "IV" or lasts is not None):
        raise _unreadable(whole, 'a bolus goes into a vein within a minute: "IV bolus", with no other time')
    if lasts is not None and route not in ("IV", "SC", "oral", "local"):
        raise _unreadable(whole, f'{route} can\'t be given "over" a time; only IV, SC, oral and local can')
    if route == "IV" and lasts is None and not bolus:
        raise _unreadable(whole, 'the time is missing: add "over 40 min", or write "IV bolus"')
    if amount and amount.per_time and lasts is None:
        raise _unreadable(whole, f'{amount} is a rate: add how long, "over 60 min"')
    return drug, route, Step(amount, lasts, unit)


def _later_step(part: str, whole: str, drug: Drug, route: str) -> Step:
    if match := re.fullmatch(r"(?:pause|nothing|stop) (?:over|for) (.+)", part, re.IGNORECASE):
        return Step(None, *_span(match[1], whole))
    amount, rest = _amount(part, whole)
    rest, lasts, unit = _time(rest, whole)
    if rest:
        name, again, bolus = _drug_and_route(rest, whole)
        if again != route or drug_in_moles(name).name != drug.name or bolus:
            raise _unreadable(whole, "all steps of one dose share drug and route; write another `give:` for the rest")
    if amount and amount.unit not in _MICROMOLES and math.isnan(drug.molar_mass):
        raise _with(drug_named, drug.name, whole)
    if amount is None or lasts is None:
        raise _unreadable(whole, f'"{part}" needs an amount and a time: "0.58 mg/kg/h over 70 min"')
    if not drug.compounds:
        raise _unreadable(whole, f"{drug.name} has no amount")
    return Step(amount, lasts, unit)


def _amount(part: str, whole: str) -> tuple[Amount | None, str]:
    """The amount at the start of a step, and the words after it."""
    part = re.sub(r"(?<=\w) per (?=kg|h|hour|min|minute)\b", "/", part, flags=re.IGNORECASE)
    match = _AMOUNT.fullmatch(part)
    if re.match(rf"-?{NUMBER},\d", part) and not find_drug(part.rsplit(" ", 1)[0]):
        raise _unreadable(whole, "use a decimal point, not a comma")
    if not match:
        if re.match(r"\.\d", part):
            raise _unreadable(whole, f'write the zero before the point: "0{part}"')
        if re.fullmatch(rf"{NUMBER}(?:-{NUMBER})?.*", part):
            raise _unreadable(whole, 'the amount has no unit, or isn\'t a single number: "0.5 mg/kg"')
        return None, part
    if find_drug(f"{match[1]}{match[2]}") or find_drug(part.rsplit(" ", 1)[0]):
        return None, part
    value = number(match[1])
    unit, *per = match[2].split("/")
    unit = _SAME_UNIT.get(unit.lower(), unit)
    unit = unit if unit in _MILLIGRAMS or unit in _MICROMOLES else unit.lower()
    per_kg = bool(per) and per[0].lower() == "kg"
    rest = per[1:] if per_kg else per
    per_time = rest[0].lower() if rest else ""
    if (unit not in _MILLIGRAMS and unit not in _MICROMOLES) or len(rest) > 1 or (rest and per_time not in _PER_TIME):
        raise _unreadable(whole, _wrong_unit(match[2]))
    if not value > 0:
        raise _unreadable(whole, f'{plain(value)} {match[2]} isn\'t more than nothing; for placebo write "saline"')
    return Amount(value, unit, per_kg, {"hr": "h", "hour": "h", "minute": "min"}.get(per_time, per_time)), match[
        3
    ] or ""


def _wrong_unit(unit: str) -> str:
    if unit.lower().startswith(("ml", "l", "cc", "drop", "spray", "tablet")):
        return f'"{unit}" says nothing about the amount of drug; write mg or mg/kg'
    if "lb" in unit.lower():
        return f'"{unit}" isn\'t a unit I take; give the dose per kg (1 kg = 2.205 lb)'
    known = quoted_list(["mg/kg", "mg", "µg", "ng", "g", "µmol", "nmol"])
    return f'"{unit}" isn\'t a unit of dose; use {known}, with /h or /min for a rate'


def _time(rest: str, whole: str) -> tuple[str, float | None, str]:
    """Split `… over 40 min` off the end."""
    match = _OVER.fullmatch(rest)
    if not match:
        return rest, None, "min"
    return match[1] or "", *_span(match[2], whole)


def _span(text: str, whole: str) -> tuple[float, str]:
    try:
        hours = parse_duration(text)
    except ProtocolError as error:
        raise _unreadable(whole, error.problem.rstrip(".")) from error
    if hours < 1 / 3600:
        raise _unreadable(whole, f'"{text}" is shorter than a second')
    match = _SPAN.fullmatch(text.strip())
    assert match
    return number(match[1]), unit_of(match[2])


def _drug_and_route(rest: str, whole: str) -> tuple[str, str, bool]:
    words = [word for word in rest.replace("by mouth", "oral").split(" ") if word]
    bolus = bool(words) and words[-1].lower() in ("bolus", "push")
    if bolus or (words and words[-1].lower() == "infusion"):
        words.pop()
    long = 2 if find_route(" ".join(words[-2:])) and len(words) > 1 else 1
    route = find_route(" ".join(words[-long:])) if words else None
    if route is None:
        if words and find_drug(" ".join(words)) is None:
            first = words and find_route(words[0])
            hint = f'Write the route after the drug: "{" ".join([*words[1:], words[0]])}"' if first else ""
            hint = hint or f"{nearest_route(words[-1])} Routes are {route_names()}".strip()
            raise _unreadable(whole, f'"{words[-1]}" isn\'t a route. {hint}')
        raise _unreadable(whole, f"the route is missing: {route_names()}")
    return " ".join(words[:-long]), route, bolus


def _with(read, name: str, whole: str) -> ProtocolError:
    """The error that reading a name raises, as part of this sentence's error."""
    try:
        read(name)
    except ProtocolError as error:
        return _unreadable(whole, error.problem)
    raise AssertionError(name)


def _unreadable(whole: str, why: str) -> ProtocolError:
    stop = "" if why.endswith(("?", ".")) else "."
    return ProtocolError(f'I can\'t read "{whole}" as a dose. {NEEDS} Here {why}{stop}')
