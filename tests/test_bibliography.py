"""Every source resolves, and the BibTeX reader says what is wrong."""

import re

import pytest

from regrowth.bibliography import BibliographyError, bibliography, keys_of, kind_of_source, parse
from regrowth.evidence import cite, shipped
from regrowth.protocol.agents import agents


def test_cite():
    assert cite("li2010") == "Li et al. 2010, Science 329:959, doi:10.1126/science.1190287"


def test_unknown_key_names_the_nearest():
    with pytest.raises(BibliographyError, match="Did you mean li2010"):
        cite("lii2010")


def test_keys_are_first_author_and_year():
    for key, reference in bibliography().items():
        assert re.fullmatch(r"[a-z]+\d{4}[a-z]*", key), key
        year = int(re.search(r"\d{4}", key)[0])
        assert abs(int(reference.fields["year"]) - year) <= 1, key  # online first, printed the year after


@pytest.mark.parametrize("reference", bibliography().values(), ids=lambda reference: reference.key)
def test_every_source_says_who_when_and_what(reference):
    """An author or an organisation, a year, a place, a title; what could not be confirmed is said in the note."""
    fields = reference.fields
    note = fields.get("note", "")
    known = {"author", "title", "journal", "school", "publisher", "year", "volume", "pages", "doi", "note"}
    assert fields.keys() <= known, f"fields that nothing reads: {fields.keys() - known}"
    assert all(fields.values()), "an empty field"
    assert fields.get("author") and re.fullmatch(r"(19|20)\d\d", fields.get("year", ""))
    assert reference.title or "title not confirmed" in note
    assert not (reference.title and "title not confirmed" in note)
    assert reference.place or "journal not confirmed" in note
    assert not (reference.place and "journal not confirmed" in note)


def test_dois_are_well_formed_and_each_stands_once():
    dois = [r.fields["doi"].lower() for r in bibliography().values() if "doi" in r.fields]
    wrong = [doi for doi in dois if not re.fullmatch(r"10\.\d{4,9}/[^\s{}]+[^\s{}.,;]", doi)]
    assert not wrong
    twice = {doi for doi in dois if dois.count(doi) > 1}
    assert not twice, "one paper under two keys"


def test_one_paper_has_one_key():
    titles: dict[str, str] = {}
    for key, reference in bibliography().items():
        plain = re.sub(r"[^a-z0-9]", "", reference.title.lower())
        if plain:
            assert plain not in titles, f"{key} and {titles[plain]} are one paper"
            titles[plain] = key


def test_a_reference_in_words():
    text = "@article{a2000, author={Abe and others}, title={On it.}, journal={J}, year={2000}, volume={3}, pages={7--9}}"
    (reference,) = parse(text).values()
    assert (reference.title, reference.place, str(reference)) == ("On it", "J 3:7", "Abe et al. 2000, J 3:7")
    (reference,) = parse("@article{a2000, author={Abe}, journal={J}, year={2000}, pages={7--9}}").values()
    assert (reference.title, reference.place, str(reference)) == ("", "J", "Abe 2000, J")


def test_keys_among_sources():
    assert keys_of(["b2001, a2000", "assumed: why, and how", "fitted: c2002-row", "a2000"]) == ["a2000", "b2001"]


def test_kinds_of_source():
    assert kind_of_source("kamp2020, li2010") == "measured"
    assert kind_of_source("fitted: kishimoto2016-day1") == "fitted"
    assert kind_of_source("assumed: no in-vivo value") == "assumed"
    assert kind_of_source("li2010, nobody1999") == kind_of_source("our study of 2026, unpublished") == "unlisted"


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
