"""Texts for families: guides, the glossary, and treatments that are approved."""

from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.db import models
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials.admin.base import SHORT_TEXTS, CoordinatorAdmin, Parts, staff
from trials.forms.texts import GuideForm, GuideSectionFormSet, sent_marks
from trials.models import (
    ApprovedTreatment,
    GlossaryTerm,
    Guide,
    GuideSection,
    GuideSource,
    ReviewedText,
)

Fieldset = tuple[Any, Any]

KEPT: Fieldset = (
    gettext_lazy("Who keeps it, and who has reviewed it"),
    {
        "fields": (
            ("owner", "is_shown"),
            ("written_on", "next_review_on"),
            ("reviewed_by", "reviewed_on"),
        )
    },
)
SOURCE: Fieldset = (gettext_lazy("Source"), {"fields": ("source_name", "source_url", "seen_on")})


class DueFilter(admin.SimpleListFilter):
    title = gettext_lazy("what is to be done")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("now", _("Review is due")),
            ("unreviewed", _("Not yet reviewed by a clinician")),
            ("mine", _("Mine")),
        ]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        asked: dict[str, dict[str, Any]] = {
            "now": {"next_review_on__lte": timezone.localdate()},
            "unreviewed": {"reviewed_on": None},
            "mine": {"owner": request.user},
        }
        return queryset.filter(**asked.get(self.value() or "", {}))


class TextAdmin(CoordinatorAdmin):
    """A kind of text. Its address and language stay once it is saved."""

    list_filter: ClassVar = (DueFilter, "language", "is_shown")
    save_on_top = True

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug", "language") if obj else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        given: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        return {"owner": staff(request).pk, "written_on": timezone.localdate(), **given}

    @admin.display(description=gettext_lazy("Review"), ordering="next_review_on")
    def review(self, text: ReviewedText) -> str:
        return review_state(text, timezone.localdate())


def review_state(text: ReviewedText, today: date) -> str:
    """In words: whether a clinician has read it, and whether it is due."""
    if text.next_review_on <= today:
        return _("Due since %(day)s") % {"day": text.next_review_on.isoformat()}
    if text.reviewed_on is None:
        return _("Not yet reviewed by a clinician")
    return _("Reviewed; next on %(day)s") % {"day": text.next_review_on.isoformat()}


class SectionParts(Parts):
    model = GuideSection
    formset = GuideSectionFormSet
    formfield_overrides: ClassVar = {
        **SHORT_TEXTS,
        models.TextField: {"widget": forms.Textarea({"class": "vLargeTextField", "rows": 12})},
    }
    fields = ("kind", "text")

    def get_formset(
        self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any
    ) -> type[BaseInlineFormSet]:
        formset = cast("type[GuideSectionFormSet]", super().get_formset(request, obj, **kwargs))
        formset.sent_marks = sent_marks(request.POST, "sources")
        return formset


class SourceParts(Parts):
    model = GuideSource
    fields = (("mark", "seen_on"), "name", "url")


@admin.register(Guide)
class GuideAdmin(TextAdmin):
    form = GuideForm
    inlines = (SourceParts, SectionParts)
    list_display = ("title", "language", "group", "review", "owner", "is_shown")
    list_select_related = ("owner",)
    search_fields = ("title", "slug", "disease__preferred_name")
    autocomplete_fields = ("disease",)
    fieldsets = (
        (None, {"fields": (("slug", "language"), "disease", "group", "title", "summary")}),
        KEPT,
    )


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(TextAdmin):
    list_display = ("name", "language", "definition", "review", "owner", "is_shown")
    list_select_related = ("owner",)
    search_fields = ("name", "slug", "definition")
    fieldsets = (
        (None, {"fields": (("slug", "language"), "name", "other_forms", "definition")}),
        SOURCE,
        KEPT,
    )


@admin.register(ApprovedTreatment)
class ApprovedTreatmentAdmin(TextAdmin):
    list_display = ("name", "language", "approved_by", "review", "owner", "is_shown")
    list_select_related = ("owner",)
    search_fields = ("name", "slug", "approved_for")
    autocomplete_fields = ("diseases",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("slug", "language"),
                    "name",
                    "diseases",
                    "what_it_is",
                    "approved_for",
                    ("approved_by", "approved_year"),
                )
            },
        ),
        SOURCE,
        KEPT,
    )
