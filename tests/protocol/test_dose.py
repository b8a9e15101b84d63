"""The dose sentence: what it means, and what is said when it means nothing."""

from __future__ import annotations

import pytest

from regrowth.protocol import ProtocolError, Row, parse_dose
from regrowth.protocol.dose import check_dose


def total(dose, weight=70.0):
    """µmol of all compounds that the rows deliver."""
    return sum(row.value * (row.stop - row.start) * (weight if row.per_kg else 1.0) for row in dose.rows())


def test_racemic_ketamine_over_forty_minutes_is_half_s_and_half_r():
    dose = parse_dose("0.5 mg/kg racemic ketamine IV over 40 min")
    s, r = dose.rows(start=24.0)
    assert (s.channel, r.channel) == ("s_ketamine_iv", "r_ketamine_iv")
    assert s[1:] == r[1:]
    assert (s.start, s.stop, s.per_kg) == (24.0, pytest.approx(24 + 2 / 3), True)
    assert s.value == pytest.approx(0.25 * 1000 / 237.73 / (2 / 3))
    assert dose.micromoles(70) == pytest.approx(35 * 1000 / 237.73) == total(dose)
    assert dose.milligrams(80) == pytest.approx(40)


@pytest.mark.parametrize(
    ("text", "channel", "micromoles"),
    [
        ("84 mg esketamine nasal", "s_ketamine_nasal", 84_000 / 237.73),
        ("56 mg S-ketamine intranasally", "s_ketamine_nasal", 56_000 / 237.73),
        ("50 mg esketamine nasal solution", "s_ketamine_nasal_solution", 50_000 / 237.73),
        ("0.5 mg/kg arketamine IV over 40 min", "r_ketamine_iv", 35_000 / 237.73),
        ("10 mg/kg (2R,6R)-HNK IP", "hnk_ip", 700_000 / 239.70),
        ("10 mg/kg 2R,6R-HNK IV bolus", "hnk_iv", 700_000 / 239.70),
        ("5 mg/kg S-norketamine i.p.", "s_norketamine_ip", 350_000 / 223.70),
        ("0.045 mg/kg midazolam IV over 40 min", "midazolam_iv", 3_150 / 325.77),
        ("20 mg memantine PO", "memantine_oral", 20_000 / 179.30),
        ("20 mg escitalopram by mouth", "escitalopram_oral", 20_000 / 324.39),
        ("20 ug esketamine local", "s_ketamine_local", 20 / 237.73),
        ("20 µg esketamine local over 5 min", "s_ketamine_local", 20 / 237.73),
        ("20 ng esketamine local", "s_ketamine_local", 0.02 / 237.73),
        ("3 nmol esketamine local", "s_ketamine_local", 0.003),
        ("1 mg per kg esketamine SC", "s_ketamine_sc", 70_000 / 237.73),
        ("2 g esketamine oral", "s_ketamine_oral", 2e6 / 237.73),
    ],
)
def test_amounts_and_channels(text, channel, micromoles):
    dose = parse_dose(text)
    assert {row.channel for row in dose.rows()} == {channel}
    assert total(dose) == pytest.approx(micromoles)


def test_a_salt_weighs_more_than_its_base():
    base, salt = parse_dose("100 mg ketamine IM"), parse_dose("100 mg ketamine hydrochloride IM")
    assert total(salt) == pytest.approx(total(base) * 237.73 / 274.19)


def test_only_the_s_half_of_citalopram_counts():
    assert total(parse_dose("20 mg citalopram oral")) == pytest.approx(10_000 / 324.39)


def test_everything_but_an_infusion_is_a_push_of_one_minute():
    for text in (
        "1 mg/kg ketamine IV bolus",
        "1 mg/kg ketamine IV push",
        "1 mg/kg ketamine IM",
        "10 mg/kg ketamine IP",
    ):
        assert all(row.stop - row.start == pytest.approx(1 / 60) for row in parse_dose(text).rows())


def test_three_steps_of_kamp():
    dose = parse_dose(
        "0.28 mg/kg/h racemic ketamine IV over 60 min then 0.57 mg/kg/h over 60 min then 1.14 mg/kg/h over 60 min"
    )
    s = [row for row in dose.rows() if row.channel == "s_ketamine_iv"]
    assert [(row.start, row.stop) for row in s] == [(0, 1), (1, 2), (2, 3)]
    assert [row.value for row in s] == pytest.approx([x / 2 * 1000 / 237.73 for x in (0.28, 0.57, 1.14)])
    assert dose.milligrams(70) == pytest.approx(1.99 * 70)
    assert dose.hours == 3


def test_bolus_then_infusion_and_a_pause():
    dose = parse_dose(
        "0.23 mg/kg racemic ketamine IV bolus then 0.58 mg/kg/h over 70 min then pause for 10 min then 1 mg over 5 min"
    )
    assert dose.milligrams(100) == pytest.approx(23 + 58 * 70 / 60 + 1)
    assert dose.hours * 60 == pytest.approx(1 + 70 + 10 + 5)
    assert [row.per_kg for row in dose.rows()][-1] is False


def test_rates_may_be_per_minute():
    assert parse_dose("0.02 mg/kg/min ketamine IV over 30 min").milligrams(70) == pytest.approx(42)


def test_placebo_gives_nothing_but_is_a_dose():
    dose = parse_dose("saline IV over 40 min")
    assert dose.is_placebo and dose.rows() == [] and dose.hours == pytest.approx(2 / 3)
    assert parse_dose("placebo oral").rows() == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0.5 mg ketamine IV", "the time is missing"),
        ("0.5 mg/kg IV over 40 min", "the drug is missing"),
        ("0.5 mg/kg racemic ketamine over 40 min", "the route is missing"),
        ("racemic ketamine IV over 40 min", "the amount is missing"),
        ("0.5 racemic ketamine IV over 40 min", '"racemic" isn\'t a unit'),
        ("0.5 mg/lb ketamine IV over 40 min", "per kg (1 kg = 2.205 lb)"),
        ("0.5 mg/m2 ketamine IV over 40 min", '"mg/m2" isn\'t a unit'),
        ("5 ml ketamine IV over 40 min", "write mg or mg/kg"),
        ("0.5 mgg/kg ketamine IV over 40 min", '"mgg/kg" isn\'t a unit'),
        ("0.5 mg/kg kettamine IV over 40 min", "Did you mean ketamine"),
        ("0.5 mg/kg ketamine IVV over 40 min", "Did you mean IV?"),
        ("0.5 mg/kg ketamine up the nose", "isn't a route"),
        ("0.5 mg/kg ketamine IV over 40", '"40" has no unit'),
        ("0.5 mg/kg ketamine IV over 0 min", "longer than 0"),
        ("0.5 mg/kg ketamine IV over -40 min", "as a duration"),
        ("0.5 mg/kg ketamine IV over 1 month", "Write weeks or days"),
        ("0 mg/kg ketamine IV over 40 min", "isn't more than nothing"),
        ("-0.5 mg/kg ketamine IV over 40 min", "isn't more than nothing"),
        ("−0.5 mg/kg ketamine IV over 40 min", "isn't more than nothing"),
        ("0,5 mg/kg ketamine IV over 40 min", "use a decimal point"),
        (".5 mg/kg ketamine IV over 40 min", "write the zero"),
        ("1e400 mg/kg ketamine IV over 40 min", "too large a number"),
        ("56 mg esketamine nasal over 40 min", 'nasal can\'t be given "over" a time'),
        ("10 mg/kg ketamine IP over 10 min", 'IP can\'t be given "over" a time'),
        ("1 mg/kg ketamine IM bolus", "a bolus goes into a vein"),
        ("1 mg/kg ketamine IV bolus over 3 min", "with no other time"),
        ("0.5 mg/kg/h ketamine IM", "is a rate"),
        ("0.5 mg/kg/h ketamine IV bolus", "is a rate"),
        ("28 mg esketamine nasal then 28 mg over 5 min", "steps joined by"),
        ("1 mg/kg ketamine IV bolus then 0.5 mg/kg", "needs an amount and a time"),
        ("1 mg/kg ketamine IV bolus then 1 mg/kg midazolam IV over 3 min", "share drug and route"),
        ("10 mg saline IV over 40 min", "saline has no amount"),
        ("20-40 mg ketamine oral", "isn't a unit of dose"),
        ("", "the route is missing"),
        ("everything", "isn't a route"),
        ("0.5 mg/kg ketamine IV over 40 min twice weekly", '"twice weekly" stands in the sentence. How often is said below it'),
        ("20 mg escitalopram oral every day", '"every day" stands in the sentence'),
        ("200 mg ketamine twice a day by mouth", '"twice a day" stands in the sentence'),
        ("0.5 mg/kg IV ketamine over 40 min", 'Write the route after the drug: "ketamine IV"'),
        ("ketamine 0.5 mg/kg IV over 40 min", "the amount doesn't stand first"),
    ],
)  # fmt: skip
def test_an_unreadable_dose_says_what_is_wrong_and_the_way_out(text, told):
    with pytest.raises(ProtocolError) as caught:
        parse_dose(text)
    message = str(caught.value)
    assert told in message
    if "too large" not in message:
        assert "A dose needs an amount, a drug, a route and a time" in message


@pytest.mark.parametrize("text", [None, ["0.5 mg"], {"dose": 1}, True, "x" * 1000])
def test_a_dose_is_one_short_sentence(text):
    with pytest.raises(ProtocolError, match="a dose"):
        parse_dose(text)


def test_doses_above_the_published_range_are_warned_about_by_drug_and_route():
    assert check_dose(parse_dose("0.5 mg/kg ketamine IV over 40 min"), "human") == []
    assert check_dose(parse_dose("84 mg esketamine nasal"), "human") == []
    assert check_dose(parse_dose("4.5 mg/kg ketamine IV bolus"), "human") == []
    (warning,) = check_dose(parse_dose("6 mg/kg ketamine IV bolus"), "human")
    assert "above the published human range: 4.5 mg/kg" in warning
    assert check_dose(parse_dose("6 mg/kg ketamine IV bolus"), "rat") == []
    assert check_dose(parse_dose("112 mg esketamine nasal"), "human")


def test_nonsense_is_refused_for_the_species():
    with pytest.raises(ProtocolError, match="check the unit"):
        check_dose(parse_dose("500 mg/kg ketamine IV over 40 min"), "human")
    with pytest.raises(ProtocolError, match="check the unit"):
        check_dose(parse_dose("50 g ketamine oral"), "human")
    with pytest.raises(ProtocolError, match="3360 mg/kg for a mouse"):
        check_dose(parse_dose("84 mg esketamine nasal"), "mouse")
    with pytest.raises(ProtocolError, match="IP is for animals"):
        check_dose(parse_dose("1 mg/kg ketamine IP"), "human")
    with pytest.raises(ProtocolError, match="local is for animals"):
        check_dose(parse_dose("1 ng ketamine local"), "human")


def test_rows_are_what_the_schedule_takes():
    (row,) = parse_dose("237.73 mg esketamine oral").rows(1.0)
    assert row == Row("s_ketamine_oral", 1.0, pytest.approx(1 + 1 / 60), pytest.approx(60_000), False)
