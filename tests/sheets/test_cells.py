"""Cells: texts that would act as formulas, days, numbers and marks."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trials.sheets import (
    CellFault,
    CellReason,
    DayOrder,
    as_flag,
    as_number,
    as_text,
    day_order,
    held_text,
    neutral,
    plain,
    read_date,
)
from trials.sheets.cells import NO_FORMULA, Cell

WORDS = st.text(alphabet=[*NO_FORMULA, "'", "a", "1", '"', ";", ",", "\n", "é"], max_size=8)


@given(WORDS)
def test_neutral_text_is_no_formula_and_comes_back(text: str) -> None:
    assert plain(neutral(text)) == text
    assert neutral(text)[:1] not in {*NO_FORMULA}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_formula_has_an_apostrophe_before_it(text: str) -> None:
    assert neutral(text) == f"'{text}"


def test_text_without_a_formula_is_left_as_it_is() -> None:
    for text in ("", "don't", "'quoted'", "a=b", "2-3"):
        assert neutral(text) == text == plain(text)


def test_line_ends_and_outer_spaces_make_no_difference() -> None:
    assert held_text("  a\r\nb\rc\x00 ") == "a\nb\nc"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (2024, "2024"),
        (2024.0, "2024"),
        (1.5, "1.5"),
        (True, "yes"),
        (" a ", "a"),
        ("'=1", "=1"),
    ],
)
def test_whatever_stands_in_a_text_column_is_a_text(cell: Cell, text: str) -> None:
    assert as_text(cell) == text


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (CellReason.FORMULA, CellReason.FORMULA),
        (CellReason.ERROR, CellReason.ERROR),
        (datetime(2026, 1, 2), CellReason.MADE_A_DATE),  # noqa: DTZ001
        (time(1, 2), CellReason.MADE_A_DATE),
        (float("inf"), CellReason.ERROR),
    ],
)
def test_text_that_is_none_is_refused(cell: Cell, reason: CellReason) -> None:
    with pytest.raises(CellFault) as caught:
        as_text(cell)
    assert caught.value.reason is reason


@pytest.mark.parametrize(
    "cell",
    [
        "2026-03-14",
        "2026-3-14",
        "2026-03-14 00:00:00",
        "2026-03-14T00:00",
        "14.3.2026",
        "14. 03.2026",
        46095,
        46095.0,
        "46095",
        date(2026, 3, 14),
        datetime(2026, 3, 14, 8),  # noqa: DTZ001
    ],
)
def test_day_is_read_however_it_is_written(cell: Cell) -> None:
    assert read_date(cell, None) == date(2026, 3, 14)


def test_day_and_month_are_told_apart_by_the_rest_of_the_column() -> None:
    assert day_order(["3/4/2026", "3/14/2026", None, "x"]) is DayOrder.MONTH_FIRST
    assert day_order(["3/4/2026", "14/3/2026"]) is DayOrder.DAY_FIRST
    assert day_order(["3/4/2026"]) is None
    assert day_order(["14/3/2026", "3/14/2026"]) is None
    assert read_date("3/4/2026", DayOrder.MONTH_FIRST) == date(2026, 3, 4)
    assert read_date("3/4/2026", DayOrder.DAY_FIRST) == date(2026, 4, 3)
    assert read_date("4/4/2026", None) == date(2026, 4, 4)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("3/4/2026", CellReason.DAY_OR_MONTH),
        ("2026-02-30", CellReason.NO_DATE),
        ("13.13.2026", CellReason.NO_DATE),
        ("yesterday", CellReason.NO_DATE),
        ("14.3.26", CellReason.NO_DATE),
        (12, CellReason.NO_DATE),
        (1e9, CellReason.NO_DATE),
        (time(1, 2), CellReason.NO_DATE),
    ],
)
def test_day_that_nobody_can_tell_is_refused(cell: Cell, reason: CellReason) -> None:
    with pytest.raises(CellFault) as caught:
        read_date(cell, None)
    assert caught.value.reason is reason


def test_marks_and_numbers() -> None:
    assert [as_flag(cell) for cell in ("yes", "X", 1, True, "no", "", None, 0)] == [True] * 4 + [
        False
    ] * 4
    assert [as_number(cell) for cell in ("35.15", "35,15", -90, None)] == [35.15, 35.15, -90, None]
    for read, cell in ((as_flag, "perhaps"), (as_number, "1e5"), (as_number, "here")):
        with pytest.raises(CellFault):
            read(cell)
