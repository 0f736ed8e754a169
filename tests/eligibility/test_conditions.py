"""Conditions on one fact: words, several words, numbers and ages."""

import pytest

from trials.eligibility.ages import AgeKey, AgeLimit, AgeSpan
from trials.eligibility.conditions import (
    Condition,
    FactValue,
    MismatchedFactError,
    NumberSpan,
    Operator,
)
from trials.eligibility.truth import Truth

INFANT_LIMIT = AgeLimit.months(12)


def months(youngest: int, oldest: int) -> AgeSpan:
    """A person somewhere between these completed months, both included."""
    return AgeSpan(AgeKey(100 * youngest, 30 * youngest), AgeKey(100 * oldest, 30 * oldest))


@pytest.mark.parametrize("operator", Operator)
def test_fact_that_was_not_told_leaves_every_condition_unknown(operator: Operator) -> None:
    assert Condition("mrd", operator, (1,)).holds(None) is Truth.UNKNOWN


@pytest.mark.parametrize(
    ("operator", "values", "told", "expected"),
    [
        pytest.param(Operator.IS, ("b",), "b", Truth.TRUE, id="the word asked for"),
        pytest.param(Operator.IS, ("b",), "t", Truth.FALSE, id="another word"),
        pytest.param(Operator.IS, ("b",), frozenset("bt"), Truth.TRUE, id="one of several told"),
        pytest.param(Operator.IS, ("b",), frozenset("t"), Truth.FALSE, id="none of those told"),
        pytest.param(Operator.IS, ("b",), frozenset(), Truth.FALSE, id="told that there is none"),
        pytest.param(Operator.IN, ("b", "t"), "t", Truth.TRUE, id="one of those accepted"),
        pytest.param(Operator.IN, ("b", "t"), "nk", Truth.FALSE, id="none of those accepted"),
        pytest.param(Operator.IS, (2,), 2, Truth.TRUE, id="the number asked for"),
    ],
)
def test_words_are_compared_as_told(
    operator: Operator, values: tuple[str | int, ...], told: FactValue, expected: Truth
) -> None:
    assert Condition("lineage", operator, values).holds(told) is expected


@pytest.mark.parametrize(
    ("operator", "four", "five", "six"),
    [
        pytest.param(Operator.AT_LEAST, Truth.FALSE, Truth.TRUE, Truth.TRUE, id="at least 5"),
        pytest.param(Operator.ABOVE, Truth.FALSE, Truth.FALSE, Truth.TRUE, id="above 5"),
        pytest.param(Operator.AT_MOST, Truth.TRUE, Truth.TRUE, Truth.FALSE, id="at most 5"),
        pytest.param(Operator.BELOW, Truth.TRUE, Truth.FALSE, Truth.FALSE, id="below 5"),
        pytest.param(Operator.EQUALS, Truth.FALSE, Truth.TRUE, Truth.FALSE, id="exactly 5"),
    ],
)
def test_numbers_just_below_at_and_above_the_limit(
    operator: Operator, four: Truth, five: Truth, six: Truth
) -> None:
    condition = Condition("marrow_blasts_pct", operator, (5,))
    assert [condition.holds(told) for told in (4.9, 5, 5.1)] == [four, five, six]


@pytest.mark.parametrize(
    ("operator", "below", "up_to", "across", "from_it", "above"),
    [
        pytest.param(Operator.AT_LEAST, "no", "open", "open", "yes", "yes", id="at least 5"),
        pytest.param(Operator.ABOVE, "no", "no", "open", "open", "yes", id="above 5"),
        pytest.param(Operator.AT_MOST, "yes", "yes", "open", "open", "no", id="at most 5"),
        pytest.param(Operator.BELOW, "yes", "open", "open", "no", "no", id="below 5"),
        pytest.param(Operator.EQUALS, "no", "open", "open", "open", "no", id="exactly 5"),
    ],
)
def test_number_known_roughly_holds_only_when_all_of_it_agrees(
    operator: Operator, below: str, up_to: str, across: str, from_it: str, above: str
) -> None:
    condition = Condition("years_since_diagnosis", operator, (5,))
    spans = [(3, 4), (4, 5), (4, 6), (5, 6), (6, 7)]
    names = {Truth.TRUE: "yes", Truth.FALSE: "no", Truth.UNKNOWN: "open"}
    found = [names[condition.holds(NumberSpan(*ends))] for ends in spans]
    assert found == [below, up_to, across, from_it, above]


def test_span_of_one_number_is_that_number() -> None:
    condition = Condition("years_since_diagnosis", Operator.EQUALS, (5,))
    assert condition.holds(NumberSpan(5, 5)) is Truth.TRUE


@pytest.mark.parametrize(
    ("told", "below", "at_least"),
    [
        pytest.param(months(0, 11), Truth.TRUE, Truth.FALSE, id="surely below 12 months"),
        pytest.param(months(12, 12), Truth.FALSE, Truth.TRUE, id="just 12 months"),
        pytest.param(months(12, 40), Truth.FALSE, Truth.TRUE, id="surely 12 months or more"),
        pytest.param(months(11, 12), Truth.UNKNOWN, Truth.UNKNOWN, id="perhaps 12 months"),
    ],
)
def test_age_known_roughly_holds_only_when_both_ends_agree(
    told: AgeSpan, below: Truth, at_least: Truth
) -> None:
    limits = (INFANT_LIMIT,)
    assert Condition("age_at_diagnosis", Operator.BELOW, limits).holds(told) is below
    assert Condition("age_at_diagnosis", Operator.AT_LEAST, limits).holds(told) is at_least


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        pytest.param(Condition("mrd", Operator.ABOVE, (1,)), "much", id="a word for a number"),
        pytest.param(Condition("mrd", Operator.ABOVE, ("b",)), 1, id="a number for a word"),
        pytest.param(
            Condition("age", Operator.BELOW, (12,)), months(1, 2), id="an age for a number"
        ),
        pytest.param(
            Condition("mrd", Operator.ABOVE, ("b",)), NumberSpan(1, 2), id="numbers for a word"
        ),
        pytest.param(
            Condition("mrd", Operator.IS, (1,)), NumberSpan(1, 2), id="numbers for a name"
        ),
        pytest.param(
            Condition("age", Operator.ABOVE, (INFANT_LIMIT,)), months(1, 2), id="an age above"
        ),
    ],
)
def test_value_of_another_kind_is_refused(condition: Condition, told: FactValue) -> None:
    with pytest.raises(MismatchedFactError) as caught:
        condition.holds(told)
    assert (caught.value.fact, caught.value.value) == (condition.fact, told)
