"""Emit forward sensitivities: the exact derivative of each Rosenbrock step, with the step's own LU.

For a direction p with s = ∂y/∂p, stage i solves
(I/(hγ) − J) dU_i = J(Y_i) dY_i + ∂f/∂p(Y_i) + Σ c_ij dU_j / h + dJ U_i,
where dY_i = s + Σ a_ij dU_j and dJ is the change of J(y) along (s, p). Hairer, Nørsett & Wanner 1993, Solving
Ordinary Differential Equations I, 2nd ed., section I.14, for the idea of differentiating the discrete method.
"""

from __future__ import annotations

from regrowth.engine.lower import System, Tangents
from regrowth.engine.tableau import Tableau
from regrowth.engine.write_c import Writer


def tangent_source(writer: Writer, system: System, t: Tangents, tableau: Tableau) -> str:
    """C of ``take_tangents`` and what it needs."""
    positions = list(system.jacobian)
    bent = sorted({*t.bend, *(position for _, position in t.jacobian)})
    slot = {position: e for e, position in enumerate(bent)}
    stage = [*system.jacobian.values(), *t.rates.values()]
    return "\n".join(
        [
            f"#define N_JACOBIAN {len(positions)}",
            f"#define N_BENT {max(1, len(bent))}",
            f"#define N_RATE_PART {max(1, len(t.rates))}",
            f"#define N_BEND_PART {max(1, len(t.jacobian))}",
            writer.function("stage_parts", "const V *y, const V *q, V *out", list(enumerate(stage)), "out[{}] = {};"),
            writer.function(
                "bend_parts", "const V *y, const V *q, V *out", list(enumerate(t.jacobian.values())), "out[{}] = {};"
            ),
            writer.function(
                "bend_along",
                "const V *y, const V *q, const V *s, V *bend",
                [(slot[p], node) for p, node in t.bend.items()],
                "bend[{}] = {};",
            ),
            _switch("add_rate_part", [(k, i) for k, i in t.rates], "out"),
            _switch("add_bend_part", [(k, slot[p]) for k, p in t.jacobian], "bend"),
            _times("jacobian_times", positions),
            _times("bend_times", bent),
            _steps(tableau),
        ]
    )


def _switch(name: str, parts: list[tuple[int, int]], target: str) -> str:
    """Add the parts that belong to one direction: ``parts`` are (direction, place), in the order of ``part``."""
    lines = [f"LOCAL void {name}(int direction, const V *part, V *{target}) {{", "    switch (direction) {"]
    for k in sorted({k for k, _ in parts}):
        adds = " ".join(f"{target}[{i}] += part[{e}];" for e, (kk, i) in enumerate(parts) if kk == k)
        lines.append(f"    case {k}: {adds} break;")
    return "\n".join([*lines, "    }", "}"])


def _times(name: str, positions: list[tuple[int, int]]) -> str:
    rows: dict[int, list[str]] = {}
    for e, (i, j) in enumerate(positions):
        rows.setdefault(i, []).append(f"m[{e}] * x[{j}]")
    lines = [f"    out[{i}] += {' + '.join(terms)};" for i, terms in rows.items()]
    return f"LOCAL void {name}(const V *m, const V *x, V *out) {{\n" + "\n".join(lines) + "\n}"


def _steps(tableau: Tableau) -> str:
    s = tableau.stages
    whole_stage = "    for (int i = 0; i < N_STATE; i++) "

    def position(k: int, u: str, base: str) -> str:
        """The stage's argument: base + Σ a_kj u_j; the stiffly accurate stages add one u after the other."""
        known = tableau.a[min(k, len(tableau.a)) - 1]
        terms = [f"K({a!r}) * {u}[{j}][i]" for j, a in enumerate(known) if a]
        terms += [f"{u}[{j}][i]" for j in range(len(known), k)]
        return f"{base}[i] + " + " + ".join(terms)

    lines = [
        "LOCAL void take_tangents(const V *y, const V *q, const V *matrix, V per_h, V (*u)[N_STATE],",
        "                          V (*s)[N_STATE], V (*s_next)[N_STATE], V (*du)[STAGES][N_STATE]) {",
        "    V parts[STAGES][N_JACOBIAN + N_RATE_PART], bend_part[N_BEND_PART], bend[N_BENT], at[N_STATE];",
        "    stage_parts(y, q, parts[0]);",
        "    bend_parts(y, q, bend_part);",
    ]
    for k in range(1, s):
        lines += [f"{whole_stage}at[i] = {position(k, 'u', 'y')};", f"    stage_parts(at, q, parts[{k}]);"]
    lines += [
        "    for (int d = 0; d < DIRECTIONS; d++) {",
        "    for (int e = 0; e < N_BENT; e++) bend[e] = K(0);",
        "    bend_along(y, q, s[d], bend);",
        "    add_bend_part(d, bend_part, bend);",
        "    V (*w)[N_STATE] = du[d];",
    ]
    for k in range(s):
        argument = f"{position(k, 'w', 's[d]')}" if k else "s[d][i]"
        sums = " + ".join(f"K({c!r}) * w[{j}][i]" for j, c in enumerate(tableau.c[k - 1])) if k else ""
        lines += [
            f"{whole_stage}{{ at[i] = {argument}; w[{k}][i] = {f'per_h * ({sums})' if sums else 'K(0)'}; }}",
            f"    jacobian_times(parts[{k}], at, w[{k}]);",
            f"    add_rate_part(d, parts[{k}] + N_JACOBIAN, w[{k}]);",
            f"    bend_times(bend, u[{k}], w[{k}]);",
            f"    solve_factored(matrix, w[{k}]);",
        ]
    lines += [f"{whole_stage}s_next[d][i] = at[i] + w[{s - 1}][i];", "    }", "}"]
    return "\n".join(lines)
