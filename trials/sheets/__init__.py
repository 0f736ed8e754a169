"""Files that spreadsheet programs write and read: CSV and XLSX, as rows of cells.

    bytes ──reading──▶ SheetFile: sheets with their heading and their rows
    rows  ──writing──▶ bytes

Plain Python: what the cells mean is decided above (``trials.forms.sheets``). A file that
cannot be read whole is refused with a :class:`SheetFault`, whose reason and facts become a
sentence there.
"""

from trials.sheets.cells import (
    Cell,
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
    was_made_a_date,
)
from trials.sheets.faults import Note, SheetFault, SheetReason
from trials.sheets.limits import MOST_BYTES, MOST_ROWS
from trials.sheets.reading import SheetFile, SheetRow, UploadedSheet, read_file
from trials.sheets.writing import (
    LongCellError,
    LongSheetError,
    workbook_in_steps,
    write_csv,
    write_workbook,
)

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "Cell",
    "CellFault",
    "CellReason",
    "DayOrder",
    "LongCellError",
    "LongSheetError",
    "Note",
    "SheetFault",
    "SheetFile",
    "SheetReason",
    "SheetRow",
    "UploadedSheet",
    "as_flag",
    "as_number",
    "as_text",
    "day_order",
    "held_text",
    "neutral",
    "plain",
    "read_date",
    "read_file",
    "was_made_a_date",
    "workbook_in_steps",
    "write_csv",
    "write_workbook",
]
