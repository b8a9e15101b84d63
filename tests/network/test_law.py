"""The law that the network follows is the model's own, number for number."""

from __future__ import annotations

import numpy as np
import pytest

from regrowth.engine import assemble
from regrowth.errors import RegrowthError
from regrowth.network.law import CohortLaw
from regrowth.network.parameters import PARAMETERS, numbers


def test_rates_equal_those_of_the_engine_at_its_own_pools(the_trial):
    """Evaluated at the pools of the run, every rate is the run's own (hours in which little changes)."""
    person = the_trial()
    run, first = person.run, 24 * 3
    drives = person.drives["all"]
    for hour in range(first, 24 * 27, 37):
        pools = [run.at(f"synapses.{p}", [hour + 0.5]).values[0, 0, 0] for p in drives.preset.pools]
        mine = drives.law.at(hour - drives.first, *pools)
        young, stable = drives.cohort[drives.preset.pools[0]], drives.cohort[drives.preset.pools[1]]
        i = hour - drives.first
        change = mine.birth - (mine.young_loss + mine.maturing) * pools[0] - mine.removed
        assert change == pytest.approx(young[i + 1] - young[i], abs=3e-5)
        change = mine.maturing * pools[0] - mine.stable_loss * pools[1]
        assert change == pytest.approx(stable[i + 1] - stable[i], abs=3e-5)


def test_rest_of_the_person_is_rest_of_the_law(the_trial):
    law = the_trial().drives["all"].law
    young, stable = law.resting_pools
    r = law.at(None, young, stable)
    assert r.birth == pytest.approx((r.young_loss + r.maturing) * young, rel=1e-6)
    assert r.maturing * young == pytest.approx(r.stable_loss * stable, rel=1e-6)


def test_only_what_depends_on_the_pools_is_evaluated_anew():
    law = CohortLaw(assemble("human"))
    assert "synapses.growth_signal" in law.reads or "synapses.births_allowed" in law.reads
    assert not any(name.startswith("pharmacokinetics") for name in law.reads)


def test_a_model_without_the_synapse_equations_is_refused():
    from regrowth.engine import assemble_mechanisms
    from regrowth.language import load

    model = assemble_mechanisms([load("pharmacokinetics/midazolam"), load("pharmacokinetics/body_size")], "human")
    with pytest.raises(RegrowthError, match="needs the synapse equations"):
        CohortLaw(model)


def test_a_law_with_other_changes_of_the_pools_is_refused(the_trial):
    drives = the_trial().drives["all"]
    law = drives.law
    rates = law._law._rates
    law._law._rates = (lambda known: rates[0](known) + 0.01, rates[1])
    try:
        with pytest.raises(RegrowthError, match="can't follow this model"):
            law._check()
    finally:
        law._law._rates = rates


def test_every_number_has_a_source_and_lies_within_its_bounds():
    import re

    from regrowth.bibliography import bibliography

    known = bibliography()
    for p in PARAMETERS:
        assert p.source.startswith(("assumed:", "fitted:")) or all(k.strip() in known for k in p.source.split(","))
        for key in re.findall(r"\b[a-z]+(?:19|20)\d\d[a-z]?\b", p.source):
            assert key in known, f"{p.name} cites {key}"
        low, high = p.bounds
        assert (low is None or p.value >= low) and (high is None or p.value <= high)
    assert np.isfinite(list(numbers().values())).all()
