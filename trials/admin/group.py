"""Participant groups: the ages and diseases of those who can join a trial in one role."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.db import models
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trials import rulebook
from trials.admin.base import CoordinatorAdmin, Parts, staff
from trials.admin.beside import BesideTheRules
from trials.admin.guarding import is_guarded, is_only_looked_at
from trials.admin.in_words import RolesInWords
from trials.admin.rules import covered_names, how_it_counts, other_rules
from trials.admin.steps import guard_words
from trials.eligibility import ages
from trials.eligibility.facts import Role
from trials.forms.age_rule import AgeRuleForm
from trials.forms.age_sentence import AgeSentence
from trials.forms.coordinator import CoordinatorForm, CoordinatorFormSet, ParticipantGroupForm
from trials.models import AgeRule, DiseaseRule, ParticipantGroup, Trial
from trials.models.rule import Rule
from trials.presenters.age_sentences import about_others, note_words, why_refused
from trials.presenters.ages import age_words


class SpokenAgeRuleForm(AgeRuleForm):
    def in_words(self, rule: ages.AgeRule) -> str:
        return age_words(rule)

    def why_unread(self, sentence: AgeSentence) -> str:
        return about_others() if sentence.refusal is None else why_refused(sentence.refusal)

    def about(self, sentence: AgeSentence) -> str:
        return note_words(sentence.notes)


class AgeRuleFormSet(CoordinatorFormSet):
    """Hands the roles, as they stand on the page, to the sentences."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        sent = self.data
        chosen = sent.getlist("roles") if isinstance(sent, QueryDict) else self.instance.roles
        known = tuple(role for role in chosen if role in set(Role))
        return {**super().get_form_kwargs(index), "roles": known}


class RuleParts(Parts):
    @admin.display(description=gettext_lazy("It counts"))
    def counts(self, rule: Rule) -> str:
        return how_it_counts(rule)


class AgeRuleParts(RuleParts):
    model = AgeRule
    form = SpokenAgeRuleForm
    formset = AgeRuleFormSet
    radio_fields: ClassVar = {"status": admin.VERTICAL}
    fieldsets = (
        (None, {"fields": ("quote", "reading", "keep_limits")}),
        (
            None,
            {
                "fields": (
                    ("minimum", "minimum_plus_day"),
                    "maximum",
                    "anchor",
                    "status",
                    "counts",
                    "source",
                    "note",
                )
            },
        ),
        (
            gettext_lazy("Where sources differ"),
            {
                "fields": (
                    ("wide_minimum", "wide_minimum_open"),
                    ("wide_maximum", "wide_maximum_open"),
                    "conflict",
                )
            },
        ),
    )

    def get_extra(
        self, request: HttpRequest, obj: ParticipantGroup | None = None, **kwargs: Any
    ) -> int:
        """An empty one to begin with, also where no script adds any."""
        return 0 if obj is not None and obj.age_rules.exists() else 1

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if self.has_change_permission(request, obj):
            return self.fieldsets
        return ((None, {"fields": ("in_words", "counts", "quote", "source", "note", "conflict")}),)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        shown = ("counts",)
        return shown if self.has_change_permission(request, obj) else ("in_words", *shown)

    @admin.display(description=gettext_lazy("In words"))
    def in_words(self, rule: AgeRule) -> str:
        return age_words(rulebook.age_rule(rule))


class DiseaseRuleForm(CoordinatorForm):
    class Meta:
        model = DiseaseRule
        fields = ("includes", "excepts", "quote", "source", "note", "conflict")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("quote", "source"):
            is_imported = self.instance.pk is not None and not getattr(self.instance, name)
            self.fields[name].required = not is_imported

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("includes") and not cleaned.get("excepts"):
            self.add_error("includes", _("Choose the diseases, or remove this rule."))
        return cleaned


class ChosenDiseases(AutocompleteSelectMultiple):
    """Without the cross that takes all away at once: it stands in the list as no item of it."""

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        return {**super().build_attrs(base_attrs, extra_attrs), "data-allow-clear": "false"}


class DiseaseRuleParts(RuleParts):
    model = DiseaseRule
    form = DiseaseRuleForm
    autocomplete_fields = ("includes", "excepts")
    fields = ("includes", "excepts", "covers", "counts", "quote", "source", "note", "conflict")
    readonly_fields = ("covers", "counts")

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        widget = ChosenDiseases(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, widget=widget, **kwargs)

    @admin.display(description=gettext_lazy("This covers"))
    def covers(self, rule: DiseaseRule) -> str | SafeString:
        if rule._state.adding:
            return _("Counted when saved.")
        covered = covered_names(rule)
        count = ngettext("%(count)d diagnosis", "%(count)d diagnoses", len(covered))
        return format_html(
            "<details><summary>{}</summary><ul>{}</ul></details>",
            count % {"count": len(covered)},
            format_html_join("", "<li>{}</li>", ((name,) for name in covered)),
        )


@admin.register(ParticipantGroup)
class ParticipantGroupAdmin(BesideTheRules, RolesInWords, CoordinatorAdmin):
    form = ParticipantGroupForm
    inlines = (AgeRuleParts, DiseaseRuleParts)
    fields = ("trial", "label", "key", "roles", "other_rules")
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

    @admin.display(description=gettext_lazy("ages"))
    def ages(self, group: ParticipantGroup) -> str:
        return "; ".join(age_words(rulebook.age_rule(rule)) for rule in group.age_rules.all())

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        shown = (*super().get_readonly_fields(request, obj), "other_rules")
        return (*shown, "trial") if obj else shown

    @admin.display(description=gettext_lazy("Further rules"))
    def other_rules(self, group: ParticipantGroup) -> str | SafeString:
        if group._state.adding:
            return _("None yet.")
        rows = other_rules(group)
        if not rows:
            return _("None.")
        return format_html(
            "<details><summary>{}</summary><ul>{}</ul></details>",
            ngettext("%(count)d rule", "%(count)d rules", len(rows)) % {"count": len(rows)},
            format_html_join("", "<li>{}: {}</li>", rows),
        )

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else {"key": ["label"]}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not is_only_looked_at(request, obj)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        group = context["original"]
        if group is not None and is_guarded(group):
            context["show_delete"] = False
            context["guarded"] = guard_words(group.trial, by=staff(request))
        return super().render_change_form(request, context, *args, **kwargs)

    def trials_of(self, rows: Sequence[models.Model]) -> list[Trial]:
        trials = {row.trial.pk: row.trial for row in rows if isinstance(row, ParticipantGroup)}
        return list(trials.values())

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
