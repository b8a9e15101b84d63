"""Emit the C of a lowered model: straight-line functions, with what does not change in time hoisted out.

The text is plain arithmetic on the type ``V`` (a vector of people, or one value), so that it serves every
precision and lane width; see ``vector_math.h``.
"""

from __future__ import annotations

from importlib.resources import files

from regrowth.engine.assemble import Model
from regrowth.engine.graph import CONSTANT, STATE, Graph
from regrowth.engine.lower import System, lower
from regrowth.engine.lu import Elimination, eliminate
from regrowth.engine.tableau import Tableau

_INFIX = {"add": "+", "sub": "-", "mul": "*", "div": "/"}
_FUNCTIONS = {
    "exp": "EXP", "log": "LOG", "sqrt": "SQRT", "pow": "POW", "min": "MIN", "max": "MAX", "step": "STEP",
}  # fmt: skip


def solver_source(model: Model, tableau: Tableau, *, lanes: int, single: bool) -> str:
    """C of the integrator for a model; ``single`` chooses float32."""
    system = lower(model, resting=False)
    writer = _Writer(system.graph)
    lu = _elimination(system)
    body = [
        _prepare(writer, _roots(system)),
        _rates(writer, system),
        _rates_and_jacobian(writer, system, lu),
        _factor(lu),
        _solve(lu),
        _stages(tableau),
    ]
    return "\n".join(
        [
            _head(model, writer, lu, lanes, single),
            f"#define STAGES {tableau.stages}",
            f"#define ORDER {tableau.order}.0",
            f"#define GAMMA {tableau.gamma!r}",
            f"#define DENSE_ROWS {len(tableau.dense)}",
            _text("vector_math.h"),
            *body,
            _text("solver.c"),
        ]
    )


def observer_source(model: Model, selected: list[int], *, lanes: int, single: bool) -> tuple[str, list[int]]:
    """C that evaluates the selected observables at up to W times of one person, and the states it reads.

    It reads hoisted values from the slots that :func:`solver_source` gives them.
    """
    system = lower(model, resting=False)
    graph = system.graph
    writer = _Writer(graph, state="y[2*{}]")
    writer.hoist(_roots(system))
    chosen = [system.observables[k] for k in selected]
    body = writer.function(
        "observe", "const V *y, const T *q, V *out", list(enumerate(chosen)), "out[{}] = {};", q="((V)(q[{} * W]))"
    ).removeprefix("static __attribute__((noinline)) ")
    read = sorted(
        graph.nodes[i].index
        for i in graph.needed_for(chosen)
        if graph.nodes[i].operation == "state"
    )
    defines = f"#define W {lanes}\n" + ("#define REAL_IS_FLOAT\n" if single else "")
    return defines + _text("vector_math.h") + body, read


def rest_source(model: Model, *, lanes: int) -> str:
    """C of the search for undosed steady states, always float64."""
    system = lower(model, resting=True)
    writer = _Writer(system.graph)
    lu = _elimination(system)
    body = [
        _prepare(writer, [*system.rates, *system.jacobian.values(), *system.at_rest]),
        _rates_and_jacobian(writer, system, lu),
        _factor(lu),
        _solve(lu),
        writer.function(
            "rest_values", "const V *y, const V *q, V *out", list(enumerate(system.at_rest)), "out[{}] = {};"
        ),
    ]
    head = _head(model, writer, lu, lanes, False)
    return "\n".join([head, _text("vector_math.h"), *body, _text("rest.c")])


def _roots(system: System) -> list[int]:
    """What the solver and its observers evaluate; fixes the numbering of hoisted values."""
    return [*system.rates, *system.jacobian.values(), *system.observables]


def _text(name: str) -> str:
    return files("regrowth.engine").joinpath(name).read_text(encoding="utf-8")


def _elimination(system: System) -> Elimination:
    pattern = {(i, j) for i, j in system.jacobian if i != j}
    return eliminate(len(system.states), pattern)


class _Writer:
    """Writes nodes as C; hoisted nodes are read from ``q``, whose slots are numbered when first needed."""

    def __init__(self, graph: Graph, state: str = "y[{}]"):
        self.graph = graph
        self.state = state
        self.hoisted: dict[int, int] = {}

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
        if i in self.hoisted:
            return q.format(self.hoisted[i])
        if node.operation == "state":
            return self.state.format(node.index)
        return f"v{i}"

    def statements(self, roots: list[int], q: str = "q[{}]") -> list[str]:
        lines = []
        seen: set[int] = set()
        stack = [(r, False) for r in reversed(roots)]
        while stack:  # depth first, so that a value stands close to its use
            i, ready = stack.pop()
            node = self.graph.nodes[i]
            if i in seen or not node.arguments or i in self.hoisted:
                continue
            if ready:
                seen.add(i)
                lines.append(f"    V v{i} = {self.operation(i, q)};")
            else:
                stack.append((i, True))
                stack += [(a, False) for a in reversed(node.arguments)]
        return lines

    def operation(self, i: int, q: str = "q[{}]") -> str:
        node = self.graph.nodes[i]
        names = [self.name(a, q) for a in node.arguments]
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
        return f"static __attribute__((noinline)) void {name}({arguments}) {{\n" + "\n".join(lines) + "\n}\n"


def _literal(value: float) -> str:
    return repr(value) if value == value and abs(value) != float("inf") else "1e300"


def _head(model: Model, writer: _Writer, lu: Elimination, lanes: int, single: bool) -> str:
    return "\n".join(
        [
            f"/* generated from the {model.species} model {model.fingerprint}; do not edit */",
            f"#define W {lanes}",
            "#define REAL_IS_FLOAT" if single else "",
            f"#define N_STATE {len(model.states)}",
            f"#define N_PARAMETER {len(model.parameter_index)}",
            f"#define N_INPUT {len(model.inputs)}",
            f"#define N_REST {len(model.rest_names)}",
            f"#define N_PREPARED {len(writer.hoisted)}",
            f"#define N_ENTRY {len(lu.entries)}",
        ]
    )


def _prepare(writer: _Writer, roots: list[int]) -> str:
    """Everything that depends on parameters and inputs only: run when a person starts and at every edge."""
    writer.hoist(roots)
    graph = writer.graph
    leaves = {"parameter": "p", "input": "in", "rest": "rest"}
    wanted = list(writer.hoisted)
    lines = []
    for i in graph.needed_for(wanted):
        node = graph.nodes[i]
        if node.operation in leaves:
            lines.append(f"    V v{i} = {leaves[node.operation]}[{node.index}];")
        elif node.arguments:
            plain = _Writer(graph)
            lines.append(f"    V v{i} = {plain.operation(i)};")
    lines += [f"    q[{slot}] = v{i};" for i, slot in writer.hoisted.items()]
    head = "static __attribute__((noinline)) void prepare(const V *p, const V *in, const V *rest, V *q) {\n"
    return head + "\n".join(lines) + "\n}\n"


def _rates(writer: _Writer, system: System) -> str:
    return writer.function(
        "rates", "const V *y, const V *q, V *f", list(enumerate(system.rates)), "f[{}] = {};"
    )


def _rates_and_jacobian(writer: _Writer, system: System, lu: Elimination) -> str:
    """Rates, and −J in the slots of the matrix to be factored."""
    entries = [(lu.entries[position], node) for position, node in system.jacobian.items()]
    roots = [*system.rates, *(node for _, node in entries)]
    lines = writer.statements(roots)
    lines += [f"    f[{i}] = {writer.name(node)};" for i, node in enumerate(system.rates)]
    filled = {slot for slot, _ in entries}
    lines += [f"    j[{slot}] = -{writer.name(node)};" for slot, node in entries]
    lines += [f"    j[{slot}] = K(0);" for slot in lu.entries.values() if slot not in filled]
    head = "static __attribute__((noinline)) void rates_and_jacobian(const V *y, const V *q, V *f, V *j) {\n"
    return head + "\n".join(lines) + "\n}\n"


def _factor(lu: Elimination) -> str:
    lines = []
    for (i, j), slot in sorted(lu.entries.items(), key=lambda item: item[1]):
        lines.append(f"    V m{slot} = j[{slot}]{' + diagonal' if i == j else ''};")
    for step in lu.factor:
        match step:
            case ("invert", slot):
                lines.append(f"    m{slot} = K(1) / m{slot};")
            case ("scale", slot, pivot):
                lines.append(f"    m{slot} *= m{pivot};")
            case ("update", slot, left, right):
                lines.append(f"    m{slot} -= m{left} * m{right};")
    lines += [f"    m[{slot}] = m{slot};" for slot in lu.entries.values()]
    return "static __attribute__((noinline)) void factor(const V *j, V diagonal, V *m) {\n" + "\n".join(lines) + "\n}\n"


def _solve(lu: Elimination) -> str:
    lines = [f"    V b{i} = b[{i}];" for i in range(len(lu.backward))]
    lines += [f"    b{row} -= m[{slot}] * b{column};" for row, slot, column in lu.forward]
    for row, pivot, upper in lu.backward:
        terms = "".join(f" - m[{slot}] * b{column}" for slot, column in upper)
        lines.append(f"    b{row} = (b{row}{terms}) * m[{pivot}];")
    lines += [f"    b[{i}] = b{i};" for i in range(len(lu.backward))]
    return "static __attribute__((noinline)) void solve_factored(const V *m, V *b) {\n" + "\n".join(lines) + "\n}\n"


def _stages(tableau: Tableau) -> str:
    """The stages of one step, with the method's coefficients written into the loops."""
    s = tableau.stages
    lines = [
        "    for (int i = 0; i < N_STATE; i++) u[0][i] = f[i];",
        "    solve_factored(matrix, u[0]);",
    ]
    for k in range(1, s):
        if k <= len(tableau.a):
            terms = " + ".join(f"K({a!r}) * u[{j}][i]" for j, a in enumerate(tableau.a[k - 1]) if a)
            update = f"stage[i] = y[i] + {terms};"
        else:
            update = f"stage[i] += u[{k - 1}][i];"
        sums = " + ".join(f"K({c!r}) * u[{j}][i]" for j, c in enumerate(tableau.c[k - 1]))
        lines += [
            f"    for (int i = 0; i < N_STATE; i++) {update}",
            f"    rates(stage, q, u[{k}]);",
            f"    for (int i = 0; i < N_STATE; i++) u[{k}][i] += per_h * ({sums});",
            f"    solve_factored(matrix, u[{k}]);",
        ]
    lines.append(f"    for (int i = 0; i < N_STATE; i++) next[i] = stage[i] + u[{s - 1}][i];")
    dense = [
        f"    for (int i = 0; i < N_STATE; i++) dense[{r}][i] = "
        + " + ".join(f"K({d!r}) * u[{j}][i]" for j, d in enumerate(row) if d)
        + ";"
        for r, row in enumerate(tableau.dense)
    ]
    return (
        "static __attribute__((noinline)) void take_stages(const V *y, const V *q, const V *f, const V *matrix, V per_h,\n"
        "                        V (*u)[N_STATE], V *stage, V *next) {\n" + "\n".join(lines) + "\n}\n"
        "static __attribute__((noinline)) void dense_rows(V (*u)[N_STATE], V (*dense)[N_STATE]) {\n" + "\n".join(dense) + "\n}\n"
    )
