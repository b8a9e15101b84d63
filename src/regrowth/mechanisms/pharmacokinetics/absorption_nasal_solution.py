"""Ketamine put into the nose as a plain solution, by an atomiser or a pump spray.

Question    How much of it is absorbed through the nose, how fast, and how much is swallowed?
Idea        As for the licensed device: a share is absorbed through the mucosa, of the rest a part is swallowed and the
            remainder drips out. The numbers are its own, for a solution for injection is not the device's: it peaks after
            10 to 23 min (Huge 2010, Pharmacotherapy 2022), the device after 20 to 40 (label), and makes less norketamine.
Leaves out  Concentration and volume, which decide how much runs off; wear of the nose by earlier sprays and the larger
            share in Japanese people, both known of the device only.
Conflicts   Availability 45 % (Yanagihara 2003) against 11-17 % (Pharmacotherapy 2022). Peaks of ketamine in the latter can't be
            had with its areas unless they pass within minutes: peaks, their times and norketamine are taken, which ends near
            the former. Its norketamine peak by vein is printed as 2.8 ng/mL, a tenth of what every other curve shows; per mg
            (2.7) and over ketamine's peak (0.089) beside it both say 27, which is taken. Its areas are read over the visit of
            4 h: norketamine's are 2.7 h wide, far less than areas to infinity. Huge 2010 found a quarter more ketamine after
            twice the dose, and half of the norketamine: proportional here, and too much.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    species=("human",),
    parameters=[
        par("share", 0.3371, "1", "share absorbed through the nose", source="fitted: pharmacotherapy2022-in-10-cmax, pharmacotherapy2022-in-10-tmax, pharmacotherapy2022-in-10-nk-cmax, pharmacotherapy2022-in-10-nk-tmax, pharmacotherapy2022-in-30-cmax, pharmacotherapy2022-in-30-tmax, pharmacotherapy2022-in-30-nk-cmax, pharmacotherapy2022-in-30-nk-tmax, pharmacotherapy2022-in-50-cmax, pharmacotherapy2022-in-50-tmax, pharmacotherapy2022-in-50-nk-cmax, pharmacotherapy2022-in-50-nk-tmax, pharmacotherapy2022-in-30-nk-auc, pharmacotherapy2022-in-50-nk-auc",
            spread="lognormal 40%", bounds=(0, 1), interval=(0.1788, 0.6)),
        par("ka", 3.477, "1/h", "absorption rate through the nose", source="fitted: pharmacotherapy2022-in-10-cmax, pharmacotherapy2022-in-10-tmax, pharmacotherapy2022-in-10-nk-cmax, pharmacotherapy2022-in-10-nk-tmax, pharmacotherapy2022-in-30-cmax, pharmacotherapy2022-in-30-tmax, pharmacotherapy2022-in-30-nk-cmax, pharmacotherapy2022-in-30-nk-tmax, pharmacotherapy2022-in-50-cmax, pharmacotherapy2022-in-50-tmax, pharmacotherapy2022-in-50-nk-cmax, pharmacotherapy2022-in-50-nk-tmax, pharmacotherapy2022-in-30-nk-auc, pharmacotherapy2022-in-50-nk-auc",
            spread="lognormal 60%", bounds=(0, None), note="start: as the device, Perez-Ruixo 2021", interval=(1.54, 7.85)),
        par("swallowed", 0.4354, "1", "swallowed part of what the nose does not absorb", source="fitted: pharmacotherapy2022-in-10-cmax, pharmacotherapy2022-in-10-tmax, pharmacotherapy2022-in-10-nk-cmax, pharmacotherapy2022-in-10-nk-tmax, pharmacotherapy2022-in-30-cmax, pharmacotherapy2022-in-30-tmax, pharmacotherapy2022-in-30-nk-cmax, pharmacotherapy2022-in-30-nk-tmax, pharmacotherapy2022-in-50-cmax, pharmacotherapy2022-in-50-tmax, pharmacotherapy2022-in-50-nk-cmax, pharmacotherapy2022-in-50-nk-tmax, pharmacotherapy2022-in-30-nk-auc, pharmacotherapy2022-in-50-nk-auc",
            spread="normal 0.15", bounds=(0, 1), interval=(0.2526, 0.7506)),
    ],
    reads=["s_ketamine_nasal_solution", "r_ketamine_nasal_solution"],
    states=[
        state("s_ketamine_on_mucosa", "umol", "S-ketamine of a solution on the nasal mucosa", bounds=(0, None), scale=10),
        state("r_ketamine_on_mucosa", "umol", "R-ketamine of a solution on the nasal mucosa", bounds=(0, None), scale=10),
    ],
    equations="""
        d s_ketamine_on_mucosa/dt = share*s_ketamine_nasal_solution - ka*s_ketamine_on_mucosa
        d r_ketamine_on_mucosa/dt = share*r_ketamine_nasal_solution - ka*r_ketamine_on_mucosa

        s_ketamine_absorbed  += ka*s_ketamine_on_mucosa
        r_ketamine_absorbed  += ka*r_ketamine_on_mucosa
        s_ketamine_swallowed += (1 - share)*swallowed*s_ketamine_nasal_solution
        r_ketamine_swallowed += (1 - share)*swallowed*r_ketamine_nasal_solution
        ketamine_leaving     += (1 - share)*(1 - swallowed)*(s_ketamine_nasal_solution + r_ketamine_nasal_solution)
        ketamine_entering    += s_ketamine_nasal_solution + r_ketamine_nasal_solution
        ketamine_in_body     += s_ketamine_on_mucosa + r_ketamine_on_mucosa
    """,
)
