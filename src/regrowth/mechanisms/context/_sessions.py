"""The law of a session in which something is expected and does not come, once for fear and craving.

What is missed is a surprise that grows over minutes (mismatch). Middling surprise makes the old memory labile, none
leaves it shut, and strong surprise teaches the new path instead (the sequence of Osan, Tort & Amaral 2011, PLoS ONE,
doi:10.1371/journal.pone.0023113). So a short retrieval destabilises and a long session extinguishes.
"""

from __future__ import annotations

from string import Template

from regrowth.language import Parameter, State, par, state

LAW = Template("""
    ${old}_session = max(0, min($practice, 1))
    d ${old}_surprise/dt = (${old}_session - ${old}_surprise)/mismatch_time
    ${old}_opening = 4*${old}_surprise*positive(1 - ${old}_surprise)
    d ${old}_open/dt = ${old}_session*(${old}_opening - ${old}_open)/opening_time - (1 - ${old}_session)*${old}_open/labile_time
    ${new}_practised = ${old}_session*${old}_surprise + ${called_up}
    d ${new}_trace/dt = practice_rate*${new}_practised*(1 - ${new}_trace) - ${new}_trace/practice_memory
    ${old}_labile = openness*${old}_open
    ${new}_in_use += ${new}_trace
""")


def equations(old: str, new: str, practice: str, called_up: str) -> str:
    """The law for one circuit: its paths, the input of its sessions, and what calls up its new path otherwise."""
    return LAW.substitute(old=old, new=new, practice=practice, called_up=called_up)


def states(old: str, new: str) -> list[State]:
    """The three states of one circuit."""
    return [
        state(f"{old}_surprise", "1", "mismatch between what is expected in a session and what comes", bounds=(0, 1)),
        state(f"{old}_open", "1", "how far the retrieved old memory is labile", bounds=(0, 1)),
        state(f"{new}_trace", "1", "use of the new path left by sessions", bounds=(0, 1)),
    ]


def parameters() -> list[Parameter]:
    """What both circuits have in common."""
    return [
        par("mismatch_time", 20, "min", "time of a session in which what was expected is missed",
            source="assumed: minutes of retrieval destabilise, an hour extinguishes (the sequence of osan2011)",
            spread="lognormal 30%", bounds=(1, 240)),
        par("opening_time", 5, "min", "time in which the memory follows the mismatch",
            source="assumed: a quarter of the time of the mismatch", bounds=(0.5, 60)),
        par("labile_time", 6, "h", "how long a retrieved memory stays labile",
            source="assumed: restabilisation takes hours", spread="lognormal 30%", bounds=(0.5, 48)),
        par("practice_rate", 1.5, "1/h", "rate at which a surprising session brings the new path into use",
            source="assumed: as in context/rehearsal", spread="lognormal 50%", bounds=(0, None)),
        par("practice_memory", 36, "h", "how long the new path stays in use after a session",
            source="assumed: as in context/rehearsal", spread="lognormal 50%", bounds=(1, 336)),
    ]  # fmt: skip
