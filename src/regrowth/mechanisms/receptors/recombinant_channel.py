"""A recombinant GluN1/GluN2A channel in a bath: the assay behind the constants of channel block.

Question    Can one scheme meet the measured potency and the measured rates of ketamine and memantine together?
Idea        Gilling 2009 clamps human GluN1/GluN2A in a cell line, agonist held, no Mg. Simple binding can't have both: k_off/k_on
            is twice the IC50. Trapping can: a blocked channel passes slowly into a second, locked state (closed around
            the blocker) and back. A brief application sees k_on and k_off alone; the equilibrium also counts what is locked,
            and how much that must be follows from the three published numbers. In the body, over minutes, only the
            equilibrium counts: receptors/channel_block takes the IC50 and k_off. Nothing of an animal enters here, and
            nothing reads it: it hangs on the rat model so that the assay's findings can be scored.
Leaves out  The two components that memantine's onset and recovery show (0.27 and 2.8 s; 0.42 and 5.1 s), for which the
            paper's own normalised rates stand; the Hill slope of 0.84; voltage; agonist removal.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("ketamine_on", 0.15, "L/umol/s", "binding rate of ketamine", source="gilling2009", bounds=(0, None)),
        par("ketamine_off", 0.22, "1/s", "release rate of ketamine", source="gilling2009", bounds=(0, None)),
        par("ketamine_ic50", 0.71, "umol/L", "IC50 of ketamine, no Mg", source="gilling2009", bounds=(0.01, None)),
        par("memantine_on", 0.32, "L/umol/s", "binding rate of memantine", source="gilling2009", bounds=(0, None)),
        par("memantine_off", 0.53, "1/s", "release rate of memantine", source="gilling2009", bounds=(0, None)),
        par("memantine_ic50", 0.79, "umol/L", "IC50 of memantine, no Mg", source="gilling2009", bounds=(0.01, None)),
        par("unlocking", 0.01, "1/s", "rate at which a locked channel opens again around its blocker",
            source="assumed: slower than the applications of seconds from which the rates were read", bounds=(0, None)),
    ],
    reads=["ketamine_bath", "memantine_bath"],
    species=("rat",),
    states=[
        state("ketamine_bound", "1", "share of channels blocked by ketamine, free to release it", bounds=(0, 1)),
        state("ketamine_locked", "1", "share of channels locked around ketamine", bounds=(0, 1)),
        state("memantine_bound", "1", "share of channels blocked by memantine, free to release it", bounds=(0, 1)),
        state("memantine_locked", "1", "share of channels locked around memantine", bounds=(0, 1)),
    ],
    gives=["recombinant_block"],
    equations="""
        ketamine_locks = positive(ketamine_off/ketamine_on/ketamine_ic50 - 1)      # locked over bound, at equilibrium
        memantine_locks = positive(memantine_off/memantine_on/memantine_ic50 - 1)
        channels_open = 1 - ketamine_bound - ketamine_locked - memantine_bound - memantine_locked
        ketamine_locking = unlocking*(ketamine_locks*ketamine_bound - ketamine_locked)
        memantine_locking = unlocking*(memantine_locks*memantine_bound - memantine_locked)
        d ketamine_bound/dt = ketamine_on*ketamine_bath*channels_open - ketamine_off*ketamine_bound - ketamine_locking
        d ketamine_locked/dt = ketamine_locking
        d memantine_bound/dt = memantine_on*memantine_bath*channels_open - memantine_off*memantine_bound - memantine_locking
        d memantine_locked/dt = memantine_locking
        recombinant_block = 1 - channels_open
    """,
)
