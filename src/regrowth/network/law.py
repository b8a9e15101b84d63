"""The cohort equations, evaluated on the network's own pools.

The rates of birth, loss and maturation are not written here a second time. They are the equations of the assembled
model (synapses/mood_circuit, context/steering and whatever else stands between), with one change: wherever they read
the pools, they get the network's own counts. Everything that does not depend on the pools (growth signal, stress,
use of the new path, …) is read from the person's run, hour by hour.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from regrowth.engine import Model
from regrowth.errors import RegrowthError
from regrowth.language import unit
from regrowth.language.grammar import Call, Expression, Name, Negative, Number, Operation, at_rest_names, instant_names

TERMS = ("spine_birth", "young_loss_rate", "maturing_rate", "stable_loss_rate")
EXTRA = ("removed", "spine_retention")
_Values = dict[str, float]


@dataclass(frozen=True)
class Rates:
    """Per hour: births (healthy totals), risks of a young and of a stable synapse, removal; and the share saved."""

    birth: float
    young_loss: float
    maturing: float
    stable_loss: float
    removed: float
    retention: float


class CohortLaw:
    """The pool equations of a model. `reads` names the observables of a run, and `inputs` the channels, it needs.

    What is named in `replaced` is given when the law is bound, and what depends on it is evaluated anew.
    """

    def __init__(
        self,
        model: Model,
        pools: tuple[str, str] = ("mood_transient", "mood_stable"),
        replaced: tuple[str, ...] = (),
    ):
        self.model, self.pools, self.replaced = model, pools, replaced
        values = {v.target: v.expression for v in model.values}
        states = {s.name for s in model.states}
        if missing := [name for name in (*pools, *TERMS) if name not in values and name not in states]:
            raise RegrowthError(
                f"The network needs the synapse equations: this model has no {', '.join(missing)}. "
                "Leave synapses/mood_circuit in."
            )
        own = {*pools, *replaced}  # what isn't read from the run, and all that depends on it
        for v in model.values:  # sorted: each after what it needs
            if instant_names(v.expression) & own:
                own.add(v.target)
        self.terms = [name for name in (*TERMS, *EXTRA) if name in values]
        rates = {d.target: d.expression for d in model.rates}
        wanted, needed = [*self.terms, *(n for p in pools for n in instant_names(rates[p]))], set()
        while wanted:
            name = wanted.pop()
            if name in needed:
                continue
            needed.add(name)
            if name in own and name in values and name not in replaced:
                wanted += instant_names(values[name])
        self._order = [
            (v.target, _compiled(v.expression)) for v in model.values if v.target in needed & own - set(replaced)
        ]
        self._rates = tuple(_compiled(rates[p]) for p in pools)
        used = [*(values[t] for t, _ in self._order), *(rates[p] for p in pools)]
        self._rest_names = sorted(set().union(*(at_rest_names(e) for e in used)))
        outside = needed - own
        self._units = {o.symbol: o for o in model.observables}
        self.inputs = sorted(w.name for w in model.inputs if w.name in outside)
        self._numbers = [name for name in model.parameter_index if name in outside]
        seen = sorted((outside | set(self._rest_names)) & self._units.keys())
        self._series = [name for name in seen if name in outside]
        self.reads = [self._units[name].name for name in [*seen, *pools] if name in self._units]

    def bind(
        self, observed: Mapping[str, np.ndarray], rest: Mapping[str, float], numbers: Mapping[str, float],
        inputs: Mapping[str, np.ndarray], replaced: Mapping[str, np.ndarray] | None = None,
    ) -> BoundLaw:  # fmt: skip
        """The law of one person and arm.

        ``observed``  hourly series by observable, in declared units; ``rest`` their values at rest
        ``numbers``   parameters and covariates that differ from the model's, in declared units
        ``inputs``    hourly means of input channels, coherent units
        ``replaced``  series for the names that are replaced, zero at rest (the use of another path than mood's)
        """
        fixed: _Values = {}
        for p in self.model.parameters:
            fixed[p.name] = numbers.get(p.name, p.value) * unit(p.unit).factor
        for c in self.model.covariates:
            default = c.default_for(self.model.species) or 0.0
            fixed[c.name] = numbers.get(c.name, default) * unit(c.unit).factor
        series = {}
        for name in self._series:
            about = self._units[name]
            series[name] = np.asarray(observed[about.name], float) * unit(about.unit).factor
        series |= {name: np.asarray(values, float) for name, values in (replaced or {}).items()}
        series |= {name: np.asarray(inputs[name], float) for name in self.inputs}
        for name in self._rest_names:
            about = self._units[name]
            fixed[f"at_rest {name}"] = rest[about.name] * unit(about.unit).factor
        at_rest = {name: rest[self._units[name].name] * unit(self._units[name].unit).factor for name in self._series}
        at_rest |= {name: float(self.resting_input(name)) for name in self.inputs}
        at_rest |= {name: 0.0 for name in replaced or {}}
        pools = tuple(rest[self._units[p].name] for p in self.pools)
        return BoundLaw(self, fixed, series, at_rest, (pools[0], pools[1]))

    def resting_input(self, name: str) -> float:
        """What an input channel is when nothing is done: 0, or 1 for a target."""
        word = self.model.input(name)
        return 1.0 if word.kind == "target" else 0.0

    def parameter(self, name: str, otherwise: float) -> float:
        """A parameter of the model in coherent units, or another number where the model does without its mechanism."""
        for p in self.model.parameters:
            if p.name == name:
                return p.value * unit(p.unit).factor
        return otherwise


class BoundLaw:
    """The law of one person in one arm: `at(hour, young, stable)`."""

    def __init__(
        self, law: CohortLaw, fixed: _Values, series: dict[str, np.ndarray], rest: _Values, pools: tuple[float, float]
    ):
        self._law, self._fixed, self._series, self._rest = law, fixed, series, rest
        self.resting_pools = pools
        self._check()

    @property
    def capacity(self) -> float:
        """Total that leaves no room, as a multiple of the healthy total: how many sites a network needs."""
        return self._fixed.get("synapses/mood_circuit.capacity", 1.5)

    def at(self, hour: int | None, young: float, stable: float) -> Rates:
        """Rates in the hour with that index, for pools as shares of the healthy total; `None` for rest."""
        known = self._values(hour, young, stable)
        birth, loss, maturing, stable_loss = (known[name] for name in TERMS)
        return Rates(birth, loss, maturing, stable_loss, known.get("removed", 0.0), known.get("spine_retention", 0.0))

    def _values(self, hour: int | None, young: float, stable: float) -> _Values:
        known = dict(self._fixed)
        if hour is None:
            known |= self._rest
        else:
            for name, values in self._series.items():
                known[name] = float(values[hour])
        known[self._law.pools[0]], known[self._law.pools[1]] = young, stable
        for name, value in self._law._order:
            known[name] = value(known)
        return known

    def _check(self) -> None:
        """The network can only follow pools that change by birth, loss, maturation and removal."""
        young, stable = self.resting_pools
        for a, b, hour in ((young, stable, None), (1.3 * young, 0.9 * stable, 0), (0.7 * young, 1.1 * stable, -1)):
            known, r = self._values(hour, a, b), self.at(hour, a, b)
            expect = (r.birth - (r.young_loss + r.maturing) * a - r.removed, r.maturing * a - r.stable_loss * b)
            for pool, rate, mine in zip(self._law.pools, self._law._rates, expect, strict=True):
                size = r.birth + (r.young_loss + r.maturing) * a
                if abs(rate(known) - mine) > 1e-9 * max(size, 1e-12):
                    raise RegrowthError(
                        f"The network can't follow this model: {pool} changes by more than birth, loss, maturation "
                        f"and removal ({', '.join((*TERMS, *EXTRA))})."
                    )


def _compiled(expression: Expression) -> Callable[[_Values], float]:
    """An equation as a function of the values it reads."""
    match expression:
        case Number(value=x):
            return lambda known: x
        case Name(id=name):
            return lambda known: known[name]
        case Negative(operand=a):
            inner = _compiled(a)
            return lambda known: -inner(known)
        case Operation(operator=op, left=a, right=b):
            return _joined(op, _compiled(a), _compiled(b))
        case Call(function="at_rest", arguments=(Name(id=name),)):
            return lambda known: known[f"at_rest {name}"]
        case Call(function=f, arguments=args):
            function, inside = _FUNCTIONS[f], [_compiled(a) for a in args]
            return lambda known: function(*(a(known) for a in inside))
    raise AssertionError(expression)


def _joined(op: str, a: Callable[[_Values], float], b: Callable[[_Values], float]) -> Callable[[_Values], float]:
    match op:
        case "+":
            return lambda known: a(known) + b(known)
        case "-":
            return lambda known: a(known) - b(known)
        case "*":
            return lambda known: a(known) * b(known)
        case "/":
            return lambda known: a(known) / b(known)
    return lambda known: _power(a(known), b(known))


def _power(x: float, n: float) -> float:
    return x**n if n == int(n) else max(x, 0.0) ** n


def _hill(x: float, k: float, n: float) -> float:
    x = max(x, 0.0)
    return x**n / (x**n + k**n)


_FUNCTIONS: dict[str, Callable[..., float]] = {
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
    "min": min,
    "max": max,
    "positive": lambda x: max(x, 0.0),
    "hill": _hill,
    "smooth_step": lambda x, x0, width: 1 / (1 + math.exp(-(x - x0) / width)),
}
