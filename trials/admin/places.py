"""The places of a study: on its page while they are few, else in a list of their own."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import ForeignKey, Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, ngettext

from trials.admin.base import CoordinatorAdmin, Parts
from trials.forms.coordinator import CoordinatorForm
from trials.models import Trial, TrialSite

MOST_ON_A_PAGE = 30
"""More would make a form too large to be sent, and too long for anybody to read."""


class KnownRowSelect(AutocompleteSelect):
    """Knows the row that is chosen: Django asks the database for each, in every place."""

    known: Model | None = None

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        if self.known is None or [str(each) for each in value] != [str(self.known.pk)]:
            return super().optgroups(name, value, attrs)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        told = (name, self.known.pk, str(self.known), True, len(options))
        return [(None, [*options, self.create_option(*told)], 0)]


class PlaceForm(CoordinatorForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            select = getattr(field.widget, "widget", None)
            if isinstance(select, KnownRowSelect) and self.instance.pk is not None:
                select.known = getattr(self.instance, name)


class PlaceParts(Parts):
    """A working copy has those of its trial, where they are corrected at once."""

    model = TrialSite
    form = PlaceForm
    fields = ("site", ("status", "status_checked_on"), "contact")
    autocomplete_fields = ("site", "contact")
    verbose_name_plural = gettext_lazy("Where")

    def get_queryset(self, request: HttpRequest) -> QuerySet[TrialSite]:
        places: QuerySet[TrialSite] = super().get_queryset(request)
        return places.select_related("site", "contact")

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = KnownRowSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not is_working_copy(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not is_working_copy(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not is_working_copy(obj)


def is_working_copy(trial: Trial | None) -> bool:
    return trial is not None and trial.revision_of_id is not None


def has_many_places(trial: Trial | None) -> bool:
    return trial is not None and trial.trial_sites.count() > MOST_ON_A_PAGE


def place_list(trial: Trial) -> SafeString:
    """A link to the places of a study that has many."""
    count = trial.trial_sites.count()
    address = f"{reverse('admin:trials_trialsite_changelist')}?trial__id__exact={trial.pk}"
    words = ngettext("%(count)d place", "%(count)d places", count) % {"count": count}
    return format_html('<a class="button-like" href="{}">{}</a>', address, words)


@admin.register(TrialSite)
class TrialSiteAdmin(CoordinatorAdmin):
    """Reached from a study; nobody looks for the places of all studies at once."""

    fields = ("trial", "site", ("status", "status_checked_on"), "contact")
    list_display = ("site", "state", "country", "status", "status_checked_on")
    list_select_related = ("site",)
    list_filter = ("status",)
    search_fields = ("site__name", "site__city", "site__state", "trial__nct_id")
    search_help_text = gettext_lazy("Name or place, or the ClinicalTrials.gov number")
    autocomplete_fields = ("trial", "site", "contact")
    ordering = ("site__country", "site__state", "site__city", "site__name")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """The list of one study is asked for by its key."""
        return lookup == "trial__id__exact" or super().lookup_allowed(lookup, value, request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("trial",) if obj else ()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=gettext_lazy("state"), ordering="site__state")
    def state(self, row: TrialSite) -> str:
        return row.site.state

    @admin.display(description=gettext_lazy("country"), ordering="site__country")
    def country(self, row: TrialSite) -> str:
        return row.site.country
