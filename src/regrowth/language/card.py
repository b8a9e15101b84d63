"""Model cards: a mechanism's equations, parameters and sources, derived from its one declaration."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from textwrap import dedent, fill, indent

from regrowth import NOTICE
from regrowth.errors import listed
from regrowth.language.declare import LEVELS, SPECIES, Mechanism, Parameter, Word
from regrowth.language.find import catalogue
from regrowth.language.latex import equation_latex
from regrowth.language.load import Loaded, load_all
from regrowth.language.units import printed
from regrowth.language.vocabulary import vocabulary

_USES = (
    ("To be measured (measure, observe)", ("port", "additive")),
    ("To be perturbed (perturb) or set (stress, setting, …)", ("target", "input")),
    ("To be set for people (people)", ("covariate",)),
)
_KINDS = {"additive": "additive port"}  # where a kind is not told by its own name
_MARKS = {"measured": " ", "fitted": "~", "assumed": "?", "unlisted": "!"}
_PRODUCT = "×"  # data tell it only together with another


def card(loaded: Loaded, *, latex: bool = False) -> str:
    """One mechanism as text: what it claims, its equations, and where every number comes from."""
    m, words = loaded.mechanism, loaded.words
    parts = [_heading(m.name), _filled(dedent(m.doc).strip())]
    if not m.default:
        parts.append("Not in the default set; add it with --with " + m.name)
    if set(m.species) != set(SPECIES):
        parts.append(f"Only for {', '.join(m.species)}")
    if m.words:
        parts.append("Brings new words to share\n" + _table([(w.name, _KINDS.get(w.kind, w.kind)) for w in m.words]))
    if m.reads:
        parts.append("Reads\n" + _words(m.reads, words))
    if m.feedback:
        parts.append("Reads from later levels (declared feedback)\n" + _words(m.feedback, words))
    if m.gives:
        parts.append("Gives\n" + _words(m.gives, words))
    if added := _contributes(m):
        parts.append("Contributes to\n" + _words(added, words))
    if m.states:
        rows = [(s.name, f"[{printed(s.unit)}]", s.meaning + _range(s.bounds)) for s in m.states]
        parts.append("States\n" + _table(rows))
    if latex:
        lines = " \\\\\n".join(equation_latex(e) for e in m.equations)
        parts.append("Equations\n\\begin{gather*}\n" + lines + "\n\\end{gather*}")
    else:
        parts.append("Equations\n" + indent(dedent(m.equation_text).strip(), "    "))
    if m.parameters:
        rows = _parameter_rows(m.parameters)
        unlisted = ", ! source not in the bibliography" if any(row[0] == _MARKS["unlisted"] for row in rows) else ""
        parts.append(f"Parameters  ({_legend()}{unlisted})\n" + _table(rows))
    return "\n\n".join(parts)


class Book:
    """All mechanisms of the package, and more: their wiring, and the words that they share."""

    def __init__(self, with_: Sequence[str] = ()) -> None:
        self.loaded = load_all(dict.fromkeys((*catalogue(), *listed(with_))))
        self.mechanisms = [one.mechanism for one in self.loaded]
        self.words = self.loaded[-1].words

    def word_card(self, word: Word) -> str:
        """One word that mechanisms share: what it is, who gives it, who reads it."""
        given = [m.name for m in self.mechanisms if word.name in (*m.gives, *_contributes(m))]
        read = [m.name for m in self.mechanisms if word.name in (*m.reads, *m.feedback)]
        told = f" [{printed(word.unit)}]" if word.unit != "1" else ""
        lines = [_heading(f"{word.level}.{word.name}"), "", f"{word.meaning}{told}", ""]
        if word.kind == "covariate":
            usual = "" if word.default is None else f", {word.default:g} unless they or their preset say"
            lines += [f"    set for people{usual}{_range(word.bounds)}", f"    {word.source}", ""]
        return "\n".join([*lines, *_wrapped("given by", given), *_wrapped("read by", read), "", NOTICE])

    def names(self, levels: Iterable[str]) -> str:
        """The names that a protocol can use, of some levels, with unit and meaning."""
        dosed = {w.name for w in vocabulary().values() if (w.level, w.kind) == ("pharmacokinetics", "input")}
        parts = []
        for heading, kinds in _USES:
            tables = []
            for level in levels:
                own = [w for w in self.words.values() if w.level == level and w.kind in kinds and w.name not in dosed]
                if own:
                    tables.append(f"{level}\n" + _table([(w.name, f"[{printed(w.unit)}]", w.meaning) for w in own]))
            if tables:
                parts += [_heading(heading), *tables]
        states = "A mechanism's states can be measured too; they stand on its card."
        return "\n\n".join([*parts, f"{states} Names may carry a level: outcomes.madrs.", NOTICE])

    def cards(self, *, latex: bool = False) -> str:
        """Every card of a mechanism, the whole model flat on one page."""
        return "\n\n".join(
            [_heading("regrowth, the whole model"), _legend(), *(card(one, latex=latex) for one in self.loaded), NOTICE]
        )

    def wiring(self) -> str:
        """Who reads what from whom, level by level, then declared loops."""
        lines = [_heading("The model's wiring: from dose to synapse to symptom")]
        lines += ["", "+ adds to a port that several may add to"]
        for level in LEVELS:
            lines += ["", *self.level(level)]
        loops = [f"  {f} ({self.words[f].level}) → {m.name}" for m in self.mechanisms for f in m.feedback]
        lines += ["\nLoops, declared: a later level that an earlier one reads", *loops, "", NOTICE]
        return "\n".join(lines)

    def level(self, level: str) -> list[str]:
        """A level's mechanisms, rivals among them: what each reads and gives."""
        lines = [level]
        for m in (m for m in self.mechanisms if m.level == level):
            gives = [*m.gives, *(f"+{name}" for name in _contributes(m))]
            rival = "" if m.default or m.file else "  (rival, off by default)"
            lines.append(f"  {m.name.partition('/')[2]}: {m.title}{rival}")
            ports = [r for r in m.reads if self.words[r].kind in ("port", "additive")]
            lines += _wrapped("reads", ports) + _wrapped("gives", gives)
        return lines


def _contributes(m: Mechanism) -> list[str]:
    """The additive ports that a mechanism adds to."""
    return list(dict.fromkeys(e.target for e in m.equations if e.kind == "add"))


def _legend() -> str:
    return (
        "~ fitted by a script in calibration/ [95 % interval], × the same, but known only as a product with another, "
        "? assumed, unmarked: from the literature"
    )


def _heading(text: str) -> str:
    return f"{text}\n{'=' * len(text)}"


def _filled(doc: str, column: int = 12, width: int = 108) -> str:
    """A docstring whose sections (a word, then text from the column on) are broken into lines of one width."""
    blocks = re.split(r"\n(?=\S)", doc)
    for i, block in enumerate(blocks):
        word, text = block[:column], block[column:]
        if re.fullmatch(r"\w[\w ]* {2,}", word) and "\n\n" not in text.strip():
            words = " ".join(text.split())
            blocks[i] = fill(words, width, initial_indent=word, subsequent_indent=" " * column, break_on_hyphens=False)
    return "\n".join(blocks)


def _parameter_rows(parameters: tuple[Parameter, ...]) -> list[tuple[str, ...]]:
    rows = []
    for p in parameters:
        rows.append(_parameter_row(_mark(p), p.name, p, p.meaning + _range(p.bounds)))
        for species in p.species:
            own = p.for_species(species)
            rows.append(_parameter_row(_mark(own), f"  in {species}", own, ""))
    return rows


def _mark(p: Parameter) -> str:
    return _PRODUCT if p.known_as == "only as a product" else _MARKS[p.kind]


def _parameter_row(mark: str, name: str, p: Parameter, meaning: str) -> tuple[str, ...]:
    source = p.source + (f" ({p.note})" if p.note else "")
    value = f"{p.value:g} {printed(p.unit) if p.unit != '1' else ''}".strip() + _interval(p)
    return (mark, name, value, _spread(p), meaning, source)


def _interval(p: Parameter) -> str:
    return f" [{p.interval[0]:.3g}, {p.interval[1]:.3g}]" if p.interval else ""


def _spread(p: Parameter) -> str:
    return p.spread + (f", r {p.follows[1]:g} with {p.follows[0].rpartition('/')[2]}" if p.follows and p.spread else "")


def _words(names: Iterable[str], words: Mapping[str, Word]) -> str:
    return _table([(n, f"[{printed(words[n].unit)}]", words[n].meaning) for n in names])


def _range(bounds) -> str:
    low, high = bounds
    if low is None and high is None:
        return ""
    return f" ({'' if low is None else f'{low:g}'}..{'' if high is None else f'{high:g}'})"


def _table(rows: list[tuple[str, ...]], widest: int = 44) -> str:
    widths = [min(widest, max(len(row[k]) for row in rows)) for k in range(len(rows[0]) - 1)]
    return "\n".join(
        "    " + "  ".join([*(cell.ljust(w) for cell, w in zip(row, widths, strict=False)), row[-1]]).rstrip()
        for row in rows
    )


def _wrapped(word: str, names: list[str], width: int = 100) -> list[str]:
    lines, line = [], f"    {word} "
    for name in names:
        if len(line) + len(name) > width:
            lines.append(line)
            line = " " * (5 + len(word))
        line += name + " "
    return [*lines, line.rstrip()] if names else []
