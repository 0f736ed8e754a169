"""The form of a disease."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from trials.forms.coordinator import CoordinatorForm
from trials.models import Disease, DiseaseName
from trials.models.disease import DEFINING_FACT

GROUP_NAME = RegexValidator(
    r"^[a-z0-9_]+$",
    _("Write the name of a group in small letters, digits and underscores: “b_all_genetics”."),
)


class WordListField(forms.CharField):
    """Words separated by commas, as a list. ``each`` refuses a word with what to write."""

    def __init__(self, *, each: Callable[[str], None], **kwargs: Any) -> None:
        self.each = each
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        if isinstance(value, list):
            return value
        return [word for word in (part.strip() for part in str(value or "").split(",")) if word]

    def run_validators(self, value: list[str]) -> None:
        for word in value:
            try:
                self.each(word)
            except ValidationError as refused:
                message = _("“%(word)s”: %(what)s") % {"word": word, "what": refused.message}
                raise ValidationError(message, code="word") from refused

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


class DiseaseForm(CoordinatorForm):
    defining_facts = WordListField(
        each=DEFINING_FACT,
        label=_("Defining facts"),
        help_text=Disease._meta.get_field("defining_facts").help_text,
    )
    exclusive_groups = WordListField(
        each=GROUP_NAME,
        label=_("Exclusive groups"),
        help_text=_(
            "A patient has at most one disease of each group named here. "
            "Separate several by commas."
        ),
    )

    class Meta:
        model = Disease
        exclude = ("parents",)  # links of their own, with a form each


class AddedNameForm(CoordinatorForm):
    """A term of the registry that becomes a name of a disease."""

    class Meta:
        model = DiseaseName
        fields = ("name", "language", "disease")
