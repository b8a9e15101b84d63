"""Where a run's numbers come from: what its protocol, its model and their sources say, as a run keeps it (`Run.of`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from regrowth.bibliography import bibliography
from regrowth.engine import Model
from regrowth.engine.assemble import default_set
from regrowth.protocol import Arm, Protocol


def of_protocol(plan: Protocol) -> dict[str, Any]:
    """The protocol itself, what was done in its arms, and the published values that it names."""
    return {
        "title": plan.title,
        "arms": [arm.name for arm in plan.arms],
        "protocol": plan.text,
        "protocol_name": Path(plan.file).stem if plan.file else plan.title,
        "events": [row for arm in plan.arms for row in _event_rows(arm)],
        "evidence": [asdict(dot) for dot in plan.evidence],
        "arm_people": {arm.name: arm.who for arm in plan.arms if arm.people},
    }


def of_model(model: Model) -> dict[str, Any]:
    """The model's mechanisms and its parameters with their sources."""
    return {
        "fingerprint": model.fingerprint,
        "default_model": {m.name for m in model.mechanisms} == set(default_set(model.species)),
        "species": model.species,
        "parameters": [
            {"name": p.name, "value": p.value, "unit": p.unit, "meaning": p.meaning, "source": p.source,
             "spread": p.spread, "note": p.note}
            for p in model.parameters
        ],
        "mechanisms": [
            {"name": m.name, "title": m.title, "reads": list(m.reads), "feedback": list(m.feedback),
             "gives": [*m.gives, *dict.fromkeys(e.target for e in m.equations if e.kind == "add")]}
            for m in model.mechanisms
        ],
    }  # fmt: skip


def citations(keys: Iterable[str]) -> list[dict[str, str]]:
    """The works with these keys that the bibliography knows, by key."""
    known = bibliography()
    return [
        {"key": key, "text": str(known[key]), "title": known[key].title, "doi": known[key].fields.get("doi", "")}
        for key in sorted(set(keys))
        if key in known
    ]


def _event_rows(arm: Arm) -> list[dict[str, object]]:
    kinds = {"give": "dose", "perturb": "perturbation"}
    rows = []
    for event in arm.events:
        kind = kinds.get(event.kind, "context")
        spans = {(row.start, row.stop) for row in event.rows()}
        if kind == "dose":
            spans = {(t, t + event.hours) for t in event.moments}
        rows += [
            {"arm": arm.name, "kind": kind, "key": event.kind, "label": event.text, "start": float(a), "stop": float(b)}
            for a, b in sorted(spans)
        ]
    return rows
