"""Setting and intention: felt safety, and what a prepared intention calls up. No effect on mood unless you set one.

Question    What do the room, the people and the prepared intention do?
Idea        The setting gives a sense of safety that fades with hours; it is passed on to tolerability
            (anxiety, blood pressure). An intention may call up the new path of mood, fear or
            craving during the session, which then stays in use for a while, as after practice
            (context/rehearsal): new synapses come a day later. Both have a weight of zero: no randomised ketamine trial has found an effect of setting on mood
            (small trials of music and of sensory preparation are null, and too small to exclude a modest
            effect), and none has tested intention.
Leaves out  Alliance, music's content, the therapist; expectations raised by the setting.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("setting_fade", 6, "h", "how long the felt safety of a session lasts",
            source="assumed: the rest of the day", bounds=(0.1, 168)),
        par("setting_onset", 10, "min", "time to settle into a setting",
            source="assumed: a matter of minutes, not measured", bounds=(0.5, 120)),
        par("setting_on_mood", 0, "1", "effect of full setting on mood (log odds of severity)",
            source="assumed: zero; trials of setting were null on mood (musik2025, kheirkhah2025), no effect size usable",
            bounds=(-0.5, 0.5)),
        par("intention_calls_up", 0, "1", "how strongly a fully held intention calls up the new path, 1 = as practice does",
            source="assumed: zero; no randomised ketamine evidence was found", bounds=(0, 1)),
    ],
    reads=["setting", "intention", "intention_fear", "intention_craving"],
    states=[state("felt_safety", "1", "felt safety and trust", bounds=(0, 1))],
    gives=["setting_support"],
    species=("human",),
    equations="""
        d felt_safety/dt = max(0, min(setting, 1))*(1 - felt_safety)/setting_onset - felt_safety/setting_fade
        setting_support = felt_safety
        mood_relief += setting_on_mood*felt_safety
        called_up_mood += intention_calls_up*max(0, min(intention, 1))
        called_up_fear += intention_calls_up*max(0, min(intention_fear, 1))
        called_up_craving += intention_calls_up*max(0, min(intention_craving, 1))
    """,
)  # fmt: skip
