"""Arms as they stand in the file: lists of events, or another arm with something swapped, dropped or added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from regrowth.errors import nearest
from regrowth.protocol.arms import Arm, build_arm, dose_times
from regrowth.protocol.dose import parse_dose
from regrowth.protocol.events import KINDS, Event, read_events
from regrowth.protocol.settings import Setting, settings_of_arm
from regrowth.protocol.tree import line_of, refuse_unknown
from regrowth.protocol.words import ProtocolError, about, quoted_list

ARM_KEYS = ("like", "people", "swap", "drop", "add")
MOST_ARMS = 200


@dataclass
class _Draft:
    """An event before it is read: its keys, and the line of each."""

    keys: dict[str, object]
    lines: dict[str, int | None] = field(default_factory=dict)
    line: int | None = None

    @property
    def kind(self) -> str:
        return next((key for key in self.keys if key in (*KINDS, "people")), "")


def read_arms(tree: Mapping, species: str, trial: bool) -> tuple[Arm, ...]:
    node = tree["arms"]
    with about("arms"):
        if not isinstance(node, Mapping) or not node:
            raise ProtocolError('arms: write a name and what is done, e.g. "ketamine: [{give: …}]".')
        if len(node) > MOST_ARMS:
            raise ProtocolError(f"{len(node)} arms are more than {MOST_ARMS}.")
    seen: dict[str, str] = {}
    for name in node:
        folded = " ".join(str(name).lower().split())
        if not folded:
            raise ProtocolError("an arm needs a name.").at("", line_of(node, name))
        if folded in seen:
            raise ProtocolError(f'arm "{name}" has the same name as "{seen[folded]}".').at("", line_of(node, name))
        seen[folded] = str(name)
    names = {str(name): name for name in node}
    done: dict[str, list[_Draft]] = {}

    def drafts(name: str, path: tuple[str, ...]) -> list[_Draft]:
        if name not in done:
            if name in path:
                raise ProtocolError(f'arm "{name}" is like itself: {" → ".join([*path, name])}.').at(
                    "", line_of(node, names[name])
                )
            body = node[names[name]]
            if isinstance(body, Mapping) and not any(key in KINDS for key in body) and set(body) != {"people"}:
                done[name] = _derived(
                    name, body, line_of(node, names[name]), lambda other: drafts(other, (*path, name)), names
                )
            else:
                done[name] = _listed(body, line_of(node, names[name]))
        return done[name]

    return tuple(_read_arm(name, drafts(name, ()), species, trial, line_of(node, names[name])) for name in names)


def _listed(body: object, line: int | None) -> list[_Draft]:
    if isinstance(body, Mapping):
        whole = _draft(body, line)
        who = whole.keys.pop("people", None)
        made = [whole] if whole.keys else []
        return made if who is None else [*made, _Draft({"people": who}, {"people": whole.lines["people"]}, whole.line)]
    if body is None or not isinstance(body, (list, tuple)):
        raise ProtocolError('an arm is a list of events, each with a dash: "- give: …". For no treatment write [].').at(
            "", line
        )
    return [_draft(item, line_of(body, place) or line) for place, item in enumerate(body)]


def _draft(item: object, line: int | None) -> _Draft:
    if not isinstance(item, Mapping):
        raise ProtocolError(
            f'"{item}" isn\'t an event. Say what is done: "- give: 0.5 mg/kg racemic ketamine IV over 40 min".'
        ).at("", line)
    return _Draft(
        {str(key): item[key] for key in item}, {str(key): line_of(item, key) for key in item}, line_of(item) or line
    )


def _derived(name: str, body: Mapping, line: int | None, other, names: Mapping[str, object]) -> list[_Draft]:
    refuse_unknown(body, ARM_KEYS, f'arm "{name}"', (*ARM_KEYS, *KINDS))
    if "like" not in body:
        raise ProtocolError(f'arm "{name}": `{next(iter(body), "…")}` needs `like:` and the name of another arm.').at(
            "", line
        )
    like = str(body["like"])
    if like not in names:
        hint = nearest(like, names)
        raise ProtocolError(f'there is no arm "{like}". {hint or "Arms are " + quoted_list(list(names)) + "."}').at(
            "", line_of(body, "like")
        )
    made = [_Draft(dict(draft.keys), dict(draft.lines), draft.line) for draft in other(like)]
    for kind, text in _pairs(body, "swap", line):
        _swap(made, kind, text, like, line_of(body["swap"], kind) or line)
    for kind in _names(body, "drop"):
        if not any(draft.kind == kind for draft in made):
            has = quoted_list(sorted({draft.kind for draft in made}) or ["nothing"])
            raise ProtocolError(f'arm "{like}" has no `{kind}:` to drop. It has {has}.').at("", line_of(body, "drop"))
        made = [draft for draft in made if draft.kind != kind]
    if "people" in body:
        made.append(_Draft({"people": body["people"]}, {"people": line_of(body, "people")}, line))
    if "add" in body:
        made += _listed(body["add"], line_of(body, "add"))
    return made


def _pairs(body: Mapping, key: str, line: int | None) -> list[tuple[str, object]]:
    if key not in body:
        return []
    if not isinstance(body[key], Mapping) or not body[key]:
        raise ProtocolError("swap: write what takes whose place, e.g. swap: {give: saline IV over 40 min}.").at(
            "", line_of(body, key) or line
        )
    return [(str(kind), body[key][kind]) for kind in body[key]]


def _names(body: Mapping, key: str) -> list[str]:
    value = body.get(key, [])
    return [str(item) for item in value] if isinstance(value, (list, tuple)) else [str(value)]


def _swap(made: list[_Draft], kind: str, text: object, like: str, line: int | None) -> None:
    changed = [draft for draft in made if kind in draft.keys]
    if kind == "give" and len({str(draft.keys[kind]) for draft in changed}) > 1:
        changed = [draft for draft in changed if _route(draft.keys[kind]) == _route(text)] or changed
    has = {key for draft in made for key in draft.keys}
    if not changed:
        raise ProtocolError(
            f'arm "{like}" has no `{kind}:` to swap. It has {quoted_list(sorted(has) or ["nothing"])}.'
        ).at("", line)
    if len({str(draft.keys[kind]) for draft in changed}) > 1:
        raise ProtocolError(
            f'arm "{like}" has several different `{kind}:`; which to swap isn\'t clear. Write the arm out.'
        ).at("", line)
    for draft in changed:
        draft.keys[kind], draft.lines[kind] = text, line


def _route(sentence: object) -> str:
    """The route of a dose; of what is no dose the empty text: that is said where the arm is read."""
    try:
        return parse_dose(sentence).route
    except ProtocolError:
        return ""


def _read_arm(name: str, made: Sequence[_Draft], species: str, trial: bool, line: int | None) -> Arm:
    events: list[Event] = []
    people: dict[str, Setting] = {}
    lines: dict[str, int | None] = {}
    for draft in made:
        if list(draft.keys) == ["people"]:
            own, at = settings_of_arm(draft.keys["people"], species, draft.lines["people"] or draft.line)
            people |= own
            lines |= at
            continue
        try:
            events += read_events(draft.keys, dose_times(events), draft.lines.get(draft.kind) or draft.line)
        except ProtocolError as error:
            raise error.at("", draft.lines.get(error.key) or draft.lines.get(draft.kind) or draft.line) from None
    try:
        return build_arm(name, events, species, trial, people, lines)
    except ProtocolError as error:
        raise error.at("", line) from None
