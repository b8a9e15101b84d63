"""Distribution of S- and R-ketamine: an arterial course for the brain, a delayed venous course for the sample tube.

Question    What are the arterial and the venous plasma concentrations of each enantiomer?
Idea        Three compartments per enantiomer with shared volumes (structure and start values of Noppers 2011;
            central compartment = arterial plasma). A sampled arm vein carries arterial plasma in part at once
            (skin and shunts), in part delayed by the tissue of the arm: a leaner form of the two venous delay
            compartments of Kamp 2020 (Anesthesiology). Persson 2002 took both at once: arterial levels half
            above venous ones early in an infusion, below them soon after its end. One set of parameters serves
            arterial and venous data; models built on venous samples (Perez-Ruixo 2021, central volume 192 L)
            put the arm's delay into the central volume and miss the arterial peak.
Leaves out  First passage through the lung; a terminal phase of 5-12 h seen with long, sensitive sampling (Hasan
            2021; Perez-Ruixo 2021: Vss 752 L against 252 L in the meta-analysis of Kamp 2020): Otto's venous
            curve, with a half-life of 3 h to the tenth hour, is followed instead. The arm holds no mass.
Conflicts   A fourth, slow compartment (started from Perez-Ruixo 2021: 417 L, 37.6 L/h) was fitted to the same curves: it
            gives half-lives of 5 h (Hasan) and 10 h (label) and lowers clearance to 79 (S) and 71 L/h (R), below most
            studies; the fitted curves do not ask for it (cost 106 against 102), so it is left out.
            Peak after 0.5 mg/kg over 40 min: 185 ng/mL reported from a vein, 190-290 in arterial models. Both
            hold here, at their own site.
"""

from regrowth.language import mechanism, par, state
from regrowth.mechanisms.pharmacokinetics._animals import scaled

MECHANISM = mechanism(
    parameters=[
        scaled(par("v_central", 21.9, "L", "central (arterial) volume",
            source="fitted: kamp2020-arterial-s-ketamine-racemic, kamp2020-arterial-r-ketamine-racemic, otto2021-venous-s-ketamine",
            spread="lognormal 30%", bounds=(0.1, None), note="start: 17 (Noppers 2011, second-hand)")),
        scaled(par("v_shallow", 18.77, "L", "volume of the shallow compartment",
            source="fitted: kamp2020-arterial-s-ketamine-racemic, kamp2020-arterial-r-ketamine-racemic, otto2021-venous-s-ketamine",
            spread="lognormal 40%", bounds=(0.1, None), note="start: 28.3 (Noppers 2011, second-hand)")),
        scaled(par("v_deep", 173, "L", "volume of the deep compartment",
            source="fitted: kamp2020-arterial-s-ketamine-racemic, kamp2020-arterial-r-ketamine-racemic, otto2021-venous-s-ketamine",
            spread="lognormal 40%", bounds=(0.1, None), note="start: 147 (Noppers 2011, second-hand)")),
        scaled(par("q_shallow", 92.98, "L/h", "exchange with the shallow compartment",
            source="fitted: kamp2020-arterial-s-ketamine-racemic, kamp2020-arterial-r-ketamine-racemic, otto2021-venous-s-ketamine",
            spread="lognormal 30%", bounds=(0, None), note="start: 127 (Noppers 2011, second-hand)")),
        scaled(par("q_deep", 101.6, "L/h", "exchange with the deep compartment",
            source="fitted: kamp2020-arterial-s-ketamine-racemic, kamp2020-arterial-r-ketamine-racemic, otto2021-venous-s-ketamine",
            spread="lognormal 30%", bounds=(0, None), note="start: 91.9 (Noppers 2011, second-hand)")),
        scaled(par("direct_share", 0.5393, "1",
            "share of the sampled arm's venous blood that carries arterial plasma at once",
            source="fitted: otto2021-venous-s-ketamine, persson2002-s-art-cmax, persson2002-s-ven-cmax",
            spread="normal 0.1", bounds=(0, 1)), spread="normal 0.15"),
        scaled(par("venous_delay", 52.22, "min", "mean delay of the rest, through the tissue of the arm",
            source="fitted: otto2021-venous-s-ketamine, persson2002-s-art-cmax, persson2002-s-ven-cmax",
            spread="lognormal 30%", bounds=(0.1, None))),
    ],
    reads=[
        "s_ketamine_iv", "r_ketamine_iv", "s_ketamine_absorbed", "r_ketamine_absorbed",
        "s_ketamine_clearance", "r_ketamine_clearance", "s_norketamine_share", "r_norketamine_share",
        "volume_scale", "clearance_scale",
    ],
    states=[
        state("s_ketamine_central", "umol", "S-ketamine, central", bounds=(0, None), scale=10),
        state("s_ketamine_shallow", "umol", "S-ketamine, shallow tissue", bounds=(0, None), scale=10),
        state("s_ketamine_deep", "umol", "S-ketamine, deep tissue", bounds=(0, None), scale=10),
        state("r_ketamine_central", "umol", "R-ketamine, central", bounds=(0, None), scale=10),
        state("r_ketamine_shallow", "umol", "R-ketamine, shallow tissue", bounds=(0, None), scale=10),
        state("r_ketamine_deep", "umol", "R-ketamine, deep tissue", bounds=(0, None), scale=10),
        state("s_ketamine_arm", "umol/L", "S-ketamine in blood leaving the tissue of the arm", bounds=(0, None),
            scale=0.5),
        state("r_ketamine_arm", "umol/L", "R-ketamine in blood leaving the tissue of the arm", bounds=(0, None),
            scale=0.5),
    ],
    gives=["s_ketamine_arterial", "r_ketamine_arterial", "s_ketamine_venous", "r_ketamine_venous"],
    equations="""
        s_ketamine_arterial = s_ketamine_central/(v_central*volume_scale)
        r_ketamine_arterial = r_ketamine_central/(v_central*volume_scale)

        s_to_shallow = clearance_scale*q_shallow*(s_ketamine_arterial - s_ketamine_shallow/(v_shallow*volume_scale))
        r_to_shallow = clearance_scale*q_shallow*(r_ketamine_arterial - r_ketamine_shallow/(v_shallow*volume_scale))
        s_to_deep    = clearance_scale*q_deep*(s_ketamine_arterial - s_ketamine_deep/(v_deep*volume_scale))
        r_to_deep    = clearance_scale*q_deep*(r_ketamine_arterial - r_ketamine_deep/(v_deep*volume_scale))
        s_metabolised = s_ketamine_clearance*s_ketamine_arterial
        r_metabolised = r_ketamine_clearance*r_ketamine_arterial

        d s_ketamine_central/dt = s_ketamine_iv + s_ketamine_absorbed - s_metabolised - s_to_shallow - s_to_deep
        d r_ketamine_central/dt = r_ketamine_iv + r_ketamine_absorbed - r_metabolised - r_to_shallow - r_to_deep
        d s_ketamine_shallow/dt = s_to_shallow
        d r_ketamine_shallow/dt = r_to_shallow
        d s_ketamine_deep/dt    = s_to_deep
        d r_ketamine_deep/dt    = r_to_deep
        d s_ketamine_arm/dt     = (s_ketamine_arterial - s_ketamine_arm)/venous_delay
        d r_ketamine_arm/dt     = (r_ketamine_arterial - r_ketamine_arm)/venous_delay
        s_ketamine_venous = direct_share*s_ketamine_arterial + (1 - direct_share)*s_ketamine_arm
        r_ketamine_venous = direct_share*r_ketamine_arterial + (1 - direct_share)*r_ketamine_arm

        s_norketamine_formed += s_norketamine_share*s_metabolised
        r_norketamine_formed += r_norketamine_share*r_metabolised
        ketamine_leaving     += (1 - s_norketamine_share)*s_metabolised + (1 - r_norketamine_share)*r_metabolised
        ketamine_entering    += s_ketamine_iv + r_ketamine_iv
        ketamine_in_body     += s_ketamine_central + s_ketamine_shallow + s_ketamine_deep
        ketamine_in_body     += r_ketamine_central + r_ketamine_shallow + r_ketamine_deep
    """,
)
