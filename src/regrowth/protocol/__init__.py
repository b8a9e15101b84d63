"""The protocol: what is done, to whom, and what is read off.

A protocol file is YAML that a clinician can read; see docs/how-to/protocol.md. `read` gives a `Protocol`, whose arms
turn into schedule rows with `arm.rows(weight)`. The sentences can be read on their own with `parse_dose`,
`parse_perturbation`, `parse_time` and `parse_times`, and `arm` builds an arm from them without a file.
"""

from regrowth.protocol.arms import Arm, arm
from regrowth.protocol.dose import Amount, Dose, Step, parse_dose
from regrowth.protocol.entry import Gate
from regrowth.protocol.events import Event, Level, Practice
from regrowth.protocol.perturbation import Perturbation, When, parse_perturbation
from regrowth.protocol.read import from_mapping, read, reads
from regrowth.protocol.schedule import Row
from regrowth.protocol.study import Dot, Measure, People, Protocol
from regrowth.protocol.times import parse_duration, parse_time, parse_times
from regrowth.protocol.words import ProtocolError, ProtocolWarning, name_of, resolve

__all__ = [
    "Amount",
    "Arm",
    "Dose",
    "Dot",
    "Event",
    "Gate",
    "Level",
    "Measure",
    "People",
    "Perturbation",
    "Practice",
    "Protocol",
    "ProtocolError",
    "ProtocolWarning",
    "Row",
    "Step",
    "When",
    "arm",
    "from_mapping",
    "name_of",
    "parse_dose",
    "parse_duration",
    "parse_perturbation",
    "parse_time",
    "parse_times",
    "read",
    "reads",
    "resolve",
]
