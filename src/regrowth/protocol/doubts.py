"""What a protocol asks that can't show anything: said as warnings before a run, not refused."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterable

from regrowth.protocol.build import Protocol
from regrowth.protocol.words import ProtocolWarning, plain

ABSTINENCE = ("abstinence", "abstinence_seen", "no_heavy_use", "no_heavy_use_seen")
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


def warn_of_doubts(
    plan: Protocol,
    people: str,
    traits: Collection[str],
    observables: Iterable[str],
    end: float,
    unread: Collection[str] = (),
) -> None:
    """Warn of measures that stand still in these people, of abstinence nobody tries, of what comes after the end.

    ``traits`` are the covariates that the people have, ``observables`` what is measured (`outcomes.caps_5`), ``end``
    the last measuring time in hours, ``unread`` what is set of people but no mechanism reads.
    """
    if unread:
        _warn(f"no mechanism of this model reads {', '.join(sorted(unread))}: what is set for it changes nothing.")
    asked = {name.rpartition(".")[2] for name in observables if name.startswith("outcomes.")}
    for covariate, (names, meaning, others) in CONDITIONS.items():
        still = sorted(asked & set(names))
        if still and covariate not in traits:
            _warn(
                f"{people} have no {meaning} ({covariate} is 0), so {', '.join(still)} can't move. "
                f"Take {others}, or set {covariate}."
            )
    tries = any(event.kind == "abstain" for arm in plan.arms for event in arm.events)
    if asked & set(ABSTINENCE) and not tries:
        _warn(
            "nobody tries to abstain, so abstinence stays 100 %. Say when the quit day is: `abstain: 1 from day 1 on`."
        )
    if plan.enter and asked and end <= plan.found_at[-1]:
        _warn(f"nothing is measured after day {plain(plan.found_at[-1] / 24)}, the visit that says who goes on.")
    if not asked:
        return
    for arm in plan.arms:
        for event in arm.events:
            first = min((row.start for row in event.rows()), default=end)
            if first > end:
                _warn(
                    f'arm "{arm.name}": "{event.text}" begins on day {plain(round(first / 24, 2))}, after the last '
                    f"measurement (day {plain(round(end / 24, 2))}); nothing that is measured sees it."
                )


def _warn(text: str) -> None:
    warnings.warn(text, ProtocolWarning, stacklevel=3)
