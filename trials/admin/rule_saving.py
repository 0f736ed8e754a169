"""The rules of a page as they are saved: boxes first, then what stands in them.

The one way from the forms of a group to its rows. The caller holds a transaction.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol, cast

from django.db.models import Max, Model
from django.forms import BaseInlineFormSet

from trials.forms.criterion_box import BoxFormSet
from trials.forms.placed_rule import PlacedForm, PlacedFormSet, RuleFormSet
from trials.forms.rule_tree import RuleTree
from trials.models import CriterionBox, ParticipantGroup, TrialSource
from trials.models.rule import Rule


class Desk(Protocol):
    """Who is at work writes through this, with audit events."""

    def save_row(self, row: Model) -> None: ...

    def save_formset(self, formset: BaseInlineFormSet) -> None: ...

    def remove_rows(self, rows: Collection[Model]) -> None: ...


def link_rules(formsets: Sequence[BaseInlineFormSet], group: ParticipantGroup) -> None:
    """Make the formsets of a page know each other, before any of their forms is made."""
    boxes = next((each for each in formsets if isinstance(each, BoxFormSet)), None)
    if boxes is None:
        return
    placed = [each for each in formsets if isinstance(each, PlacedFormSet)]
    places = boxes.shown_places()
    has_sources = TrialSource.objects.filter(trial=group.trial_id).exists()
    for formset in placed:
        formset.places = places
    deep = CriterionBox.objects.filter(group=group.pk, box__box__isnull=False)
    rules = [each for each in placed if isinstance(each, RuleFormSet)]
    for formset in rules:
        formset.has_sources = has_sources
    boxes.tree = RuleTree(boxes, rules, deep.values_list("box_id", flat=True))


def save_rules(formsets: Iterable[BaseInlineFormSet], desk: Desk) -> None:
    """What somebody changed on the page of a group; rows that stay the same are left alone."""
    placed = [each for each in formsets if isinstance(each, PlacedFormSet)]
    boxes = next((each for each in placed if isinstance(each, BoxFormSet)), None)
    if boxes is None:
        return
    positions = _Positions(boxes.instance)
    box_forms = [cast(PlacedForm, form) for form in boxes.forms]
    stored = {str(number): form for number, form in enumerate(box_forms)}
    to_save = boxes.save(commit=False)
    # Outer boxes first: the inner ones need their keys.
    for form in sorted(box_forms, key=lambda each: bool(each.box_number)):
        if any(form.instance is row for row in to_save):
            _put(form, stored, positions)
            desk.save_row(form.instance)
    for formset in placed:
        if formset is not boxes:
            for each in formset.forms:
                if each.has_changed():
                    _put(cast(PlacedForm, each), stored, positions)
            desk.save_formset(formset)
    desk.remove_rows(boxes.deleted_objects)


def _put(form: PlacedForm, boxes: dict[str, PlacedForm], positions: "_Positions") -> None:
    row: Rule | CriterionBox = form.instance
    row.box = boxes[form.box_number].instance if form.box_number else None
    if form.cleaned_data.get("position") is None:
        row.position = positions.next()


class _Positions:
    """Numbers after all that the rules and boxes of a group have."""

    def __init__(self, group: ParticipantGroup) -> None:
        kinds: list[type[Model]] = [CriterionBox, *Rule.__subclasses__()]
        found = (
            kind._default_manager.filter(group=group).aggregate(last=Max("position"))["last"]
            for kind in kinds
        )
        self._last = max((last for last in found if last is not None), default=-1)

    def next(self) -> int:
        self._last += 1
        return self._last
