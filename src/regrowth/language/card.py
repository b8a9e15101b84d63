"""Model cards: a mechanism's equations, parameters and sources, derived from its one declaration."""

from __future__ import annotations

import re
from textwrap import dedent, fill, indent

from regrowth import NOTICE
from regrowth.errors import RegrowthError, nearest
from regrowth.language.declare import LEVELS, SPECIES, Mechanism, Parameter, Word
from regrowth.language.latex import equation_latex
from regrowth.language.load import catalogue, load
from regrowth.language.units import printed
from regrowth.language.vocabulary import vocabulary

_USES = (
    ("To be measured (measure, observe)", ("port", "additive")),
    ("To be perturbed (perturb) or set (stress, setting, …)", ("target", "input")),
    ("To be set for people (people)", ("covariate",)),
)
_MARKS = {"measured": " ", "fitted": "~", "assumed": "?"}


def describe(name: str | None = None, *, all: bool = False, latex: bool = False) -> str:
    """The model's wiring, or that of one level; the card of a mechanism or an observable; with ``all``, every card.

    Raises
    ------
    RegrowthError
        If there is no such mechanism or observable; names the nearest.
    """
    if name and all:
        raise RegrowthError("describe one mechanism, or --all of them")
    if name in LEVELS:
        return "\n".join([*_level(name), "", NOTICE])
    word = name and vocabulary().get(name.rpartition(".")[2].lower())
    if word:
        return word_card(word)
    if name and "/" not in name:
        near = nearest(name, [*vocabulary(), *catalogue()]) or "`regrowth describe --names` lists names."
        raise RegrowthError(f"there is no mechanism, level or name {name!r}. {near}")
    if name:
        return card(load(name).mechanism, latex=latex)
    if all:
        cards = [card(load(n).mechanism, latex=latex) for n in catalogue()]
        return "\n\n".join([_heading("regrowth, the whole model"), _legend(), *cards, NOTICE])
    return wiring()


def card(m: Mechanism, *, latex: bool = False) -> str:
    """One mechanism as text: what it claims, its equations, and where every number comes from."""
    words = vocabulary()
    parts = [_heading(m.name), _filled(dedent(m.doc).strip())]
    if not m.default:
        parts.append("Not in the default set; add it with --with " + m.name)
    if set(m.species) != set(SPECIES):
        parts.append(f"Only for {', '.join(m.species)}")
    if m.reads:
        parts.append("Reads\n" + _words(m.reads, words))
    if m.feedback:
        parts.append("Reads from later levels (declared feedback)\n" + _words(m.feedback, words))
    if m.gives:
        parts.append("Gives\n" + _words(m.gives, words))
    added = list(dict.fromkeys(e.target for e in m.equations if e.kind == "add"))
    if added:
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
        parts.append(f"Parameters  ({_legend()})\n" + _table(_parameter_rows(m.parameters)))
    return "\n\n".join(parts)


def word_card(word: Word) -> str:
    """One word that mechanisms share: what it is, who gives it, who reads it."""
    mechanisms = [load(n).mechanism for n in catalogue()]
    given = [m.name for m in mechanisms if word.name in (*m.gives, *(e.target for e in m.equations if e.kind == "add"))]
    read = [m.name for m in mechanisms if word.name in (*m.reads, *m.feedback)]
    told = f" [{printed(word.unit)}]" if word.unit != "1" else ""
    lines = [_heading(f"{word.level}.{word.name}"), "", f"{word.meaning}{told}", ""]
    return "\n".join([*lines, *_wrapped("given by", given), *_wrapped("read by", read), "", NOTICE])


def names(level: str | None = None) -> str:
    """The names that a protocol can use, of one level or of all, with unit and meaning.

    Raises
    ------
    RegrowthError
        If there is no such level; names the nearest.
    """
    if level and level not in LEVELS:
        raise RegrowthError(f"there is no level {level!r}. {nearest(level, LEVELS)}")
    parts = []
    for heading, kinds in _USES:
        tables = []
        for one in (level,) if level else LEVELS:
            own = [w for w in vocabulary().values() if w.level == one and w.kind in kinds]
            own = [w for w in own if (one, w.kind) != ("pharmacokinetics", "input")]  # doses are given as sentences
            if own:
                tables.append(f"{one}\n" + _table([(w.name, f"[{printed(w.unit)}]", w.meaning) for w in own]))
        if tables:
            parts += [_heading(heading), *tables]
    said = "A mechanism's states can be measured too; they stand on its card. Names may carry a level: outcomes.madrs."
    return "\n\n".join([*parts, said, NOTICE])


def wiring() -> str:
    """Who reads what from whom, level by level, then declared loops."""
    words = vocabulary()
    lines = [_heading("The model's wiring: from dose to synapse to symptom")]
    lines += ["", "+ adds to a port that several may add to"]
    for level in LEVELS:
        lines += ["", *_level(level)]
    mechanisms = [load(n).mechanism for n in catalogue()]
    loops = [f"  {f} ({words[f].level}) → {m.name}" for m in mechanisms for f in m.feedback]
    lines += ["\nLoops, declared: a later level that an earlier one reads", *loops, "", NOTICE]
    return "\n".join(lines)


def _level(level: str) -> list[str]:
    """A level's mechanisms, rivals among them: what each reads and gives."""
    words, lines = vocabulary(), [level]
    for m in (load(n).mechanism for n in catalogue() if n.startswith(f"{level}/")):
        gives = [*m.gives, *dict.fromkeys(f"+{e.target}" for e in m.equations if e.kind == "add")]
        rival = "" if m.default else "  (rival, off by default)"
        lines.append(f"  {m.name.partition('/')[2]}: {m.title}{rival}")
        ports = [r for r in m.reads if words[r].kind in ("port", "additive")]
        lines += _wrapped("reads", ports) + _wrapped("gives", gives)
    return lines


def _legend() -> str:
    return "~ fitted by a script in calibration/ [95 % interval], ? assumed, unmarked: from the literature"


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
        rows.append(_parameter_row(_MARKS[p.kind], p.name, p, p.meaning + _range(p.bounds)))
        for species in p.species:
            own = p.for_species(species)
            rows.append(_parameter_row(_MARKS[own.kind], f"  in {species}", own, ""))
    return rows


def _parameter_row(mark: str, name: str, p: Parameter, meaning: str) -> tuple[str, ...]:
    source = p.source + (f" ({p.note})" if p.note else "")
    value = f"{p.value:g} {printed(p.unit) if p.unit != '1' else ''}".strip() + _interval(p)
    return (mark, name, value, _spread(p), meaning, source)


def _interval(p: Parameter) -> str:
    return f" [{p.interval[0]:.3g}, {p.interval[1]:.3g}]" if p.interval else ""


def _spread(p: Parameter) -> str:
    return p.spread + (f", r {p.follows[1]:g} with {p.follows[0].rpartition('/')[2]}" if p.follows and p.spread else "")


def _words(names, words: dict[str, Word]) -> str:
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
