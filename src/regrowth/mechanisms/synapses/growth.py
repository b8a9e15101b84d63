"""Growth signal: synaptic protein reaches spine birth half a day late.

Question    Why do spines appear at 12 to 24 h, when the protein peaks at 2 to 6 h?
Idea        Delivery, assembly and the outgrowth itself take hours: two equal steps in a row stand for them.
Leaves out  Dendritic transport, filopodia. Spines at 3 h, as one study of R-ketamine in defeated mice
            reports.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("delivery_step", 9.602, "h", "time constant of each of the two steps between protein and spine",
            source="fitted: phoum2016-form-pre-ket, phoum2016-form-d1-ket, phoum2016-form-d3-ket, phoum2016-persist-d5-ket, phoum2016-persist-d15-ket, phoum2016-gap-d1, phoum2016-gap-d5",
            spread="lognormal 30%", bounds=(0.5, 48), interval=(2.861, 15)),
    ],
    reads=["synaptic_protein"],
    states=[
        state("protein_delivered", "1", "synaptic protein delivered to dendrites", bounds=(0, None), start=1),
        state("growth_signal", "1", "synaptic protein ready for new spines", bounds=(0, None), start=1),
    ],
    gives=["growth_signal"],
    equations="""
        d protein_delivered/dt = (synaptic_protein - protein_delivered)/delivery_step
        d growth_signal/dt = (protein_delivered - growth_signal)/delivery_step
    """,
)  # fmt: skip
