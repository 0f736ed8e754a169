"""What stands in one cell: texts, dates, numbers, and texts that would act as formulas.

A text that a spreadsheet program would take for a formula is written with an apostrophe
before it, and so is one that looks as if that had been done. Reading takes one away:

    =1+1     '=1+1         '=1+1     ''=1+1         plain    plain

so that every text comes back as it was.
"""

import math
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeAlias

NO_FORMULA = "=+-@\t\r\n＝＋－＠"
"""With these a formula begins, in one spreadsheet program or another (OWASP, "CSV Injection")."""
_WOULD_ACT = re.compile(f"'*[{re.escape(NO_FORMULA)}]")
_WAS_NEUTRALISED = re.compile(f"'+[{re.escape(NO_FORMULA)}]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?(?:\.0+)?)?")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_NUMBER = re.compile(r"[+-]?\d{1,9}(?:[.,]\d{1,15})?")
_MADE_A_DATE = re.compile(
    r"\d{1,2}-(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r"|(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d{1,2}"
)
_FIRST_DAY = date(1899, 12, 30)
"""Day 0 of Excel, so that every day from March 1900 on has its number there."""
_SERIALS = range(10_000, 80_000)
"""Days from 1927 to 2119: other numbers are no dates that a trial can have."""
_TIMES = (date, time, timedelta)
_YES = frozenset({"yes", "y", "true", "x", "1"})
_NO = frozenset({"no", "n", "false", "0", ""})


class CellReason(StrEnum):
    """Why a cell cannot be taken as what its column holds."""

    FORMULA = "formula"
    ERROR = "error"
    MADE_A_DATE = "made_a_date"
    NO_DATE = "no_date"
    DAY_OR_MONTH = "day_or_month"
    NO_FLAG = "no_flag"
    NO_NUMBER = "no_number"


class CellFault(ValueError):
    def __init__(self, reason: CellReason) -> None:
        super().__init__(reason)
        self.reason = reason


Cell: TypeAlias = str | int | float | bool | date | time | timedelta | CellReason | None
"""As the file has it; a CellReason for a formula, or for an error of one."""


class DayOrder(StrEnum):
    """Which comes first in 3/4/2026."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


def neutral(text: str) -> str:
    """The text as a cell that no program takes for a formula."""
    return f"'{text}" if _WOULD_ACT.match(text) else text


def plain(cell: str) -> str:
    """The text that :func:`neutral` was given."""
    return cell[1:] if _WAS_NEUTRALISED.match(cell) else cell


def held_text(text: str) -> str:
    """A text as two of them are compared: without what a program changes unasked."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", lines).strip()


def as_text(cell: Cell) -> str:
    """Raises CellFault for formulas, and for what was a text until a program made it a date."""
    if isinstance(cell, CellReason):
        raise CellFault(cell)
    if cell is None or isinstance(cell, str):
        return held_text(plain(cell)) if cell else ""
    if isinstance(cell, _TIMES):
        raise CellFault(CellReason.MADE_A_DATE)
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return _digits(cell)


def was_made_a_date(text: str) -> bool:
    """Whether Excel may have made this of a text such as 1/2, and saved it so as CSV."""
    return _MADE_A_DATE.fullmatch(text) is not None


def as_flag(cell: Cell) -> bool:
    """Empty is no. Raises CellFault."""
    text = as_text(cell).casefold()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise CellFault(CellReason.NO_FLAG)


def as_number(cell: Cell) -> float | None:
    """With a point or a comma before the decimals. Raises CellFault."""
    text = as_text(cell)
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise CellFault(CellReason.NO_NUMBER)
    return float(text.replace(",", "."))


def read_date(cell: Cell, order: DayOrder | None) -> date | None:
    """A day; ``order`` is that of the whole column, None when nobody can tell.

    2026-03-14, 14.3.2026, 3/14/2026, and the number that Excel keeps for a day. Raises
    CellFault.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = as_text(cell if not isinstance(cell, time | timedelta) else CellReason.NO_DATE)
    if not text:
        return None
    if text.isdecimal() and len(text) == 5 and int(text) in _SERIALS:
        return _FIRST_DAY + timedelta(days=int(text))
    if found := _ISO.fullmatch(text):
        return _day(*found.groups())
    if found := _DOTTED.fullmatch(text):
        day, month, year = found.groups()
        return _day(year, month, day)
    if found := _SLASHED.fullmatch(text):
        return _slashed(*found.groups(), order=order)
    raise CellFault(CellReason.NO_DATE)


def day_order(cells: Iterable[Cell]) -> DayOrder | None:
    """What the days beyond the 12th of a column tell about all of it."""
    found = set()
    for cell in cells:
        match = _SLASHED.fullmatch(cell.strip()) if isinstance(cell, str) else None
        if match and int(match[1]) > 12:
            found.add(DayOrder.DAY_FIRST)
        if match and int(match[2]) > 12:
            found.add(DayOrder.MONTH_FIRST)
    return found.pop() if len(found) == 1 else None


def _slashed(first: str, second: str, year: str, *, order: DayOrder | None) -> date:
    if first != second and order is None:
        raise CellFault(CellReason.DAY_OR_MONTH)
    if order is DayOrder.DAY_FIRST:
        return _day(year, second, first)
    return _day(year, first, second)


def _day(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise CellFault(CellReason.NO_DATE) from None


def _digits(number: float) -> str:
    if not math.isfinite(number):
        raise CellFault(CellReason.ERROR)
    is_whole = number == int(number)
    return str(int(number)) if is_whole and abs(number) < 1e15 else repr(number)
