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
