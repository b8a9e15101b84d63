"""What is taken for rat and mouse where only people were measured."""

from dataclasses import replace

from regrowth.language import Parameter, alternative

SCALED = "assumed: the human value, scaled by body weight where the equations scale it"


def scaled(parameter: Parameter, spread: str = "lognormal 50%") -> Parameter:
    """The parameter with the human value standing in for rat and mouse, labelled as assumed, with a wide spread."""
    stand_in = alternative(parameter.value, SCALED, spread)
    return replace(parameter, species={"rat": stand_in, "mouse": stand_in} | parameter.species)
