"""What we say of studies in other languages.

A translation is shown as soon as it is saved. Coordinators change it at once only where
families do not read it with a published trial: else somebody who may publish does.
"""

from typing import Any, cast

from django.contrib import admin
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from trials.actions.publishing import PUBLISH
from trials.admin.base import CoordinatorAdmin
from trials.admin.steps import GuardWords
from trials.forms.translation import TranslationForm, are_published, published_words
from trials.models import Translation


@admin.register(Translation)
class TranslationAdmin(CoordinatorAdmin):
    form = TranslationForm
    list_display = ("english", "text", "updated_at")
    search_fields = ("english", "text")
    search_help_text = gettext_lazy("Words of the English text or of its translation")
    fields = ("language", "english", "text")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # What was typed while the trial was no draft any more is shown again with a sentence.
        may = super().has_change_permission(request, obj)
        return may and (request.method == "POST" or not _is_guarded(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not _is_guarded(request, obj)

    def get_form(
        self,
        request: HttpRequest,
        obj: models.Model | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[ModelForm]:
        form = cast("type[TranslationForm]", super().get_form(request, obj, change, **kwargs))
        form.may_publish = request.user.has_perm(PUBLISH)
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if _is_guarded(request, context["original"]):
            context["guarded"] = GuardWords(published_words(), None)
        return super().render_change_form(request, context, *args, **kwargs)


def _is_guarded(request: HttpRequest, row: Translation | None) -> bool:
    return row is not None and not request.user.has_perm(PUBLISH) and are_published([row.english])
