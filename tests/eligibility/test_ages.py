"""How a person stands to the age limits of a study."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.eligibility.calendar_walk import walked_age
from trials.eligibility.ages import (
    AgeAnchor,
    AgeAssessment,
    AgeLimit,
    AgeOutcome,
    AgeRule,
    AgeScale,
    AgeSpan,
    AgeStatus,
    BirthInterval,
    age_key,
    assess_age,
)

TODAY = date(2026, 3, 15)
ONE_DAY = timedelta(days=1)
UNDER_22 = AgeRule(maximum=AgeLimit.years(22))
ONE_MONTH_TO_FIVE_YEARS = AgeRule(minimum=AgeLimit.months(1), maximum=AgeLimit.years(6))
OLDER_THAN_18 = AgeRule(
    minimum=AgeLimit(216, AgeScale.MONTHS, plus_day=True), wide_minimum=AgeLimit.years(18)
)
FIELD_1_TO_17_YEARS = AgeRule(
    minimum=AgeLimit.years(1), maximum=AgeLimit.years(17), wide_maximum=AgeLimit.years(18)
)


def outcome(rule: AgeRule, births: BirthInterval | None, on: date = TODAY) -> AgeOutcome:
    return assess_age(rule, births, on).outcome


@pytest.mark.parametrize(
    ("rule", "birth", "on", "expected"),
    [
        (UNDER_22, date(2004, 3, 15), date(2026, 3, 14), "fits"),
        (UNDER_22, date(2004, 3, 15), date(2026, 3, 15), "too_old"),
        (UNDER_22, date(2004, 3, 15), date(2026, 3, 16), "too_old"),
        (UNDER_22, date(2004, 2, 29), date(2026, 2, 28), "fits"),
        (UNDER_22, date(2004, 2, 29), date(2026, 3, 1), "too_old"),
        (UNDER_22, date(2026, 3, 15), date(2026, 3, 15), "fits"),
        (ONE_MONTH_TO_FIVE_YEARS, date(2026, 2, 16), TODAY, "too_young"),
        (ONE_MONTH_TO_FIVE_YEARS, date(2026, 2, 15), TODAY, "fits"),
        (ONE_MONTH_TO_FIVE_YEARS, date(2026, 1, 31), date(2026, 2, 28), "too_young"),
        (ONE_MONTH_TO_FIVE_YEARS, date(2026, 1, 31), date(2026, 3, 1), "fits"),
        (ONE_MONTH_TO_FIVE_YEARS, date(2020, 3, 16), TODAY, "fits"),
        (ONE_MONTH_TO_FIVE_YEARS, date(2020, 3, 15), TODAY, "too_old"),
        (OLDER_THAN_18, date(2008, 3, 16), TODAY, "too_young"),
        (OLDER_THAN_18, date(2008, 3, 15), TODAY, "unclear_limit"),
        (OLDER_THAN_18, date(2008, 3, 14), TODAY, "fits"),
        (FIELD_1_TO_17_YEARS, date(2009, 3, 16), TODAY, "fits"),
        (FIELD_1_TO_17_YEARS, date(2009, 3, 15), TODAY, "unclear_limit"),
        (FIELD_1_TO_17_YEARS, date(2008, 3, 16), TODAY, "unclear_limit"),
        (FIELD_1_TO_17_YEARS, date(2008, 3, 15), TODAY, "too_old"),
    ],
    ids=[
        "day before the 22nd birthday",
        "22nd birthday",
        "day after the 22nd birthday",
        "leap day child the day before 1 March",
        "leap day child on 1 March",
        "day of birth",
        "a day short of one month",
        "one month old today",
        "born 31 January, end of February",
        "born 31 January, 1 March",
        "last day of age five",
        "sixth birthday",
        "day before the 18th birthday",
        "18th birthday itself",
        "day after the 18th birthday",
        "last day of age sixteen",
        "17th birthday with an unconfirmed last year",
        "last day of age seventeen",
        "18th birthday after the unconfirmed year",
    ],
)
def test_exact_birth_date_stands_to_the_limits(
    rule: AgeRule, birth: date, on: date, expected: str
) -> None:
    assert outcome(rule, BirthInterval.on_date(birth), on) is AgeOutcome(expected)


@pytest.mark.parametrize(
    ("rule", "births", "expected"),
    [
        (UNDER_22, BirthInterval.of_age(TODAY, years=21), AgeAssessment(AgeOutcome.FITS)),
        (UNDER_22, BirthInterval.of_age(TODAY, years=22), AgeAssessment(AgeOutcome.TOO_OLD)),
        (
            UNDER_22,
            BirthInterval.in_year(2004),
            AgeAssessment(
                AgeOutcome.DEPENDS_ON_BIRTHDAY,
                None,
                None,
                None,
                born_on_or_after=date(2004, 3, 16),
            ),
        ),
        (
            ONE_MONTH_TO_FIVE_YEARS,
            BirthInterval.of_age(TODAY, weeks=4),
            AgeAssessment(AgeOutcome.FITS),
        ),
        (
            OLDER_THAN_18,
            BirthInterval.in_month(2008, 3),
            AgeAssessment(
                AgeOutcome.DEPENDS_ON_BIRTHDAY, None, None, born_on_or_before=date(2008, 3, 14)
            ),
        ),
        (
            OLDER_THAN_18,
            BirthInterval(date(2008, 3, 15), date(2008, 3, 31)),
            AgeAssessment(
                AgeOutcome.DEPENDS_ON_BIRTHDAY, None, None, born_on_or_before=date(2008, 3, 15)
            ),
        ),
        (
            FIELD_1_TO_17_YEARS,
            BirthInterval.of_age(TODAY, years=17),
            AgeAssessment(AgeOutcome.UNCLEAR_LIMIT),
        ),
        (
            AgeRule(minimum=AgeLimit.years(1), maximum=AgeLimit.years(2)),
            BirthInterval(date(2023, 1, 1), date(2026, 1, 1)),
            AgeAssessment(
                AgeOutcome.DEPENDS_ON_BIRTHDAY,
                born_on_or_before=date(2025, 3, 15),
                born_on_or_after=date(2024, 3, 16),
            ),
        ),
    ],
    ids=[
        "21 years old is under 22 on any birthday",
        "22 years old is too old on any birthday",
        "born in the year of the limit",
        "4 weeks in March is a month on any birthday",
        "born in the month of the limit",
        "only the wide limit is open",
        "17 years old lies in the unconfirmed year",
        "both ends are open",
    ],
)
def test_rough_birth_date_stands_to_the_limits(
    rule: AgeRule, births: BirthInterval, expected: AgeAssessment
) -> None:
    assert assess_age(rule, births, TODAY) == expected


def test_four_weeks_in_may_depends_on_the_birthday() -> None:
    on = date(2026, 5, 15)

    assessment = assess_age(ONE_MONTH_TO_FIVE_YEARS, BirthInterval.of_age(on, weeks=4), on)

    assert assessment.outcome is AgeOutcome.DEPENDS_ON_BIRTHDAY
    assert assessment.born_on_or_before == date(2026, 4, 15)


def test_exact_birth_date_tells_when_the_study_opens_and_closes() -> None:
    assessment = assess_age(
        ONE_MONTH_TO_FIVE_YEARS, BirthInterval.on_date(date(2026, 1, 31)), TODAY
    )

    assert assessment.opens_on == date(2026, 3, 1)
    assert assessment.closes_on == date(2032, 1, 30)


def test_end_without_a_limit_never_opens_or_closes() -> None:
    birth = BirthInterval.on_date(date(2008, 3, 15))

    assert assess_age(UNDER_22, birth, TODAY).opens_on is None
    assert assess_age(OLDER_THAN_18, birth, TODAY).closes_on is None


@pytest.mark.parametrize(
    ("rule", "births", "expected"),
    [
        (AgeRule(status=AgeStatus.NOT_STATED), None, "not_stated"),
        (AgeRule(status=AgeStatus.NOT_STATED), BirthInterval.in_year(2020), "not_stated"),
        (AgeRule(status=AgeStatus.NOT_READ), None, "unclear_limit"),
        (AgeRule(status=AgeStatus.NOT_READ), BirthInterval.in_year(2020), "unclear_limit"),
        (AgeRule(status=AgeStatus.NO_LIMIT), None, "no_limit"),
        (AgeRule(status=AgeStatus.NO_LIMIT), BirthInterval.in_year(2020), "no_limit"),
        (AgeRule(), BirthInterval.in_year(2020), "no_limit"),
        (UNDER_22, None, "not_told"),
        (replace(UNDER_22, anchor=AgeAnchor.DIAGNOSIS), None, "not_told"),
    ],
    ids=[
        "no statement, no birth date",
        "no statement",
        "not read, no birth date",
        "not read",
        "no limit, no birth date",
        "no limit",
        "stated without limits",
        "no birth date",
        "no birth date for the age at diagnosis",
    ],
)
def test_missing_age_or_limit_never_excludes(
    rule: AgeRule, births: BirthInterval | None, expected: str
) -> None:
    assert assess_age(rule, births, TODAY) == AgeAssessment(AgeOutcome(expected))


@pytest.mark.parametrize(
    ("rule", "birth", "expected"),
    [
        (UNDER_22, date(2015, 1, 1), "fits"),
        (UNDER_22, date(2000, 1, 1), "not_told"),
        (AgeRule(minimum=AgeLimit.years(1)), date(2025, 6, 1), "too_young"),
        (AgeRule(minimum=AgeLimit.years(1)), date(2015, 6, 1), "not_told"),
        (FIELD_1_TO_17_YEARS, date(2015, 6, 1), "not_told"),
    ],
    ids=[
        "still under the limit",
        "past the limit by now",
        "not yet old enough even now",
        "old enough by now",
        "range begun by now",
    ],
)
@pytest.mark.parametrize("anchor", [AgeAnchor.DIAGNOSIS, AgeAnchor.RELAPSE])
def test_age_today_settles_a_limit_at_diagnosis_only_where_it_can(
    anchor: AgeAnchor, rule: AgeRule, birth: date, expected: str
) -> None:
    assessment = assess_age(replace(rule, anchor=anchor), BirthInterval.on_date(birth), TODAY)

    assert assessment == AgeAssessment(AgeOutcome(expected))


@pytest.mark.parametrize(
    ("youngest_on", "oldest_on", "expected"),
    [
        (date(2020, 1, 1), date(2020, 1, 31), "fits"),
        (date(2025, 12, 1), date(2026, 1, 31), "depends_on_birthday"),
        (date(2026, 1, 2), date(2026, 1, 31), "too_old"),
    ],
    ids=["under the limit then", "around the birthday", "past the limit then"],
)
def test_age_at_diagnosis_is_judged_instead_of_the_age_today(
    youngest_on: date, oldest_on: date, expected: str
) -> None:
    birth = date(2004, 1, 1)
    span = AgeSpan(age_key(birth, youngest_on), age_key(birth, oldest_on))
    rule = replace(UNDER_22, anchor=AgeAnchor.DIAGNOSIS)

    assessment = assess_age(rule, BirthInterval.on_date(birth), TODAY, span=span)

    assert assessment == AgeAssessment(AgeOutcome(expected))


def test_births_all_after_the_day_are_refused() -> None:
    with pytest.raises(ValueError, match="after 2026-03-15"):
        assess_age(UNDER_22, BirthInterval.in_year(2027), TODAY)


def exact_outcome(rule: AgeRule, birth: date, on: date) -> AgeOutcome:
    """Judge one birth date by the walked calendar."""
    age = walked_age(birth, on)

    def reached(limit: AgeLimit | None, without_limit: bool) -> bool:
        return without_limit if limit is None else age.has_reached(limit)

    if not reached(rule.outer_minimum, True):
        return AgeOutcome.TOO_YOUNG
    if reached(rule.outer_maximum, False):
        return AgeOutcome.TOO_OLD
    if reached(rule.minimum, True) and not reached(rule.maximum, False):
        return AgeOutcome.FITS
    return AgeOutcome.UNCLEAR_LIMIT


@st.composite
def rules(draw: st.DrawFn) -> AgeRule:
    """Rules about the first three years, on one scale or on both, often unclear."""
    months = sorted(draw(st.lists(st.integers(0, 30), min_size=4, max_size=4, unique=True)))
    plus = [draw(st.booleans()) for _ in months]
    wide_low, low, high, wide_high = (
        AgeLimit(count, AgeScale.MONTHS, plus_day=plus_day)
        for count, plus_day in zip(months, plus, strict=True)
    )
    if draw(st.booleans()):
        wide_low = AgeLimit.days(28 * wide_low.count)
    has_low, has_high = draw(st.sampled_from([(True, True), (True, False), (False, True)]))
    low_reading = draw(st.sampled_from(["same", "wider", "open"])) if has_low else "same"
    high_reading = draw(st.sampled_from(["same", "wider", "open"])) if has_high else "same"
    return AgeRule(
        minimum=low if has_low else None,
        maximum=high if has_high else None,
        wide_minimum=wide_low if low_reading == "wider" else None,
        wide_maximum=wide_high if high_reading == "wider" else None,
        wide_minimum_open=low_reading == "open",
        wide_maximum_open=high_reading == "open",
    )


@settings(derandomize=True, max_examples=600, deadline=None)
@given(
    rule=rules(),
    on=st.dates(date(2023, 2, 1), date(2024, 12, 31)),
    youngest=st.integers(0, 1000),
    width=st.integers(0, 70),
)
def test_answer_is_the_one_every_possible_birthday_gives(
    rule: AgeRule, on: date, youngest: int, width: int
) -> None:
    latest = on - timedelta(days=youngest)
    births = BirthInterval(latest - timedelta(days=width), latest)
    each = {exact_outcome(rule, latest - timedelta(days=back), on) for back in range(width + 1)}

    assessment = assess_age(rule, births, on)

    expected = each.pop() if len(each) == 1 else AgeOutcome.DEPENDS_ON_BIRTHDAY
    assert assessment.outcome is expected
    if births.is_exact:
        assert (assessment.born_on_or_before, assessment.born_on_or_after) == (None, None)
    elif expected is AgeOutcome.DEPENDS_ON_BIRTHDAY:
        assert_thresholds_separate_the_answers(rule, births, on, assessment)


def assert_thresholds_separate_the_answers(
    rule: AgeRule, births: BirthInterval, on: date, assessment: AgeAssessment
) -> None:
    thresholds = [
        (assessment.born_on_or_before, ONE_DAY),
        (assessment.born_on_or_after, -ONE_DAY),
    ]
    assert any(threshold for threshold, _ in thresholds)
    for threshold, step in thresholds:
        if threshold is not None:
            assert births.earliest <= threshold <= births.latest
            assert exact_outcome(rule, threshold, on) is not exact_outcome(
                rule, threshold + step, on
            )


@settings(derandomize=True, max_examples=300, deadline=None)
@given(rule=rules(), birth=st.dates(date(2021, 1, 1), date(2022, 12, 31)))
def test_first_and_last_day_that_fit_are_the_ones_promised(rule: AgeRule, birth: date) -> None:
    assessment = assess_age(rule, BirthInterval.on_date(birth), birth)
    births = BirthInterval.on_date(birth)

    if assessment.opens_on is not None and assessment.opens_on > birth:
        assert outcome(rule, births, assessment.opens_on) is AgeOutcome.FITS
        assert outcome(rule, births, assessment.opens_on - ONE_DAY) is not AgeOutcome.FITS
    if assessment.closes_on is not None and assessment.closes_on >= birth:
        assert outcome(rule, births, assessment.closes_on) is AgeOutcome.FITS
        assert outcome(rule, births, assessment.closes_on + ONE_DAY) is not AgeOutcome.FITS
