"""Criteria pasted from a source, and what is said of each of their sentences."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials.checking import MarkKind
from trials.models import CriteriaText
from trials.models.criteria_text import MARK_NAMES

LONGEST_TEXT = 100_000
"""Characters; the longest criteria of the registry have a fifth of that."""
_LATER = ("", gettext_lazy("Decide later"))
_SHOWN = 110
"""Characters of a rule's sentence in the list to choose from."""


class PastedTextForm(forms.ModelForm):
    class Meta:
        model = CriteriaText
        fields = ("text", "reference", "read_on")
        widgets = {"text": forms.Textarea({"rows": 12, "class": "vLargeTextField"})}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["text"].error_messages["required"] = gettext_lazy(
            "Paste the criteria as the source has them."
        )
        self.fields["reference"].error_messages["required"] = gettext_lazy(
            "Name the page or record that the text is from."
        )
        self.fields["read_on"].error_messages["required"] = gettext_lazy(
            "Write the day on which the source was read."
        )
        for field in self.fields.values():
            field.widget.attrs.pop("required", None)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(text) > LONGEST_TEXT:
            raise forms.ValidationError(
                _("This is longer than any criteria. Paste the part on who can join alone.")
            )
        return text

    def clean_read_on(self) -> date:
        day: date = self.cleaned_data["read_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return day


class SentenceForm(forms.Form):
    """``quotes`` are the sentences of the trial's rules, by their digests."""

    said = forms.ChoiceField(
        label=gettext_lazy("This sentence"), required=False, widget=forms.RadioSelect
    )
    rule = forms.ChoiceField(label=gettext_lazy("The rule that says it"), required=False)

    def __init__(
        self, *args: Any, quotes: Mapping[str, str], may_add_rules: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds = [kind for kind in MarkKind if may_add_rules or kind is not MarkKind.TEAM]
        said, rule = self.fields["said"], self.fields["rule"]
        assert isinstance(said, forms.ChoiceField)
        assert isinstance(rule, forms.ChoiceField)
        said.choices = [_LATER, *((kind.value, MARK_NAMES[kind]) for kind in kinds)]
        # Named by its words, should the rules change meanwhile.
        self.quotes = quotes
        shown = [(digest, _shortened(quote)) for digest, quote in quotes.items()]
        rule.choices = [("", _("Choose a rule")), *shown]
        rule.error_messages["invalid_choice"] = _(
            "The rule that was chosen here is gone, or its sentence was changed. Choose again."
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("said") != MarkKind.LINKED:
            self.errors.pop("rule", None)
        elif not cleaned.get("rule") and "rule" not in self.errors:
            self.add_error("rule", _("Choose the rule that says this sentence."))
        return cleaned

    @property
    def kind(self) -> MarkKind | None:
        """None for a sentence that is to be decided later."""
        said = self.cleaned_data.get("said")
        return MarkKind(said) if said else None

    @property
    def quote(self) -> str:
        chosen = self.cleaned_data.get("rule")
        is_linked = self.kind is MarkKind.LINKED
        return self.quotes[chosen] if chosen and is_linked else ""


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN].rstrip()}…"
