"""Boxes around rules, two deep: "one of these", and in it "all of these".

Deeper boxes are held and shown, and changed as a document (``group_document``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials.forms.placed_rule import AT_THE_TOP, Place, PlacedForm, PlacedFormSet
from trials.models.rule import CriterionBox

_OPERATORS = dict(CriterionBox.Operator.choices)


class BoxForm(PlacedForm):
    operator = forms.ChoiceField(
        label=gettext_lazy("Somebody has to meet"),
        choices=[("", "---------"), *CriterionBox.Operator.choices],
    )

    class Meta:
        model = CriterionBox
        fields = ("operator", "place", "position")

    def __init__(self, *args: Any, places: Sequence[Place] = (), **kwargs: Any) -> None:
        outer = [place for place in places if place.parent == AT_THE_TOP]
        super().__init__(*args, places=outer, **kwargs)

    @property
    def number(self) -> str:
        """As other forms of the page name this box."""
        return str(self.prefix).rpartition("-")[2]


class BoxFormSet(PlacedFormSet):
    """Knows the boxes of the page before any form is made, and judges all rules in them.

    ``tree`` is set by the page once it has its other formsets.
    """

    tree: Any = None

    @classmethod
    def get_default_prefix(cls) -> str:
        return "boxes"

    def shown_places(self) -> list[Place]:
        """In the order of the page, those that are to be removed among them."""
        sent = list(self._sent()) if self.is_bound else list(self._held())
        parents = {place.number: place.parent for place in sent}
        return [
            replace(place, label=_label(place.number, place.label, place.parent))
            for place in sent
            if parents.get(place.parent, AT_THE_TOP) == AT_THE_TOP
        ]

    def is_valid(self) -> bool:
        """Together with the rules: a box without any rule says nothing."""
        is_ours = super().is_valid()
        if self.tree is None or self.is_only_reading:
            return is_ours
        return self.tree.is_valid() and is_ours

    def _held(self) -> Iterator[Place]:
        """With the operator for a label, as :meth:`_sent`."""
        boxes = list(self.get_queryset())
        numbers = {box.pk: str(number) for number, box in enumerate(boxes)}
        for box in boxes:
            parent = numbers.get(box.box_id, AT_THE_TOP)
            yield Place(numbers[box.pk], box.operator, parent, box.pk)

    def _sent(self) -> Iterator[Place]:
        for number in range(self.total_form_count()):
            prefix = self.add_prefix(number)
            operator = self.data.get(f"{prefix}-operator", "")
            if operator:
                pk = self.data.get(f"{prefix}-id", "")
                parent = self.data.get(f"{prefix}-place", AT_THE_TOP)
                is_kept = f"{prefix}-DELETE" in cast("type[PlacedForm]", self.form).kept_as_held
                is_going = bool(self.data.get(f"{prefix}-DELETE")) and not is_kept
                yield Place(
                    str(number), operator, parent, int(pk) if pk.isdigit() else None, is_going
                )


def _label(number: str, operator: str, parent: str) -> str:
    words = _("Box %(number)d: %(means)s") % {
        "number": int(number) + 1,
        "means": _OPERATORS.get(operator, operator),
    }
    if parent == AT_THE_TOP or not parent.isdigit():
        return words
    return _("%(box)s, inside box %(number)d") % {"box": words, "number": int(parent) + 1}
