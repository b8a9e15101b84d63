"""Kinks: where max and min change sides, the solution is less smooth than the method needs, so steps end there.

A kink is crossed when the difference of the two arguments changes its sign. Only those count whose difference has two
or more terms, such as x − at_rest(x): a bare term, as in the base of a power, goes below 0 by rounding only. And only
where the difference is larger than it is known: two states that both fade away cross each other without end.
"""

from __future__ import annotations

from collections.abc import Sequence

from regrowth.engine.graph import STATE
from regrowth.engine.lower import System
from regrowth.engine.write_c import Writer

#: difference of the arguments, and the terms whose sizes say how exactly it is known: its own and, for every state in
#: which it is linear, what the state's declared scale comes to
Kink = tuple[int, list[int]]


def kinks(system: System, scales: Sequence[float]) -> list[Kink]:
    """Kinks in the rates, as nodes of the system's graph; ``scales`` (states) in coherent units."""
    graph, found = system.graph, {}
    for i in graph.needed_for(system.rates):
        if graph.nodes[i].operation in ("max", "min") and graph.tiers[i] == STATE:
            difference = graph.operation("sub", *graph.nodes[i].arguments)
            terms = _terms(system, difference)
            if len(terms) > 1:
                found[difference] = terms + _scale_terms(system, difference, scales)
    return list(found.items())


def _scale_terms(system: System, difference: int, scales: Sequence[float]) -> list[int]:
    graph = system.graph
    return [
        graph.operation("mul", slope, graph.constant(scales[graph.nodes[state].index]))
        for state, slope in graph.gradient(difference, set()).items()
        if graph.tiers[slope] < STATE
    ]


def _terms(system: System, node: int) -> list[int]:
    inner = system.graph.nodes[node]
    if inner.operation not in ("add", "sub", "neg"):
        return [node]
    return [t for a in inner.arguments for t in _terms(system, a)]


def kinks_source(writer: Writer, found: list[Kink]) -> str:
    """C of ``kinks``, which stores every difference and, after them, how large its terms are."""
    lines = writer.statements([node for difference, terms in found for node in (difference, *terms)])
    for k, (difference, terms) in enumerate(found):
        lines.append(f"    out[{k}] = {writer.name(difference)};")
        lines.append(f"    out[N_KINK + {k}] = {' + '.join(f'ABS({writer.name(t)})' for t in terms)};")
    return "LOCAL void kinks(const V *y, const V *q, V *out) {\n" + "\n".join(lines) + "\n}\n"
