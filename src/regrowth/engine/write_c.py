"""Write graph nodes as C: straight-line statements, with hoisted values read from the slots of ``q``."""

from __future__ import annotations

from regrowth.engine.graph import CONSTANT, STATE, Graph

_INFIX = {"add": "+", "sub": "-", "mul": "*", "div": "/"}
_FUNCTIONS = {
    "exp": "EXP", "log": "LOG", "sqrt": "SQRT", "pow": "POW", "min": "MIN", "max": "MAX", "step": "STEP",
}  # fmt: skip


class Writer:
    """Writes nodes as C; hoisted nodes are read from ``q``, whose slots are numbered when first needed."""

    def __init__(self, graph: Graph, state: str = "y[{}]", tangent: str = "s[{}]"):
        self.graph = graph
        self.leaves = {"state": state, "state_tangent": tangent}
        self.hoisted: dict[int, int] = {}
        self.given: dict[int, str] = {}  # nodes that a caller has made already, by name
        self.written: dict[int, str] = {}  # nodes that a caller writes otherwise, with {0}, {1} for the arguments

    def hoist(self, roots: list[int]) -> None:
        """Give a slot to every time-independent node that a time-dependent node, or a root, reads."""
        graph = self.graph
        for i in graph.needed_for(roots):
            if graph.tiers[i] == STATE:
                for a in graph.nodes[i].arguments:
                    self._slot(a)
        for i in roots:
            self._slot(i)

    def _slot(self, i: int) -> None:
        if CONSTANT < self.graph.tiers[i] < STATE:
            self.hoisted.setdefault(i, len(self.hoisted))

    def name(self, i: int, q: str = "q[{}]") -> str:
        node = self.graph.nodes[i]
        if node.operation == "constant":
            return f"K({_literal(node.value)})"
        if i in self.given:
            return self.given[i]
        if i in self.hoisted:
            return q.format(self.hoisted[i])
        if node.operation in self.leaves:
            return self.leaves[node.operation].format(node.index)
        return f"v{i}"

    def statements(self, roots: list[int], q: str = "q[{}]") -> list[str]:
        return [self.statement(i, q) for i in self.order(roots, set())]

    def order(self, roots: list[int], seen: set[int]) -> list[int]:
        """What must be made for some nodes, each after what it needs; ``seen`` is made already, and grows."""
        found = []
        stack = [(r, False) for r in reversed(roots)]
        while stack:  # depth first, so that a value stands close to its use
            i, ready = stack.pop()
            arguments = self.graph.nodes[i].arguments
            if i in seen or not arguments or i in self.hoisted or i in self.given:
                continue
            if ready:
                seen.add(i)
                found.append(i)
            else:
                stack.append((i, True))
                stack += [(a, False) for a in reversed(arguments)]
        return found

    def statement(self, i: int, q: str) -> str:
        return f"    V v{i} = {self.operation(i, q)};"

    def operation(self, i: int, q: str = "q[{}]") -> str:
        node = self.graph.nodes[i]
        names = [self.name(a, q) for a in node.arguments]
        if i in self.written:
            return self.written[i].format(*names)
        if node.operation in _INFIX:
            return f"{names[0]} {_INFIX[node.operation]} {names[1]}"
        if node.operation == "neg":
            return f"-{names[0]}"
        return f"{_FUNCTIONS[node.operation]}({', '.join(names)})"

    def function(
        self, name: str, arguments: str, results: list[tuple[int, int]], store: str, q: str = "q[{}]"
    ) -> str:
        """A C function that stores nodes: ``results`` are (place, node)."""
        lines = self.statements([node for _, node in results], q)
        lines += ["    " + store.format(place, self.name(node, q)) for place, node in results]
        return f"LOCAL void {name}({arguments}) {{\n" + "\n".join(lines) + "\n}\n"


def _literal(value: float) -> str:
    return repr(value) if value == value and abs(value) != float("inf") else "1e300"
