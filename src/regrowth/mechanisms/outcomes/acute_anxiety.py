"""Anxiety during a dosing session, and how a supportive setting calms it.

Question    How anxious does the acute state make people, and how much of that does the setting take away?
Idea        Anxiety rises with dissociation; felt safety (music, company, preparation) takes a part of it away. Both sizes
            are those of one clinic: 0.4 points with and 1.4 without music over 494 nasal sessions (Hauser 2024), which
            nobody randomised: people who chose music also took larger doses and dissociated more.
Leaves out  Anxiety before the session, panic, trait anxiety, the calm that follows; music apart from other support.
            No effect on mood (context/setting_intention).
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par("anxiety_full", 4, "point", "anxiety at full dissociation, analogue scale of 0 to 10, no support",
            source="assumed: 1.4 points in sessions without music (Hauser 2024) at about a third of full dissociation",
            spread="lognormal 60%", bounds=(0, 10)),
        par("calming", 0.71, "1", "share of anxiety that full felt safety takes away", source="hauser2024",
            note="derived: 1 - 0.4/1.4; not randomised", spread="uniform 0..1", bounds=(0, 1)),
    ],
    reads=["dissociation", "setting_support"],
    species=("human",),
    gives=["acute_anxiety"],
    equations="""
        acute_anxiety = anxiety_full*dissociation*(1 - calming*setting_support)
    """,
)
