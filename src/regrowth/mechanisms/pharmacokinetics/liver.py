"""Hepatic clearance and first pass of ketamine in a well-stirred liver.

Question    How fast does the liver clear S- and R-ketamine, how much of a portal dose gets past it, and how
            much of what it metabolises becomes norketamine?
Idea        Well-stirred liver without a volume of its own (Perez-Ruixo 2021): clearance = Q·CLint/(Q + CLint),
            and the same extraction for blood that arrives from the gut. Rules from Perez-Ruixo 2021: liver flow
            falls above 60 years of age; Asian people have less of the metabolism that bypasses norketamine.
            CYP2B6 genotype and enzyme inhibition scale CLint. The spread of CLint is chosen so that clearance
            varies by about 20 % between people (13 % in Fanta 2015, 23-25 % in Hasan 2021); that of R goes with
            that of S (r 0.9 assumed: the same enzymes).
Leaves out  Saturation, induction over days of infusion (Flint 2017), a sex difference: women cleared S-ketamine
            20 % faster in Sigtermans 2009, not at all in Perez-Ruixo 2021 (n = 820), whose side is taken.
Conflicts   Clearance 79 (meta-analysis, Kamp 2020) to 114 L/h (Perez-Ruixo 2021): CLint is fitted to arterial
            and venous curves from 93-97 (Noppers 2011, Fanta 2015, Hasan 2021) and ends near the meta-analysis.
            Share to norketamine
            0.71 (Perez-Ruixo, from its rate constants) against 0.80 (Simons 2024); it is not the nasal fraction
            0.54, as one public model has it. For R-ketamine it is fitted: in Kamp 2020 R-norketamine starts a
            quarter above S-norketamine and does not stay there, which more formation explains and slower
            clearance does not.
"""

from regrowth.language import mechanism, par
from regrowth.mechanisms.pharmacokinetics._animals import scaled

MECHANISM = mechanism(
    parameters=[
        scaled(par("hepatic_flow", 151, "L/h", "hepatic flow", source="perezruixo2021", spread="lognormal 23%",
            bounds=(1, None))),
        par("flow_loss", 2.19, "L/h/year", "loss of hepatic flow per year above the age of onset",
            source="perezruixo2021"),
        par("loss_onset", 60, "year", "age at which hepatic flow begins to fall", source="perezruixo2021"),
        scaled(par("cl_int_s", 180.1, "L/h", "intrinsic clearance of S-ketamine",
            source="fitted: kamp2020-arterial-s-ketamine-racemic, kamp2020-arterial-r-ketamine-racemic, otto2021-venous-s-ketamine, pharmacotherapy2022-iv-10-auc",
            note="start: clearance 95 L/h (Noppers 2011, Fanta 2015)", spread="lognormal 37%", bounds=(0, None), interval=(155.5, 208.4))),
        scaled(par("cl_int_r", 146.2, "L/h", "intrinsic clearance of R-ketamine",
            source="fitted: kamp2020-arterial-s-ketamine-racemic, kamp2020-arterial-r-ketamine-racemic, otto2021-venous-s-ketamine, pharmacotherapy2022-iv-10-auc",
            note="start: 6 % less clearance than S (Hasan 2021)", spread="lognormal 37%",
            follows=("pharmacokinetics/liver.cl_int_s", 0.9), bounds=(0, None), interval=(123.2, 173.5))),
        scaled(par("to_norketamine_s", 0.714, "1",
            "share of intrinsic clearance of S-ketamine that yields norketamine", source="perezruixo2021",
            spread="normal 0.07", bounds=(0, 1), note="derived: 2.77/(2.77 + 1.11)"), spread="uniform 0.5..0.9"),
        scaled(par("to_norketamine_r", 0.9525, "1",
            "share of intrinsic clearance of R-ketamine that yields norketamine",
            source="fitted: kamp2020-arterial-s-norketamine-racemic, kamp2020-arterial-r-norketamine-racemic, otto2021-venous-s-norketamine, pharmacotherapy2022-iv-10-nk-cmax",
            note="start: between S and 0.80 (Simons 2024)", spread="normal 0.05",
            bounds=(0, 1), interval=(0.8315, 0.98)), spread="uniform 0.5..0.98"),
        par("asian_other", 0.36, "1", "metabolism other than to norketamine in Asian people, relative",
            source="perezruixo2021"),
    ],
    reads=[
        "clearance_scale", "age", "asian", "cyp2b6_activity", "cyp_enzymes", "s_ketamine_portal",
        "r_ketamine_portal",
    ],
    gives=["liver_flow", "s_ketamine_clearance", "r_ketamine_clearance", "s_norketamine_share", "r_norketamine_share"],
    equations="""
        liver_flow = clearance_scale*(hepatic_flow - flow_loss*positive(age - loss_onset))
        enzymes    = clearance_scale*cyp2b6_activity*cyp_enzymes
        other      = 1 - asian*(1 - asian_other)
        s_paths    = to_norketamine_s + (1 - to_norketamine_s)*other
        r_paths    = to_norketamine_r + (1 - to_norketamine_r)*other
        s_norketamine_share = to_norketamine_s/s_paths
        r_norketamine_share = to_norketamine_r/r_paths

        s_escape = liver_flow/(liver_flow + enzymes*cl_int_s*s_paths)          # what passes the liver unchanged
        r_escape = liver_flow/(liver_flow + enzymes*cl_int_r*r_paths)
        s_ketamine_clearance = liver_flow*(1 - s_escape)
        r_ketamine_clearance = liver_flow*(1 - r_escape)
        s_first_pass = (1 - s_escape)*s_ketamine_portal
        r_first_pass = (1 - r_escape)*r_ketamine_portal

        s_ketamine_absorbed  += s_escape*s_ketamine_portal
        r_ketamine_absorbed  += r_escape*r_ketamine_portal
        s_norketamine_formed += s_norketamine_share*s_first_pass
        r_norketamine_formed += r_norketamine_share*r_first_pass
        ketamine_leaving     += (1 - s_norketamine_share)*s_first_pass + (1 - r_norketamine_share)*r_first_pass
    """,
)
