"""What the coordinators' forms have in common, and the forms of trials and groups."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models.options import Options
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.utils import ErrorDict, ErrorList
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials.eligibility.facts import Role
from trials.models import ParticipantGroup, Trial
from trials.models.participant_group import ROLE_NAMES


class CoordinatorForm(forms.ModelForm):
    """A form that can be shown again without being judged, or refused from outside.

    ``is_only_reading``  the page is shown again as it was typed: no errors, nothing saved.
    ``refusals``         why the entries could not be saved after they had been found good.
    ``kept_as_held``     names of entries, as they are sent, that shall stay as they are held.
    """

    is_only_reading: ClassVar[bool] = False
    refusals: ClassVar[Sequence[str]] = ()
    kept_as_held: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.error_messages["required"] = _("Fill this in.")
            if self.keeps(name):
                field.disabled = True

    def keeps(self, name: str) -> bool:
        """Whether this entry shall stay as it is held, whatever was typed."""
        return self.add_prefix(name) in self.kept_as_held

    def full_clean(self) -> None:
        if not self.is_only_reading:
            super().full_clean()
            return
        self._errors = ErrorDict()
        self.cleaned_data = {}

    def is_valid(self) -> bool:
        return not self.is_only_reading and super().is_valid()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for refusal in self.refusals:
            self.add_error(None, refusal)
        return cleaned


class CoordinatorFormSet(forms.BaseInlineFormSet):
    """The parts of a row, such as the places of a trial."""

    is_only_reading: ClassVar[bool] = False

    @cached_property
    def empty_form(self) -> forms.ModelForm:
        """Made once: Django makes it anew whenever a page of the admin asks, a dozen times."""
        empty: forms.ModelForm = super().empty_form
        return empty

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        is_kept = isinstance(form, CoordinatorForm) and form.keeps(DELETION_FIELD_NAME)
        if is_kept and DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].disabled = True

    def full_clean(self) -> None:
        if not self.is_only_reading:
            super().full_clean()
            return
        self._errors: list[ErrorDict] = []
        self._non_form_errors = ErrorList()

    def is_valid(self) -> bool:
        return not self.is_only_reading and super().is_valid()

    def get_unique_error_message(self, unique_check: Iterable[str]) -> str:
        """The model's own words for two rows with the same values."""
        fields = set(unique_check)
        options = self._options()
        for constraint in options.total_unique_constraints:
            if fields <= set(constraint.fields):
                return str(constraint.get_violation_error_message())
        names = [
            str(getattr(options.get_field(name), "verbose_name", name)) for name in sorted(fields)
        ]
        return _("Give every row another %(fields)s.") % {"fields": get_text_list(names, _("and"))}

    def _options(self) -> Options[Any]:
        assert self.model is not None  # set by the factory that makes the class
        return self.model._meta

    def get_form_error(self) -> str:
        return _("The same is listed above already. Change or remove one of the two.")


class TrialForm(CoordinatorForm):
    phases = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Phases"),
        choices=Trial.Phase.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Trial
        fields = "__all__"

    def clean_phases(self) -> list[str]:
        return _in_held_order(self.cleaned_data["phases"], self.instance.phases)


class ParticipantGroupForm(CoordinatorForm):
    roles = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Roles"),
        choices=[(role.value, ROLE_NAMES[role]) for role in Role],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("As whom somebody joins. None chosen means patients."),
    )

    class Meta:
        model = ParticipantGroup
        fields = "__all__"

    def clean_roles(self) -> list[str]:
        return _in_held_order(self.cleaned_data["roles"], self.instance.roles)


def _in_held_order(chosen: list[str], held: list[str]) -> list[str]:
    """The same boxes ticked are no change, in whatever order they were held."""
    return held if set(chosen) == set(held) else chosen
