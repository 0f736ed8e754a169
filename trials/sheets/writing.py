"""Rows into CSV and XLSX. Texts come out so that no program takes them for formulas."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from trials.sheets.cells import held_text, neutral
from trials.sheets.limits import LONGEST_CELL

Value: TypeAlias = str | date | float | None
Rows: TypeAlias = Iterable[Sequence[Value]]

_WRAPPED_FROM = 60
"""Characters; shorter texts keep the rows of a sheet low."""
BOM = "\ufeff"
"""Excel takes a file without it for Windows-1252, and spoils every accent."""


class LongCellError(ValueError):
    """A text is longer than a cell of a workbook holds; CSV has room for it."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


def write_csv(columns: Sequence[str], rows: Rows) -> Iterator[str]:
    """Line by line: UTF-8 once encoded, commas, lines that end as RFC 4180 has it."""
    line = io.StringIO()
    writer = csv.writer(line)
    yield BOM
    yield _written(writer, line, columns)
    for values in rows:
        yield _written(writer, line, [_csv_cell(value) for value in values])


def write_workbook(sheets: Mapping[str, tuple[Sequence[str], Rows]]) -> bytes:
    """One worksheet each. Raises LongCellError."""
    book = Workbook(write_only=True)
    for name, (columns, rows) in sheets.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        heading = [WriteOnlyCell(sheet, column) for column in columns]
        for cell in heading:
            cell.font = Font(bold=True)
        sheet.append(heading)
        cells = _Cells(sheet)
        for values in rows:
            sheet.append(
                cells.filled(column, value) for column, value in zip(columns, values, strict=True)
            )
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _written(writer: Any, line: io.StringIO, row: Iterable[str]) -> str:
    line.seek(0)
    line.truncate()
    writer.writerow(row)
    return line.getvalue()


def _csv_cell(value: Value) -> str:
    if value is None:
        return ""
    return neutral(held_text(value)) if isinstance(value, str) else str(value)


class _Cells:
    """One cell of each kind, filled anew for every value: a worksheet writes it at once.

    Styles are what takes long; so they are made once.
    """

    def __init__(self, sheet: Any) -> None:
        self.number = WriteOnlyCell(sheet)
        self.day = WriteOnlyCell(sheet)
        self.day.number_format = "yyyy-mm-dd"
        self.text, self.long_text = WriteOnlyCell(sheet), WriteOnlyCell(sheet)
        for cell in (self.text, self.long_text):
            # A text for ever: no date or number when somebody edits it.
            cell.number_format = "@"
        self.text.alignment = Alignment(vertical="top")
        self.long_text.alignment = Alignment(vertical="top", wrap_text=True)

    def filled(self, column: str, value: Value) -> Any:
        """Raises LongCellError."""
        if isinstance(value, date):
            self.day.value = datetime(value.year, value.month, value.day)  # noqa: DTZ001  # a day
            return self.day
        if not isinstance(value, str):
            self.number.value = value
            return self.number
        text = neutral(held_text(value))
        if len(text) > LONGEST_CELL:
            raise LongCellError(column)
        cell = self.long_text if len(text) > _WRAPPED_FROM else self.text
        cell.value = text or None
        if text:
            cell.data_type = "s"  # whatever it looks like
        return cell
