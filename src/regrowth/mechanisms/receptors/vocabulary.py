"""Words of the receptors level: what is left of each cell's NMDA-receptor conductance, and what experiments do to it."""

from regrowth.language import given, port, target

PORTS = [
    port("nmda_pv", "1", "NMDA-receptor conductance of parvalbumin cells, 1 = undrugged"),
    port("nmda_sst", "1", "NMDA-receptor conductance of somatostatin cells, 1 = undrugged"),
    port("nmda_pyramidal", "1", "synaptic NMDA-receptor conductance of pyramidal cells, 1 = undrugged"),
    port("nmda_extrasynaptic", "1", "extrasynaptic GluN2B conductance of pyramidal cells, 1 = undrugged"),
    port("nmda_resting", "1", "NMDA-receptor conductance opened by spontaneous release, 1 = undrugged"),
    port("recombinant_block", "1", "blocked share of recombinant GluN1/GluN2A channels in a bath"),
    port("nmda_habenula", "1", "NMDA-receptor conductance of lateral-habenula cells, 1 = undrugged"),
]

INPUTS = [
    given("ketamine_bath", "umol/L", "racemic ketamine in the bath of recombinant channels, agonist held"),
    given("memantine_bath", "umol/L", "memantine in the bath of recombinant channels, agonist held"),
]

TARGETS = [
    target("nmda_receptors", "all NMDA receptors (competitive antagonists)"),
    target("glun2b", "GluN2B subunits everywhere (Ro 25-6981, traxoprodil)"),
    target("glun2d", "GluN2D subunits everywhere"),
    target("glun1_pv", "GluN1, and with it every NMDA receptor, in parvalbumin cells"),
    target("glun2b_pv", "GluN2B in parvalbumin cells"),
    target("glun2b_sst", "GluN2B in somatostatin cells"),
    target("glun2b_pyramidal", "GluN2B in pyramidal cells, synaptic and extrasynaptic"),
    target("nmda_habenula_local", "NMDA receptors of the lateral habenula (local injection)"),
]
