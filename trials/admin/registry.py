"""What the registry says: its changes that wait for a decision, and its records word by word."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Concat, Lower
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials.admin.audit import RecordAdmin
from trials.admin.deciding import DecisionView
from trials.admin.unmapped import AddNameView, UnmappedTermsView
from trials.models import Disease, ProposedChange, RegistryRecord
from trials.presenters.registry import FIELDS, field_names, term_meaning, unread_reason
from trials.presenters.trial_pages import registry_url

LOOK = "trials.view_trial"
CHANGE = "trials.change_trial"


class StateFilter(admin.SimpleListFilter):
    """What waits comes first: nobody opens this list for what is done."""

    title = gettext_lazy("state")
    parameter_name = "state"
    every = "all"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        states = [(state.value, str(state.label)) for state in ProposedChange.State]
        return [*states, (self.every, _("All"))]

    def choices(self, changelist: Any) -> Any:
        """Without Django's own "All": no choice means what waits."""
        chosen = self.value() or ProposedChange.State.OPEN
        for value, title in self.lookup_choices:
            yield {
                "selected": value == chosen,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": title,
            }

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[ProposedChange]
    ) -> models.QuerySet[ProposedChange]:
        chosen = self.value() or ProposedChange.State.OPEN
        return queryset if chosen == self.every else queryset.filter(state=chosen)


class FieldFilter(admin.SimpleListFilter):
    title = gettext_lazy("what changed")
    parameter_name = "field"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(field, str(name)) for field, name in FIELDS.items()]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[ProposedChange]
    ) -> models.QuerySet[ProposedChange]:
        if not self.value():
            return queryset
        return queryset.filter(items__contains=[{"field": self.value()}])


@admin.register(ProposedChange)
class ProposedChangeAdmin(RecordAdmin):
    """Seen by whoever changes trials; deciding takes the right to publish."""

    list_display = ("study", "what", "proposed_at", "state", "decided_by")
    list_display_links = ("study",)
    list_filter = (StateFilter, FieldFilter)
    list_select_related = ("trial", "decided_by")
    search_fields = ("trial__acronym", "trial__plain_title", "trial__nct_id")
    search_help_text = gettext_lazy("Acronym, title or ClinicalTrials.gov number")
    ordering = ("proposed_at", "pk")
    change_list_template = "admin/trials/registry_change_list.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(CHANGE)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @admin.display(description=gettext_lazy("trial"), ordering="trial__plain_title")
    def study(self, change: ProposedChange) -> str:
        return f"{change.trial.nct_id or ''} {change.trial}".strip()

    @admin.display(description=gettext_lazy("what changed"))
    def what(self, change: ProposedChange) -> str:
        return "; ".join(field_names(change))

    def get_urls(self) -> list[URLPattern]:
        decide = path(
            "<int:pk>/change/",
            self.admin_site.admin_view(DecisionView.as_view(room=self)),
            name="trials_proposedchange_change",
        )
        return [decide, *super().get_urls()]


class ReviewedFilter(admin.SimpleListFilter):
    title = gettext_lazy("reviewed by us")
    parameter_name = "reviewed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", _("Reviewed")), ("no", _("From the registry, not reviewed yet"))]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        is_reviewed = {"yes": True, "no": False}.get(self.value() or "")
        if is_reviewed is None:
            return queryset
        name = (
            "is_reviewed" if queryset.model._meta.model_name == "trial" else "trial__is_reviewed"
        )
        return queryset.filter(**{name: is_reviewed})


class TermFilter(admin.SimpleListFilter):
    """Reached from the list of terms; offers nothing by itself."""

    title = gettext_lazy("term of no disease we know")
    parameter_name = "term"
    _mark = "\x1f"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        term = request.GET.get(self.parameter_name)
        return [(term, term)] if term else []

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        if not self.value():
            return queryset
        mark = Value(self._mark, TextField())
        joined = Func(
            F("unmapped_terms"), mark, function="array_to_string", output_field=TextField()
        )
        wanted = f"{self._mark}{self.value()}{self._mark}".lower()
        terms = Lower(Concat(mark, joined, mark))
        return queryset.alias(terms=terms).filter(terms__contains=wanted)


@admin.register(RegistryRecord)
class RegistryRecordAdmin(RecordAdmin):
    list_display = ("trial_number", "study", "updated_on", "imported_at", "unread_count")
    list_filter = (ReviewedFilter, TermFilter)
    list_select_related = ("trial",)
    search_fields = ("trial__nct_id", "trial__acronym", "trial__plain_title", "official_title")
    search_help_text = gettext_lazy("ClinicalTrials.gov number, acronym or title")
    ordering = ("-imported_at", "pk")
    change_list_template = "admin/trials/registry_change_list.html"
    fieldsets: ClassVar = (
        (None, {"fields": ("study_page", "address", "updated_on", "imported_at")}),
        (
            gettext_lazy("In the registry’s words"),
            {
                "fields": (
                    "official_title",
                    "summary",
                    "condition_list",
                    "keyword_list",
                    "treatment_list",
                )
            },
        ),
        (
            gettext_lazy("Who can join, in the registry’s words"),
            {
                "fields": (
                    ("minimum_age", "maximum_age"),
                    "sex",
                    "healthy_volunteers",
                    "criteria_text",
                )
            },
        ),
        (
            gettext_lazy("How we read it"),
            {"fields": ("diseases_read", "unmapped_list", "unread_parts")},
        ),
    )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(LOOK)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "terms/",
                wrap(UnmappedTermsView.as_view(room=self)),
                name="trials_registryrecord_terms",
            ),
            path(
                "terms/add/",
                wrap(AddNameView.as_view(room=self)),
                name="trials_registryrecord_add_name",
            ),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("number"), ordering="trial__nct_id")
    def trial_number(self, record: RegistryRecord) -> str:
        return record.trial.nct_id or "–"

    @admin.display(description=gettext_lazy("trial"), ordering="trial__plain_title")
    def study(self, record: RegistryRecord) -> str:
        return str(record.trial)

    @admin.display(description=gettext_lazy("parts not read"))
    def unread_count(self, record: RegistryRecord) -> int:
        return len(record.unread)

    @admin.display(description=gettext_lazy("Trial"))
    def study_page(self, record: RegistryRecord) -> SafeString:
        address = reverse("admin:trials_trial_change", args=[record.trial_id])
        return format_html('<a href="{}">{}</a>', address, record.trial.plain_title)

    @admin.display(description=gettext_lazy("In the registry"))
    def address(self, record: RegistryRecord) -> str | SafeString:
        address = registry_url(record.trial.nct_id)
        return format_html('<a href="{0}">{0}</a>', address) if address else "–"

    @admin.display(description=gettext_lazy("Conditions"))
    def condition_list(self, record: RegistryRecord) -> str | SafeString:
        return _list(record.conditions)

    @admin.display(description=gettext_lazy("Keywords"))
    def keyword_list(self, record: RegistryRecord) -> str | SafeString:
        return _list(record.keywords)

    @admin.display(description=gettext_lazy("Treatments"))
    def treatment_list(self, record: RegistryRecord) -> str | SafeString:
        return _list(record.interventions)

    @admin.display(description=gettext_lazy("Terms of no disease we know"))
    def unmapped_list(self, record: RegistryRecord) -> str | SafeString:
        return _list(record.unmapped_terms)

    @admin.display(description=gettext_lazy("Diseases"))
    def diseases_read(self, record: RegistryRecord) -> str | SafeString:
        codes = {term["code"] for term in record.disease_reading if term.get("code")}
        known = Disease.objects.filter(code__in=codes).values_list("code", "plain_name")
        names = dict(known)
        return _list([term_meaning(term, names) for term in record.disease_reading])

    @admin.display(description=gettext_lazy("Parts that could not be read"))
    def unread_parts(self, record: RegistryRecord) -> str | SafeString:
        return _list(
            [
                _("%(place)s: %(why)s. It says: %(words)s")
                % {
                    "place": part["path"],
                    "why": unread_reason(part["reason"]),
                    "words": part["raw"] or "–",
                }
                for part in record.unread
            ]
        )


def _list(lines: list[str]) -> str | SafeString:
    if not lines:
        return _("None.")
    items = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    return format_html('<ul class="in-short">{}</ul>', items)
