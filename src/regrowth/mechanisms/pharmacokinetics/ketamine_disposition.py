"""Distribution of S- and R-ketamine: an arterial course for the brain, a delayed venous course for the sample tube.

Question    What are the arterial and the venous plasma concentrations of each enantiomer?
Idea        Four compartments per enantiomer with shared volumes. Three are those of Noppers 2011 (central
            compartment = arterial plasma); the fourth is the slow one of Fanta 2015 and Otto 2021, whom samples
            late after the dose made add it: it takes up little in the first hours and gives the terminal phase of
            5-8 h. A sampled arm vein carries arterial plasma in part at once (skin and shunts), in part delayed by
            the tissue of the arm: a leaner form of the two venous delay compartments of Kamp 2020 (Anesthesiology).
            Persson 2002 took both at once: arterial levels half above venous ones early in an infusion, below them
            soon after its end. One set of parameters serves arterial and venous data; models built on venous
            samples (Perez-Ruixo 2021, central volume 192 L) put the arm's delay into the central volume and miss
            the arterial peak.
            Between people the volumes that fill first go with clearance (r 0.48, Otto 2021, where one venous
            central volume stands for both).
Leaves out  First passage through the lung. The arm holds no mass. Rodents: no slow phase, for want of late samples.
Conflicts   Volume at steady state: 252 L (meta-analysis of Kamp 2020, mostly short sampling), 392-462 L (Hasan
            2021), 752 L (Perez-Ruixo 2021, sampled for 36-48 h): fitted between the first two. Half-life 5.2-6.1 h
            (Hasan) and 7-12 h (label): met at their short end (4.7-4.9 and 7.6 h), not the 8 h after a
            slow-release tablet (Glue 2020); 2-3 h where sampling ended early. With a slow phase the same curves need less clearance (82 and 74 L/h against 88 and 80
            without): the side of the meta-analysis (79) is taken, not that of Hasan (97 and 92) and Perez-Ruixo
            (114). Peak after 0.5 mg/kg over 40 min: 185 ng/mL reported from a vein, 190-290 in arterial models.
            Both hold here, at their own site.
"""

from regrowth.language import alternative, mechanism, par, state
from regrowth.mechanisms.pharmacokinetics._animals import scaled

MECHANISM = mechanism(
    parameters=[
        scaled(par("v_central", 21.45, "L", "central (arterial) volume",
            source="fitted: kamp2020-arterial-s-ketamine-racemic, kamp2020-arterial-r-ketamine-racemic, otto2021-venous-s-ketamine, pharmacotherapy2022-iv-10-auc",
            spread="lognormal 30%", follows=("pharmacokinetics/liver.cl_int_s", 0.48),
            bounds=(0.1, None), note="start: 17 (Noppers 2011, second-hand)", interval=(14.71, 31.28))),
        scaled(par("v_shallow", 15.78, "L", "volume of the shallow compartment",
            source="fitted: kamp2020-arterial-s-ketamine-racemic, kamp2020-arterial-r-ketamine-racemic, otto2021-venous-s-ketamine, pharmacotherapy2022-iv-10-auc",
            spread="lognormal 40%", bounds=(0.1, None), note="start: 28.3 (Noppers 2011, second-hand)", interval=(6.959, 35.78))),
        scaled(par("v_deep", 140.5, "L", "volume of the deep compartment",
            source="fitted: kamp2020-arterial-s-ketamine-racemic, kamp2020-arterial-r-ketamine-racemic, otto2021-venous-s-ketamine, pharmacotherapy2022-iv-10-auc",
            spread="lognormal 40%", follows=("pharmacokinetics/liver.cl_int_s", 0.48),
            bounds=(0.1, None), note="start: 147 (Noppers 2011, second-hand)", interval=(101.3, 194.9))),
        scaled(par("q_shallow", 98.05, "L/h", "exchange with the shallow compartment",
            source="fitted: kamp2020-arterial-s-ketamine-racemic, kamp2020-arterial-r-ketamine-racemic, otto2021-venous-s-ketamine, pharmacotherapy2022-iv-10-auc",
            spread="lognormal 30%", bounds=(0, None), note="start: 127 (Noppers 2011, second-hand)", interval=(31.95, 300.9))),
        scaled(par("q_deep", 100.8, "L/h", "exchange with the deep compartment",
            source="fitted: kamp2020-arterial-s-ketamine-racemic, kamp2020-arterial-r-ketamine-racemic, otto2021-venous-s-ketamine, pharmacotherapy2022-iv-10-auc",
            spread="lognormal 30%", bounds=(0, None), note="start: 91.9 (Noppers 2011, second-hand)", interval=(80.23, 126.6))),
        scaled(par("v_slow", 162.7, "L", "volume of the slow compartment",
            source="fitted: otto2021-venous-s-ketamine, hasan2021-s-vss, hasan2021-r-vss, kamp2020meta-vss",
            spread="lognormal 40%", bounds=(0.1, None), note="start: 187 (Otto 2021, fixed there to Fanta 2015)", interval=(78, 339.3))),
        par("q_slow", 14.72, "L/h", "exchange with the slow compartment",
            source="fitted: otto2021-venous-s-ketamine, hasan2021-s-vss, hasan2021-r-vss, kamp2020meta-vss",
            spread="lognormal 30%", bounds=(0, None), note="start: 23.2 (Otto 2021, fixed there to Fanta 2015)",
            rat=alternative(0, "assumed: sampling in rodents is too short to show a slow phase"),
            mouse=alternative(0, "assumed: sampling in rodents is too short to show a slow phase"), interval=(5.384, 40.25)),
        scaled(par("direct_share", 0.5506, "1",
            "share of the sampled arm's venous blood that carries arterial plasma at once",
            source="fitted: otto2021-venous-s-ketamine, persson2002-s-art-cmax, persson2002-s-ven-cmax",
            spread="normal 0.1", bounds=(0, 1), interval=(0.4131, 0.7339)), spread="normal 0.15"),
        scaled(par("venous_delay", 54.67, "min", "mean delay of the rest, through the tissue of the arm",
            source="fitted: otto2021-venous-s-ketamine, persson2002-s-art-cmax, persson2002-s-ven-cmax",
            spread="lognormal 30%", bounds=(0.1, None), interval=(27.89, 107.2))),
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
        state("s_ketamine_slow", "umol", "S-ketamine, slow tissue", bounds=(0, None), scale=10),
        state("r_ketamine_central", "umol", "R-ketamine, central", bounds=(0, None), scale=10),
        state("r_ketamine_shallow", "umol", "R-ketamine, shallow tissue", bounds=(0, None), scale=10),
        state("r_ketamine_deep", "umol", "R-ketamine, deep tissue", bounds=(0, None), scale=10),
        state("r_ketamine_slow", "umol", "R-ketamine, slow tissue", bounds=(0, None), scale=10),
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
        s_to_slow    = clearance_scale*q_slow*(s_ketamine_arterial - s_ketamine_slow/(v_slow*volume_scale))
        r_to_slow    = clearance_scale*q_slow*(r_ketamine_arterial - r_ketamine_slow/(v_slow*volume_scale))
        ketamine_distribution_volume = volume_scale*(v_central + v_shallow + v_deep + v_slow)

        s_metabolised = s_ketamine_clearance*s_ketamine_arterial
        r_metabolised = r_ketamine_clearance*r_ketamine_arterial

        d s_ketamine_central/dt = s_ketamine_iv + s_ketamine_absorbed - s_metabolised - s_to_shallow - s_to_deep - s_to_slow
        d r_ketamine_central/dt = r_ketamine_iv + r_ketamine_absorbed - r_metabolised - r_to_shallow - r_to_deep - r_to_slow
        d s_ketamine_shallow/dt = s_to_shallow
        d r_ketamine_shallow/dt = r_to_shallow
        d s_ketamine_deep/dt    = s_to_deep
        d s_ketamine_slow/dt    = s_to_slow
        d r_ketamine_deep/dt    = r_to_deep
        d r_ketamine_slow/dt    = r_to_slow
        d s_ketamine_arm/dt     = (s_ketamine_arterial - s_ketamine_arm)/venous_delay
        d r_ketamine_arm/dt     = (r_ketamine_arterial - r_ketamine_arm)/venous_delay
        s_ketamine_venous = direct_share*s_ketamine_arterial + (1 - direct_share)*s_ketamine_arm
        r_ketamine_venous = direct_share*r_ketamine_arterial + (1 - direct_share)*r_ketamine_arm

        s_norketamine_formed += s_norketamine_share*s_metabolised
        r_norketamine_formed += r_norketamine_share*r_metabolised
        ketamine_leaving     += (1 - s_norketamine_share)*s_metabolised + (1 - r_norketamine_share)*r_metabolised
        ketamine_entering    += s_ketamine_iv + r_ketamine_iv
        ketamine_in_body     += s_ketamine_central + s_ketamine_shallow + s_ketamine_deep + s_ketamine_slow
        ketamine_in_body     += r_ketamine_central + r_ketamine_shallow + r_ketamine_deep + r_ketamine_slow
    """,
)
