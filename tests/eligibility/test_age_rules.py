"""Which sets of limits can be meant."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from trials.eligibility.ages import (
    AgeAnchor,
    AgeLimit,
    AgeRule,
    AgeRuleError,
    AgeRuleFault,
    AgeScale,
    AgeStatus,
)

YEAR_18 = AgeLimit.years(18)
AFTER_18TH_BIRTHDAY = AgeLimit(216, AgeScale.MONTHS, plus_day=True)


@pytest.mark.parametrize(
    ("limits", "fault"),
    [
        ({"minimum": AgeLimit.years(22), "maximum": AgeLimit.years(1)}, "empty_range"),
        ({"minimum": YEAR_18, "maximum": YEAR_18}, "empty_range"),
        ({"minimum": AFTER_18TH_BIRTHDAY, "maximum": YEAR_18}, "empty_range"),
        ({"minimum": AFTER_18TH_BIRTHDAY, "maximum": AFTER_18TH_BIRTHDAY}, "empty_range"),
        ({"minimum": AgeLimit.years(1), "maximum": AgeLimit.days(300)}, "empty_range"),
        ({"minimum": AgeLimit.days(800), "maximum": AgeLimit.years(2)}, "empty_range"),
        ({"minimum": YEAR_18, "wide_minimum": AgeLimit.years(19)}, "wide_inside_certain"),
        ({"maximum": YEAR_18, "wide_maximum": AgeLimit.years(17)}, "wide_inside_certain"),
        ({"wide_minimum": YEAR_18}, "wide_inside_certain"),
        ({"wide_maximum": YEAR_18}, "wide_inside_certain"),
        (
            {"minimum": YEAR_18, "wide_minimum": AgeLimit.years(1), "wide_minimum_open": True},
            "wide_both_open_and_limited",
        ),
        (
            {"maximum": YEAR_18, "wide_maximum": AgeLimit.years(30), "wide_maximum_open": True},
            "wide_both_open_and_limited",
        ),
        ({"minimum": YEAR_18, "status": AgeStatus.NO_LIMIT}, "limits_without_statement"),
        ({"maximum": YEAR_18, "status": AgeStatus.NOT_STATED}, "limits_without_statement"),
    ],
    ids=[
        "reversed signs",
        "first age accepted is the first refused",
        "after the birthday but before it",
        "same day after the birthday",
        "a year and under 300 days",
        "800 days and under two years",
        "wide minimum above the certain one",
        "wide maximum below the certain one",
        "wide minimum without a certain one",
        "wide maximum without a certain one",
        "wide minimum both open and limited",
        "wide maximum both open and limited",
        "limits although the source says none",
        "limits although the source says nothing",
    ],
)
def test_rule_that_cannot_be_meant_is_refused(limits: dict[str, Any], fault: str) -> None:
    with pytest.raises(AgeRuleError) as refused:
        AgeRule(**limits)

    assert refused.value.fault is AgeRuleFault(fault)
    assert str(refused.value) == fault


@pytest.mark.parametrize(
    "limits",
    [
        {"minimum": YEAR_18, "maximum": AFTER_18TH_BIRTHDAY},
        {"minimum": AgeLimit.days(365), "maximum": AgeLimit.years(1)},
        {"minimum": AgeLimit.days(29), "maximum": AgeLimit.months(1)},
        {"minimum": YEAR_18, "wide_minimum": YEAR_18},
        {"minimum": AFTER_18TH_BIRTHDAY, "wide_minimum": YEAR_18},
        {"maximum": YEAR_18, "wide_maximum": AgeLimit.years(19)},
        {"minimum": AgeLimit.months(1), "wide_minimum": AgeLimit.days(28)},
    ],
    ids=[
        "one day only",
        "365 days in a leap year",
        "29 days before one month",
        "wide equal to certain",
        "birthday itself unclear",
        "last year unclear",
        "wide limit in days",
    ],
)
def test_rule_somebody_can_meet_is_accepted(limits: dict[str, Any]) -> None:
    assert AgeRule(**limits).has_limits


def test_outer_limits_are_the_certain_ones_unless_wider_ones_are_given() -> None:
    certain = AgeRule(minimum=AgeLimit.years(1), maximum=YEAR_18)
    wider = AgeRule(
        minimum=AgeLimit.years(1),
        maximum=YEAR_18,
        wide_minimum=AgeLimit.months(1),
        wide_maximum=AgeLimit.years(19),
    )
    opened = AgeRule(
        minimum=AgeLimit.years(1), maximum=YEAR_18, wide_minimum_open=True, wide_maximum_open=True
    )

    assert (certain.outer_minimum, certain.outer_maximum) == (AgeLimit.years(1), YEAR_18)
    assert (wider.outer_minimum, wider.outer_maximum) == (AgeLimit.months(1), AgeLimit.years(19))
    assert (opened.outer_minimum, opened.outer_maximum) == (None, None)


def test_only_diagnosis_and_relapse_lie_in_the_past() -> None:
    past = {anchor for anchor in AgeAnchor if not anchor.is_now}

    assert past == {AgeAnchor.DIAGNOSIS, AgeAnchor.RELAPSE}


@pytest.mark.parametrize("months", [1, 2, 6, 11, 12, 13, 48, 96, 252, 1200])
def test_range_between_months_and_days_is_refused_only_if_nobody_can_meet_it(
    months: int,
) -> None:
    births = [date(1995, 1, 1) + timedelta(days=day) for day in range(8 * 366)]
    lengths = {(AgeLimit.months(months).reached_on(birth) - birth).days for birth in births}

    for days in range(min(lengths) - 12, max(lengths) + 12):
        if max(lengths) > days:  # somebody is still under the months at that many days
            assert AgeRule(minimum=AgeLimit.days(max(days, 0)), maximum=AgeLimit.months(months))
        if min(lengths) < days:
            assert AgeRule(minimum=AgeLimit.months(months), maximum=AgeLimit.days(days))
