"""The list as files: one sheet as CSV or XLSX, or all four in one workbook."""

from collections.abc import Iterator
from datetime import date

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from trials.forms.sheets.columns import SheetName, names_of
from trials.forms.sheets.held import CELLS_OF, Value, rows_to_write
from trials.sheets import LongCellError, write_csv, write_workbook

EVERYTHING = "everything"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_AT_ONCE = 2_000


def export(sheet: str, suffix: str, *, today: date) -> HttpResponseBase:
    """Raises Http404 for a sheet or a kind of file that there is not."""
    name = f"{sheet}-{today:%Y-%m-%d}.{suffix}"
    if suffix == "csv" and sheet in set(SheetName):
        lines = write_csv(names_of(SheetName(sheet)), _rows(SheetName(sheet)))
        response: HttpResponseBase = StreamingHttpResponse(
            lines, content_type="text/csv; charset=utf-8"
        )
    elif suffix == "xlsx" and sheet in {*SheetName, EVERYTHING}:
        wanted = list(SheetName) if sheet == EVERYTHING else [SheetName(sheet)]
        response = _workbook(wanted)
    else:
        raise Http404
    if response.status_code == 200:
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _workbook(wanted: list[SheetName]) -> HttpResponse:
    sheets = {sheet.value: (names_of(sheet), _rows(sheet)) for sheet in wanted}
    try:
        return HttpResponse(write_workbook(sheets), content_type=_WORKBOOK)
    except LongCellError as fault:
        text = _("A text under “%(column)s” is too long for a workbook. Download CSV instead.")
        return HttpResponse(
            text % {"column": fault.column}, status=422, content_type="text/plain; charset=utf-8"
        )


def _rows(sheet: SheetName) -> Iterator[list[Value]]:
    names, cells_of = names_of(sheet), CELLS_OF[sheet]
    for row in rows_to_write(sheet).iterator(chunk_size=_AT_ONCE):
        cells = cells_of(row)
        yield [cells[name] for name in names]
