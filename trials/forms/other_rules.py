"""Waiting times after treatments, measures by age, and what only the team can check."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from trials.catalogue import CATALOGUE
from trials.eligibility.ages import AgeLimit, AgeScale
from trials.eligibility.catalogue import Fact
from trials.forms.age_limit import AgeLimitField
from trials.forms.placed_rule import PlacedRuleForm
from trials.forms.quick_select import QuickSelect
from trials.models import CreatinineRule, PerformanceRule, TextRule, WashoutRule

DAYS = "_days"
LONGEST_WAIT = 100_000
"""Days; as in documents."""
TREATMENTS = tuple(fact for fact in CATALOGUE if f"{fact.key}{DAYS}" in CATALOGUE)
"""Those of which is known when they were given last."""
_COMMON = ("quote", "place", "position", "side", "source", "note", "conflict", "ref")


class WashoutRuleForm(PlacedRuleForm):
    fact = forms.CharField(label=_("Treatment"), widget=QuickSelect())
    days = forms.IntegerField(
        label=_("Days since the last time"),
        min_value=1,
        max_value=LONGEST_WAIT,
        error_messages={
            "min_value": _("Write how many days have to pass: 1 or more."),
            "invalid": _("Write the days as a whole number: 1 or more."),
        },
        help_text=_("“More than 60 days” is 61. Whoever never had the treatment meets the rule."),
    )

    class Meta:
        model = WashoutRule
        fields = ("fact", "days", *_COMMON)

    def title_of(self, fact: Fact) -> str:
        raise NotImplementedError

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picker = self.fields["fact"].widget
        assert isinstance(picker, QuickSelect)
        choices = [(fact.key, self.title_of(fact)) for fact in TREATMENTS]
        held = self.instance.fact
        if held and held not in dict(choices):
            choices.append((held, held))
        picker.choices = [("", "---------"), *choices]

    def clean_fact(self) -> str:
        fact: str = self.cleaned_data["fact"]
        known = {treatment.key for treatment in TREATMENTS}
        if fact not in known and fact != self.initial.get("fact"):
            raise ValidationError(_("Choose a treatment of the list."))
        return fact


class TextRuleForm(PlacedRuleForm):
    class Meta:
        model = TextRule
        fields = ("text", *_COMMON)


class ScoreField(forms.IntegerField):
    def __init__(self, label: StrOrPromise) -> None:
        wrong = _("Lansky and Karnofsky go from 0 to 100.")
        messages = {"min_value": wrong, "max_value": wrong, "invalid": wrong}
        super().__init__(label=label, min_value=0, max_value=100, error_messages=messages)


class PerformanceRuleForm(PlacedRuleForm):
    lansky = ScoreField(_("Lansky at least"))
    karnofsky = ScoreField(_("Karnofsky at least"))
    cut_off = AgeLimitField(
        label=_("Karnofsky from age"),
        help_text=_("Below this age Lansky counts. Sources use 10, 12, 16 or 18 years."),
    )

    class Meta:
        model = PerformanceRule
        fields = ("lansky", "karnofsky", *_COMMON)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.initial["cut_off"] = AgeLimit.months(self.instance.cut_off_months)

    def clean_cut_off(self) -> AgeLimit:
        limit: AgeLimit | None = self.cleaned_data["cut_off"]
        if limit is None or limit.scale is not AgeScale.MONTHS:
            raise ValidationError(_("Give the age in years or months."))
        self.instance.cut_off_months = limit.count
        return limit


class CreatinineRuleForm(PlacedRuleForm):
    class Meta:
        model = CreatinineRule
        fields = ("table", *_COMMON)
