"""What visits record: HAM-D, what people rate themselves, and the chance to be found in response or remission.

Question    How does severity turn into the numbers that trials report?
Idea        HAM-D is MADRS divided by 1.3, and QIDS-SR and PHQ-9, which people fill in themselves, are lines
            through the published pairs of equal scores; that of PHQ-9 has a bend. A rating has an error of a
            few points, so response (half of baseline gone) and remission (at or below a cut-off) are
            chances for one person; their mean over people is the rate that a trial reports. Trials use two
            cut-offs of MADRS, 10 and 12, or 7 of HAM-D, clinics those of the questionnaires, 5 (QIDS-SR) and 4 (PHQ-9).
Leaves out  Raters' drift and hope, baselines inflated for inclusion, missed visits. The error is the same
            at all scores, and in the person's own rating as in a rater's; what the two see differently is left
            out (they correlate by 0.76 in kim2024).
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par("madrs_per_hamd", 1.3, "1", "MADRS points per HAM-D point",
            source="leucht2018", note="HAM-D 10, 20, 30 corresponded to MADRS 13, 26, 39", bounds=(0.5, 3)),
        par("rating_error", 2.65, "point", "error of one rating (SD)",
            source="williams2008", note="derived: intraclass correlation 0.93 at an assumed SD of 10 points",
            bounds=(0.01, 10)),
        par("remission_strict", 10, "point", "MADRS at or below which a person is in remission",
            source="zimmerman2004"),
        par("remission_usual", 12, "point", "cut-off of the esketamine trials", source="katz2020"),
        par("hamd_remission", 7, "point", "HAM-D at or below which a person is in remission", source="trivedi2006"),
        par("qids_well", 1.13, "point", "QIDS-SR of a person whose MADRS is nothing",
            source="carmody2006",
            note="derived: the line through QIDS-SR 5 at MADRS 7.5 and the means at baseline, 17.6 at 31.9; a year later 12.5 at 21.9",
            bounds=(0, 5)),
        par("madrs_per_qids", 1.937, "1", "MADRS points per QIDS-SR point", source="carmody2006", bounds=(0.5, 4)),
        par("qids_remission", 5, "point", "QIDS-SR at or below which a person is in remission", source="rush2006"),
        par("phq_well", 0.391, "point", "PHQ-9 of a person whose MADRS is nothing", source="kim2024",
            note="derived: the line through PHQ-9 1 at MADRS 1 and 15 at 24", bounds=(0, 5)),
        par("madrs_per_phq", 1.643, "1", "MADRS points per PHQ-9 point, up to PHQ-9 15", source="kim2024", bounds=(0.5, 4)),
        par("phq_bend", 15, "point", "PHQ-9 from which on a point is worth more of MADRS", source="kim2024"),
        par("madrs_per_high_phq", 2, "1", "MADRS points per PHQ-9 point above", source="kim2024",
            note="derived: the line through PHQ-9 15 at MADRS 24 and 27 at 48", bounds=(0.5, 4)),
        par("phq_remission", 4, "point", "PHQ-9 at or below which a person is in remission", source="mcinnes2022"),
    ],
    reads=["madrs", "madrs_baseline"],
    gives=["response", "remission_10", "remission_12", "hamd", "response_hamd", "remission_hamd", "qids_sr", "response_qids",
           "remission_qids", "phq_9", "response_phq", "remission_phq"],
    species=("human",),
    equations="""
        width = 0.5513*rating_error    # sqrt(3)/pi: a logistic of that width has the SD of the error
        response = smooth_step(madrs_baseline/2 - madrs, 0, sqrt(1.25)*width)    # half a baseline is rated too
        remission_10 = smooth_step(remission_strict - madrs, 0, width)
        remission_12 = smooth_step(remission_usual - madrs, 0, width)
        hamd = madrs/madrs_per_hamd
        response_hamd = response    # in proportion, with the same error
        remission_hamd = smooth_step(hamd_remission - hamd, 0, width/madrs_per_hamd)
        qids_sr = qids_well + madrs/madrs_per_qids
        qids_before = qids_well + madrs_baseline/madrs_per_qids
        response_qids = smooth_step(qids_before/2 - qids_sr, 0, sqrt(1.25)*width/madrs_per_qids)
        remission_qids = smooth_step(qids_remission - qids_sr, 0, width/madrs_per_qids)
        phq_knee = madrs_per_phq*(phq_bend - phq_well)    # the MADRS of the bend
        phq_9 = min(phq_well + madrs/madrs_per_phq, phq_bend + (madrs - phq_knee)/madrs_per_high_phq)
        phq_before = min(phq_well + madrs_baseline/madrs_per_phq, phq_bend + (madrs_baseline - phq_knee)/madrs_per_high_phq)
        response_phq = smooth_step(phq_before/2 - phq_9, 0, sqrt(1.25)*width/madrs_per_phq)
        remission_phq = smooth_step(phq_remission - phq_9, 0, width/madrs_per_phq)
    """,
)  # fmt: skip
