"""One person alone: the lanes of a register hold elementary functions that do not wait for one another.

Half of the work of a right-hand side is exp and log. Where a register holds many people, each lane works one of them
out; for one person the lanes would be idle. So logs and exps are gathered in turns: all logs whose arguments are known,
then all exps, and so on, as many at once as a register has lanes. A power is exp(y log x) and takes part in both.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from regrowth.engine.write_c import Writer

#: in even turns and in odd ones
_FUNCTIONS = ("LOG", "EXP")


class Batches:
    """C statements of some nodes, with their elementary functions in batches."""

    def __init__(self, writer: Writer, roots: list[int], q: str):
        self.writer, self.q = writer, q
        self.lines: list[str] = []
        self._made: set[int] = set()
        for turn, nodes in sorted(self._turns(roots).items()):
            for first in range(0, len(nodes), writer.batch):
                self._evaluate(_FUNCTIONS[turn % 2], nodes[first : first + writer.batch])
        self._make(roots)

    def _turns(self, roots: list[int]) -> dict[int, list[int]]:
        """Nodes by the turn in which a function of theirs is evaluated: the first after their arguments are known."""
        graph = self.writer.graph
        known: dict[int, int] = {}  # the first turn in which a node can be an argument
        turns: dict[int, list[int]] = defaultdict(list)

        def evaluated(node: int, function: str, after: int) -> int:
            turn = after + (after + _FUNCTIONS.index(function)) % 2
            turns[turn].append(node)
            return turn + 1

        for i in self.writer.order(roots, set()):
            node = graph.nodes[i]
            first, *others = (known.get(a, 0) for a in node.arguments)
            if node.operation == "pow":
                known[i] = evaluated(i, "EXP", max([evaluated(i, "LOG", first), *others]))
            elif node.operation in ("exp", "log"):
                known[i] = evaluated(i, node.operation.upper(), first)
            else:
                known[i] = max([first, *others])
        return turns

    def _make(self, nodes: list[int]) -> None:
        self.lines += [self.writer.statement(i, self.q) for i in self.writer.order(nodes, self._made)]

    def _evaluate(self, function: str, nodes: list[int]) -> None:
        """One batch: its arguments, the function, and what came out, by name."""
        writer, graph = self.writer, self.writer.graph
        arguments, results = [], []
        for i in nodes:
            first, *exponent = graph.nodes[i].arguments
            if exponent and function == "EXP":
                self._make(exponent)
                arguments.append(f"{writer.name(exponent[0], self.q)} * log{i}")
            else:
                self._make([first])
                arguments.append(writer.name(first, self.q))
            half = exponent and function == "LOG"
            results.append(f"log{i}" if half else f"v{i}")
            if not half:
                self._made.add(i)
        arguments += ["K(1)"] * (writer.batch - len(nodes))
        batch = f"{function.lower()}s{nodes[0]}"
        self.lines.append(f"    WIDE {batch} = WIDE_{function}((WIDE){{{', '.join(arguments)}}});")
        self.lines += [f"    V {result} = {batch}[{lane}];" for lane, result in enumerate(results)]
