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
        for values in rows:
            sheet.append(
                _workbook_cell(sheet, column, value)
                for column, value in zip(columns, values, strict=True)
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


def _workbook_cell(sheet: Any, column: str, value: Value) -> Any:
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, datetime(value.year, value.month, value.day))  # noqa: DTZ001  # a day
        cell.number_format = "yyyy-mm-dd"
        return cell
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    text = neutral(held_text(value))
    if not text:
        return None
    if len(text) > LONGEST_CELL:
        raise LongCellError(column)
    cell = WriteOnlyCell(sheet, text)
    # A text for ever: not a formula now, and no date or number when somebody edits it.
    cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = Alignment(vertical="top", wrap_text=len(text) > 60)
    return cell
