"""Synapses of the craving circuit: the habit path and the recovery path.

Question    What do use, sessions, ketamine and everyday life do to the synapses that carry the value of a cue?
Idea        The same law as in synapses/fear_circuit: a habit path (cue-striatum) that use made strong competes with a
            new path, recovery. Relapse prevention and cue exposure use the new path; retrieval of the reward memory
            before dosing makes the habit labile. What is used less is replayed less, so abstinence weakens the habit.
Leaves out  Dopamine, withdrawal, tolerance, the drug of abuse itself: alcohol, cocaine and heroin share one circuit
            and differ by the person's covariates. All rates are assumptions; trials see only their product with
            outcomes/craving.habit_gain.
"""

from regrowth.language import mechanism
from regrowth.mechanisms.synapses._two_paths import equations, parameters, states

MECHANISM = mechanism(
    parameters=parameters(),
    reads=["spine_birth", "young_risk", "maturing_rate", "stable_loss_rate", "mood_transient", "nmda_pyramidal",
           "use_disorder", "recovery_retention"],
    feedback=["stress_level", "recovery_in_use", "habit_labile", "use_saved"],
    states=states("habit", "recovery", "the habit path", "the recovery path"),
    gives=["habit_path", "recovery_path", "recovery_path_elsewhere"],
    species=("human",),
    equations=equations("habit", "recovery", "use_disorder", "use_saved"),
)  # fmt: skip
