"""Body size: volumes scale with weight, clearances and flows with weight to the power 3/4.

Question    How do volumes and clearances measured in a 70 kg adult carry over to another body?
Idea        Theory-based allometry, exponents 1 and 0.75 around 70 kg, as in the ketamine models of Flint 2017,
            Herd 2007 and Otto 2021. The same rule carries the human model down to the rat and the mouse, where
            it is an assumption: rate constants then run about 4 and 7 times faster.
Leaves out  Maturation in small children; fat and lean mass. Perez-Ruixo 2021 found no effect of weight in
            adults (39 to 170 kg); allometry is kept because one rule has to serve children, adults and rodents.
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par("standard_weight", 70, "kg", "weight the parameters refer to", source="flint2017"),
        par("clearance_exponent", 0.75, "1", "allometric exponent of clearances", source="flint2017"),
    ],
    reads=["weight"],
    gives=["volume_scale", "clearance_scale"],
    equations="""
        volume_scale    = weight/standard_weight
        clearance_scale = (weight/standard_weight)^clearance_exponent
    """,
)
