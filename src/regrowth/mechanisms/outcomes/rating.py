"""What visits record: HAM-D, and the chance that a rater finds response or remission.

Question    How does severity turn into the numbers that trials report?
Idea        HAM-D is MADRS divided by 1.3, the published link between the scales. A rating has an error of a
            few points, so response (half of baseline gone) and remission (at or below a cut-off) are
            chances for one person; their mean over people is the rate that a trial reports. Trials use two
            cut-offs, 10 and 12.
Leaves out  Raters' drift and hope, baselines inflated for inclusion, missed visits. The error is the same
            at all scores.
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par(
            "madrs_per_hamd",
            1.3,
            "1",
            "MADRS points per HAM-D point",
            source="leucht2018",
            note="HAM-D 10, 20, 30 corresponded to MADRS 13, 26, 39",
            bounds=(0.5, 3),
        ),
        par(
            "rating_error",
            2.65,
            "point",
            "error of one rating (SD)",
            source="williams2008",
            note="derived: intraclass correlation 0.93 at an assumed SD of 10 points",
            bounds=(0.01, 10),
        ),
        par(
            "remission_strict", 10, "point", "MADRS at or below which a person is in remission", source="zimmerman2004"
        ),
        par("remission_usual", 12, "point", "cut-off of the esketamine trials", source="katz2020"),
    ],
    reads=["madrs", "madrs_baseline"],
    gives=["hamd"],
    species=("human",),
    equations="""
        hamd = madrs/madrs_per_hamd
        width = 0.5513*rating_error    # sqrt(3)/pi: a logistic of that width has the SD of the error
        response = smooth_step(madrs_baseline/2 - madrs, 0, sqrt(1.25)*width)    # half a baseline is rated too
        remission_10 = smooth_step(remission_strict - madrs, 0, width)
        remission_12 = smooth_step(remission_usual - madrs, 0, width)
    """,
)
