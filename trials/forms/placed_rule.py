"""What the forms of all rules have in common: the sentence, and the box a rule stands in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials.forms.coordinator import CoordinatorForm, CoordinatorFormSet
from trials.models.rule import CriterionBox, Rule

AT_THE_TOP = ""
LAST_POSITION = 32_767
"""The greatest number that fits into the column."""


@dataclass(frozen=True, slots=True)
class Place:
    """A box as one page shows it.

    ``number``  its place among the boxes of the page, in digits.
    ``parent``  the number of the box around it; empty at the top of the group.
    ``pk``      None for a box that is not stored yet.
    ``is_going``  it is to be removed, so that nothing can stay in it.
    """

    number: str
    label: str
    parent: str = AT_THE_TOP
    pk: int | None = None
    is_going: bool = False


def going_words(box: str) -> str:
    return _("%(box)s (is removed)") % {"box": box}


class PositionField(forms.IntegerField):
    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Order"),
            required=False,
            min_value=0,
            max_value=LAST_POSITION,
            help_text=gettext_lazy("Low numbers come first; empty is last."),
        )


class PlacedForm(CoordinatorForm):
    """``places`` are the boxes on the page that this one can stand in."""

    place = forms.ChoiceField(label=gettext_lazy("Stands in"), required=False)
    position = PositionField()

    def __init__(self, *args: Any, places: Sequence[Place] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_ticked = self.is_bound and bool(self.data.get(self.add_prefix("DELETE")))
        is_going = is_ticked and not self.keeps("DELETE")
        options = [
            (place.number, place.label) for place in places if is_going or not place.is_going
        ]
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(AT_THE_TOP, _("no box: it always counts")), *options]
        field.error_messages["invalid_choice"] = _("This box is gone. Choose where it stands.")
        self._show_gone_box(field, {place.number: place.label for place in places})
        row: Rule | CriterionBox = self.instance
        held = (place.number for place in places if place.pk and place.pk == row.box_id)
        self.initial["place"] = next(held, AT_THE_TOP)

    def _show_gone_box(self, field: forms.ChoiceField, labels: Mapping[str, str]) -> None:
        """It stays chosen, and refused, until somebody says where the rule stands instead."""
        sent = self.data.get(self.add_prefix("place"), "") if self.is_bound else ""
        if sent and not field.valid_value(sent):
            gone = (sent, going_words(labels.get(sent, _("A box"))))
            field.widget.choices = [*field.choices, gone]  # type: ignore[misc]

    @property
    def box_number(self) -> str:
        """Of the box it is to stand in; empty at the top."""
        number: str = self.cleaned_data.get("place", AT_THE_TOP)
        return number

    @property
    def is_kept(self) -> bool:
        """Whether it stands on the page as a rule or box, and is not to be removed."""
        is_blank = self.empty_permitted and not self.has_changed()
        return not is_blank and not self.cleaned_data.get("DELETE")


class PlacedRuleForm(PlacedForm):
    """``has_sources``: the trial names sources of its own, so that a rule need not."""

    def __init__(self, *args: Any, has_sources: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_stored = self.instance.pk is not None
        self.fields["quote"].required = False  # judged with the rules beside it
        self.fields["source"].required = not has_sources and (
            not is_stored or bool(self.instance.source)
        )
        self.fields["source"].error_messages["required"] = _(
            "Name the page or record, or add it to the sources of the trial."
        )
        self.fields["quote"].widget.attrs["rows"] = 2

    @property
    def needs_quote(self) -> bool:
        """Rules that came without a sentence are left alone until somebody changes them."""
        return self.has_changed()

    @property
    def quoted(self) -> bool:
        return bool(self.cleaned_data.get("quote", "").strip())


class PlacedFormSet(CoordinatorFormSet):
    """``places`` are set by the page, before any form is made."""

    places: Sequence[Place] = ()

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "places": self.places}


class RuleFormSet(PlacedFormSet):
    """``has_sources`` as well."""

    has_sources = False

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "has_sources": self.has_sources}
