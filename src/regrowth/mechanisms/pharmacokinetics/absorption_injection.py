"""Ketamine injected into a muscle or under the skin.

Question    How much of an injected dose reaches the blood, and how fast?
Idea        First-order absorption of a fixed share. 93 % into a muscle (Clements 1982, known from secondary
            texts only), at a rate fitted to levels 15 and 30 min after an injection (Hirlinger 1984). Under the
            skin the same share is assumed, with slower uptake: dissociation peaks about 25 min after a subcutaneous
            dose (Glue 2017) and 30 min (Del Sant 2023), blood pressure at 30-45 min.
Leaves out  Dependence on site and volume; the share not absorbed is counted as eliminated.
"""

from regrowth.language import alternative, mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("f_im", 0.93, "1", "share absorbed from a muscle", source="clements1982", spread="uniform 0.8..1",
            bounds=(0, 1), note="second-hand"),
        par("f_sc", 0.93, "1", "share absorbed from under the skin", source="assumed: as from a muscle",
            spread="uniform 0.7..1", bounds=(0, 1)),
        par("ka_im", 6.544, "1/h", "absorption rate from a muscle",
            source="fitted: hirlinger1984-im-0p5, hirlinger1984-im-1", spread="lognormal 50%", bounds=(0, None),
            rat=alternative(10, "assumed: faster in a small animal", "lognormal 70%"),
            mouse=alternative(15, "assumed: faster in a small animal", "lognormal 70%"), interval=(1.048, 30)),
        par("ka_sc", 3.5, "1/h", "absorption rate from under the skin",
            source="assumed: effects peak at 25-30 min (glue2017, delsant2023)", spread="lognormal 50%",
            bounds=(0, None), rat=alternative(8, "assumed: faster in a small animal", "lognormal 70%"),
            mouse=alternative(12, "assumed: faster in a small animal", "lognormal 70%")),
    ],
    reads=["s_ketamine_im", "r_ketamine_im", "s_ketamine_sc", "r_ketamine_sc"],
    states=[
        state("s_ketamine_in_muscle", "umol", "S-ketamine at the muscle injection site", bounds=(0, None), scale=10),
        state("r_ketamine_in_muscle", "umol", "R-ketamine at the muscle injection site", bounds=(0, None), scale=10),
        state("s_ketamine_in_skin", "umol", "S-ketamine under the skin", bounds=(0, None), scale=10),
        state("r_ketamine_in_skin", "umol", "R-ketamine under the skin", bounds=(0, None), scale=10),
    ],
    equations="""
        d s_ketamine_in_muscle/dt = s_ketamine_im - ka_im*s_ketamine_in_muscle
        d r_ketamine_in_muscle/dt = r_ketamine_im - ka_im*r_ketamine_in_muscle
        d s_ketamine_in_skin/dt   = s_ketamine_sc - ka_sc*s_ketamine_in_skin
        d r_ketamine_in_skin/dt   = r_ketamine_sc - ka_sc*r_ketamine_in_skin

        s_ketamine_absorbed += f_im*ka_im*s_ketamine_in_muscle + f_sc*ka_sc*s_ketamine_in_skin
        r_ketamine_absorbed += f_im*ka_im*r_ketamine_in_muscle + f_sc*ka_sc*r_ketamine_in_skin
        ketamine_leaving    += (1 - f_im)*ka_im*(s_ketamine_in_muscle + r_ketamine_in_muscle)
        ketamine_leaving    += (1 - f_sc)*ka_sc*(s_ketamine_in_skin + r_ketamine_in_skin)
        ketamine_entering   += s_ketamine_im + r_ketamine_im + s_ketamine_sc + r_ketamine_sc
        ketamine_in_body    += s_ketamine_in_muscle + r_ketamine_in_muscle + s_ketamine_in_skin + r_ketamine_in_skin
    """,
)
