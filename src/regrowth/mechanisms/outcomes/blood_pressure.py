"""Rise of blood pressure and heart rate during and after a dose.

Question    How much do systolic and diastolic pressure and heart rate rise, and when?
Idea        A sympathetic effect that follows S-ketamine at the effect site and saturates towards anaesthetic levels; it
            peaks with the effect site, at the end of a 40-min infusion, and shows no tolerance over six infusions. R-ketamine
            adds nothing: cardiac output rises with S-ketamine, not with R-ketamine (Kamp 2021), and of two injections with
            as much S-ketamine the one with R-ketamine besides raised pressure less, not more (Geisslinger 1993). A calming
            setting lowers systolic pressure a little. All numbers are the mean course; the highest of one person's several
            readings lies above it, since readings scatter (evidence/readings).
Leaves out  Baseline hypertension, age, antihypertensives, baroreflex, the direct depression of the heart, S-norketamine,
            which takes from the rise of cardiac output (Kamp 2021; its size was not to be had), and that readings
            of older people scatter more (on placebo, Doherty 2020).
Conflicts   Published means of the same infusion: 3.3 (Riva-Posse 2018), 7.4 (741 infusions), 12.6 (pooled, Vankawala 2021) and
            16 mmHg (2342 infusions): clinics differ more than any one course can follow. The model goes through the middle.
"""

from regrowth.language import mechanism, par

MECHANISM = mechanism(
    parameters=[
        par("systolic_full", 36.34, "mmHg", "systolic rise at full effect", source="fitted: vankawala2021-sbp, rivaposse2018-sbp, glue2017-sc1-sbp, delsant2020-sbp, daly2017-esk-sbp, doherty2020-sbp, doherty2020-old-sbp, lapidus2014-sbp40",
            spread="lognormal 50%", bounds=(0, None), interval=(22.97, 57.48)),
        par("diastolic_full", 25.24, "mmHg", "diastolic rise at full effect", source="fitted: vankawala2021-dbp, rivaposse2018-dbp, glue2017-sc1-dbp, delsant2020-dbp, daly2017-esk-dbp, doherty2020-dbp, doherty2020-old-dbp",
            spread="lognormal 50%", bounds=(0, None), interval=(15.25, 41.76)),
        par("heart_full", 16.44, "1/min", "rise of heart rate at full effect", source="fitted: vankawala2021-hr, glue2017-sc1-hr",
            spread="lognormal 60%", bounds=(0, None), interval=(7.465, 36.2)),
        par("pressor_half", 2, "umol/L", "S-ketamine at the effect site for half of the full rise",
            source="assumed: mean pressure rises 27 % at most at anaesthetic levels, 8 µmol/L (Langsjo 2005), and is near linear below 1 µmol/L",
            spread="lognormal 40%", bounds=(0.01, None)),
        par("setting_share", 0.2, "1", "share of the systolic rise that full felt safety takes away",
            source="assumed: the highest reading was 2.4 mmHg lower with music, not randomised (Hauser 2024), of some 12 mmHg",
            spread="uniform 0..0.4", bounds=(0, 1)),
    ],
    reads=["s_ketamine_effect", "setting_support"],
    species=("human",),
    gives=["systolic_rise", "diastolic_rise", "heart_rate_rise"],
    equations="""
        pressor = hill(s_ketamine_effect, pressor_half, 1)
        systolic_rise = systolic_full*pressor*(1 - setting_share*setting_support)
        diastolic_rise = diastolic_full*pressor
        heart_rate_rise = heart_full*pressor
    """,
)
