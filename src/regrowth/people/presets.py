"""Who is studied: kinds of people and animals with published baselines and spreads.

Each covariate has a mean, a spread, bounds and a source. Presets describe research samples; they predict nobody's
course.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from regrowth.errors import RegrowthError, nearest

Bounds = tuple[float | None, float | None]


class PeopleError(RegrowthError):
    """These people can't be made. The text says what was asked and the way out; `about` is the number at fault."""

    def __init__(self, text: str, about: str = "") -> None:
        super().__init__(text)
        self.about = about


@dataclass(frozen=True, slots=True)
class Trait:
    """A covariate in a group: ``normal`` (SD), ``lognormal`` (CV; the mean is the median) or ``share`` (of ones)."""

    mean: float
    spread: float = 0.0
    kind: str = "normal"
    bounds: Bounds = (None, None)
    source: str = ""
    note: str = ""

    @property
    def typical(self) -> float:
        """The value of the typical person: the mean, or the commoner of two kinds."""
        return float(round(self.mean)) if self.kind == "share" else self.mean


@dataclass(frozen=True, slots=True)
class Preset:
    """A kind of people or animals, as studies describe them."""

    name: str
    species: str
    meaning: str
    traits: Mapping[str, Trait]
    aliases: tuple[str, ...] = ()


_SOURCE_AGE = "daly2019"
_WEIGHT_NOTE = "derived: body-mass index 28.0 (SD 5.8) at 1.68 m"
_UNIT_STRESS = "assumed: 1 is by definition the load of a depressed person or a chronically stressed animal"
_ALLOCATION = "papakostas2009"
_MET = Trait(0.352, kind="share", source="pivac2009", note="derived: Met allele 19.5 % in Croatians; 71 % of Koreans")
_RELAPSE = "fitted with outcomes/use.settling_time by calibration/fear_craving.py"
_DETOXIFIED = (
    "prochaska1992, pickens1985, miller2001, mann2004, sass1996, whitworth1996, chick2000, foster1998, tempesta2000, "
    "paille1995"  # from alcohol
)
_WITHDRAWN = (
    "gossop1989, gossop1987, chutuape2001, krupitsky2004, krupitsky2006, krupitsky2007, krupitsky2012, "
    "broers2000"  # from heroin
)
_DEPENDENT = {
    "bdnf_met": _MET,
    "use_disorder": Trait(1, 0.25, "normal", (0.2, 2), "assumed: 1 is by definition the habit of a dependent person"),
    "craving_baseline": Trait(50, 20, "normal", (0, 100), "assumed: the middle of an analogue scale"),
    "madrs_baseline": Trait(10, 5, "normal", (0, 60), "assumed: low; trials of addiction exclude depression"),
    "treatment_resistance": Trait(0, source="assumed: the unit of the scale"),
    "stress_load": Trait(0.5, 0.25, "normal", (0, 2), "assumed: half of that of a depressed person"),
    "expectancy_prior": Trait(0.5, 0.1, "normal", (0, 1), "assumed: even odds, as in depression trials"),
}
_DRINKERS = {
    "weight": Trait(79, 0.2, "lognormal", (40, 200), "assumed: as in depression trials"),
    "age": Trait(42, 10.7, "normal", (18, 75), "witkiewitz2017"),
    "sex": Trait(0.27, kind="share", source="witkiewitz2017", note="73 % men among 3589"),
    "use_days_baseline": Trait(5.5, 1, "normal", (1, 6.9), "assumed: drinking on most days"),
    **_DEPENDENT,
}

PRESETS: tuple[Preset, ...] = (
    Preset(
        "trd_adults",
        "human",
        "adults with treatment-resistant depression, as in the esketamine induction trials",
        {
            "weight": Trait(79, 0.21, "lognormal", (40, 200), "wajs2020", _WEIGHT_NOTE),
            "age": Trait(46.3, 11.2, "normal", (18, 64), _SOURCE_AGE),
            "sex": Trait(0.67, kind="share", source="jones2022", note="379 women among 565"),
            "madrs_baseline": Trait(37.4, 5.6, "normal", (28, 60), "jones2022", "women and men pooled"),
            "bdnf_met": _MET,
            "treatment_resistance": Trait(1, source="assumed: the unit of the scale"),
            "stress_load": Trait(1, 0.25, "normal", (0, 2), _UNIT_STRESS),
            "expectancy_prior": Trait(
                0.5, 0.1, "normal", (0, 1), _ALLOCATION, "the allocation ratio; the spread is assumed"
            ),
        },
        ("trd", "treatment-resistant depression", "trd adults 18-64"),
    ),
    Preset(
        "mdd_adults",
        "human",
        "adult outpatients with major depression, as in trials of antidepressants and psychotherapy",
        {
            "weight": Trait(
                79, 0.21, "lognormal", (40, 200), "wajs2020", _WEIGHT_NOTE + "; taken from resistant patients"
            ),
            "age": Trait(43.2, 13.1, "normal", (18, 75), "hollon2014"),
            "sex": Trait(0.588, kind="share", source="hollon2014", note="266 women among 452"),
            "madrs_baseline": Trait(
                28.7, 5.5, "normal", (18, 60), "hollon2014, leucht2018", "derived: HAM-D 22.1 (SD 4.2) times 1.3"
            ),
            "bdnf_met": _MET,
            "treatment_resistance": Trait(0, source="assumed: the unit of the scale"),
            "stress_load": Trait(0.8, 0.25, "normal", (0, 2), "assumed: a little below that of resistant depression"),
            "expectancy_prior": Trait(
                0.5, 0.1, "normal", (0, 1), _ALLOCATION, "the allocation ratio; the spread is assumed"
            ),
        },
        ("mdd", "major depression"),
    ),
    Preset(
        "healthy",
        "human",
        "healthy adult volunteers",
        {
            "weight": Trait(75, 0.15, "lognormal", (45, 120), "assumed: healthy volunteers of phase-1 studies"),
            "age": Trait(30, 8, "normal", (18, 55), "assumed: healthy volunteers of phase-1 studies"),
            "sex": Trait(0.5, kind="share", source="assumed: as many women as men"),
            "madrs_baseline": Trait(0, source="assumed: no depression"),
            "bdnf_met": _MET,
            "treatment_resistance": Trait(0, source="assumed: no depression"),
            "stress_load": Trait(0, source="assumed: none, by definition of the scale"),
            "expectancy_prior": Trait(0.5, source="assumed: even odds"),
        },
        ("healthy_adults", "healthy volunteers", "volunteers"),
    ),
    Preset(
        "ptsd_adults",
        "human",
        "adults with moderate to severe chronic PTSD, as in recent drug trials",
        {
            "weight": Trait(
                74, 0.21, "lognormal", (40, 200), "mitchell2023", "derived: body-mass index 25.5 (SD 5.3) at 1.7 m"
            ),
            "age": Trait(39.1, 10.4, "normal", (18, 75), "mitchell2023"),
            "sex": Trait(0.71, kind="share", source="mitchell2023", note="74 women among 104"),
            "trauma_load": Trait(1, 0.25, "normal", (0.2, 2), "assumed: 1 is by definition the load of chronic PTSD"),
            "bdnf_met": _MET,
            "caps5_baseline": Trait(39.1, 6.6, "normal", (24, 80), "mitchell2023", "both arms; 28 or more to enter"),
            "madrs_baseline": Trait(25, 7, "normal", (0, 60), "assumed: most have a depression too"),
            "treatment_resistance": Trait(0, source="assumed: the unit of the scale"),
            "stress_load": Trait(1, 0.25, "normal", (0, 2), "assumed: that of a depressed person"),
            "expectancy_prior": Trait(
                0.5, 0.1, "normal", (0, 1), "assumed: the allocation ratio, as in depression trials; the spread too"
            ),
        },
        ("ptsd", "chronic PTSD", "post-traumatic stress disorder"),
    ),
    Preset(
        "aud_adults",
        "human",
        "adults with alcohol dependence who have been detoxified or treated as inpatients",
        {
            **_DRINKERS,
            "relapse_rate": Trait(0.1473, source=_DETOXIFIED, note=_RELAPSE),
        },
        ("aud", "alcohol use disorder", "alcohol dependence"),
    ),
    Preset(
        "aud_outpatients",
        "human",
        "adults with alcohol dependence who drank until days before they try to stop, as in outpatient trials",
        {
            **_DRINKERS,
            "relapse_rate": Trait(0.2965, source="omalley2007, kranzler2004, dakwar2020, azhari2021", note=_RELAPSE),
        },
        ("outpatients with alcohol dependence",),
    ),
    Preset(
        "cud_adults",
        "human",
        "adults with cocaine dependence, as in laboratory studies and trials",
        {
            "weight": Trait(79, 0.2, "lognormal", (40, 200), "assumed: as in depression trials"),
            "age": Trait(45, 8, "normal", (21, 60), "assumed: middle age, as in these trials"),
            "sex": Trait(0.25, kind="share", source="assumed: mostly men"),
            "use_days_baseline": Trait(5.5, 1, "normal", (1, 6.9), "dakwar2014", "22 of 28 days; SD assumed"),
            "relapse_rate": Trait(0.4787, source="higgins1991, higgins1993, back2010, roos2019", note=_RELAPSE),
            **_DEPENDENT,
        },
        ("cud", "cocaine use disorder", "cocaine dependence"),
    ),
    Preset(
        "oud_adults",
        "human",
        "adults with heroin dependence, detoxified",
        {
            "weight": Trait(70, 0.2, "lognormal", (40, 200), "assumed: young, mostly men"),
            "age": Trait(25, 5, "normal", (18, 50), "assumed: young adults"),
            "sex": Trait(0.2, kind="share", source="assumed: mostly men"),
            "use_days_baseline": Trait(6.5, 0.3, "normal", (1, 6.9), "assumed: daily"),
            "relapse_rate": Trait(0.2651, source=_WITHDRAWN, note=_RELAPSE),
            **_DEPENDENT,
        },
        ("oud", "opioid use disorder", "heroin dependence"),
    ),
    Preset(
        "mouse",
        "mouse",
        "adult male C57BL/6J mice, unstressed",
        {
            "weight": Trait(0.025, 0.08, "lognormal", (0.01, 0.06), "assumed: adult male C57BL/6J, 8 to 12 weeks old"),
            "stress_load": Trait(0, source="assumed: none, by definition of the scale"),
        },
        ("mice", "c57bl_6j", "c57bl_6", "mouse_c57bl_6j"),
    ),
    Preset(
        "mouse_stressed",
        "mouse",
        "adult male C57BL/6J mice after chronic stress (unpredictable, social defeat or corticosterone)",
        {
            "weight": Trait(0.025, 0.08, "lognormal", (0.01, 0.06), "assumed: adult male C57BL/6J, 8 to 12 weeks old"),
            "stress_load": Trait(1, 0.15, "normal", (0, 2), _UNIT_STRESS),
        },
        ("stressed_mice", "mouse_csds", "mouse_cus"),
    ),
    Preset(
        "rat",
        "rat",
        "adult male Sprague-Dawley rats, unstressed",
        {
            "weight": Trait(0.3, 0.1, "lognormal", (0.1, 0.8), "assumed: adult male Sprague-Dawley, 8 to 10 weeks old"),
            "stress_load": Trait(0, source="assumed: none, by definition of the scale"),
        },
        ("rats", "sprague_dawley", "rat_sprague_dawley"),
    ),
    Preset(
        "rat_stressed",
        "rat",
        "adult male Sprague-Dawley rats after chronic unpredictable stress",
        {
            "weight": Trait(0.3, 0.1, "lognormal", (0.1, 0.8), "assumed: adult male Sprague-Dawley, 8 to 10 weeks old"),
            "stress_load": Trait(1, 0.15, "normal", (0, 2), _UNIT_STRESS),
        },
        ("stressed_rats", "rat_cus"),
    ),
)

#: CYP2B6 genotype -> the covariate `cyp2b6_activity`: the clearance ratios of Li 2015 through the liver of the model
GENOTYPES: dict[str, float] = {"*1/*1": 1.0, "*1/*6": 0.35, "*6/*1": 0.35, "*6/*6": 0.15}

#: adults in whom the rules for body size were tested: from the lightest to the heaviest of Perez-Ruixo 2021
WEIGHTS_TESTED = (39.0, 170.0)

#: what a covariate can be at all, in its declared unit, whatever a protocol asks for
POSSIBLE: dict[str, dict[str, tuple[float, float]]] = {
    "human": {
        "weight": (20, 400),
        "age": (0, 120),
        "madrs_baseline": (0, 60),
        "expectancy_prior": (0, 1),
        "sex": (0, 1),
    },
    "rat": {"weight": (0.02, 1.5)},
    "mouse": {"weight": (0.005, 0.1)},
}


def preset(name: str) -> Preset:
    """A preset by name or by the group's usual name (``TRD adults``, ``C57BL/6J``).

    Raises
    ------
    PeopleError
        If there is none of that name; the nearest names are given.
    """
    plain = _plain(name)
    for p in PRESETS:
        if plain == p.name or plain in map(_plain, p.aliases):
            return p
    hint = nearest(plain, [p.name for p in PRESETS])
    known = ", ".join(p.name for p in PRESETS)
    raise PeopleError(f'there are no people called "{name}". {hint + " " if hint else ""}Known: {known}.')


def genotype_activity(genotype: str) -> float:
    """The enzyme activity that a CYP2B6 genotype stands for."""
    plain = "".join(genotype.split()).removeprefix("CYP2B6")
    if plain not in GENOTYPES:
        raise PeopleError(f'"{genotype}" is no CYP2B6 genotype with a measured clearance. Known: *1/*1, *1/*6, *6/*6.')
    return GENOTYPES[plain]


def _share_of_women(sex: str) -> float:
    if sex not in ("female", "male"):
        raise PeopleError(f'"{sex}": write female or male, or a share of women from 0 to 1')
    return float(sex == "female")


def _carries_met(genotype: str) -> float:
    alleles = "".join(genotype.split()).lower().removeprefix("bdnf").replace("66", "").split("/")
    if len(alleles) != 2 or not set(alleles) <= {"val", "met"}:
        raise PeopleError(f'"{genotype}" is no BDNF genotype at codon 66. Known: Val/Val, Val/Met, Met/Met.')
    return float("met" in alleles)


#: covariates that may be said in a word
IN_WORDS: Mapping[str, Callable[[str], float]] = {
    "sex": _share_of_women, "cyp2b6_activity": genotype_activity, "bdnf_met": _carries_met,
}  # fmt: skip


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", str(text).lower()).strip("_")


def changed(name: str, value: Any, trait: Trait | None = None) -> Trait:
    """A trait of another make: one number for everybody, `{mean: 80, sd: 5}`, or everybody's own `{times: 0.5}`."""
    trait = trait or Trait(1.0)
    if not isinstance(value, Mapping):
        return Trait(number_of(name, value))
    if set(value) == {"times"}:
        times = number_of(name, value["times"])
        if times <= 0 or trait.kind == "share":
            why = "it is one of two kinds" if trait.kind == "share" else f"{times:g} isn't more than nothing"
            raise PeopleError(f"{name}: can't be multiplied: {why}.", name)
        scaled = trait.spread if trait.kind == "lognormal" else trait.spread * times
        return replace(trait, mean=trait.mean * times, spread=scaled)
    if set(value) - {"mean", "sd"} or "mean" not in value:
        said = ", ".join(f"{key}: {part}" for key, part in value.items())
        raise PeopleError(f"{name}: {{{said}}}: write one number, {{mean: …, sd: …}}, or {{times: …}}.", name)
    mean, sd = number_of(name, value["mean"]), number_of(name, value.get("sd", 0))
    if sd < 0:
        raise PeopleError(f"{name}: a spread can't be negative (sd {sd:g}).", name)
    return Trait(mean, sd, trait.kind if trait.kind == "share" else "normal")


def number_of(name: str, value: Any) -> float:
    """A covariate's number, also where it is said in a word: `female`, `*1/*6`."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        if isinstance(value, str) and name in IN_WORDS:
            return IN_WORDS[name](value)
        yes = "; write 1 for yes, 0 for no" if str(value).lower() in ("yes", "no") else ""
        raise PeopleError(f"{name}: {value!r} is not a number{yes}", name) from None
    if isinstance(value, bool) or not math.isfinite(number):
        raise PeopleError(f"{name}: {value!r} is not a number", name)
    return number
