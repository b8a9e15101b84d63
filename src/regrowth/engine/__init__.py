"""How a model is solved: assemble, lower, emit, compile, integrate."""

from regrowth.engine.assemble import Model, Observable, assemble, assemble_mechanisms, default_set
from regrowth.engine.integrate import FEW, Failure, Rest, Simulator, Solution, SolveError, simulator
from regrowth.engine.schedule import Events, Schedule
from regrowth.engine.sensitivities import Sensitivities, sensitivities

__all__ = [
    "FEW",
    "Events",
    "Failure",
    "Model",
    "Observable",
    "Rest",
    "Schedule",
    "Sensitivities",
    "Simulator",
    "Solution",
    "SolveError",
    "assemble",
    "assemble_mechanisms",
    "default_set",
    "sensitivities",
    "simulator",
]
