"""(2R,6R)-hydroxynorketamine given as a drug.

Question    What plasma level does a dose of (2R,6R)-HNK itself reach?
Idea        One compartment. In the mouse volume and clearance are fitted to its course in brain dialysate after
            10 mg/kg into the peritoneum (Lumsden 2019), in the rat they are those of (2S,6S)-HNK (Moaddel
            2015), in people those assumed for hydroxynorketamine made in the body.
Leaves out  A second phase; turning into anything else. A first human trial exists (Raja 2024); its exposures
            are not in our tables.
"""

from regrowth.language import alternative, mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("v", 500, "L", "distribution volume",
            source="assumed: between rat per kg (moaddel2015) and the fit of formed HNK", spread="lognormal 70%",
            bounds=(0.1, None),
            rat=alternative(515, "moaddel2015", "lognormal 30%", "derived: 7.352 L/kg of (2S,6S)-HNK times 70 kg"),
            mouse=alternative(120.1, "fitted: lumsden2019-hnk-peak, lumsden2019-hnk-ecf-30min, lumsden2019-hnk-ecf-60min", "lognormal 50%", interval=(66.6, 216.7))),
        par("cl", 20, "L/h", "clearance", source="assumed: as R-derived HNK made in the body", spread="lognormal 70%",
            bounds=(0, None),
            rat=alternative(12.6, "moaddel2015", "lognormal 30%", "derived: 0.704 L/h/kg of (2S,6S)-HNK at 0.3 kg, scaled to 70 kg"),
            mouse=alternative(64.07, "fitted: lumsden2019-hnk-peak, lumsden2019-hnk-ecf-30min, lumsden2019-hnk-ecf-60min", "lognormal 50%", interval=(42.82, 95.86))),
    ],
    reads=["hnk_iv", "hnk_absorbed", "volume_scale", "clearance_scale"],
    states=[
        state("hnk_given", "umol", "(2R,6R)-HNK given as a drug, in the body", bounds=(0, None), scale=10),
    ],
    equations="""
        hnk_given_plasma = hnk_given/(v*volume_scale)
        hnk_given_out    = clearance_scale*cl*hnk_given_plasma
        d hnk_given/dt   = hnk_iv + hnk_absorbed - hnk_given_out

        hnk_plasma        += hnk_given_plasma
        hnk_2r6r_plasma   += hnk_given_plasma
        ketamine_entering += hnk_iv
        ketamine_in_body  += hnk_given
        ketamine_leaving  += hnk_given_out
    """,
)
