"""Texts for families: guides, the glossary, and treatments that are approved."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.forms import BaseInlineFormSet, ModelForm, model_to_dict
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials.actions import editing
from trials.admin.base import SHORT_TEXTS, CoordinatorAdmin, Parts, staff
from trials.admin.conflicts import link_name
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
_NO_WORDS = (
    "owner",
    "is_shown",
    "written_on",
    "next_review_on",
    "reviewed_by",
    "reviewed_on",
    "seen_on",
)
"""What may change without a clinician reading the text again."""
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

    def save_model(
        self, request: HttpRequest, obj: models.Model, form: ModelForm, change: bool
    ) -> None:
        held = self._held(obj) if change else None
        request.held_before = held  # type: ignore[attr-defined]
        request.words_before = self._words(held) if held else None  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm,
        formsets: Iterable[BaseInlineFormSet],
        change: bool,
    ) -> None:
        super().save_related(request, form, formsets, change)
        before = request.held_before  # type: ignore[attr-defined]
        if before is None:
            return
        text = self._held(form.instance)
        is_same_review = text.reviewed_on is not None and text.reviewed_on == before.reviewed_on
        if is_same_review and self._words(text) != request.words_before:  # type: ignore[attr-defined]
            self._take_review_back(request, text)

    def _take_review_back(self, request: HttpRequest, text: ReviewedText) -> None:
        """What no clinician has read must not carry the name of one."""
        text.reviewed_by, text.reviewed_on = "", None
        editing.save(text, by=staff(request), now=timezone.now())
        messages.warning(
            request,
            _(
                "The text has changed since it was reviewed: it counts as not reviewed until a "
                "clinician has read it. Then enter who and the day."
            ),
        )

    def _held(self, text: models.Model) -> ReviewedText:
        held = type(text)._base_manager.get(pk=text.pk)
        assert isinstance(held, ReviewedText)
        return held

    def _words(self, text: ReviewedText) -> list[dict[str, Any]]:
        """What families read of a text and its parts, whatever ends its lines."""
        models_of_parts = [inline.model for inline in self.inlines]
        parts = [
            part
            for model in models_of_parts
            for part in model._base_manager.filter(
                **{link_name(type(text), model): text.pk}
            ).order_by("pk")
        ]
        return [_words_of(row) for row in (text, *parts)]

    @admin.display(description=gettext_lazy("Review"), ordering="next_review_on")
    def review(self, text: ReviewedText) -> str:
        return review_state(text, timezone.localdate())


def _words_of(row: models.Model) -> dict[str, Any]:
    """Browsers end lines with CR and LF, whatever they were sent."""
    return {
        name: "\n".join(value.splitlines()) if isinstance(value, str) else value
        for name, value in model_to_dict(row, exclude=_NO_WORDS).items()
    }


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
