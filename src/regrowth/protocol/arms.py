"""An arm: a name and what is done in it; arms made from other arms by `like`, `swap`, `drop` and `add`."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from regrowth.border import checked
from regrowth.protocol.dose import Dose, check_dose
from regrowth.protocol.drugs import HUMAN
from regrowth.protocol.events import SESSION_HOURS, Event, read_events
from regrowth.protocol.schedule import ALWAYS, Row, for_weight
from regrowth.protocol.times import in_words
from regrowth.protocol.words import ProtocolError, ProtocolWarning, resolve

if TYPE_CHECKING:
    from regrowth.protocol.settings import Setting


@dataclass(frozen=True, repr=False)
class Arm:
    """What is done to one group. `rows(weight)` is its schedule for one body.

    `people` are covariates and parameters in which the people of this arm differ from the protocol's.
    """

    name: str
    events: tuple[Event, ...] = ()
    in_trial_from: float | None = None  # hours; None: not a trial
    warnings: tuple[str, ...] = ()
    people: Mapping[str, Setting] = field(default_factory=dict)
    lines: Mapping[str, int | None] = field(default_factory=dict, compare=False)  # where each setting stands

    def __repr__(self) -> str:
        who = f", {self.who}" if self.people else ""
        return f"<Arm {self.name!r}{who}: {'; '.join(event.text for event in self.events) or 'nothing is done'}>"

    @property
    def who(self) -> str:
        """In what its people differ, in words."""
        told = []
        for name, value in self.people.items():
            parts = value.items() if isinstance(value, Mapping) else [("", value)]
            said = [f"{key} {part}" if isinstance(part, str) else f"{key} {part:g}" for key, part in parts]
            told.append(f"{name} {' '.join(said).strip()}")
        return ", ".join(told)

    @cached_property
    def schedule(self) -> tuple[Row, ...]:
        """All rows in order of time; doses in µmol/h, per kg where the sentence says so."""
        rows = [row for event in self.events for row in event.rows()] + self._care()
        return tuple(sorted(rows, key=lambda row: (row.start, row.channel, row.stop)))

    def bound_rows(self, names: Collection[str], known: Collection[str] = (), file: str = "") -> list[Row]:
        """The schedule in the model's own names; `known` inputs that are not among `names` act on nothing.

        Raises
        ------
        ProtocolError
            With file and line, if the model has nothing of that name.
        """
        bound = []
        for event in (*self.events, None):
            for row in event.rows() if event else self._care():
                if row.channel in known and row.channel not in names:
                    if event and event.kind in ("give", "practise", "session"):
                        what = "the dose" if event.kind == "give" else f"to {event.kind} it"
                        warnings.warn(f'nothing in this model takes "{event.text}": {what} does nothing.',
                                      ProtocolWarning, stacklevel=2)  # fmt: skip
                    continue
                try:
                    bound.append(row._replace(channel=resolve(row.channel, list(names))))
                except ProtocolError as error:
                    raise error.at(file.replace("\\", "/").rsplit("/", 1)[-1], event.line if event else None) from None
        return sorted(bound, key=lambda row: (row.start, row.channel, row.stop))

    def _care(self) -> list[Row]:
        """What being in a trial means: care from the first visit on, and sessions in which an effect might be felt."""
        if self.in_trial_from is None:
            return []
        felt = [time for time, dose in self.doses if is_felt(dose)]
        return [Row("in_trial", self.in_trial_from, ALWAYS[1], 1.0), *sessions(felt)]

    def rows(
        self, weight: float | None = None, until: float | None = None, since: float = ALWAYS[0]
    ) -> list[tuple[str, float, float, float]]:
        """(channel, start, stop, value) for a body of `weight` kg, cut to the hours `since` … `until`."""
        return for_weight(self.schedule, weight, until, since)

    @property
    def doses(self) -> tuple[tuple[float, Dose], ...]:
        """(time, dose) of everything given, placebo too, in order of time."""
        given = [(t, event.does) for event in self.events if isinstance(event.does, Dose) for t in event.moments]
        return tuple(sorted(given, key=lambda pair: pair[0]))

    @property
    def channels(self) -> tuple[str, ...]:
        """Names of all inputs and targets it uses."""
        return tuple(sorted({row.channel for row in self.schedule}))

    @property
    def ends(self) -> float:
        """When the last thing that ends has ended (hours)."""
        ends = [row.stop for event in self.events for row in event.rows() if row.stop < float("inf")]
        return max([0.0, *ends, *(time + dose.hours for time, dose in self.doses)])


def is_felt(dose: Dose) -> bool:
    """Whether a person might feel this dose, drug or placebo, at once: not a pill, not a micro-injection."""
    return dose.route not in ("oral", "local")


def sessions(times: Sequence[float]) -> list[Row]:
    """The dosing sessions around doses at these times; doses within one session don't start another."""
    starts: list[float] = []
    for time in sorted(set(times)):
        if not starts or time - starts[-1] >= SESSION_HOURS:
            starts.append(time)
    return [Row("treatment_session", start, start + SESSION_HOURS, 1.0) for start in starts]


def build_arm(
    name: str,
    events: Sequence[Event],
    species: str,
    trial: bool,
    people: Mapping[str, Setting] | None = None,
    lines: Mapping[str, int | None] | None = None,
) -> Arm:
    """Check the events of an arm together and make it."""
    warnings: list[str] = []
    for event in events:
        if isinstance(event.does, Dose):
            try:
                warnings += check_dose(event.does, species)
            except ProtocolError as error:
                raise error.at("", event.line) from None
    warnings += _overlapping_doses(name, events)
    visit = first_visit(events) if trial else None
    return Arm(name, tuple(events), visit, tuple(dict.fromkeys(warnings)), dict(people or {}), dict(lines or {}))


def first_visit(events: Sequence[Event]) -> float:
    """When people enter the trial: the first dose, session or practice, at the latest 0 h."""
    visits = [event.moments[0] for event in events if event.kind in ("give", "practise", "session")]
    return min([0.0, *visits])


@checked
def arm(
    give: str | Sequence[str] = (),
    at: object = "0 h",
    perturb: str | Sequence[str] = (),
    *,
    name: str = "arm",
    species: str = HUMAN,
    trial: bool | None = None,
    events: Sequence[dict[str, object]] = (),
    people: Mapping[str, Setting] | None = None,
) -> Arm:
    """An arm from sentences, without a file.

    `at` holds for every `give`; further events, with their own time keys, go into `events`. `trial` says whether the
    person knows to be in a trial (yes for humans, no for animals, unless said). `people` are covariates and parameters
    of this arm alone: `{"age": 75}`, `{"pharmacokinetics/liver.cl_int_s": {"times": 0.5}}`.

    >>> made = arm("10 mg/kg racemic ketamine IP", perturb="mTORC1 -95 % from -30 min for 24 h", species="rat")
    >>> [row.channel for row in made.schedule]
    ['mtorc1', 'r_ketamine_ip', 's_ketamine_ip']
    """
    given = [give] if isinstance(give, str) else list(give)
    perturbed = [perturb] if isinstance(perturb, str) else list(perturb)
    mappings = [{"give": text, "at": at} for text in given if text]
    mappings += [{"perturb": text} for text in perturbed if text]
    read: list[Event] = []
    for mapping in [*mappings, *events]:
        read += read_events(mapping, dose_times(read))
    return build_arm(name, read, species, species == HUMAN if trial is None else trial, people)


def dose_times(events: Sequence[Event]) -> list[float]:
    """Start times of all doses among the events."""
    return sorted(moment for event in events if event.kind == "give" for moment in event.moments)


def _overlapping_doses(name: str, events: Sequence[Event]) -> list[str]:
    rows = sorted((row for event in events if event.kind == "give" for row in event.rows()), key=lambda row: row.start)
    running: dict[str, Row] = {}
    warnings = []
    for row in rows:
        before = running.get(row.channel)
        if before and row.start < before.stop - 1e-9:
            warnings.append(
                f'arm "{name}": a dose into {row.channel} at {in_words(row.start)} begins while the one from '
                f"{in_words(before.start)} still runs; the rates add up."
            )
        if before is None or row.stop > before.stop:
            running[row.channel] = row
    return warnings
