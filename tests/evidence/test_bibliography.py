"""Every source resolves, and the BibTeX reader says what is wrong."""

import re

import pytest

from regrowth.evidence import cite, shipped
from regrowth.evidence.bibliography import BibliographyError, bibliography, parse
from regrowth.evidence.perturbations import agents


def test_cite():
    assert cite("li2010") == "Li et al. 2010, Science 329:959, doi:10.1126/science.1190287"


def test_unknown_key_names_the_nearest():
    with pytest.raises(BibliographyError, match="did you mean li2010"):
        cite("lii2010")


def test_keys_are_first_author_and_year():
    for key, reference in bibliography().items():
        assert re.fullmatch(r"[a-z]+\d{4}[a-z]*", key), key
        year = int(re.search(r"\d{4}", key)[0])
        assert abs(int(reference.fields.get("year", year)) - year) <= 1, key  # online first, printed the year after
        doi = reference.fields.get("doi", "10.")
        assert doi.startswith("10.") and " " not in doi, key


def test_sources_of_experiments_and_agents_resolve():
    used = {e.source for e in shipped()} | {a.source for a in agents()}
    keys = {key.strip() for source in used for key in source.split(",") if not source.startswith("assumed:")}
    assert keys <= bibliography().keys(), keys - bibliography().keys()


def test_sources_of_mechanisms_resolve():
    from regrowth.language import catalogue, load

    missing = {}
    for name in catalogue():
        mechanism = load(name).mechanism
        sources = [p.source for p in mechanism.parameters]
        sources += [other.source for p in mechanism.parameters for other in p.species.values()]
        for source in sources:
            if source.startswith(("assumed:", "fitted:")):
                continue
            for key in source.split(","):
                if key.strip() not in bibliography():
                    missing.setdefault(name, set()).add(key.strip())
    assert not missing


def test_sources_of_people_and_covariates_resolve():
    from regrowth.language import vocabulary
    from regrowth.people import PRESETS

    sources = {t.source for p in PRESETS for t in p.traits.values()} | {w.source for w in vocabulary().values()}
    keys = {k.strip() for s in sources if s and not s.startswith("assumed:") for k in s.split(",")}
    assert keys <= bibliography().keys(), keys - bibliography().keys()


def test_the_reader():
    text = '@article{a2000,\n author = {{Abe} and Bo, C.},\n title = "T", year = 2000,\n}\n@misc{b2001, year={2001}}'
    found = parse(text)
    assert found["a2000"].authors == "Abe & Bo"
    assert found["a2000"].fields["year"] == "2000" and len(found) == 2
    with pytest.raises(BibliographyError, match="line 1: a2000 stands there twice"):
        parse("@misc{a2000, year={2000}} @misc{a2000, year={2000}}")
    with pytest.raises(BibliographyError, match="isn't closed"):
        parse("@misc{a2000, title={never")
    with pytest.raises(BibliographyError, match="line 1: in a2000 I expected"):
        parse("@misc{a2000, title}")


def test_fitted_parameters_name_experiments_that_may_be_fitted_to():
    from regrowth.language import catalogue, load

    roles = {e.id: e.role for e in shipped()}
    wrong = {}
    for name in catalogue():
        parameters = load(name).mechanism.parameters
        sources = {p.source for p in parameters} | {o.source for p in parameters for o in p.species.values()}
        for source in sources:
            if not source.startswith("fitted:"):
                continue
            for one in source.removeprefix("fitted:").split(","):
                if roles.get(one.strip()) != "fit":
                    wrong.setdefault(one.strip(), set()).add(name)
    assert not wrong, wrong
