"""The records: who changed what, and the steps of every trial. Nobody writes in them here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials.models import AuditEvent, ReviewEvent
from trials.presenters.changes import change_words


class RecordAdmin(admin.ModelAdmin):
    """Rows that are written by actions and only read afterwards."""

    actions = None
    date_hierarchy = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(AuditEvent)
class AuditEventAdmin(RecordAdmin):
    list_display = ("at", "who", "action", "what", "subject_label")
    list_filter = ("action", "actor")
    list_select_related = ("actor",)
    search_fields = ("subject_label", "subject")
    search_help_text = gettext_lazy("What was changed")
    fields = ("at", "who", "action", "what", "subject_label", "changes")
    readonly_fields = ("who", "what", "changes")

    @admin.display(description=gettext_lazy("who"), ordering="actor")
    def who(self, event: AuditEvent) -> str:
        return change_words(event).who

    @admin.display(description=gettext_lazy("kind"), ordering="subject")
    def what(self, event: AuditEvent) -> str:
        return change_words(event).kind

    @admin.display(description=gettext_lazy("changes"))
    def changes(self, event: AuditEvent) -> SafeString:
        rows = format_html_join(
            "",
            '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>',
            ((each.name, each.before, each.after) for each in change_words(event).fields),
        )
        return format_html(
            '<table class="changes"><thead><tr><th scope="col">{}</th><th scope="col">{}</th>'
            '<th scope="col">{}</th></tr></thead><tbody>{}</tbody></table>',
            _("Field"),
            _("Before"),
            _("After"),
            rows,
        )


@admin.register(ReviewEvent)
class ReviewEventAdmin(RecordAdmin):
    list_display = ("at", "trial", "from_state", "to_state", "actor")
    list_filter = ("to_state",)
    list_select_related = ("trial", "actor")
    search_fields = ("trial__acronym", "trial__plain_title", "reason")
    search_help_text = gettext_lazy("Trial or reason")
    fields = ("at", "trial", "from_state", "to_state", "actor", "reason")
