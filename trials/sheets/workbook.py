"""Workbooks of Excel and its likes (XLSX), read row by row."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from openpyxl import load_workbook

from trials.sheets.cells import Cell, CellReason
from trials.sheets.faults import SheetFault, SheetReason
from trials.sheets.limits import (
    LAST_ROW,
    MOST_COLUMNS,
    MOST_SHEETS,
    MOST_UNPACKED,
)

OLD_FILE = b"\xd0\xcf\x11\xe0"
"""How files of Excel before 2007 begin, and those that a password protects."""
ARCHIVE = b"PK"
_LOCKED = 1
"""The flag of a part that a password protects (APPNOTE of ZIP, 4.4.4)."""
_ESCAPED = re.compile(r"_x005F(_x[0-9a-fA-F]{4}_)")
"""A text that only looks like the escape of a sign, such as _x000D_, has _x005F before it in the
file (ECMA-376 part 1, 22.9.2.19); openpyxl leaves that in a text that stands in its cell."""
_PIECE = 64 * 1024


def worksheets(content: bytes) -> Iterator[tuple[str, Iterator[tuple[int, list[Cell]]]]]:
    """The name of every worksheet, with its rows and their numbers. Raises SheetFault.

    A worksheet is read while its rows are taken: take them before the next one.
    """
    archive = _unpacked(content)
    with _reading():
        book = load_workbook(archive, read_only=True, keep_links=False)
    for sheet in book.worksheets[:MOST_SHEETS]:
        yield sheet.title, _rows(sheet)


@contextmanager
def _reading() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about parts that only Excel itself can show
        try:
            yield
        except Exception:
            # openpyxl raises whatever a damaged file makes it meet.
            raise SheetFault(SheetReason.DAMAGED) from None


def _rows(sheet: Any) -> Iterator[tuple[int, list[Cell]]]:
    # The size that a file gives for itself may be missing or wrong.
    sheet.reset_dimensions()
    rows = enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, max_row=LAST_ROW), start=1)
    while True:
        with _reading():
            found = next(rows, None)
        if found is None:
            return
        number, row = found
        cells = [_cell(one) for one in row]
        if any(cell not in (None, "") for cell in cells):
            yield number, cells


def _cell(one: Any) -> Cell:
    if one.data_type == "f":
        return CellReason.FORMULA
    if one.data_type == "e":
        return CellReason.ERROR
    value: Cell = one.value
    return _ESCAPED.sub(r"\1", value) if isinstance(value, str) else value


def _unpacked(content: bytes) -> io.BytesIO:
    """The same archive with its texts as they are, unpacked piece by piece.

    A workbook of a few kilobytes may unpack to as many gigabytes, and the sizes that it
    gives for its parts may be wrong: read at once, a part would be unpacked whole.
    """
    try:
        return _copied(content)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError):
        raise SheetFault(SheetReason.DAMAGED) from None


def _copied(content: bytes) -> io.BytesIO:
    left, copied = MOST_UNPACKED, io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(copied, "w") as plain:
        parts = {part.filename: part for part in packed.infolist()}
        if any(part.flag_bits & _LOCKED for part in parts.values()):
            raise SheetFault(SheetReason.OLD_OR_LOCKED)
        if "xl/workbook.xml" not in parts:
            raise SheetFault(SheetReason.NOT_A_SHEET)
        for name, part in parts.items():
            if not name.endswith((".xml", ".rels")):
                continue  # pictures and the like
            with packed.open(part) as source, plain.open(name, "w") as target:
                while piece := source.read(_PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise SheetFault(SheetReason.TOO_LARGE_UNPACKED)
                    target.write(piece)
    return copied
