"""What is wrong with a file or a cell, and what to do."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials.sheets import MOST_BYTES, MOST_ROWS, CellReason, Note, SheetFault, SheetReason

_FILES: Mapping[SheetReason, Any] = {
    SheetReason.EMPTY: gettext_lazy("The file is empty. Choose one with a heading and rows."),
    SheetReason.TOO_LARGE: gettext_lazy(
        "The file has more than %(megabytes)d MB. Send it in several parts."
    ),
    SheetReason.TOO_LARGE_UNPACKED: gettext_lazy(
        "The workbook unpacks to more than the site can hold. Copy the rows into a new "
        "workbook without pictures, or save it as CSV."
    ),
    SheetReason.TOO_MANY_ROWS: gettext_lazy(
        "The file has more than %(rows)d rows. Send it in several parts."
    ),
    SheetReason.OLD_OR_LOCKED: gettext_lazy(
        "This is a workbook with a password, or of Excel before 2007. Save it as “Excel "
        "workbook (.xlsx)” without a password, or as CSV."
    ),
    SheetReason.NOT_A_SHEET: gettext_lazy(
        "This is neither CSV nor an Excel workbook (.xlsx). Save the sheet as one of them."
    ),
    SheetReason.DAMAGED: gettext_lazy(
        "The workbook is damaged. Open it in your spreadsheet program and save it anew."
    ),
    SheetReason.ENCODING: gettext_lazy(
        "Line %(line)d holds signs that cannot be read. Save the file as “CSV UTF-8”."
    ),
    SheetReason.QUOTES: gettext_lazy(
        "On line %(line)d a quotation mark is missing, or one too many. Mend it, or save the "
        "file anew from your spreadsheet program."
    ),
    SheetReason.TWICE: gettext_lazy(
        "The column “%(what)s” stands there twice. Remove or rename one of the two."
    ),
    SheetReason.NO_COLUMNS: gettext_lazy(
        "No column is called trial, nct_id, group, age_rule or site, so that nobody can tell what "
        "the rows are. Write the names of the columns into the first line, as an export has them."
    ),
}
_CELLS: Mapping[CellReason, Any] = {
    CellReason.FORMULA: gettext_lazy(
        "There is a formula in this cell. Write its value instead (copy, then paste as values)."
    ),
    CellReason.ERROR: gettext_lazy(
        "There is an error of the spreadsheet program in this cell. Write the value itself."
    ),
    CellReason.MADE_A_DATE: gettext_lazy(
        "The spreadsheet program has made a date of this text. Format the cell as text and "
        "write it again."
    ),
    CellReason.NO_DATE: gettext_lazy("Write the day as year-month-day, for example 2026-03-14."),
    CellReason.DAY_OR_MONTH: gettext_lazy(
        "Nobody can tell which is the day and which the month. Write year-month-day, for "
        "example 2026-03-14."
    ),
    CellReason.NO_FLAG: gettext_lazy("Write yes, or leave the cell empty."),
    CellReason.NO_NUMBER: gettext_lazy("Write a number, for example 35.15."),
}
_NOTES = {
    Note.WINDOWS_1252: gettext_lazy(
        "The file is not saved as UTF-8. It was read as Windows writes it in America and "
        "Western Europe: look at accents and quotation marks below before you store it, or "
        "save the file as “CSV UTF-8”."
    ),
}


def file_words(fault: SheetFault) -> str:
    facts = {
        "megabytes": MOST_BYTES // (1024 * 1024),
        "rows": MOST_ROWS,
        "line": fault.line,
        "what": fault.what,
    }
    return str(_FILES[fault.reason]) % facts


def cell_words(reason: CellReason) -> str:
    return str(_CELLS[reason])


def note_words(note: Note) -> str:
    return str(_NOTES[note])


def not_one_of(text: str, codes: Mapping[str, Any]) -> str:
    return _("“%(text)s” is none of these: %(codes)s.") % {
        "text": text,
        "codes": ", ".join(codes),
    }
