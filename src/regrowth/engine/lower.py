"""Lower a model to a graph: rates, sparse Jacobian, observables, and the same with at_rest(x) → x."""

from __future__ import annotations

from dataclasses import dataclass

from regrowth.engine.assemble import Model
from regrowth.engine.graph import Graph
from regrowth.language.grammar import at_rest_names


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
    for value in _for_resting(model) if resting else model.values:
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


def _for_resting(model: Model):
    """Values ordered so that arguments of at_rest, too, come before their readers."""
    from regrowth.language.errors import MechanismError
    from regrowth.language.grammar import instant_names

    by_target = {v.target: v for v in model.values}
    order, done = [], set()

    def visit(name: str, path: list[str]) -> None:
        if name in done:
            return
        if name in path:
            circle = " → ".join([*path[path.index(name) :], name])
            raise MechanismError(f"at_rest values define each other in a circle: {circle}")
        expression = by_target[name].expression
        for needed in sorted((instant_names(expression) | at_rest_names(expression)) & by_target.keys()):
            visit(needed, [*path, name])
        done.add(name)
        order.append(by_target[name])

    for v in model.values:
        visit(v.target, [])
    return order
