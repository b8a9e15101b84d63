"""Sessions on the trauma memory: retrieval opens it, exposure teaches safety.

Question    When does calling up a trauma memory make it labile, and when does it teach that nothing happens?
Idea        By the length of the session, through mismatch: minutes of retrieval make the memory labile for hours, an
            hour or more brings the safety path into use, which fades over a day or two. A memory that is old and strong
            opens only in part.
Leaves out  What is told and how well; retrieval followed by extinction within the open hours; homework other than as
            sessions of its own. No trial tells these times: all of them are assumptions.
"""

from regrowth.language import mechanism, par
from regrowth.mechanisms.context._sessions import equations, parameters, states

MECHANISM = mechanism(
    parameters=[
        *parameters(),
        par("openness", 0.4, "1", "how far a trauma memory opens at the most favourable mismatch",
            source="assumed: old and strong fear memories resist destabilisation (suzuki2004)", spread="lognormal 30%",
            bounds=(0, 1)),
    ],
    reads=["practice_fear", "called_up_fear"],
    states=states("fear", "safety"),
    gives=["fear_labile"],
    species=("human",),
    equations=equations("fear", "safety", "practice_fear", "called_up_fear"),
)  # fmt: skip
