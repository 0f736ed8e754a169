import pytest
from django.core.exceptions import ValidationError

from trials.eligibility.ages import AgeLimit
from trials.forms.age_limit import AgeLimitField, AgeLimitWidget, number_and_unit


@pytest.mark.parametrize(
    ("typed", "limit"),
    [
        pytest.param(["22", "years"], AgeLimit.years(22), id="years"),
        pytest.param(["18", "months"], AgeLimit.months(18), id="months"),
        pytest.param(["6", "weeks"], AgeLimit.days(42), id="weeks"),
        pytest.param(["29", "days"], AgeLimit.days(29), id="days"),
        pytest.param([" 22 ", "years"], AgeLimit.years(22), id="spaces around"),
        pytest.param(["٢٢", "years"], AgeLimit.years(22), id="Arabic digits"),
        pytest.param(["0", "months"], AgeLimit.months(0), id="from birth"),
        pytest.param(["", "years"], None, id="nothing"),
        pytest.param([], None, id="not sent"),
        pytest.param(None, None, id="not there"),
    ],
)
def test_number_and_unit_are_one_limit(typed: list[str] | None, limit: AgeLimit | None) -> None:
    assert AgeLimitField().clean(typed) == limit


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        pytest.param(["1.5", "years"], "whole number", id="fraction"),
        pytest.param(["-3", "years"], "whole number", id="negative"),
        pytest.param(["two", "years"], "whole number", id="word"),
        pytest.param(["²", "years"], "whole number", id="a digit that is no number"),
        pytest.param(["1" * 30, "years"], "whole number", id="endless"),
        pytest.param(["201", "years"], "below 200 years", id="older than anybody"),
        pytest.param(["5", "hours"], "Choose years", id="another unit"),
        pytest.param(["5"], "Choose years", id="no unit"),
    ],
)
def test_anything_else_is_refused_with_what_to_write(typed: list[str], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        AgeLimitField().clean(typed)


@pytest.mark.parametrize(
    ("limit", "shown"),
    [
        pytest.param(AgeLimit.months(264), (22, "years"), id="whole years"),
        pytest.param(AgeLimit.months(18), (18, "months"), id="months"),
        pytest.param(AgeLimit.months(0), (0, "months"), id="birth"),
        pytest.param(AgeLimit.days(365), (365, "days"), id="days are never a year"),
        pytest.param(AgeLimit.weeks(6), (42, "days"), id="weeks are days"),
    ],
)
def test_limit_is_shown_on_the_scale_it_is_held_in(
    limit: AgeLimit, shown: tuple[int, str]
) -> None:
    assert number_and_unit(limit) == shown


def test_what_is_shown_reads_as_the_same_limit() -> None:
    for count in range(2400):
        for limit in (AgeLimit.months(count), AgeLimit.days(count)):
            assert AgeLimitField().clean(AgeLimitWidget().decompress(limit)) == limit


def test_the_same_limit_in_another_unit_is_no_change() -> None:
    field = AgeLimitField()

    assert not field.has_changed(AgeLimit.years(2), ["24", "months"])
    assert not field.has_changed(None, ["", "years"])
    assert field.has_changed(AgeLimit.years(1), ["365", "days"])
    assert field.has_changed(None, ["no number", "years"])
