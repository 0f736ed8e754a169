"""The rules of a group as forms of its page, one list for every kind of rule."""

from functools import cache
from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language, gettext_lazy

from trials import rulebook
from trials.admin.base import Parts
from trials.eligibility import ages
from trials.eligibility.catalogue import Fact
from trials.eligibility.criteria import Side
from trials.eligibility.facts import Role
from trials.forms.age_rule import AgeRuleForm
from trials.forms.age_sentence import AgeSentence
from trials.forms.coordinator import CoordinatorFormSet
from trials.forms.criterion_box import BoxForm, BoxFormSet
from trials.forms.disease_rule import DiseaseRuleForm
from trials.forms.fact_rule import FactRuleForm, NeededFormSet, RefusedFormSet
from trials.forms.other_rules import (
    CreatinineRuleForm,
    PerformanceRuleForm,
    TextRuleForm,
    WashoutRuleForm,
)
from trials.forms.placed_rule import RuleFormSet
from trials.models import (
    AgeRule,
    CreatinineRule,
    CriterionBox,
    DiseaseRule,
    FactRule,
    ParticipantGroup,
    PerformanceRule,
    TextRule,
    WashoutRule,
)
from trials.presenters.age_sentences import about_others, note_words, why_refused
from trials.presenters.ages import age_words
from trials.presenters.fact_names import fact_title

_RIGHT = "trials.change_participantgroup"
"""Whoever may change a group may change its rules."""
MORE: Any = (
    gettext_lazy("Source and remarks"),
    {"classes": ("collapse",), "fields": ("source", "note", "conflict", "ref")},
)
MORE_WITH_SIDE: Any = (
    gettext_lazy("Source and remarks"),
    {"classes": ("collapse",), "fields": ("side", "source", "note", "conflict", "ref")},
)
_PLACE = ("place", "position")


def title_in_words(fact: Fact) -> str:
    """The plain name, and the clinical one where it says more."""
    return _title(fact, get_language())


@cache  # a page with the rules of a group says them more than a thousand times
def _title(fact: Fact, _language: str | None) -> str:
    plain = fact_title(fact.key)
    return plain if plain.casefold() == str(fact.label).casefold() else f"{plain} ({fact.label})"


class SpokenAgeRuleForm(AgeRuleForm):
    def in_words(self, rule: ages.AgeRule) -> str:
        return age_words(rule)

    def why_unread(self, sentence: AgeSentence) -> str:
        return about_others() if sentence.refusal is None else why_refused(sentence.refusal)

    def about(self, sentence: AgeSentence) -> str:
        return note_words(sentence.notes)


class NeededFactForm(FactRuleForm):
    def title_of(self, fact: Fact) -> str:
        return title_in_words(fact)


class RefusedFactForm(NeededFactForm):
    side: ClassVar[Side] = Side.EXCLUDE


class SpokenWashoutForm(WashoutRuleForm):
    def title_of(self, fact: Fact) -> str:
        return title_in_words(fact)


class AgeRuleFormSet(RuleFormSet):
    """Hands the roles, as they stand on the page, to the sentences."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        sent = self.data
        chosen = sent.getlist("roles") if isinstance(sent, QueryDict) else self.instance.roles
        known = tuple(role for role in chosen if role in set(Role))
        return {**super().get_form_kwargs(index), "roles": known}


class RuleParts(Parts):
    """Rules that stand in boxes deeper than two are changed as a document."""

    formset: type[CoordinatorFormSet] = RuleFormSet
    template = "admin/trials/participantgroup/rules.html"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).filter(box__box__box__isnull=True)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def _may(self, request: HttpRequest) -> bool:
        return request.user.has_perm(_RIGHT)


class AgeRuleParts(RuleParts):
    model = AgeRule
    form = SpokenAgeRuleForm
    formset = AgeRuleFormSet
    radio_fields: ClassVar = {"status": admin.VERTICAL}
    fieldsets = (
        (None, {"fields": ("quote", "reading", "keep_limits")}),
        (
            None,
            {"fields": (("minimum", "minimum_plus_day"), "maximum", "anchor", "status", _PLACE)},
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
        (None, {"fields": ("source", "note", "ref")}),
    )

    def get_extra(
        self, request: HttpRequest, obj: ParticipantGroup | None = None, **kwargs: Any
    ) -> int:
        """An empty one to begin with, also where no script adds any."""
        return 0 if obj is not None and obj.age_rules.exists() else 1


class DiseaseRuleParts(RuleParts):
    model = DiseaseRule
    form = DiseaseRuleForm
    fieldsets = (
        (None, {"fields": ("includes", "excepts", "reading", "quote", _PLACE)}),
        MORE_WITH_SIDE,
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[DiseaseRule]:
        rules: models.QuerySet[DiseaseRule] = super().get_queryset(request)
        return rulebook.with_diseases(rules)


class FactParts(RuleParts):
    model = FactRule
    fieldsets = (
        (None, {"fields": ("fact", "reading", ("operator", "values"), "quote", _PLACE)}),
        MORE,
    )


class NeededParts(FactParts):
    form = NeededFactForm
    formset = NeededFormSet
    verbose_name = gettext_lazy("must have")
    verbose_name_plural = gettext_lazy("must have")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[FactRule]:
        return super().get_queryset(request).filter(side=Side.INCLUDE)


class RefusedParts(FactParts):
    form = RefusedFactForm
    formset = RefusedFormSet
    verbose_name = gettext_lazy("must not have")
    verbose_name_plural = gettext_lazy("must not have")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[FactRule]:
        return super().get_queryset(request).filter(side=Side.EXCLUDE)


class WashoutParts(RuleParts):
    model = WashoutRule
    form = SpokenWashoutForm
    fieldsets = ((None, {"fields": ("fact", "days", "quote", _PLACE)}), MORE_WITH_SIDE)


class TextParts(RuleParts):
    model = TextRule
    form = TextRuleForm
    verbose_name_plural = gettext_lazy("only the team can check")
    fieldsets = ((None, {"fields": ("text", "quote", _PLACE)}), MORE_WITH_SIDE)


class PerformanceParts(RuleParts):
    model = PerformanceRule
    form = PerformanceRuleForm
    fieldsets = (
        (None, {"fields": ("cut_off", ("lansky", "karnofsky"), "quote", _PLACE)}),
        MORE_WITH_SIDE,
    )


class CreatinineParts(RuleParts):
    model = CreatinineRule
    form = CreatinineRuleForm
    fieldsets = ((None, {"fields": ("table", "quote", _PLACE)}), MORE_WITH_SIDE)


class BoxParts(RuleParts):
    model = CriterionBox
    form = BoxForm
    formset = BoxFormSet
    fieldsets = ((None, {"fields": ("operator", _PLACE)}),)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[CriterionBox]:
        boxes = Parts.get_queryset(self, request)
        return boxes.filter(box__box__isnull=True).order_by("position", "pk")


RULE_PARTS = (
    BoxParts,  # judged and stored before the rules that stand in them
    AgeRuleParts,
    DiseaseRuleParts,
    NeededParts,
    RefusedParts,
    WashoutParts,
    PerformanceParts,
    CreatinineParts,
    TextParts,
)
