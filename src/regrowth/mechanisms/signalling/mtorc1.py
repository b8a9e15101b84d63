"""mTORC1: a pulse of an hour or two.

Question    When is mTORC1 active after ketamine?
Idea        Akt relieves TSC's hold on Rheb, ERK helps; mTORC1 is on within half an hour. Being called for
            uses up Rheb (which is low 3 to 6 h later, Miller 2014), so the pulse ends within about two
            hours even if the drive does not; over a day it becomes used to a lasting Akt signal altogether,
            so that no loop through synapses and circuit can sustain itself. REDD1, raised by stress, brakes
            both rest and pulse (Ota 2014).
Leaves out  TSC, Rag and amino acids as steps; IRS1 feedback apart from Rheb. Two laboratories see no change
            of p-mTOR at all (Autry 2011, Zanos 2016); the model sides with Li 2010, Miller 2014 and
            Fukumoto 2019.
Rivals      signalling/extrasynaptic_glun2b
"""

from regrowth.language import mechanism, par, state

MECHANISM = mechanism(
    parameters=[
        par("mtorc1_on", 10, "min", "time constant of mTORC1 activation",
            source="assumed: on within 30 min (li2010, fukumoto2019)", spread="lognormal 30%", bounds=(0.5, 240)),
        par("akt_push", 4.938, "1", "mTORC1 above rest at full Akt and ERK signal, as a multiple of rest",
            source="fitted: li2010-u0126-behav, li2010-ly294002-behav, lepack2014-verapamil, deyama2019-vegf-mimic, fukumoto2019-rac1, chowdhury2017-fst-30, chowdhury2017-fst-80",
            spread="lognormal 40%", bounds=(0, None), interval=(1.018, 10)),
        par("erk_share", 0.9259, "1", "share of Akt's push that needs ERK",
            source="fitted: li2010-u0126-behav", bounds=(0, 1), interval=(0.9253, 0.9266)),
        par("rheb_use", 4.073, "1/h", "rate at which mTORC1 activity above rest uses up Rheb",
            source="fitted: li2010-u0126-behav, li2010-ly294002-behav, lepack2014-verapamil, deyama2019-vegf-mimic, fukumoto2019-rac1, chowdhury2017-fst-30, chowdhury2017-fst-80, paul2014-pmtor-peak",
            spread="lognormal 40%", bounds=(0, None), interval=(0.7244, 20)),
        par("rheb_return", 4, "h", "time constant with which Rheb comes back",
            source="assumed: low at 3 to 6 h (miller2014)", spread="lognormal 40%", bounds=(0.1, 72)),
        par("habituation", 24, "h", "time constant with which mTORC1 becomes used to a lasting Akt signal",
            source="assumed: a day; a drive that never ends must not grow synapses without end", spread="lognormal 40%",
            bounds=(4, 240)),
        par("redd1_brake", 0.25, "1", "REDD1 brake on mTORC1 at the stress of a depressed person",
            source="assumed: a fifth less mTORC1 at rest", spread="lognormal 40%", bounds=(0, None)),
        par("s6k_lag", 15, "min", "time constant of p70S6K phosphorylation",
            source="assumed: peak at 30 to 60 min (paul2014)", spread="lognormal 30%", bounds=(0.5, 240)),
    ],
    reads=["akt_signal", "erk_signal", "mtorc1_gain", "mtorc1_push", "mtorc1", "rheb", "redd1"],
    feedback=["stress_level"],
    states=[
        state("mtorc1_called", "1", "mTORC1 activity called for, before any inhibitor; 1 = rest",
            bounds=(0, None), start=1),
        state("s6k_called", "1", "p70 S6 kinase called for, before any inhibitor; 1 = rest", bounds=(0, None), start=1),
        state("akt_usual", "1", "Akt signal of the last day, to which mTORC1 has become used",
            bounds=(0, None), scale=0.1),
        state("rheb_left", "1", "Rheb, 1 = rest", bounds=(0, None), start=1),
    ],
    gives=["mtorc1_basal", "mtorc1_active", "p70s6k_active", "s6k_pulse", "redd1_level"],
    equations="""
        redd1_level = redd1*positive(stress_level)
        d akt_usual/dt = (akt_signal - akt_usual)/habituation
        mtorc1_drive = akt_push*positive(akt_signal - akt_usual)*(1 - erk_share + erk_share*erk_signal)*(1 + mtorc1_gain) + mtorc1_push
        basal = rheb/(1 + redd1_brake*redd1_level)
        mtorc1_basal = mtorc1*basal
        mtorc1_allowed = basal*rheb_left*(1 + mtorc1_drive)
        d mtorc1_called/dt = (mtorc1_allowed - mtorc1_called)/mtorc1_on
        called_above_rest = positive(mtorc1_called/at_rest(mtorc1_called) - 1)
        d rheb_left/dt = (1 - rheb_left)/rheb_return - rheb_use*called_above_rest*rheb_left
        d s6k_called/dt = (mtorc1_called - s6k_called)/s6k_lag
        mtorc1_active = mtorc1*mtorc1_called
        p70s6k_active = mtorc1*s6k_called
        s6k_pulse = mtorc1*positive(s6k_called/at_rest(s6k_called) - 1)
    """,
)  # fmt: skip
