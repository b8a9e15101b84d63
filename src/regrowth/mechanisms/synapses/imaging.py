"""What repeated two-photon imaging counts: new, lost and surviving spines of one interval.

Question    Of the spines that were new at the second session, how many are still there later?
Idea        While the input `imaging_interval` is 1, births are marked. New spines are the marked ones alive
            at its end, over the total at its start; lost spines are those present at its start and gone at
            its end; survival is the marked spines still there over those there at its end. Marked spines
            live by the same law as all others.
Leaves out  Imaging noise and the loss of spines from view, by which density falls in both arms of the
            experiments.
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("session_length", 6, "min", "time constant with which a session takes stock",
            source="assumed: minutes; only the order of hours matters", bounds=(0.1, 60)),
        par("least_count", 1e-6, "1", "count below which survival is not defined",
            source="assumed: keeps the ratio defined before any spine is marked", bounds=(1e-12, None)),
    ],
    reads=["mood_synapses", "spine_birth", "young_loss_rate", "maturing_rate", "stable_loss_rate", "imaging_interval"],
    states=[
        state("marked_young", "1", "marked spines that are young", bounds=(0, None), scale=0.1),
        state("marked_stable", "1", "marked spines that have matured", bounds=(0, None), scale=0.1),
        state("marked_at_session", "1", "marked spines counted at the end of the interval",
            bounds=(0, None), scale=0.1),
        state("total_at_session", "1", "spines counted at the start of the interval", bounds=(0, None), start=1),
    ],
    gives=["new_spines", "lost_spines", "new_spine_survival"],
    equations="""
        interval = min(1, positive(imaging_interval))
        marked = marked_young + marked_stable
        net_marked = spine_birth*interval - young_loss_rate*marked_young - stable_loss_rate*marked_stable
        d marked_young/dt = spine_birth*interval - (young_loss_rate + maturing_rate)*marked_young
        d marked_stable/dt = maturing_rate*marked_young - stable_loss_rate*marked_stable
        d marked_at_session/dt = interval*net_marked
        d total_at_session/dt = (1 - interval)*(mood_synapses - total_at_session)/session_length
        new_spines = marked_at_session/total_at_session
        lost_spines = 1 - (mood_synapses - marked)/total_at_session
        new_spine_survival = marked/max(marked_at_session, least_count)
    """,
)  # fmt: skip
