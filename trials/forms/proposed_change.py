"""What a coordinator makes of a change in the registry."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ACCEPT_ALL = "accept_all"
"""Name of the button that ticks everything."""


class DecisionForm(forms.Form):
    """``items`` are the fields that changed, each with its name; what is not ticked is refused."""

    accepted = forms.MultipleChoiceField(
        label=gettext_lazy("Accept"), widget=forms.CheckboxSelectMultiple, required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("Why the rest is refused"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Kept with the decision. Not needed when you accept everything."),
    )

    def __init__(self, *args: Any, items: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = tuple(items)
        field = self.fields["accepted"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(items)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if ACCEPT_ALL in self.data:
            return {**cleaned, "accepted": [field for field, _name in self.items]}
        refused = [name for field, name in self.items if field not in cleaned.get("accepted", [])]
        if refused and not cleaned.get("reason"):
            names = "; ".join(refused)
            self.add_error(
                "reason", _("Say why you refuse: %(names)s. Or tick it.") % {"names": names}
            )
        return cleaned
