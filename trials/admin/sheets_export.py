"""The list as files: one sheet as CSV or XLSX, or all four in one workbook."""

from collections.abc import Iterator, Mapping, Sequence

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from trials.forms.sheets.columns import SheetName, names_of
from trials.forms.sheets.held import CELLS_OF, Value, rows_to_write
from trials.sheets import (
    LongCellError,
    LongSheetError,
    workbook_in_steps,
    write_csv,
    write_workbook,
)

EVERYTHING = "everything"
MOST_AT_ONCE = 2_000
"""Rows of a workbook that are made while somebody waits: in about a second."""
MOST_IN_WORKBOOK = 150_000
"""Rows of all sheets together. 89,000 took 41 s (docs/performance.md), and a worker that takes
longer than 120 s is ended (config/gunicorn.py)."""
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_AT_ONCE = 2_000


def wanted_sheets(sheet: str, suffix: str) -> list[SheetName]:
    """Raises Http404 for a sheet or a kind of file that there is not."""
    if suffix == "xlsx" and sheet == EVERYTHING:
        return list(SheetName)
    if suffix not in ("csv", "xlsx") or sheet not in set(SheetName):
        raise Http404
    return [SheetName(sheet)]


def rows_in(wanted: Sequence[SheetName]) -> int:
    return sum(rows_to_write(sheet).order_by().count() for sheet in wanted)


def csv_file(sheet: SheetName, name: str) -> StreamingHttpResponse:
    """Sent row by row: the browser shows how far it is."""
    lines = write_csv(names_of(sheet), _rows(sheet))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def workbook_file(wanted: Sequence[SheetName], name: str) -> HttpResponse:
    try:
        return attached(write_workbook(_sheets(wanted)), name)
    except (LongCellError, LongSheetError) as fault:
        words = too_long_words(fault)
        return HttpResponse(words, status=422, content_type="text/plain; charset=utf-8")


def in_steps(wanted: Sequence[SheetName]) -> Iterator[int | bytes]:
    """How many rows a workbook has so far, and the workbook at last.

    Raises LongCellError and LongSheetError.
    """
    return workbook_in_steps(_sheets(wanted))


def attached(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=_WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def most_in_workbook() -> str:
    return number_format(MOST_IN_WORKBOOK, force_grouping=True)


def too_long_words(fault: LongCellError | LongSheetError) -> str:
    if isinstance(fault, LongSheetError):
        text = _(
            "A workbook has room for %(most)s rows here. This is more. CSV has no such limit."
        )
        return text % {"most": most_in_workbook()}
    text = _("A text under “%(column)s” is too long for a workbook. Download CSV instead.")
    return text % {"column": fault.column}


def _sheets(
    wanted: Sequence[SheetName],
) -> Mapping[str, tuple[Sequence[str], Iterator[list[Value]]]]:
    return {sheet.value: (names_of(sheet), _rows(sheet)) for sheet in wanted}


def _rows(sheet: SheetName) -> Iterator[list[Value]]:
    names, cells_of = names_of(sheet), CELLS_OF[sheet]
    for row in rows_to_write(sheet).iterator(chunk_size=_AT_ONCE):
        cells = cells_of(row)
        yield [cells[name] for name in names]
