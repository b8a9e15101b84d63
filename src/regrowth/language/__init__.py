"""How a mechanism is written: declarations, equations as text, units, and the checks made on loading."""

from regrowth.language.declare import (
    LEVELS,
    SPECIES,
    Mechanism,
    Parameter,
    State,
    Word,
    additive,
    alternative,
    covariate,
    given,
    mechanism,
    par,
    parse_spread,
    port,
    state,
    target,
)
from regrowth.language.errors import MechanismError, UnitError
from regrowth.language.find import catalogue, declared, place
from regrowth.language.load import Loaded, check, load, load_all
from regrowth.language.units import convert, unit
from regrowth.language.vocabulary import vocabulary

__all__ = [
    "LEVELS",
    "SPECIES",
    "Loaded",
    "Mechanism",
    "MechanismError",
    "Parameter",
    "State",
    "UnitError",
    "Word",
    "additive",
    "alternative",
    "catalogue",
    "check",
    "convert",
    "covariate",
    "declared",
    "given",
    "load",
    "load_all",
    "mechanism",
    "par",
    "parse_spread",
    "place",
    "port",
    "state",
    "target",
    "unit",
    "vocabulary",
]
