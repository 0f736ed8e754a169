"""The short notation of age ranges."""

from __future__ import annotations

import pytest

from trials.eligibility.age_notation import range_notation
from trials.eligibility.ages import AgeLimit, AgeRule, AgeScale

AFTER_3_MONTHS = AgeLimit(3, AgeScale.MONTHS, plus_day=True)
AFTER_18_YEARS = AgeLimit(216, AgeScale.MONTHS, plus_day=True)


@pytest.mark.parametrize(
    ("rule", "notation"),
    [
        (AgeRule(), "[0, ∞)"),
        (AgeRule(maximum=AgeLimit.years(22)), "[0, 22 y)"),
        (AgeRule(AgeLimit.months(1), AgeLimit.years(6)), "[1 mo, 6 y)"),
        (AgeRule(AgeLimit.days(29), AgeLimit.years(18)), "[29 d, 18 y)"),
        (AgeRule(AgeLimit.months(0), AgeLimit.months(18)), "[0 mo, 18 mo)"),
        (AgeRule(AFTER_3_MONTHS, AgeLimit.years(18)), "[3 mo+1d, 18 y)"),
        (
            AgeRule(AFTER_18_YEARS, wide_minimum=AgeLimit.years(18)),
            "[18 y+1d, ∞) wide[18 y, ·)",
        ),
        (
            AgeRule(AgeLimit.years(1), AgeLimit.years(17), wide_maximum=AgeLimit.years(18)),
            "[1 y, 17 y) wide[·, 18 y)",
        ),
        (
            AgeRule(
                AgeLimit.years(1),
                AgeLimit.years(17),
                wide_minimum_open=True,
                wide_maximum_open=True,
            ),
            "[1 y, 17 y) wide[0, ∞)",
        ),
        (AgeRule(AgeLimit.years(1), wide_minimum=AgeLimit.years(1)), "[1 y, ∞)"),
    ],
    ids=[
        "no limits",
        "maximum only",
        "months and years",
        "days stay days",
        "months that are no years",
        "the day after in months",
        "unclear birthday",
        "unclear last year",
        "open on both sides",
        "wide equal to certain",
    ],
)
def test_rule_is_written_as(rule: AgeRule, notation: str) -> None:
    assert range_notation(rule) == notation
