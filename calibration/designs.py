"""What is left out of a fit together: papers on the same trials, and trials of one design."""

from __future__ import annotations

from regrowth.evidence.binding import times_given
from regrowth.evidence.experiment import Experiment
from regrowth.evidence.persons import parse_people
from regrowth.protocol.dose import parse_dose

SAME_TRIALS = {
    **dict.fromkeys(("jones2022", "turkoz2021"), "katz2020"),  # on TRANSFORM-1 and 2
    "gossop1987": "gossop1989",  # the first of its people
}
SITTING = 24.0  # h: sprays or injections within are one dosing


def trial_of(e: Experiment) -> str:
    """A paper, or papers on the same trials."""
    return SAME_TRIALS.get(e.source, e.source)


def design_of(e: Experiment) -> str:
    """The kind of people, by which routes they are given something, once or again, and what else is done to them.

    Neither the drug nor the dose: the arms of a trial have one design.
    """
    doses = [times_given(e, text) for text in (*e.give, *e.control)]
    routes = sorted({parse_dose(sentence).route for sentence, _ in doses})
    again = "repeated" if any(max(on) - min(on) > SITTING for _, on in doses) else "once"
    done = sorted({text.split()[0] for text in e.context} - {"in_trial"})
    return ", ".join([parse_people(e.people).preset, *([*routes, again] if routes else []), *done])
