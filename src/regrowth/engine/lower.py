"""Lower a model to a graph: rates, sparse Jacobian, observables, and the same with at_rest(x) → x."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from regrowth.engine.assemble import Model, sorted_values
from regrowth.engine.graph import Graph
from regrowth.language.grammar import names_in


@dataclass(frozen=True)
class System:
    """The nodes of one ODE system in a graph; ``jacobian`` maps (row, column) to a node."""

    graph: Graph
    states: list[int]
    rates: list[int]
    jacobian: dict[tuple[int, int], int]
    observables: list[int]  # in the order of model.observables, coherent units
    at_rest: list[int]  # in the order of model.rest_names


def lower(model: Model, *, resting: bool) -> System:
    """Build the graph of a model.

    With ``resting`` every ``at_rest(x)`` is ``x`` itself: the system whose steady state is the person's rest.
    Otherwise it is a leaf of kind ``rest``, filled in from that steady state.
    """
    graph = Graph()
    names: dict[str, int] = {s.name: graph.leaf("state", i) for i, s in enumerate(model.states)}
    names |= {name: graph.leaf("parameter", i) for name, i in model.parameter_index.items()}
    names |= {w.name: graph.leaf("input", i) for i, w in enumerate(model.inputs)}
    rest = {} if resting else {name: graph.leaf("rest", i) for i, name in enumerate(model.rest_names)}
    states = [names[s.name] for s in model.states]
    auxiliaries = []
    values = model.values
    if resting:  # here arguments of at_rest, too, come before their readers
        values = sorted_values(model.values, names_in, "at_rest values define each other in a circle")
    for value in values:
        known_rest = names if resting else rest
        names[value.target] = graph.build(value.expression, names, known_rest)
        auxiliaries.append(names[value.target])
    known_rest = names if resting else rest
    rates = [graph.build(d.expression, names, known_rest) for d in model.rates]
    return System(
        graph,
        states,
        rates,
        graph.jacobian(rates, auxiliaries, states),
        [names[o.symbol] for o in model.observables],
        [names[name] for name in model.rest_names],
    )


@dataclass(frozen=True)
class Direction:
    """What is differentiated along, by position: a parameter, or the value of a state at the start."""

    parameter: int | None = None
    state: int | None = None

    def leaf(self, graph: Graph) -> int:
        """The node that moves first."""
        if self.state is not None:
            return graph.leaf("state", self.state)
        assert self.parameter is not None
        return graph.leaf("parameter", self.parameter)


@dataclass(frozen=True)
class Reach:
    """What lies downstream of a direction and can move at all: states, and values at rest, by position."""

    states: list[int]
    rests: list[int]


@dataclass(frozen=True)
class Tangents:
    """Derivatives along some directions, as nodes of the system's graph.

    ``rates``         (direction, state) → ∂f_state/∂p at fixed states, where not zero
    ``observables``   per direction, derivatives along its state tangents and p

    Tangents are rows, numbered through all directions, each with the states in its reach: ``offsets`` says where
    those of a direction begin, and how many there are.
    """

    reaches: list[Reach]
    rates: dict[tuple[int, int], int]
    observables: list[list[int]]

    @property
    def nodes(self) -> list[int]:
        return [*self.rates.values(), *(n for per_direction in self.observables for n in per_direction)]

    @property
    def offsets(self) -> list[int]:
        return [0, *accumulate(len(reach.states) for reach in self.reaches)]


def downstream(system: System, along: tuple[Direction, ...]) -> list[Reach]:
    """The reach of each direction: whoever reads what moves, moves."""
    graph = system.graph
    rates = [_leaves(graph, root) for root in system.rates]
    rests = [_leaves(graph, root) for root in system.at_rest]
    found = []
    for direction in along:
        moved, before = {direction.leaf(graph)}, 0
        states = {direction.state} if direction.state is not None else set[int]()
        remembered = set[int]()
        while len(moved) > before:
            before = len(moved)
            if direction.state is None:  # a start away from rest does not change the rest
                remembered |= {m for m, leaves in enumerate(rests) if leaves & moved}
            states |= {i for i, leaves in enumerate(rates) if leaves & moved}
            moved |= {graph.leaf("rest", m) for m in remembered} | {system.states[i] for i in states}
        found.append(Reach(sorted(states), sorted(remembered)))
    return found


def _leaves(graph: Graph, root: int) -> set[int]:
    return {i for i in graph.needed_for([root]) if not graph.nodes[i].arguments}


def tangents(system: System, along: tuple[Direction, ...], reaches: list[Reach]) -> Tangents:
    """Differentiate rates and observables.

    A parameter also acts through the values at rest: their derivatives are leaves of kind ``rest_tangent``.
    """
    graph = system.graph
    rates: dict[tuple[int, int], int] = {}
    observables: list[list[int]] = []
    row = 0
    for k, (direction, reach) in enumerate(zip(along, reaches, strict=True)):
        seeds = {graph.leaf("rest", m): graph.leaf("rest_tangent", k * len(system.at_rest) + m) for m in reach.rests}
        if direction.parameter is not None:
            seeds[direction.leaf(graph)] = graph.one
        found = graph.tangents(system.rates, seeds)
        rates |= {(k, i): node for i, node in enumerate(found) if node != graph.zero}
        seeds |= {system.states[i]: graph.leaf("state_tangent", row + e) for e, i in enumerate(reach.states)}
        observables.append(graph.tangents(system.observables, seeds))
        row += len(reach.states)
    return Tangents(reaches, rates, observables)
