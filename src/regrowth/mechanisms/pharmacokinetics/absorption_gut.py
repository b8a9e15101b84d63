"""Ketamine swallowed: absorbed from the gut, past the gut wall and through the liver.

Question    How much swallowed ketamine reaches the blood unchanged, and how much norketamine does it make on
            the way?
Idea        Through the stomach into the gut, both first order; a share escapes the gut wall and meets the liver
            (Perez-Ruixo 2021), the rest leaves the wall as norketamine, which meets the liver, too (Ashraf 2018). That is what makes norketamine exceed ketamine
            16-fold by mouth (Fanta 2015) and reach 500 ng·h/mL per enantiomer after 50 mg (Yanagihara 2003). A
            slow-release product is an oral dose given over its release time.
Leaves out  Food, dose dependence, drug never absorbed, tablets that must dissolve first. The stomach's mean time is
            that of the zero-order step of Perez-Ruixo.
Conflicts   Oral availability 8 (Fanta, S), 15-19 (Hasan, S and R, slow release), 18.6 (Perez-Ruixo, S) and
            20-23 % (Yanagihara, Chong): the share past the gut wall is fitted to the middle of these, so Fanta
            is missed. Norketamine's peaks by mouth and under the tongue in Chong 2006 are lower than Yanagihara's and
            Perez-Ruixo's areas allow: missed. R-hydroxynorketamine over R-ketamine by mouth (30 in Hasan, 46 in Weiss
            2022) asks that a swallowed dose make nearly twice the hydroxynorketamine of an infused one, more than the
            dose holds: about half is predicted.
"""

from regrowth.language import alternative, mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("ka", 4.787, "1/h", "absorption rate from the gut",
            source="fitted: perezruixo2021-cauc-56-esk-cmax, perezruixo2021-cauc-56-esk-auc, perezruixo2021-cauc-56-nesk-cmax, perezruixo2021-cauc-56-nesk-auc",
            spread="lognormal 100%", bounds=(0, None), note="start: Perez-Ruixo 2021 (printed in L/h, a misprint)",
            rat=alternative(3, "assumed: faster in a small animal", "lognormal 70%"),
            mouse=alternative(4, "assumed: faster in a small animal", "lognormal 70%"), interval=(0.8766, 8)),
        par("stomach_time", 0.265, "h", "mean time in the stomach", source="perezruixo2021", spread="lognormal 50%",
            bounds=(0.01, None), note="derived: half of the zero-order step of a swallowed spray, 0.53 h",
            rat=alternative(0.1, "assumed: faster in a small animal", "lognormal 70%"),
            mouse=alternative(0.07, "assumed: faster in a small animal", "lognormal 70%")),
        par("f_gut", 0.3987, "1", "share that passes the gut wall unchanged",
            source="fitted: perezruixo2021-swallowed, yanagihara2003-oral-f, yanagihara2003-oral-nk-auc, hasan2021-s-oral-f",
            note="start: Perez-Ruixo 2021", spread="lognormal 30%", bounds=(0, 1),
            rat=alternative(0.64, "assumed: the human value of Perez-Ruixo 2021", "uniform 0.2..0.9"),
            mouse=alternative(0.64, "assumed: the human value of Perez-Ruixo 2021", "uniform 0.2..0.9"), interval=(0.2974, 0.5346)),
    ],
    reads=["s_ketamine_oral", "r_ketamine_oral", "s_ketamine_swallowed", "r_ketamine_swallowed"],
    states=[
        state("s_ketamine_in_stomach", "umol", "S-ketamine in the stomach", bounds=(0, None), scale=10),
        state("r_ketamine_in_stomach", "umol", "R-ketamine in the stomach", bounds=(0, None), scale=10),
        state("s_ketamine_in_gut", "umol", "S-ketamine in the gut", bounds=(0, None), scale=10),
        state("r_ketamine_in_gut", "umol", "R-ketamine in the gut", bounds=(0, None), scale=10),
    ],
    equations="""
        s_from_stomach = s_ketamine_in_stomach/stomach_time
        r_from_stomach = r_ketamine_in_stomach/stomach_time
        s_from_gut = ka*s_ketamine_in_gut
        r_from_gut = ka*r_ketamine_in_gut

        d s_ketamine_in_stomach/dt = s_ketamine_oral + s_ketamine_swallowed - s_from_stomach
        d r_ketamine_in_stomach/dt = r_ketamine_oral + r_ketamine_swallowed - r_from_stomach
        d s_ketamine_in_gut/dt     = s_from_stomach - s_from_gut
        d r_ketamine_in_gut/dt     = r_from_stomach - r_from_gut

        s_ketamine_portal    += f_gut*s_from_gut
        r_ketamine_portal    += f_gut*r_from_gut
        s_norketamine_portal += (1 - f_gut)*s_from_gut
        r_norketamine_portal += (1 - f_gut)*r_from_gut
        ketamine_entering    += s_ketamine_oral + r_ketamine_oral
        ketamine_in_body     += s_ketamine_in_stomach + r_ketamine_in_stomach + s_ketamine_in_gut + r_ketamine_in_gut
    """,
)
