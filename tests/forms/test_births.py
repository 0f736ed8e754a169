import datetime
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from trials.eligibility.ages import BirthInterval
from trials.forms.births import AgeBoxes, BirthBoxes, births_told

TODAY = date(2026, 3, 15)


def births(age: AgeBoxes | None = None, birth: BirthBoxes | None = None) -> BirthInterval | None:
    return births_told(age or AgeBoxes(), birth or BirthBoxes(), TODAY)


@pytest.mark.parametrize(
    ("age", "earliest", "latest"),
    [
        pytest.param(AgeBoxes(7), date(2018, 3, 16), date(2019, 3, 15), id="7 years"),
        pytest.param(AgeBoxes(0), date(2025, 3, 16), date(2026, 3, 15), id="under a year"),
        pytest.param(AgeBoxes(7, 0), date(2019, 2, 16), date(2019, 3, 15), id="7 years sharp"),
        pytest.param(AgeBoxes(21, 11), date(2004, 3, 16), date(2004, 4, 15), id="almost 22"),
        pytest.param(AgeBoxes(None, 5), date(2025, 9, 16), date(2025, 10, 15), id="5 months"),
        pytest.param(AgeBoxes(None, 30), date(2023, 8, 16), date(2023, 9, 15), id="30 months"),
        pytest.param(AgeBoxes(None, None, 21), date(2026, 2, 22), date(2026, 2, 22), id="21 days"),
        pytest.param(AgeBoxes(None, None, 0), TODAY, TODAY, id="born today"),
        pytest.param(AgeBoxes(None, 2, 3), date(2026, 1, 12), date(2026, 1, 12), id="2 mo 3 d"),
        pytest.param(AgeBoxes(120, 11), date(1905, 3, 16), date(1905, 4, 15), id="the oldest"),
    ],
)
def test_age_leaves_these_birth_dates(age: AgeBoxes, earliest: date, latest: date) -> None:
    assert births(age) == BirthInterval(earliest, latest)


@pytest.mark.parametrize(
    ("birth", "earliest", "latest"),
    [
        pytest.param(BirthBoxes(4, 30, 2019), date(2019, 4, 30), date(2019, 4, 30), id="a day"),
        pytest.param(BirthBoxes(2, 29, 2020), date(2020, 2, 29), date(2020, 2, 29), id="29 Feb"),
        pytest.param(BirthBoxes(4, None, 2019), date(2019, 4, 1), date(2019, 4, 30), id="a month"),
        pytest.param(
            BirthBoxes(None, None, 2019), date(2019, 1, 1), date(2019, 12, 31), id="a year"
        ),
        pytest.param(BirthBoxes(3, 15, 2026), TODAY, TODAY, id="today"),
        pytest.param(BirthBoxes(3, None, 2026), date(2026, 3, 1), TODAY, id="this month"),
        pytest.param(BirthBoxes(None, None, 2026), date(2026, 1, 1), TODAY, id="this year"),
        pytest.param(BirthBoxes(1, 1, 1906), date(1906, 1, 1), date(1906, 1, 1), id="the oldest"),
    ],
)
def test_birth_date_may_be_known_in_part_and_is_never_after_today(
    birth: BirthBoxes, earliest: date, latest: date
) -> None:
    assert births(birth=birth) == BirthInterval(earliest, latest)


def test_nothing_told_is_not_known() -> None:
    assert births() is None


@pytest.mark.parametrize(
    ("age", "birth", "boxes", "says"),
    [
        pytest.param(
            AgeBoxes(21, 13), None, ["age_months"], "0 to 11", id="13 months beside years"
        ),
        pytest.param(
            AgeBoxes(2, 1, 31), None, ["age_days"], "0 to 30", id="31 days beside months"
        ),
        pytest.param(
            AgeBoxes(2, None, 40), None, ["age_days"], "0 to 30", id="40 days beside years"
        ),
        pytest.param(AgeBoxes(None, 0, 30), None, ["age_days"], "shorter", id="30 days in 28"),
        pytest.param(None, BirthBoxes(2, 31, 2019), ["birth_day"], "no day 31", id="31 February"),
        pytest.param(None, BirthBoxes(2, 29, 2019), ["birth_day"], "no day 29", id="29 February"),
        pytest.param(None, BirthBoxes(3, 16, 2026), ["birth_day"], "in the past", id="tomorrow"),
        pytest.param(None, BirthBoxes(4, None, 2026), ["birth_month"], "in the past", id="April"),
        pytest.param(None, BirthBoxes(1, 1, 2027), ["birth_year"], "1906 to 2026", id="2027"),
        pytest.param(None, BirthBoxes(1, 1, 1890), ["birth_year"], "1906 to 2026", id="1890"),
        pytest.param(None, BirthBoxes(4, 30), ["birth_year"], "year of birth too", id="no year"),
        pytest.param(None, BirthBoxes(4), ["birth_year"], "year of birth too", id="month alone"),
        pytest.param(
            None, BirthBoxes(None, 30, 2019), ["birth_month"], "month of birth too", id="no month"
        ),
        pytest.param(
            AgeBoxes(7),
            BirthBoxes(4, 30, 2010),
            ["age_years", "birth_month"],
            "do not agree",
            id="age and birth date disagree",
        ),
        pytest.param(
            AgeBoxes(None, 80),
            BirthBoxes(None, None, 2010),
            ["age_months", "birth_year"],
            "do not agree",
            id="months and year of birth disagree",
        ),
        pytest.param(
            AgeBoxes(21, 13),
            BirthBoxes(2, 31, 2019),
            ["age_months", "birth_day"],
            "0 to 11",
            id="two faults at once",
        ),
    ],
)
def test_boxes_to_mend_are_named(
    age: AgeBoxes | None, birth: BirthBoxes | None, boxes: list[str], says: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        births(age, birth)

    messages = refused.value.message_dict
    assert list(messages) == boxes
    assert says in messages[boxes[0]][0]


@pytest.mark.parametrize(
    ("age", "birth"),
    [
        pytest.param(AgeBoxes(6), BirthBoxes(4, 30, 2019), id="age in years"),
        pytest.param(AgeBoxes(6, 10), BirthBoxes(4, 30, 2019), id="age in months"),
    ],
)
def test_exact_birth_date_counts_more_than_an_age_that_agrees(
    age: AgeBoxes, birth: BirthBoxes
) -> None:
    assert births(age, birth) == BirthInterval.on_date(date(2019, 4, 30))


def test_age_narrows_a_year_of_birth() -> None:
    told = births(AgeBoxes(6), BirthBoxes(birth_year=2019))

    assert told == BirthInterval(date(2019, 3, 16), date(2019, 12, 31))


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 3, 1), date(2026, 3, 31)])
def test_every_combination_of_months_and_days_is_an_age_or_a_message(day: date) -> None:
    outcomes = set()
    for months in range(12):
        for days in range(31):
            try:
                told = AgeBoxes(None, months, days).births(day)
            except ValidationError as refused:
                assert list(refused.message_dict) == ["age_days"]
                outcomes.add("message")
            else:
                assert told is not None
                assert told.latest <= day - datetime.timedelta(days=days)
                outcomes.add("age")

    assert outcomes == {"age", "message"}
