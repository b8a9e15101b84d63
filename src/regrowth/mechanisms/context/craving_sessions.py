"""Sessions on the cue: retrieval opens the reward memory, practice uses the new path.

Question    When does calling up a reward memory make it labile, and when does a session teach another answer to the cue?
Idea        By the same law as sessions on a trauma memory: a short retrieval in which the reward is missed makes the
            habit labile for hours, longer sessions bring the recovery path into use, which fades over a day or two.
Leaves out  Differences between therapies but for how long and how often they practise. No trial tells these times.
"""

from regrowth.language import mechanism, par
from regrowth.mechanisms.context._sessions import equations, parameters, states

MECHANISM = mechanism(
    parameters=[
        *parameters(),
        par("openness", 1, "1", "how far a reward memory opens at the most favourable mismatch",
            source="assumed: fully, where a promised reward is withheld (das2019)", spread="lognormal 30%", bounds=(0, 1)),
    ],
    reads=["practice_craving", "called_up_craving"],
    states=states("habit", "recovery"),
    gives=["habit_labile"],
    species=("human",),
    equations=equations("habit", "recovery", "practice_craving", "called_up_craving"),
)  # fmt: skip
