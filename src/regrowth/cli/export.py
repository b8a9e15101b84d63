"""`regrowth export`: the model as SBML."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from regrowth import NOTICE
from regrowth.cli.app import Debug, Force, With, Without
from regrowth.cli.console import notes
from regrowth.errors import RegrowthError


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE.xml", help="The SBML file to write.")],
    protocol: Annotated[
        Path | None, typer.Option(metavar="PROTOCOL.yaml", help="Write its doses as events. Default: none.")
    ] = None,
    arm: Annotated[str | None, typer.Option(metavar="NAME", help="Which arm; the first if not said.")] = None,
    with_: With = None,
    without: Without = None,
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Write the assembled model as SBML Level 3, a protocol's doses as its events."""
    from regrowth.protocol import read
    from regrowth.writing import refuse_existing, written_whole

    with notes():
        refuse_existing(file, force=force)
        if arm is not None and protocol is None:
            raise RegrowthError("--arm names an arm of a protocol: add --protocol PROTOCOL.yaml.")
        plan = read(protocol) if protocol else None
        chosen = _arm(plan, arm) if plan else None

        from regrowth.engine import assemble
        from regrowth.interchange import export_sbml

        species = plan.people.species if plan else "human"
        model = assemble(species=species, with_=tuple(with_ or ()), without=tuple(without or ()))
        with written_whole(file, force=force) as temporary:
            export_sbml(model, chosen, temporary, person=_typical(plan, chosen, model) if plan else None)
    typer.echo(f"{file}  SBML of {len(model.states)} states{f', arm {chosen.name!r}' if chosen else ''}. {NOTICE}")


def _typical(plan: Any, arm: Any, model: Any) -> dict[str, float]:
    """The typical person of a protocol's arm: what differs from the model's own numbers."""
    from regrowth.study import prepare

    one = prepare(plan, model=model, people=1, observe=[]).drawn(0, 1)[plan.arms.index(arm)]
    return {name: float(value[0]) for name, value in {**one.covariates, **one.parameters}.items()}


def _arm(plan: Any, name: str | None) -> Any:
    from regrowth.errors import nearest

    arms = {arm.name: arm for arm in plan.arms}
    if name is None:
        return next(iter(arms.values()))
    if name not in arms:
        hint = nearest(name, arms) or f"It has {', '.join(arms)}."
        raise RegrowthError(f"The protocol has no arm {name!r}. {hint}")
    return arms[name]
