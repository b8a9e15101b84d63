"""Norketamine: formed from each enantiomer of ketamine, two compartments each.

Question    What are the plasma concentrations of S- and R-norketamine?
Idea        Everything that the liver turns into norketamine, at first pass or later, enters one central volume
            with a peripheral one beside it; S and R share volumes and differ in clearance. Structure of
            Perez-Ruixo 2021 and Otto 2021, whose two parameter sets agree once Otto's (which assumes that all
            ketamine becomes norketamine) is multiplied by 0.71. Clearance is 19 % lower in Asian people
            (Perez-Ruixo 2021). Shares of what is eliminated become hydroxynorketamine (56 % of S-ketamine ends
            there, 80 % passes through norketamine: Simons 2024) and dehydronorketamine (11 %, known from the
            dog only); the rest leaves the body. Between people volume goes with clearance (r 0.69, Otto 2021),
            clearance of R with that of S (0.9 assumed).
Leaves out  Metabolism of norketamine on its own first pass (Ashraf 2018), a third compartment (Fanta 2015).
Conflicts   Clearance 38 (Perez-Ruixo, apparent), 41 (Otto × 0.71), 13.5 (Herd) and 6.8 L/h (a third-party fit
            of the Kamp curve with the parent's volume): the scale follows the assumed formed fraction and
            volume. Here the fraction is fixed in the liver and volumes and clearance are fitted to arterial
            (Kamp 2020) and venous (Otto 2021) curves together.
"""

from regrowth.language import mechanism, par, state
from regrowth.mechanisms.pharmacokinetics._animals import scaled

MECHANISM = mechanism(
    parameters=[
        scaled(par("v_central", 82.65, "L", "central volume",
            source="fitted: kamp2020-arterial-s-norketamine-racemic, kamp2020-arterial-r-norketamine-racemic, otto2021-venous-s-norketamine",
            note="start: Perez-Ruixo 2021", spread="lognormal 31.6%", follows=("pharmacokinetics/norketamine.cl_s", 0.69),
            bounds=(0.1, None), interval=(71.92, 94.99))),
        scaled(par("v_peripheral", 57.28, "L", "peripheral volume",
            source="fitted: kamp2020-arterial-s-norketamine-racemic, kamp2020-arterial-r-norketamine-racemic, otto2021-venous-s-norketamine",
            note="start: Perez-Ruixo 2021", spread="lognormal 31.6%", bounds=(0.1, None), interval=(26.05, 125.9))),
        scaled(par("q", 24.28, "L/h", "exchange between them",
            source="fitted: kamp2020-arterial-s-norketamine-racemic, kamp2020-arterial-r-norketamine-racemic, otto2021-venous-s-norketamine",
            note="start: Perez-Ruixo 2021", spread="lognormal 30%", bounds=(0, None), interval=(12.31, 47.86))),
        scaled(par("cl_s", 40.55, "L/h", "clearance of S-norketamine",
            source="fitted: kamp2020-arterial-s-norketamine-racemic, kamp2020-arterial-r-norketamine-racemic, otto2021-venous-s-norketamine",
            note="start: Perez-Ruixo 2021", spread="lognormal 25.4%", bounds=(0, None), interval=(35.67, 46.09))),
        scaled(par("cl_r", 48.48, "L/h", "clearance of R-norketamine",
            source="fitted: kamp2020-arterial-s-norketamine-racemic, kamp2020-arterial-r-norketamine-racemic, otto2021-venous-s-norketamine",
            note="start: as S-norketamine", spread="lognormal 25.4%", follows=("pharmacokinetics/norketamine.cl_s", 0.9),
            bounds=(0, None), interval=(35.53, 66.17))),
        scaled(par("venous_delay", 14.25, "min", "mean delay between artery and sampled arm vein",
            source="fitted: otto2021-venous-s-norketamine", spread="lognormal 30%", bounds=(0.1, None), interval=(9.056, 22.42))),
        scaled(par("to_hnk", 0.70, "1", "share of eliminated norketamine that becomes hydroxynorketamine",
            source="simons2024", spread="uniform 0.5..0.85", bounds=(0, 1),
            note="derived: 0.56/0.80"), spread="uniform 0.3..0.85"),
        scaled(par("to_dhnk", 0.11, "1", "share of eliminated norketamine that becomes dehydronorketamine",
            source="kaka1980", spread="uniform 0.03..0.15", bounds=(0, 1),
            note="measured in the dog"), spread="uniform 0.03..0.15"),
        par("asian_clearance", 0.81, "1", "clearance in Asian people, relative", source="perezruixo2021"),
    ],
    reads=[
        "s_norketamine_iv", "r_norketamine_iv", "s_norketamine_formed", "r_norketamine_formed",
        "volume_scale", "clearance_scale", "asian",
    ],
    states=[
        state("s_norketamine_central", "umol", "S-norketamine, central", bounds=(0, None), scale=10),
        state("s_norketamine_peripheral", "umol", "S-norketamine, peripheral", bounds=(0, None), scale=10),
        state("r_norketamine_central", "umol", "R-norketamine, central", bounds=(0, None), scale=10),
        state("r_norketamine_peripheral", "umol", "R-norketamine, peripheral", bounds=(0, None), scale=10),
        state("s_norketamine_venous", "umol/L", "S-norketamine, arm vein", bounds=(0, None), scale=0.2),
        state("r_norketamine_venous", "umol/L", "R-norketamine, arm vein", bounds=(0, None), scale=0.2),
    ],
    gives=[
        "s_norketamine_arterial", "r_norketamine_arterial", "s_norketamine_venous", "r_norketamine_venous",
        "s_hnk_formed", "r_hnk_formed", "s_dhnk_formed", "r_dhnk_formed",
    ],
    equations="""
        s_norketamine_arterial = s_norketamine_central/(v_central*volume_scale)
        r_norketamine_arterial = r_norketamine_central/(v_central*volume_scale)
        race                   = 1 - asian*(1 - asian_clearance)
        s_cleared              = clearance_scale*cl_s*race*s_norketamine_arterial
        r_cleared              = clearance_scale*cl_r*race*r_norketamine_arterial
        s_nk_exchange = clearance_scale*q*(s_norketamine_arterial - s_norketamine_peripheral/(v_peripheral*volume_scale))
        r_nk_exchange = clearance_scale*q*(r_norketamine_arterial - r_norketamine_peripheral/(v_peripheral*volume_scale))

        d s_norketamine_central/dt    = s_norketamine_iv + s_norketamine_formed - s_cleared - s_nk_exchange
        d r_norketamine_central/dt    = r_norketamine_iv + r_norketamine_formed - r_cleared - r_nk_exchange
        d s_norketamine_peripheral/dt = s_nk_exchange
        d r_norketamine_peripheral/dt = r_nk_exchange
        d s_norketamine_venous/dt     = (s_norketamine_arterial - s_norketamine_venous)/venous_delay
        d r_norketamine_venous/dt     = (r_norketamine_arterial - r_norketamine_venous)/venous_delay

        s_hnk_formed  = to_hnk*s_cleared
        r_hnk_formed  = to_hnk*r_cleared
        s_dhnk_formed = to_dhnk*s_cleared
        r_dhnk_formed = to_dhnk*r_cleared

        ketamine_leaving  += (1 - to_hnk - to_dhnk)*(s_cleared + r_cleared)
        ketamine_entering += s_norketamine_iv + r_norketamine_iv
        ketamine_in_body  += s_norketamine_central + s_norketamine_peripheral
        ketamine_in_body  += r_norketamine_central + r_norketamine_peripheral
    """,
)
