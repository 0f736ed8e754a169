"""Rules about one fact: which, how it is compared, and with what."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from trials.catalogue import CATALOGUE
from trials.eligibility.catalogue import Fact, FactGroup
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.criteria import Side
from trials.forms.fact_values import (
    NUMBERS,
    WORDS,
    FactValuesField,
    FactValuesWidget,
    read_values,
    wrong_operator,
)
from trials.forms.placed_rule import PlacedRuleForm, RuleFormSet
from trials.forms.quick_select import QuickSelect
from trials.forms.reading import ReadingField
from trials.models import FactRule

GROUP_NAMES = {
    FactGroup.PERSON: _("The person"),
    FactGroup.DISEASE: _("The disease"),
    FactGroup.BIOMARKER: _("What the laboratory found"),
    FactGroup.TREATMENT: _("Treatment so far"),
    FactGroup.HEALTH: _("Health"),
}
PICKED = tuple(fact for fact in CATALOGUE if fact.kind in (*WORDS, *NUMBERS))
"""Ages, dates, diseases and places have rules of their own."""


class FactRuleForm(PlacedRuleForm):
    """The names of facts come from the subclass, since forms know no presenters."""

    side: ClassVar[Side] = Side.INCLUDE

    fact = forms.CharField(label=_("Fact"), widget=QuickSelect({"class": "fact"}))
    reading = ReadingField(label=_("Answers"), button=_("Show its answers"), is_live=True)
    values = FactValuesField(label=_("Answer"), required=False)

    field_order = ("fact", "operator", "values")

    class Meta:
        model = FactRule
        fields = (
            *("fact", "operator", "values", "quote", "place", "position"),
            *("source", "note", "conflict", "ref"),
        )

    def title_of(self, fact: Fact) -> str:
        """In plain words, at the beginning of a line."""
        raise NotImplementedError

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.instance.side = self.side
        picker = self.fields["fact"].widget
        assert isinstance(picker, QuickSelect)
        picker.choices = self._choices()
        held: str = self.instance.fact
        shown = self.data.get(self.add_prefix("fact"), "") if self.is_bound else held
        widget = self.fields["values"].widget
        assert isinstance(widget, FactValuesWidget)
        widget.fact = CATALOGUE.fact(shown) if shown in CATALOGUE else None

    def clean_fact(self) -> str:
        fact: str = self.cleaned_data["fact"]
        if fact != self.initial.get("fact") and fact not in {each.key for each in PICKED}:
            raise ValidationError(_("Choose a fact of the list."))
        return fact

    def clean_values(self) -> list[str | int | float]:
        typed: list[str] = self.cleaned_data["values"]
        held: list[str | int | float] = self.initial.get("values", [])
        fact, operator = (self.cleaned_data.get(name) for name in ("fact", "operator"))
        if not fact or not operator:
            return held
        if "values" not in self.changed_data and fact == self.initial.get("fact"):
            return held
        if wrong_operator(CATALOGUE.fact(fact), Operator(operator)):
            return held  # said at the operator
        return read_values(CATALOGUE.fact(fact), Operator(operator), typed)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        fact, operator = cleaned.get("fact", ""), cleaned.get("operator")
        if fact in CATALOGUE and operator:
            if wrong := wrong_operator(CATALOGUE.fact(fact), Operator(operator)):
                self.add_error("operator", wrong)
            elif operator == Operator.IS and len(cleaned.get("values", ())) > 1:
                self._refuse_several()
        return cleaned

    def condition(self) -> Condition:
        """Only of a form without errors."""
        cleaned = self.cleaned_data
        return Condition(cleaned["fact"], Operator(cleaned["operator"]), tuple(cleaned["values"]))

    def _refuse_several(self) -> None:
        self.add_error("values", _("Tick one answer only, or choose “is one of”."))

    def _choices(self) -> list[tuple[Any, Any]]:
        groups = [
            (name, [(fact.key, self.title_of(fact)) for fact in PICKED if fact.group is group])
            for group, name in GROUP_NAMES.items()
        ]
        held = self.instance.fact
        others = [(held, held)] if held and held not in {fact.key for fact in PICKED} else []
        return [("", "---------"), *others, *groups]


class NeededFormSet(RuleFormSet):
    """Facts that somebody must have."""

    @classmethod
    def get_default_prefix(cls) -> str:
        return "needed_facts"


class RefusedFormSet(RuleFormSet):
    """Facts that nobody may have."""

    @classmethod
    def get_default_prefix(cls) -> str:
        return "refused_facts"
