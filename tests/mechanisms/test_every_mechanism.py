"""Laws that every mechanism, and every model made of them, must keep.

Each mechanism: its card is whole, its sources resolve, its fitted values name experiments that were there to be fitted.
Each species' model: an undosed body stays as it is, for a year, and is stable there; doses from a hundredth to a hundred
times the usual one, in typical and in sampled people, neither fail nor leave what is possible.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest

from regrowth.bibliography import bibliography
from regrowth.engine import Model, Schedule, assemble, simulator
from regrowth.engine.lower import lower
from regrowth.evidence import shipped
from regrowth.language import SPECIES, catalogue, check, load, unit, vocabulary
from regrowth.people import sample

NAMES = catalogue()
PEOPLE = {"human": "trd_adults", "rat": "rat", "mouse": "mouse"}
MOLAR_MASS = 237.73  # g/mol, ketamine
#: the usual dose (mg/kg), its route and how long it takes (h)
DOSE = {"human": (0.5, "iv", 2 / 3), "rat": (10.0, "ip", 1 / 60), "mouse": (10.0, "ip", 1 / 60)}


# -- one mechanism ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_its_units_close_and_every_name_is_known(name):
    assert check(load(name).mechanism).mechanism.name == name


@pytest.mark.parametrize("name", NAMES)
def test_its_card_is_whole(name):
    m = load(name).mechanism
    assert m.title.endswith(".") and len(m.title) > 10
    for heading in ("Question", "Idea", "Leaves out"):
        found = re.search(rf"^{heading}\s+(\S.*)", m.doc, re.M)
        assert found, f"the docstring says nothing about: {heading}"
    for line in re.findall(r"^Rivals\s+(.*)", m.doc, re.M):
        for rival in re.findall(r"\w+/\w+", line):
            assert rival in NAMES, f"the rival {rival} does not exist"
    for p in m.parameters:
        assert len(p.meaning) > 3 and p.meaning != p.name, f"{p.name} has no meaning"
    for s in m.states:
        assert len(s.meaning) > 3, f"{s.name} has no meaning"


@pytest.mark.parametrize("name", NAMES)
def test_what_its_parameters_follow_has_a_spread(name):
    for p in load(name).mechanism.parameters:
        if p.follows:
            mechanism, _, leader = p.follows[0].rpartition(".")
            (found,) = (q for q in load(mechanism).mechanism.parameters if q.name == leader)
            assert found.spread and not found.follows


def sources(name: str) -> set[str]:
    return {q.source for p in load(name).mechanism.parameters for q in (p, *p.species.values())}


@pytest.mark.parametrize("name", NAMES)
def test_its_sources_resolve(name):
    for source in sources(name):
        if source.startswith("assumed:"):
            assert len(source.removeprefix("assumed:").strip()) >= 8, f"{source!r} does not say why"
        elif source.startswith("fitted:"):
            missing = fitted_to(source) - experiments()
            assert not missing, f"fitted to {', '.join(sorted(missing))}, which no experiment file holds"
        else:
            missing = {key.strip() for key in source.split(",")} - bibliography().keys()
            assert not missing, f"not in the bibliography: {', '.join(sorted(missing))}"


def fitted_to(source: str) -> set[str]:
    return {identifier.strip() for identifier in source.removeprefix("fitted:").split(",")}


@cache
def experiments() -> frozenset[str]:
    return frozenset(e.id for e in shipped())


def test_nothing_was_fitted_to_what_is_said_to_be_a_check():
    role = {e.id: e.role for e in shipped()}
    fitted = {i for name in NAMES for s in sources(name) if s.startswith("fitted:") for i in fitted_to(s)}
    assert {i for i in fitted if role.get(i) == "check"} == set()


def test_the_vocabulary_is_documented_and_sourced():
    for word in vocabulary().values():
        assert len(word.meaning) >= 3, word.name
        unit(word.unit)
        if word.source and not word.source.startswith("assumed:"):
            assert {key.strip() for key in word.source.split(",")} <= bibliography().keys(), word.name


# -- the models made of them -----------------------------------------------------------------------


@cache
def model_of(species: str) -> Model:
    return assemble(species)


@cache
def people(species: str, n: int) -> dict[str, np.ndarray]:
    drawn = sample(model_of(species), PEOPLE[species], n, seed=2026)
    return {**drawn.covariates, **drawn.parameters}


def names_of_states(model: Model) -> list[str]:
    by_symbol = {o.symbol: o.name for o in model.observables}
    return [by_symbol[s.name] for s in model.states]


@pytest.mark.parametrize("species", SPECIES)
@pytest.mark.parametrize("n", [1, 50], ids=["typical", "sampled"])
def test_an_undosed_year_changes_nothing(species, n):
    model = model_of(species)
    states = names_of_states(model)
    scores = ["outcomes.madrs"] if species == "human" else []
    s = simulator(model).solve(
        times=np.array([0.0, 1.0, 24.0, 168.0, 24.0 * 365]), observe=[*states, *scores], parameters=people(species, n), n_people=n
    )
    for state, name in zip(model.states, states, strict=True):
        values = s.values[name]
        drift = np.abs(values - values[:, :1]) / np.maximum(np.abs(values[:, :1]), 1e-3 * state.scale)
        assert drift.max() < 0.01, f"{name} drifts by {drift.max():.1%}"
    for name in scores:
        assert np.ptp(s.values[name], axis=1).max() < 0.2


@pytest.mark.parametrize("species", SPECIES)
def test_the_rest_is_stable(species):
    """No mode of the linearised model grows: what is pushed a little comes back."""
    model = model_of(species)
    system = lower(model, resting=False)
    sim = simulator(model)
    rows = sim.people(people(species, 12), 12)
    held = Schedule.empty(12).events(model).held
    rest = sim.rest(rows, held)
    assert (rest.status == 0).all()
    for p in range(12):
        values = {"state": rest.states[p], "parameter": rows[p], "input": held[p], "rest": rest.values[p]}
        node = evaluated(system.graph, values)
        jacobian = np.zeros((len(system.states),) * 2)
        for (i, j), k in system.jacobian.items():
            jacobian[i, j] = node[k]
        rates = np.array([node[r] for r in system.rates])
        size = np.abs(rest.states[p]) + sim.scales
        assert (np.abs(rates) < 1e-7 * size).all(), model.states[int((np.abs(rates) / size).argmax())].name
        # in units of each state's size, so that rounding in a large state does not look like growth in a small one
        growing = np.linalg.eigvals(jacobian * size[None, :] / size[:, None]).real.max()
        assert growing < 1e-7, f"person {p}: a mode grows by {growing:.3g} per hour"


def evaluated(graph, leaves) -> list[float]:
    found: list[float] = []
    operations = {
        "add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b, "div": np.divide,
        "neg": np.negative, "exp": np.exp, "log": np.log, "sqrt": np.sqrt, "pow": np.power, "min": min, "max": max,
        "step": lambda a, b: float(a > b),
    }  # fmt: skip
    with np.errstate(all="ignore"):
        for node in graph.nodes:
            if node.operation == "constant":
                found.append(node.value)
            elif node.operation in leaves:
                found.append(leaves[node.operation][node.index])
            else:
                found.append(operations[node.operation](*(np.float64(found[a]) for a in node.arguments)))
    return found


def dose_rows(species: str, n: int, weights: np.ndarray, times_usual: float, days: tuple[int, ...]):
    mg_per_kg, route, hours = DOSE[species]
    for person in range(n):
        umol = mg_per_kg * weights[person] * 1e3 / MOLAR_MASS * times_usual
        for day in days:
            for enantiomer in "sr":
                yield person, f"{enantiomer}_ketamine_{route}", 24.0 * day, 24.0 * day + hours, umol / 2 / hours


@pytest.mark.parametrize("species", SPECIES)
@pytest.mark.parametrize("times_usual", [0.01, 1.0, 10.0, 100.0])
@pytest.mark.parametrize("n", [1, 50], ids=["typical", "sampled"])
def test_any_dose_keeps_to_what_is_possible(species, times_usual, n):
    model = model_of(species)
    states = names_of_states(model)
    persons = people(species, n)
    rows = dose_rows(species, n, np.broadcast_to(persons["weight"], n), times_usual, (0, 3))
    times = np.concatenate([np.arange(-1, 4, 0.05), np.arange(4, 24 * 14, 2.0)])
    observe = [*states, *(o.name for o in model.observables if o.symbol in vocabulary())]
    s = simulator(model).solve(
        times=times, observe=list(dict.fromkeys(observe)), schedule=Schedule.from_rows(n, rows), parameters=persons, rtol=1e-6
    )
    for name, values in s.values.items():
        assert np.isfinite(values).all(), name
    for state, name in zip(model.states, states, strict=True):
        low, high = state.bounds
        slack = 1e-4 * state.scale  # a hundred times the tolerance
        values = s.values[name]
        assert low is None or values.min() >= low - slack, f"{name} falls to {values.min():.4g}, below {low:g}"
        assert high is None or values.max() <= high + slack, f"{name} rises to {values.max():.4g}, above {high:g}"


@pytest.mark.parametrize("species", SPECIES)
def test_what_is_eaten_up_is_gone_and_the_drug_leaves_the_body(species):
    model = model_of(species)
    rows = list(dose_rows(species, 1, np.array([people(species, 1)["weight"][0]]), 1.0, (0,)))
    levels = [o.name for o in model.observables if re.fullmatch(r"[sr]_(nor)?ketamine_brain_free", o.symbol)]
    assert levels
    s = simulator(model).solve(
        times=np.array([0.5, 24.0 * 60]), observe=levels, schedule=Schedule.from_rows(1, rows), parameters=people(species, 1)
    )
    for name in levels:
        at_half_an_hour, later = s.values[name][0]
        assert at_half_an_hour > 0 and abs(later) < 1e-6 * at_half_an_hour


RIVALS = [name for name in NAMES if not load(name).mechanism.default]


@pytest.mark.parametrize("name", RIVALS)
def test_a_rival_takes_its_place(name):
    """Every mechanism outside the default set can be put into it, in place of what it contradicts, and runs."""
    m = load(name).mechanism
    species = m.species[0]
    contradicts = tuple(
        other for other in (x.name for x in model_of(species).mechanisms) if set(load(other).mechanism.gives) & set(m.gives)
    )
    model = assemble(species, with_=(name,), without=contradicts)
    assert name in {x.name for x in model.mechanisms}
    rows = dose_rows(species, 1, np.array([people(species, 1)["weight"][0]]), 1.0, (0,))
    states = names_of_states(model)
    s = simulator(model).solve(times=np.arange(0.0, 100.0), observe=states, schedule=Schedule.from_rows(1, list(rows)))
    assert all(np.isfinite(v).all() for v in s.values.values())


@pytest.mark.parametrize("name", NAMES)
def test_left_out_it_is_missed_by_name_or_not_at_all(name):
    """Leaving any mechanism out gives a model, or an error that says who reads what it gave."""
    from regrowth.language import MechanismError

    for species in load(name).mechanism.species:
        if name not in {m.name for m in model_of(species).mechanisms}:
            continue
        try:
            assemble(species, without=(name,))
        except MechanismError as error:
            assert "which nothing in the model gives" in str(error) and name in str(error)


@pytest.mark.parametrize("species", SPECIES)
def test_people_far_from_the_typical_one_have_a_rest(species):
    """Every parameter with a spread at a coefficient of variation of 50 %, all independent: 2,000 people, none lost."""
    from scipy.special import ndtri

    from regrowth.people import draws

    n, model = 2000, model_of(species)
    wide = {}
    for p in model.parameters:
        if p.spread and p.value > 0:
            values = p.value * np.exp(np.sqrt(np.log1p(0.25)) * ndtri(draws(p.name, seed=1, start=0, stop=n)))
            wide[p.name] = np.clip(values, *p.bounds)
    sim = simulator(model)
    rest = sim.rest(sim.people(wide, n), Schedule.empty(n).events(model).held)
    lost = np.flatnonzero(rest.status)
    assert len(lost) == 0, f"people {lost}, in {[model.states[rest.worst[p]].name for p in lost]}"
