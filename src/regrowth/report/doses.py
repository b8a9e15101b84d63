"""What a run's arms are given, as its figures and tables need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from regrowth.protocol.dose import parse_dose

if TYPE_CHECKING:
    from regrowth.result import Run


def main_doses(run: Run, arm: str) -> list[dict[str, Any]]:
    """An arm's doses, without tablets that go on beside infusions or sprays."""
    doses = [event for event in run.attrs["events"] if event["arm"] == arm and event["kind"] == "dose"]
    return [event for event in doses if parse_dose(event["label"]).route != "oral"] or doses


def counted_from(run: Run) -> str:
    """What the run's times count from: the first dose, or time 0 where the first dose comes later."""
    doses = [float(event["start"]) for event in run.attrs["events"] if event["kind"] == "dose"]
    return "time 0" if min(doses, default=0.0) > 0 else "the first dose"


def cascade_doses(run: Run) -> list[dict[str, Any]]:
    """The doses whose cascade is drawn: of ketamine, if any is given, in the first arm that is given some."""
    doses = [e for e in run.attrs["events"] if e["kind"] == "dose"]
    chosen = [e for e in doses if "ketamine" in e["label"].lower()] or doses
    return [e for e in chosen if e["arm"] == chosen[0]["arm"]]
