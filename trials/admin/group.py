"""Participant groups: who can join a trial in one role, with every rule."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials import rulebook
from trials.actions import editing
from trials.admin.base import CoordinatorAdmin, staff
from trials.admin.beside import BesideTheRules
from trials.admin.group_copy import CopyView
from trials.admin.group_document import DocumentView
from trials.admin.group_parts import RULE_PARTS
from trials.admin.group_words import rules_in_words
from trials.admin.guarding import is_guarded, is_only_looked_at
from trials.admin.in_words import RolesInWords
from trials.admin.rule_saving import link_rules, save_rules
from trials.admin.steps import guard_words
from trials.forms.coordinator import ParticipantGroupForm
from trials.forms.criterion_box import BoxFormSet
from trials.forms.reading import MORE_BUTTON
from trials.models import ParticipantGroup, Trial
from trials.presenters.ages import age_words
from trials.presenters.group_scripts import fact_answers, script_words


@dataclass(frozen=True, slots=True)
class _Desk:
    """One request at work on a group."""

    room: "ParticipantGroupAdmin"
    request: HttpRequest
    form: ModelForm
    change: bool

    def save_row(self, row: models.Model) -> None:
        editing.save(row, by=staff(self.request), now=timezone.now())

    def save_formset(self, formset: BaseInlineFormSet) -> None:
        self.room.save_formset(self.request, self.form, formset, self.change)

    def remove_rows(self, rows: Collection[models.Model]) -> None:
        editing.remove(rows, by=staff(self.request), now=timezone.now())


@admin.register(ParticipantGroup)
class ParticipantGroupAdmin(BesideTheRules, RolesInWords, CoordinatorAdmin):
    form = ParticipantGroupForm
    inlines = RULE_PARTS
    fields = ("trial", "label", "key", "roles", "in_words_now")
    list_display = ("label", "trial", "ages")
    list_filter = ("trial__review_state",)
    list_select_related = ("trial",)
    search_fields = ("label", "trial__acronym", "trial__plain_title")
    search_help_text = gettext_lazy("Name of the group, acronym or title of the trial")
    ordering = ("trial__plain_title", "position")
    autocomplete_fields = ("trial",)
    save_on_top = True

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[ParticipantGroup]:
        return super().get_queryset(request).prefetch_related("age_rules")

    def get_urls(self) -> list[URLPattern]:
        ours = (("copy", CopyView), ("document", DocumentView))
        steps = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(view.as_view(room=self)),
                name=f"trials_participantgroup_{name}",
            )
            for name, view in ours
        ]
        return [*steps, *super().get_urls()]

    @admin.display(description=gettext_lazy("ages"))
    def ages(self, group: ParticipantGroup) -> str:
        return "; ".join(age_words(rulebook.age_rule(rule)) for rule in group.age_rules.all())

    @admin.display(description=gettext_lazy("The rules, as saved"))
    def in_words_now(self, group: ParticipantGroup) -> str | SafeString:
        return _("None yet.") if group._state.adding else rules_in_words(group)

    def get_inlines(self, request: HttpRequest, obj: Any | None = None) -> Any:
        """Those who only look read the rules in words."""
        return self.inlines if self.has_change_permission(request, obj) else ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        shown = (*super().get_readonly_fields(request, obj), "in_words_now")
        return (*shown, "trial") if obj else shown

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else {"key": ["label"]}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not is_only_looked_at(request, obj)

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """One more empty form where somebody without a script asked for it."""
        given: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if f"{prefix}-{MORE_BUTTON}" in request.POST:
            total = f"{prefix}-TOTAL_FORMS"
            given["data"][total] = str(int(given["data"].get(total, "0")) + 1)
        return given

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        """The only place where all formsets of a page are at hand before they are judged."""
        formsets, parts = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        link_rules(formsets, obj)
        return formsets, parts

    def get_inline_formsets(
        self, request: HttpRequest, formsets: Any, inline_instances: Any, obj: Any = None
    ) -> Any:
        """Boxes come first when rules are judged, and last on the page."""
        shown = super().get_inline_formsets(request, formsets, inline_instances, obj)
        return sorted(shown, key=lambda each: isinstance(each.formset, BoxFormSet))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["fact_answers"] = fact_answers()
        context["script_words"] = script_words()
        group = context["original"]
        if group is not None and is_guarded(group):
            context["show_delete"] = False
            context["guarded"] = guard_words(group.trial, by=staff(request))
        return super().render_change_form(request, context, *args, **kwargs)

    def trials_of(self, rows: Sequence[models.Model]) -> list[Trial]:
        trials = {row.trial.pk: row.trial for row in rows if isinstance(row, ParticipantGroup)}
        return list(trials.values())

    def save_parts(
        self,
        request: HttpRequest,
        form: ModelForm,
        formsets: Iterable[BaseInlineFormSet],
        change: bool,
    ) -> None:
        save_rules(formsets, _Desk(self, request, form, change))

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseInlineFormSet, change: bool
    ) -> None:
        super().save_formset(request, form, formset, change)
        read = [getattr(each, "read_back", "") for each in formset.forms]
        request.read_back = [  # type: ignore[attr-defined]
            *getattr(request, "read_back", ()),
            *filter(None, read),
        ]

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:trials_trial_change", args=[obj.trial_id]))

    response_post_save_add = response_post_save_change

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        self._tell_readings(request)
        return super().response_change(request, obj)

    def response_add(self, request: HttpRequest, obj: Any, *args: Any) -> HttpResponse:
        self._tell_readings(request)
        return super().response_add(request, obj, *args)

    def _tell_readings(self, request: HttpRequest) -> None:
        for words in getattr(request, "read_back", ()):
            messages.info(request, _("Age limit saved: %(words)s.") % {"words": words})
