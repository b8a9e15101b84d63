"""eEF2 kinase: the brake that resting calcium holds on dendritic translation.

Question    How does less resting calcium become more translation within half an hour?
Idea        eEF2 kinase keeps elongation factor 2 phosphorylated and so holds dendritic translation back.
            When calcium from resting NMDA receptors is taken away (or the kinase is inhibited) p-eEF2 falls
            within minutes, and what it held back is translated. No transcription and no mTORC1 are
            involved. Hippocampus rather than cortex: p-eEF2 does not change in cortex (Autry 2011).
Leaves out  Other inputs of the kinase (AMPK, mTORC1, ERK); adaptation to a kinase that has been absent
            since birth.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("eef2_lag", 5, "min", "time constant of eEF2 phosphorylation",
            source="assumed: minutes; p-eEF2 is down by 30 min (autry2011)", spread="lognormal 40%", bounds=(0.5, 120)),
        par("calcium_power", 2, "1", "steepness of the kinase against its resting calcium",
            source="assumed: calmodulin binds calcium cooperatively", bounds=(1, 4)),
    ],
    reads=["eef2_release", "eef2_kinase", "protein_synthesis"],
    states=[state("eef2_brake", "1", "phosphorylated eEF2, 1 = own undrugged rest", bounds=(0, None), start=1)],
    gives=["eef2_brake", "dendritic_translation"],
    equations="""
        d eef2_brake/dt = (eef2_kinase*positive(1 - eef2_release)^calcium_power - eef2_brake)/eef2_lag
        dendritic_translation = protein_synthesis*positive(at_rest(eef2_brake) - eef2_brake)
    """,
)  # fmt: skip
