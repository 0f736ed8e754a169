"""Sheets: the list as CSV and XLSX, and files of coordinators on their way into it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import Error
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials.actions.sheets import (
    KEPT_FOR,
    FaultyRowsError,
    StaleSheetError,
    StoredAlreadyError,
    keep_download,
    keep_upload,
    store,
)
from trials.admin.base import staff
from trials.admin.progress import page_with_progress
from trials.admin.refusals import REFUSALS, sentences
from trials.admin.sheets_export import (
    MOST_AT_ONCE,
    MOST_IN_WORKBOOK,
    attached,
    csv_file,
    in_steps,
    most_in_workbook,
    rows_in,
    too_long_words,
    wanted_sheets,
    workbook_file,
)
from trials.admin.sheets_preview import REPORT_COLUMNS, preview, report
from trials.admin.sheets_reading import Reading
from trials.forms.sheets.columns import COLUMNS, LABELS, SheetName
from trials.forms.sheets.words import file_words
from trials.models import SheetDownload, SheetUpload
from trials.sheets import (
    MOST_BYTES,
    MOST_ROWS,
    LongCellError,
    LongSheetError,
    SheetFault,
    SheetReason,
    write_csv,
)

LOOK = "trials.view_trial"
WRITE = tuple(
    f"trials.{verb}_{model}"
    for model in ("trial", "participantgroup", "agerule", "trialsite", "site")
    for verb in ("add", "change")
)


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "missing": gettext_lazy("Choose a file."),
            "empty": file_words(SheetFault(SheetReason.EMPTY)),
        },
        widget=forms.ClearableFileInput({"accept": ".csv,.xlsx,.txt"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(file_words(SheetFault(SheetReason.TOO_LARGE)))
        return file


class StoreForm(forms.Form):
    """``seen`` is the digest of what the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput)
    only_good = forms.BooleanField(
        label=gettext_lazy("Store the valid rows, and leave out those to mend"), required=False
    )


@admin.register(SheetUpload)
class SheetAdmin(ModelAdmin):
    """One page, and the way of a file through two more."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(LOOK)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        pages = (
            ("", self.sheets, "changelist"),
            ("<str:sheet>.<str:suffix>", self.download, "download"),
            ("made/<int:pk>/", self.fetch, "fetch"),
            ("<int:pk>/", self.look_at, "look_at"),
            ("<int:pk>/report/", self.report, "report"),
            ("<int:pk>/store/", self.store, "store"),
        )
        return [
            path(address, wrap(view), name=f"trials_sheetupload_{name}")
            for address, view, name in pages
        ]

    def sheets(self, request: HttpRequest) -> HttpResponse:
        """What can be downloaded, and where a file is sent."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = UploadForm()
        if request.method == "POST":
            _refuse_readers(request)
            form = UploadForm(request.POST, request.FILES)
            if form.is_valid():
                file = form.cleaned_data["file"]
                upload = keep_upload(file.name, file.read(), by=staff(request), now=timezone.now())
                return HttpResponseRedirect(_address("look_at", upload))
        context = {
            **self._context(request, _("Sheets: export and import")),
            "form": form,
            "may_write": request.user.has_perms(WRITE),
            "sheets": [(name.value, LABELS[name], COLUMNS[name]) for name in SheetName],
            "most_in_workbook": most_in_workbook(),
            "most_rows": MOST_ROWS,
            "megabytes": MOST_BYTES // (1024 * 1024),
        }
        return TemplateResponse(request, "admin/trials/sheets/sheets.html", context)

    def download(self, request: HttpRequest, sheet: str, suffix: str) -> HttpResponseBase:
        if not self.has_view_permission(request):
            raise PermissionDenied
        wanted = wanted_sheets(sheet, suffix)
        name = f"{sheet}-{timezone.localdate():%Y-%m-%d}.{suffix}"
        if suffix == "csv":
            return csv_file(wanted[0], name)
        count = rows_in(wanted)
        if count <= MOST_AT_ONCE:
            return workbook_file(wanted, name)
        context = {**self._context(request, _("Making the workbook")), "name": name}
        if count > MOST_IN_WORKBOOK:
            context |= _too_long(wanted, LongSheetError())
            return TemplateResponse(request, "admin/trials/sheets/made.html", context, status=422)
        return page_with_progress(
            request,
            "admin/trials/sheets/made.html",
            context,
            _making(request, wanted, name),
            first=_("The workbook will have %(count)d rows.") % {"count": count},
            if_cut=_(
                "If this page ends before it says that it is done, the workbook was not made. "
                "Then download CSV, or one sheet after the other."
            ),
        )

    def fetch(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A workbook that was made for whoever asks."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        held = get_object_or_404(
            SheetDownload, pk=pk, made_for=staff(request), made_at__gte=timezone.now() - KEPT_FOR
        )
        return attached(bytes(held.content), held.name)

    def look_at(self, request: HttpRequest, pk: int) -> StreamingHttpResponse:
        """What a file would change. Nothing is stored."""
        upload = _own_upload(request, pk)
        context = {**self._context(request, _("What the file would change")), "upload": upload}
        return _with_progress(request, context, _looking(request, upload))

    def report(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Every row with what is to become of it, as CSV."""
        upload = _own_upload(request, pk)
        try:
            reading = Reading(bytes(upload.content))
        except SheetFault:
            raise Http404 from None
        for _count in reading.plan():
            pass
        lines = write_csv(REPORT_COLUMNS, report(reading.rows))
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="report-{pk}.csv"'
        return response

    def store(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        upload = _own_upload(request, pk)
        form = StoreForm(request.POST)
        if request.method != "POST" or not form.is_valid():
            return HttpResponseRedirect(_address("look_at", upload))
        context = {**self._context(request, _("Storing the file")), "upload": upload}
        return _with_progress(request, context, _storing(request, upload, form.cleaned_data))

    def _context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": title,
        }


def _with_progress(
    request: HttpRequest, context: dict[str, Any], work: Iterator[int | str]
) -> StreamingHttpResponse:
    """What is stored is stored in one transaction: of a page that is cut short, nothing is."""
    if_cut = _("If this page ends before it says that it is done, nothing was stored.")
    smaller = _("Then send the rows in smaller files.")
    return page_with_progress(
        request,
        "admin/trials/sheets/look.html",
        context,
        work,
        first=_("Reading the file…"),
        if_cut=f"{if_cut} {smaller}",
    )


def _looking(request: HttpRequest, upload: SheetUpload) -> Iterator[int | str]:
    if upload.stored_at is not None:
        yield _result(request, "refused", upload=upload, is_stored=True)
        return
    try:
        reading = Reading(bytes(upload.content))
    except SheetFault as fault:
        yield _result(request, "unreadable", upload=upload, fault=file_words(fault))
        return
    yield from reading.plan()
    yield _result(
        request,
        "preview",
        upload=upload,
        notes=reading.notes,
        shown=preview(reading.headings, reading.rows),
        form=StoreForm(initial={"seen": reading.digest}),
    )


def _storing(
    request: HttpRequest, upload: SheetUpload, told: dict[str, Any]
) -> Iterator[int | str]:
    try:
        reading = Reading(bytes(upload.content))
        yield from store(
            upload,
            lambda: reading.previewed(only_good=told["only_good"]),
            seen=told["seen"],
            by=staff(request),
            now=timezone.now(),
        )
    except StaleSheetError:
        yield _result(request, "refused", upload=upload, is_stale=True)
    except FaultyRowsError:
        yield _result(request, "refused", upload=upload, is_blocked=True)
    except (StoredAlreadyError, SheetFault):
        yield _result(request, "refused", upload=upload, is_stored=True)
    except REFUSALS as refused:
        yield _result(request, "refused", upload=upload, reasons=sentences(refused))
    except Error:
        # The database is away, or was too slow: what was written is undone.
        yield _result(request, "refused", upload=upload)
    else:
        shown = preview(reading.headings, reading.rows)
        yield _result(request, "stored", upload=upload, shown=shown)


def _making(request: HttpRequest, wanted: Sequence[SheetName], name: str) -> Iterator[int | str]:
    try:
        for made in in_steps(wanted):
            if isinstance(made, int):
                yield made
            else:
                kept = keep_download(name, made, by=staff(request), now=timezone.now())
                yield _result(request, "fetch", made=kept, megabytes=len(made) / 1_000_000)
    except (LongCellError, LongSheetError) as fault:
        yield _result(request, "fetch", **_too_long(wanted, fault))


def _too_long(
    wanted: Sequence[SheetName], fault: LongCellError | LongSheetError
) -> dict[str, Any]:
    """Why there is no workbook, and the sheets that come as CSV instead."""
    return {"fault": too_long_words(fault), "csv": [(one.value, LABELS[one]) for one in wanted]}


def _result(request: HttpRequest, name: str, **context: Any) -> str:
    return render_to_string(f"admin/trials/sheets/{name}.html", context, request)


def _own_upload(request: HttpRequest, pk: int) -> SheetUpload:
    """Somebody else's file, or an old one, is not there."""
    _refuse_readers(request)
    return get_object_or_404(
        SheetUpload,
        pk=pk,
        uploaded_by=staff(request),
        uploaded_at__gte=timezone.now() - KEPT_FOR,
    )


def _refuse_readers(request: HttpRequest) -> None:
    if not request.user.has_perms(WRITE):
        raise PermissionDenied


def _address(name: str, upload: SheetUpload) -> str:
    return reverse(f"admin:trials_sheetupload_{name}", args=[upload.pk])
