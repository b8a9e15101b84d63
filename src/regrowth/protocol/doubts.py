"""What a protocol asks that can't show anything: said before a run and in its report, not refused."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from regrowth.protocol.build import Protocol
from regrowth.protocol.words import plain

ABSTINENCE = (
    "abstinence", "abstinence_seen", "abstinent_now", "abstinent_now_seen", "no_heavy_use", "no_heavy_use_seen",
)  # fmt: skip
#: covariate without which these observables stand still, with what it stands for and people who have it
CONDITIONS = {
    "trauma_load": (
        ("caps_5", "pcl_5", "ies_r", "fear_recall", "fear_recall_here", "fear_felt", "trauma_response",
         "trauma_remission", "ptsd_diagnosis_lost"),
        "trauma", "ptsd_adults",
    ),
    "use_disorder": (
        ("craving", "motivation", "cue_value", *ABSTINENCE, "use_days", "heavy_use_days", "drug_choice"),
        "use disorder", "aud_adults, aud_outpatients, cud_adults or oud_adults",
    ),
}  # fmt: skip


#: covariate without which a session on an ensemble changes no symptom
CARRIED_BY = {"fear": "trauma_load", "craving": "use_disorder"}
#: what is held during sessions, the parameter that is its weight on symptoms, and what is said where that is 0
WEIGHTS = {
    "setting": (
        "context/setting_intention.setting_on_mood",
        "setting acts on anxiety and blood pressure, not on mood: trials found no effect on mood",
    ),
    "intention": (
        "context/setting_intention.intention_calls_up",
        "intention changes nothing: no randomised ketamine trial has tested one",
    ),
}


def doubts(
    plan: Protocol,
    people: str,
    traits: Collection[str],
    observables: Iterable[str],
    end: float,
    unread: Collection[str] = (),
    weights: Mapping[str, float] | None = None,
) -> Iterator[str]:
    """Say which measures stand still in these people, which events change nothing, what comes after the end.

    ``traits`` are the covariates that the people have, ``observables`` what is measured (`outcomes.caps_5`), ``end``
    the last measuring time in hours, ``unread`` what is set of people but no mechanism reads, ``weights`` the model's
    parameters that nobody set by hand.
    """
    if unread:
        yield f"no mechanism of this model reads {', '.join(sorted(unread))}: what is set for it changes nothing."
    asked = {name.rpartition(".")[2] for name in observables if name.startswith("outcomes.")}
    for covariate, (names, meaning, others) in CONDITIONS.items():
        still = sorted(asked & set(names))
        if still and covariate not in traits:
            yield (
                f"{people} have no {meaning} ({covariate} is 0), so {', '.join(still)} can't move. "
                f"Take {others}, or set {covariate}."
            )
    tries = any(event.kind == "abstain" for arm in plan.arms for event in arm.events)
    if asked & set(ABSTINENCE) and not tries:
        yield "nobody tries to abstain, so abstinence stays 100 %. Say when they quit: `abstain: 1 from day 1 on`."
    if plan.enter and asked and end <= plan.found_at[-1]:
        yield f"nothing is measured after day {plain(plan.found_at[-1] / 24)}, the visit that says who goes on."
    yield from _without_effect(plan, people, traits, weights or {})
    if not asked:
        return
    for arm in plan.arms:
        for event in arm.events:
            first = min((row.start for row in event.rows()), default=end)
            if first > end:
                yield (
                    f'arm "{arm.name}": "{event.text}" begins on day {plain(round(first / 24, 2))}, after the last '
                    f"measurement (day {plain(round(end / 24, 2))}); nothing that is measured sees it."
                )


def _without_effect(
    plan: Protocol, people: str, traits: Collection[str], weights: Mapping[str, float]
) -> Iterator[str]:
    """Sessions on an ensemble that these people don't carry, and what has a weight of 0, each once."""
    events = [event for arm in plan.arms for event in arm.events]
    for event in events:
        carried = CARRIED_BY.get(getattr(event.does, "ensemble", None) or "")
        if carried and carried not in traits:
            meaning, others = CONDITIONS[carried][1:]
            yield (
                f'{people} have no {meaning} ({carried} is 0), so "{event.text}" changes no symptom. '
                f"Take {others}, or set {carried}."
            )
    for kind, (parameter, said) in WEIGHTS.items():
        if weights.get(parameter) == 0 and any(event.kind == kind for event in events):
            yield (
                f"{said}, so its weight is 0, an assumption. "
                f"To ask what if it had one, write e.g. `{parameter}: 0.3` under `people:`."
            )
