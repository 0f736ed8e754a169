"""Exact ages, limits and birth dates known only roughly."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.eligibility.calendar_walk import walk, walked_age
from trials.eligibility.ages import (
    AgeKey,
    AgeLimit,
    AgeScale,
    AgeSpan,
    BirthInterval,
    age_key,
)

ONE_DAY = timedelta(days=1)

AWKWARD_BIRTHS = [
    date(2004, 2, 29),
    date(2000, 2, 29),
    date(2003, 2, 28),
    date(2004, 3, 1),
    date(2003, 1, 29),
    date(2003, 1, 30),
    date(2003, 1, 31),
    date(2004, 1, 31),
    date(2003, 3, 31),
    date(2003, 4, 30),
    date(2003, 7, 31),
    date(2003, 8, 31),
    date(2003, 12, 31),
    date(2004, 1, 1),
]
ORDINARY_BIRTHS = [date(1999, 1, 1) + timedelta(days=97 * step) for step in range(16)]

dates = st.dates(min_value=date(1990, 1, 1), max_value=date(2030, 12, 31))
limits = st.one_of(
    st.builds(AgeLimit, st.integers(0, 300), st.just(AgeScale.MONTHS), plus_day=st.booleans()),
    st.builds(AgeLimit, st.integers(0, 9000), st.just(AgeScale.DAYS)),
)


@pytest.mark.parametrize("birth", AWKWARD_BIRTHS + ORDINARY_BIRTHS, ids=str)
def test_age_agrees_with_the_walked_calendar_on_every_day_of_23_years(birth: date) -> None:
    for walked in walk(birth, birth + timedelta(days=23 * 366)):
        key = age_key(birth, walked.on)

        assert (key.months, key.years, key.days) == (
            walked.months,
            walked.months // 12,
            walked.days,
        )
        assert key.turns(walked.months) is (walked.days_since_turning == 0)


@pytest.mark.parametrize("birth", AWKWARD_BIRTHS + ORDINARY_BIRTHS, ids=str)
def test_limits_are_reached_on_the_day_the_walked_calendar_says(birth: date) -> None:
    for walked in walk(birth, birth + timedelta(days=4 * 366)):
        key = age_key(birth, walked.on)
        for limit in (
            AgeLimit.months(walked.months),
            AgeLimit.months(walked.months + 1),
            AgeLimit(walked.months, AgeScale.MONTHS, plus_day=True),
            AgeLimit.days(walked.days),
            AgeLimit(walked.days, AgeScale.DAYS, plus_day=True),
        ):
            has_reached = walked.has_reached(limit)
            assert limit.reached_by(key) is has_reached
            assert (limit.reached_on(birth) <= walked.on) is has_reached


@settings(derandomize=True, max_examples=1500, deadline=None)
@given(birth=dates, limit=limits)
@example(birth=date(2003, 7, 31), limit=AgeLimit(2, AgeScale.MONTHS, plus_day=True))
@example(birth=date(2003, 3, 31), limit=AgeLimit(2, AgeScale.MONTHS, plus_day=True))
def test_day_before_a_limit_is_too_young_and_the_day_itself_is_not(
    birth: date, limit: AgeLimit
) -> None:
    reached = limit.reached_on(birth)

    assert limit.reached_by(age_key(birth, reached))
    assert limit.reached_by(age_key(birth, reached + ONE_DAY))
    if reached > birth:
        assert not limit.reached_by(age_key(birth, reached - ONE_DAY))


@settings(derandomize=True, max_examples=1500, deadline=None)
@given(on=dates, limit=limits)
def test_last_birth_reaches_the_limit_and_the_next_birth_does_not(
    on: date, limit: AgeLimit
) -> None:
    last = limit.last_birth(on)

    assert limit.reached_by(age_key(last, on))
    assert limit.reached_on(last) <= on < limit.reached_on(last + ONE_DAY)


@pytest.mark.parametrize(
    ("birth", "limit", "reached_on"),
    [
        (date(2004, 3, 15), AgeLimit.years(22), date(2026, 3, 15)),
        (date(2004, 2, 29), AgeLimit.years(18), date(2022, 3, 1)),
        (date(2004, 2, 29), AgeLimit.years(20), date(2024, 2, 29)),
        (date(2004, 2, 29), AgeLimit.years(22), date(2026, 3, 1)),
        (date(2026, 1, 31), AgeLimit.months(1), date(2026, 3, 1)),
        (date(2025, 10, 31), AgeLimit.months(1), date(2025, 12, 1)),
        (date(2025, 12, 15), AgeLimit.months(1), date(2026, 1, 15)),
        (date(2026, 1, 15), AgeLimit.weeks(4), date(2026, 2, 12)),
        (date(2024, 1, 15), AgeLimit.days(365), date(2025, 1, 14)),
        (date(2026, 1, 15), AgeLimit.days(0), date(2026, 1, 15)),
        (date(2004, 3, 15), AgeLimit(216, AgeScale.MONTHS, plus_day=True), date(2022, 3, 16)),
        (date(2026, 1, 31), AgeLimit(1, AgeScale.MONTHS, plus_day=True), date(2026, 3, 2)),
    ],
    ids=[
        "22nd birthday",
        "leap day child turns 18 on 1 March",
        "leap day child turns 20 on the leap day",
        "leap day child turns 22 on 1 March",
        "one month from 31 January",
        "one month from 31 October",
        "one month across the new year",
        "four weeks",
        "365 days fall short of a year with a leap day",
        "day of birth",
        "day after the 18th birthday",
        "day after the day that stands in",
    ],
)
def test_limit_is_reached_on(birth: date, limit: AgeLimit, reached_on: date) -> None:
    assert limit.reached_on(birth) == reached_on


def test_key_alone_cannot_tell_a_stand_in_day_so_it_is_kept() -> None:
    older_than_two_months = AgeLimit(2, AgeScale.MONTHS, plus_day=True)
    turns_today = age_key(date(2003, 7, 31), date(2003, 10, 1))  # no 31 September
    turned_yesterday = age_key(date(2003, 3, 31), date(2003, 6, 1))  # 31 May exists

    assert (turns_today.months_key, turns_today.days) == (270, 62)
    assert (turned_yesterday.months_key, turned_yesterday.days) == (270, 62)
    assert not older_than_two_months.reached_by(turns_today)
    assert older_than_two_months.reached_by(turned_yesterday)


def test_age_before_birth_is_refused() -> None:
    with pytest.raises(ValueError, match="after 2026-03-14"):
        age_key(date(2026, 3, 15), date(2026, 3, 14))


def test_age_on_the_first_day_of_the_calendar_is_nought() -> None:
    assert age_key(date.min, date.min) == AgeKey(0, 0)


def test_older_than_28_days_equals_at_least_29_days() -> None:
    assert AgeLimit(28, AgeScale.DAYS, plus_day=True) == AgeLimit.days(29)


@pytest.mark.parametrize(
    ("count", "scale"),
    [(-1, AgeScale.MONTHS), (-1, AgeScale.DAYS), (2401, AgeScale.MONTHS), (73_201, "days")],
    ids=["minus a month", "minus a day", "over 200 years", "over 200 years in days"],
)
def test_limit_nobody_can_reach_is_refused(count: int, scale: str) -> None:
    with pytest.raises(ValueError, match="no age"):
        AgeLimit(count, AgeScale(scale))


@pytest.mark.parametrize(
    "limit", [AgeLimit.years(30), AgeLimit.days(12_000)], ids=["months", "days"]
)
def test_last_birth_before_the_calendar_is_refused(limit: AgeLimit) -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        limit.last_birth(date(20, 1, 1))


@pytest.mark.parametrize(
    ("age", "earliest", "latest"),
    [
        ({"years": 5}, date(2020, 3, 16), date(2021, 3, 15)),
        ({"years": 0}, date(2025, 3, 16), date(2026, 3, 15)),
        ({"years": 1, "months": 6}, date(2024, 8, 16), date(2024, 9, 15)),
        ({"months": 18}, date(2024, 8, 16), date(2024, 9, 15)),
        ({"weeks": 4}, date(2026, 2, 9), date(2026, 2, 15)),
        ({"weeks": 3, "days": 2}, date(2026, 2, 20), date(2026, 2, 20)),
        ({"days": 0}, date(2026, 3, 15), date(2026, 3, 15)),
        ({"days": 30}, date(2026, 2, 13), date(2026, 2, 13)),
        ({"months": 1, "days": 3}, date(2026, 2, 12), date(2026, 2, 12)),
        ({"months": 1, "days": 14}, date(2026, 1, 29), date(2026, 2, 1)),
        ({"years": 1, "days": 100}, date(2024, 12, 5), date(2024, 12, 5)),
    ],
    ids=lambda value: str(value),
)
def test_births_of_an_age_told_on_15_march_2026(
    age: dict[str, int], earliest: date, latest: date
) -> None:
    births = BirthInterval.of_age(date(2026, 3, 15), **age)

    assert births == BirthInterval(earliest, latest)


@pytest.mark.parametrize(
    "on", [date(2026, 3, 1), date(2024, 2, 29), date(2026, 3, 31), date(2026, 5, 15)], ids=str
)
@pytest.mark.parametrize("months", [0, 1, 2, 11, 12, 13, 24])
def test_births_of_an_age_in_months_are_exactly_those_the_calendar_gives(
    on: date, months: int
) -> None:
    births = BirthInterval.of_age(on, months=months)
    walked = [
        birth
        for birth in (
            on - timedelta(days=back) for back in range(28 * months - 5, 31 * months + 40)
        )
        if birth <= on and walked_age(birth, on).months == months
    ]

    assert (births.earliest, births.latest) == (min(walked), max(walked))


@pytest.mark.parametrize(
    "on", [date(2026, 3, 1), date(2026, 3, 2), date(2024, 2, 29), date(2026, 4, 30)], ids=str
)
@pytest.mark.parametrize("days", [0, 1, 13, 29, 30])
def test_births_of_a_month_and_some_days_are_exactly_those_the_calendar_gives(
    on: date, days: int
) -> None:
    walked = [
        birth
        for birth in (on - timedelta(days=back) for back in range(100))
        if (age := walked_age(birth, on)).months == 1 and age.days_since_turning == days
    ]

    if walked:
        births = BirthInterval.of_age(on, months=1, days=days)
        assert (births.earliest, births.latest) == (min(walked), max(walked))
    else:
        with pytest.raises(ValueError, match="no birth date between"):
            BirthInterval.of_age(on, months=1, days=days)


@pytest.mark.parametrize(
    "age",
    [
        {},
        {"years": -1},
        {"days": -1},
        {"years": 5, "months": 12},
        {"years": 5, "weeks": 2},
        {"months": 2, "weeks": 1},
        {"weeks": 2, "days": 7},
        {"months": 1, "days": 40},
        {"years": 201},
        {"months": 30_000},
        {"days": 800_000},
    ],
    ids=lambda age: str(age) if age else "nothing told",
)
def test_births_of_an_impossible_age_are_refused(age: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"no age|combined|or more|no birth date"):
        BirthInterval.of_age(date(2026, 3, 15), **age)


def test_births_in_a_month_and_in_a_year_cover_them_whole() -> None:
    assert BirthInterval.in_month(2004, 2) == BirthInterval(date(2004, 2, 1), date(2004, 2, 29))
    assert BirthInterval.in_year(2004) == BirthInterval(date(2004, 1, 1), date(2004, 12, 31))


def test_only_one_possible_birth_date_is_exact() -> None:
    assert BirthInterval.on_date(date(2004, 2, 29)).is_exact
    assert not BirthInterval.in_month(2004, 2).is_exact


def test_span_runs_from_the_latest_birth_to_the_earliest() -> None:
    span = BirthInterval.in_month(2004, 3).span(date(2026, 3, 15))

    assert span == AgeSpan(
        youngest=age_key(date(2004, 3, 31), date(2026, 3, 15)),
        oldest=age_key(date(2004, 3, 1), date(2026, 3, 15)),
    )


def test_span_leaves_out_births_still_to_come() -> None:
    span = BirthInterval.in_year(2026).span(date(2026, 3, 15))

    assert span.youngest == AgeKey(0, 0)
    assert span.oldest == age_key(date(2026, 1, 1), date(2026, 3, 15))


def test_span_before_every_possible_birth_is_refused() -> None:
    with pytest.raises(ValueError, match="after 2026-03-15"):
        BirthInterval.in_year(2027).span(date(2026, 3, 15))


def test_births_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(ValueError, match="no birth date between"):
        BirthInterval(date(2026, 3, 15), date(2026, 3, 14))
