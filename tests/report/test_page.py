"""The page: everything a reader must find, in one file that needs nothing else."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from regrowth.report import Dot, report_html
from regrowth.report.words import clock, number, words


class Outline(HTMLParser):
    """Collects what the tests look at, and checks that tags close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in {"meta", "br", "wbr", "link", "img", "input", "use", "path", "hr"}:
            self.open.append(tag)
        given = dict(attrs)
        self.addresses += [given[key] for key in ("src", "href", "xlink:href") if given.get(key)]
        if given.get("id"):
            self.ids.append(given["id"])

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in {"path", "use"}:
            return
        if tag in {"p", "td", "tr", "th", "li"} and tag not in self.open:
            return
        while self.open and self.open[-1] != tag and self.open[-1] in {"p", "td", "tr", "th", "li"}:
            self.open.pop()
        assert self.open.pop() == tag


@pytest.fixture
def page(make_run):
    dots = [Dot("outcomes.madrs", "ketamine", 24.0, 16.0, 12.0, 20.0, "Murrough et al. 2013")]
    counted = {"of": 2, "passed": 1, "share": 0.5, "nulls": {"no drug effect": {"of": 2, "passed": 0, "model": 1}}}
    scores = {
        "experiments": [
            {"id": "good-one", "level": "outcomes", "role": "fit", "observed": 1.0, "predicted": 1.0, "pass": True, "source": "a"},
            {"id": "missed-one", "level": "outcomes", "role": "check", "observed": 1.0, "predicted": 3.0, "pass": False, "source": "b"},
        ],
        "summary": {"levels": {"outcomes": {"fit": counted, "check": counted, "both": counted}}},
    }
    return report_html(make_run(people=5), evidence=dots, scores=scores)


def test_it_needs_nothing_from_outside(page):
    outline = Outline()
    outline.feed(page)
    assert outline.open == []
    outside = [a for a in outline.addresses if not a.startswith(("#", "data:", "https://doi.org/"))]
    assert outside == []
    assert not re.search(r"@import|<script|<link|url\((?!#)", page)


def test_identifiers_are_unique(page):
    outline = Outline()
    outline.feed(page)
    twice = {i for i in outline.ids if outline.ids.count(i) > 1}
    assert not twice


def test_it_says_what_a_reader_must_know(page):
    for text in (
        "not medical advice",
        "Where the model is wrong today",
        "missed-one",
        "no in-vivo value",
        "10.1111/bcp.14239",
        "Murrough et al. 2013",
        "responders",
        "0123abcd",
        "title: An invented run",
    ):
        assert text in page, text
    assert "good-one" not in page


def test_assumed_looks_different_from_measured(page):
    assert 'class="badge assumed"' in page and 'class="badge measured"' in page and 'class="badge fitted"' in page


def test_marks_on_axes_keep_all_their_digits(make_run):
    run = make_run()
    run["pharmacokinetics.hnk_plasma"][...] *= 0.08 / float(run["pharmacokinetics.hnk_plasma"].max())
    page = report_html(run)
    assert ">0.025<" in page
    assert not re.search(r' d="[^"]*\.\d{3}', page)


def test_text_from_files_is_escaped(make_run):
    run = make_run()
    run.attrs["title"] = "<script>alert(1)</script>"
    run.attrs["protocol"] = "title: <b>&"
    page = report_html(run)
    assert "<script" not in page and "&lt;script&gt;" in page and "title: &lt;b&gt;&amp;" in page


def test_failures_are_never_hidden(make_run):
    run = make_run(people=2)
    run.attrs["failures"] = [{"arm": "ketamine", "person": 1, "time": 3.5, "reason": "the step became too small"}]
    assert "1 of 4 people could not be simulated" in report_html(run)


def test_the_same_run_gives_the_same_page(make_run):
    run = make_run()
    assert report_html(run) == report_html(run)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.05, "0.05"), (-12.345, "−12.3"), (123456, "123456"), (2.5e-5, "2.5×10⁻⁵"), (float("nan"), "–")],
)
def test_numbers(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("hours", "text"), [(0, "before"), (2 / 3, "40 min"), (4, "4 h"), (24, "24 h"), (168, "day 7"), (100, "day 4.17")]
)
def test_times(hours, text):
    assert clock(hours) == text


def test_names():
    assert words("nmda_pv") == "NMDA PV"
    assert words("s_ketamine_arterial") == "S-ketamine arterial"
    assert words("synaptic_protein") == "Synaptic protein"
