"""How numbers, times and names are written for readers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from html import escape

from regrowth.language.units import printed

_CAPITALS = {
    "nmda": "NMDA", "ampa": "AMPA", "gaba": "GABA", "bdnf": "BDNF", "trkb": "TrkB", "mtorc1": "mTORC1", "eef2": "eEF2",
    "p70s6k": "p70S6K", "madrs": "MADRS", "hamd": "HAM-D", "cadss": "CADSS", "pv": "PV", "sst": "SST", "hnk": "HNK",
    "dhnk": "DHNK", "sert": "SERT", "ssri": "SSRI", "iv": "IV", "ip": "IP", "im": "IM", "sc": "SC", "erk": "ERK",
    "gsk3": "GSK3", "pi3k": "PI3K", "mepsc": "mEPSC", "glun2b": "GluN2B", "akt": "Akt",
    "ptsd": "PTSD", "caps": "CAPS", "pcl": "PCL", "ies": "IES", "sv2a": "SV2A", "gbc": "GBC", "gbcr": "GBCr",
}  # fmt: skip

_SCALES = {
    "caps_5": "CAPS-5", "pcl_5": "PCL-5", "ies_r": "IES-R", "hamd": "HAM-D", "qids_sr": "QIDS-SR", "phq_9": "PHQ-9",
}  # fmt: skip
_UNITS = {"1": "", "point": "points", "d/wk": "days per week"}


def words(name: str) -> str:
    """An observable's name as a heading: `nmda_pv` → `NMDA PV`, `s_ketamine_arterial` → `S-ketamine arterial`."""
    text = re.sub(r"\b([sr])_(ketamine|norketamine)", lambda m: f"{m[1].upper()}-{m[2]}", name)
    parts = [_CAPITALS.get(part.lower(), part) for part in text.split("_")]
    heading = " ".join(parts)
    return heading[:1].upper() + heading[1:] if parts[0].lower() not in _CAPITALS else heading


def heading(name: str) -> str:
    """A measure as a heading: an observable's own name, or a sum of such, in words; a scale as the protocol calls it.

    >>> heading("s_ketamine_venous + r_ketamine_venous"), heading("pharmacokinetics.hnk_plasma"), heading("HAM-D")
    ('S-ketamine + R-ketamine venous', 'HNK plasma', 'HAM-D')
    """
    parts = [part.strip().rsplit(".", 1)[-1] for part in name.split("+")]
    if any(part != part.lower() for part in parts):
        return name
    if len(parts) == 1 and (own := _SCALES.get(parts[0])):
        return own
    parts = [part.replace(" ", "_") for part in parts]
    ending = parts[0].rsplit("_", 1)[-1]
    if len(parts) > 1 and all(part.endswith(f"_{ending}") for part in parts):
        parts = [*(part.removesuffix(f"_{ending}") for part in parts[:-1]), parts[-1]]
    return " + ".join(map(words, parts))


def unit(name: str) -> str:
    """A unit as it is printed; dimensionless is an empty text."""
    return _UNITS.get(name, printed(name))


def breakable(name: str) -> str:
    """A mechanism's or parameter's name as HTML that breaks at its joints: `circuit/<wbr>gamma.<wbr>blur`."""
    return re.sub(r"([/._])", r"\1<wbr>", escape(name))


def number(value: float, digits: int = 3) -> str:
    """A number with so many significant digits, a real minus sign, and no needless zeros.

    >>> number(0.000123456), number(-12.345), number(1234567.0)
    ('1.23×10⁻⁴', '−12.3', '1.23×10⁶')
    """
    if not math.isfinite(value):
        return "–"
    if value == 0:
        return "0"
    size = math.floor(math.log10(abs(value)))
    if size < -3 or size >= 6:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
        return f"{mantissa}×10{raised}".replace("-", "−")
    text = f"{value:.{max(digits - 1 - size, 0)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−")


def places(values: Iterable[float]) -> int:
    """Decimals for a column of numbers of one kind, so that they stand under one another."""
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    return 0 if largest >= 1000 else 1 if largest >= 10 else 2 if largest >= 1 else 3


def fixed(value: float, decimals: int) -> str:
    """A number with so many decimals and a real minus sign; what rounds to zero has none."""
    if not math.isfinite(value):
        return "–"
    text = f"{value:.{decimals}f}"
    return (text if float(text) else f"{0:.{decimals}f}").replace("-", "−")


def signed(value: float, decimals: int) -> str:
    """A change: `+1.5`, `−0.3`, `0.0`."""
    text = fixed(value, decimals)
    return f"+{text}" if value > 0 and float(f"{value:.{decimals}f}") else text


def clock(hours: float) -> str:
    """A time after the first dose as people say it: `before`, `40 min`, `24 h`, `day 7`."""
    if hours <= 0:
        return "before"
    if hours < 2 and round(hours * 60) % 60:
        return f"{round(hours * 60)} min"
    if hours < 48 or hours % 24:
        return f"{number(hours, 4)} h" if hours < 72 else f"day {number(hours / 24, 3)}"
    return f"day {number(hours / 24, 4)}"
