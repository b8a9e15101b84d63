"""Words of the outcomes level: what is rated and measured in people."""

from regrowth.language import additive, covariate, port

PORTS = [
    additive(
        "mood_relief", "1", "relief of depression on the log scale of severity; severity = own baseline * exp(-relief)"
    ),
    port("madrs", "point", "Montgomery-Asberg Depression Rating Scale, total, 0 to 60"),
    port("hamd", "point", "Hamilton Depression Rating Scale, 17 items, total, 0 to 52"),
    additive("trauma_relief", "1", "relief of post-traumatic stress on the log scale of severity"),
    port("caps_5", "point", "Clinician-Administered PTSD Scale for DSM-5, total, 0 to 80"),
    port("pcl_5", "point", "PTSD Checklist for DSM-5, total, 0 to 80"),
    port("ies_r", "point", "Impact of Event Scale, revised, total, 0 to 88"),
    port("fear_recall", "1", "chance that a cue recalls fear, in everyday life"),
    port("fear_recall_here", "1", "chance that a cue recalls fear, in the place of the sessions"),
    port("fear_felt", "1", "fear felt when the trauma is recalled now, 0 to 1"),
    additive("craving_relief", "1", "relief of craving on its log scale"),
    port("craving", "point", "craving on an analogue scale, 0 to 100"),
    port("motivation", "point", "motivation to quit (URICA), 0 to 14"),
    port("motivation_rise", "1", "rise of motivation to quit, as a share of what it was before"),
    port("cue_value", "1", "value of the cue, from avoided (-1) to wanted (1)"),
    additive("use_relief", "1", "fall of the hazard of use on its log scale"),
    port("abstinence", "1", "chance of no use since the quit day"),
    port("no_heavy_use", "1", "chance of no heavy day since the quit day"),
    port("use_days", "1", "expected days of use per week"),
    port("heavy_use_days", "1", "expected heavy days per week"),
    port("drug_choice", "1", "share of laboratory choices for the drug instead of money"),
    port("dissociation", "1", "felt dissociation, 0 = none, 1 = full scale"),
    port("cadss", "point", "Clinician-Administered Dissociative States Scale, rise over the undrugged state"),
    port("systolic_rise", "mmHg", "rise of systolic blood pressure over the undrugged state"),
    port("diastolic_rise", "mmHg", "rise of diastolic blood pressure over the undrugged state"),
    port("heart_rate_rise", "1/min", "rise of heart rate over the undrugged state, beats"),
    port("panss_positive", "point", "positive symptoms of PANSS, rise over the undrugged state"),
    port("panss_negative", "point", "negative symptoms of PANSS, rise over the undrugged state"),
    port("working_memory_error", "1", "error of angle in a spatial working-memory task, degrees"),
    port("sedated", "1", "share of people visibly sedated"),
    port("unconscious", "1", "share of people unconscious"),
    port("dissociated", "1", "share of people with a CADSS rise above 4"),
]

INPUTS = []

COVARIATES = [
    covariate(
        "madrs_baseline",
        "point",
        "MADRS before treatment; 0 for a person without depression",
        human=37.4,
        bounds=(0, 60),
        source="jones2022",
    ),
    covariate(
        "treatment_resistance",
        "1",
        "1 = treatment-resistant depression (two or more failed treatments), 0 = not",
        human=1,
        bounds=(0, 1),
        source="assumed: the unit of the scale",
    ),
    covariate(
        "trauma_load",
        "1",
        "what trauma made of the fear path, 0 = nothing, 1 = that of a person with chronic PTSD",
        human=0,
        bounds=(0, 2),
        source="assumed: the unit of the scale",
    ),
    covariate(
        "caps5_baseline",
        "point",
        "CAPS-5 before treatment; 0 for a person without PTSD",
        human=0,
        bounds=(0, 80),
        source="assumed: none, unless a preset says so",
    ),
    covariate(
        "use_disorder",
        "1",
        "what use made of the habit path, 0 = nothing, 1 = that of a dependent person",
        human=0,
        bounds=(0, 2),
        source="assumed: the unit of the scale",
    ),
    covariate(
        "craving_baseline",
        "point",
        "craving before treatment on an analogue scale, 0 to 100",
        human=0,
        bounds=(0, 100),
        source="assumed: none, unless a preset says so",
    ),
    covariate(
        "use_days_baseline",
        "1",
        "days of use per week before treatment",
        human=0,
        bounds=(0, 6.9),
        source="assumed: none, unless a preset says so",
    ),
    covariate(
        "relapse_rate",
        "1/wk",
        "rate of relapse of those who try to abstain under usual care",
        human=0,
        bounds=(0, None),
        source="assumed: none, unless a preset says so",
    ),
]
