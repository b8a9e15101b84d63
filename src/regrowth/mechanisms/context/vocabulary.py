"""Words of the context level: stress, practice, setting, intention, and what people believe they were given."""

from regrowth.language import additive, covariate, given, port

PORTS = [
    port("stress_level", "1", "chronic stress, 0 = none, 1 = that of a depressed person or a chronically stressed animal"),
    additive("new_path_in_use", "1", "how much the new path is being used: what practice and what is called up leave"),
    additive("called_up_mood", "1", "how strongly the new path of mood is called up without a session, 0 = not, 1 = as in one"),
    additive("called_up_fear", "1", "how strongly the safety path is called up without a session, 0 = not, 1 = as in one"),
    additive("called_up_craving", "1", "how strongly the recovery path is called up without a session, 0 = not, 1 = as in one"),
    additive("steered_use", "1", "use of the new path as far as it steers what stays, 0 = none, 1 = full"),
    additive("rehearsal_mood", "1", "reactivation of mood-circuit synapses that practice steers, 0 = none, 1 = full"),
    additive("safety_in_use", "1", "how much the safety path is being used: what sessions on the trauma memory and what is called up leave"),
    port("fear_labile", "1", "how far the trauma memory is labile after retrieval, 0 = stable, 1 = fully"),
    additive("recovery_in_use", "1", "how much the recovery path is being used: what sessions on the cue and what is called up leave"),
    port("habit_labile", "1", "how far the reward memory is labile after retrieval, 0 = stable, 1 = fully"),
    port("setting_support", "1", "felt safety and trust during a session, 0 = none, 1 = full"),
    port("told_active", "1", "how far people are told that they are on active treatment, 0 to 1"),
    port("belief", "1", "the person's probability of being on active treatment"),
    port("expectancy", "1", "expected benefit of care: the odds that people were told on entering, 0 outside a trial"),
]

INPUTS = [
    given("stress", "1", "stress or adversity from outside, added to the person's own load"),
    given("practice_mood", "1", "practising the new path of mood and self-worth: intensity 0 to 1 while a session lasts"),
    given("practice_fear", "1", "a session on the trauma memory (retrieval or exposure): intensity 0 to 1 while it lasts"),
    given("practice_craving", "1", "a session on the cue and the new path: intensity 0 to 1 while it lasts"),
    given("abstaining", "1", "an attempt to abstain: 1 from the quit day on"),
    given("setting", "1", "quality of the setting of a session, 0 to 1"),
    given("intention", "1", "how strongly an intention that calls up the new path of mood is held, 0 to 1"),
    given("intention_fear", "1", "how strongly an intention that calls up the safety path is held, 0 to 1"),
    given("intention_craving", "1", "how strongly an intention that calls up the recovery path is held, 0 to 1"),
    given("in_trial", "1", "under care in a trial or clinic: 1 from the first treatment session on"),
    given("treatment_session", "1", "a dosing session in which an effect might be felt, drug or placebo: 1 while it lasts"),
    given("open_label", "1", "people are told that they are on active treatment: 1 in open-label treatment"),
    given("new_antidepressant", "1", "an antidepressant is started openly, beside whatever is blinded: 1 while taken"),
    given("anaesthesia", "1", "asleep under an anaesthetic of another kind, so that nothing is felt: 1 while it lasts"),
    given("hospital", "1", "admitted to hospital for the depression: 1 while there"),
]

COVARIATES = [
    covariate("stress_load", "1", "the person's own chronic stress, 0 = healthy, 1 = depressed or chronically stressed",
        human=1, rat=0, mouse=0, bounds=(0, 2),
        source="assumed: the unit of the scale; 1 is by definition the load of a depressed person"),
    covariate("expectancy_prior", "1", "probability of active treatment that the person starts from: the allocation ratio",
        human=0.5, bounds=(0, 1), source="assumed: the allocation ratio of a two-arm trial, as consent forms state it"),
]
