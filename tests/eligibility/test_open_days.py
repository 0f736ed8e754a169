"""Sets of days. Days of March 2026 are written as their number; 0 and 99 stand for no end."""

from datetime import date

import pytest

from trials.eligibility.open_days import ALWAYS, NEVER, Days

ENDS = {0: date.min, 99: date.max}


def day(number: int) -> date:
    return ENDS.get(number) or date(2026, 3, number)


def days(*runs: tuple[int, int]) -> Days:
    return Days(tuple((day(first), day(last)) for first, last in runs))


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param(date(2026, 3, 2), date(2026, 3, 5), days((2, 5)), id="both ends"),
        pytest.param(date(2026, 3, 2), None, days((2, 99)), id="from a day on"),
        pytest.param(None, date(2026, 3, 5), days((0, 5)), id="until a day"),
        pytest.param(None, None, ALWAYS, id="always"),
        pytest.param(date(2026, 3, 2), date(2026, 3, 2), days((2, 2)), id="one day"),
        pytest.param(date(2026, 3, 5), date(2026, 3, 2), NEVER, id="ends before it begins"),
    ],
)
def test_days_between_two_ends(first: date | None, last: date | None, expected: Days) -> None:
    assert Days.between(first, last) == expected


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [
        pytest.param(
            days((1, 5)), days((4, 8)), days((4, 5)), days((1, 8)), id="some days in common"
        ),
        pytest.param(
            days((1, 3)), days((6, 8)), NEVER, days((1, 3), (6, 8)), id="a gap between them"
        ),
        pytest.param(days((1, 3)), days((4, 8)), NEVER, days((1, 8)), id="one follows the other"),
        pytest.param(
            days((0, 9)), days((2, 3), (8, 99)), days((2, 3), (8, 9)), ALWAYS, id="several runs"
        ),
        pytest.param(days((2, 99)), days((4, 5)), days((4, 5)), days((2, 99)), id="without end"),
        pytest.param(days((2, 3)), ALWAYS, days((2, 3)), ALWAYS, id="always"),
        pytest.param(days((2, 3)), NEVER, NEVER, days((2, 3)), id="never"),
    ],
)
def test_days_in_both_and_in_either(one: Days, other: Days, both: Days, either: Days) -> None:
    assert one & other == other & one == both
    assert one | other == other | one == either


@pytest.mark.parametrize(
    ("some", "first", "end"),
    [
        pytest.param(days((2, 5), (8, 9)), day(2), day(5), id="two runs"),
        pytest.param(days((2, 99)), day(2), None, id="without end"),
        pytest.param(NEVER, None, None, id="no day at all"),
    ],
)
def test_first_day_and_last_day_of_the_first_run(
    some: Days, first: date | None, end: date | None
) -> None:
    assert (some.first, some.end_of_first_run) == (first, end)
