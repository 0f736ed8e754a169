"""The complete tables of the four truth values, as a clinician would read them."""

import pytest

from trials.eligibility.truth import Truth, all_of, any_of, negate

BOTH = """
 and      | FALSE    UNKNOWN  ASK      TRUE
 ---------+------------------------------------
 FALSE    | FALSE    FALSE    FALSE    FALSE
 UNKNOWN  | FALSE    UNKNOWN  UNKNOWN  UNKNOWN
 ASK      | FALSE    UNKNOWN  ASK      ASK
 TRUE     | FALSE    UNKNOWN  ASK      TRUE
"""
EITHER = """
 or       | FALSE    UNKNOWN  ASK      TRUE
 ---------+------------------------------------
 FALSE    | FALSE    UNKNOWN  ASK      TRUE
 UNKNOWN  | UNKNOWN  UNKNOWN  ASK      TRUE
 ASK      | ASK      ASK      ASK      TRUE
 TRUE     | TRUE     TRUE     TRUE     TRUE
"""
NOT = {
    Truth.FALSE: Truth.TRUE,
    Truth.UNKNOWN: Truth.UNKNOWN,
    Truth.ASK: Truth.ASK,
    Truth.TRUE: Truth.FALSE,
}


def rows(table: str) -> list[tuple[Truth, Truth, Truth]]:
    """(left, top, result) for every field of a table."""
    lines = [line.replace("|", " ").split() for line in table.strip().splitlines()]
    head, _rule, *body = lines
    return [
        (Truth[line[0]], Truth[top], Truth[result])
        for line in body
        for top, result in zip(head[1:], line[1:], strict=True)
    ]


def names(row: tuple[Truth, ...]) -> str:
    return " ".join(value.name for value in row[:2])


@pytest.mark.parametrize("row", rows(BOTH), ids=names)
def test_all_of_two_values_is_the_weaker(row: tuple[Truth, Truth, Truth]) -> None:
    one, other, result = row
    assert all_of([one, other]) is result


@pytest.mark.parametrize("row", rows(EITHER), ids=names)
def test_any_of_two_values_is_the_stronger(row: tuple[Truth, Truth, Truth]) -> None:
    one, other, result = row
    assert any_of([one, other]) is result


@pytest.mark.parametrize("table", [BOTH, EITHER], ids=["and", "or"])
def test_tables_hold_every_pair_of_values(table: str) -> None:
    pairs = {(one, other) for one, other, _ in rows(table)}
    assert pairs == {(one, other) for one in Truth for other in Truth}


@pytest.mark.parametrize("value", Truth, ids=lambda value: value.name)
def test_negation_swaps_the_certain_values_and_leaves_the_others(value: Truth) -> None:
    assert negate(value) is NOT[value]


def test_nothing_asked_is_met() -> None:
    assert all_of([]) is Truth.TRUE


def test_nothing_offered_is_not_met() -> None:
    assert any_of([]) is Truth.FALSE


def test_one_weak_value_decides_many() -> None:
    values = [Truth.TRUE, Truth.ASK, Truth.UNKNOWN, Truth.TRUE]
    assert (all_of(values), any_of(values)) == (Truth.UNKNOWN, Truth.TRUE)


def test_only_true_and_false_are_certain() -> None:
    assert [value for value in Truth if value.is_certain] == [Truth.FALSE, Truth.TRUE]
