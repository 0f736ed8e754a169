"""What a copied group is called."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials.eligibility.facts import Role
from trials.models import ParticipantGroup, Trial
from trials.models.participant_group import ROLE_NAMES


class GroupCopyForm(forms.Form):
    label = forms.CharField(
        label=gettext_lazy("Who they are"),
        max_length=120,
        error_messages={"required": gettext_lazy("Say who they are, for example “Donors”.")},
    )
    key = forms.SlugField(
        label=gettext_lazy("Short name"),
        max_length=40,
        help_text=gettext_lazy("For example “main” or “donor”."),
        error_messages={
            "required": gettext_lazy("Give a short name, for example “donor”."),
            "invalid": gettext_lazy("Write letters, digits, “-” and “_” only."),
        },
    )
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        choices=[(role.value, ROLE_NAMES[role]) for role in Role],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("As whom somebody joins. None chosen means patients."),
    )

    def __init__(self, *args: Any, trial: Trial, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.trial = trial

    @classmethod
    def for_copy_of(cls, group: ParticipantGroup) -> "GroupCopyForm":
        label = _("%(label)s (copy)") % {"label": group.label}
        key = _free_key(group)
        initial = {"label": label[:120], "key": key, "roles": group.roles}
        return cls(initial=initial, trial=group.trial)

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if self.trial.groups.filter(key=key).exists():
            raise ValidationError(_("Another group of this trial has this short name."))
        return key


def _free_key(group: ParticipantGroup) -> str:
    """The short name with the first number from 2 on that no other group has."""
    taken = set(group.trial.groups.values_list("key", flat=True))
    numbers = range(2, len(taken) + 3)
    tried = (f"{group.key[:36]}-{number}" for number in numbers)
    return next(key for key in tried if key not in taken)
