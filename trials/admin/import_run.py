"""Which imports there were, and how they ended."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials.admin.audit import RecordAdmin
from trials.models import ImportRun
from trials.presenters.numbers import grouped

# The outcomes of trials.actions.importing, by their names in the counts of a run.
OUTCOMES = {
    "added": gettext_lazy("new"),
    "changed": gettext_lazy("changed"),
    "proposed": gettext_lazy("reviewed here, with changes to decide"),
    "kept": gettext_lazy("reviewed here, nothing to decide"),
    "unchanged": gettext_lazy("unchanged"),
    "older": gettext_lazy("older or second copies"),
    "unreadable": gettext_lazy("not imported"),
}


@admin.register(ImportRun)
class ImportRunAdmin(RecordAdmin):
    list_display = ("began_at", "asked", "studies", "ended")
    fields: ClassVar = ("began_at", "asked", "studies", "ended", "not_imported")
    readonly_fields = fields

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("trials.change_trial")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @admin.display(description=gettext_lazy("what was imported"))
    def asked(self, run: ImportRun) -> str:
        if run.files:
            return ", ".join(run.files)
        words = [run.term] if run.term else []
        if run.since_day is not None:
            words.append(_("changed since %(day)s") % {"day": date_format(run.since_day)})
        return ", ".join(words) or _("the whole registry")

    @admin.display(description=gettext_lazy("studies"))
    def studies(self, run: ImportRun) -> str:
        counts = run.counts.get("outcomes", {})
        return ", ".join(
            f"{grouped(counts[key])} {name}" for key, name in OUTCOMES.items() if counts.get(key)
        )

    @admin.display(description=gettext_lazy("ended"), ordering="ended_at")
    def ended(self, run: ImportRun) -> str:
        if run.ended_at is not None:
            return date_format(localtime(run.ended_at), "DATETIME_FORMAT")
        if run.failure:
            return _("interrupted: %(reason)s") % {"reason": run.failure}
        return _("still running, or killed")

    @admin.display(description=gettext_lazy("not imported"))
    def not_imported(self, run: ImportRun) -> SafeString:
        faults = run.counts.get("faults", [])
        rows = format_html_join("", "<div>{}: {}{}</div>", (_fault(*fault) for fault in faults))
        return rows if faults else SafeString("–")


def _fault(place: str, reason: str, raw: str = "") -> tuple[str, str, SafeString]:
    """``raw`` is how the record begins; runs of earlier times have none."""
    shown = (
        "<details><summary>{0}</summary>"
        '<textarea cols="60" rows="8" readonly aria-label="{0}">{1}</textarea>'
        "</details>"
    )
    words = _("How the record begins")
    return place, reason, format_html(shown, words, raw) if raw else SafeString()
