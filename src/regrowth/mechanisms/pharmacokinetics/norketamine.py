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
            What the gut wall makes passes the liver before it reaches the blood, as in Ashraf 2018: the liver keeps as
            much of it as it clears of its flow, about a fifth. Of what the liver makes itself, the share above is what gets out.
Leaves out  A third compartment (Fanta 2015).
Conflicts   Clearance 38 (Perez-Ruixo, apparent), 41 (Otto × 0.71), 13.5 (Herd) and 6.8 L/h (a third-party fit
            of the Kamp curve with the parent's volume): the scale follows the assumed formed fraction and
            volume. Here the fraction is fixed in the liver and volumes and clearance are fitted to arterial
            (Kamp 2020) and venous (Otto 2021) curves together.
"""

from regrowth.language import mechanism, par, state
from regrowth.mechanisms.pharmacokinetics._animals import scaled

MECHANISM = mechanism(
    parameters=[
        scaled(par("v_central", 82.28, "L", "central volume",
            source="fitted: kamp2020-arterial-s-norketamine-racemic, kamp2020-arterial-r-norketamine-racemic, otto2021-venous-s-norketamine, pharmacotherapy2022-iv-10-nk-cmax",
            note="start: Perez-Ruixo 2021", spread="lognormal 31.6%", follows=("pharmacokinetics/norketamine.cl_s", 0.69),
            bounds=(0.1, None), interval=(71.67, 94.45))),
        scaled(par("v_peripheral", 60.02, "L", "peripheral volume",
            source="fitted: kamp2020-arterial-s-norketamine-racemic, kamp2020-arterial-r-norketamine-racemic, otto2021-venous-s-norketamine, pharmacotherapy2022-iv-10-nk-cmax",
            note="start: Perez-Ruixo 2021", spread="lognormal 31.6%", bounds=(0.1, None), interval=(27.63, 130.4))),
        scaled(par("q", 25.08, "L/h", "exchange between them",
            source="fitted: kamp2020-arterial-s-norketamine-racemic, kamp2020-arterial-r-norketamine-racemic, otto2021-venous-s-norketamine, pharmacotherapy2022-iv-10-nk-cmax",
            note="start: Perez-Ruixo 2021", spread="lognormal 30%", bounds=(0, None), interval=(13.14, 47.86))),
        scaled(par("cl_s", 39.96, "L/h", "clearance of S-norketamine",
            source="fitted: kamp2020-arterial-s-norketamine-racemic, kamp2020-arterial-r-norketamine-racemic, otto2021-venous-s-norketamine, pharmacotherapy2022-iv-10-nk-cmax",
            note="start: Perez-Ruixo 2021", spread="lognormal 25.4%", bounds=(0, None), interval=(35.05, 45.56))),
        scaled(par("cl_r", 46.05, "L/h", "clearance of R-norketamine",
            source="fitted: kamp2020-arterial-s-norketamine-racemic, kamp2020-arterial-r-norketamine-racemic, otto2021-venous-s-norketamine, pharmacotherapy2022-iv-10-nk-cmax",
            note="start: as S-norketamine", spread="lognormal 25.4%", follows=("pharmacokinetics/norketamine.cl_s", 0.9),
            bounds=(0, None), interval=(33.36, 63.57))),
        scaled(par("venous_delay", 14, "min", "mean delay between artery and sampled arm vein",
            source="fitted: otto2021-venous-s-norketamine", spread="lognormal 30%", bounds=(0.1, None), interval=(9.007, 21.75))),
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
        "s_norketamine_portal", "r_norketamine_portal", "liver_flow", "volume_scale", "clearance_scale", "asian",
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

        # of what comes from the gut wall the liver keeps as much as it clears of its flow
        hepatic   = to_hnk + to_dhnk
        s_removed = min(1, hepatic*clearance_scale*cl_s*race/liver_flow)*s_norketamine_portal
        r_removed = min(1, hepatic*clearance_scale*cl_r*race/liver_flow)*r_norketamine_portal
        s_entering = s_norketamine_formed + s_norketamine_portal - s_removed
        r_entering = r_norketamine_formed + r_norketamine_portal - r_removed

        d s_norketamine_central/dt    = s_norketamine_iv + s_entering - s_cleared - s_nk_exchange
        d r_norketamine_central/dt    = r_norketamine_iv + r_entering - r_cleared - r_nk_exchange
        d s_norketamine_peripheral/dt = s_nk_exchange
        d r_norketamine_peripheral/dt = r_nk_exchange
        d s_norketamine_venous/dt     = (s_norketamine_arterial - s_norketamine_venous)/venous_delay
        d r_norketamine_venous/dt     = (r_norketamine_arterial - r_norketamine_venous)/venous_delay

        s_hnk_formed  = to_hnk*(s_cleared + s_removed/hepatic)
        r_hnk_formed  = to_hnk*(r_cleared + r_removed/hepatic)
        s_dhnk_formed = to_dhnk*(s_cleared + s_removed/hepatic)
        r_dhnk_formed = to_dhnk*(r_cleared + r_removed/hepatic)

        ketamine_leaving  += (1 - to_hnk - to_dhnk)*(s_cleared + r_cleared)
        ketamine_entering += s_norketamine_iv + r_norketamine_iv
        ketamine_in_body  += s_norketamine_central + s_norketamine_peripheral
        ketamine_in_body  += r_norketamine_central + r_norketamine_peripheral
    """,
)
