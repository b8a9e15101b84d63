"""The rival hypotheses of how ketamine starts its effect: which mechanisms make up each, and what it claims.

Claims and difficulties are those of the literature (notes in parentheses are keys of the bibliography). What the
*model* of a hypothesis can and can't explain is computed by `regrowth compare`, not written here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regrowth.errors import RegrowthError, listed, nearest
from regrowth.language import load


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One explanation of the trigger. `letter` heads its column where there is no room for its name."""

    name: str
    letter: str
    title: str
    mechanisms: tuple[str, ...]
    claims: str
    cannot_explain: str
    sources: tuple[str, ...]

    @property
    def in_default(self) -> bool:
        """Whether the default model holds it."""
        return all(load(name).mechanism.default for name in self.mechanisms)

    def __str__(self) -> str:
        return self.name


HYPOTHESES = (
    Hypothesis(
        "disinhibition", "D", "Disinhibition of interneurons",
        ("signalling/disinhibition",),
        "Interneurons lose NMDA drive first; pyramidal cells are released, and the glutamate surge onto AMPA receptors "
        "starts BDNF, mTORC1 and synapses. GluN2B of SST and GABA cells is needed (gerhard2020), glutamate rises at "
        "low and not at high doses (moghaddam1997, chowdhury2017).",
        "Deleting GluN1 from parvalbumin cells spares ketamine (pozzi2014); knock-down of GluN2B in pyramidal cells "
        "mimics it (miller2014); GluN2B antagonists and HNK work with little or no such surge (li2011, zanos2016).",
        ("gerhard2020", "moghaddam1997", "chowdhury2017", "pozzi2014", "miller2014", "li2011", "zanos2016"),
    ),
    Hypothesis(
        "resting block", "R", "Resting NMDA block and eEF2 kinase",
        ("signalling/resting_nmda",),
        "Spontaneous release holds eEF2 kinase on through NMDA receptors at rest; their block frees dendritic "
        "translation of BDNF within 30 min. The kinase is needed, and memantine, which does not block at rest, fails "
        "(autry2011, gideons2014, nosyreva2013).",
        "Cortical p-eEF2 does not change (autry2011), deleting NMDA receptors from CA1 cells spares ketamine "
        "(zhang2016), and the need for mTORC1 and new spines a day later has no place in it (li2010, modasava2019).",
        ("autry2011", "gideons2014", "nosyreva2013", "zhang2016", "li2010", "modasava2019"),
    ),
    Hypothesis(
        "extrasynaptic GluN2B", "X", "Extrasynaptic GluN2B and mTORC1",
        ("signalling/extrasynaptic_glun2b",),
        "Ambient glutamate at extrasynaptic GluN2B holds mTORC1 of pyramidal cells back; block lifts the restraint "
        "directly. Deleting GluN2B there mimics and occludes ketamine, and protein rises even under DNQX (miller2014); "
        "GluN2B antagonists act alike (li2011, preskorn2008).",
        "Knock-down of GluN2B in Camk2a cells spares ketamine (gerhard2020), AMPA receptors, BDNF and L-type channels "
        "are needed in vivo (maeng2008, lepack2015), and memantine does not work (zarate2006b).",
        ("miller2014", "li2011", "preskorn2008", "gerhard2020", "maeng2008", "lepack2015", "zarate2006b"),
    ),
    Hypothesis(
        "habenula", "H", "Lateral-habenula bursting",
        ("behaviour/habenula",),
        "NMDA- and T-type-dependent bursts of the lateral habenula drive despair; ketamine in the habenula stops them "
        "and is enough (yang2018), and ketamine trapped there sets how long the effect lasts (ma2023).",
        "Silencing infralimbic cortex blocks ketamine and stimulating it is enough (fuchikami2015); mTORC1 and new "
        "spines are needed (li2010, modasava2019); animals that were never stressed respond too.",
        ("yang2018", "ma2023", "fuchikami2015", "li2010", "modasava2019"),
    ),
    Hypothesis(
        "HNK", "N", "Hydroxynorketamine on AMPA transmission",
        ("signalling/hnk_ampa",),
        "The metabolite (2R,6R)-HNK strengthens AMPA transmission without NMDA block; it acts by itself, and ketamine "
        "that can't turn into it loses its effect at 24 h (zanos2016, riggs2020).",
        "The undeuterated and the deuterated R-ketamine act alike, and HNK is inactive in defeated mice (zhang2018, "
        "yang2017); esketamine, which makes none of it, works in people (canuso2018); other NMDA antagonists act "
        "(li2011, maeng2008).",
        ("zanos2016", "riggs2020", "zhang2018", "yang2017", "canuso2018", "li2011", "maeng2008"),
    ),
    Hypothesis(
        "GSK3", "G", "Inhibition of GSK3",
        ("signalling/gsk3",),
        "Ketamine inhibits GSK3 through Akt, which lets mTORC1 work and new spines stay; lithium makes a tenth of a "
        "dose enough and prolongs a full one (liu2013, chiu2015).",
        "A GSK3 inhibitor alone does nothing (ma2013): a condition, not a trigger.",
        ("liu2013", "chiu2015", "ma2013"),
    ),
    Hypothesis(
        "TrkB binding", "T", "Direct binding to TrkB",
        ("signalling/trkb_binding",),
        "Ketamine binds the transmembrane part of TrkB and eases its activation by BDNF; a mutation of the site "
        "removes the effect (casarotto2021).",
        "Its affinity, as far as it is known, lies above free brain levels at antidepressant doses; loss of AMPA or "
        "NMDA function blocks the effect (maeng2008, gerhard2020), and memantine and ketamine differ (gideons2014).",
        ("casarotto2021", "maeng2008", "gerhard2020", "gideons2014"),
    ),
)  # fmt: skip


def hypotheses(names: Sequence[str] = ()) -> tuple[Hypothesis, ...]:
    """All hypotheses, or those named (by name or letter), in the order of the list."""
    wanted = [find(name) for name in listed(names)]
    return tuple(h for h in HYPOTHESES if not wanted or h in wanted)


def find(name: str) -> Hypothesis:
    """The hypothesis of a name or letter; the error names the nearest."""
    folded = name.strip().lower().replace("-", " ").replace("_", " ")
    for h in HYPOTHESES:
        if folded in (h.name.lower(), h.letter.lower()):
            return h
    hint = nearest(name, [h.name for h in HYPOTHESES]) or f"There are {', '.join(h.name for h in HYPOTHESES)}."
    raise RegrowthError(f"No hypothesis {name!r}. {hint}")
