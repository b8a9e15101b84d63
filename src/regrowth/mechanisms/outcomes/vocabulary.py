"""Words of the outcomes level: what is rated and measured in people."""

from regrowth.language import additive, covariate, port

PORTS = [
    additive(
        "mood_relief", "1", "relief of depression on the log scale of severity; severity = own baseline * exp(-relief)"
    ),
    port("madrs", "point", "Montgomery-Asberg Depression Rating Scale, total, 0 to 60"),
    port("hamd", "point", "Hamilton Depression Rating Scale, 17 items, total, 0 to 52"),
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
]
