"""Presets and virtual populations: the same person everywhere, spreads as declared, errors that help."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regrowth.description import describe
from regrowth.errors import RegrowthError
from regrowth.people import PRESETS, PeopleError, draws, preset, sample
from regrowth.people.draws import all_draws
from regrowth.people.presets import number_of


def model(**spreads):
    bounds = {"bounded": (0.0, 0.5)}
    return SimpleNamespace(
        parameters=[
            SimpleNamespace(name=f"level/m.{k}", value=v, unit="1", spread=s, bounds=bounds.get(k, (0, None)))
            for k, (v, s) in spreads.items()
        ],
        covariates=[
            SimpleNamespace(name="weight", unit="kg", default=70.0, bounds=(None, None)),
            SimpleNamespace(name="age", unit="year", default=40.0, bounds=(None, None)),
            SimpleNamespace(name="sex", unit="1", default=0.0, bounds=(0, 1)),
            SimpleNamespace(name="madrs_baseline", unit="point", default=35.0, bounds=(0, 60)),
            SimpleNamespace(name="genotype", unit="1", default=2.0, bounds=(None, None)),
        ],
    )


MODEL = model(k=(3.0, "lognormal 40%"), fixed=(1.0, ""), shift=(0.1, "normal 0.3"), open=(0.2, "uniform 0.05..0.4"))


def test_one_person_is_typical():
    people = sample(MODEL, preset("trd_adults"))
    assert people.n == 1 and people.species == "human"
    assert people.covariates["weight"] == 79 and people.covariates["sex"] == 1
    assert people.covariates["genotype"] == 2  # not in the preset: the model's own
    assert people.parameters == {}


def test_one_person_may_be_drawn_too():
    assert sample(MODEL, "trd_adults", typical=False).covariates["weight"] != 79


@settings(max_examples=40, deadline=None)
@given(n=st.integers(1, 300), a=st.integers(0, 299), size=st.integers(1, 50), seed=st.integers(0, 2**40))
def test_a_person_is_the_same_in_any_population_and_chunk(n, a, size, seed):
    start, stop = min(a, n - 1), min(a + size, n)
    if start >= stop:
        return
    whole = sample(MODEL, "trd_adults", max(n, 2), seed)
    part = sample(MODEL, "trd_adults", max(n, 2), seed, chunk=(start, stop))
    more = sample(MODEL, "trd_adults", n + 123, seed)
    for name, values in {**part.covariates, **part.parameters}.items():
        reference = {**whole.covariates, **whole.parameters}[name]
        assert np.array_equal(values, reference[start:stop])
        assert np.array_equal(reference[:n], {**more.covariates, **more.parameters}[name][:n])
    assert part.first == start and part.n == stop - start


def test_quantities_seeds_and_arms_are_independent():
    base = draws("weight", seed=1, start=0, stop=4000)
    others = [
        draws("age", seed=1, start=0, stop=4000),
        draws("weight", seed=2, start=0, stop=4000),
        draws("weight", seed=1, start=0, stop=4000, arm="placebo"),
    ]
    assert all(abs(np.corrcoef(base, other)[0, 1]) < 0.05 for other in others)
    assert 0 < base.min() and base.max() < 1 and abs(base.mean() - 0.5) < 0.02


@pytest.mark.parametrize("start", [0, 3, 4, 1001])
def test_draws_are_the_numbers_of_numpys_generator(start):
    names = ["weight", "age", "a third"]
    found = all_draws(names, seed=5, start=start, stop=start + 9, arm="placebo")
    for name, own in zip(names, found, strict=True):
        key = np.frombuffer(hashlib.sha256(f"regrowth people 1|5|placebo|{name}".encode()).digest()[:16], "<u8")
        raw = np.random.Philox(key=key).random_raw(start + 9)[start:]
        assert (own == ((raw >> np.uint64(11)) + 0.5) * 2.0**-53).all()
        assert (own == draws(name, seed=5, start=start, stop=start + 9, arm="placebo")).all()


def test_draws_stay_what_they_were():
    assert draws("weight", seed=7, start=0, stop=3) == pytest.approx(
        [0.316484898, 0.457253377, 0.349944111], abs=1e-8
    )  # a change here changes everybody's virtual people: say so in the changelog


def test_a_parameter_follows_another_by_its_correlation_and_keeps_its_own_spread():
    pair = model(leads=(3.0, "lognormal 40%"), goes=(1.0, "lognormal 20%"), apart=(1.0, "lognormal 20%"))
    pair.parameters[1].follows = ("level/m.leads", 0.7)
    found = sample(pair, "trd_adults", 20_000, 4).parameters
    leads, goes, apart = (np.log(found[f"level/m.{name}"]) for name in ("leads", "goes", "apart"))
    assert np.corrcoef(leads, goes)[0, 1] == pytest.approx(0.7, abs=0.02)
    assert abs(np.corrcoef(leads, apart)[0, 1]) < 0.03
    assert goes.std() == pytest.approx(apart.std(), rel=0.03) and abs(goes.mean()) < 0.01


def test_spreads_are_as_declared():
    people = sample(MODEL, "trd_adults", 20_000, 3)
    k, shift, uniform = (people.parameters[f"level/m.{name}"] for name in ("k", "shift", "open"))
    assert "level/m.fixed" not in people.parameters
    assert np.median(k) == pytest.approx(3, rel=0.02) and k.std() / k.mean() == pytest.approx(0.4, rel=0.05)
    assert shift.min() >= 0  # cut at the bound, not piled up on it
    assert (shift == 0).sum() == 0
    assert uniform.min() >= 0.05 and uniform.max() <= 0.4
    assert people.covariates["sex"].mean() == pytest.approx(0.67, abs=0.02)
    madrs = people.covariates["madrs_baseline"]
    assert madrs.min() >= 28 and madrs.max() <= 60


def test_negative_and_bounded_lognormals():
    people = sample(model(neg=(-2.0, "lognormal 30%"), bounded=(0.4, "lognormal 80%")), "healthy", 500, 1)
    assert people.parameters["level/m.bounded"].max() <= 0.5
    assert (people.parameters["level/m.neg"] <= 0).all()


def test_overrides():
    people = sample(
        MODEL, "trd_adults", 100, 1, {"weight": 80, "level/m.k": 5, "age": {"mean": 30, "sd": 2}, "sex": "male"}
    )
    assert (people.covariates["weight"] == 80).all() and (people.parameters["level/m.k"] == 5).all()
    assert (people.covariates["sex"] == 0).all()
    assert 25 < people.covariates["age"].mean() < 35 and people.covariates["age"].std() > 1
    assert sample(MODEL, "trd_adults", overrides={"level/m.k": 5}).parameters["level/m.k"] == 5


def test_a_fixed_covariate_leaves_the_others_alone():
    plain, heavy = sample(MODEL, "trd_adults", 50, 4), sample(MODEL, "trd_adults", 50, 4, {"weight": 120})
    assert np.array_equal(plain.covariates["age"], heavy.covariates["age"])
    assert np.array_equal(plain.parameters["level/m.k"], heavy.parameters["level/m.k"])


@pytest.mark.parametrize(
    ("kwargs", "message"),
    [
        ({"who": "trd_adlts"}, "Did you mean trd_adults"),
        ({"who": "zebrafish"}, "Known: trd_adults"),
        ({"n": 0}, "at least 1 person"),
        ({"n": -3}, "at least 1 person"),
        ({"n": 2.5}, "whole number"),
        ({"n": True}, "whole number"),
        ({"n": 10_000_000_000}, "GB of memory"),
        ({"overrides": {"weight": -80}}, "weight: -80 kg is not possible; it is between 20 and 400 kg"),
        ({"overrides": {"age": 300}}, "age: 300 year"),
        ({"overrides": {"wieght": 80}}, "Did you mean weight"),
        ({"overrides": {"weight": "heavy"}}, "not a number"),
        ({"overrides": {"weight": float("nan")}}, "not a number"),
        ({"overrides": {"weight": {"mean": 80, "spread": 5}}}, "write one number, {mean: …, sd: …}, or {times: …}"),
        ({"overrides": {"weight": {"mean": 80, "sd": -5}}}, "negative"),
        ({"overrides": {"level/m.k": -1}}, "not possible; it is at least 0"),
        ({"n": 5, "chunk": (3, 9)}, "outside the 5 people"),
    ],
)
def test_errors_say_what_to_do(kwargs, message):
    kwargs = {"who": "trd_adults"} | kwargs
    with pytest.raises(RegrowthError, match=message):
        sample(MODEL, kwargs.pop("who"), **kwargs)


def test_ten_million_people_are_refused_with_the_memory_they_need():
    many = model(**{f"p{i}": (1.0, "lognormal 30%") for i in range(150)})
    with pytest.raises(PeopleError, match=r"10,000,000 people with 155 numbers each need 12.4 GB.*at once is the most"):
        sample(many, "trd_adults", 10_000_000)
    chunk = sample(many, "trd_adults", 10_000_000, chunk=(9_999_990, 10_000_000))
    assert chunk.n == 10


def test_a_genotype_may_be_said():
    for said, carries in (("Val/Val", 0), ("Val/Met", 1), ("met / met", 1), ("Val66/Met66", 1)):
        assert number_of("bdnf_met", said) == carries
    with pytest.raises(PeopleError, match="Known: Val/Val, Val/Met, Met/Met"):
        number_of("bdnf_met", "Val/Leu")


@pytest.mark.parametrize("p", PRESETS, ids=lambda p: p.name)
def test_a_preset_is_described_with_its_numbers_and_sources(p):
    said = describe(p.name)
    assert p.meaning in said and all(name in said for name in p.traits)
    assert all(trait.source.split(",")[0] in said for trait in p.traits.values())
    assert p.name in describe("people")


def test_aliases():
    assert preset("TRD adults").name == "trd_adults" and preset("C57BL/6J").name == "mouse"
    assert preset("Sprague-Dawley").species == "rat"


@pytest.mark.parametrize("p", PRESETS, ids=lambda p: p.name)
def test_every_trait_has_a_source_and_a_possible_mean(p):
    for name, trait in p.traits.items():
        assert trait.source, name
        low, high = trait.bounds
        assert (low is None or trait.mean >= low) and (high is None or trait.mean <= high), name


@pytest.mark.parametrize("n", [1, 8, 64, 256])
def test_even_draws_have_one_number_in_every_nth_of_the_interval(n):
    found = draws("weight", seed=3, start=0, stop=n, even=True)
    assert sorted(int(u * n) for u in found) == list(range(n))
    assert (draws("weight", seed=3, start=n // 2, stop=n, even=True) == found[n // 2 :]).all()


def test_even_draws_of_different_quantities_have_nothing_to_do_with_each_other():
    pairs = [[draws(f"{name}{i}", seed=1, start=0, stop=64, even=True) for name in "ab"] for i in range(60)]
    correlations = np.array([np.corrcoef(a, b)[0, 1] for a, b in pairs])
    assert abs(correlations.mean()) < 0.08 and np.abs(correlations).max() < 0.6


def test_even_people_give_means_that_as_many_random_people_miss():
    def miss(even: bool) -> float:
        found = [draws("x", seed=s, start=0, stop=64, even=even).mean() - 0.5 for s in range(40)]
        return float(np.std(found))

    assert miss(even=True) < 0.1 * miss(even=False)


@pytest.mark.parametrize("name", ["aud_adults", "aud_outpatients", "oud_adults", "cud_adults"])
def test_rates_of_relapse_are_those_of_the_fit(name):
    fitted = json.loads(Path("calibration/fear_craving.json").read_text())["rates"]
    assert preset(name).traits["relapse_rate"].mean == {entry["name"]: entry["value"] for entry in fitted}[name]
