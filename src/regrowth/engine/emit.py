"""Emit the C of a lowered model: straight-line functions, with what does not change in time hoisted out.

The text is plain arithmetic on the type ``V`` (a vector of people, or one value), so that it serves every
precision and lane width; see ``vector_math.h``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.resources import files

from regrowth.engine.assemble import Model
from regrowth.engine.batches import BatchWriter
from regrowth.engine.emit_lu import factor_source, solve_source
from regrowth.engine.emit_tangents import tangent_source
from regrowth.engine.kinks import Kink, bars, kinks, kinks_source
from regrowth.engine.lower import Direction, Reach, System, Tangents, downstream, lower, tangents
from regrowth.engine.lu import Elimination, eliminate
from regrowth.engine.tableau import Tableau
from regrowth.engine.write_c import Writer


@dataclass(frozen=True)
class Plan:
    """What one compiled solver and its observers share: the lowered system, and which sensitivities it carries.

    ``selected`` are observables by position; all of them where no sensitivities are asked for. A vector holds ``lanes``
    people; or, where people are solved ``alone``, as many elementary functions of one person.
    """

    model: Model
    system: System
    kinks: list[Kink]
    along: tuple[Direction, ...]
    tangents: Tangents | None
    single: bool
    lanes: int
    alone: bool = False

    @classmethod
    def of(
        cls,
        model: Model,
        *,
        lanes: int,
        single: bool = False,
        along: tuple[Direction, ...] = (),
        selected: Sequence[int] = (),
        alone: bool = False,
    ) -> Plan:
        system = lower(model, resting=False)
        bends = kinks(system, model.scales)
        if not along:
            return cls(model, system, bends, (), None, single, lanes, alone)
        system = replace(system, observables=[system.observables[k] for k in selected])
        carried = tangents(system, along, downstream(system, along))
        return cls(model, system, bends, along, carried, single, lanes, alone)

    @property
    def people(self) -> int:
        """How many people are solved side by side."""
        return 1 if self.alone else self.lanes

    @property
    def arithmetic(self) -> str:
        """C of what numbers are."""
        return host_arithmetic(self.lanes, self.single, self.alone)

    def writer(self, **names: str) -> Writer:
        graph = self.system.graph
        return BatchWriter(graph, self.lanes, **names) if self.alone and self.lanes > 1 else Writer(graph, **names)

    @property
    def directions(self) -> int:
        """How many directions sensitivities are carried along."""
        return len(self.along)

    @property
    def roots(self) -> list[int]:
        """What the solver and its observers evaluate; fixes the numbering of hoisted values."""
        nodes = [*self.system.rates, *self.system.jacobian.values(), *self.system.observables]
        nodes += [node for kink in self.kinks for node in (kink.difference, *kink.terms)]
        return nodes + (self.tangents.nodes if self.tangents else [])


def solver_source(plan: Plan, tableau: Tableau) -> str:
    """C of the integrator for a model."""
    return "\n".join([*_solver_parts(plan, tableau, plan.arithmetic), _texts("solver.c")])


def observer_source(plan: Plan, selected: Sequence[int]) -> tuple[str, list[int]]:
    """C that evaluates observables (and their sensitivities) at up to W times of one person, and what it reads.

    Hoisted values are read from the slots that :func:`solver_source` gives them. What it reads are rows: states, and
    after them tangents.
    """
    body, read = _observer(plan, selected)
    return plan.arithmetic + body.removeprefix("LOCAL "), read


def cuda_source(plan: Plan, tableau: Tableau, selected: Sequence[int]) -> tuple[str, list[int]]:
    """CUDA of the same integrator, one person per thread, with its observables; and the rows they read."""
    observer, read = _observer(plan, selected)
    arithmetic = _single(plan.single) + _texts("choices.h", "gpu.h", "one_person.h")
    parts = [*_solver_parts(plan, tableau, arithmetic), observer, _texts("solver.c", "kernel.cu")]
    return "\n".join([f"#define N_SELECTED {len(selected) * (1 + plan.directions)}", *parts]), read


def _observer(plan: Plan, selected: Sequence[int]) -> tuple[str, list[int]]:
    graph, n = plan.system.graph, len(plan.system.states)
    writer = plan.writer(state="y[2*{}]", tangent=f"y[2*({n} + {{}})]")
    writer.hoist(plan.roots)
    chosen = [plan.system.observables[k] for k in selected]
    if plan.tangents:
        chosen += [node for per_parameter in plan.tangents.observables for node in per_parameter]
    body = writer.function(
        "observe", "const V *y, const T *q, V *out", list(enumerate(chosen)), "out[{}] = {};", q="((V)(q[{} * W]))"
    )
    offsets = {"state": 0, "state_tangent": n}
    read = {
        graph.nodes[i].index + offsets[graph.nodes[i].operation]
        for i in graph.needed_for(chosen)
        if graph.nodes[i].operation in offsets
    }
    return body, sorted(read)


def _solver_parts(plan: Plan, tableau: Tableau, arithmetic: str) -> list[str]:
    """Everything that solver.c stands on; ``arithmetic`` says what a V is."""
    model, system = plan.model, plan.system
    writer = plan.writer()
    lu = _elimination(system)
    plain = [_prepare(writer, plan.roots), kinks_source(writer, plan.kinks)]
    writer.written = bars(plan.kinks)  # from here on, min and max keep to the side of the step
    body = [
        *plain,
        _rates(writer, system),
        _rates_and_jacobian(writer, system, lu),
        factor_source(lu),
        solve_source(lu),
        _stages(tableau),
        _texts("dense.c"),
        *([tangent_source(writer, system, plan.tangents)] if plan.tangents else []),
    ]
    return [
        _head(model, writer, lu),
        f"#define DIRECTIONS {plan.directions}",
        f"#define ROWS (N_STATE + {plan.tangents.offsets[-1] if plan.tangents else 0})",
        f"#define N_KINK {len(plan.kinks)}",
        f"#define STAGES {tableau.stages}",
        f"#define ORDER {tableau.order}.0",
        f"#define GAMMA {tableau.gamma!r}",
        f"#define DENSE_ROWS {len(tableau.dense)}",
        arithmetic,
        *body,
        _texts("kinks.c"),
    ]


def rest_source(model: Model, lanes: int, along: tuple[Direction, ...] = ()) -> str:
    """C of the search for undosed steady states and of their derivatives along some directions; always float64.

    A start is no part of a steady state: its derivatives are zero here.
    """
    system = lower(model, resting=True)
    every = Reach(list(range(len(system.states))), [])
    parameters = tuple(d for d in along if d.parameter is not None)
    t = tangents(replace(system, observables=system.at_rest), parameters, [every] * len(parameters))
    values = list(enumerate(node for per_parameter in t.observables for node in per_parameter))
    writer = Writer(system.graph)
    lu = _elimination(system)
    n, function = len(system.states), writer.function
    by_place = [(k * n + i, node) for (k, i), node in t.rates.items()]
    body = [
        _prepare(writer, [*system.rates, *system.jacobian.values(), *system.at_rest, *t.nodes]),
        _rates_and_jacobian(writer, system, lu),
        factor_source(lu),
        solve_source(lu),
        function("rest_values", "const V *y, const V *q, V *out", list(enumerate(system.at_rest)), "out[{}] = {};"),
        function("add_rate_tangents", "const V *y, const V *q, V *out", by_place, "out[{}] += {};"),
        function("rest_tangents_of", "const V *y, const V *s, const V *q, V *out", values, "out[{}] = {};"),
    ]  # fmt: skip
    head = [_head(model, writer, lu), f"#define DIRECTIONS {len(parameters)}"]
    return "\n".join([*head, host_arithmetic(lanes, single=False), *body, _texts("rest.c")])


def host_arithmetic(lanes: int, single: bool, alone: bool = False) -> str:
    """C of numbers on a processor: of as many people as a register has lanes, or of one person alone."""
    people = "one_person.h" if alone else "many_people.h"
    return f"#define WIDTH {lanes}\n" + _single(single) + _texts("choices.h", "vector_math.h", people)


def _texts(*names: str) -> str:
    return "".join(files("regrowth.engine").joinpath(name).read_text(encoding="utf-8") for name in names)


def _single(single: bool) -> str:
    return "#define REAL_IS_FLOAT\n" if single else ""


def _elimination(system: System) -> Elimination:
    pattern = {(i, j) for i, j in system.jacobian if i != j}
    return eliminate(range(len(system.states)), pattern)


def _head(model: Model, writer: Writer, lu: Elimination) -> str:
    return "\n".join(
        [
            f"/* generated from the {model.species} model {model.fingerprint}; do not edit */",
            f"#define N_STATE {len(model.states)}",
            f"#define N_PARAMETER {len(model.parameter_index)}",
            f"#define N_INPUT {len(model.inputs)}",
            f"#define N_REST {len(model.rest_names)}",
            f"#define N_PREPARED {len(writer.hoisted)}",
            f"#define N_ENTRY {len(lu.entries)}",
        ]
    )


def _prepare(writer: Writer, roots: list[int]) -> str:
    """Everything that depends on parameters and inputs only: run when a person starts and at every edge."""
    writer.hoist(roots)
    graph = writer.graph
    leaves = {"parameter": "p", "input": "in", "rest": "rest", "rest_tangent": "rest_tangent"}
    wanted = list(writer.hoisted)
    lines = []
    for i in graph.needed_for(wanted):
        node = graph.nodes[i]
        if node.operation in leaves:
            lines.append(f"    V v{i} = {leaves[node.operation]}[{node.index}];")
        elif node.arguments:
            plain = Writer(graph)
            lines.append(f"    V v{i} = {plain.operation(i)};")
    lines += [f"    q[{slot}] = v{i};" for i, slot in writer.hoisted.items()]
    head = "LOCAL void prepare(const V *p, const V *in, const V *rest, const V *rest_tangent, V *q) {\n"
    return head + "\n".join(lines) + "\n}\n"


def _rates(writer: Writer, system: System) -> str:
    return writer.function(
        "rates", "const V *y, const V *q, V *f", list(enumerate(system.rates)), "f[{}] = {};"
    )


def _rates_and_jacobian(writer: Writer, system: System, lu: Elimination) -> str:
    """Rates, and −J in the slots of the matrix to be factored."""
    entries = [(lu.entries[position], node) for position, node in system.jacobian.items()]
    roots = [*system.rates, *(node for _, node in entries)]
    lines = writer.statements(roots)
    lines += [f"    f[{i}] = {writer.name(node)};" for i, node in enumerate(system.rates)]
    filled = {slot for slot, _ in entries}
    lines += [f"    j[{slot}] = -{writer.name(node)};" for slot, node in entries]
    lines += [f"    j[{slot}] = K(0);" for slot in lu.entries.values() if slot not in filled]
    head = "LOCAL void rates_and_jacobian(const V *y, const V *q, V *f, V *j) {\n"
    return head + "\n".join(lines) + "\n}\n"


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
        "LOCAL void take_stages(const V *y, const V *q, const V *f, const V *matrix, V per_h,\n"
        "                        V (*u)[N_STATE], V *stage, V *next) {\n" + "\n".join(lines) + "\n}\n"
        "LOCAL void dense_rows(V (*u)[N_STATE], V (*dense)[ROWS]) {\n" + "\n".join(dense) + "\n}\n"
    )
