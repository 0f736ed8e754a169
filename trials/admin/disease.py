"""Diseases, their names, and what stands above them."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials.admin.base import CoordinatorAdmin, Parts
from trials.disease_search import disease_names
from trials.forms.disease import DiseaseForm
from trials.models import Disease, DiseaseName, DiseaseParent, DiseaseRule


class ParentParts(Parts):
    model = DiseaseParent
    fk_name = "child"
    fields = ("parent", "is_part")
    autocomplete_fields = ("parent",)
    verbose_name_plural = gettext_lazy("Stands below")


class NameParts(Parts):
    model = DiseaseName
    fields = (("name", "language"),)


@admin.register(Disease)
class DiseaseAdmin(CoordinatorAdmin):
    form = DiseaseForm
    inlines = (ParentParts, NameParts)
    list_display = ("preferred_name", "plain_name", "code", "kind", "is_family_choice")
    list_filter = ("kind", "is_family_choice")
    save_on_top = True
    search_fields = ("preferred_name", "plain_name", "code", "names__name", "ncit_code")
    search_help_text = gettext_lazy("Any name, also a misspelled one, or a code")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "code",
                    "preferred_name",
                    "plain_name",
                    ("spanish_name", "spanish_plain_name"),
                    "kind",
                    "is_family_choice",
                )
            },
        ),
        (
            gettext_lazy("What it is the same as"),
            {"fields": ("defining_facts", "exclusive_groups")},
        ),
        (
            gettext_lazy("Codes"),
            {
                "fields": (
                    ("ncit_code", "oncotree_code"),
                    ("icd10cm_code", "icdo3_code"),
                    "doid_code",
                    "source",
                    "retrieved_on",
                    "note",
                )
            },
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Rules and files call a disease by its code."""
        return ("code",) if obj else ()

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """By any name, and by what families' search makes of the text."""
        found, _has_duplicates = super().get_search_results(request, queryset, search_term)
        if not search_term.strip():
            return found, _has_duplicates
        codes = [candidate.code for candidate in disease_names().suggest(search_term)]
        either = Q(pk__in=found.order_by().values("pk")) | Q(code__in=codes)
        return queryset.filter(either), False

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, ...]:
        """A disease that a rule names would silently be gone from the rule."""
        going, counts, rights, protected = super().get_deleted_objects(objs, request)
        naming = DiseaseRule.objects.filter(Q(includes__in=objs) | Q(excepts__in=objs)).distinct()
        holders = [
            _("Disease rule of %(group)s") % {"group": rule.group}
            for rule in naming.select_related("group__trial")
        ]
        return going, counts, rights, [*protected, *holders]
