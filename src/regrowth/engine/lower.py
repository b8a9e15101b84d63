"""Lower a model to a graph: rates, sparse Jacobian, observables, and the same with at_rest(x) → x."""

from __future__ import annotations

from dataclasses import dataclass

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
class Tangents:
    """What forward sensitivities along some parameters need, as nodes of the system's graph.

    ``rates``, ``jacobian``   (parameter, position) → ∂f_i/∂p and ∂J_ij/∂p at fixed state, where not zero
    ``bend``                  position → change of J_ij along the state tangent s[0 … n-1]
    ``observables``           per parameter, derivatives along the state tangent s[k·n … k·n + n-1] and p
    """

    rates: dict[tuple[int, int], int]
    jacobian: dict[tuple[int, tuple[int, int]], int]
    bend: dict[tuple[int, int], int]
    observables: list[list[int]]

    @property
    def nodes(self) -> list[int]:
        flat = [n for per_parameter in self.observables for n in per_parameter]
        return [*self.rates.values(), *self.jacobian.values(), *self.bend.values(), *flat]


def tangents(system: System, along: tuple[int, ...]) -> Tangents:
    """Differentiate a system along the parameters with the given indices.

    A parameter also acts through the values at rest: their derivatives are leaves of kind ``rest_tangent``.
    """
    graph, n = system.graph, len(system.states)
    positions = list(system.jacobian)
    entries = [system.jacobian[p] for p in positions]
    rates: dict[tuple[int, int], int] = {}
    jacobian: dict[tuple[int, tuple[int, int]], int] = {}
    observables: list[list[int]] = []
    for k, parameter in enumerate(along):
        seeds = {graph.leaf("parameter", parameter): graph.one}
        for m in range(len(system.at_rest)):
            seeds[graph.leaf("rest", m)] = graph.leaf("rest_tangent", k * len(system.at_rest) + m)
        found = graph.tangents(system.rates, seeds)
        rates |= {(k, i): node for i, node in enumerate(found) if node != graph.zero}
        found = graph.tangents(entries, seeds)
        jacobian |= {(k, p): node for p, node in zip(positions, found, strict=True) if node != graph.zero}
        states = {s: graph.leaf("state_tangent", k * n + i) for i, s in enumerate(system.states)}
        observables.append(graph.tangents(system.observables, seeds | states))
    along_states = {s: graph.leaf("state_tangent", i) for i, s in enumerate(system.states)}
    bent = graph.tangents(entries, along_states)
    bend = {p: node for p, node in zip(positions, bent, strict=True) if node != graph.zero}
    return Tangents(rates, jacobian, bend, observables)
