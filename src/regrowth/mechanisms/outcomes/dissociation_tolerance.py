"""Tolerance of dissociation, within a session and over many.

Question    Why is the eighth dose felt less than the first, and a long infusion less at its end?
Idea        What is felt raises the level that it takes to feel as much: the curve of effect over level moves to the
            right, as it does with tolerance of other drugs. It moves while the effect lasts and goes back over weeks, so
            that one session shows it a little, and eight in four weeks add up. Ratings fell over eight sprays of
            esketamine (Chen 2022) and eight infusions (Abdallah 2022) and stayed over six injections while doses rose
            (Del Sant 2023); they halved during a constant infusion (Goldway 2025). None prints how much is lost from dose
            to dose: the size follows from what stays and halves, and is known within a factor of five.
Leaves out  Whether receptors adapt or people get used to the state; how tolerance ends, since no study stopped and came
            back; tolerance of raised pressure and sedation, of which no ratings over doses were found; years of use.
Conflicts   Psychosis ratings are said not to differ between eight infusions (Wlodarczyk 2021) and to fall (Abdallah 2022):
            they follow dissociation here, and fall. How long a constant infusion lasted and when it was rated (Goldway 2025)
            is assumed.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("tolerance_gain", 0.6608, "1/h", "rise of tolerance at full dissociation",
            source="fitted: delsant2023-cadss-last, chen2022-cadss-last, abdallah2022-cadss-last, goldway2025-cadss-end, aanhetrot2010-cadss-end, daly2017-esk-dissoc-end, abdallah2022-cadss-end, wlodarczyk2021-cadss-end, jnj2024-cadss-end", spread="lognormal 60%", bounds=(0, None), interval=(0.1191, 3.667)),
        par("tolerance_wear", 13.64, "d", "time in which tolerance wears off",
            source="fitted: delsant2023-cadss-last, chen2022-cadss-last, abdallah2022-cadss-last",
            spread="lognormal 60%", bounds=(0.1, 365),
            note="start assumed: weeks, since it still tells a week after an injection; how it ends was never measured",
            interval=(2.441, 76.17)),
    ],
    reads=["dissociation"],
    states=[
        state("tolerance", "1", "by how much the level for half of full dissociation has risen, as a share of it",
            bounds=(0, None)),
    ],
    species=("human",),
    equations="""
        d tolerance/dt = tolerance_gain*dissociation - tolerance/tolerance_wear
        dissociation_tolerance += tolerance
    """,
)  # fmt: skip
