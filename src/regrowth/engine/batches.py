"""One person alone: the lanes of a register hold elementary functions that do not wait for one another.

Half of the work of a right-hand side is exp and log. Where a register holds many people, each lane works one of them
out; for one person the lanes would be idle. So logs and exps are gathered in turns: all logs whose arguments are known,
then all exps, and so on, as many at once as a register has lanes. A power is exp(y log x) and takes part in both.
"""

from __future__ import annotations

from collections import defaultdict

from regrowth.engine.graph import Graph
from regrowth.engine.write_c import Writer

#: in even turns and in odd ones
_FUNCTIONS = ("LOG", "EXP")


class BatchWriter(Writer):
    """Writes nodes as C, ``batch`` elementary functions at once."""

    def __init__(self, graph: Graph, batch: int, **leaves: str):
        super().__init__(graph, **leaves)
        self.batch = batch

    def statements(self, roots: list[int], q: str = "q[{}]") -> list[str]:
        lines: list[str] = []
        made: set[int] = set()
        for turn, nodes in sorted(self._turns(roots).items()):
            for first in range(0, len(nodes), self.batch):
                lines += self._evaluated(_FUNCTIONS[turn % 2], nodes[first : first + self.batch], made, q)
        return lines + self._made(roots, made, q)

    def _turns(self, roots: list[int]) -> dict[int, list[int]]:
        """Nodes by the turn in which a function of theirs is evaluated: the first after their arguments are known."""
        known: dict[int, int] = {}  # the first turn in which a node can be an argument
        turns: dict[int, list[int]] = defaultdict(list)

        def evaluated(node: int, function: str, after: int) -> int:
            turn = after + (after + _FUNCTIONS.index(function)) % 2
            turns[turn].append(node)
            return turn + 1

        for i in self.order(roots, set()):
            node = self.graph.nodes[i]
            first, *others = (known.get(a, 0) for a in node.arguments)
            if node.operation == "pow":
                known[i] = evaluated(i, "EXP", max([evaluated(i, "LOG", first), *others]))
            elif node.operation in ("exp", "log"):
                known[i] = evaluated(i, node.operation.upper(), first)
            else:
                known[i] = max([first, *others])
        return turns

    def _made(self, nodes: list[int], made: set[int], q: str) -> list[str]:
        """Statements of nodes and of what they need, but for what is made already; ``made`` grows."""
        return [self.statement(i, q) for i in self.order(nodes, made)]

    def _evaluated(self, function: str, nodes: list[int], made: set[int], q: str) -> list[str]:
        """One batch: its arguments, the function, and what comes out, by name; ``made`` grows."""
        lines: list[str] = []
        arguments: list[str] = []
        results: list[str] = []
        for i in nodes:
            first, *exponent = self.graph.nodes[i].arguments
            if exponent and function == "EXP":
                lines += self._made(exponent, made, q)
                arguments.append(f"{self.name(exponent[0], q)} * log{i}")
            else:
                lines += self._made([first], made, q)
                arguments.append(self.name(first, q))
            half = exponent and function == "LOG"
            results.append(f"log{i}" if half else f"v{i}")
            if not half:
                made.add(i)
        arguments += ["K(1)"] * (self.batch - len(nodes))
        batch = f"{function.lower()}s{nodes[0]}"
        lines.append(f"    WIDE {batch} = WIDE_{function}((WIDE){{{', '.join(arguments)}}});")
        return lines + [f"    V {result} = {batch}[{lane}];" for lane, result in enumerate(results)]
