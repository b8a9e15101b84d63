"""How the brain's answers hang on choices that nothing measured decides.

    uv run calibration/brain_choices.py

Scores the connectivity experiments under every structure that was looked at, and under other values of what is
assumed, one at a time, and writes which answers change to `brain_choices.json`. Nothing is chosen by these scores:
the wiring was chosen by healthy people's connectivity (`brain_wiring.py`), the rest for the reasons that the modules
give. The answers of the papers were known to who wrote these alternatives down, so no score here is a blind test.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from regrowth.brain import condition, measures, parameters, working_point
from regrowth.brain.condition import HEALTHY, Condition
from regrowth.brain.parameters import numbers
from regrowth.brain.regions import regions
from regrowth.brain.working_point import WorkingPoint, rate, slope
from regrowth.errors import NoRestingState
from regrowth.evidence import check, connectivity

Array = NDArray[np.float64]
HERE = Path(__file__).parent


@contextmanager
def instead(**values: float) -> Iterator[None]:
    """Other values of the brain's parameters, for the length of a block."""
    usual = parameters.PARAMETERS
    parameters.PARAMETERS = tuple(replace(p, value=values.get(p.name, p.value)) for p in usual)
    with _put(parameters, "PARAMETERS", parameters.PARAMETERS, usual):
        yield


@contextmanager
def _put(module: object, name: str, new: object, usual: object = None) -> Iterator[None]:
    """Another function or value in a module, for the length of a block."""
    usual = getattr(module, name) if usual is None else usual
    setattr(module, name, new)
    _forget()
    try:
        yield
    finally:
        setattr(module, name, usual)
        _forget()


def _forget() -> None:
    parameters.numbers.cache_clear()
    measures.reading.cache_clear()


def receptors_alike() -> object:
    return _put(working_point, "regions", lambda: replace(regions(), nmda=np.ones(len(regions()))))


def seen_as(change: Callable[[Condition], Condition]) -> object:
    """Conditions altered before the brain sees them."""
    usual = measures.working_point
    return _put(measures, "working_point", lambda found: usual(change(found)))


def surplus_counts() -> object:
    """Synapses beyond the healthy number strengthen what they are on, like others."""
    return _put(measures, "working_point", lambda found: _scaled(found, everywhere=True, undiluted=True))


def far_synapses_only() -> object:
    """Synapses are lost and regained on long fibres' targets only (apical tufts), not on local ones."""
    return _put(measures, "working_point", lambda found: _scaled(found, everywhere=False, undiluted=False))


def _scaled(found: Condition, *, everywhere: bool, undiluted: bool) -> WorkingPoint:
    """The working point with excitation rewritten, and inhibition found anew for it."""
    k, here = numbers(), regions()
    share = np.where(here.prefrontal, 1.0, k["elsewhere"]) * (found.synapses - 1.0)
    present = np.clip(1.0 + share, 0.0, None)
    plain = working_point.working_point(replace(found, synapses=1.0) if undiluted else found)
    block = plain.local / (k["recurrence"] * k["j_nmda"])
    if not undiluted:
        block = block / np.minimum(present, 1.0)
    far = block * (present if undiluted else np.minimum(present, 1.0))
    local = k["recurrence"] * k["j_nmda"] * block * (present if everywhere else 1.0)
    e, i = plain.gating_e, plain.gating_i
    lost = (plain.local - local) * e + (plain.excitation - far) * (plain.network @ e)
    changed = replace(plain, excitation=far, local=local, inhibition=plain.inhibition - lost / i)
    return replace(changed, jacobian=_linear(changed, np.concatenate([e, i]))[0])


def inhibition_of(reference: Callable[[Condition], Condition]) -> object:
    """Inhibition is what it was in another condition; firing is whatever then follows from the brain's own equations."""

    def settled(found: Condition) -> WorkingPoint:
        start = working_point.working_point(reference(found))
        here = replace(working_point.working_point(replace(found, firing=1.0)), inhibition=start.inhibition)
        state = np.concatenate([start.gating_e, start.gating_i])
        n = len(start.gating_e)
        for _ in range(200):
            jacobian, flow, rates = _linear(here, state)
            step = np.linalg.solve(jacobian, flow)
            state = state - min(1.0, 0.02 / np.abs(step[:n]).max()) * step
            if np.abs(step).max() < 1e-12:
                return replace(here, gating_e=state[:n], gating_i=state[n:], rate_e=rates, jacobian=jacobian)
        raise NoRestingState("This brain finds no rest with the inhibition that it had.")

    return _put(measures, "working_point", settled)


def _linear(point: WorkingPoint, state: Array) -> tuple[Array, Array, Array]:
    """Jacobian, flow and excitatory rates of a brain at any state."""
    k, n = numbers(), len(point.gating_e)
    e, i = state[:n], state[n:]
    arriving = point.network @ e
    input_e = k["background_e"] * k["background"] + point.local * e + point.excitation * arriving - point.inhibition * i
    excited = point.onto_inhibitory * e + point.far_onto_inhibitory * arriving
    input_i = k["background_i"] * k["background"] + excited - i
    rate_e, rate_i = rate(input_e, "e"), rate(input_i, "i")
    slope_e, slope_i = (1 - e) * k["opening"] * slope(input_e, "e"), slope(input_i, "i")
    onto_e = point.excitation[:, None] * point.network + np.diag(point.local)
    onto_i = point.far_onto_inhibitory[:, None] * point.network + np.diag(point.onto_inhibitory)
    decay = np.diag(1 / k["time_nmda"] + k["opening"] * rate_e)
    jacobian = np.block(
        [
            [slope_e[:, None] * onto_e - decay, -np.diag(slope_e * point.inhibition)],
            [slope_i[:, None] * onto_i, -np.diag(1 / k["time_gaba"] + slope_i)],
        ]
    )
    flow = np.concatenate(
        [-e / k["time_nmda"] + (1 - e) * k["opening"] * rate_e, -i / k["time_gaba"] + rate_i]
    )
    return jacobian, flow, rate_e


def any_change_counts() -> object:
    """A change is one of a twentieth of the control, whatever the size of the group."""
    return _put(connectivity, "of_change", lambda name: 0.0)


CHOICES = {
    "as shipped": lambda: instead(),
    "wiring as measured": lambda: instead(coupling=0.477, twins=0.0, feedforward=0.0),
    "wiring: twins alone": lambda: instead(coupling=0.375, twins=0.633, feedforward=0.0),
    "wiring: feedforward alone": lambda: instead(coupling=1.196, twins=0.0, feedforward=0.41),
    "synapses beyond the healthy number strengthen like others": surplus_counts,
    "synapses are lost and regained on long fibres' targets only": far_synapses_only,
    "inhibition as in health, firing follows synapses": lambda: inhibition_of(lambda c: HEALTHY),
    "inhibition as before the drug, firing follows block": lambda: inhibition_of(
        lambda c: Condition(synapses=c.synapses)
    ),
    "synapses change in prefrontal regions only": lambda: instead(elsewhere=0.0),
    "synapses change alike everywhere": lambda: instead(elsewhere=1.0),
    "receptors alike everywhere": receptors_alike,
    "coupling a tenth weaker": lambda: instead(coupling=0.98),
    "firing does not follow the circuit level, only weights do": lambda: seen_as(lambda c: replace(c, firing=1.0)),
    "weights do not change under block, only firing does": lambda: seen_as(
        lambda c: replace(c, nmda_pyramidal=1.0, nmda_pv=1.0, nmda_sst=1.0)
    ),
    "every change of a twentieth counts, whatever the group": any_change_counts,
}


def main() -> None:
    found: dict[str, dict[str, object]] = {}
    shipped: dict[str, object] = {}
    for name, choice in CHOICES.items():
        with choice():  # type: ignore[attr-defined]
            board = check("brain")
        answers = {r.experiment.id: r.predicted for r in board.results}
        answers |= {m.experiment.id: "no resting state" for m in board.failed}
        shipped = shipped or answers
        counted = board.summary()["brain"]["both"]
        found[name] = {
            "right": counted["passed"],
            "of": counted["of"] + len(board.failed),
            "other answers": {i: f"{shipped[i]} -> {a}" for i, a in answers.items() if a != shipped[i]},
        }
        print(f"{name:60s} {found[name]['right']} of {found[name]['of']}, {len(found[name]['other answers'])} differ")  # type: ignore[arg-type]
    result = {"answers as shipped": shipped, "choices": found, "reads": condition.READS}
    (HERE / "brain_choices.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
