"""Kinks: where max and min change sides, the solution is less smooth than the method needs, so steps end there.

A kink is crossed when the difference of the two arguments changes its sign. Only those count whose difference has two
or more terms, such as x − at_rest(x): a bare term, as in the base of a power, goes below 0 by rounding only. And only
where the difference is larger than it is known: two states that both fade away cross each other without end.

Within a step every max and min stays on the side on which it began, so that what is integrated is smooth up to the
kink and a little beyond. The step is kept as far as the kink, by its dense output, and the side is read anew. (This is
how events are located in hybrid systems: Shampine & Thompson 2000, doi:10.1016/S0898-1221(00)00045-6.) The solver says
which side by a bar that the difference must pass: far below or far above anything, or 0 where the side is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from regrowth.engine.graph import STATE
from regrowth.engine.lower import System
from regrowth.engine.write_c import Writer

#: value and slope along the first argument, of {0} and {1} beyond the bar {2}
_SIDED = {
    "max": ("SELECT({0} - {1} > {2}, {0}, {1})", "STEP({0}, {1} + {2})"),
    "min": ("SELECT({0} - {1} > {2}, {1}, {0})", "STEP({0}, {1} - {2})"),
}


@dataclass
class Kink:
    """``difference`` of the arguments, and the ``terms`` whose sizes say how exactly it is known: its own, and what
    the declared scales of its states come to. ``sided`` are the nodes that ask for the side, as C to be filled in with
    their arguments and the bar."""

    difference: int
    terms: list[int]
    sided: dict[int, str] = field(default_factory=dict)


def kinks(system: System, scales: Sequence[float]) -> list[Kink]:
    """Kinks in the rates, as nodes of the system's graph; ``scales`` (states) in coherent units."""
    graph = system.graph
    found: dict[int, Kink] = {}
    for i in graph.needed_for(system.rates):
        operation = graph.nodes[i].operation
        if operation not in _SIDED or graph.tiers[i] < STATE:
            continue
        difference = graph.operation("sub", *graph.nodes[i].arguments)
        terms = _terms(system, difference)
        if len(terms) == 1:
            continue
        if difference not in found:
            found[difference] = Kink(difference, terms + _scale_terms(system, difference, terms, scales))
        value, slope = _SIDED[operation]
        found[difference].sided |= {i: value, graph.partials(i)[0]: slope}
    return list(found.values())


def _scale_terms(system: System, difference: int, terms: list[int], scales: Sequence[float]) -> list[int]:
    """What the states' scales come to in the difference: by the slopes that are always the same, or, where neither
    these nor a term that stays say how large it usually is, by the slopes of the moment."""
    graph = system.graph

    def moved(root: int, tiers: range) -> list[int]:
        return [
            graph.operation("mul", slope, graph.constant(scales[graph.nodes[state].index]))
            for state, slope in graph.gradient(root, set()).items()
            if graph.tiers[slope] in tiers
        ]

    always = [node for term in terms for node in moved(term, range(STATE))]
    stays = any(graph.tiers[term] < STATE for term in terms)
    return always if always or stays else moved(difference, range(STATE + 1))


def _terms(system: System, node: int) -> list[int]:
    inner = system.graph.nodes[node]
    if inner.operation not in ("add", "sub", "neg"):
        return [node]
    return [t for a in inner.arguments for t in _terms(system, a)]


def bars(found: list[Kink]) -> dict[int, str]:
    """C of the nodes that ask for a side, in the solver, where the bars stand behind the prepared values."""
    return {
        node: text.replace("{2}", f"q[N_PREPARED + {k}]")
        for k, kink in enumerate(found)
        for node, text in kink.sided.items()
    }


def kinks_source(writer: Writer, found: list[Kink]) -> str:
    """C of ``kinks``, which stores every difference and, after them, how large its terms are."""
    lines = writer.statements([node for kink in found for node in (kink.difference, *kink.terms)])
    for k, kink in enumerate(found):
        lines.append(f"    out[{k}] = {writer.name(kink.difference)};")
        lines.append(f"    out[N_KINK + {k}] = {' + '.join(f'ABS({writer.name(t)})' for t in kink.terms)};")
    return "LOCAL void kinks(const V *y, const V *q, V *out) {\n" + "\n".join(lines) + "\n}\n"
