"""A file that somebody has sent, as sheets with a heading and rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from trials.sheets.cells import Cell, CellFault, as_text
from trials.sheets.csv_text import decoded, rows_of
from trials.sheets.faults import Note, SheetFault, SheetReason
from trials.sheets.limits import MOST_BYTES, MOST_ROWS
from trials.sheets.workbook import ARCHIVE, OLD_FILE, worksheets


@dataclass(frozen=True, slots=True)
class SheetRow:
    """``line`` as spreadsheet programs number it; ``cells`` by the names of their columns.

    ``has_more``  there are cells beyond the last column that has a name.
    """

    line: int
    cells: dict[str, Cell]
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class UploadedSheet:
    """``name`` of the worksheet, empty for CSV. ``columns`` in small letters."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]


@dataclass(slots=True)
class SheetFile:
    """``sheets`` are those with something in them."""

    sheets: list[UploadedSheet] = field(default_factory=list)
    notes: tuple[Note, ...] = ()


def read_file(content: bytes) -> SheetFile:
    """By what is in it, whatever its name is. Raises SheetFault; never anything else."""
    if not content.strip():
        raise SheetFault(SheetReason.EMPTY)
    if len(content) > MOST_BYTES:
        raise SheetFault(SheetReason.TOO_LARGE)
    if content.startswith(OLD_FILE):
        raise SheetFault(SheetReason.OLD_OR_LOCKED)
    file, left = SheetFile(), MOST_ROWS
    if content.startswith(ARCHIVE):
        for name, rows in worksheets(content):
            left -= _add(file, name, rows, left)
    else:
        text, file.notes = decoded(content)
        _add(file, "", rows_of(text), left)
    if not file.sheets:
        raise SheetFault(SheetReason.EMPTY)
    return file


def _add(file: SheetFile, name: str, rows: Iterable[tuple[int, Iterable[Cell]]], most: int) -> int:
    """Add a sheet unless it is empty; the number of its rows."""
    filled = _filled(rows)
    heading = next(filled, None)
    if heading is None:
        return 0
    columns = _columns(name, *heading)
    found: list[SheetRow] = []
    for line, cells in filled:
        if len(found) == most:
            raise SheetFault(SheetReason.TOO_MANY_ROWS, line=line)
        found.append(_row(line, cells, columns))
    named = tuple(column for column in columns if column)
    file.sheets.append(UploadedSheet(name, named, tuple(found)))
    return len(found)


def _filled(rows: Iterable[tuple[int, Iterable[Cell]]]) -> Iterator[tuple[int, list[Cell]]]:
    for line, row in rows:
        cells = list(row)
        if not all(_is_empty(cell) for cell in cells):
            yield line, cells


def _columns(name: str, line: int, heading: list[Cell]) -> list[str]:
    columns = [_column(cell) for cell in heading]
    for column in columns:
        if column and columns.count(column) > 1:
            raise SheetFault(SheetReason.TWICE, line=line, what=column)
    return columns


def _column(cell: Cell) -> str:
    """A column without a name is empty; so is one that no name can be made of."""
    try:
        return "_".join(as_text(cell).casefold().split())
    except CellFault:
        return ""


def _row(line: int, cells: list[Cell], columns: list[str]) -> SheetRow:
    """Missing cells are empty: spreadsheet programs leave them out at the end of a line."""
    filled = cells + [None] * (len(columns) - len(cells))
    named = {column: cell for column, cell in zip(columns, filled, strict=False) if column}
    has_more = any(not _is_empty(cell) for cell in filled[len(columns) :])
    return SheetRow(line, named, has_more)


def _is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
