"""Drugs, routes and the ranges people have been given: the tables behind the dose sentence.

Masses are of the free base unless the product says otherwise, because doses of ketamine, esketamine, midazolam and
escitalopram are labelled as base.
"""

from __future__ import annotations

import difflib
import math
from dataclasses import dataclass

from regrowth.errors import nearest
from regrowth.protocol.words import ProtocolError, name_of


@dataclass(frozen=True)
class Drug:
    """What a named product delivers: molar mass (NaN: unknown) and the share of each compound, by moles."""

    name: str
    molar_mass: float  # g/mol, equally mg/mmol and µg/µmol
    compounds: tuple[tuple[str, float], ...]  # (compound, share); empty for placebo
    other_names: tuple[str, ...] = ()


def _one(name: str, mass: float, compound: str, *others: str) -> Drug:
    return Drug(name, mass, ((compound, 1.0),), others)


def _half(name: str, mass: float, *others: str) -> Drug:
    base = name.split()[1]
    return Drug(name, mass, ((f"s_{base}", 0.5), (f"r_{base}", 0.5)), others)


KETAMINE, NORKETAMINE, HYDROXYNORKETAMINE, CITALOPRAM = 237.73, 223.70, 239.70, 324.39

DRUGS: tuple[Drug, ...] = (
    _half("racemic ketamine", KETAMINE, "ketamine", "(R,S)-ketamine", "rac-ketamine"),
    _half("racemic ketamine hydrochloride", 274.19, "ketamine hydrochloride", "ketamine HCl"),
    _one("esketamine", KETAMINE, "s_ketamine", "S-ketamine", "(S)-ketamine", "S(+)-ketamine", "Spravato"),
    _one("arketamine", KETAMINE, "r_ketamine", "R-ketamine", "(R)-ketamine", "R(-)-ketamine"),
    _half("racemic norketamine", NORKETAMINE, "norketamine", "(R,S)-norketamine"),
    _one("S-norketamine", NORKETAMINE, "s_norketamine", "(S)-norketamine", "esnorketamine"),
    _one("R-norketamine", NORKETAMINE, "r_norketamine", "(R)-norketamine", "arnorketamine"),
    _one("(2R,6R)-HNK", HYDROXYNORKETAMINE, "hnk", "(2R,6R)-hydroxynorketamine", "2R,6R-HNK", "HNK"),
    _one("midazolam", 325.77, "midazolam"),
    _one("memantine", 179.30, "memantine"),
    _one("memantine hydrochloride", 215.76, "memantine", "memantine HCl"),
    _one("escitalopram", CITALOPRAM, "escitalopram", "S-citalopram"),
    # citalopram's effect on the serotonin transporter is that of its S half
    Drug("citalopram", CITALOPRAM, (("escitalopram", 0.5),), ("racemic citalopram",)),
    _one("MK-801", 221.30, "mk801", "dizocilpine"),
    _one("lanicemine", 198.27, "lanicemine", "AZD6765"),
    _one("traxoprodil", 327.42, "traxoprodil", "CP-101,606"),
    _one("Ro 25-6981", 339.47, "ro_25_6981", "Ro25-6981"),
    Drug("saline", 1.0, (), ("placebo", "vehicle", "sham")),
)

_OTHER_SSRIS = ("sertraline", "fluoxetine", "paroxetine", "fluvoxamine")
_BY_NAME = {name_of(name): drug for drug in DRUGS for name in (drug.name, *drug.other_names)}

ROUTES: dict[str, tuple[str, ...]] = {
    "IV": ("iv", "i.v.", "intravenous", "intravenously"),
    "IM": ("im", "i.m.", "intramuscular", "intramuscularly"),
    "SC": ("sc", "s.c.", "subcutaneous", "subcutaneously"),
    "IP": ("ip", "i.p.", "intraperitoneal", "intraperitoneally"),
    "oral": ("oral", "orally", "po", "p.o.", "by mouth"),
    "nasal": ("nasal", "nasally", "intranasal", "intranasally"),
    "nasal solution": ("nasal solution", "intranasal solution", "nasal atomiser", "nasal atomizer"),
    "sublingual": ("sublingual", "sublingually", "sl", "s.l.", "sublingual troche", "sublingual lozenge"),
    "local": ("local", "locally", "micro-injection", "microinjection"),
}
_BY_ROUTE = {spelling: route for route, spellings in ROUTES.items() for spelling in spellings}

HUMAN, MOUSE, RAT = "human", "mouse", "rat"
TYPICAL_WEIGHT = {HUMAN: 70.0, RAT: 0.3, MOUSE: 0.025}  # kg, only to judge whether a dose is absurd
REFUSED_ABOVE = {HUMAN: 100.0, RAT: 2000.0, MOUSE: 2000.0}  # mg/kg of anything

# mg/kg a human dose is warned above: (drug, route) -> (mg/kg, where the number comes from)
HUMAN_RANGE: dict[tuple[str, str], tuple[float, str]] = {
    ("racemic ketamine", "IV"): (4.5, "4.5 mg/kg, the label's highest anaesthetic dose into a vein"),
    ("racemic ketamine", "IM"): (13.0, "13 mg/kg, the label's highest anaesthetic dose into a muscle"),
    ("racemic ketamine", "SC"): (1.0, "1 mg/kg, the highest in the trials of this route"),
    ("racemic ketamine", "oral"): (1000 / 70, "1000 mg a day, the highest in the trials of this route"),
    ("racemic ketamine", "nasal"): (50 / 70, "50 mg, the dose of the depression trial by this route"),
    ("racemic ketamine", "nasal solution"): (50 / 70, "50 mg, the dose of the depression trial by this route"),
    ("racemic ketamine", "sublingual"): (450 / 70, "450 mg, the highest in the studies of this route"),
    ("esketamine", "IV"): (1.0, "1 mg/kg, the label's highest anaesthetic dose into a vein"),
    ("esketamine", "nasal"): (84 / 70, "84 mg, the label's highest"),
    ("esketamine", "oral"): (84 / 70, "84 mg, the highest in the trials of this route"),
    ("arketamine", "IV"): (1.0, "1 mg/kg, the highest in the depression trials"),
    ("(2R,6R)-HNK", "IV"): (4.0, "4 mg/kg, the highest in the first human trial"),
    ("midazolam", "IV"): (0.6, "0.6 mg/kg, the label's highest for inducing anaesthesia"),
    ("memantine", "oral"): (28 / 70, "28 mg a day, the label's highest"),
    ("escitalopram", "oral"): (20 / 70, "20 mg a day, the label's highest"),
    ("citalopram", "oral"): (40 / 70, "40 mg a day, the label's highest"),
}


def find_drug(words: str) -> Drug | None:
    """The drug that a name means, if it means one exactly."""
    return _BY_NAME.get(name_of(words))


def drug_named(words: str) -> Drug:
    """The drug that a name means; an error with the nearest names if there is none."""
    drug = find_drug(words)
    if name_of(words) in _OTHER_SSRIS:
        raise ProtocolError(
            f'I know no drug called "{words}". Of SSRIs the model has escitalopram and citalopram; trials of others '
            'are simulated by escitalopram among its experiments, too: "20 mg escitalopram oral".'
        )
    if drug is None:
        spellings = [spelling for d in DRUGS for spelling in (d.name, *d.other_names)]
        hint = nearest(words, spellings) or f"Known: {', '.join(d.name for d in DRUGS)}."
        own = f"One that a mechanism of yours takes, by an input {name_of(words)}_iv, is dosed in µmol or nmol."
        raise ProtocolError(f'I know no drug called "{words}". {hint} {own}')
    return drug


def drug_in_moles(words: str) -> Drug:
    """The drug that a name means, or, of a name in no table, a compound of somebody's own: moles need no molar mass."""
    return find_drug(words) or Drug(words, math.nan, ((name_of(words), 1.0),))


def find_route(words: str) -> str | None:
    """The route that a word means, if it means one exactly."""
    return _BY_ROUTE.get(words.lower())


def route_names() -> str:
    """All routes, for an error text."""
    return ", ".join(ROUTES)


def nearest_route(words: str) -> str:
    """`Did you mean …?` for a misspelt route."""
    near = difflib.get_close_matches(words.lower(), _BY_ROUTE, n=1, cutoff=0.75)
    return f"Did you mean {_BY_ROUTE[near[0]]}?" if near else ""
