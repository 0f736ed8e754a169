"""Rows into CSV and XLSX. Texts come out so that no program takes them for formulas."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from trials.sheets.cells import held_text, neutral
from trials.sheets.limits import LONGEST_CELL

Value: TypeAlias = str | date | float | None
Rows: TypeAlias = Iterable[Sequence[Value]]

_WRAPPED_FROM = 60
"""Characters; shorter texts keep the rows of a sheet low."""
_FIRST_DAY = date(1900, 3, 1)
"""Earlier ones have no number, or a wrong one, in spreadsheet programs."""
_STEP = 250
"""Rows after which is told how many there are."""
BOM = "\ufeff"
"""Excel takes a file without it for Windows-1252, and spoils every accent."""


class LongCellError(ValueError):
    """A text is longer than a cell of a workbook holds; CSV has room for it."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


class LongSheetError(ValueError):
    """A sheet has more rows or columns than go into a workbook; CSV has room for them."""


def write_csv(columns: Sequence[str], rows: Rows) -> Iterator[str]:
    """Line by line: UTF-8 once encoded, commas, lines that end as RFC 4180 has it."""
    line = io.StringIO()
    writer = csv.writer(line)
    yield BOM
    yield _written(writer, line, columns)
    for values in rows:
        yield _written(writer, line, [_csv_cell(value) for value in values])


def write_workbook(sheets: Mapping[str, tuple[Sequence[str], Rows]]) -> bytes:
    """One worksheet each. Raises LongCellError and LongSheetError."""
    made: int | bytes = b""
    for made in workbook_in_steps(sheets):  # noqa: B007  # the last is wanted
        pass
    assert isinstance(made, bytes)
    return made


def workbook_in_steps(
    sheets: Mapping[str, tuple[Sequence[str], Rows]],
) -> Iterator[int | bytes]:
    """How many rows there are so far, again and again; the workbook at last.

    Rows wait on disk and not in memory until the workbook is packed. Raises LongCellError and
    LongSheetError.
    """
    content, done = io.BytesIO(), 0
    with Workbook(content, {"constant_memory": True}) as book:
        styles = _Styles(book)
        for name, (columns, rows) in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            _check(sheet.write_row(0, 0, columns, styles.heading))
            for line, values in enumerate(rows, start=1):
                for place, value in enumerate(values):
                    _fill(sheet, line, place, value, columns[place], styles)
                done += 1
                if done % _STEP == 0:
                    yield done
    yield content.getvalue()


def _written(writer: Any, line: io.StringIO, row: Iterable[str]) -> str:
    line.seek(0)
    line.truncate()
    writer.writerow(row)
    return line.getvalue()


def _csv_cell(value: Value) -> str:
    if value is None:
        return ""
    return neutral(held_text(value)) if isinstance(value, str) else str(value)


class _Styles:
    def __init__(self, book: Workbook) -> None:
        self.heading: Format = book.add_format({"bold": True})
        self.day: Format = book.add_format({"num_format": "yyyy-mm-dd"})
        # "@": a text for ever, no date or number when somebody edits it.
        self.text: Format = book.add_format({"num_format": "@", "valign": "top"})
        self.long_text: Format = book.add_format(
            {"num_format": "@", "valign": "top", "text_wrap": True}
        )


def _fill(
    sheet: Worksheet, line: int, place: int, value: Value, column: str, styles: _Styles
) -> None:
    """Raises LongCellError and LongSheetError."""
    if isinstance(value, date):
        if value >= _FIRST_DAY:
            _check(sheet.write_datetime(line, place, value, styles.day))
            return
        value = value.isoformat()
    if isinstance(value, str):
        text = neutral(held_text(value))
        if len(text) > LONGEST_CELL:
            raise LongCellError(column)
        style = styles.long_text if len(text) > _WRAPPED_FROM else styles.text
        # Whatever it looks like, it is no number, link or formula.
        _check(sheet.write_string(line, place, text, style))
    elif value is not None:
        _check(sheet.write_number(line, place, value))


def _check(outcome: int | None) -> None:
    """xlsxwriter leaves out what lies beyond the last row or column, and only returns so."""
    if outcome:
        raise LongSheetError
