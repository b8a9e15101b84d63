"""BDNF: made in dendrites, released by calcium.

Question    How much BDNF is there, and how much of it is outside the cell?
Idea        Calcium entry releases BDNF from prefrontal cells: outside levels rise by half within 15 min and
            stay up while the drive lasts. Tissue BDNF rises with dendritic translation and falls again
            within hours, without new mRNA. Val66Met lowers trafficking and activity-dependent release, not
            the resting level; people who carry it differ in that alone.
Leaves out  proBDNF and its cleavage; plasma BDNF; the lasting changes that one laboratory saw at 24 h
            (Zanos 2016) and three did not (Autry 2011, Gideons 2014, Lindholm 2012).
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("release_gain", 0.7028, "1", "extracellular BDNF above rest at the largest calcium entry, as a share of rest",
            source="fitted: lepack2014-bdnf-release", spread="lognormal 40%", bounds=(0, None),
            interval=(0.4369, 1.131)),
        par("release_lag", 5, "min", "time constant of extracellular BDNF",
            source="assumed: the full rise is there at 15 min (lepack2015)", spread="lognormal 40%", bounds=(0.5, 120)),
        par("translation_gain", 3.276, "1/h", "rate at which fully released translation adds tissue BDNF",
            source="fitted: autry2011-bdnf-30min, gideons2014-8h-24h", spread="lognormal 50%", bounds=(0, None),
            interval=(1.817, 5.905)),
        par("protein_life", 2, "h", "time constant of the newly made tissue BDNF",
            source="assumed: no rise is left at 8 h (gideons2014)", spread="lognormal 40%", bounds=(0.1, 48)),
        par("met_release", 0.6, "1", "activity-dependent release and trafficking in people who carry Met, 1 = Val/Val",
            source="assumed: between Val/Val and Met/Met mice (liu2012), most carriers being heterozygous",
            spread="uniform 0.4..0.8", bounds=(0, 1)),
    ],
    reads=["calcium_entry", "dendritic_translation", "bdnf", "bdnf_release", "bdnf_met"],
    states=[
        state("bdnf_outside", "1", "extracellular BDNF before any antibody, 1 = rest", bounds=(0, None), start=1),
        state("bdnf_made", "1", "tissue BDNF made in dendrites above rest", bounds=(0, None)),
    ],
    gives=["bdnf_released", "bdnf_protein"],
    equations="""
        trafficked = bdnf_release*(1 - bdnf_met*(1 - met_release))
        d bdnf_outside/dt = (1 + release_gain*trafficked*calcium_entry - bdnf_outside)/release_lag
        d bdnf_made/dt = translation_gain*trafficked*dendritic_translation - bdnf_made/protein_life
        bdnf_released = bdnf*bdnf_outside
        bdnf_protein = bdnf*(1 + bdnf_made)
    """,
)  # fmt: skip
